#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What is wrong with a certificate or its chain reaches the exit status, and what is missing in it is
# named, fetched or imported: openssl is the CA and the OCSP responder, certutil the judge.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mkdir web
node "$root/tests/cli/serve.mjs" web >port &
pids+=($!)
comes test -s port
web=http://127.0.0.1:$(cat port)
printf 'x\n' >password

# authority NAME BY EXTENSION…: a CA that BY has issued; self-signed if BY is NAME.
authority() {
    local name=$1 by=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" \
        -out "$name.csr" -subj "/O=Test University/CN=${called:-$name}" 2>/dev/null
    printf '%s\n' basicConstraints=critical,CA:true keyUsage=keyCertSign,cRLSign \
        subjectKeyIdentifier=hash "$@" >"$name.ext"
    signed "$name" "$by" 3000
}
signed() { # NAME BY DAYS
    local from=(-CA "$2.pem" -CAkey "$2.key")
    [ "$1" != "$2" ] || from=(-signkey "$1.key")
    openssl x509 -req -in "$1.csr" "${from[@]}" -days "$3" -set_serial "0x$(openssl rand -hex 8)" \
        -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
# person NAME BY EXTENSION…: a key in profile p and its certificate, as NAME.p12; the fingerprint
# in $id.
person() {
    local name=$1 by=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" \
        -out "$name.csr" -subj "/CN=$name" 2>/dev/null
    printf '%s\n' basicConstraints=CA:false "$@" >"$name.ext"
    signed "$name" "$by" 60
    openssl pkcs12 -export -inkey "$name.key" -in "$name.pem" ${with:+-certfile "$with"} \
        -passout pass:x -out "$name.p12"
    id=$(fingerprint "$name.pem")
}
fresh() { rm -rf p && profile p; }
put() { "$helper" import -q -p p --password-file password "$1.p12"; }
trust() { # NICKNAME
    certutil -L -d sql:p | sed -n "s/^$1 .* \([^ ]*,[^ ]*\) *\$/\1/p"
}
trusted() { certutil -A -d sql:p -n root -t CT,C,C -i root.pem; }

authority root root
authority mid root
authority low mid "authorityInfoAccess=caIssuers;URI:$web/mid.crt"
openssl x509 -in mid.pem -outform DER -out web/mid.crt
openssl x509 -in low.pem -outform DER -out web/low.der
openssl crl2pkcs7 -nocrl -certfile low.pem -certfile root.pem -outform DER -out web/low.p7c
openssl crl2pkcs7 -nocrl -certfile low.pem -out web/low.p7b
cp low.pem web/low.pem
cat low.pem mid.pem root.pem >whole.pem

# What the certificate itself says.
fresh
trusted
with=whole.pem
uses() { # NAME CODE WHAT EXTENSION…
    local name=$1 code=$2 what=$3 state=valid
    shift 3
    [ "$code" = 0 ] || state='not working'
    person "$name" low "$@"
    exits "$what: import" "$code" import -p p --password-file password "$name.p12"
    says "$what: …it is in the profile" imported out
    exits "$what: verify" "$code" verify -p p "$id"
    says "$what: …the chain is good all the same" '  chain       good' out
    exits "$what: list" 0 list -p p
    check "$what: …the state" grep -Eq " $name .* $state\$" out
}
uses server 110 'for servers only' extendedKeyUsage=serverAuth
says "…list says why" 'It is neither for login nor for e-mail. See verify.' out
exits "…list --json" 0 list -p p --json
is "…too" '["uses"]' "$(json d.identities[0].odd)"
exits "…import --json" 110 import -p p --json --password-file password server.p12
is "…has the certificate, and what is wrong" 'server UNUSABLE' \
    "$(json '[d.files[0].identities[0].identity.name, d.files[0].error.name].join(" ")')"
exits "…import --dry-run" 110 import -n -p p --password-file password server.p12
uses signing 110 'for code only' extendedKeyUsage=codeSigning
uses certs 110 'a key that may sign certificates only' keyUsage=keyCertSign extendedKeyUsage=clientAuth
uses both 0 'for servers and logins' extendedKeyUsage=serverAuth,clientAuth
uses any 0 'for anything' extendedKeyUsage=anyExtendedKeyUsage
uses none 0 'nothing said'
uses cipher 0 'for encrypted mail only' keyUsage=keyEncipherment extendedKeyUsage=emailProtection
uses critical 110 'a critical extension that is not known' extendedKeyUsage=clientAuth \
    1.3.6.1.4.1.99999.1=critical,ASN1:UTF8String:x
run verify -p p "$id"
says "…the certificate itself is blamed" 'The certificate has a critical extension that NSS does not know'
silent "…and no CA" 'certificate of its CA'
uses harmless 0 'an extension that is not known' extendedKeyUsage=clientAuth \
    1.3.6.1.4.1.99999.1=ASN1:UTF8String:x

# Whose fault it is.
fresh
person taro low extendedKeyUsage=clientAuth
put taro
exits "a private CA" 0 verify -p p "$id"
says "…is said" '  chain       untrusted    complete; its root is not trusted for websites here' out
certutil -M -d sql:p -n "$(certutil -L -d sql:p | sed -n 's/^\(root.*[^ ]\)  *,, *$/\1/p')" -t p,p,p
exits "a root that is distrusted" 93 verify -p p "$id"
says "…is named" '  chain       bad          root: It is distrusted here.' out
authority old root
issue_old() { # a CA certificate that has expired
    openssl x509 -req -in old.csr -CA root.pem -CAkey root.key -days -1 -set_serial 3 \
        -extfile old.ext -out old.pem 2>/dev/null
}
issue_old
fresh
trusted
with=old.pem
person jiro old extendedKeyUsage=clientAuth
put jiro 2>/dev/null
exits "a CA that has expired" 93 verify -p p "$id"
says "…is named, and not the person" '  chain       bad          old: It is not valid today.' out
exits "…list" 0 list -p p
check "…broken" grep -Eq ' jiro .* not working$' out

# An issuer is missing: its name and its address.
with=
at() { # NAME ADDRESS: a person whose certificate names it
    person "$1" low extendedKeyUsage=clientAuth "authorityInfoAccess=${2:+caIssuers;URI:$2}"
    fresh
    trusted
    put "$1"
}
at taro "$web/low.der"
exits "an issuer is missing" 93 verify -p p "$id"
says "…its name" '  missing: low' out
says "…its address" "available at $web/low.der" out
says "…the cure" 'to get it: nss-helper verify ' out
exits "…--json" 93 verify -p p --json "$id"
is "…too" "low $web/low.der true" "$(json '[d.proof.missing.name, d.proof.missing.address, d.proof.missing.web].join(" ")')"
is "…nothing was fetched" 2 "$(certificates p)"
fresh
exits "…import is no failure for that" 0 import -p p --password-file password taro.p12
says "…but says so" 'taro.p12: the certificate of its issuer is missing: low.'
says "…with the cure" "nss-helper verify --profile p $(tr -d : <<<"$id" | cut -c1-12) --fetch"
fresh
exits "…--json" 0 import -p p --json --password-file password taro.p12
is "…too" "low $web/low.der true" "$(json '[d.files[0].missing.name, d.files[0].missing.address, d.files[0].missing.web].join(" ")')"
silent "…and nothing beside it" 'missing'
fresh
exits "…where another file brings it" 0 import -p p --password-file password taro.p12 whole.pem
silent "…nothing is missing" 'missing here'
exits "…and once more" 0 import -p p --json --password-file password taro.p12 whole.pem
is "…--json, neither" false "$(json '"missing" in d.files[0]')"
fresh
put taro
for form in low.der low.pem low.p7b low.p7c away/low.der; do
    at taro "$web/$form"
    exits "$form: --fetch" 0 verify -p p --fetch "$id"
    says "$form: …the chain is good" '  chain       good' out
    says "$form: …the first" "Imported without trust: low, from $web/$form"
    says "$form: …and the one above it" "Imported without trust: mid, from $web/mid.crt"
    is "$form: …no trust" ',, ,, CT,C,C' "$(trust 'low - Test University') $(trust 'mid - Test University') $(trust root)"
    is "$form: …nothing more" 4 "$(certificates p)"
done
before=$(content p)
exits "--fetch, where nothing is missing" 0 verify -p p --fetch "$id"
is "…changes nothing" "$before" "$(content p)"

# What is not the missing issuer is not stored.
called=low authority forged root
openssl x509 -in forged.pem -outform DER -out web/forged
echo '<html>Not here.</html>' >web/page
head -c 262144 /dev/zero >web/most
head -c 262145 /dev/zero >web/huge
openssl x509 -in taro.pem -outform DER -out web/person
openssl x509 -in root.pem -outform DER -out web/root
wrong() { # CODE WHAT ADDRESS WORDS
    at hanako "$3"
    before=$(content p)
    exits "$2" "$1" verify -p p --fetch "$id"
    says "…why" "$4"
    is "…nothing was stored" "$before" "$(content p)"
}
wrong 65 "another CA of that name" "$web/forged" 'is not the certificate of "low"'
wrong 65 "a CA that has not issued it" "$web/root" 'is not the certificate of "low"'
wrong 65 "a person's certificate" "$web/person" 'is not the certificate of "low"'
wrong 89 "a page" "$web/page" 'is not the certificate of "low"'
wrong 89 "256 KiB of nothing" "$web/most" 'is not the certificate of "low"'
wrong 94 "a byte more" "$web/huge" 'larger than 256 KiB'
wrong 69 "nothing" "$web/nothing" 'answered with the error HTTP 404'
wrong 69 "nobody" "http://127.0.0.1:1/x" "can't be reached"
wrong 104 "a redirection to another protocol" "$web/ftp/x" 'an address that is not safe'
wrong 93 "an address of another protocol" "ldap://127.0.0.1/cn=low?cACertificate" 'neither http nor https'
wrong 93 "a file" file:///etc/hostname 'neither http nor https'
wrong 93 "an address of a protocol whose name begins alike" "httpx://127.0.0.1/low.crt" 'neither http nor https'
wrong 93 "an address with a space" "http://127.0.0.1/a b" 'does not say where to get it'
wrong 93 "an address with a password" "http://hanako:himitsu@127.0.0.1/x" 'does not say where to get it'
silent "…which is not shown" himitsu
silent "…nor here" himitsu out
at hanako ldap://127.0.0.1/x
exits "--fetch asks a server, --offline nobody" 64 verify -p p --fetch --offline "$id"

# Up the chain, to a small depth.
above=root
for i in 1 2 3 4 5 6; do
    authority "deep$i" "$above" "authorityInfoAccess=caIssuers;URI:$web/$above.crt"
    openssl x509 -in "deep$i.pem" -outform DER -out "web/deep$i.crt"
    above=deep$i
done
person deep deep6 extendedKeyUsage=clientAuth "authorityInfoAccess=caIssuers;URI:$web/deep6.crt"
fresh
trusted
put deep
exits "more are missing than are fetched at once" 93 verify -p p --fetch "$id"
is "…four of them" 6 "$(certificates p)"
exits "…once more" 0 verify -p p --fetch "$id"

# With the issuer, OCSP answers can be trusted.
openssl ocsp -index index -CA low.pem -rsigner low.pem -rkey low.key -port 0 -ndays 1 >ocsp.out 2>&1 &
pids+=($!)
: >index
comes grep -q ACCEPT ocsp.out
ocsp=http://127.0.0.1:$(sed -n 's/.*ACCEPT.*:\([0-9]*\).*/\1/p' ocsp.out)
person asked low extendedKeyUsage=clientAuth \
    "authorityInfoAccess=OCSP;URI:$ocsp,caIssuers;URI:$web/low.der"
printf 'V\t350101000000Z\t\t%s\tunknown\t/CN=asked\n' \
    "$(openssl x509 -in asked.pem -noout -serial | cut -d= -f2)" >index
kill "${pids[-1]}" && wait "${pids[-1]}" 2>/dev/null
unset 'pids[-1]'
openssl ocsp -index index -CA low.pem -rsigner low.pem -rkey low.key -port "${ocsp##*:}" -ndays 1 \
    >ocsp.out 2>&1 &
pids+=($!)
comes grep -q ACCEPT ocsp.out
fresh
trusted
put asked
exits "without the issuer" 93 verify -p p --json "$id"
is "…OCSP is not checked" 'not checked' "$(json d.revocation.state)"
exits "with it" 0 verify -p p --fetch --json "$id"
is "…it is" 'good OCSP' "$(json 'd.revocation.state + " " + d.revocation.by')"

# The same by hand: a CA that has issued something here.
person saburo low extendedKeyUsage=clientAuth
authority stranger stranger
restart() {
    fresh
    put saburo
}
restart
before=$(content p)
exits "a CA that has issued nothing here" 114 import -p p stranger.pem
says "…in its own words" 'has issued no certificate of this profile'
silent "…and not of a key" 'key that is not here'
exits "…nor another of that name" 114 import -p p forged.pem
exits "…nor one above what is missing" 114 import -p p mid.pem
is "…nothing was stored" "$before" "$(content p)"
cat low.pem taro.pem >taro-chain.pem
exits "somebody else's chain" 85 import -p p taro-chain.pem
says "…by the name of the person" '("CN=taro")'
is "…nothing was stored" "$before" "$(content p)"
exits "a dry run" 0 import -n -p p low.pem
says "…tells it" 'with low: new, without trust' out
is "…nothing was stored" "$before" "$(content p)"
restart
exits "its issuer" 0 import -p p low.pem
says "…says for whom" 'low.pem: for saburo' out
says "…and how" 'with low: imported, without trust' out
is "…no trust" ,, "$(trust 'low - Test University')"
before=$(content p)
exits "…once more" 0 import -p p low.pem
says "…it is there already" 'with low: already there' out
is "…changes nothing" "$before" "$(content p)"
exits "its issuer's" 0 import -p p mid.pem
exits "the root" 0 import -p p --json root.pem
is "…for whom, and how many" 'saburo true 0 1' "$(json 'd.files.map(f =>
    [f.identity.name, f.known, f.added.identities, f.added.intermediates].join(" "))[0]')"
is "…no trust, either" ,, "$(trust 'root - Test University')"
exits "all of its chain is there" 0 verify -p p "$id"
restart
openssl crl2pkcs7 -nocrl -certfile whole.pem -certfile stranger.pem -outform DER -out whole.p7b
exits "all in one file, and a stranger" 0 import -p p whole.p7b
says "…who is left out" 'with stranger: left out, it did not issue' out
is "…no more than the chain" 4 "$(certificates p)"
for files in 'saburo.p12 low.pem' 'low.pem saburo.p12' 'mid.pem low.pem saburo.p12'; do
    fresh
    # shellcheck disable=SC2086
    exits "$files: a dry run" 0 import -n -p p --password-file password $files
    says "$files: …tells it" 'with low: new, without trust' out
    # shellcheck disable=SC2086
    exits "$files" 0 import -p p --json --password-file password $files
    is "$files: …each at its place" "$files" "$(json 'd.files.map(f => f.file).join(" ")')"
    exits "$files: …once it is there" 93 verify -p p "$id"
    silent "$files: …the issuer is not missing" '  missing: low' out
done
fresh
exits "beside a file that it has not issued" 114 import -p p --password-file password saburo.p12 stranger.pem
is "…which goes in" 1 "$(certificates p)"
done_testing
