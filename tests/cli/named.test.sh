#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# If the address that a certificate names for its revocation can't be asked, it was not checked: verify
# says so, names the address, and fails. Only a certificate that names no address is not at fault.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

number=1000
beyond() { # WHAT-IT-IS PLACE EXTENSION…
    local what=$1 place=$2
    shift 2
    number=$((number + 1))
    certificate "beyond-$number" $number "$@"
    says_of "beyond-$number" "$what" "not checked: The certificate names no place that NSS Helper can ask, but this: $place."
    is "…is a failure" 69 "$status"
    exits "…offline, too" 69 verify -p p --offline "$id"
    exits "…in words" 69 verify -p p "$id"
    says "…that name it" "  revocation  not checked  The certificate names no place that NSS Helper can ask" out
    says "…and the result" 'NSS Helper could not check whether the certificate was revoked.'
}

for url in file:///etc/passwd ldap://127.0.0.1/cn=x?certificateRevocationList ftp://127.0.0.1/x ldap:///CN=Issuing; do
    beyond "a list at $url" "$url" "crlDistributionPoints=URI:$url"
done
beyond "…with a user in it" 'ldap://127.0.0.1/a@b' crlDistributionPoints=URI:ldap://hanako:himitsu@127.0.0.1/a@b
silent "…who is not shown" himitsu out
list all
beyond "a list of another CA" "$web/all (a CRL of another CA)" crlDistributionPoints=place '[place]' \
    "fullname=URI:$web/all" CRLissuer=dirName:other '[other]' CN=Other
beyond "a list of some reasons" "$web/all (a CRL of some reasons only)" crlDistributionPoints=place '[place]' \
    "fullname=URI:$web/all" reasons=keyCompromise,CACompromise
beyond "an entry of a directory" 'the entry CN=CRL1,O=Test of a directory' crlDistributionPoints=place '[place]' \
    fullname=dirName:entry '[entry]' O=Test CN=CRL1
beyond "an entry below the CA's" 'the directory of its CA' crlDistributionPoints=place '[place]' \
    relativename=entry '[entry]' CN=CRL1
beyond "only the name of another CA" 'a CRL of another CA' 2.5.29.31=ASN1:SEQUENCE:points '[points]' \
    point=SEQUENCE:point '[point]' issuer=IMPLICIT:2,SEQUENCE:names '[names]' name=IMPLICIT:6,IA5STRING:http://other.example
for der in 3000 0500 3080 30053003800100; do
    beyond "an extension that can't be read ($der)" "a CRL in a form that can't be read" 2.5.29.31=DER:$der
done
beyond "OCSP in a file" 'file:///etc/passwd (OCSP)' 'authorityInfoAccess=OCSP;URI:file:///etc/passwd'
beyond "OCSP by mail" 'an OCSP server without an address' 'authorityInfoAccess=OCSP;email:ca@example.ac.jp'
beyond "an extension for OCSP that can't be read" "its CA in a form that can't be read" 1.3.6.1.5.5.7.1.1=DER:0500

# One that can be asked beside it.
certificate beside 0x71 "crlDistributionPoints=URI:ldap://127.0.0.1/x,URI:$web/beside"
list beside
says_of beside "a list on the web beside one in a directory" 'good: '
is "…is a good proof" 0 "$status"
rm -r lists/beside "$XDG_STATE_HOME"
says_of beside "…that is missing" "not checked: $web/beside answered with the error HTTP 404."
is "…is a failure" 69 "$status"
# None.
certificate none 0x73 "authorityInfoAccess=caIssuers;URI:$web/ca.cer"
says_of none "where the CA's certificate is" 'not checked: The certificate does not say where its revocation can be checked.'
is "…is no place to ask at" 0 "$status"
certificate bare 0x74
says_of bare "nothing at all" 'not checked: The certificate does not say where its revocation can be checked.'
is "…is no fault of the certificate" 0 "$status"
exits "…offline as well" 0 verify -p p --offline "$id"
done_testing
