#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Files that other programs make, each with the passwords that its maker takes, into
# profiles of the system's NSS and of the browser's own. The key signs, and openssl says
# whether it is that of the certificate; with an ASCII password pk12util exports it again.
# Each maker's usual file with an ASCII password is imported into both profiles, the other files
# into one of the two in turn, so that each maker, each password and each NSS meet. MAKERS=all tries
# every combination. The browser's NSS makes the file with an ASCII password with all its 600,000
# rounds, the others with fewer.
# shellcheck source-path=SCRIPTDIR disable=SC2086
. "$(dirname "$0")/lib.sh"
ca ca
profile system
bundled_too
libraries() { [ "$1" = system ] || echo $browser; }

openssl genrsa -out taro.key 2048 2>/dev/null
openssl req -new -key taro.key -subj '/C=JP/CN=Taro Yamada' -out taro.csr
issue ca taro.csr taro.pem
cat taro.pem ca/issuing.pem >taro.chain
nickname="Taro Yamada's Test University ID"
long=$(printf '0123456789abcdef%.0s' 1 2 3 4 5 6 7 8)
declare -A passwords=([empty]='' [ASCII]='PIN 1234' [Japanese]=パスワード日本語 [emoji]=🔑🌸 ['128 characters']=$long
    ['128 Japanese']=$(printf '日本語のパスワード。%.0s' 1 2 3 4 5 6 7 8 9 10 11 12)日本語のパスワード)

# comes_out PEM KIND: what pk12util exports from profile f signs, and the certificate verifies.
comes_out() {
    printf 'export' >epw
    rm -f exported.* signature
    LD_PRELOAD=$quick_nss LD_LIBRARY_PATH=$(libraries "$2") pk12util -o exported.p12 -d sql:f -n "$nickname" -w epw &&
        openssl pkcs12 -in exported.p12 -passin file:epw -nodes -nocerts -out exported.key &&
        openssl x509 -in "$1" -noout -pubkey -out exported.pub &&
        openssl dgst -sha256 -sign exported.key -out signature pw &&
        openssl dgst -sha256 -verify exported.pub -signature signature pw
}

# made MAKER PASSWORD [KIND]: imports made.p12, with taro.pem, into that kind of profile or both.
made() {
    local what="$1, $2" kind
    for kind in ${3:-system bundled}; do
        rm -rf f && cp -r $kind f
        if [ "$2" = empty ]; then
            exits "$what: nobody is asked ($kind)" 0 import -p f made.p12
        else
            exits "$what ($kind)" 0 import -p f --password-file pw made.p12
        fi
        says "…whom it brings" "$(fingerprint taro.pem)" out
        is "…the key is joined" u,u,u \
            "$(LD_LIBRARY_PATH=$(libraries $kind) certutil -L -d sql:f | sed -n "s/^$nickname.* \([^ ]*,[^ ]*\) *\$/\1/p")"
        LD_LIBRARY_PATH=$(libraries $kind) check "…and is the certificate's" same_key taro.pem "$nickname"
        [ "$2" != ASCII ] || check "…and comes out again" comes_out taro.pem $kind
        printf '%sx' "$password" >wrong
        exits "…another password" 100 import -p f --password-file wrong made.p12
        [ "$kind" = "$again" ] || [ "${MAKERS:-}" = all ] || continue
        exits "…once more" 0 import -p f --password-file pw made.p12
        says "…is known" 'made.p12: already there' out
    done
}
# each MAKER COMMAND…: it makes made.p12 with $password, which is in pw, too; $few names the
# passwords for a file that is not the maker's usual one. Into a profile of the kind $again it is imported twice.
makers=0
nss=(system bundled)
again=system
each() {
    local maker=$1 turn=$((makers++)) what only
    shift
    for what in "${!passwords[@]}"; do
        [ -z "${few:-}" ] || [[ $few == *$what* ]] || continue
        only=${nss[$((turn++ % 2))]} again=
        case $what in ASCII | empty) again=$only ;; esac
        [ "$what" != ASCII ] || [ -n "${few:-}" ] || only=
        [ "${MAKERS:-}" != all ] || only=
        password=${passwords[$what]}
        printf '%s' "$password" >pw
        rm -f made.p12
        if "$@" >make.out 2>&1 && [ -s made.p12 ]; then
            made "$maker" "$what" "$only"
        else
            fail "$maker makes a file, $what" make.out
        fi
    done
}

by_openssl() {
    P12=$password openssl pkcs12 -export -in taro.chain -inkey taro.key -passout env:P12 -out made.p12 "$@"
}
each "openssl" by_openssl
each "openssl -legacy" by_openssl -legacy

by_certtool() {
    local how=(--password "$password")
    [ -n "$password" ] || how=(--empty-password)
    certtool --to-p12 --load-privkey taro.key --load-certificate taro.chain --p12-name taro \
        --outder --outfile made.p12 "${how[@]}" "$@"
}
each "certtool" by_certtool
few=ASCII,Japanese each "certtool, 3DES" by_certtool --pkcs-cipher 3des-pkcs12
few=ASCII,Japanese each "certtool, RC2" by_certtool --pkcs-cipher rc2-40
password='' && : >pw
certtool --to-p12 --load-privkey taro.key --load-certificate taro.pem --p12-name taro --outder \
    --outfile made.p12 --null-password >make.out 2>&1
again=system made "certtool --null-password" empty

# NSS itself, in both versions; the browser's stands for the browser's own backup.
printf in >ipw
openssl pkcs12 -export -in taro.chain -inkey taro.key -passout file:ipw -out in.p12 -name taro
for kind in system bundled; do
    cp -r $kind from-$kind
    LD_LIBRARY_PATH=$(libraries $kind) pk12util -i in.p12 -d sql:from-$kind -w ipw >/dev/null
done
by_pk12util() {
    local rounds=$quick_nss
    [ "$1 $password" != "bundled ${passwords[ASCII]}" ] && [ "${MAKERS:-}" != all ] || rounds=
    LD_PRELOAD=$rounds LD_LIBRARY_PATH=$(libraries "$1") pk12util -o made.p12 -d sql:from-"$1" -n taro -W "$password" "${@:2}"
}
each "pk12util" by_pk12util system
each "pk12util of the browser" by_pk12util bundled
des='PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC'
few=ASCII,Japanese each "pk12util, 3DES" by_pk12util system -M SHA-1 -c "$des" -C "$des"

# Where a certificate was renewed with its key, pk12util writes the key twice.
issue ca taro.csr second.pem
openssl pkcs12 -export -in second.pem -inkey taro.key -passout file:ipw -out in.p12
password=$long && printf '%s' "$password" >pw
for from in system bundled; do
    LD_LIBRARY_PATH=$(libraries $from) pk12util -i in.p12 -d sql:from-$from -w ipw >/dev/null
    by_pk12util $from >make.out 2>&1
    is "pk12util ($from) writes it twice" 2 "$(pk12util -l made.p12 -w pw | grep -c '^Key')"
    for kind in system bundled; do
        rm -rf f && cp -r $kind f
        exits "…which goes in ($kind)" 0 import -p f --password-file pw --json made.p12
        is "…once, with both certificates" '1 2' \
            "$(keys f) $("$helper" list -p f --json | grep -c '"fingerprint"')"
    done
done

# Java makes the key itself, for the first password; for the others that store is copied. It accepts
# only ASCII, of six characters or more.
unset 'passwords[empty]' 'passwords[Japanese]' 'passwords[emoji]' 'passwords[128 Japanese]'
java_store() {
    local store=(-keystore java.p12 -storetype PKCS12 -storepass:file pw)
    java_tool keytool -genkeypair -alias taro -keyalg EC -groupname secp256r1 \
        -dname 'CN=Taro Yamada,C=JP' "${store[@]}" &&
        java_tool keytool -certreq -alias taro -file java.csr "${store[@]}" &&
        issue ca java.csr taro.pem &&
        cat taro.pem ca/issuing.pem ca/root.pem >java.chain &&
        java_tool keytool -importcert -noprompt -alias taro -file java.chain "${store[@]}" &&
        cp pw java.pw
}
by_keytool() { # OPTION…
    if [ ! -e java.pw ]; then
        java_store && cp java.p12 made.p12
    else
        java_tool keytool "$@" -importkeystore -noprompt -srckeystore java.p12 -srcstorepass:file java.pw \
            -destkeystore made.p12 -deststoretype PKCS12 -deststorepass:file pw
    fi
}
each "keytool" by_keytool
few=ASCII each "keytool, as before Java 12" by_keytool -J-Dkeystore.pkcs12.legacy
is "…MAC by SHA-1, key by 3DES, certificates by RC2" 'sha1 3-Key RC2' "$(
    openssl pkcs12 -in made.p12 -passin file:pw -info -noout -legacy 2>&1 | grep -oE 'sha1|RC2|3-Key' | xargs)"
done_testing
