#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Which profile, and on which NSS.
. "$(dirname "$0")/lib.sh"
legacy=$HOME/.mozilla/firefox
modern=$XDG_CONFIG_HOME/mozilla/firefox

names() { json 'd.profiles.map(p => p.name + (p.default ? "*" : "")).sort().join()'; }
chosen() { "$helper" list --json "$@" >out 2>err && json d.profile.path; }

# ini FOLDER NAME… writes a profiles.ini with profiles in it; NAME=PATH is an absolute one.
ini() {
    local root=$1 n=0 name path relative
    shift
    mkdir -p "$root"
    printf '[General]\nStartWithLastProfile=1\nVersion=2\n\n' >"$root/profiles.ini"
    for name; do
        relative=1 path=Profiles/$name
        case $name in *=*) relative=0 path=${name#*=} name=${name%%=*} ;; esac
        printf '[Profile%d]\nName=%s\nIsRelative=%d\nPath=%s\n\n' $n "$name" $relative "$path" \
            >>"$root/profiles.ini"
        [ $relative -eq 0 ] && profile "$path" || profile "$root/$path"
        n=$((n + 1))
    done
}
reset() { rm -rf "$HOME/.mozilla" "$XDG_CONFIG_HOME" "$work/abs"; }

exits "no profile at all: profiles" 0 profiles
says "…says so" 'No browser profile was found'
exits "no profile at all: profiles --json" 0 profiles --json
is "…an empty list" '[]' "$(json d.profiles)"
exits "no profile at all: list" 80 list
says "…where the folder of another stands" 'the page about:profiles shows it'
says "…and what to do" 'Start Firefox once'

ini "$legacy" only
exits "one profile" 0 profiles
says "…its name" only out
says "…its folder" "$legacy/Profiles/only" out
is "…it is the one" "$legacy/Profiles/only" "$(chosen)"

reset
ini "$legacy" first second third="$work/abs"
exits "three profiles" 0 profiles --json
is "…relative and absolute ones" first,second,third "$(names)"
is "…absolute paths" "$work/abs" "$(json 'd.profiles.filter(p => p.name === "third")[0].path')"
is "…none is running" 'null,null,null' "$(json 'd.profiles.map(p => String(p.pid)).join()')"
exits "it does not guess" 81 list
says "…it names them" 'first, second, third'
is "by name" "$legacy/Profiles/second" "$(chosen --profile second)"
is "by folder" "$work/abs" "$(chosen -p "$work/abs")"
is "by a folder with a slash" "$work/abs" "$(chosen -p "$work/abs/")"
is "by a relative folder" "$work/abs" "$(chosen -p ./abs)"
ln -s abs through
is "through a link" "$work/abs" "$(chosen -p through)"
exits "by a name of none" 80 list -p fourth
exits "by an empty name" 80 list -p ''
cp "$legacy/profiles.ini" saved

printf '[Install4F96D1932A9F858E]\nDefault=Profiles/second\nLocked=1\n' >>"$legacy/profiles.ini"
is "the default of the installed browser" "$legacy/Profiles/second" "$(chosen)"
exits "…profiles shows it" 0 profiles --json
is "…as the default" 'first,second*,third' "$(names)"
cp saved "$legacy/profiles.ini"
printf '[4F96D1932A9F858E]\nDefault=Profiles/first\nLocked=1\n' >"$legacy/installs.ini"
is "the default in installs.ini" "$legacy/Profiles/first" "$(chosen)"
printf '[InstallAAAA]\nDefault=Profiles/first\n\n[InstallBBBB]\nDefault=Profiles/second\n' \
    >>"$legacy/profiles.ini"
rm "$legacy/installs.ini"
exits "two browsers with a default each" 81 list
cp saved "$legacy/profiles.ini"
sed 's/^Name=first/&\nDefault=1/' saved >"$legacy/profiles.ini"
is "the old Default=1" "$legacy/Profiles/first" "$(chosen)"
sed 's/^Name=first/&\r/; s/$/\r/' saved >"$legacy/profiles.ini"
exits "lines that end with CR LF" 0 profiles --json
is "…are read" first,second,third "$(names)"
head -c 2000 /dev/urandom >"$legacy/profiles.ini"
exits "a damaged profiles.ini: no profile" 80 list
head -c 3000000 /dev/zero >"$legacy/profiles.ini"
exits "a huge profiles.ini: no profile" 80 list

# A running browser holds .parentlock; its link "lock" names the process.
reset
ini "$legacy" first second
printf '[InstallAAAA]\nDefault=Profiles/first\n' >>"$legacy/profiles.ini"
second=$legacy/Profiles/second
hold_profile "$second"
pid=$holder
is "the running one goes before the default" "$second" "$(chosen)"
exits "profiles shows it" 0 profiles
says "…with its pid" "running, pid $pid" out
exits "profiles --json shows it" 0 profiles --json
is "…with its pid, too" $pid "$(json 'd.profiles.filter(p => p.name === "second")[0].pid')"
is "a named one goes before the running one" "$legacy/Profiles/first" "$(chosen -p first)"
first=$legacy/Profiles/first
ln -s "127.0.1.1:+$pid" "$first/lock"
is "a link alone does not run" "$second" "$(chosen)"
rm "$first/lock"
hold_profile "$first"
exits "two are running: it does not guess" 81 list
kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null
pids=()
is "after a crash the link is stale" "$first" "$(chosen)"

# The folder of Firefox 147 and later.
reset
ini "$modern" new
is "a new user's profile lies below XDG_CONFIG_HOME" "$modern/Profiles/new" "$(chosen)"
is "…which may not be set" "$HOME/.config/mozilla/firefox/Profiles/new" \
    "$(unset XDG_CONFIG_HOME; chosen)"
is "…or be another" "80" "$(XDG_CONFIG_HOME=$work/none; run list; echo $status)"
export MOZ_LEGACY_HOME=1
exits "MOZ_LEGACY_HOME=1: not there" 80 list
ini "$legacy" old
is "…but in ~/.mozilla" "$legacy/Profiles/old" "$(chosen)"
unset MOZ_LEGACY_HOME
is "where ~/.mozilla/firefox is there, Firefox looks nowhere else" "$legacy/Profiles/old" \
    "$(chosen)"
reset
ini "$modern" new
mkdir -p "$HOME/.mozilla/native-messaging-hosts"
is "~/.mozilla without firefox says nothing" "$modern/Profiles/new" "$(chosen)"

# Which NSS.
reset
ini "$legacy" only
only=$legacy/Profiles/only
"$helper" version --json >out
system=$(json d.nssPath)
version=$(json d.nss)
check "the system's NSS" test -e "$system/libnss3.so"
if [ -e $browser/libsoftokn3.so ]; then
    printf '[Compatibility]\nLastVersion=153.7\nLastPlatformDir=%s\nLastAppDir=%s/browser\n' \
        $browser $browser >"$only/compatibility.ini"
    "$helper" version --json >out
    newer=$(json d.nss)
    is "the browser's own NSS, where compatibility.ini names it" $browser "$(json d.nssPath)"
    check "…which is newer" test "$newer" != "$version" -a \
        "$(printf '%s\n' "$version" "$newer" | sort -V | tail -1)" = "$newer"
    exits "profiles tells" 0 profiles
    says "…version and folder" "NSS $newer from $browser" out
    exits "--version tells" 0 --version
    says "…them, too" "NSS $newer from $browser" out
    for kind in rsa-2048 p-384; do
        exits "$kind: a key by the browser's NSS" 0 request --key $kind --subject CN=x -o $kind.csr
        check "…verifies" openssl req -in $kind.csr -verify -noout
    done
    is "…the system's certutil sees them" 2 "$(keys "$only")"
    exits "arguments survive the second start" 0 request -k p-256 -s CN=x -o 'a  b*"'
    check "…with all their spaces" test -s 'a  b*"'
    ca ca
    issue ca p-384.csr user.pem
    "$helper" import -q - <user.pem 2>err
    is "standard input survives it" 0 $?
    is "…and the certificate is there" 'u,u,u' \
        "$(certutil -L -d "sql:$only" | sed -n 's/.* \(u,u,u\)$/\1/p')"
    "$helper" request -k p-256 -s CN=x --challenge-password-fd 5 -o fd.csr 5<<<'secret' 2>err
    check "so does a descriptor" grep -q 'challengePassword *: *secret' \
        <(openssl req -in fd.csr -noout -text)
    echo "primary password" >pw
    mkdir newer
    LD_LIBRARY_PATH=$browser certutil -N -d sql:newer -f pw
    cp "$only/compatibility.ini" newer
    exits "a primary password of the newer NSS: asked for" 102 list -p newer

    # Folders of others are data, never code.
    mkdir copy
    cp $browser/lib{nss3,nssutil3,smime3,ssl3,softokn3,freeblpriv3,mozsqlite3}.so copy/
    for path in "$work/copy" "$work/none" /etc relative '' "$work/copy:$browser"; do
        printf '[Compatibility]\nLastPlatformDir=%s\n' "$path" >"$only/compatibility.ini"
        [ "$path" != "$work/copy" ] || chmod 777 copy
        "$helper" version --json >out 2>err
        is "not the folder \"${path#"$work/"}\"" "$system" "$(json d.nssPath)"
    done
    chmod 755 copy

    # But a running browser's own folder is used, because its user has started it from there.
    cp /bin/sleep copy/firefox
    chmod 777 copy
    hold_profile "$only" copy/firefox
    "$helper" version --json >out 2>err
    is "the folder of a running browser" "$work/copy" "$(json d.nssPath)"
    kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null
    pids=()
    "$helper" version --json >out 2>err
    is "…not any more when it has ended" "$system" "$(json d.nssPath)"
    printf '[Compatibility]\nLastPlatformDir=%s\n' $browser >"$only/compatibility.ini"
else
    skip "the browser's own NSS" "no firefox-esr"
fi
done_testing
