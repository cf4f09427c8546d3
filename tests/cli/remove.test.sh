#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A certificate and its key are removed together; certutil is the judge.
# shellcheck source-path=SCRIPTDIR disable=SC2086,SC2174,SC2238
. "$(dirname "$0")/clock.lib.sh"
few_rounds
ca ca
ca other Other

# identity PROFILE NAME [SERIAL [CSR]]: imports a certificate with its key, and its issuer.
identity() {
    [ $# -gt 3 ] || "$helper" request -q -p "$1" -k p-256 -s "CN=$2" -o "$2.csr"
    issue ca "${4:-$2.csr}" "$2.pem" ${3:+"$3"}
    cat "$2.pem" ca/issuing.pem >"$2.chain.pem"
    "$helper" import -q -p "$1" "$2.chain.pem"
}
# has PROFILE: counts its keys/certificates of persons/other certificates.
has() {
    certutil -L -d "sql:$1" >list
    echo "$(keys "$1")/$(grep -c 'u,u,u *$' list)/$(grep -c ' ,, *$' list)"
}
# private PROFILE: counts the private keys that are left, and the public keys.
private() {
    echo "$(sqlite3 "$1/key4.db" 'select count(*) from nssPrivate')/$(sqlite3 "$1/cert9.db" \
        'select count(*) from nssPublic where a0 = x'"'00000002'")"
}
# journal PROFILE: its folder.
journal() { echo "$XDG_STATE_HOME"/nss-helper/"${1##*/}"-*; }
copied_at=$(in_days -6)
# copied PROFILE CERTIFICATE FILE [KIND]: the journal says that the file is its copy.
copied() {
    local folder
    folder=$(journal "$1")/copies
    mkdir -p -m 700 "$folder"
    printf '{"copies":[{"kind":"%s","place":"%s","hash":"%s","time":"%s"}]}' \
        "${4:-backup}" "$3" "$(sha256sum <"$3" | cut -c1-64)" "$copied_at" \
        >"$folder/$(fingerprint "$2" | tr -d : | tr A-F a-f).json"
}

# Without a backup, and with one.
profile p
# By certutil, which stores the public half of a key, too.
head -c 64 /dev/urandom >noise
certutil -R -a -d sql:p -k ec -q nistp256 -s CN=taro -z noise -o taro.csr >/dev/null
identity p taro 0x01AF taro.csr
is "both halves of a key are there" 1/1 "$(private p)"
identity p hanako
taro=$(fingerprint taro.pem)
# A part of a name matches nothing, because the next certificate could have it, too.
exits "a part of a name" 87 list -p p HANAK
says "…is called so" '"HANAK" is only a part of a name. Give the whole name,'
says "…and the profile is that of the command" 'nss-helper list --profile p.'
exits "what is in no name" 87 list -p p jiro
says "…fits none" 'No certificate in this profile fits "jiro".'
before=$(content p)
exits "no backup: refused" 96 remove -p p 0x01af --yes
says "…it says how to make one" "nss-helper export --profile p ${taro:0:11} --for backup."
says "…or to do without" '--no-backup'
says "…and shows whom it is about" 'taro, issued by Test Issuing CA' out
says "…by fingerprint" "$taro" out
says "…by serial number" 'serial number 01:AF' out
says "…and last day" "valid until $(last_date taro.pem)" out
says "…what is lost: logins" 'Logins and Wi-Fi connections that use it stop working.' out
silent "…and no mail, for which it was not" 'mail' out
exits "--json" 96 remove -p p 0x01af --yes --json
is "…the identity, no copies, the error" "$taro [] ASK" \
    "$(json 'd.identity.fingerprint + " " + JSON.stringify(d.copies) + " " + d.error.name')"

echo backup >backup.p12
copied p taro.pem "$work/backup.p12"
exits "nobody to ask" 96 remove -p p 0x01af
says "…it wants --yes" '--yes'
says "…the backup is shown" "backup, $(date_of "$copied_at"), $work/backup.p12: present" out
exits "…--json, too" 96 remove -p p 0x01af --json
exits "…--quiet, too" 96 remove -p p 0x01af -q
echo changed >>backup.p12
exits "the backup is another file now" 96 remove -p p 0x01af --yes
says "…says so" "missing, or now a different file" out
says "…as a sentence" 'No backup is still as it was written.'
rm backup.p12
exits "the backup is gone" 96 remove -p p 0x01af --yes --json
is "…says so" false "$(json 'd.copies[0].there')"
echo backup >backup.p12
copied p taro.pem "$work/backup.p12" profile
exits "a copy in another profile is no backup" 96 remove -p p 0x01af --yes
copied p hanako.pem "$work/backup.p12"
echo '{' >"$(journal p)/copies/$(echo "$taro" | tr -d : | tr A-F a-f).json"
exits "a damaged list of copies is none, and another's does not count" 96 remove -p p 0x01af --yes
says "…says so" 'There is no backup.'
copied p taro.pem "$work/backup.p12"

# IDs.
exits "an ID of none" 87 remove -p p --yes --no-backup 0x02
exits "no ID" 64 remove -p p
exits "what is no ID" 64 remove -p p --yes --no-backup 01af01a
exits "a name of none" 87 remove -p p --yes --no-backup "taro "
"$helper" request -q -p p -k p-256 -s CN=jiro -o jiro.csr
issue other jiro.csr jiro.pem 0x01AF
"$helper" import -q -p p jiro.pem
exits "an ID of two" 88 remove -p p --yes --no-backup 0x01AF
says "…names both" "$(tr -d : <<<"${taro:0:17}") (taro, valid, "
"$helper" remove -q -p p --yes --no-backup "$(fingerprint jiro.pem)" 2>err
is "…by fingerprint it goes" 0 $?
is "nothing else went" 2/2/1 "$(has p)"

# At a terminal.
answer() { script -qec "$(printf '%q ' "$helper" "${@:2}")" /dev/null <<<"$1" >tty 2>&1; status=$?; }
for no in n '' no yess; do
    answer "$no" remove -p p 0x01af
    is "\"$no\" is no yes" 101 $status
done
check "…it was asked" grep -q 'Remove the certificate permanently? \[y/N\]' tty
is "…and nothing went" 2/2/1 "$(has p)"
answer y remove -p p --json 0x01af
is "no question with --json" 96 $status
answer y remove -p p 0x01af
is "y is yes" 0 $status
check "…no browser is running" test -z "$(grep running tty)"
check "…it says what went" grep -q 'Removed: the certificate of taro, and its key.' tty
is "…and it did; her key, certificate and the issuer are there" 1/1/1 "$(has p)"
is "…no half of the key is left" 1/1 "$(private p)"
exits "…she is sound" 93 verify -p p --json "$(fingerprint hanako.pem)"
is "…her key signs" good "$(json d.proof.signs)"
exits "a second time" 87 remove -p p --yes 0x01af
check "the public certificate is kept for good" \
    test -s "$(journal p)/certificates/$(echo "$taro" | tr -d : | tr A-F a-f).pem"
run doctor -p p --json
is "…and no doctor misses it" good "$(json 'd.findings.find(f => f.check === "refresh").state')"
exits "…nothing is unfinished" 0 jobs -p p --json
is "…no key without a certificate" '[]' "$(json d.keys)"

# The warning depends on the use.
for who in mail both; do
    "$helper" request -q -p p -k rsa-2048 -s "CN=$who" -o $who.csr
done
printf '%s\n' basicConstraints=CA:false extendedKeyUsage=emailProtection >ca/mail.ext
printf '%s\n' basicConstraints=CA:false extendedKeyUsage=emailProtection,clientAuth >ca/both.ext
for who in mail both; do
    openssl x509 -req -in $who.csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 \
        -extfile ca/$who.ext -out $who.pem 2>/dev/null
    "$helper" import -q -p p $who.pem
done
run remove -p p "$(fingerprint mail.pem)"
says "for mail: it can't be read any more" "You can no longer read e-mail encrypted to this certificate." out
silent "…and nothing of logins" Logins out
run remove -p p "$(fingerprint both.pem)"
check "for both: both" grep -q 'no longer read e-mail' out
says "…" 'Logins and Wi-Fi' out
issue_between ca both.csr old.pem '-6 years' '-5 years'
"$helper" import -q -p p old.pem
run remove -p p "$(fingerprint old.pem)"
says "one that has expired" "valid until $(last_date old.pem) (expired)" out
says "…its key has another certificate" 'Its key stays' out
issue_between ca mail.csr future.pem '+20 years' '+21 years'
"$helper" import -q -p p future.pem
run remove -p p "$(fingerprint future.pem)"
says "one of the future" '(not valid yet)' out

# On either NSS: two certificates of one key, RSA and EC, a primary password.
echo 'correct horse' >pw
on() { # NAME [FOLDER-OF-ITS-NSS]
    local name=$1 kind
    for kind in p-256 rsa-2048; do
        rm -rf "$name" renewed.csr && profile "$name"
        [ $# -eq 1 ] || printf '[Compatibility]\nLastPlatformDir=%s\n' "$2" >"$name/compatibility.ini"
        "$helper" request -q -p "$name" -k $kind -s CN=renewed -o renewed.csr
        identity "$name" first '' renewed.csr
        identity "$name" second '' renewed.csr
        is "$name, $kind: one key, two certificates" 1 "$(keys "$name")"
        exits "…the first goes" 0 remove -p "$name" --no-backup --yes "$(fingerprint first.pem)" --json
        is "…without its key" true/false "$(json 'd.removed + "/" + d.key')"
        is "…which is there, with the other one" 1/1/1 "$(has "$name")"
        exits "…which works" 93 verify -p "$name" "$(fingerprint second.pem)" --json
        is "…and signs" good "$(json d.proof.signs)"
        exits "…the second goes" 0 remove -p "$name" --no-backup --yes "$(fingerprint second.pem)" --json
        is "…with its key" true/true "$(json 'd.removed + "/" + d.key')"
        is "…nothing but the issuer is left" 0/0/1 "$(has "$name")"
        is "…no half of a key" 0/0 "$(private "$name")"
        exits "…a backup brings nothing of it back by itself" 0 list -p "$name" --json
        is "…the list is empty" '[]' "$(json d.identities)"
    done
    rm -rf "$name" x.csr && mkdir "$name" && LD_LIBRARY_PATH=${2:-} certutil -N -d "sql:$name" -f pw
    [ $# -eq 1 ] || printf '[Compatibility]\nLastPlatformDir=%s\n' "$2" >"$name/compatibility.ini"
    "$helper" request -q -p "$name" --primary-password-file pw -k p-256 -s CN=x -o x.csr
    issue ca x.csr x.pem
    "$helper" import -q -p "$name" --primary-password-file pw x.pem
    answers '!cancel'
    exits "$name: a locked profile, cancelled" 101 remove -p "$name" --no-backup --yes \
        "$(fingerprint x.pem)"
    answers 'correct horse'
    exits "…unlocked" 0 remove -p "$name" --no-backup --yes "$(fingerprint x.pem)"
    is "…asked once" 1 "$(asked)"
    is "…the key is gone" 0 "$(sqlite3 "$name/key4.db" 'select count(*) from nssPrivate')"
    is "…and the certificate" 0 "$(sqlite3 "$name/cert9.db" \
        "select count(*) from nssPublic where a0 = x'00000001'")"
}
on system
if [ "$clock_of_all" = no ]; then
    skip "the browser's own NSS" "here no other clock gets to it: the command drops LD_PRELOAD"
elif [ -e $browser/libsoftokn3.so ]; then
    on newer $browser
else
    skip "the browser's own NSS" "no firefox-esr"
fi

# A running browser remembers what it has seen.
rm -rf r && profile r
identity r seen
hold_profile r
exits "while a browser runs" 0 remove -p r --no-backup --yes "$(fingerprint seen.pem)"
says "…it lists it still" 'The running browser lists the certificate until you restart it.'
kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null
pids=()

# An interrupted removal is finished when it is repeated.
rm -rf q && profile q
identity q half 0x77
identity q whole
half=$(fingerprint half.pem)
mkdir -m 700 "$(journal q)/removals"
openssl x509 -in half.pem -outform DER \
    -out "$(journal q)/removals/$(echo "$half" | tr -d : | tr A-F a-f).der"
certutil -D -d sql:q -n "$(certutil -L -d sql:q | sed -n 's/^\(half.*\) *u,u,u *$/\1/p' | sed 's/ *$//')"
is "the certificate has gone, its key has not" 2/1/1 "$(has q)"
exits "an ID of neither" 87 remove -p q --no-backup --yes 0x78
exits "repeated without a word" 96 remove -p q 0x77 --no-backup
exits "repeated" 0 remove -p q --no-backup --yes 0x77 --json
is "…the key goes" true "$(json d.key)"
is "…and nothing else" 1/1/1 "$(has q)"
is "…the note, too" '' "$(ls "$(journal q)/removals")"
exits "once more" 87 remove -p q --no-backup --yes 0x77
certutil -D -d sql:q -n "$(certutil -L -d sql:q | sed -n 's/^\(whole.*\) *u,u,u *$/\1/p' | sed 's/ *$//')"
exits "a key whose certificate was lost in another way" 87 remove -p q --no-backup --yes \
    "$(fingerprint whole.pem)"
is "…stays" 1 "$(keys q)"

# It is killed before a call that changes a file, or the disk is full: a certificate is never there
# without its key. A fifth of the calls are tried; between two of them that leave different things
# behind, the neighbouring calls are searched that do so. FAULTS=all tries all.
shim=$root/${B:-build}/faults/shim.so
hit() { # WHAT:N
    rm -rf k "$journal"
    cp -a k.saved k
    cp -a journal.saved "$journal"
    NH_FAULT_BELOW=$work NH_FAULT=$1 LD_PRELOAD=/proc/$$/fd/7${LD_PRELOAD:+:$LD_PRELOAD} \
        "$helper" remove -p k --no-backup --yes "$mayfly" >out 2>err </dev/null
    code=$?
} 2>/dev/null
look() { # WHAT:N: what is there now, in $state, and after it was repeated
    # Opening it rolls back what was not committed.
    sqlite3 k/cert9.db 'select count(*) from nssPublic' >/dev/null
    sqlite3 k/key4.db 'select count(*) from nssPrivate' >/dev/null
    state=$(has k)
    case $state/$code in 1/1/1/[1-9]* | 1/0/1/[1-9]* | 0/0/1/*) ;; *) wrong="$wrong $1:$state/$code" ;; esac
    run remove -p k --no-backup --yes "$mayfly"
    case $state/$status in 0/0/1/87 | 1/*/0) ;; *) wrong="$wrong $1:$state/$status again" ;; esac
    [ "$(has k)" = 0/0/1 ] || wrong="$wrong $1:$(has k) again"
}
killed_at() { # N
    hit "kill:$1"
    [ $code -eq 137 ] || wrong="$wrong $1:not killed"
    look "kill:$1"
    after[$1]=$state
}
killed_between() { # N M: two that were tried
    local middle=$((($1 + $2) / 2))
    [ "${after[$1]}" != "${after[$2]}" ] && [ $middle -gt "$1" ] || return 0
    killed_at $middle
    killed_between "$1" $middle
    killed_between $middle "$2"
}
by_faults() {
    local number last=1 step=5
    [ "${FAULTS:-}" != all ] || step=1
    # The loader takes no path with a space.
    exec 7<"$shim"
    profile k
    identity k mayfly
    mayfly=$(fingerprint mayfly.pem)
    journal=$(journal k)
    cp -a k k.saved
    cp -a "$journal" journal.saved
    NH_FAULT_LOG=$work/calls hit none:0
    calls=$(grep -cv " end " calls) wrong='' after=()
    check "there are calls to be killed at" test "$calls" -ge 20
    killed_at 1
    for ((number = 1 + step; last < calls; number += step)); do
        [ $number -le "$calls" ] || number=$calls
        killed_at $number
        killed_between $last $number
        last=$number
    done
    hit "kill:$((calls + 1))"
    is "there is no further call" 0 $code
    is "killed at ${#after[@]} of $calls calls" '' "$wrong"
    is "…which hit each stage" '1/1/1 1/0/1 0/0/1' "$(printf '%s\n' "${after[@]}" | uniq | xargs)"
    wrong=''
    for ((number = 1; number <= calls; number += 2 * step + 1)); do
        hit 28:$number # ENOSPC
        look 28:$number
    done
    is "the disk is full at some of them" '' "$wrong"
}
if [ -e "$shim" ]; then
    by_faults
else
    leave_out "$shim is not built" "there are calls to be killed at" "there is no further call" \
        "killed at the calls" "…which hit each stage" "the disk is full at some of them"
fi
done_testing
