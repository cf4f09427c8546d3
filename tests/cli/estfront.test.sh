#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Servers in front of an EST server: redirects, other log-ins, messages of their own, refusals in TLS,
# and what a CA wants in a request. openssl judges the requests that were sent.
# shellcheck source-path=SCRIPTDIR disable=SC2086
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/est.lib.sh"
start_portal
answer none
ca tls
tls_certificate good localhost
node "$root/tests/cli/estfront.mjs" good.key good.pem "$est" "$anchor" &
pids+=($!)
comes test -s front
front=https://localhost:$(cat front)
profile p

# by WORD[=VALUE] SUBJECT [OPTION…]: enroll there.
by() {
    run enroll -p p --est "$front/$1/.well-known/est" --cacert tls/root.pem -k p-256 -s "CN=$2" "${@:3}"
}
taro=(-u taro --password-file taro-pass)
# last EXPRESSION: of the last request that the server got.
last() { tail -1 fronted >last.json; json "$1" last.json; }
# drop: forgets the requests that wait, because their number is limited.
drop() {
    [ -z "$("$helper" jobs -p p 2>/dev/null)" ] || "$helper" jobs -q -p p forget --site "$front" --yes >/dev/null 2>&1
}
# no_secret: no name with its password is in the output or in the journal.
no_secret() {
    is "…no log-in is shown or kept" '' \
        "$(grep -hE 'hanako|himitsu|taro-pass|geheim' out err; grep -rlE 'himitsu|taro-pass|geheim' "$XDG_STATE_HOME")"
}

# Redirections to the same origin, with a name and password, which libcurl writes into the address.
answer
for word in relative=307 relative=308 relative=301 relative=302 absolute=307 with-login all; do
    by $word "${word/=/ }" "${taro[@]}"
    is "$word: followed" 0 "$status"
    is "…as POST, with its body and the log-in" 'POST true true' \
        "$(last '[d.method, d.length > 100, d.login.startsWith("Basic ")].join(" ")')"
    is "…there" true "$(last 'd.url.startsWith("/pass/")')"
    no_secret
done
answer digest redirect
run enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=digest "${taro[@]}"
is "…with Digest" 0 "$status"
answer none
for word in elsewhere port plain file loop ring=0 relative=303; do
    by $word "${word/=/ }" "${taro[@]}"
    is "$word: refused" 104 "$status"
    no_secret
    run enroll -p p --est "$front/$word/.well-known/est" --cacert tls/root.pem -k p-256 -s "CN=${word/=/ }" "${taro[@]}" --json
    is "…in JSON, too" '104 REFUSED' "$status $(json d.error.name)"
    no_secret
    cp out "$word.json"
    drop
done
says "another server is named" 'https://elsewhere.example/x?…' elsewhere.json
says "…with its port" 'https://localhost:1/x' port.json
says "http is no safe address" 'http://localhost:' plain.json
says "a loop is told as one" 'in a loop' loop.json
says "…and a ring" 'too often' 'ring=0.json'
is "a ring has an end, each time" 8 "$(grep -c '"/ring=.*simpleenroll' fronted)"

# Log-ins in an address.
for address in https://hanako:himitsu@ca.example https://hanako:himi@tsu@ca.example hanako:himitsu@ca.example \
    'https://ca.example/x?token=geheim' https://hanako@ca.example; do
    exits "--est $address" 64 enroll -p p --est "$address" -s CN=x
    no_secret
    says "…the server is" 'ca.example'
    exits "…in JSON" 64 enroll -p p --est "$address" -s CN=x --json
    no_secret
done

# What a server says: one line, printable, and no longer than fits.
said() { # NAME HEX WORDS
    by "words=$2" words
    is "$1: told" 104 "$status"
    says "…as it is fit for a person" "$3"
    run enroll -p p --est "$front/words=$2/.well-known/est" --cacert tls/root.pem -k p-256 -s CN=words --json
    is "…in JSON, too: one line, nothing that turns or hides" true "$(json '!/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/.test(d.error.message)')"
}
hex() { printf "$@" | od -An -vtx1 | tr -d ' \n'; }
said "control characters" "$(hex 'a\e[31mb\r\n\tc\x07d')" 'a [31mb c d'
said "C1 controls" "$(hex 'a\xc2\x9b31mb')" 'a 31mb'
said "a turn of direction" "$(hex 'a\xe2\x80\xaefdp.exe')" 'afdp.exe'
said "no UTF-8" "$(hex 'a\xff\xfeb')" 'a??b'
said "an address with a log-in" "$(hex 'see https://hanako:himitsu@x.example/y')" 'see https://x.example/y'
no_secret
said "an address with a log-in, hidden" "$(hex 'see https:/\xe2\x80\x8b/hanako:himitsu@x.example/y')" 'see https://x.example/y'
no_secret
said "much" "$(head -c 4000 /dev/zero | tr '\0' z | od -An -vtx1 | tr -d ' \n')" 'zzz…'

# After a 401: what the server asks for, and useful advice.
asks_for() { # WORD STATUS SAYS NOT [OPTION…]
    by "login=$1" "login" "${@:5}"
    is "401 with ${1:-nothing} ${5:-}: status" "$2" "$status"
    says "…what it wants" "$3"
    [ -z "$4" ] || silent "…and no advice that does not help" "$4"
    drop
}
asks_for Basic%20realm=x 108 'asks for a name and a password' ''
asks_for Digest%20realm=x,nonce=y 108 'Give the name with --user' ''
asks_for Basic%20realm=x 108 'rejected this name and password' '--user' "${taro[@]}"
asks_for Negotiate 104 'asks for a login by "Negotiate"' '--user'
asks_for Negotiate 104 'asks for a login by "Negotiate"' '--user' "${taro[@]}"
asks_for 'Negotiate|Basic%20realm=x' 108 'Give the name with --user' 'Negotiate'
asks_for Bearer%20realm=x 104 'asks for a login by "Bearer"' '--user'
asks_for '' 104 'does not say which' '--user'
says "a certificate that it asks for is advised, too" '--with ID'

# With a certificate of this profile.
by pass first
is "one to log in with" 0 "$status"
with=$(id first)
by login= login --with "$with"
silent "…then it is not advised" '--with'
by pass second --with "$with"
is "enroll --with" 0 "$status"
is "…shows it" "$with" "$(last d.certificate)"
says "…for a first one" '/simpleenroll' <(tail -1 fronted)
by pass third --with "$(cut -c1-11 <<<"$with" | tr -d :)"
is "…by the start of its fingerprint" "0 $with" "$status $(last d.certificate)"
by pass fourth --with 00112233
is "one that is not there" 87 "$status"
is "…nothing was made" 0 "$(grep -c CN=fourth "$(journal)"/enrolments/*.json | grep -vc ':0')"

# A server that wants both, as libest's does by default.
both=$front/both=3000/.well-known/est
exits "a log-in alone" 108 enroll -p p --est "$both" --cacert tls/root.pem -k p-256 -s CN=both "${taro[@]}"
says "…is told of the certificate" '--with ID'
exits "a certificate alone" 108 enroll -p p --est "$both" --cacert tls/root.pem -k p-256 -s CN=both --with "$with"
says "…is told of the name" 'a name and a password beside the certificate. Give the name with --user'
exits "both" 0 enroll -p p --est "$both" --cacert tls/root.pem -k p-256 -s CN=both --with "$with" "${taro[@]}"
is "…is the same request" 'verified' "$(state)"
exits "a renewal there, with a name" 0 renew -p p "$(id both)" "${taro[@]}"
exits "…and the next one knows the name" 0 renew -p p "$(id both)" --password-file taro-pass
is "…both went out" 'true true' "$(last '[d.login !== "", d.certificate !== ""].join(" ")')"
exits "a password where no name is" 64 renew -p p "$(id second)" --password-file taro-pass
says "…has no effect" 'with --user'

# What the CA wants of a request, before a key is made; openssl sees what it gets.
P_384=3014301206072a8648ce3d0201310706052b81040022
P_521=3014301206072a8648ce3d0201310706052b81040023
RSA_8192=3013301106092a864886f70d010101310402022000
ED25519=300506032b6570
TEMPLATE=30133011060b2a864886f70d010910023d31023000
EKU=3029302706092a864886f70d01090e311a301830160603551d250101ff040c300a06082b06010505070302
wants() { # HEX [OPTION…]
    run enroll -p p --est "$front/csrattrs=$1/.well-known/est" --cacert tls/root.pem "${@:2}"
}
asked_for() { openssl req -in asked.csr -inform DER -noout -text; }
before=$(keys p)
for wish in "$P_521 90 P-521" "$RSA_8192 90 8192" "$ED25519 90 Ed25519" "$TEMPLATE 104 RFC 9908"; do
    read -r hex code name <<<"$wish"
    wants $hex -s CN=wants
    is "$name is wanted: told" $code "$status"
    says "…by name" "$name"
    is "…and no key was made" "$before" "$(keys p)"
done
wants $P_521 -k p-384 -s CN=wants
is "the person's own word counts" 0 "$status"
wants $P_384 -s CN=wants
is "a curve is wanted" 0 "$status"
check "…and made" grep -q P-384 <(asked_for)
wants "3027${TEMPLATE:4}${P_384:4}" -s CN=wants
is "a template beside a curve, for those who know no template: that counts" 0 "$status"
check "…it is made" grep -q P-384 <(asked_for)
CHALLENGE=300b06092a864886f70d010907
before=$(keys p)
wants "301e${TEMPLATE:4}${CHALLENGE:4}" -s CN=wants
is "a template beside what only ties the request: told" 104 $status
is "…and no key was made" "$before" "$(keys p)"
wants $EKU -k p-256 -s CN=wants --email taro@example.ac.jp
is "an extension is wanted" 0 "$status"
check "…and asked for, critical" grep -q 'Extended Key Usage: critical' <(asked_for)
check "…as it was named" grep -q 'TLS Web Client Authentication' <(asked_for)
check "…beside the person's own" grep -q 'email:taro@example.ac.jp' <(asked_for)
check "…in a request that is good" openssl req -in asked.csr -inform DER -verify -noout

# A request that is tied to its connection (RFC 7030 section 3.5): the server compares.
challenge() { asked_for | sed -n 's/ *challengePassword *://p'; }
for kind in rsa-2048 p-256 p-384; do
    wants $CHALLENGE -k $kind -s "CN=$kind" --email taro@example.ac.jp
    is "a challenge is wanted, $kind" 0 "$status"
    is "…it is the tls-unique of the connection" "TLSv1.2 $(challenge)" "$(last 'd.version + " " + d.unique')"
    check "…in a request that is good" openssl req -in asked.csr -inform DER -verify -noout
    check "…with all that was in it" grep -q 'email:taro@example.ac.jp' <(asked_for)
done
answer
wants $CHALLENGE -k p-256 -s CN=tied "${taro[@]}"
is "…behind a log-in" 0 "$status"
is "…again that of the connection" "$(challenge)" "$(last d.unique)"
answer none
exits "…at a renewal" 0 renew -p p "$(id rsa-2048)"
is "…too" "$(challenge)" "$(last d.unique)"
says "…which it is" '/simplereenroll' <(tail -1 fronted)
exits "…which waits" 69 renew -p p "$(id p-384)" --est "$front/tied-busy/.well-known/est" --cacert tls/root.pem
pass_time p
exits "…is tied to the connection of the next run" 0 renew -p p "$(id p-384)"
is "…too" "$(challenge)" "$(last d.unique)"
run enroll -p p --est "$front/tied-anew/.well-known/est" --cacert tls/root.pem -k p-256 -s CN=anew
is "a server that shakes hands once more for the request" 0 "$status"
is "…gets that of the handshake that counts then" "$(challenge)" "$(last d.unique)"
node "$root/tests/cli/estfront.mjs" good.key good.pem "$est" "$anchor" TLSv1.3 &
pids+=($!)
comes test -s front-TLSv1.3
exits "where TLS 1.3 is spoken, there is none" 0 enroll -p p --cacert tls/root.pem -k p-256 -s CN=modern \
    --est "https://localhost:$(cat front-TLSv1.3)/csrattrs=$CHALLENGE/.well-known/est"
is "…and the request is as it was" 'TLSv1.3 ' "$(last d.version) $(challenge)"

# At renewals, too.
run enroll -p p --est "$front/csrattrs=$EKU/.well-known/est" --cacert tls/root.pem -k p-256 -s CN=again --email taro@example.ac.jp
exits "renewed" 0 renew -p p "$(id again)"
says "…as a renewal" '/simplereenroll' <(tail -1 fronted)
check "…the extension is asked for" grep -q 'Extended Key Usage: critical' <(asked_for)
check "…beside the names of before" grep -q 'email:taro@example.ac.jp' <(asked_for)
exits "at a server that wants another kind of key" 0 \
    renew -p p "$(id again)" --est "$front/csrattrs=$P_384/.well-known/est" --cacert tls/root.pem
check "…it gets that" grep -q P-384 <(asked_for)
exits "…unless the person says another" 0 \
    renew -p p "$(id again)" --est "$front/csrattrs=$P_384/.well-known/est" --cacert tls/root.pem -k p-256
check "…which counts" grep -q P-256 <(asked_for)
before=$(keys p)
exits "one that can't be made" 90 \
    renew -p p "$(id again)" --est "$front/csrattrs=$P_521/.well-known/est" --cacert tls/root.pem
is "…no key was made" "$before" "$(keys p)"

# A server that is out of order: the error says so, and when to ask again.
by busy=7200 busy
is "503: told" 69 "$status"
by busy=7200 busy
is "…and not asked again before its time" 69 "$status"
says "…out of order it was" 'was unavailable'
silent "…nobody says that it was taken" 'has taken'
hour='[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}'
check "…with the hour" grep -Eq "Ask again after $hour" err
answer 202-days none
exits "202" 105 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=taken
exits "…and not before its time" 105 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=taken
check "…it was taken; with the hour" grep -Eq "accepted the request .* after $hour" err
answer none

# A server that has hung is not asked again: one time limit is waited for, however much it has to renew.
profile hang
for name in one two three; do
    run enroll -q -p hang --est "$front/pass/.well-known/est" --cacert tls/root.pem -k p-256 -s "CN=$name"
done
for operation in csrattrs simplereenroll; do
    sed -i "s|$front/[^/]*/|$front/stalls=$operation/|" "$(journal hang)"/enrolments/*.json
    : >fronted
    faketime -m -f '+0 x20' "$helper" renew -p hang --all >out 2>err </dev/null
    is "a server that hangs at $operation" 69 $?
    is "…is asked for that once" 1 "$(grep -c "/$operation" fronted)"
    is "…which is told" 1 "$(grep -c 'does not answer: ' err)"
    is "…and of the others, that it was not asked" 2 "$(grep -c 'was not asked again: it did not answer earlier in this run' err)"
    is "…$operation: keys" "$([ $operation = csrattrs ] && echo 3 || echo 4)" "$(keys hang)"
done
sed -i "s|$front/[^/]*/|$front/pass/|" "$(journal hang)"/enrolments/*.json
exits "when it answers again, all are renewed" 0 renew -p hang --all
is "…with no key more than that" 6 "$(keys hang)"

# The options of this run, for a renewal that an earlier run has begun.
renewing=$(id second)
exits "begun at one server" 69 renew -p p "$renewing" --est "$front/busy=1/.well-known/est" --cacert tls/root.pem
pass_time p
waiting=$(newest)
exits "another server is a conflict" 64 renew -p p "$renewing" --est "$front/pass/.well-known/est" --cacert tls/root.pem
says "…which names the way out" "jobs --profile p forget $waiting"
asks=$(wc -l <fronted)
is "…the first was not asked" "$asks" "$(wc -l <fronted)"
exits "so is another kind of key" 64 renew -p p "$renewing" -k p-384
says "…with the way out" "jobs --profile p forget $waiting"
exits "another anchor counts" 103 renew -p p "$renewing" --cacert "$anchor"
silent "…and none is advised" 'Name the root'
exits "another fingerprint, too" 103 renew -p p "$renewing" --fingerprint "$(printf '%064d' 7)"
exits "the way out" 0 jobs -p p forget "$waiting"
exits "…and another server" 0 renew -p p "$renewing" --est "$front/pass/.well-known/est" --cacert tls/root.pem

# Advice about the CA of the server.
exits "an unknown CA" 103 enroll -p p --est "$front" -k p-256 -s CN=x
says "…its root is advised" '--cacert FILE'
exits "another CA than was named" 103 enroll -p p --est "$front" --cacert "$anchor" -k p-256 -s CN=x
silent "…nothing of that is advised" 'Name the root'
says "…but said" 'another CA than'
tls_certificate other elsewhere.localhost
server other -cert other.pem -key other.key
exits "another host's certificate" 103 enroll -p p --est "$url" --cacert tls/root.pem -k p-256 -s CN=x
silent "…is no matter of its CA" 'Name the root'

# A refusal of a certificate in TLS, or of none; what never answers is an outage.
tls_certificate mine localhost
for version in tls1_2 tls1_3; do
    server strict-$version -cert good.pem -key good.key -Verify 3 -verify_return_error -CAfile tls/root.pem -$version
    exits "$version: a certificate of another CA" 104 renew -p p "$(id third)" --est "$url" --cacert tls/root.pem
    says "…is told as refused" 'rejected the certificate that you log in with: "unknown CA"'
    exits "$version: none" 104 enroll -p p --est "$url" --cacert tls/root.pem -k p-256 -s CN=x
    says "…is told as missing" 'asks for a certificate to log in'
    says "…with what to do" '--with ID'
done
done_testing
