#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# OCSP answers as responders, or attackers who replay them, may send them: openssl says what each is.
# A known revocation is not undone by an older answer.
# shellcheck source-path=SCRIPTDIR disable=SC2209,SC2238
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

day=86400
# answer NAME [OPTION=VALUE]… -- ANSWER…: what the server says of $certificate (ocsp.mjs).
answer() {
    local name=$1
    shift
    node "$root/tests/cli/ocsp.mjs" "lists/$name" ca/issuing.pem "${signer:-ca/issuing}.pem" \
        "${signer:-ca/issuing}.key" "$certificate.pem" "$@"
}
judge() { # NAME: what openssl says of it
    openssl ocsp -respin "lists/$1" -no_nonce -issuer ca/issuing.pem -cert "$certificate.pem" \
        -CAfile ca/root.pem -verify_other ca/issuing.pem -resp_text 2>&1
}
genuine() { judge "$1" | grep -q '^Response verify OK'; }
forget() { rm -rf "$XDG_STATE_HOME"; }
said() { json 'Math.round((Date.parse(d.revocation.said) - Date.now()) / 1000)'; }
near() { [[ $1 =~ ^-?[0-9]+$ ]] && [ $(($1 - $2)) -le 60 ] && [ $(($2 - $1)) -le 60 ]; }
ask() { # WHAT-IT-IS VERDICT [OPTION…]: of $certificate, anew
    run verify -p p --json --fresh "${@:3}" "$(fingerprint "$certificate.pem")"
    is "$1" "$2" "$(json '[d.revocation.state, d.revocation.reason ?? d.revocation.why ?? ""].join(": ")')"
}
out_of_date="not checked: The OCSP server's response is out of date."
to_come="not checked: The OCSP server's response is dated in the future. Check this computer's clock."
unknown="not checked: The OCSP server does not know this certificate."
critical="not checked: The OCSP server's response has a critical extension that NSS Helper does not know."

certificate=times
certificate times 0x11 "authorityInfoAccess=OCSP;URI:$web/times"

# When the CA spoke.
answer times -- good
check "an answer of today: openssl believes it" genuine times
ask "…and so does verify" 'good: '
answer times produced=-60 -- "good,this=-$((6 * day)),next=$((4 * day))"
check "one of six days ago: openssl believes it" genuine times
ask "…and so does verify" 'good: '
check "…and says in JSON when the CA spoke" near "$(said)" "-$((6 * day))"
moment=$(json d.revocation.said)
check "…and when it was asked" test "$(json 'Date.now() - Date.parse(d.revocation.asked) < 60e3')" = true
exits "…in words" 0 verify -p p "$id"
says "…that name the date, and how long ago that is" \
    "  revocation  good         as of $(date_of "$moment") (6 days ago), the CA's OCSP says that the certificate is not revoked" out
ask "--max-age of seven days takes it" 'good: ' --max-age 7
ask "--max-age of five days does not" "not checked: The information from the CA's OCSP is 6 days old, which is too old." --max-age 5d
is "…and that is a failure" 69 "$status"
exits "…neither offline" 69 verify -p p --max-age 5 --offline "$id"
says "…by what was kept" 'is 6 days old, which is too old.'
for days in 0 x -1 36501 5h ''; do
    exits "--max-age \"$days\"" 64 verify -p p --max-age="$days" "$id"
done
answer times produced=-60 -- "good,this=-$((10 * day - 60)),next=$((900 * day))"
ask "just under ten days" 'good: '
answer times produced=-60 -- "good,this=-$((10 * day + 5)),next=$((900 * day))"
check "one of more, which openssl believes" genuine times
ask "…is out of date, whatever its nextUpdate says" "$out_of_date"
answer times produced=-60 -- "revoked,this=-$((10 * day + 5)),next=$((900 * day))"
ask "…as one that says revoked" "$out_of_date"
answer times produced=-60 -- "good,this=-7200,next=-5"
ask "one whose nextUpdate is over" "$out_of_date"
answer times -- "good,this=-$((day - 60)),next="
ask "one without, of a day" 'good: '
answer times -- "good,this=-$((day + 5)),next="
ask "…of more" "$out_of_date"
answer times produced=290 -- good,this=290
ask "of five minutes to come" 'good: '
answer times produced=330 -- good,this=330
ask "…of more" "$to_come"
answer times produced=0 -- good,this=330
ask "…produced today" "$to_come"
answer times produced=330 -- good
ask "…signed at a time to come" "$to_come"

# Which answer.
for both in 'good revoked,reason=1' 'revoked,reason=1 good' 'unknown revoked,reason=1' \
    'good,hash=sha256 revoked,hash=sha256,reason=1' 'good revoked,hash=sha256,reason=1' \
    'good,this=-5 revoked,this=-7200,reason=1'; do
    # shellcheck disable=SC2086
    answer times -- $both
    check "two answers: $both" genuine times
    ask "…of which the revoked one counts" 'revoked: keyCompromise'
    forget
done
answer times -- good unknown
ask "good and unknown" "$unknown"
answer times -- good "revoked,this=-$((11 * day))"
ask "good, and revoked long ago" "$out_of_date"
for other in 'serial=other' 'issuer=other'; do
    answer times -- "revoked,$other" good "revoked,$other"
    ask "one about another certificate ($other) beside it" 'good: '
    answer times -- "good,$other"
    ask "…alone" "$unknown"
done
answer times -- unknown
ask "unknown" "$unknown"

# Extensions.
for place in whole answer; do
    for word in good revoked; do
        whole=() single=
        [ $place = whole ] && whole=(ext=critical:1.2.3.4) || single=,ext=critical:1.2.3.4
        answer times "${whole[@]}" -- $word$single
        check "a critical extension of the $place that says $word" genuine times
        ask "…is not understood" "$critical"
    done
done
answer times ext=1.2.3.4 -- good,ext=1.2.3.4
ask "one that is not critical" 'good: '
answer times ext=critical:1.3.6.1.5.5.7.48.1.2 -- good,ext=critical:1.3.6.1.5.5.7.48.1.6
ask "those of RFC 6960" 'good: '
answer times -- good "unknown,serial=other,ext=critical:1.2.3.4"
ask "one of an answer about another certificate" 'good: '

# Who signs.
for who in bare:false: plain:false:clientAuth other:false:OCSPSigning ca:true:clientAuth; do
    IFS=: read -r name is_ca use <<<"$who"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.csr" \
        -subj "/CN=$name" 2>/dev/null
    printf '%s\n' "basicConstraints=CA:$is_ca" ${use:+"extendedKeyUsage=$use"} >"$name.ext"
    by=$([ "$name" = other ] && echo twin || echo ca)
    openssl x509 -req -in "$name.csr" -CA "$by/issuing.pem" -CAkey "$by/issuing.key" -days 30 \
        -extfile "$name.ext" -out "$name.pem" 2>/dev/null
    signer=$name answer times -- good
    check "openssl refuses a signer who is $who" bash -c '! grep -q "^Response verify OK" "$1"' - <(judge times)
    ask "…and so does verify" "not checked: The OCSP response was not signed by someone who is allowed to."
done
forget

# What is known from earlier answers.
certificate=heard
certificate heard 0x12 "authorityInfoAccess=OCSP;URI:$web/heard"
answer heard produced=-60 -- "good,this=-$((6 * day)),next=$((900 * day))"
cp lists/heard replayed
answer heard -- revoked,this=-3600,reason=4
ask "a revoked one" 'revoked: superseded'
is "…and its status" 107 "$status"
cp replayed lists/heard
check "an older answer, good, which openssl believes" genuine heard
ask "…does not undo it" 'revoked: superseded'
check "…which the CA said an hour ago" near "$(said)" -3600
exits "…in list" 0 list -p p --json
is "…as well" revoked "$(json 'd.identities.find((one) => one.identity?.name === "heard" || one.name === "heard").state')"
answer heard -- good,this=-5
ask "nor does a later one" 'revoked: superseded'
answer heard -- revoked,this=-3,reason=6
ask "nor a hold" 'revoked: superseded'
rm lists/heard
ask "nor nobody" 'revoked: superseded'
forget
held=@$(($(date +%s) - 3600))
answer heard -- "revoked,this=$held,reason=6"
ask "one on hold" 'revoked: certificateHold'
cp replayed lists/heard
ask "…is not lifted by an older word" 'revoked: certificateHold'
answer heard -- "good,this=$held"
ask "…nor by one of the same time" 'revoked: certificateHold'
answer heard -- good,this=-60
ask "…but by a later one" 'good: '
is "…for good" 0 "$status"
rm lists/heard
ask "…so that nobody's word is none" "not checked: $web/heard answered with the error HTTP 404."
answer heard -- revoked,this=-5,reason=6
ask "on hold again" 'revoked: certificateHold'
answer heard -- revoked,this=-7200,reason=1
ask "…is replaced by what is final" 'revoked: keyCompromise'
answer heard -- good,this=-5
ask "…for ever" 'revoked: keyCompromise'
forget

# A CRL and an OCSP server count the same.
certificate=both
certificate both 0x13 "authorityInfoAccess=OCSP;URI:$web/both" "$(at both.crl)"
revoked='13 superseded' when='-5 minutes/+1 day' list both.crl
ask "a list says revoked, the server nothing" 'revoked: superseded'
answer both -- good,this=-5
ask "…then the server good" 'revoked: superseded'
forget
revoked='13 certificateHold' when='-5 minutes/+1 day' list both.crl
rm lists/both
ask "on hold by the list" 'revoked: certificateHold'
answer both produced=-5 -- good,this=-3600
ask "…an older word of the server" 'revoked: certificateHold'
answer both -- good,this=-60
ask "…a later one" 'good: '
forget
answer both -- revoked,reason=6,this=-60
ask "on hold by the server" 'revoked: certificateHold'
rm lists/both
when='-5 minutes/+1 day' list both.crl
ask "…an older list" 'revoked: certificateHold'
revoked='13 removeFromCRL' when='-5 minutes/+1 day' list both.crl
ask "…an older one that takes it out" 'revoked: certificateHold'
forget
answer both -- "revoked,reason=6,this=-$day"
ask "on hold a day ago" 'revoked: certificateHold'
rm lists/both
when='-5 minutes/+1 day' list both.crl
ask "…a later list" 'good: '
forget
answer both produced=-5 -- "good,this=-$((3 * day)),next=$day"
when='-5 minutes/+1 day' list both.crl
run verify -p p --json --fresh --max-age 2 "$id"
is "--max-age: where the server's word is too old, the list is asked" 'good CRL' \
    "$(json '[d.revocation.state, d.revocation.by].join(" ")')"
forget
when='-40 days/+60 days' list both.crl
rm lists/both
ask "a list of forty days ago counts until its nextUpdate" 'good: '
check "…and its age is shown" near "$(said)" "-$((40 * day))"
moment=$(json d.revocation.said)
exits "…in words" 0 verify -p p --fresh "$id"
says "…as well" "as of $(date_of "$moment") (40 days ago), the CA's CRL says that the certificate is not revoked" out

# A hold that was lifted does not come back by an older CRL, whether stored or sent again.
forget_answers() { find "$XDG_STATE_HOME" -path '*/status/*.ocsp' -delete; }
held_before="not checked: The CA's CRL has the certificate on hold. The CA has said more recently that it is not revoked."
state_of() { run list -p p --json && json "d.identities.find((one) => one.name === '$1').state"; }
forget
certificate=lifted
certificate lifted 0x17 "authorityInfoAccess=OCSP;URI:$web/lifted" "$(at lifted.crl)"
revoked='17 certificateHold' when='-2 hours/+1 day' list lifted.crl
says_of lifted "on hold by a list, which is kept" 'revoked: certificateHold'
note=$(find "$XDG_STATE_HOME" -path '*/revoked/*' -type f)
cp "$note" held
answer lifted -- good,this=-3600
ask "…lifted by the server" 'good: '
check "…which takes the note away" test ! -e "$note"
cp held "$note"
is "a note that is written late, or was left, is none" good "$(state_of lifted)"
rm lists/lifted
says_of lifted "…the server's word, which is kept, too, counts" 'good: '
check "…and takes it away" test ! -e "$note"
cp held "$note"
forget_answers
nobody="not checked: $web/lifted answered with the error HTTP 404."
says_of lifted "…and ends before the list" "$nobody"
is "…which is no proof" 69 "$status"
says_of lifted "…each time" "$nobody"
exits "…also offline" 69 verify -p p --offline "$id"
says "…with the reason" "${held_before#not checked: }" out
ask "…and where the list comes again" "$nobody"
is "…so that list does not call it revoked" good "$(state_of lifted)"
revoked='17 certificateHold' when='-65 minutes/+1 day' list lifted.crl
ask "…and another that is older, too" "$nobody"
revoked='17 certificateHold' when='-5 minutes/+1 day' list lifted.crl
ask "a hold that the CA said later" 'revoked: certificateHold'
is "…in list, too" revoked "$(state_of lifted)"
when='-1 minutes/+1 day' list lifted.crl
ask "…and lifted by a list" 'good: '
revoked='17 keyCompromise' when='-2 hours/+1 day' list lifted.crl
ask "what is final counts, however old its list is" 'revoked: keyCompromise'
forget
certificate=never
certificate never 0x18 "authorityInfoAccess=OCSP;URI:$web/never" "$(at lifted.crl)"
revoked='18 certificateHold' when='-2 hours/+1 day' list lifted.crl
says_of lifted "a list that another certificate has brought" 'good: '
answer never -- good,this=-60
ask "…beside the server's good word of a minute ago" 'good: '
forget_answers
rm lists/never
says_of never "…says nothing when that has ended" "not checked: $web/never answered with the error HTTP 404."
certificate=replayed
certificate replayed 0x1a "$(at replayed.crl)"
when='-1 hours/+1 day' list replayed.crl
ask "good by a list" 'good: '
revoked='1a certificateHold' when='-2 hours/+1 day' list replayed.crl
ask "…an older one in its place, on hold" "$held_before"
is "…is no proof" 69 "$status"
forget
certificate=twice
certificate twice 0x19 "crlDistributionPoints=URI:$web/first.crl,URI:$web/second.crl"
revoked='19 certificateHold' when='-2 hours/+1 day' list second.crl
says_of twice "on hold by the list of a second place" 'revoked: certificateHold'
revoked='19 removeFromCRL' when='-1 hours/+1 day' list first.crl
ask "…taken out of that of the first" 'good: '
rm lists/first.crl
ask "…whose place has none any more" "not checked: $web/first.crl answered with the error HTTP 404."
revoked='19 certificateHold' when='-2 hours/+1 day' list first.crl
when='-1 minutes/+1 day' list second.crl
ask "an older hold of the first place does not hide a later word of the second" 'good: '

# A note of version 0.1.0, which does not know when the CA spoke.
forget
certificate=heard
answer heard -- revoked,reason=6
ask "on hold" 'revoked: certificateHold'
note=$(find "$XDG_STATE_HOME" -path '*/revoked/*' -type f)
echo "OCSP certificateHold $(($(date +%s) - 900)) $(($(date +%s) - 600))" >"$note"
answer heard -- good,this=-700
ask "an older note: a word before it was asked" 'revoked: certificateHold'
answer heard -- good,this=-500
ask "…and one after" 'good: '

# By GET.
certificate=get
certificate get 0x14 "authorityInfoAccess=OCSP;URI:$web/get/get"
answer get -- good
ask "a server that takes no POST" 'good: '
openssl ocsp -reqin lists/get.asked -req_text >asked.txt 2>&1
says "…is asked by GET, as openssl reads it" 'Serial Number: 14' asked.txt
is "…for one certificate" 1 "$(grep -c 'Serial Number' asked.txt)"
certificate=slash
certificate slash 0x15 "authorityInfoAccess=OCSP;URI:$web/get/slash/"
answer slash -- revoked,reason=1
ask "one whose address ends in a slash" 'revoked: keyCompromise'
certificate=gone
certificate gone 0x16 "authorityInfoAccess=OCSP;URI:$web/get/gone"
run verify -p p --json "$id"
check "one that has no answer by GET either" grep -q 'answered with the error HTTP 404' out
done_testing
