#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Certificates beside their keys: openssl is the CA, certutil the judge.
# shellcheck source-path=SCRIPTDIR disable=SC2034
. "$(dirname "$0")/lib.sh"
ca ca
ca other
profile p
"$helper" request -q -p p -k p-256 -s 'CN=Taro Yamada' -o taro.csr
issue ca taro.csr taro.pem 0x01AF
want=$(fingerprint taro.pem)

# fresh: profile f has the key, and nothing else.
fresh() { rm -rf f && cp -r p f; }
trust_of() { certutil -L -d sql:f | sed -n "s/^$1.* \([^ ]*,[^ ]*\) *\$/\1/p"; }

# Every form of answer that CAs have sent.
cat taro.pem ca/issuing.pem ca/root.pem >chain.pem
cat ca/root.pem ca/issuing.pem taro.pem >backwards.pem
openssl x509 -in taro.pem -outform DER -out one.der
openssl crl2pkcs7 -nocrl -certfile chain.pem -outform DER -out chain.p7b
openssl crl2pkcs7 -nocrl -certfile chain.pem -out p7b.pem
openssl crl2pkcs7 -nocrl -certfile backwards.pem -out backwards.p7b
openssl nseq -toseq -in chain.pem -out nseq.pem
openssl x509 -in ca/root.pem -outform DER -out root.der
grep -v -- ----- nseq.pem | base64 -d >nseq.der
sed 's/$/\r/' chain.pem >crlf.pem
grep -v -- ----- taro.pem >bare.b64
tr -d '\n' <bare.b64 >line.b64
{ echo 'Dear Taro,'; openssl x509 -in taro.pem -text; echo 'Regards'; } >around.txt
iconv -f latin1 -t utf-8 one.der >mangled.der
iconv -f latin1 -t utf-8 chain.p7b >mangled.p7b
sed 's/CERTIFICATE/X509 CERTIFICATE/' taro.pem >x509.pem
{ cat one.der; echo; } >newline.der
for file in taro.pem one.der chain.pem backwards.pem chain.p7b p7b.pem backwards.p7b nseq.pem \
    nseq.der crlf.pem bare.b64 line.b64 around.txt mangled.der mangled.p7b x509.pem newline.der; do
    fresh
    exits "$file goes in" 0 import -p f $file
    says "$file: the fingerprint is shown" "$want" out
    is "$file: the key is joined" 'u,u,u' "$(trust_of "Taro Yamada's Test University ID")"
    case $file in
    *chain* | backwards* | p7b.pem | nseq* | crlf* | mangled.p7b) issuers=2 ;;
    *) issuers=0 ;;
    esac
    is "$file: the issuers and nothing more" $((1 + issuers)) "$(certificates f)"
    [ $issuers -eq 0 ] ||
        is "$file: the intermediate is trusted for nothing" ',,' "$(trust_of 'Test Issuing CA')"
done

# What is said, and what a second time does.
fresh
"$helper" import -p f --json - <chain.p7b >out 2>err
is "standard input" 0 $?
is "--json: what came in" 'Taro Yamada 1 2 false' "$(json 'd.files.map(f =>
    [f.identity.name, f.added.identities, f.added.intermediates, f.known].join(" "))[0]')"
is "--json: the identity of PROTOCOL.md" \
    'fingerprint,subject,name,emails,issuer,issuerName,serialHex,serialDecimal,notBefore,notAfter,key,uses,nickname,chain' \
    "$(json 'Object.keys(d.files[0].identity).join()')"
is "--json: serial, e-mail, uses, chain" '01:AF 431 taro@example.ac.jp login Test Issuing CA' \
    "$(json 'd.files.map(f => f.identity).map(i =>
    [i.serialHex, i.serialDecimal, i.emails, i.uses, i.chain[0]].join(" "))[0]')"
before=$(content f)
exits "the same once more" 0 import -p f chain.p7b
says "…it is there already" 'already there' out
is "…nothing was changed" "$before" "$(content f)"
"$helper" import -p f --json chain.p7b >out
is "…--json, too" 'true 0 0' "$(json 'd.files.map(f =>
    [f.known, f.added.identities, f.added.intermediates].join(" "))[0]')"
exits "the intermediate alone later on" 0 import -p f ca/issuing.pem
says "…it is there already" 'with Test Issuing CA: already there' out
fresh
exits "the certificate alone first" 0 import -p f taro.pem
exits "…its chain later" 0 import -p f chain.pem
says "…brings the intermediate" 'with Test Issuing CA: imported, without trust' out
says "…and the root" 'with Test Root: imported, without trust' out
is "…and only these" 3 "$(certificates f)"
is "…without any trust" ',, ,,' "$(trust_of 'Test Issuing CA') $(trust_of 'Test Root')"
issue ca taro.csr second.pem
exits "a second certificate for the same key" 0 import -p f second.pem
says "…is told" 'one more for its key' out
is "…both are there" 2 "$("$helper" list -p f --json | grep -c '"fingerprint"')"
fresh
LC_ALL=ja_JP.UTF-8 "$helper" import -q -p f taro.pem >out 2>err
is "--quiet says nothing" '' "$(cat out err)"
is "in Japan the nickname is Japanese" 'u,u,u' "$(trust_of 'Taro Yamada の Test University ID')"

# A stranger among the certificates is left out.
cat taro.pem other/issuing.pem ca/issuing.pem >stranger.pem
fresh
exits "a chain with a stranger" 0 import -p f stranger.pem
is "…who is left out" 2 "$(certificates f)"

# Without a standard output, no other file may be taken for it, least of all a database.
fresh
without_output import -p f chain.pem
is "closed standard output: what is said is lost, which is an error" 74 $?
is "…the certificates are there" 3 "$(certificates f)"
"$helper" import -q -p f second.pem <&- >&- 2>&-
is "…quietly, nothing is lost" 0 $?
is "…and the database is whole" 2 "$("$helper" list -p f --json | grep -c '"fingerprint"')"

# Two CAs of the same name that gave the same serial number.
ca twin
issue twin taro.csr twin.pem 0x01AF
fresh
"$helper" import -q -p f taro.pem
before=$(content f)
exits "another certificate of that issuer and serial" 65 import -p f twin.pem
says "…is told apart from a damaged one" 'the same serial number'
is "…nothing was stored" "$before" "$(content f)"

# Refused, with nothing stored.
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout hanako.key \
    -out hanako.csr -subj /CN=Hanako 2>/dev/null
issue ca hanako.csr hanako.pem
cat hanako.pem ca/issuing.pem >hanako-chain.pem
openssl pkcs12 -export -in hanako.pem -inkey hanako.key -passout pass:pin -out hanako.p12
openssl pkcs12 -export -in hanako.pem -inkey hanako.key -passout pass:pin -legacy -out old.p12
base64 hanako.p12 >p12.b64
{ echo '-----BEGIN PKCS12-----'; cat p12.b64; echo '-----END PKCS12-----'; } >armour.p12
head -c 3000 /dev/urandom >random
: >empty
echo 'no certificate' >words
echo '<!DOCTYPE html><title>Sorry</title><p>Please log in again.' >page.html
head -c 300 one.der >cut.der
head -c 1000 chain.p7b >cut.p7b
head -8 taro.pem >cut.pem
sed '5s/^...../!!!!!/' taro.pem >broken.pem
{ cat taro.pem; sed '5d' hanako.pem; } >second-broken.pem
{ printf '\x30\x84\xff\xff\xff\xff'; tail -c +5 one.der; } >length.der
{ cat one.der; echo more; } >tail.der
head -c 5000000 /dev/zero | tr '\0' x >huge
{ cat one.der; head -c 5000000 /dev/zero; } >huge.der
for i in $(seq 513); do cat taro.pem; done >many.pem
fresh
before=$(content f)
while read -r code file what; do
    exits "$file: $what" "$code" import -p f "$file"
done <<'END'
85 hanako.pem somebody else's certificate
85 hanako-chain.pem somebody else's chain
114 ca/root.pem a CA
102 hanako.p12 a PKCS#12 file without its password
102 old.p12 an older one
102 p12.b64 one in base64
102 armour.p12 one in armour
89 random random bytes
89 empty an empty file
89 words words
89 page.html a web page
113 hanako.key a key in the open
89 taro.csr a request
65 cut.der DER, cut off
65 cut.p7b PKCS#7, cut off
65 cut.pem PEM, cut off
65 tail.der more after the certificate
65 length.der a length beyond the file
65 second-broken.pem a good certificate and a broken one
94 huge larger than any certificate
94 huge.der a certificate that goes on and on
66 nowhere.pem not there
66 ca a folder
66 /dev/zero a device
65 many.pem more certificates than an answer has
END
exits "damaged base64" 65 import -p f broken.pem
is "nothing of these was stored" "$before" "$(content f)"
run import -p f hanako.p12
says "PKCS#12: what it is" 'A password is needed'
says "PKCS#12: how it goes in" '--password-file or --password-fd'
run import -p f hanako.key
says "a key in the open: what to do" '--accept-open-key'
for length in $(seq 1 23 "$(stat -c %s one.der)"); do
    head -c "$length" one.der >part.der
    "$helper" import -q -p f part.der 2>err
    code=$?
    [ $code -eq 65 ] || [ $code -eq 89 ] || break
done
is "DER cut anywhere is refused" "65" "$code"
is "…and nothing stored" "$before" "$(content f)"

# Several files.
mkdir g
profile g/p
"$helper" request -q -p g/p -k p-256 -s CN=a -o a.csr
"$helper" request -q -p g/p -k p-256 -s CN=b -o b.csr
issue ca a.csr a.pem
issue ca b.csr b.pem
exits "several files: the code of the first failure" 66 import -p g/p a.pem nowhere hanako.pem b.pem
says "…each good one with its result" 'a.pem: imported' out
says "…also after a failure" 'b.pem: imported' out
says "…each failure with its name" 'There is no file nowhere.'
says "…and why" 'nss-helper: hanako.pem: This certificate belongs to a key'
is "…two went in" 2 "$("$helper" list -p g/p --json | grep -c '"fingerprint"')"
exits "several files: --json" 85 import -p g/p --json hanako.pem a.pem
is "…each with its result, and the first error" 'NO_KEY true 85' "$(json '[d.files[0].error.name,
    d.files[1].known, d.error.code].join(" ")')"
exits "no file" 64 import -p g/p

# Names that would act on a terminal.
fresh
openssl req -in taro.csr -pubkey -noout >taro.pub
openssl req -new -utf8 -key hanako.key -out evil.csr \
    -subj $'/CN=Eve\e[31m\u202Efdp.exe\u0007\u200B' 2>/dev/null
openssl x509 -req -in evil.csr -force_pubkey taro.pub -CA ca/issuing.pem -CAkey ca/issuing.key \
    -set_serial 77 -out evil.pem 2>/dev/null
exits "a certificate with control characters in its name" 0 import -p f evil.pem
says "…shown, and harmless" '[31m\u202Efdp.exe' out
says "…what is invisible, too" '\u200B' out
exits "…in the list, too" 0 list -p f
silent "…no escape" $'\e' out
silent "…no turn of direction" $'\u202E' out
exits "…in JSON, too" 0 list -p f --json
silent "…no turn of direction in JSON" $'\u202E' out
check "…where it stays the same text" \
    test "$(json '/^Eve.*\[31m\u202Efdp.exe.*\u200B$/.test(d.identities[0].name)')" = true
done_testing
