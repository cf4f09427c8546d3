#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The profiles of every product, wherever it keeps them, and what a look into each tells.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
app=$HOME/.var/app

# put ROOT NAME [FOLDER-OF-THE-PROGRAM]: a profile, and profiles.ini that names it.
put() {
    local root=$1 name=$2 number=0
    mkdir -p "$root"
    [ -e "$root/profiles.ini" ] && number=$(grep -c '^\[Profile' "$root/profiles.ini")
    printf '[Profile%d]\nName=%s\nIsRelative=1\nPath=x.%s\n\n' "$number" "$name" "$name" \
        >>"$root/profiles.ini"
    profile "$root/x.$name"
    [ $# -lt 3 ] || printf '[Compatibility]\nLastPlatformDir=%s\n' "$3" \
        >"$root/x.$name/compatibility.ini"
}
# program NAME REMOTING-NAME: the folder of a program that calls itself so.
program() {
    mkdir -p "$work/programs/$2"
    printf '[App]\nVendor=x\nName=%s\nRemotingName=%s\nVersion=153.0\n' "$1" "$2" \
        >"$work/programs/$2/application.ini"
    echo "$work/programs/$2"
}
reset() {
    chmod -R u+rwX "$HOME" 2>/dev/null
    rm -rf "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" && mkdir -p "$HOME"
}
# listed: PRODUCT/PACKAGING of each profile, with the path below the home.
listed() {
    "$helper" profiles --json >out 2>err
    json 'd.profiles.map(p => (p.product + "/" + (p.packaging || "native") + " " + p.path)
        .replace('"'$HOME/'"', "")).join("\n")'
}
of() { json "d.profiles.filter(p => p.name === '$1').map(p => $2).join()"; }
chosen() { "$helper" list --json "$@" >out 2>err && json d.profile.path; }

# Each place by itself.
while read -r product packaging place; do
    reset
    put "$HOME/$place" someone
    is "$product, $packaging: ~/$place" "$product/$packaging $place/x.someone" "$(listed)"
    is "…is chosen where it is the only one" "$HOME/$place/x.someone" "$(chosen)"
done <<EOF
Firefox native .mozilla/firefox
Firefox native .config/mozilla/firefox
Firefox snap snap/firefox/common/.mozilla/firefox
Firefox snap snap/firefox/common/.config/mozilla/firefox
Firefox flatpak .var/app/org.mozilla.firefox/.mozilla/firefox
Firefox flatpak .var/app/org.mozilla.firefox/config/mozilla/firefox
LibreWolf native .librewolf
LibreWolf native .config/librewolf/librewolf
LibreWolf flatpak .var/app/io.gitlab.librewolf-community/.librewolf
LibreWolf flatpak .var/app/io.gitlab.librewolf-community/.config/librewolf/librewolf
LibreWolf flatpak .var/app/io.gitlab.librewolf-community/config/librewolf/librewolf
Thunderbird native .thunderbird
Thunderbird native .config/thunderbird
Thunderbird snap snap/thunderbird/common/.thunderbird
Thunderbird flatpak .var/app/org.mozilla.Thunderbird/.thunderbird
Thunderbird flatpak .var/app/org.mozilla.thunderbird/.thunderbird
EOF
while read -r product packaging place; do
    reset
    profile "$HOME/$place"
    is "$product, $packaging: ~/$place" "$product/$packaging $place" "$(listed)"
    is "…is chosen where it is the only one" "$HOME/$place" "$(chosen)"
done <<EOF
Chromium native .pki/nssdb
Chromium native .local/share/pki/nssdb
Chromium snap snap/chromium/current/.pki/nssdb
Chromium flatpak .var/app/org.chromium.Chromium/data/pki/nssdb
Chrome flatpak .var/app/com.google.Chrome/data/pki/nssdb
EOF
reset
profile "$HOME/.pki/nssdb"
profile "$XDG_DATA_HOME/pki/nssdb"
is "where ~/.pki/nssdb is there, Chromium looks nowhere else" "Chromium/native .pki/nssdb" \
    "$(listed)"
export XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config
reset
profile "$XDG_DATA_HOME/pki/nssdb"
put "$XDG_CONFIG_HOME/thunderbird" mail
is "XDG folders elsewhere" "Thunderbird/native $work/config/thunderbird/x.mail
Chromium/native $work/data/pki/nssdb" "$(listed)"
is "MOZ_LEGACY_HOME=1 is for what Mozilla makes" "Chromium/native $work/data/pki/nssdb" \
    "$(MOZ_LEGACY_HOME=1 listed)"
is "relative XDG folders count as not set" '' "$(XDG_DATA_HOME=data XDG_CONFIG_HOME=config listed)"

# Editions of Firefox share one folder.
reset
fox=$HOME/.mozilla/firefox
put "$fox" release "$(program Firefox firefox)"
put "$fox" esr "$(program Firefox firefox-esr)"
put "$fox" developer "$(program Firefox firefox-dev)"
put "$fox" nightly "$(program Firefox firefox-nightly)"
put "$fox" wolf "$(program LibreWolf librewolf)"
put "$fox" odd "$(program SeaMonkey seamonkey)"
put "$fox" gone "$work/programs/gone"
put "$fox" default-esr
put "$fox" default-nightly
put "$fox" dev-edition-default
put "$fox" default-release
listed >/dev/null
is "editions, by application.ini of the program that was last there" \
    'Firefox,Firefox ESR,Firefox Developer Edition,Firefox Nightly,LibreWolf' \
    "$(json 'd.profiles.slice(0, 5).map(p => p.product).join()')"
is "a program that is unknown or gone" Firefox,Firefox "$(json 'd.profiles.slice(5, 7).map(p => p.product).join()')"
is "by the profile's name, else" 'Firefox ESR,Firefox Nightly,Firefox Developer Edition,Firefox' \
    "$(json 'd.profiles.slice(7).map(p => p.product).join()')"

# The choice: never one of two, and a program other than Firefox only if it is alone or named.
reset
put "$fox" one
put "$HOME/.thunderbird" mail
profile "$HOME/.pki/nssdb"
is "Thunderbird and Chromium don't make it unsure" "$fox/x.one" "$(chosen)"
is "Thunderbird's by name" "$HOME/.thunderbird/x.mail" "$(chosen -p mail)"
is "Chromium's by name" "$HOME/.pki/nssdb" "$(chosen -p nssdb)"
put "$HOME/.thunderbird" one
exits "two of one name" 81 list -p one
says "…how to tell them apart" 'Firefox:one, Thunderbird:one'
is "PRODUCT:name" "$HOME/.thunderbird/x.one" "$(chosen -p Thunderbird:one)"
is "…in any case" "$fox/x.one" "$(chosen -p firefox:one)"
exits "…of another product" 80 list -p LibreWolf:one
put "$HOME/.librewolf" wolf
exits "Firefox and LibreWolf: it does not guess" 81 list
says "…it names them, and no others" '(Firefox:one, wolf)'
printf '[InstallA]\nDefault=x.one\n' >>"$fox/profiles.ini"
is "the default of one of them" "$fox/x.one" "$(chosen)"
printf '[InstallB]\nDefault=x.wolf\n' >>"$HOME/.librewolf/profiles.ini"
exits "each with a default: it does not guess" 81 list
printf '[InstallC]\nDefault=x.mail\n' >>"$HOME/.thunderbird/profiles.ini"
listed >/dev/null
is "profiles shows the defaults" one,wolf,mail \
    "$(json 'd.profiles.filter(p => p.default).map(p => p.name).join()')"
hold_profile "$HOME/.librewolf/x.wolf"
is "the running one" "$HOME/.librewolf/x.wolf" "$(chosen)"
hold "$HOME/.pki/nssdb/cert9.db"
is "a running Chromium does not change that" "$HOME/.librewolf/x.wolf" "$(chosen)"
listed >/dev/null
is "…and profiles shows both" "${pids[*]}" "$(json 'd.profiles.map(p => p.pid).filter(p => p).join(" ")')"
# In a Flatpak the process has another number for itself, and another name for the file.
alone=(unshare -rpfm --propagation private)
if mkdir -p "$work/inside" && "${alone[@]}" true; then
    put "$app/org.mozilla.firefox/.mozilla/firefox" packed
    packed=$app/org.mozilla.firefox/.mozilla/firefox/x.packed
    "${alone[@]}" bash -c '
        mount --bind "$1" "$2" && exec 9>"$2/.parentlock" &&
        ln -s "127.0.1.1:+$$" "$1/lock" && exec sleep 300' - "$packed" "$work/inside" 2>/dev/null &
    unshared=$!
    for _ in $(seq $((50 * ${PATIENCE:-1}))); do [ ! -L "$packed/lock" ] || break; sleep 0.1; done
    listed >/dev/null
    is "inside a Flatpak: its number here" \
        "$(cat /proc/$unshared/task/$unshared/children | tr -d ' ')" "$(of packed p.pid)"
    kill -9 "$(cat /proc/$unshared/task/$unshared/children)"
    wait $unshared 2>/dev/null
    listed >/dev/null
    is "…not any more when it has ended" '' "$(of packed p.pid)"
else
    skip "inside a Flatpak" "no namespaces here"
fi
kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null
pids=()

# Asked at a terminal, and only there.
reset
put "$fox" first
put "$fox" second
put "$HOME/.thunderbird" mail
answer() { script -qec "$(printf '%q ' "$helper" "${@:2}")" /dev/null <<<"$1" >tty 2>&1; status=$?; }
answer 2 list
is "a question at a terminal: the second" 0 $status
check "…is taken" grep -q 'The profile second' tty
check "…the list has all, with product" grep -q '3  mail  Thunderbird' tty
answer '' list
is "none" 101 $status
answer 9 list
is "a number that is none is asked for again" 2 "$(grep -o 'Which one?' tty | wc -l)"
answer x list --json
is "no question with --json" 81 $status
answer 1 list --quiet
is "…nor with --quiet" 81 $status
if [ -e $browser/libsoftokn3.so ]; then
    printf '[Compatibility]\nLastPlatformDir=%s\n' $browser >"$fox/x.second/compatibility.ini"
    answer 2 request -k p-256 -s CN=x -o asked.csr
    is "the answer survives the second start" 0 $status
    is "…it is asked once" 1 "$(grep -c 'Which one?' tty)"
    is "…and the key is there" 1 "$(keys "$fox/x.second")"
    answer 2 --primary-password-file none request -k p-256 -s CN=x -o again.csr
    is "…also after an option before the command" 0 $status
    is "…and the second key is there" 2 "$(keys "$fox/x.second")"
fi

# What is said of each: identities, primary password, what can't be read.
reset
ca ca
put "$fox" full
put "$fox" locked
put "$fox" broken
put "$fox" empty
echo 'primary password' >pw
rm -r "$fox/x.locked" && mkdir "$fox/x.locked" && certutil -N -d "sql:$fox/x.locked" -f pw
for name in full locked; do
    for n in 1 2; do
        "$helper" request -q -p $name --primary-password-file pw -k p-256 -s "CN=$n" -o $name.$n.csr
        issue ca $name.$n.csr $name.$n.pem
        "$helper" import -q -p $name --primary-password-file pw $name.$n.pem
    done
done
"$helper" request -q -p full -k p-256 -s CN=waits -o waits.csr
dd if=/dev/zero of="$fox/x.broken/cert9.db" bs=1 seek=0 count=100 conv=notrunc 2>/dev/null
rm "$fox/x.empty/key4.db"
exits "profiles that can't be read are no failure" 0 profiles --json
is "two identities; a key alone is none" 2 "$(of full p.identities)"
is "no primary password" false "$(of full p.primaryPassword)"
is "any NSS" '' "$(of full p.nssNeeded)"
is "a locked profile: two, too" 2 "$(of locked p.identities)"
is "…with a primary password" true "$(of locked p.primaryPassword)"
is "…of the old kind" '' "$(of locked p.nssNeeded)"
is "a damaged one: named" BAD_DATABASE "$(of broken p.error.name)"
is "…it has no number" '' "$(of broken p.identities)"
is "one without keys: named" BAD_DATABASE "$(of empty p.error.name)"
before=$(content "$fox/x.locked")
exits "for people" 0 profiles
says "…the number" '2 certificates, no primary password' out
says "…locked" '2 certificates, with a primary password' out
says "…damaged" 'cert9.db is damaged' out
is "a look changes nothing" "$before" "$(content "$fox/x.locked")"

# A primary password of NSS 3.118 and later, with and without such an NSS.
if [ -e $browser/libsoftokn3.so ]; then
    reset
    put "$fox" newer
    rm -r "$fox/x.newer" && mkdir "$fox/x.newer"
    LD_LIBRARY_PATH=$browser certutil -N -d "sql:$fox/x.newer" -f pw
    exits "a newer primary password" 0 profiles --json
    is "…the NSS it needs" 3.118 "$(of newer p.nssNeeded)"
    run list --json --primary-password-file pw
    is "the profile's browser is unknown: that of another one reads it" 0 $status
    is "…on the newer NSS" true "$("$helper" version -p newer --json | json 'd.nssPath.startsWith("/usr/lib/")' /dev/stdin)"
    with_system_nss run list --primary-password-file pw
    is "no newer NSS on this system" 84 $status
    says "…says so, and not that the password is wrong" 'NSS 3.118 or later is needed'
    with_system_nss run profiles --json
    is "profiles still lists it" 0 $status
    is "…locked, the number unknown" 'true/null' "$(of newer 'p.primaryPassword + "/" + p.identities')"
else
    skip "a newer primary password" "no firefox-esr"
fi
done_testing
