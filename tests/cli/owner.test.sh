#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# An ID may be the e-mail address or the name of the owner, if they have only one certificate, in
# every command that takes an ID. A number is never taken for a name.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
profile p
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem

# owner NAME EMAIL [SERIAL [USE]]: a certificate for a key of the profile.
number=0
owner() {
    number=$((number + 1))
    "$helper" request -q -p p -k p-256 -s "CN=$1" -o $number.csr
    printf '%s\n' basicConstraints=CA:false keyUsage=digitalSignature extendedKeyUsage="${4:-clientAuth}" \
        "subjectAltName=email:$2" >user.ext
    openssl x509 -req -in $number.csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 \
        -set_serial "${3:-0x$(openssl rand -hex 8)}" -extfile user.ext -out $number.pem 2>issue.err
    cat ca/issuing.pem >>$number.pem
    "$helper" import -q -p p $number.pem
}
owner 'Taro Yamada' taro@example.ac.jp
owner '山田 花子' hanako@example.ac.jp
owner 'Émile' emile@example.ac.jp
owner 'Jiro' jiro@example.ac.jp
owner 'Jiro' jiro@example.ac.jp '' emailProtection # of another use: neither replaces the other
owner '4711' digits@example.ac.jp
owner 'Numbered' numbered@example.ac.jp 4711
owner 'deadbeef01' hex@example.ac.jp
owner 'a@b.example' taro2@example.ac.jp
found() { # NAME ID
    exits "\"$2\"" 0 list -p p --json "$2"
    is "…is that of $1" "$1" "$(json 'd.identities.map(i => i.name).join()')"
}
found 'Taro Yamada' 'Taro Yamada'
found 'Taro Yamada' 'taro yamada'
found 'Taro Yamada' taro@example.ac.jp
found 'Taro Yamada' TARO@Example.AC.JP
found '山田 花子' '山田 花子'
found 'Émile' 'éMILE'
found 'a@b.example' a@b.example
# A number is a serial number, even if it is somebody's name; a name of hex digits is not found.
found Numbered 4711
found 4711 digits@example.ac.jp
for id in 4712 deadbeef01 DEADBEEF01 'Taro' 'Taro Yamad' 'Taro Yamada ' 'Taro  Yamada' aro@example.ac.jp \
    'taro@example.ac.jp,hanako@example.ac.jp' '*@example.ac.jp' '山田'; do
    exits "\"$id\" is of nobody" 87 list -p p "$id"
done
for id in Jiro jiro@example.ac.jp; do
    exits "\"$id\" of two" 88 list -p p $id
    for pem in 4.pem 5.pem; do
        says "…the list has $pem" "$(fingerprint $pem | tr -d : | head -c 12) (Jiro, valid, "
    done
    silent "…and nobody else" Taro
done
exits "two IDs" 64 list -p p Jiro Taro
exits "an ID and --expiring" 64 list -p p Jiro --expiring 3

# Every command that takes one, and says so.
mkdir -m 700 own
echo a-password-of-mine >pw
profile q
exits "verify" 0 verify -p p 'taro yamada'
exits "export" 0 export -p p 'taro yamada' --for linux -o own/taro.p12 --password-file pw
exits "copy" 0 copy -p p 'taro yamada' --to q
exits "renew: its way is not known" 97 renew -p p 'taro yamada'
exits "enroll: its server is not there" 69 enroll -p p --est https://127.0.0.1:1 --cacert ca/root.pem -s CN=x \
    --with 'taro yamada'
exits "…with nobody" 87 enroll -p p --est https://127.0.0.1:1 --cacert ca/root.pem -s CN=x --with 'taro yamad'
for verb in verify export copy renew remove; do
    words=(-p p Jiro)
    [ $verb != export ] || words+=(--for linux -o own/jiro.p12 --password-file pw)
    [ $verb != copy ] || words+=(--to q)
    [ $verb != remove ] || words+=(--yes --no-backup)
    exits "$verb: of two" 88 $verb "${words[@]}"
    says "…both are listed" "$(fingerprint 5.pem | tr -d : | head -c 12) (Jiro, "
    says "…and what helps" 'Give more digits of the fingerprint.'
done
exits "remove" 0 remove -p p taro@example.ac.jp --yes
exits "…it is gone" 87 verify -p p taro@example.ac.jp
for verb in list verify export copy enroll renew remove; do
    "$helper" help $verb >out
    check "the help of $verb says what an ID is" grep -qzE 'ID is a certificate: .*e-mail address or.name of its owner' out
done

# One certificate with all its fields.
exits "one certificate whole" 0 list -p p '山田 花子'
for words in " e-mail hanako@example.ac.jp" " uses login" " subject CN=山田 花子" \
    " issuer CN=Test Issuing CA,O=Test University,C=JP" " issuers Test Issuing CA" \
    " Test Root" " key EC P-256" " fingerprint $(fingerprint 2.pem)" \
    " validity period $(date +%F -d "$(openssl x509 -in 2.pem -noout -startdate | cut -d= -f2)") to $(last_date 2.pem)"; do
    says "…:$words" "$words" <(tr -s " " <out)
done
check "…its state" grep -qE '^山田 花子  (valid|expires soon)  ' out
exits "show" 0 show -p p '山田 花子'
check "…is the same" grep -q '^  fingerprint ' out
done_testing
