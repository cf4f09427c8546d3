#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Certificates from a CA that speaks EST: openssl and certutil are the judges, and curl judges
# the portal itself.
# shellcheck source-path=SCRIPTDIR disable=SC1111,SC2086,SC2238
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/est.lib.sh"
start_portal
profile p
browser=$(dirname "$(readlink -f "$(command -v firefox-esr)")")

# An answer that never ends is given up after a minute, here by a clock that runs ten times as fast;
# the other tests go on meanwhile.
answer none stall
profile stalled
since=$EPOCHREALTIME
{
    faketime -m -f '+0 x10' "$helper" enroll -p stalled --est "$est" --cacert "$anchor" -k p-256 -s CN=stalled \
        >stalled.out 2>stalled.err </dev/null
    echo "$? $(((${EPOCHREALTIME/./} - ${since/./}) / 100000))" >stalled.ended
} &
stalled=$!
comes grep -q 'issued.*stalled' "$log"

# The portal, as curl sees it.
web() { curl -sS --max-time $((20 * ${PATIENCE:-1})) --cacert "$anchor" "$@"; }
post() { # FILE OPERATION [OPTION…]
    web -H 'Content-Type: application/pkcs10' -H 'Content-Transfer-Encoding: base64' \
        --data-binary "@$1" -o answer -w '%{http_code}' "${@:3}" "$est/.well-known/est/$2"
}
answer
openssl req -new -newkey rsa:2048 -nodes -keyout k.pem -subj '/CN=Curl' -outform der -out k.csr 2>/dev/null
openssl base64 -in k.csr -out k.b64
openssl base64 -A -in k.csr -out k.line
web "$est/.well-known/est/cacerts" | openssl base64 -d | openssl pkcs7 -inform der -print_certs -noout >text
is "portal: cacerts has two certificates" 2 "$(grep -c ^subject text)"
is "portal: csrattrs may be empty" 204 "$(web -o answer -w '%{http_code}' "$est/.well-known/est/csrattrs")"
is "portal: nobody enrols without a name" 401 "$(post k.b64 simpleenroll)"
is "portal: …or with a wrong password" 401 "$(post k.b64 simpleenroll -u taro:x)"
is "portal: Basic" 200 "$(post k.b64 simpleenroll -u taro:taro-pass)"
openssl base64 -d -in answer | openssl pkcs7 -inform der -print_certs >text
check "portal: …a certificate for the key, by its CA" openssl verify -CAfile "$anchor" -untrusted text text
is "portal: with a label" 200 "$(post k.b64 staff/simpleenroll -u taro:taro-pass)"
is "portal: a chunked request is refused" 400 \
    "$(post k.b64 simpleenroll -u taro:taro-pass -H 'Transfer-Encoding: chunked' --http1.1)"
is "portal: one long line is refused" 400 "$(post k.line simpleenroll -u taro:taro-pass)"
is "portal: a renewal without a certificate is refused" 403 "$(post k.b64 simplereenroll)"
answer digest
is "portal: Digest" 200 "$(post k.b64 simpleenroll --digest -u taro:taro-pass)"
is "portal: …and no Basic then" 401 "$(post k.b64 simpleenroll -u taro:taro-pass)"
answer 202-days
is "portal: later" 202 "$(post k.b64 simpleenroll -u taro:taro-pass)"
answer

# Enrolment and renewal, with each NSS, with and without a primary password. Each kind of key is tried
# with both NSS or in both ways; KINDS=all tries each with each.
echo 'primary password' >primary
for name in system bundled system-locked bundled-locked; do
    mkdir $name
    case $name in
    *-locked) certutil -N -d sql:$name -f primary && with=(--primary-password-file primary) ;;
    *) certutil -N -d sql:$name --empty-password && with=() ;;
    esac
    case $name in bundled*)
        printf '[Compatibility]\nLastPlatformDir=%s\n' "$browser" >$name/compatibility.ini ;;
    esac
    case $name in
    system | bundled-locked) kinds=(rsa-2048 p-256) ;;
    *) kinds=(p-256 p-384) ;;
    esac
    [ "${KINDS:-}" != all ] || kinds=(rsa-2048 p-256 p-384)
    for kind in "${kinds[@]}"; do
        who="Taro $kind"
        exits "$name: $kind is enrolled" 0 enroll -p $name "${with[@]}" --est "$est" --cacert "$anchor" \
            --user taro --password-file taro-pass -k $kind -s "CN=$who,O=Example\\, Inc.,C=JP" \
            --email taro@example.ac.jp
        says "…and installed" 'imported' out
        old=$(id "$who" $name "${with[@]}")
        certificate "$old" old.pem $name
        check "…openssl: by the CA" openssl verify -purpose sslclient -CAfile "$anchor" \
            -untrusted portal/ca.pem old.pem
        exits "…renewed" 0 renew -p $name "${with[@]}" "$old" --json
        new=$(json d.identity.fingerprint)
        certificate "$new" new.pem $name
        is "…proven, with the CA's certificate beside it" 'good good good untrusted' \
            "$(json '[d.proof.key, d.proof.signs, d.proof.dates, d.proof.chain].join(" ")')"
        is "…for the same subject, byte by byte" \
            "$(openssl x509 -in old.pem -noout -subject -nameopt dump_all,dump_der)" \
            "$(openssl x509 -in new.pem -noout -subject -nameopt dump_all,dump_der)"
        is "…the same subjectAltName" "$(openssl x509 -in old.pem -noout -ext subjectAltName)" \
            "$(openssl x509 -in new.pem -noout -ext subjectAltName)"
        check "…with a new key" test "$(openssl x509 -in old.pem -noout -pubkey)" != \
            "$(openssl x509 -in new.pem -noout -pubkey)"
        is "…of the same kind" "$(openssl x509 -in old.pem -noout -text | grep 'Public-Key:\|NIST')" \
            "$(openssl x509 -in new.pem -noout -text | grep 'Public-Key:\|NIST')"
        check "…the old certificate had logged in" grep -q \
            "est reenroll by=$(tr -d : <<<"$old" | tr A-F a-f) same=1" "$log"
    done
    is "$name: certutil sees each key" $((2 * ${#kinds[@]})) "$(certutil -K -d sql:$name -f <(cat primary) 2>/dev/null | grep -c '^<')"
    is "$name: …a certificate for each, and the CA's without trust" "$((2 * ${#kinds[@]})),2" \
        "$(certutil -L -d sql:$name | grep -c 'u,u,u *$'),$(certutil -L -d sql:$name | grep -c ' ,, *$')"
done
exits "nothing is unfinished" 0 jobs -p system
is "…nothing at all" '' "$(cat out)"

# Good answers in different forms.
for words in pem pem-certs crlf line der alone digest both 'both der' slow redirect no-cacerts \
    no-attributes none; do
    answer "$words"
    enroll "CN=$words"
    is "an answer: $words" 0 "$status"
    says "…" 'imported' out
done
check "certutil has the CA's certificate, though it came alone" \
    grep -q ' ,, *$' <(certutil -L -d sql:p)
answer
run enroll -p p --est "$est/" --label staff --cacert "$anchor" --user taro --password-file taro-pass \
    -s CN=labelled -k p-256
is "a label" 0 "$status"
check "…is in the path" grep -q 'path=/.well-known/est/staff/simpleenroll' "$log"
run renew -p p -q "$(id labelled)"
is "…and is kept for the renewal" 0 "$status"
check "…in its path, too" grep -q 'path=/.well-known/est/staff/simplereenroll' "$log"
run enroll -p p --est "$est/.well-known/est/staff" --cacert "$anchor" --user taro \
    --password-file taro-pass -s CN=path -k p-256
is "an address with a path is taken as it is" 0 "$status"
answer attributes-p-384
run enroll -p p --est "$est" --cacert "$anchor" --user taro --password-file taro-pass -s CN=attributes
certificate "$(id attributes)" attributes.pem
check "the CA's wish for a kind of key" grep -q P-384 <(openssl x509 -in attributes.pem -noout -text)
answer other-name
enroll 'CN=Taro Yamada,C=JP' --json
is "a certificate with another name goes in" '0 true Somebody Else' \
    "$status $(json 'd.renamed + " " + d.identity.name')"
answer
enroll 'CN=Hanako,C=JP'
silent "one with the right name makes no remark" 'another subject'

# Bad answers: each has its name, and the next run ends well with the same key.
bad() { # CODE WORDS SAYS
    local before
    before=$(keys p)
    answer "$2"
    enroll "CN=bad $2"
    is "$2: exit status" "$1" "$status"
    says "…in words" "$3"
    is "…its key and its request are kept" "$((before + 1)) sent" "$(keys p) $(state)"
    says "…no second request is made" 'nss-helper renew --all' <("$helper" jobs -p p)
    enroll "CN=bad $2"
    is "…also not at a repetition" "$1 $((before + 1))" "$status $(keys p)"
    answer
    enroll "CN=bad $2"
    is "…and a good answer ends it, with the same key" "0 $((before + 1)) verified" "$status $(keys p) $(state)"
    is "…nothing is left" '' "$("$helper" jobs -p p 2>&1 | grep -v '^nss-helper: Nothing')"
}
bad 104 400 'has no e-mail address. Ask the office.'
enroll 'CN=escape'
silent "no control character comes through" $'\e'
bad 104 403 'Not you.'
bad 69 500 'out of order (HTTP 500). The server says: Sorry The database is down'
bad 69 cut "broke off"
bad 94 large 'larger than 1 MiB'
bad 85 other-key 'a key that is not in this profile'
bad 85 ca-only 'a key that is not in this profile'
bad 65 garbage "$est sent something that can't be installed. A certificate in this file is damaged."
bad 65 empty 'damaged'
bad 104 redirect-other "portal.localhost"
answer 503
before=$(keys p)
enroll CN=busy
is "503" 69 "$status"
says "…the server's words" 'The CA is being looked after.'
check "…its Retry-After is kept" test "$(enrolment d.retry)" '>' "$(date -ud '+60 seconds' +%FT%TZ)"
answer
asks=$(requests enroll)
enroll CN=busy
is "…it is not asked before" "69 $asks" "$status $(requests enroll)"
pass_time p
enroll CN=busy
is "…and answers then, for the same key" "0 $((before + 1))" "$status $(keys p)"
answer expired
enroll CN=expired
is "an expired certificate" 92 "$status"
is "…is in, but not called good" verified "$(state)"

# Later.
for words in 202-minute 202-date; do
    answer $words
    before=$(keys p)
    enroll "CN=$words"
    is "$words: PENDING" "105 $((before + 1)) sent" "$status $(keys p) $(state)"
    asks=$(requests enroll)
    enroll "CN=$words"
    is "…not before its time" "105 $asks" "$status $(requests enroll)"
    check "…which is soon" retry_is_soon
    pass_time p
    enroll "CN=$words"
    is "…then it is asked, and takes its time again" "105 $((asks + 1))" "$status $(requests enroll)"
    answer
    pass_time p
    enroll "CN=$words"
    is "…and has it, for the same key" "0 $((before + 1)) verified" "$status $(keys p) $(state)"
done
answer 202-year none
exits "for a year" 105 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=year
check "…it is asked again after sixty days" test "$(enrolment d.retry)" '>' "$(date -ud '+1439 hours' +%FT%TZ)"
check "…and no later" test "$(enrolment d.retry)" '<' "$(date -ud '+1441 hours' +%FT%TZ)"
answer 202-days none
exits "for two days" 105 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=days
check "…is in the journal" test "$(enrolment d.retry)" '>' "$(date -ud '+47 hours' +%FT%TZ)"
check "…and not longer" test "$(enrolment d.retry)" '<' "$(date -ud '+49 hours' +%FT%TZ)"
asks=$(requests enroll)
exits "renew --all does not ask before" 0 renew -p p --all --due
is "…it does not" "$asks" "$(requests enroll)"
pass_time p
answer none
exits "two days later renew --all picks it up" 0 renew -p p --all --due
is "…to its end" verified "$(state)"
answer 202-days
exits "a renewal that takes its time" 105 renew -p p "$(id days)"
renewing=$(id days)
pass_time p
answer
exits "…is picked up by its own command" 0 renew -p p "$renewing" --json
check "…with another certificate" test "$renewing" != "$(json d.identity.fingerprint)"
answer

# Passwords.
answers taro-pass
exits "a password by pinentry" 0 enroll -p p --est "$est" --cacert "$anchor" -u taro -k p-256 -s CN=asked
check "…which says who wants it" grep -q "SETDESC $est.*“taro”" pinentry/asked
answers wrong taro-pass
exits "a wrong one first" 0 enroll -p p --est "$est" --cacert "$anchor" -u taro -k p-256 -s CN=asked2
is "…two questions" 2 "$(asked)"
answers a b c d
before=$(keys p)
exits "wrong thrice" 108 enroll -p p --est "$est" --cacert "$anchor" -u taro -k p-256 -s CN=asked3
is "…three questions, one key" "3 $((before + 1))" "$(asked) $(keys p)"
answers '!cancel'
exits "cancelled" 101 enroll -p p --est "$est" --cacert "$anchor" -u taro -k p-256 -s CN=asked4
is "…no key was made" "$((before + 1))" "$(keys p)"
exits "a wrong one from a file" 108 enroll -p p --est "$est" --cacert "$anchor" -u taro \
    --password-file wrong-pass -k p-256 -s CN=asked3
exits "without a name" 108 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=asked3
says "…which is told" '--user'
"$helper" enroll -p p --est "$est" --cacert "$anchor" -u taro -k p-256 -s CN=asked3 \
    --password-fd 7 7<taro-pass >out 2>err
is "from a descriptor" 0 $?
is "no password is in the journal" '' "$(grep -rl 'taro-pass\|wrong' "$XDG_STATE_HOME")"

# Which servers are trusted.
root_hash=$(fingerprint "$anchor")
openssl s_client -connect "127.0.0.1:${est##*:}" -servername service.localhost </dev/null 2>/dev/null |
    openssl x509 -out server.pem 2>/dev/null
exits "by the fingerprint of the server's certificate" 0 enroll -p p --est "$est" -u taro --password-file taro-pass \
    -k p-256 -s CN=pinned --fingerprint "$(fingerprint server.pem)"
exits "…which is kept for the renewal" 0 renew -p p "$(id pinned)"
exits "by that of its CA, which it does not show" 0 enroll -p p --est "$est" -u taro --password-file taro-pass \
    -k p-256 -s CN=anchored --fingerprint "$(tr -d : <<<"$root_hash" | tr A-F a-f)"
exits "…which becomes the anchor of the renewal" 0 renew -p p "$(id anchored)"
profile q
refused() { # NAME SAYS WORD…
    local name=$1 says=$2
    shift 2
    answers taro-pass
    exits "$name: refused" 103 enroll -p q -u taro -k p-256 -s CN=q "$@"
    says "…in words" "$says"
    is "…no password was asked for, and no key made" '0 0' "$(asked) $(keys q)"
}
asks=$(requests .)
refused "another fingerprint" 'has this fingerprint. Nothing was sent.' --est "$est" --fingerprint "$(printf '%064d' 7)"
refused "no anchor" 'nothing was sent' --est "$est"
ca tls
refused "another anchor" 'nothing was sent' --est "$est" --cacert tls/root.pem
refused "another name" 'nothing was sent' --est "https://other.localhost:${est##*:}" --cacert "$anchor"
is "the server has heard nothing of it" "$asks" "$(requests .)"
tls_certificate good localhost
tls_certificate other elsewhere.localhost
tls_certificate old localhost -1
server good -cert good.pem -key good.key
answers taro-pass
"$helper" enroll -p q --est "$url" --cacert tls/root.pem -u taro -k p-256 -s CN=q >out 2>err </dev/null &
waiting=$!
check "a good server of openssl is heard of" comes grep -qs '^GET /.well-known/est/cacerts' heard-good
kill $waiting
wait $waiting
server other -cert other.pem -key other.key
refused "a certificate for another host" 'nothing was sent' --est "$url" --cacert tls/root.pem
refused "…also by its fingerprint" 'nothing was sent' --est "$url" --fingerprint "$(fingerprint other.pem)"
server old -cert old.pem -key old.key
refused "an expired certificate" 'nothing was sent' --est "$url" --cacert tls/root.pem
server tls11 -cert good.pem -key good.key -tls1_1 -cipher ALL:@SECLEVEL=0
refused "TLS 1.1" 'nothing was sent' --est "$url" --cacert tls/root.pem
server hello -cert good.pem -key good.key -trace
refused "any version" 'nothing was sent' --est "$url" --cacert "$anchor"
is "…TLS 1.2 and 1.3 are offered, and no other" 'TLS 1.3 (772) TLS 1.2 (771)' \
    "$(sed -n '/ClientHello/,/ServerHello/p' heard-hello | sed -n '/supported_versions/,/extension_type/p' |
        grep -o 'TLS 1.[0-9] ([0-9]*)' | xargs)"
server fake -cert good.pem -key good.key
refused "a server of another CA" 'nothing was sent' --est "$url" --cacert "$anchor"
is "none of them has heard a word" '' "$(cat heard-other heard-old heard-tls11 heard-fake)"
exits "nobody there" 69 enroll -p q --est https://localhost:1 --cacert "$anchor" -k p-256 -s CN=q
is "…no key was made" 0 "$(keys q)"

# A proxy of the environment.
start_proxy
https_proxy=$proxy run enroll -p p --est "$est" --cacert "$anchor" -u taro --password-file taro-pass -k p-256 -s CN=proxied
is "through a proxy" 0 "$status"
check "…which was used" grep -qx "service.localhost:${est##*:}" proxied
lines=$(wc -l <proxied)
https_proxy=$proxy no_proxy=.localhost run renew -p p "$(id proxied)"
is "…but not where no_proxy says so" "0 $lines" "$status $(wc -l <proxied)"

# A crash between the request and its answer.
answer stall
before=$(keys p) asks=$(requests enroll)
"$helper" enroll -p p --est "$est" --cacert "$anchor" -u taro --password-file taro-pass -k p-256 \
    -s CN=killed >out 2>err </dev/null &
victim=$!
comes more_than "$asks" enroll
exits "a second one at the same time: BUSY" 75 enroll -p p --est "$est" --cacert "$anchor" -k p-256 -s CN=second
exits "…and so is a timer" 75 renew -p p --all
kill -KILL $victim
wait $victim 2>/dev/null
is "killed meanwhile: its key and its request are kept" "$((before + 1)) sent" "$(keys p) $(state)"
answer
enroll CN=killed
is "…and the next run has its certificate, for the same key" "0 $((before + 1)) verified" \
    "$status $(keys p) $(state)"

# The answer comes while the database is locked: by then it is stored on the disk.
answer held
before=$(keys p) asks=$(requests enroll)
"$helper" enroll -p p --est "$est" --cacert "$anchor" -u taro --password-file taro-pass -k p-256 \
    -s CN=spooled >out 2>err </dev/null &
victim=$!
comes grep -q 'issued.*spooled' "$log"
mkfifo sql
sqlite3 p/key4.db <sql >/dev/null 2>&1 &
somebody=$!
pids+=("$somebody")
exec 8>sql
printf '%s\n' 'BEGIN EXCLUSIVE;' '.shell touch held' >&8
comes test -e held
answer
wait $victim
is "the database is held by somebody while the answer comes: BUSY" "75 $((asks + 1))" "$? $(requests enroll)"
echo 'ROLLBACK;' >&8
exec 8>&-
wait $somebody
answer 503
enroll CN=spooled
is "…the next run installs what had come, and asks no one" "0 $((asks + 1)) $((before + 1)) verified" \
    "$status $(requests enroll) $(keys p) $(state)"
says "…and shows it" 'spooled' out
answer

# While a server takes its time, the profile is free for others.
answer held
asks=$(requests issued) of_path=$(id path)
(run renew -p p "$of_path" -q; echo "$status" >renewed) &
victim=$!
comes more_than "$asks" issued
began=$(date +%s%N)
check "somebody else writes to it" certutil -A -d sql:p -n other -t ,, -i tls/root.pem
check "…at once" test $((($(date +%s%N) - began) / 1000000)) -lt $((1000 * ${PATIENCE:-1}))
check "…before the answer is there" test ! -e renewed
answer
wait $victim
is "…and the renewal ends well" 0 "$(cat renewed)"
answer

# By the timer.
profile t
answer none brief
exits "a certificate with three weeks to go" 0 enroll -p t --est "$est" --cacert "$anchor" -k p-256 -s CN=brief
answer none
exits "one for three months" 0 enroll -p t --est "$est" --cacert "$anchor" -k p-256 -s CN=long
answer none expired
exits "an expired one" 92 enroll -p t --est "$est" --cacert "$anchor" -k p-256 -s CN=expired
answer
exits "renew --all --due" 0 renew -p t --all --due --json
is "…renews the first alone" 'brief' "$(json 'd.renewals.map(r => r.name).join()')"
is "…with a proof" 'good' "$(json 'd.renewals[0].proof.signs')"
is "four keys now" 4 "$(keys t)"
exits "once more" 0 renew -p t --all --due
is "…does nothing" 4 "$(keys t)"
says "…and says so" 'Nothing to renew'
answer 503
exits "renew --all while the server is out of order" 69 renew -p t --all
says "…which it says of each" 't: brief ('
says "…" 't: long ('
answer
for file in "$(journal t)"/enrolments/*.json; do
    sed -i "s/\"retry\":.*\"[0-9T:Z-]*\"/\"retry\": \"$(in_days -1)\"/" "$file"
done
exits "and when it is back" 0 renew -p t --all
is "…one key for each" 6 "$(keys t)"
mkdir locked
certutil -N -d sql:locked -f primary
answer none brief
exits "a profile with a primary password" 0 enroll -p locked --primary-password-file primary --est "$est" \
    --cacert "$anchor" -k p-256 -s CN=locked
answer
answers
exits "renew --all --due leaves it out" 0 renew -p locked --all --due
says "…and tells" 'has a primary password and is skipped: 1 certificate is due there'
is "…nobody is asked" 0 "$(asked)"
exits "…in JSON, too" 0 renew -p locked --all --due --json
is "…" true "$(json d.locked)"
desktop
for language in C ja_JP.UTF-8; do
    LC_ALL=$language DBUS_SESSION_BUS_ADDRESS=unix:path=${work// /%20}/bus \
        exits "on a desktop ($language)" 0 renew -p locked --all --due
done
comes grep -q 証明書 seen
says "…it is shown" 'string "A certificate is due for renewal"' seen
says "…in Japanese, too" 'string "証明書の更新が必要です"' seen
says "…by Notify" 'interface=org.freedesktop.Notifications; member=Notify' seen
exits "unless its password is given" 0 renew -p locked --all --due --primary-password-file primary
exits "…then nothing is to do" 0 renew -p locked --all --due
silent "…and nothing is told" 'left out'

# A first certificate that the CA decides on later, and a password that is not kept.
answer 202-days
profile first
exits "a first one that waits" 105 enroll -p first --est "$est" --cacert "$anchor" -u taro \
    --password-file taro-pass -k p-256 -s CN=first
answer
exits "…is asked for in the end" 0 jobs -p first
says "…which takes the password again" 'You will be asked for your password at the server.' out
pass_time first
answers
DBUS_SESSION_BUS_ADDRESS=unix:path=${work// /%20}/bus exits "…not by a timer" 0 renew -p first --all --due
says "…which says so" "asks for the password of taro"
is "…and asks nobody" 0 "$(asked)"
comes grep -q 'A certificate is waiting for you' seen
says "…but on the desktop" 'string "A certificate is waiting for you"' seen
answers taro-pass
script -qec "$(printf '%q ' "$helper" renew -p first --all)" /dev/null </dev/null >tty 2>&1
says "at a terminal it asks" 'name         first' tty
is "…once" 1 "$(asked)"
is "…and has it" verified "$(state first)"

# All profiles of a user.
mkdir -p "$HOME/.mozilla/firefox"
answer none brief
for name in one two; do
    profile "$HOME/.mozilla/firefox/x.$name"
    printf '[Profile%s]\nName=%s\nIsRelative=1\nPath=x.%s\n' "$name" "$name" "$name" >>"$HOME/.mozilla/firefox/profiles.ini"
    exits "$name has one" 0 enroll -p "$HOME/.mozilla/firefox/x.$name" --est "$est" --cacert "$anchor" -k p-256 -s "CN=$name"
done
answer
exits "without --profile all of them are renewed" 0 renew --all --due
is "…each" '2 2' "$(keys "$HOME/.mozilla/firefox/x.one") $(keys "$HOME/.mozilla/firefox/x.two")"

# Other wishes and options.
old=$(id brief t)
exits "renewed once more, by hand" 0 renew -p t "$old"
says "…and what the old one still does" "may keep choosing it until you remove it. When the new one works: nss-helper remove --profile t $(
    tr -d : <<<"$old" | cut -c1-12)"
rm "$(journal t)"/enrolments/*.json
run list -p t --json
site=$(json "d.identities.find(i => i.fingerprint === '$(id long t)').site")
exits "one that came from a portal" 96 renew -p t "$(id long t)"
says "…is told where" "came from $site. Its portal"
mkdir -p "$(journal t)/portals"
printf https://portal.example/login >"$(journal t)/portals/$(printf %s "$site" | sha256sum | cut -d' ' -f1).url"
exits "…when the person has said where that is" 96 renew -p t "$(id long t)"
says "…just there" 'open https://portal.example/login in this Firefox'
exits "the list" 0 list -p t
says "…tells site and portal" "              from $site
              portal https://portal.example/login" out
ca own
"$helper" request -q -p t -k p-256 -s CN=request -o request.csr
issue own request.csr request.pem
"$helper" import -q -p t request.pem
exits "one of a request by hand" 97 renew -p t "$(id request t)"
says "…is told how" '--est'
exits "one that the server does not know" 104 renew -p t "$(id request t)" --est "$est" --cacert "$anchor"
says "…in its words" 'Show your certificate.'
exits "an address for one that it knows" 0 renew -p t "$(id long t)" --est "$est" --cacert "$anchor" -k rsa-2048
for words in "" "-s CN=x" "--est https://x" "--est https://x -s CN=x --label a/b" "--est http://x -s CN=x" \
    "--est https://u:p@x -s CN=x" "--est https://x?y -s CN=x" "--est ftp://x -s CN=x" "--est x -s CN=x" \
    "--est https://x -s CN=x --fingerprint 00" "--est https://x -s CN=x --label simpleenroll" \
    "--est https://x -s CN=x --cacert a --fingerprint b" \
    "--est https://x -s CN=x --password-file a --password-fd 3"; do
    # shellcheck disable=SC2086
    exits "enroll $words" 64 enroll -p q $words
done
for words in "" "--all 00112233" "--due" "00112233 --due" "--all --est https://x" "00112233 --label x"; do
    # shellcheck disable=SC2086
    exits "renew $words" 64 renew -p q $words
done
exits "no such kind of key" 90 enroll -p q --est "$est" --cacert "$anchor" -k dsa -s CN=x
exits "an anchor that is none" 65 enroll -p q --est "$est" --cacert taro-pass -k p-256 -s CN=x
exits "an anchor that is not there" 66 enroll -p q --est "$est" --cacert nowhere -k p-256 -s CN=x
exits "a subject that is none" 65 enroll -p q --est "$est" --cacert "$anchor" -k p-256 -s x
is "no key was made by any of these" 0 "$(keys q)"
answer none 403
exits "a refusal" 104 enroll -p q --est "$est" --cacert "$anchor" -k p-256 -s CN=refused
exits "…is forgotten" 0 jobs -p q forget "$(newest q)"
is "…with its key and its enrolment" '0 ' "$(keys q) $(ls "$(journal q)/enrolments")"

wait $stalled
read -r status tenths <stalled.ended
is "an answer that never ends" 69 "$status"
check "…is waited for" test "$tenths" -ge 50
says "…has its minute" 'imed out' stalled.err
is "…its key is kept" '1 sent' "$(keys stalled) $(state stalled)"
is "the portal had nothing to complain of" '' "$(cat portal.err)"
done_testing
