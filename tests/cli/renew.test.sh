#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Renewals that nobody watches: which are due, servers that are out of order beside others, the
# exit status for the worst outcome, and the notification about it.
# shellcheck source-path=SCRIPTDIR disable=SC2086,SC2238
. "$(dirname "$0")/clock.lib.sh"
. "$root/tests/cli/est.lib.sh"
start_portal

# other NAME: a further CA with its server, in the folder of that name.
other() {
    "$portal" --data "$work/$1" >"$1.ready" 2>"$1.err" &
    pids+=($!)
}
for name in hangs down refuses; do other $name; done
for name in hangs down refuses; do comes test -s $name.ready; done

# at NAME WORD…: how that one answers from now on.
at() {
    echo "${*:2}" >"$1/est.new"
    mv "$1/est.new" "$1/est"
}

# from NAME PROFILE SUBJECT: a certificate from there.
from() {
    local address=$est root=$anchor
    [ "$1" = portal ] || { address=$(json d.service "$1.ready"); root=$(json d.root "$1.ready"); }
    run enroll -q -p "$2" --est "$address" --cacert "$root" -k p-256 -s "CN=$3" "${@:4}"
    is "$3: a certificate for $2" 0 "$status"
}

# Which are due.
profile due
for words in "" brief short short-brief; do
    at portal none $words
    from portal due "life${words:+-$words}"
done
at portal none
renewals() { json 'd.renewals.map(r => r.name).sort().join()'; }
exits "what is due" 0 renew -p due --all --due --json
is "…a third of its life is left: of three months, and of five days" 'life-brief,life-short-brief' "$(renewals)"
exits "…and then nothing" 0 renew -p due --all --due
says "…which is said" 'Nothing to renew'
exits "a certificate for five days is good" 0 list -p due --json
is "…as one that ends soon is not" 'good soon' "$(json '["life-short", "life-brief"].map(
    n => d.identities.filter(i => i.name === n).sort((a, b) => a.notAfter < b.notAfter ? -1 : 1)[0].state).join(" ")')"
exits "those that end in three days" 0 renew -p due --all --expires-in 3d --json
is "…are none" false "$(json '"renewals" in d')"
exits "those that end in six days" 0 renew -p due --all --expires-in 6 --json
is "…it is one" life-short "$(renewals)"

# A CA that issues nothing beyond its own end: one renewal is enough.
profile capped
at portal none brief
from portal capped capped
at portal none capped
exits "a renewal that lasts no longer" 0 renew -p capped --all --due
# A request that ended long ago is folded away, and known all the same.
sed -i "s/\"changed\":.*\"[0-9T:Z-]*\"/\"changed\": \"$(in_days -1)\"/" "$(journal capped)"/jobs/*.json
exits "…and has ended long since" 0 jobs resume -p capped
is "…is folded away with the first one" '0 2' \
    "$(ls "$(journal capped)/jobs" | wc -l) $(ls "$(journal capped)/ended" | wc -l)"
exits "…is not done again" 0 renew -p capped --all --expires-in 30d
says "…which is told" "capped: capped ($(id capped capped | tr -d : | cut -c1-12)) ends on"
is "…two keys" 2 "$(keys capped)"
at portal none
exits "…but for who names it" 0 renew -p capped -q "$(id capped capped)"

# A server that hangs does not hold up the others.
profile p
at portal none brief
for name in hangs down refuses; do
    at $name none brief
    from $name p $name
done
from portal p first
from portal p second
from portal p dead
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); })')
job=$(newest)
sed -i "s|$est|https://localhost:$port|" "$(journal)/jobs/$job.json" "$(journal)/enrolments/$job.json"
at portal none
at hangs none held
at down none 503
at refuses none 403
names=(hangs down refuses first second dead)
declare -A ids
for name in "${names[@]}"; do ids[$name]=$(id $name | tr -d : | cut -c1-12); done
{
    "$helper" renew -p p --all --due >all.out 2>all.err </dev/null
    echo $? >ended
} &
started=$!
for name in first second; do
    check "while one server hangs, $name is renewed" comes grep -q "p: $name (${ids[$name]}): Renewed\." all.err
done
check "…and another one has refused" comes grep -q "p: refuses (${ids[refuses]}): .*Not you" all.err
check "…one was out of order" comes grep -q "p: down (${ids[down]}): .*looked after" all.err
check "…one can't be reached" comes grep -q "p: dead (${ids[dead]}): .*can't be reached" all.err
check "…and nothing of it has ended" test ! -e ended
at hangs none
wait $started
check "it goes on" grep -q "p: hangs (${ids[hangs]}): Renewed\." all.err
is "a refusal is the worst of all" 104 "$(cat ended)"
is "…each has one key more, but those that could not ask" "$((2 * ${#names[@]} - 1))" "$(keys p)"
is "each line stands alone" '' "$(grep -v '^nss-helper: p: \|^  ' all.err)"

# The same as a notification of the desktop, and only once.
desktop
export DBUS_SESSION_BUS_ADDRESS=unix:path=${work// /%20}/bus
told() { grep -c 'member=Notify' seen; }
rm -r "$(journal)/told"
exits "a refusal is the worst of all, in any order" 104 renew -p p --all
comes grep -q 'member=Notify' seen
says "…it is told on the desktop" "string \"A certificate can't be renewed\"" seen
says "…of which certificate and profile" 'string "refuses, in the profile p.' seen
exits "the next day" 104 renew -p p --all
is "…not again" 1 "$(told)"
at refuses none
exits "when the CA has changed its mind" 69 renew -p p --all
exits "…what is down passes by itself" 69 renew -p p --all --json
is "…and that is not told" 1 "$(told)"
is "…the error is in the answer" 'UNAVAILABLE' "$(json d.error.name)"
unset DBUS_SESSION_BUS_ADDRESS

# Two servers that want a password: each its own, one window at a time.
profile two
cp ready portal.ready
for name in portal down; do
    at $name 202-seconds
    exits "a first one that waits at the server $name" 105 enroll -p two --est "$(json d.service $name.ready)" \
        --cacert "$(json d.root $name.ready)" -k p-256 -s "CN=$name" -u taro --password-file taro-pass
done
for file in "$(journal two)"/enrolments/*.json; do
    sed -i "s/\"retry\":.*\"[0-9T:Z-]*\"/\"retry\": \"$(in_days -1)\"/" "$file"
done
at portal
at down
answers taro-pass taro-pass
script -qec "$(printf '%q ' "$helper" renew -p two --all)" /dev/null </dev/null >tty 2>&1
is "each server is given a password of its own" 2 "$(asked)"

# Four at once, and no more.
cat >silent.mjs <<'END'
import net from 'node:net';
import { appendFileSync, writeFileSync } from 'node:fs';
const held = [];
const log = (word) => appendFileSync('contacts', `${word}\n`);
const listen = () => new Promise((ready) => {
  const server = net.createServer((socket) => {
    log('contact');
    socket.on('error', () => {});
    held.push(socket);
  }).listen(0, '127.0.0.1', () => ready(server.address().port));
});
const ports = [];
for (let i = 0; i < 6; i++) ports.push(await listen());
process.on('SIGUSR1', () => {
  log('release');
  held.shift().destroy();
});
writeFileSync('ports', ports.join(' '));
END
profile six
at portal none brief
for i in 1 2 3 4 5 6; do from portal six "six$i"; done
node silent.mjs &
silent=$!
pids+=("$silent")
comes test -s ports
read -ra ports <ports
for job in "$(journal six)"/jobs/*.json; do
    sed -i "s|$est|https://localhost:${ports[0]}|" "$job" "${job/jobs/enrolments}"
    ports=("${ports[@]:1}")
done
{
    "$helper" renew -p six --all --due >six.out 2>six.err </dev/null
    echo $? >six.ended
} &
started=$!
contacts() { [ -e contacts ] && [ "$(grep -c contact contacts)" -ge "$1" ]; }
comes contacts 4
is "four servers are asked at once" 4 "$(pgrep -c -P "$(pgrep -P $started)")"
kill -USR1 $silent
check "the next one when one has ended" comes contacts 5
is "…and not before" 'contact contact contact contact release contact' "$(head -6 contacts | xargs)"
for i in 5 6; do
    kill -USR1 $silent
    comes contacts 6
done
kill $silent
wait $started
is "…each is told" 6 "$(grep -c "six: six. (" six.err)"
check "…and none was renewed" test "$(cat six.ended)" != 0

# Nor does one profile hold another.
mkdir -p "$HOME/.mozilla/firefox"
at hangs none brief
at portal none brief
for name in one two; do
    profile "$HOME/.mozilla/firefox/x.$name"
    printf '[Profile%s]\nName=%s\nIsRelative=1\nPath=x.%s\n' "$name" "$name" "$name" >>"$HOME/.mozilla/firefox/profiles.ini"
    case $name in one) from=hangs ;; two) from=portal ;; esac
    from $from "$HOME/.mozilla/firefox/x.$name" "$name"
done
at portal none
at hangs none held
{
    "$helper" renew --all --due >both.out 2>both.err </dev/null
    echo $? >both.ended
} &
started=$!
check "a profile is done while another one's server hangs" comes grep -q 'two: two (.*Renewed' both.err
check "…which still hangs" test ! -e both.ended
at hangs none
wait $started
is "…until it does not" '0 2 2' "$(cat both.ended) $(keys "$HOME/.mozilla/firefox/x.one") $(keys "$HOME/.mozilla/firefox/x.two")"

# A password where no name logs in has no effect; one from a descriptor is for all profiles.
exits "a password that nobody wants" 64 renew -p p --all --due --password-file taro-pass
says "…is said to have no effect" '--password-file can only be used with --user: without a user name'
exits "…nor one for several profiles" 64 renew --all --due --password-fd 5 5<taro-pass
says "…either" '--password-fd can only be used'
at portal 202-seconds
for name in three four; do
    profile "$HOME/.mozilla/firefox/x.$name"
    printf '[Profile%s]\nName=%s\nIsRelative=1\nPath=x.%s\n' "$name" "$name" "$name" >>"$HOME/.mozilla/firefox/profiles.ini"
    exits "a first one that waits, in the profile $name" 105 enroll -p "$HOME/.mozilla/firefox/x.$name" --est "$est" \
        --cacert "$anchor" -k p-256 -s "CN=$name" -u taro --password-file taro-pass
    pass_time x.$name
done
at portal
exits "its password alone would be the wrong one" 108 renew -p "$HOME/.mozilla/firefox/x.three" --all --password-file wrong-pass
echo backup-secret >secret
exits "a descriptor for each secret" 0 renew --all --password-fd=5 --remove-old --backup-password-fd 6 5<taro-pass 6<secret
is "…gives it to each profile that wants it" 'verified verified' "$(state x.three) $(state x.four)"
is "…and the others are renewed without it" 2 "$(grep -cE ' (one: one|two: two) \(.*: Renewed\.' err)"
mapfile -t backups < <(find "$HOME" -name '*.p12')
is "…a backup of each" 2 "${#backups[@]}"
for file in "${backups[@]}"; do
    check "…under its own password" openssl pkcs12 -in "$file" -passin pass:backup-secret -noout
done

# An option for one profile is not silently applied to the default profile.
echo primary >primary
for words in --json "--primary-password-file primary" "--primary-password-fd 5"; do
    # shellcheck disable=SC2086
    exits "renew --all $words, of several profiles" 64 renew --all --due $words 5<primary
    says "…is told, with what to do" "--profile" "$([ "$words" = --json ] && echo out || echo err)"
done

# A refusal is the worst outcome of all profiles, too, whichever has it.
for words in 'hangs portal' 'portal hangs'; do
    for name in one two three four; do pass_time x.$name; done
    at "${words% *}" none 503
    at "${words#* }" none 403
    exits "a profile's server is out of order, another's refuses ($words)" 104 renew --all
    says "…each is told" 'nss-helper: one: one ('
    says "…by its name" 'nss-helper: two: two ('
done

for words in "--expires-in 7d" "--all --due --expires-in 7d" "--all --expires-in x" "--all --expires-in -1" "--all --expires-in 99999"; do
    exits "renew $words" 64 renew -p p $words
done
done_testing
