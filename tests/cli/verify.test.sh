#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The list, the IDs and the proof.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
ca ca
ca other Other
profile p
exits "an empty profile: list" 0 list -p p
is "…nothing to list" '' "$(cat out)"
says "…which is said" 'has no certificate with a key'
exits "an empty profile: list --json" 0 list -p p --json
is "…an empty list" '[]' "$(json d.identities)"
exits "an empty profile: verify" 87 verify -p p 00112233

for who in taro hanako jiro; do
    "$helper" request -q -p p -k p-256 -s "CN=$who" -o $who.csr
done
issue ca taro.csr taro.pem 0x01AF
issue ca hanako.csr hanako.pem 0x00B5C6D7E8F9A0B1C2
issue other jiro.csr jiro.pem 0x01AF
cat taro.pem ca/issuing.pem >taro-chain.pem
cat hanako.pem ca/issuing.pem >hanako-chain.pem
"$helper" import -q -p p taro-chain.pem hanako-chain.pem jiro.pem
taro=$(fingerprint taro.pem)
short=$(echo "$taro" | tr -d : | head -c 12)

# list
exits "list" 0 list -p p
is "…a heading and three rows" 4 "$(wc -l <out)"
check "…by short fingerprint, name, e-mail, use, issuer, last day" grep -Eq \
    "^$short  taro +taro@example.ac.jp +login +Test Issuing CA +$(last_date taro.pem) " out
exits "list --json" 0 list -p p --json
is "…the same fingerprints as openssl" \
    "$(for f in taro hanako jiro; do fingerprint $f.pem; done | sort | tr '\n' ' ')" \
    "$(json 'd.identities.map(i => i.fingerprint).sort().join(" ") + " "')"
is "…serials in hex and decimal" '01:AF 431,01:AF 431,B5:C6:D7:E8:F9:A0:B1:C2 13098393961874108866' \
    "$(json 'd.identities.map(i => i.serialHex + " " + i.serialDecimal).sort().join()')"
is "…dates as openssl has them" "$(moment "$(openssl x509 -in taro.pem -noout -enddate | cut -d= -f2)")" \
    "$(json 'd.identities.filter(i => i.name === "taro")[0].notAfter')"

# IDs: what finds taro.
exits "a root that is not there" 93 verify -p p "$short"
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem
for id in "$short" "${taro:0:11}" "$(echo "$short" | tr A-F a-f)" "$taro" "$(echo "$taro" | tr -d :)"; do
    exits "the ID $id" 0 verify -p p --json "$id"
    is "…finds him" "$taro" "$(json d.identity.fingerprint)"
done
for id in B5:C6:D7:E8:F9:A0:B1:C2 0xb5c6d7e8f9a0b1c2 0XB5C6D7E8F9A0B1C2 00:b5:c6:d7:e8:f9:a0:b1:c2 \
    13098393961874108866 0013098393961874108866; do
    exits "the serial $id" 0 verify -p p --json $id
    is "…finds her" hanako "$(json d.identity.name)"
done
for id in 431 01:AF 1:AF 0x1af 0x01AF; do
    exits "the serial $id of two" 88 verify -p p $id
    says "…lists both" "$short (taro, "
    says "…by fingerprint" "$(fingerprint jiro.pem | tr -d : | head -c 12) (jiro, "
done
for id in 432 0x2 01:B0 FFFFFFFFFFFFFFFF; do
    exits "the ID $id of none" 87 verify -p p $id
done
exits 'a letter of names' 87 verify -p p x
says '…is said to be a part of one' '"x" is only a part of a name'
for id in '' 0x : '12 34' "${short:0:7}x" '*' "$(printf '%0200d' 7)" $'7\xff'; do
    exits "\"$id\" is no ID" 64 verify -p p "$id"
    says "…what is one is said" 'the e-mail address, or the name'
done
exits "no ID" 64 verify -p p
exits "two IDs" 64 verify -p p "$short" "$short"

# The proof.
exits "a good one" 0 verify -p p "$short"
for line in '  key         good' '  signature   good' '  dates       good' '  chain       good' \
    '  uses        good         login' '  revocation  not checked'; do
    says "…:$line" "$line" out
done
exits "for the right address, in any case" 0 verify -p p "$short" --email TARO@example.ac.jp
says "…said so" '  e-mail      good         TARO@example.ac.jp' out
exits "for another address" 91 verify -p p "$short" --email hanako@example.ac.jp
says "…said so" '  e-mail      bad          taro@example.ac.jp' out
says "…and why" 'is not for hanako@example.ac.jp'
exits "--quiet" 0 verify -q -p p "$short"
is "…says nothing" '' "$(cat out err)"
exits "--json" 0 verify -p p "$short" --json
is "…the proof of PROTOCOL.md" \
    '{"key":"good","signs":"good","dates":"good","chain":"good","revocation":"not checked"}' \
    "$(json d.proof)"
is "…nor in JSON" '[]' "$(json d.odd)"
exits "an issuer is missing" 93 verify -p p --json "$(fingerprint jiro.pem)"
is "…incomplete, and an error in the same document" 'incomplete 93' "$(json 'd.proof.chain + " " + d.error.code')"
exits "…in words" 93 verify -p p "$(fingerprint jiro.pem)"
says "…each line" '  chain       incomplete' out
cat jiro.pem other/issuing.pem >jiro-chain.pem
"$helper" import -q -p p jiro-chain.pem
exits "its root is not there" 93 verify -p p --json "$(fingerprint jiro.pem)"
certutil -A -d sql:p -n other -t ,, -i other/root.pem
exits "its root is there, and not trusted: a private CA is no failure" 0 verify -p p --json "$(fingerprint jiro.pem)"
is "…with a word of its own" untrusted "$(json d.proof.chain)"
exits "…in words" 0 verify -p p "$(fingerprint jiro.pem)"
says "…each line" '  chain       untrusted    complete; its root is not trusted for websites here' out

issue_between ca taro.csr old.pem '-6 years' '-5 years'
issue_between ca hanako.csr future.pem '+20 years' '+21 years'
exits "certificates of other times go in" 0 import -p p old.pem future.pem
exits "expired" 92 verify -p p --json "$(fingerprint old.pem)"
is "…only the dates are bad" 'good good bad good' \
    "$(json '[d.proof.key, d.proof.signs, d.proof.dates, d.proof.chain].join(" ")')"
exits "not valid yet" 92 verify -p p "$(fingerprint future.pem)"
says "…: dates" '  dates       bad' out

# An issuer that is no CA, and a signature that isn't the issuer's.
openssl x509 -req -in hanako.csr -CA taro.pem -CAkey ca/root.key -set_serial 99 -out bad.pem \
    2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout fake.key \
    -out fake.csr -subj "/C=JP/O=Test University/CN=Test Issuing CA" 2>/dev/null
openssl x509 -req -in fake.csr -signkey fake.key -extfile ca/ext -out fake.pem 2>/dev/null
openssl x509 -req -in hanako.csr -CA fake.pem -CAkey fake.key -set_serial 98 -out forged.pem \
    2>/dev/null
exits "a forged certificate for a key that is here" 93 import -p p forged.pem
says "…it is there, and blamed" "The certificate \"hanako\" in the chain can't be used. The CA that it names did not sign it."
exits "…is not proven" 93 verify -p p --json "$(fingerprint forged.pem)"
is "…its chain is bad" bad "$(json d.proof.chain)"

# The columns of Japanese names are as wide as they look.
"$helper" request -q -p p -k p-256 -s 'CN=山田 太郎' -o kanji.csr
issue ca kanji.csr kanji.pem
"$helper" import -q -p p kanji.pem
exits "a Japanese name" 0 list -p p
is "…two columns a character" "$(sed -n 's/ *taro@.*//p' out | sed -n 's/  [a-z]*$//p' | head -1 |
    wc -c)" 13
check "…the next column begins where the others' does" node -e '
    const rows = require("fs").readFileSync("out", "utf8").split("\n").filter(r => r.includes("@"));
    const wide = s => [...s].reduce((n, c) => n + (c > "\u2e80" ? 2 : 1), 0);
    const at = new Set(rows.map(r => wide(r.slice(0, r.indexOf("taro@")))));
    process.exit(at.size === 1 && rows.length > 3 ? 0 : 1)'

# A CA has marked what it issued as a CA.
profile odd
"$helper" request -q -p odd -k p-256 -s CN=odd -o odd.csr
"$helper" request -q -p odd -k p-256 -s CN=usual -o usual.csr
printf 'basicConstraints=critical,CA:TRUE\nextendedKeyUsage=clientAuth\n' >odd.ext
openssl x509 -req -in odd.csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 -set_serial 77 \
    -extfile odd.ext -out odd.pem 2>issue.err
issue ca usual.csr usual.pem 78
"$helper" import -q -p odd odd.pem usual.pem ca/issuing.pem
certutil -A -d sql:odd -n root -t CT,C,C -i ca/root.pem
verify_odd() { "$helper" verify -p odd --offline "$@" >out 2>err; }
verify_odd 77
check "CA:TRUE is odd" grep -q '^  kind        odd          .*CA:TRUE' out
verify_odd 78
check "CA:FALSE is not" test "$(grep -c '^  kind' out)" = 0
verify_odd 77 --json
is "--json says so" '["authority"]' "$(json d.odd)"
exits "list" 0 list -p odd
is "…says it once" 1 "$(grep -c '^ *Unusual: .*CA:TRUE' out)"
exits "list --json" 0 list -p odd --json
is "…and of which" 'odd authority,usual ' \
    "$(json 'd.identities.map(i => i.name + " " + i.odd).sort().join()')"
done_testing
