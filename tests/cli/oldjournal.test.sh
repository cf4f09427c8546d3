#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A profile and its journal as the programs of version 0.1.0 leave them (commit 1a04e48), with one
# issuance in each state: an update in the middle of one loses nothing. Steps of an interrupted run
# were done by that version's library. The certificates never expire.
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/est.lib.sh"
old=$root/tests/cli/oldjournal

job() { # STATE: its issuance, or RESPONSE: what came
    case $1 in
    intent) echo 20260901T000001-000000000001 ;;
    key) echo 20260901T000002-000000000002 ;;
    sent) echo 20260901T000003-000000000003 ;;
    received) echo 20260901T000004-000000000004 ;;
    installed) echo 20260901T000005-000000000005 ;;
    verified) echo 20260901T000006-000000000006 ;;
    failed) echo 20260901T000007-000000000007 ;;
    forgotten) echo 20260901T000008-000000000008 ;;
    command) echo 20260901T000009-000000000009 ;;    # of "request"
    waiting) echo 20260901T000010-000000000010 ;;    # at an EST server
    unfit) echo 20260901T000011-000000000011 ;;      # the same, and "rubbish" has come
    response) echo 20260901T000012-000000000012 ;;   # of "received"
    rubbish) echo 20260901T000013-000000000013 ;;
    esac
}
record() { ls "$journal"/{jobs,ended}/"$(job "$1").json" 2>/dev/null; }
folded() { find "$journal/ended" -name '*.json' -printf '%f\n' | sort | paste -sd ' '; }
state() { json d.state "$(record "$1")"; }
states() { for one in "$@"; do state "$one"; done | paste -sd ' '; }
of() { "$helper" list -p p --json >list; json "d.identities.find((i) => i.name === '$1')$2" list; }
spooled() { find "$journal"/answers -type f -printf '%f\n' | sort | paste -sd ' '; }

# The folder of a journal is called after the path of the profile.
cp -r "$old/profile" p && chmod -R u+rwX,go= p
"$helper" jobs -p p >out
journal=$(ls -d "$XDG_STATE_HOME"/nss-helper/p-*)
rm -r "$journal" && cp -r "$old/journal" "$journal" && chmod -R u+rwX,go= "$journal"
mkdir -m 700 backups && cp "$old/backup.p12" backups
sed -i "s|@WORK@|$work|" "$journal"/copies/*
yesterday=$(in_days -1)
sed -i "s/2026-09-01T00:00:00Z/$yesterday/" "$journal"/jobs/*
sed -i "s/$yesterday/$(in_days -61)/" "$(record key)"
for name in sent key; do fallocate -l 4195000 "$journal/answers/$(job $name).space"; done

exits "an old journal is read" 0 jobs -p p --json
is "…the open issuances, the newest first" \
    'sent/EST/itself sent/EST/itself sent//no installed/P/no sent/P/no key/P/no' \
    "$(json 'd.jobs.map((job) => [job.state, job.site.replace(/.*portal.*/, "P").replace(/.*service.*/, "EST"),
        job.repeats].join("/")).join(" ")')"
is "…when they began" 2026-09-01T00:00:11Z "$(json 'd.jobs[0].begun')"
is "…what has come, and for which of them" \
    "$(job rubbish)/ $(job response)/$(job received)" \
    "$(json 'd.answers.map((one) => one.id + "/" + one.job).join(" ")')"
is "…a key whose removal broke off" 1 "$(json d.keys.length)"
exits "…as words" 0 jobs -p p
says "…too" "nss-helper jobs --profile p resume $(job response)" out

# An old program may still be running: what it works on is locked.
locked() { # FILE
    (exec 8<>"$1" && flock 8 && exec sleep 300) &
    pids+=($!)
    for ((tries = 0; tries < 200; tries++)); do
        flock -n "$1" true || return 0
        sleep 0.05
    done
}
arriving=20260901T000014-000000000014.part
printf 'https://ca.example\nhalf' | tee "$journal/answers/$arriving" \
    >"$journal/answers/20260901T000015-000000000015.part"
locked "$journal/answers/$(job response)"
locked "$journal/answers/$arriving"
exits "what an old program works on" 75 jobs resume "$(job response)" -p p
exits "…is left to it" 65 jobs resume -p p --json
is "…and only the rest is tried" "$(job rubbish)" "$(json 'd.answers.map((one) => one.answer).join(" ")')"
is "…what arrives there goes on, what broke off is removed, and for whom it waits there is room" \
    "$(job sent).space $(job waiting).space $(job unfit).space $(job response) $(job rubbish) $arriving" \
    "$(spooled)"
is "…what has ended is folded away" "$(job verified).json $(job failed).json $(job forgotten).json" \
    "$(folded)"
is "…the rest has gone on" 'failed verified received' "$(states intent installed received)"
kill "${pids[@]}"
wait "${pids[@]}" 2>/dev/null
pids=()
rm "$journal/answers/$arriving"

# A received certificate is installed, and an installed one is proven.
exits "what was received is installed" 65 jobs resume -p p --json
is "…for its issuance" "$(job received)" "$(json "d.answers.find((one) => one.answer === '$(job response)').job")"
is "…each is where it belongs" 'failed key sent verified verified verified failed forgotten sent sent sent' \
    "$(states intent key sent received installed verified failed forgotten command waiting unfit)"
check "…and has left the spool" test ! -e "$journal/answers/$(job response)"
is "…the certificates are kept" 5 "$(find "$journal/certificates" -type f | wc -l)"

# What is known of each.
is "where one came from, and what became of it" 'https://portal.example https://portal.example/login revoked' \
    "$(of verified '.site') $(of verified '.portal') $(of verified '.state')"
is "…that was received" 'https://portal.example https://portal.example/login' \
    "$(of received '.site') $(of received '.portal')"
is "…that came with its key" 'https://p12.example https://p12.example/my' \
    "$(of brought '.site') $(of brought '.portal')"
is "…where it was copied to" "backup $work/backups/backup.p12" \
    "$(of brought '.copies.map((one) => one.kind + " " + one.place).join()')"

# What comes later ends its issuance.
for name in sent command; do
    exits "the certificate of \"$name\" comes as a file" 0 import -p p "$old/$name.pem"
    is "…and ends it" verified "$(state $name)"
done
is "…from its site" https://portal.example "$(of sent '.site')"
exits "one is given up" 0 jobs forget "$(job key)" -p p
is "…" forgotten "$(state key)"
for name in failed forgotten verified; do
    exits "\"$name\" has ended" 97 jobs forget "$(job $name)" -p p
done

# The CA that takes its time.
start_portal
echo none >portal/est
for name in waiting unfit; do
    node -e 'const fs = require("fs"), [, file, server, anchor] = process.argv;
        const it = JSON.parse(fs.readFileSync(file));
        it.server = `${server}/.well-known/est`;
        it.anchors = String(fs.readFileSync(anchor));
        it.retry = "1970-01-01T00:00:00Z";
        fs.writeFileSync(file, JSON.stringify(it, null, "\t"));' \
        "$journal/enrolments/$(job $name).json" "$est" "$anchor"
    sed -i "s|https://service[^\"]*|$est|" "$(record $name)"
done
exits "the CA is asked again" 0 renew --all -p p
is "…with the same keys, to the end" 'verified verified' "$(states waiting unfit)"
is "…and what did not fit has gone" '' "$(spooled)"
is "…and each key is of a certificate, but for the one that is being removed" '8 1' \
    "$(certutil -K -d sql:p | grep -c University) $(certutil -K -d sql:p | grep -c leaving)"

is "…what was written since then has the new word, the rest the old one" \
    "$(job verified) $(job failed) $(job forgotten)" \
    "$(cd "$journal" && grep -hl '"answer"' {jobs,ended}/*.json | sed 's/.json//; s|.*/||' | sort | paste -sd ' ')"

# The end.
leaving=$(sed 's/.*removals.//; s/.der$//' <<<"$(ls "$journal"/removals/*.der)")
exits "a removal that broke off goes on" 0 remove -p p --yes --no-backup "$leaving"
is "…to its end" '' "$(ls "$journal/removals")"
exits "one whose backup is known" 0 remove -p p --yes "$(of brought '.fingerprint')"
exits "nothing is unfinished" 0 jobs -p p
is "…at all" '' "$(cat out)"
run doctor -p p --json
is "…and nothing is lost" 'good good' \
    "$(json '["identities", "refresh"].map((one) => d.findings.find((f) => f.check === one).state).join(" ")')"
done_testing
