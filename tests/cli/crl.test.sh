#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Lists of revoked certificates, genuine and not, made by openssl: only one that is whole, the
# CA's own and of today says anything.
. "$(dirname "$0")/lib.sh"

mkdir lists index
node "$root/tests/cli/serve.mjs" lists >port &
pids+=($!)
for _ in $(seq $((50 * ${PATIENCE:-1}))); do [ -s port ] || sleep 0.1; done
web=http://127.0.0.1:$(cat port)

# certificate NAME SERIAL EXTENSION…: by the CA, in the profile; its fingerprint is in $id.
certificate() {
    local name=$1 serial=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" \
        -out "$name.csr" -subj "/CN=$name" 2>/dev/null
    printf '%s\n' basicConstraints=CA:false extendedKeyUsage=clientAuth "$@" >"$name.ext"
    openssl x509 -req -in "$name.csr" -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 \
        -set_serial "$serial" -extfile "$name.ext" -out "$name.pem" 2>/dev/null
    openssl pkcs12 -export -inkey "$name.key" -in "$name.pem" ${chain:+-certfile "$chain"} \
        -passout pass:x -out "$name.p12"
    "$helper" import -q -p "${into:-p}" --password-file password "$name.p12" || echo "# no import"
    id=$(fingerprint "$name.pem")
}

# list NAME EXTENSION… : a CRL of $by with the revoked serials of $revoked ("SERIAL REASON"),
# for a day or what $when says (FROM/UNTIL). A revocation long ago stays one for ever.
list() {
    local name=$1 serial reason valid=(-crldays 1)
    shift
    [ -z "${when:-}" ] || valid=(-crl_lastupdate "$(moment "${when%/*}" %Y%m%d%H%M%SZ)"
        -crl_nextupdate "$(moment "${when#*/}" %Y%m%d%H%M%SZ)")
    : >index/index
    while read -r serial reason; do
        [ -z "$serial" ] ||
            printf 'R\t300101000000Z\t250101000000Z%s\t%s\tunknown\t/CN=x\n' \
                "${reason:+,$reason}" "$serial"
    done <<<"${revoked:-}" >>index/index
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index/index\ndefault_md=sha256\n[x]\n%s\n[idp]\n%s\n' \
        "${1:-}" "${2:-}" >index/config
    openssl ca -gencrl -config index/config -cert "${by:-ca}/issuing.pem" \
        -keyfile "${by:-ca}/issuing.key" "${valid[@]}" ${1:+-crlexts x} -out index/crl.pem \
        2>"$work/issue.err" && openssl crl -in index/crl.pem -outform der -out "lists/$name"
}
verdict() { # ID [PROFILE]: into $got
    run verify -p "${2:-p}" --json "$1"
    got=$(json '[d.revocation.state, d.revocation.reason ?? d.revocation.why ?? ""].join(": ")')
}
at() { echo "crlDistributionPoints=URI:$web/$1"; }
says_of() { # NAME WHAT-IT-IS VERDICT
    verdict "$(fingerprint "$1.pem")"
    is "$2" "$3" "$got"
}

ca ca
ca twin
ca foreign Foreign
chain=ca/issuing.pem
echo x >password
profile p
certutil -A -d sql:p -n root -t CT,C,C -i ca/root.pem
part='not checked: The CRL is only a part of one.'
stranger='not checked: The CRL is not signed by the CA of the certificate.'
old='not checked: The CRL is out of date.'
none='not checked: What came in place of a CRL is none.'

# Genuine ones.
certificate plain 0x11 "$(at plain)"
list plain
says_of plain "an empty list" 'good: '
exits "…is a good proof" 0 verify -p p "$id"
revoked='12 keyCompromise' list plain
rm -rf "$XDG_STATE_HOME"
says_of plain "a list of others" 'good: '
certificate gone 0x13 "$(at gone)"
revoked=$'12\n13 cessationOfOperation\n14' list gone
says_of gone "a list that has it" 'revoked: cessationOfOperation'
is "…is an exit status" 107 "$status"
is "…says since when" 2025-01-01T00:00:00Z "$(json d.revocation.since)"
certificate high 0x00B5C6D7E8F9A0B1C2 "$(at high)"
revoked='B5C6D7E8F9A0B1C2 superseded' list high
says_of high "a serial whose first bit is set" 'revoked: superseded'
certificate hold 0x15 "$(at hold)"
revoked='15 certificateHold' list hold
says_of hold "one on hold" 'revoked: certificateHold'
certificate bare 0x16 "$(at bare)"
revoked=16 list bare
says_of bare "one without a reason" 'revoked: unspecified'
certificate own 0x17 "$(at own)"
list own issuingDistributionPoint=critical,@idp $'fullname=URI:'"$web/own"$'\nonlyuser=TRUE'
says_of own "the part of this place" 'good: '
certificate second 0x18 "crlDistributionPoints=URI:$web/missing,URI:$web/plain"
says_of second "a second place, where the first has none" 'good: '
certificate both 0x19 crlDistributionPoints=place '[place]' "fullname=URI:$web/both,URI:$web/elsewhere"
list both issuingDistributionPoint=critical,@idp "fullname=URI:$web/elsewhere"
says_of both "the part of this place under its other name" 'good: '
rm -rf "$XDG_STATE_HOME"
list both issuingDistributionPoint=critical,@idp "fullname=URI:$web/own,URI:$web/both"
says_of both "the part of this place among others" 'good: '

# Those that say nothing.
certificate part1 0x1a "$(at part1)"
for name in part12 part http://x/?$web/part1 part1/ Part1; do
    revoked='1a keyCompromise' list part12
    list part1 issuingDistributionPoint=critical,@idp "fullname=URI:${name/#part/$web/part}"
    says_of part1 "part 1 is not $name" "$part"
done
certificate points 0x1b "crlDistributionPoints=URI:$web/points,URI:$web/part1"
list points issuingDistributionPoint=critical,@idp "fullname=URI:$web/part1"
list part1 issuingDistributionPoint=critical,@idp "fullname=URI:$web/points"
says_of points "the parts of two places, each at the other's" "$part"
rm lists/part1
for der in 3000 3003820100 3003840100; do
    rm -rf "$XDG_STATE_HOME"
    list points 2.5.29.28=critical,DER:$der
    says_of points "a scope that leaves out nothing ($der)" 'good: '
done
rm -rf "$XDG_STATE_HOME"
for der in 300000 3003810100ff 3002a000 3004a002a000 3080 3100 30038601ff 30 30038201ff 30038501ff; do
    list points 2.5.29.28=critical,DER:$der
    says_of points "a scope that can't be read or is another ($der)" "$part"
done
certificate other 0x21 "$(at other)"
list other issuingDistributionPoint=critical,@idp "fullname=URI:$web/own"
says_of other "the part of another place" "$part"
list other issuingDistributionPoint=@idp "fullname=URI:$web/own"
says_of other "…also where that is not critical" "$part"
list other issuingDistributionPoint=critical,@idp onlyCA=TRUE
says_of other "a list of CAs" "$part"
list other issuingDistributionPoint=critical,@idp onlysomereasons=keyCompromise
says_of other "a list of some reasons" "$part"
list other issuingDistributionPoint=critical,@idp $'fullname=URI:'"$web/other"$'\nindirectCRL=TRUE'
says_of other "a list of several CAs" "$part"
list other 1.2.3.4=critical,DER:0500
says_of other "a list with something critical and unknown" "$part"
list other 2.5.29.27=critical,DER:020101
says_of other "a list of changes only" "$part"
by=twin list other
says_of other "a list of a CA of that name" "$stranger"
by=foreign list other
says_of other "a list of another CA" "$stranger"
when='-2 years/-1 year' list other
says_of other "a list of long ago" "$old"
when='+20 years/+21 years' list other
says_of other "a list of a time to come" "$old"
list other
head -c 100 lists/other >cut && cp cut lists/other
says_of other "half a list" "$none"
cp index/crl.pem lists/other
says_of other "a list in PEM, which RFC 5280 does not know" "$none"
: >lists/other
says_of other "nothing" "$none"
cp ca/issuing.pem lists/other
says_of other "a certificate" "$none"
rm lists/other
says_of other "a place without a list" "not checked: $web/other answers with the error 404."
exits "…which is no proof" 69 verify -p p "$id"

# Places.
certificate away 0x31 "crlDistributionPoints=URI:$web/away/plain"
verdict "$id"
check "another host is not followed" grep -q "not checked: $web sends on to another host" <<<"$got"
serial=40
for url in file:///etc/passwd ldap://127.0.0.1/x ftp://127.0.0.1/x; do
    serial=$((serial + 1))
    certificate "place-$serial" 0x$serial "crlDistributionPoints=URI:$url"
    says_of "place-$serial" "a list at $url" 'not checked: The certificate names no place to ask at.'
    is "…is no fault of the certificate" 0 "$status"
done
certificate ocsp-file 0x51 authorityInfoAccess=OCSP\;URI:file:///etc/passwd
says_of ocsp-file "OCSP in a file" 'not checked: "file:///etc/passwd" is no address on the web.'
certificate ocsp-user 0x52 "authorityInfoAccess=OCSP;URI:http://user:word@127.0.0.1/"
says_of ocsp-user "OCSP with a password" \
    'not checked: "http://user:word@127.0.0.1/" is no address on the web.'

# Other profiles.
profile untrusting
into=untrusting certificate far 0x61 "$(at far)"
list far
verdict "$id" untrusting
is "a root that is not trusted" 'good: ' "$got"
is "…fails by its chain" 93 "$status"
revoked='61 keyCompromise' list far
rm -rf "$XDG_STATE_HOME"
verdict "$id" untrusting
is "…and is revoked all the same" 'revoked: keyCompromise' "$got"
exits "…which says more" 107 verify -p untrusting "$id"
profile alone
chain='' into=alone certificate orphan 0x62 "$(at plain)"
verdict "$id" alone
is "no certificate of the CA" \
    "not checked: The certificate of its CA, which an answer is checked with, is missing in this profile." \
    "$got"
done_testing
