#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The files of tests/cases/table: a dry run says what the import does, in the system's NSS and in
# the browser's own. certutil and openssl judge what is in the profile then.
# shellcheck source-path=SCRIPTDIR disable=SC2086
. "$(dirname "$0")/clock.lib.sh"
. "$root/tests/cli/judges.lib.sh"
profile system
bundled_too
mkdir -m 700 exported
mkdir made && "$root/tests/cases/make" "$work/made" || exit
printf 'Sakura-2026' >pw
fresh() { rm -rf f && cp -r "$1" f; }
has_passed() { [ "$1" ] && [[ $(moment now) > $1 ]]; }

# How many keys in the profile sign a request that openssl verifies with the key of the certificate of
# the same name. certtool reads certificates whose names are no UTF-8; openssl does not.
pairs() {
    certutil -K -d sql:f | sed -n 's/^<[ 0-9]*> *[a-z]* *[0-9a-f]* *//p' | while IFS= read -r name; do
        rm -f signed.der
        certutil -R -d sql:f -k "$name" -s CN=x -o signed.der </dev/null
        openssl req -in signed.der -inform DER -verify -noout -pubkey >signed.pub
        certutil -L -d sql:f -n "$name" -a >pair.pem
        certtool --load-certificate pair.pem --pubkey-info | openssl pkey -pubin | cmp - signed.pub && echo pair
    done 2>pairs.err | grep -c pair
}

# Each identity that was imported is given to other programs, too.
carry_on() { # FILES
    local id ids
    "$helper" list -p f --json >out
    ids=$(json 'd.identities.map(i => i.fingerprint.replaceAll(":", "")).join(" ")')
    for id in $ids; do
        exits "$1: exported" 0 export "$id" -p f --for linux -o "$work/exported/${1// /+}.${id:0:8}.p12" --password-file pw
    done
}

while IFS='|' read -r files code _ words until <&3; do
    case $files in '#'*) continue ;; esac
    comes_in=$([ "$code" = 0 ] && echo yes)
    ! has_passed "$until" || code=92
    for kind in system bundled; do
        fresh $kind
        before=$(content f)
        cd made || exit
        what="$files ($kind)"
        exits "$what: the preview" "$code" import --dry-run -p ../f --password-file ../pw $files
        says "…says it" "$words" <(cat out err)
        is "…and changes nothing" "$before" "$(cd .. && content f)"
        exits "$what: the import" "$code" import -p ../f --password-file ../pw $files
        says "…says the same" "$words" <(cat out err)
        cd .. || exit
        if [ "$comes_in" ]; then
            is "…each key fits its certificate" "$(keys f)" "$(pairs)"
            check "…and there is one" [ "$(keys f)" -gt 0 ]
            [ $kind = bundled ] || carry_on "$files"
        else
            is "…and changes nothing" "$before" "$(content f)"
        fi
    done
done 3<"$root/tests/cases/table"

# What they find in it. OpenSSL, which two of them use, reads no certificate whose name is no UTF-8.
for judge in python node certtool nss; do
    "by_$judge" Sakura-2026 exported/*.p12 >judged
    is "$judge opens each" '' "$(grep -E ' (0 .*|refused.*|)$' judged |
        case $judge in python | node) grep -v '^exported/h-b-utf8bad' ;; *) cat ;; esac)"
    is "…of them all" "$(find exported -name '*.p12' | wc -l)" "$(wc -l <judged)"
done

# A certificate that is of no use is imported, and the preview says the same.
code=110
! has_passed 2028-12-31T23:59:59Z || code=92
for file in b-server.p12 b-crit.p12; do
    fresh system
    exits "$file: the preview" $code import --dry-run -p f --password-file pw made/$file
    exits "$file: the import" $code import -p f --password-file pw made/$file
    is "…it is in" "1 1" "$(keys f) $(pairs)"
done

# What is asked for: the person's yes, a second password.
pinentry() {
    mkdir -p pin "$XDG_CONFIG_HOME/nss-helper"
    cp "$root/tests/pinentry" pin/
    echo "pinentry-program=$work/pin/pinentry" >"$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"
    printf '%s\n' "$@" >pin/answers
    : >pin/asked
}
for file in open.p12 open.pem; do
    [ $file = open.p12 ] || cat made/key.pem made/cert.pem >made/open.pem
    asked=(Sakura-2026 !yes)
    [ $file = open.p12 ] || asked=(!yes)
    fresh system
    pinentry "${asked[@]}"
    exits "$file: a key in the open, and a yes" 0 import -p f made/$file
    says "…asked once" CONFIRM pin/asked
    is "…" 1 "$(grep -c CONFIRM pin/asked)"
    says "…with the advice" 'request a new certificate' err
    is "…it is in" 1 "$(keys f)"
    fresh system
    pinentry "${asked[@]/!yes/!cancel}"
    exits "$file: …and a no" 101 import -p f made/$file
    is "…nothing is in" '0 0' "$(keys f) $(certificates f)"
    fresh system
    pinentry
    exits "$file: --accept-open-key" 0 import -p f --accept-open-key --json --password-file pw made/$file
    is "…is asked nothing, and told" '0 true' "$(wc -l <pin/asked) $(json 'd.files[0].openKey')"
done
fresh system
pinentry Sakura-2026 wrong Other-2026
exits "a key under a password of its own: both are asked for" 0 import -p f made/twopw.p12
is "…the file's, and that of the key twice" 3 "$(grep -c GETPIN pin/asked)"
says "…by its own sentence" 'has a password of its own' pin/asked
is "…it is in" '1 1' "$(keys f) $(certificates f)"
fresh system
pinentry Sakura-2026 a b c
exits "…three wrong ones" 112 import -p f made/twopw.p12
is "…nothing is in" '0 0' "$(keys f) $(certificates f)"

# The same without a window: by options.
printf Other-2026 >keypw
pinentry
for file in twopw.p12 twokeys.p12; do # of one key, and of two
    exits "$file: its password alone" 112 import -p f --password-file pw made/$file
    says "…which options there are" '--key-password-file or --key-password-fd'
    exits "…a wrong one of its key" 112 import -p f --password-file pw --key-password-file pw made/$file
    is "…nothing is in" '0 0' "$(keys f) $(certificates f)"
    exits "…the right one: the preview" 0 import -n -p f --password-file pw --key-password-file keypw made/$file
    exits "…the import" 0 import -p f --password-file pw --key-password-file keypw made/$file
    is "…it is in" "$([ $file = twopw.p12 ] && echo 1 || echo 2)" "$(keys f)"
    fresh system
done
"$helper" import -q -p f --password-file pw --key-password-fd 3 made/twopw.p12 3<keypw 2>err
is "…from a descriptor" '0 1' "$? $(keys f)"
is "…nobody was asked" 0 "$(wc -l <pin/asked)"
fresh system
exits "two places for it" 64 import -p f --key-password-file keypw --key-password-fd 3 made/twopw.p12
exits "standard input is the file already" 64 import -p f --key-password-fd 0 -
done_testing
