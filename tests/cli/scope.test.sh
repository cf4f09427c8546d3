#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Which certificates a CRL covers: its IssuingDistributionPoint against the certificate's distribution
# point (RFC 5280 6.3.3 (b) (2)). A CRL counts for a certificate only if openssl says so, too.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

part='not checked: The CRL is a part of a larger one, and not the part for this certificate.'
others='not checked: The CRL covers other kinds of certificates.'
peer() { # NAME: openssl checks the certificate with the list
    openssl crl -inform der -in "lists/$1" -out peer.crl &&
        openssl verify -extended_crl -crl_check -CRLfile peer.crl -CAfile ca/root.pem \
            -untrusted ca/issuing.pem "$1.pem"
}
both() { # NAME WHAT-IT-IS good|part|others
    says_of "$1" "$2" "$([ "$3" = good ] && echo 'good: ' || echo "${!3}")"
    rm -rf "$XDG_STATE_HOME"
    if [ "$3" = good ]; then
        check "…as openssl says" peer "$1"
    else
        check "…nor does openssl" bash -c '! "$@"' - peer "$1"
    fi
}
export -f peer
idp=issuingDistributionPoint=critical,@idp
named() { # RDN: of the CA, and below it
    printf '%s\n' C=JP "O=Test University" "CN=Test Issuing CA" "$1"
}
mapfile -t below < <(named 1.CN=CRL1)

# A name that is given from the CA's name downwards.
certificate entry 0x11 crlDistributionPoints=place '[place]' "fullname=URI:$web/entry,dirName:dir" '[dir]' "${below[@]}"
list entry $idp $'relativename=rdn\n[rdn]\nCN=CRL1'
both entry "an entry below the CA's name" good
list entry $idp $'relativename=rdn\n[rdn]\nCN=CRL12'
both entry "another entry" part
list entry $idp $'relativename=rdn\n[rdn]\nCN=CRL1\n+O=x'
both entry "an entry of two attributes" part
list entry $idp $'fullname=dirName:dir\n[dir]\nC=JP\nO=Test University\nCN=Test Issuing CA\n1.CN=CRL1'
both entry "the same name in full" good
list entry $idp $'fullname=dirName:dir\n[dir]\nC=JP\nO=Test University\nCN=Test Issuing CA'
both entry "the CA's name alone" part
certificate short 0x12 crlDistributionPoints=place '[place]' "fullname=URI:$web/short,dirName:dir" '[dir]' C=JP CN=CRL1
list short $idp $'relativename=rdn\n[rdn]\nCN=CRL1'
both short "an entry below another name" part
certificate alike 0x17 crlDistributionPoints=place '[place]' "fullname=URI:$web/alike,dirName:dir" '[dir]' \
    C=JP "O=Other University" "CN=Test Issuing CA" 1.CN=CRL1
list alike $idp $'relativename=rdn\n[rdn]\nCN=CRL1'
both alike "…one of as many parts" part

certificate pair 0x19 crlDistributionPoints=place '[place]' "fullname=URI:$web/pair,dirName:dir" '[dir]' \
    "${below[@]}" "+O=Other University"
list pair $idp $'relativename=rdn\n[rdn]\nCN=CRL1'
both pair "an entry of one of the two attributes" part
list pair $idp $'relativename=rdn\n[rdn]\nCN=CRL1\n+O=Other University'
# OpenSSL takes each for an RDN of its own.
says_of pair "…of both" 'good: '

# Another distribution point of the certificate is not the one that was asked.
certificate two 0x13 crlDistributionPoints=one,two '[one]' "fullname=URI:$web/two" '[two]' \
    "fullname=URI:$web/two,URI:$web/other" CRLissuer=dirName:other '[other]' CN=Other
list two $idp "fullname=URI:$web/other"
says_of two "the list of another CA's point" "$part"
certificate reasons 0x14 crlDistributionPoints=one,two '[one]' "fullname=URI:$web/reasons" '[two]' \
    "fullname=URI:$web/reasons,URI:$web/other" reasons=keyCompromise
list reasons $idp "fullname=URI:$web/other"
says_of reasons "the list of a point of some reasons" "$part"
certificate longer 0x18 crlDistributionPoints=one,two '[one]' "fullname=URI:$web/longer" '[two]' \
    "fullname=URI:$web/longer-address,URI:$web/other"
list longer $idp "fullname=URI:$web/other"
says_of longer "the list of a point whose address begins alike" "$part"

# For which kind of certificate.
certificate authority 0x15 basicConstraints=CA:true "$(at authority)"
list authority $idp onlyCA=TRUE
says_of authority "a list of CAs, for a certificate that is marked as that of one" 'good: '
rm -rf "$XDG_STATE_HOME"
list authority $idp onlyuser=TRUE
says_of authority "…a list of others" "$others"
list authority $idp onlyAA=TRUE
says_of authority "…a list of attribute certificates" "not checked: The CRL does not say in a readable form which certificates it covers."
certificate person 0x16 "$(at person)"
list person $idp onlyuser=TRUE
both person "a list of people" good
list person $idp onlyCA=TRUE
both person "a list of CAs" others
done_testing
