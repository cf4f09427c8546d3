#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# On a terminal, in each language and width: an error does not repeat what the table says; lines break
# at blanks, but never in a command or a path. In a pipe no line is broken.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/tty.lib.sh"
few_rounds
unset LC_ALL
export NO_COLOR=1 TERM=xterm LANG=en_US.UTF-8
ca ca
ca other Other
profile p
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem
made() { # CA NAME EXTENSION…
    "$helper" request -q -p p -k p-256 -s "CN=$2" -o csr
    printf '%s\n' basicConstraints=CA:false keyUsage=digitalSignature "${@:3}" >user.ext
    openssl x509 -req -in csr -CA "$1/issuing.pem" -CAkey "$1/issuing.key" -days 30 \
        -set_serial "0x$(openssl rand -hex 8)" -extfile user.ext -out "$2.pem" 2>issue.err
    [ "$1" = other ] || cat "$1/issuing.pem" >>"$2.pem"
    "$helper" import -q -p p "$2.pem" 2>/dev/null
    rm csr
}
made ca Works extendedKeyUsage=clientAuth,emailProtection
made ca Useless extendedKeyUsage=serverAuth
made ca Silent extendedKeyUsage=clientAuth 'authorityInfoAccess=OCSP;URI:http://localhost:1/ocsp'
made other Alone extendedKeyUsage=clientAuth 'authorityInfoAccess=caIssuers;URI:http://localhost:1/issuer'
"$helper" request -q -p p -k p-256 -s CN=Ended -o csr
issue_between ca csr ended.pem '-2 years' '-1 year'
"$helper" import -q -p p ended.pem
long='([0-9A-F]{2}:){7}|[0-9]{15}' # a fingerprint or a number that no terminal has room for
one_line() { tr -s '\n ' ' ' <tty; }

# What an error would only repeat.
while IFS='|' read -r name code words; do
    for LANG in en_US.UTF-8 ja_JP.UTF-8; do
        for columns in 40 80; do
            at $columns verify -p p "$name"
            is "$name, $LANG, $columns columns: the exit code" "$code" $?
            silent "…no error behind the table" 'nss-helper: ' tty
            [ "$LANG" = ja_JP.UTF-8 ] || says "…which says it" "$words" <(one_line)
            is "…no line ends with a blank" '' "$(grep -n ' $' tty)"
            sed -i -E "/$long/d" tty
            check "…in lines that fit" test "$(widest)" -le $columns
        done
        at 80 verify -q -p p "$name"
        is "…with --quiet the error is all" 1 "$(grep -c '^nss-helper: ' tty)"
        "$helper" verify -p p "$name" >out 2>err
        is "…in a pipe there are both" "$code 1" "$? $(grep -c '^nss-helper: ' err)"
    done
done <<EOF
Ended|92|expired: it was valid from
Useless|110|ask its issuer for a personal certificate
Silent|69|can't be reached: no connection was accepted
Alone|93|missing: Other Issuing CA
EOF
LANG=en_US.UTF-8
at 80 verify -p p Alone
says "the cure is a command for this profile" \
    "to get it: nss-helper verify --profile p $(fingerprint Alone.pem | tr -d : | cut -c1-12) --fetch" <(one_line)
at 80 verify -p p Alone --fetch
is "why it could not be had is in no table, and is told" 1 "$(grep -c '^nss-helper: .*localhost' tty)"
at 80 verify -p p Works --email somebody@example.org
is "another address" 91 $?
says "…is told once, in the table" 'e-mail      bad          the certificate has none' tty
silent "…no error behind it" 'nss-helper: ' tty
run verify -p p Works --email somebody@example.org
says "…in a pipe the error says so" 'is not for somebody@example.org: it has no e-mail address.'

# The lines of each command.
echo secret-of-mine >pw
mkdir -m 700 own
wide() { # COLUMNS WORD…: lines that are too wide and no word or command, or end with a blank
    at "$@"
    grep -vE "$long|^ *$work|^ *nss-helper import '" tty | grep -vE '^ *[0-9]*\.? ?[^ ]+$' >rest
    awk '/ $/' rest
    cp tty whole && cp rest tty
    [ "$(widest)" -le "$1" ] || cat rest
    cp whole tty
}
for LANG in en_US.UTF-8 ja_JP.UTF-8; do
    for columns in 40 80; do
        is "$LANG, $columns columns: setup" '' "$(wide $columns setup)"
        says "…its path is whole" "$HOME/.mozilla/native-messaging-hosts/nss_helper.json" tty
        is "…setup --remove" '' "$(wide $columns setup --remove)"
        for target in backup macos windows-old thunderbird; do
            is "…export --for $target" '' "$(wide $columns export -p p Works --for $target \
                --password-file pw -o "own/$LANG-$columns-$target")"
        done
        rm -rf to && profile to
        is "…copy" '' "$(wide $columns copy -p p Works --to to)"
        is "…list of one" '' "$(wide $columns list -p p Works)"
        is "…import" '' "$(wide $columns import -p p Works.pem)"
        is "…version" '' "$(wide $columns version)"
        is "…remove, which has no backup" '' "$(wide $columns remove -p p Ended)"
    done
    at 40 export -p p Works --for java --password-file pw -o "own/$LANG-java"
    says "…a command to be copied is one line" "keytool -list -keystore $(quoted "$work/own/$LANG-java") -storetype PKCS12" tty
    run export -p p Works --for macos --password-file pw -o "own/$LANG-piped"
    is "…in a pipe a step is one line" 4 "$(wc -l <out)"
    run setup
    is "…and so is what setup wrote" 2 "$(wc -l <out)"
    "$helper" setup -q --remove
done
done_testing
