# SPDX-License-Identifier: MPL-2.0
# Passwords by pinentry, and a profile with a primary password.
. "$(dirname "$0")/lib.sh"

echo 'correct horse' >pw
echo 'wrong' >bad
mkdir locked
certutil -N -d sql:locked -f pw
ca ca
"$helper" request -p locked -k p-256 -s CN=x --primary-password-file pw -o x.csr 2>err
is "a request in a locked profile" 0 $?
issue ca x.csr x.pem

# Without a program that can ask.
empty=$work/empty
mkdir "$empty"
for name in setpriv env; do ln -s "$(command -v $name)" "$empty/$name"; done
alone() { PATH=$empty run "$@"; }
alone list -p locked
is "no pinentry: NO_PINENTRY" 102 "$status"
says "…which says what is missing" 'neither a desktop nor a terminal'
DISPLAY=:99 PATH=$empty run list -p locked
is "a desktop without one" 102 "$status"
says "…names the package" 'sudo apt install pinentry-gnome3'
XDG_CURRENT_DESKTOP=KDE DISPLAY=:99 PATH=$empty run list -p locked
says "…that of the desktop" 'sudo apt install pinentry-qt'
mkdir -p "$XDG_CONFIG_HOME/nss-helper"
echo 'pinentry-program=/nowhere/pinentry' >"$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"
exits "one that is configured and not there" 102 list -p locked
says "…is named" '/nowhere/pinentry'

answers 'correct horse'
exits "the primary password is asked for" 0 list -p locked --json
is "…once" 1 "$(asked)"
check "…with the profile's name" grep -q 'SETDESC .*“locked”.*primary password' pinentry/asked
check "…and a word for Caps Lock" grep -q 'OPTION default-capshint=Caps Lock' pinentry/asked
check "…in a window with a title" grep -qx 'SETTITLE NSS Helper' pinentry/asked
answers wrong1 wrong2 'correct horse'
exits "wrong twice" 0 list -p locked
is "…and asked three times" 3 "$(asked)"
check "…the last time with the reason" grep -q 'SETERROR .*attempt 3 of 3' pinentry/asked
answers wrong1 wrong2 wrong3 'correct horse'
exits "wrong three times: PRIMARY_PASSWORD" 83 list -p locked
is "…and no fourth question" 3 "$(asked)"
answers '!cancel'
exits "cancel cancels" 101 list -p locked
is "…at once" 1 "$(asked)"
answers '!die'
exits "a pinentry that ends" 102 list -p locked
answers 'correct horse'
env LC_ALL=ja_JP.UTF-8 "$helper" list -p locked >out 2>err </dev/null
check "in Japanese" grep -q 'SETDESC プロファイル「locked」はマスターパスワード' pinentry/asked
check "…with the locale passed on" grep -qx 'OPTION lc-messages=ja_JP.UTF-8' pinentry/asked

before=$(content locked)
answers '!cancel'
exits "an import that is cancelled" 101 import -p locked x.pem
is "…changes nothing" "$before" "$(content locked)"
answers 'correct horse'
exits "an import" 0 import -p locked x.pem
is "…asks once, though the database is opened twice" 1 "$(asked)"
is "certutil finds the certificate" 'u,u,u' \
    "$(certutil -L -d sql:locked | sed -n 's/.* \(u,u,u\)$/\1/p')"
print=$(fingerprint x.pem)
exits "verify signs with the key" 93 verify -p locked "${print:0:11}" --primary-password-file pw
says "…which says so" 'signs' out
exits "a wrong one in a file" 83 list -p locked --primary-password-file bad
says "…in words" 'not the primary password'
exits "an empty one" 65 list -p locked --primary-password-fd 0
printf 'one\ntwo\n' >lines
exits "two lines" 65 list -p locked --primary-password-file lines
says "…are too many" 'must be a single line'
printf 'a\0b\n' >zero
exits "a NUL in it" 65 list -p locked --primary-password-file zero
says "…is no text" 'a byte that is not text'
exits "jobs resume unlocks, too" 0 jobs resume -p locked --primary-password-file pw
"$helper" list -p locked --primary-password-fd 5 5<pw >out 2>err
is "a right one by a descriptor" 0 $?
profile open
exits "no primary password: none is looked at" 0 list -p open --primary-password-file /nowhere

# A real pinentry, on a terminal of its own.
rm -f "$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"
mkdir only
for tool in pinentry-tty bash sh env; do ln -s "$(command -v $tool)" only/; done
# What is typed before a program is ready for it may be dropped.
(until grep -qs '"identities"' typed; do printf 'correct horse\n' || break; sleep 0.5; done) |
    timeout $((30 * ${PATIENCE:-1})) script -qec \
        "$(printf '%q ' env PATH="$work/only" "$helper" list -p "$work/locked" --json)" /dev/null >typed 2>&1
check "pinentry-tty on a terminal" grep -q '"identities"' typed
done_testing
