#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Each thing is really broken, found, named, and repaired by the command that the doctor names.
# shellcheck source-path=SCRIPTDIR disable=SC2046,SC2119
. "$(dirname "$0")/doctor.lib.sh"

healthy
before=$(find "$HOME" -type f -exec sha256sum {} + | sort | sha256sum)
exits "all is well" 0 doctor
says "…says so" 'No problem was found.' out
is "…each with a sign" 0 "$(grep -cv '^✓\|^No problem' out)"
exits "…--quiet" 0 doctor --quiet
is "…says nothing" '' "$(cat out)"
report
is "…--json: all good" good "$(json '[...new Set(d.findings.map(f => f.state))].join()')"
is "…no reason, no cure" 'null null' "$(json 'd.findings[0].why + " " + d.findings[0].cure')"
is "…all that is looked at, as the manual has it" \
    "$(sed -n '/^The checks are/,/^\.El/s/^\.It Ql //p' "$root/nss-helper/nss-helper.1" | paste -sd ' ')" \
    "$(json 'd.findings.map(f => f.check).join(" ")')"
is "…the profile" "$fox/p" "$(json d.profile.path)"
is "a report changes nothing" "$before" "$(find "$HOME" -type f -exec sha256sum {} + | sort | sha256sum)"

# Rights of the databases.
healthy_user
ordinary chmod 400 "$fox/p/cert9.db" "$fox/p/key4.db"
user_report
is "read-only databases" 77 $status
found database bad 77
user_cured database
ordinary chmod 500 "$fox/p"
user_wrong database bad 77 "a read-only folder"
user_cured database

# Which profile.
healthy
run doctor -p none
is "no such profile" 80 $status
says "…the machine is looked at all the same" 'The program nss-helper starts' out
exits "--json" 80 doctor -p none --json
found profile bad 80
found host-version good
printf '[Profile1]\nName=q\nIsRelative=1\nPath=q\n' >>"$fox/profiles.ini"
profile "$fox/q"
exits "several" 81 doctor --json
found profile bad 81

# The browser: its package, its settings, the extension.
healthy
snap=$HOME/snap/firefox/common/.mozilla/firefox
mkdir -p "$snap" && mv "$fox/p" "$snap" && printf '[Profile0]\nName=s\nPath=p\n' >"$snap/profiles.ini"
fox=$snap
if ! grep -qs org.freedesktop.portal.WebExtensions /usr/libexec/xdg-desktop-portal; then
    wrong packaging bad 78 "a snap"
fi
mkdir -p "$work/share/dbus-1/services"
: >"$work/share/dbus-1/services/org.freedesktop.NativeMessagingProxy.service"
XDG_DATA_DIRS=$work/none:$work/share report
if ! grep -qs org.freedesktop.portal.WebExtensions /usr/libexec/xdg-desktop-portal; then
    found packaging hint
    says "…what to set" 'native-messaging-proxy to 1.' out
fi
echo 'user_pref("widget.use-xdg-desktop-portal.native-messaging-proxy", 1);' >"$fox/p/user.js"
XDG_DATA_DIRS=$work/none:$work/share report
found packaging good
mkdir -p "$XDG_DATA_HOME/dbus-1" && mv "$work/share/dbus-1/services" "$XDG_DATA_HOME/dbus-1"
report
found packaging good
# Ubuntu's portal, where this user may put one there.
portal=/usr/libexec/xdg-desktop-portal
mkdir -p "$work/libexec" && echo org.freedesktop.portal.WebExtensions >"$work/libexec/${portal##*/}"
with_portal() { unshare -rm bash -c 'mount --bind "$1" /usr/libexec && exec "${@:2}"' - "$work/libexec" "$@"; }
portal_report() { with_portal "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null; }
setting=widget.use-xdg-desktop-portal.native-messaging
boxed() { # FOLDER
    healthy
    mkdir -p "$HOME/$1" && mv "$fox/p" "$HOME/$1" && fox=$HOME/$1
    printf '[Profile0]\nName=s\nPath=p\n' >"$fox/profiles.ini"
}
while with_portal true 2>/dev/null && IFS='|' read -r name folder value state; do
    boxed "$folder"
    [ -z "$value" ] || echo "user_pref(\"$setting\", $value);" >"$fox/p/user.js"
    portal_report
    is "$name with a portal: the report" 0 "$(grep -c . err)"
    found packaging "$state"
    [ "$state" = good ] || says "…what to set" "$setting to 1." out
done <<EOF
a snap|snap/firefox/common/.mozilla/firefox||good
a snap that leaves it alone|snap/firefox/common/.mozilla/firefox|0|hint
a Flatpak|.var/app/org.mozilla.firefox/.mozilla/firefox||hint
a Flatpak that uses it|.var/app/org.mozilla.firefox/.mozilla/firefox|1|good
EOF
with_portal true 2>/dev/null || skip "with a portal" "no namespaces here"
healthy
for value in 0 2; do
    echo "user_pref(\"$setting\", $value);" >"$fox/p/user.js"
    report
    found packaging good
done
echo "user_pref(\"$setting\", 1);" >"$fox/p/user.js"
if ! grep -qs org.freedesktop.portal.WebExtensions "$portal"; then
    wrong packaging bad 78 "no box, but told to use a portal that is not there"
fi
while IFS='|' read -r name user prefs state code; do
    healthy
    printf '%b' "$user" >"$fox/p/user.js"
    printf '%b' "$prefs" >"$fox/p/prefs.js"
    wrong nocertdb "$state" "$code" "security.nocertdb $name"
done <<'EOF'
in prefs.js||// x\nuser_pref("security.nocertdb", true);\n|bad|78
in user.js|user_pref("security.nocertdb",true);||bad|78
user.js goes before prefs.js|user_pref("security.nocertdb", false);\n|user_pref("security.nocertdb", true);\n|good|0
the last line counts||user_pref("security.nocertdb", true);\nuser_pref("security.nocertdb", false);\n|good|0
in a remark|// user_pref("security.nocertdb", true);\n||good|0
of another name||user_pref("security.nocertdb.x", true);\n|good|0
in a remark of several lines|/* one\nuser_pref("security.nocertdb", true);\n*/ // two\n||good|0
behind such a remark|/* one\n*/ user_pref("security.nocertdb", true);\n||bad|78
with blanks|  user_pref ( "security.nocertdb" , true ) ;\r\n||bad|78
which is a string|user_pref("security.nocertdb", "true");\n||good|0
EOF
while IFS='|' read -r name words state code; do
    healthy
    # shellcheck disable=SC2086
    addon $words
    wrong extension "$state" "$code" "the extension $name"
done <<'EOF'
is another|id=x@y|bad|78
was turned off|active=false userDisabled=true|bad|78
was refused|active=false appDisabled=true|bad|78
is another version|version=0.0.1|hint|0
EOF
says "…both stay, and what to do" 'Nothing is lost' out
healthy
rm -f "$fox/p/extensions.json" && echo '{"addons":[]}' >"$fox/p/extensions.json"
report
says "…how to bring it" 'install the package webext-nss-helper, or run "sudo make install"' <(cure_of extension)
while IFS='|' read -r name permissions said; do
    healthy
    printf '{"x@y":{"permissions":["internal:privateBrowsingAllowed"]}%s}' "$permissions" >"$fox/p/extension-preferences.json"
    wrong private-windows good 0 "private windows: $name"
    says "…which is told" "The extension works in $said." out
done <<'EOF'
never allowed||ordinary windows, not in private ones
allowed|,"nss-helper@nss-helper":{"permissions":["internal:privateBrowsingAllowed"],"origins":[]}|private windows, too
taken back|,"nss-helper@nss-helper":{"permissions":[],"origins":[]}|ordinary windows, not in private ones
something else|,"nss-helper@nss-helper":{"permissions":["tabs"]}|ordinary windows, not in private ones
EOF
healthy
addon active=false userDisabled=true
echo '{}' >"$fox/p/extension-preferences.json"
report
is "private windows of an extension that is off: nothing" 0 "$(json "d.findings.filter(f => f.check === 'private-windows').length")"
healthy
mkdir -p "$work/inst/share/webext/nss-helper" && : >"$work/inst/share/webext/nss-helper/nss-helper.xpi"
echo 'user_pref("xpinstall.signatures.required", false);' >"$fox/p/user.js"
echo '{"addons":[]}' >"$fox/p/extensions.json"
report
is "…once that is set, from where it is installed" \
    "Open $work/inst/share/webext/nss-helper/nss-helper.xpi in Firefox (Ctrl+O), and add the extension." "$(cure_of extension)"
echo '{' >"$fox/p/extensions.json"
wrong extension unknown 0 "a damaged list of extensions"
rm "$fox/p/extensions.json"
wrong extension unknown 0 "no list of extensions"
mkdir -p "$HOME/.pki/nssdb" && profile "$HOME/.pki/nssdb" && chmod 600 "$HOME"/.pki/nssdb/*.db
"$helper" doctor --json -p "$HOME/.pki/nssdb" >out 2>err
is "Chromium's database: nothing of Firefox" 'true' \
    "$(json '!d.findings.some(f => /^(packaging|nocertdb|extension)$/.test(f.check))')"

# The databases.
for what in cert9.db key4.db; do
    healthy && rm "$fox/p/$what"
    wrong database bad 82 "no $what"
    healthy && : >"$fox/p/$what"
    wrong database bad 82 "an empty $what"
    healthy && head -c 9000 /dev/urandom >"$fox/p/$what"
    wrong database bad 82 "a damaged $what"
done
healthy && rm "$fox"/p/*.db
wrong database bad 82 "none yet"
: >"$fox/p/cert8.db"
wrong database bad 82 "only those of an old Firefox"
is "…two files of the old form are no database" 82 "$status"
if [ -e "$(pkg-config --variable=libdir nss)/libnssdbm3.so" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 300 -subj /CN=jiro -keyout old.key -out old.pem 2>/dev/null
    openssl pkcs12 -export -in old.pem -inkey old.key -out old.p12 -passout pass:x -name jiro
    rm "$fox/p/cert8.db" && certutil -N -d "dbm:$fox/p" --empty-password
    timeout $((20 * ${PATIENCE:-1})) pk12util -i old.p12 -d "dbm:$fox/p" -W x -K '' >/dev/null 2>&1
    wrong database bad 82 "a key and a certificate in databases of the old form"
    cured database
    says "…they are brought along" '1 certificate: its key can sign.' out
else
    skip "a key and a certificate in databases of the old form" "this NSS can't make them"
fi
healthy && chmod 644 "$fox/p/key4.db"
wrong database-rights bad 77 "others may read the keys"
cured database-rights
chmod 770 "$fox/p"
wrong database-rights bad 77 "others may write in the profile"
cured database-rights
chmod 666 "$fox/p/cert9.db"
wrong database-rights bad 77 "others may change the certificates"
cured database-rights
# lock HOW: sqlite3 keeps key4.db locked.
lock() {
    coproc sqlite3 "$fox/p/key4.db" 2>/dev/null
    sqlite=$COPROC_PID
    pids=("$sqlite")
    echo "BEGIN $1; SELECT 1;" >&"${COPROC[1]}"
    read -r -u "${COPROC[0]}" _
}
unlock() {
    kill "$sqlite" 2>/dev/null
    wait "$sqlite" 2>/dev/null
    pids=()
}
lock IMMEDIATE
wrong database-lock bad 75 "a program that keeps them locked"
says "…which" "The program sqlite3 (process $sqlite) keeps the databases locked." out
cured database-lock
unlock
# A lock that belongs to an open file and to no process (OFD, fcntl(2)): its process ID is -1.
perl -e 'use Fcntl; open(my $file, "+<", $ARGV[0]) or die;
    my $lock = pack("s s x4 q q l x4", F_WRLCK, 0, 0x40000001, 1, 0);
    fcntl($file, 37, $lock) or die "no lock: $!";
    print "held\n"; close STDOUT; sleep 60' "$fox/p/key4.db" >held &
pids=($!)
comes test -s held
says "a lock that is of no process" held held
wrong database-lock bad 75 "…is found"
says "…so far as is known" "A program that the system does not name keeps" out
silent "…and nobody is told to kill all" 'kill' <(cure_of database-lock)
kill "${pids[0]}" && wait "${pids[0]}" 2>/dev/null
pids=()
lock EXCLUSIVE
wrong database bad 75 "a program that lets nobody read them"
says "…which" "kill $sqlite" <(cure_of database)
unlock
report
found database good
echo 'primary password' >pw
if [ -e $browser/libsoftokn3.so ]; then
    healthy && rm "$fox"/p/*.db
    LD_LIBRARY_PATH=$browser certutil -N -d "sql:$fox/p" -f pw && chmod 600 "$fox"/p/*.db
    with_system_nss report
    is "an NSS that is too old" 84 "$status"
    found nss bad 84
    report
    found nss good
fi

# A locked profile: nobody is asked for the password.
healthy && rm "$fox"/p/*.db && certutil -N -d "sql:$fox/p" -f pw && chmod 600 "$fox"/p/*.db
wrong identities unknown 0 "a primary password"
is "…nobody is asked" 0 "$(asked)"
says "…it is known" 'The profile has a primary password.' out
report --primary-password-file pw
is "…given" 0 "$status"
found identities good
echo wrong >bad
report --primary-password-file bad
is "…a wrong one" 83 "$status"
found identities bad 83

# What is in them.
ca ca
identity() { # NAME DAYS
    "$helper" request -q -p "$fox/p" -k p-256 -s "CN=$1" -o "$1.csr" && issue ca "$1.csr" "$1.pem" '' "$2" &&
        "$helper" import -q -p "$fox/p" "$1.pem"
    rm "$1.csr"
}
healthy
identity taro 300
identity jiro 300
report
is "two identities" 0 "$status"
says "…each signs" '2 certificates: their keys can sign.' out
found unfinished good
found refresh good
cp -r "$fox/p" "$work/two"
# Each gets the other's private value.
sqlite3 "$fox/p/key4.db" 'CREATE TEMP TABLE t AS SELECT id, a11 FROM nssPrivate;
    UPDATE nssPrivate SET a11 = (SELECT a11 FROM t WHERE t.id <> nssPrivate.id);'
wrong identities bad 91 "keys that don't sign"
is "…each is named" 'jiro,taro' \
    "$(json "d.findings.filter(f => f.check === 'identities').map(f => f.what.match(/key of (\w+)/)[1]).sort().join()")"
rm "$fox"/p/*.db && cp -p "$work"/two/*.db "$fox/p"
# As "Refresh Firefox" does.
profile "$work/fresh" && cp "$work/fresh/cert9.db" "$fox/p" && chmod 600 "$fox"/p/*.db
wrong refresh bad 89 "certificates that are lost, with keys that are not"
is "…each is named" 'jiro,taro' \
    "$(json "d.findings.filter(f => f.check === 'refresh').map(f => f.what.match(/of (\w+) was/)[1]).sort().join()")"
for cure in 1 2; do
    PATH=$work/inst/bin:$PATH bash -c "$(cure_of refresh)" >/dev/null 2>&1
    report
done
found refresh good
says "…and both are back" '2 certificates: their keys can sign.' out
odd="$fox/Taro's own p"
cp -r "$fox/p" "$odd" && rm "$odd/cert9.db" && cp "$work/fresh/cert9.db" "$odd" && chmod 600 "$odd"/*.db
mkdir -p "$XDG_STATE_HOME"
"$helper" request -q -p "$odd" -k p-256 -s CN=saburo -o saburo.csr && issue ca saburo.csr saburo.pem '' 300 &&
    "$helper" import -q -p "$odd" saburo.pem
cp "$work/fresh/cert9.db" "$odd" && chmod 644 "$odd/key4.db" && chmod 600 "$odd/cert9.db"
for check in database-rights refresh; do
    "$helper" doctor --json -p "$odd" >out 2>err
    found $check bad $([ $check = refresh ] && echo 89 || echo 77)
    PATH=$work/inst/bin:$PATH bash -c "$(cure_of $check)" >/dev/null 2>&1
    "$helper" doctor --json -p "$odd" >out 2>err
    found $check good
done
says "…in a profile that is not the default, with a quote in its name" '1 certificate: its key' out
# Another key4.db replaces the old one.
cp "$fox/p/key4.db" "$work/key4.db" && cp "$work/fresh/key4.db" "$fox/p"
wrong refresh bad 85 "keys that are lost, with certificates that are not"
cp "$work/key4.db" "$fox/p"
"$helper" request -q -p "$fox/p" -k p-256 -s CN=ended -o ended.csr
issue_between ca ended.csr ended.pem '-2 years' '-1 year'
"$helper" import -q -p "$fox/p" ended.pem
report
is "one has ended" 0 "$status"
found expiry hint
says "…which" 'The certificate of ended' out
says "…and that" 'has expired.' out
"$helper" request -q -p "$fox/p" -k p-256 -s CN=ended -o renewed.csr
issue_between ca renewed.csr renewed.pem '-1 year' '+3 years'
"$helper" import -q -p "$fox/p" renewed.pem
report
found expiry good
clear_of_midnight
"$helper" request -q -p "$fox/p" -k p-256 -s CN=soon -o soon.csr
issue_between ca soon.csr soon.pem '-1 year' '+20 days'
"$helper" import -q -p "$fox/p" soon.pem
report
is "one ends soon" 0 "$status"
found expiry hint
says "…which, and when" 'The certificate of soon (serial number ' out
says "…in days by the calendar, as in the list" 'expires in 20 days.' out
"$helper" request -q -p "$fox/p" -k p-256 -s CN=waits -o waits.csr
report
found unfinished hint
is "…what, and nothing that there is none of" '1 request waits for its certificate.' \
    "$(json "d.findings.find(f => f.check === 'unfinished').what")"
says "…and where to look" "nss-helper jobs --profile '$fox/p'" out
cp -p "$fox/p/cert9.db" "$work/cert9.db" && : >"$fox/p/cert9.db"
wrong database bad 82 "a database that is lost meanwhile"
found unfinished hint
cp -p "$work/cert9.db" "$fox/p"
mv "$XDG_STATE_HOME" "$work/state" && report
found unfinished hint
says "…also keys that no journal knows" '"1 key has no certificate."' out
mv "$work/state" "$XDG_STATE_HOME"

# For people.
exits "a report for people" 0 doctor
says "…a sign" '! The certificate of soon' out
says "…why" '    After that, logins' out
says "…what to do" '    → Renew it' out
says "…a sum" ' wrong, 2 to note, 0 not checked, ' out
exits "--quiet" 0 doctor -q
is "…only what is not good" 2 "$(grep -c '^[^ ]' out)"

# It uses the words of the panel, not those of the source code.
builders() { grep -nE '(^|[^-/])\b(hosts?|journals?|[KM]iB|manifest)\b|ホスト|ジャーナル|[KM]iB|マニフェスト' "$1"; }
for scene in healthy bare; do
    [ $scene = healthy ] || rm -rf "$user_manifest" "$XDG_STATE_HOME"
    for language in C.UTF-8 ja_JP.UTF-8; do
        LC_ALL=$language "$helper" doctor -p "$fox/p" >out 2>err
        is "no builder's word: $scene, $language" '' "$(builders out)"
        LC_ALL=$language "$helper" setup >>out 2>err
        is "…nor in what setup says" '' "$(builders out)"
        [ $scene = healthy ] || rm -f "$user_manifest"
    done
done
run doctor -p "$fox/p"
says "the program is called as the panel calls it" 'The program nss-helper is not set up for this Firefox.' out
check "…in each language" grep -qF "$(LC_ALL=ja_JP.UTF-8 "$helper" doctor -p "$fox/p" | grep -o 'この Firefox で使うプログラム nss-helper が設定されていません。')" \
    "$root/extension/_locales/ja/messages.json"
says "…both" "$(grep -o 'The program nss-helper is not set up for this Firefox.' out)" "$root/extension/_locales/en/messages.json"

# To turn signatures off may be right on a test machine, but no text must advise it, in any language.
advice() { # FILE…
    grep -nE 'signatures[._]required[^"]*(false|off)|署名.*(無効|オフ)' "$@"
}
is "no text tells anybody to turn the check of signatures off" '' \
    "$(advice "$root"/README.md "$root"/.github/README.ja.md "$root"/nss-helper/*.1 "$root"/nss-helper/*/*.[ch] "$root"/native-messaging/*.c \
        "$root"/native-messaging/PROTOCOL.md "$root"/extension/_locales/*/messages.json "$root"/extension/pages/*.html)"
echo 'about:config: set xpinstall.signatures.required to false' >advice
check "…such advice would be noticed" advice advice
done_testing
