#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Lists of revoked certificates, genuine and not, made by openssl: only one that is whole, the
# CA's own and of today says anything.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

part='not checked: The CRL is a part of a larger one, and not the part for this certificate.'
unreadable="not checked: The CRL does not say in a readable form which certificates it covers."
several="not checked: The CRL is shared by several CAs. NSS Helper can't check such a CRL."
reasons='not checked: The CRL covers only some reasons for a revocation.'
stranger='not checked: The CA of the certificate did not sign the CRL.'
old='not checked: The CRL is out of date.'
to_come="not checked: The CRL is dated in the future. Check this computer's clock."
none='not checked: The server sent something that is not a CRL.'

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

# Lists that say nothing about the certificate.
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
for der in 300000 3003810100ff 3002a000 3080 3100 30038601ff 30 30038501ff; do
    list points 2.5.29.28=critical,DER:$der
    says_of points "a scope that can't be read ($der)" "$unreadable"
done
list points 2.5.29.28=critical,DER:3004a002a000
says_of points "a place without a name" "$part"
list points 2.5.29.28=critical,DER:30038201ff
says_of points "a list of CAs" 'not checked: The CRL covers other kinds of certificates.'
certificate other 0x21 "$(at other)"
list other issuingDistributionPoint=critical,@idp "fullname=URI:$web/own"
says_of other "the part of another place" "$part"
list other issuingDistributionPoint=@idp "fullname=URI:$web/own"
says_of other "…also where that is not critical" "$part"
list other issuingDistributionPoint=critical,@idp onlyCA=TRUE
says_of other "a list of CAs" 'not checked: The CRL covers other kinds of certificates.'
list other issuingDistributionPoint=critical,@idp onlysomereasons=keyCompromise
says_of other "a list of some reasons" "$reasons"
is "…which is a failure" 69 "$status"
revoked='21 keyCompromise' list other issuingDistributionPoint=critical,@idp onlysomereasons=keyCompromise
says_of other "…also one that has it" "$reasons"
list other issuingDistributionPoint=critical,@idp $'fullname=URI:'"$web/other"$'\nindirectCRL=TRUE'
says_of other "a list of several CAs" "$several"
is "…which is a failure, too" 69 "$status"
list other issuingDistributionPoint=critical,@idp $'onlysomereasons=keyCompromise\nindirectCRL=TRUE'
says_of other "…of some reasons, too" "$several"
list other 1.2.3.4=critical,DER:0500
says_of other "a list with something critical and unknown" \
    'not checked: The CRL has a critical extension that NSS Helper does not know.'
list other 2.5.29.27=critical,DER:020101
says_of other "a list of changes only" 'not checked: The CRL has only the changes since another CRL.'
for entry in "2.5.29.29 $several" \
    '1.2.3.4 not checked: The CRL has a critical extension that NSS Helper does not know.'; do
    node "$root/tests/cli/crl.mjs" ca/issuing.pem ca/issuing.key lists/other last=22 "ext=${entry%% *}"
    says_of other "a list with an entry for another that has ${entry%% *}" "${entry#* }"
done
by=twin list other
says_of other "a list of a CA of that name" "$stranger"
by=foreign list other
says_of other "a list of another CA" "$stranger"
when='-2 years/-1 year' list other
says_of other "a list of long ago" "$old"
when='+20 years/+21 years' list other
says_of other "a list of a time to come" "$to_come"
when='+7 minutes/+1 day' list other
says_of other "…of some minutes to come" "$to_come"
revoked='21 keyCompromise' when='+7 minutes/+1 day' list other
says_of other "…that has it, too" "$to_come"
when='+4 minutes/+1 day' list other
says_of other "a clock of the CA that is as far ahead as that of an OCSP server may be" 'good: '
rm -rf "$XDG_STATE_HOME"
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
says_of other "a place without a list" "not checked: $web/other answered with the error HTTP 404."
exits "…which is no proof" 69 verify -p p "$id"

# Addresses.
certificate away 0x31 "crlDistributionPoints=URI:$web/away/plain"
verdict "$id"
check "another host is not followed" grep -q "not checked: $web redirects to another server" <<<"$got"
certificate ocsp-user 0x52 "authorityInfoAccess=OCSP;URI:http://user:word@127.0.0.1/"
says_of ocsp-user "OCSP with a password" \
    'not checked: "http://127.0.0.1/" contains a user name, so NSS Helper does not use it.'

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
    "not checked: The certificate of its CA, which is needed to check a response, is missing in this profile." \
    "$got"
done_testing
