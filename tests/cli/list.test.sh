#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The list: the state of each certificate, how long it lasts, where it came from.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
ca ca
profile p
clear_of_midnight JST-9 EST5EDT

# made NAME FROM UNTIL: a certificate for a key of the profile, from noon of one date, which is
# so many days from today, to the last second of another.
made() {
    "$helper" request -q -p p -k p-256 -s "CN=$1" -o "$1.csr"
    issue_between ca "$1.csr" "$1.pem" "$(date_in "$2") 12:00" "$(date_in "$3") 23:59:59"
    cat ca/issuing.pem >>"$1.pem"
    "$helper" import -q -p p "$1.pem"
}
made good -365 31
made soon -365 30
made week -365 7
made day -365 1
made today -365 0
made yesterday -365 -1
made before -1000 -700
made later 2 365

row() { grep -E "^[0-9A-F]{12}  $1 " out | sed -E 's/ {2,}/|/g' | cut -d'|' -f6-; }
exits "the list" 0 list -p p
is "…an ID, a name and six columns more" 'ID NAME E-MAIL USE ISSUER UNTIL LEFT STATE' "$(head -1 out | xargs)"
is "…31 days are enough" "$(date_in 31)|31 days|valid" "$(row good)"
is "…30 are not" "$(date_in 30)|30 days|expires soon" "$(row soon)"
is "…a week" "$(date_in 7)|7 days|expires soon" "$(row week)"
is "…one day" "$(date_in 1)|1 day|expires soon" "$(row day)"
is "…the last one" "$(date_in 0)|expires today|expires soon" "$(row today)"
is "…the one after" "$(date_in -1)|1 day ago|expired" "$(row yesterday)"
is "…one that begins later" \
    "$(date_in 365)|from $(date_in 2)|not valid yet" "$(row later)"
is "…what wants a look first, what has expired last" \
    'today day week soon later good yesterday before' "$(sed 1d out | awk '{print $2}' | xargs)"
exits "the list as JSON" 0 list -p p --json
is "…the same states and days" \
    'today soon 0,day soon 1,week soon 7,soon soon 30,later not-yet 365,good good 31,yesterday expired -1' \
    "$(json 'd.identities.slice(0, 7).map(i => [i.name, i.state, i.daysLeft].join(" ")).join()')"
is "…which no site has issued, and nobody copied" true \
    "$(json 'd.identities.every(i => i.site === "" && i.copies.length === 0)')"

# Elsewhere the same second has another date.
here=$TZ
for TZ in JST-9 EST5EDT; do
    exits "the list where the person's date is another one: $TZ" 0 list -p p
    is "…the date is theirs" "$(last_date soon.pem)" "$(row soon | cut -d'|' -f1)"
    is "…and so are the days to it" \
        "$((($(date -ud "$(last_date soon.pem)" +%s) - $(date -ud "$(date_in 0)" +%s)) / 86400)) days" \
        "$(row soon | cut -d'|' -f2)"
done
TZ=$here

# --expiring
for words in 'expiring 7d' 'expiring=7d' 'expiring 7'; do
    # shellcheck disable=SC2086
    exits "--$words" 0 list -p p --$words
    is "…what ends by then, and has not ended" 'today day week' "$(sed 1d out | awk '{print $2}' | xargs)"
done
exits "--expiring 6d" 0 list -p p --expiring 6d
is "…is a day less" 'today day' "$(sed 1d out | awk '{print $2}' | xargs)"
exits "--expiring 0" 0 list -p p --expiring 0 --json
is "…is today" today "$(json 'd.identities.map(i => i.name).join()')"
for days in '' d -1 1.5 7w '7 d' 7dd x 0x7; do
    exits "--expiring \"$days\" is no number of days" 64 list -p p --expiring "$days"
    says "…what is one is said" '30d'
done
for days in 36501d 99999999999999999999; do
    exits "--expiring \"$days\" is too many" 64 list -p p --expiring "$days"
    says "…which is said" '36500 days at most'
done
profile far
"$helper" request -q -p far -k p-256 -s CN=far -o far.csr
issue ca far.csr far.pem 5 400
cat ca/issuing.pem >>far.pem
"$helper" import -q -p far far.pem
exits "nothing that expires" 0 list -p far --expiring 30d
is "…no table" '' "$(cat out)"
says "…said so" 'expires within 30 days'

# A chain that is bad.
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout fake.key \
    -out fake.csr -subj "/C=JP/O=Test University/CN=Test Issuing CA" 2>/dev/null
openssl x509 -req -in fake.csr -signkey fake.key -extfile ca/ext -out fake.pem 2>/dev/null
openssl x509 -req -in far.csr -CA fake.pem -CAkey fake.key -set_serial 98 -days 500 -out forged.pem 2>/dev/null
exits "a forged certificate for a key that is here: that is told" 93 import -p far forged.pem
exits "…the list" 0 list -p far
is "…it comes first, as broken" 'not working,valid' "$(sed 1d out | sed 's/.*  //' | paste -sd ,)"

# Listing leaves no trace, and works also if the journal can't be read.
export XDG_STATE_HOME=$work/none
exits "without a journal" 0 list -p p
check "…none is made" test ! -e "$work/none"
mkdir -p "$work/none/nss-helper"
"$helper" jobs -q -p p >/dev/null
chmod 777 "$work"/none/nss-helper/*
exits "with one that others may write" 0 list -p p
is "…the list is whole" 9 "$(wc -l <out)"
export XDG_STATE_HOME=$HOME/.local/state

# Where it came from, and went.
job=$(grep -l "$(fingerprint week.pem)" "$XDG_STATE_HOME"/nss-helper/p-*/jobs/*.json)
sed -i 's|"site":\t""|"site":\t"https://portal.example"|' "$job"
echo secret-of-mine >pw
mkdir -m 700 own
"$helper" export -q -p p "$(fingerprint week.pem)" --for linux -o own/week.p12 --password-file pw >/dev/null
exits "one that a site issued and that was exported" 0 list -p p --json
is "…both are told, of it alone" 'week https://portal.example linux' "$(json 'd.identities
    .filter(i => i.site || i.copies.length).map(i => [i.name, i.site, ...i.copies.map(c => c.kind)].join(" ")).join()')"
exits "…and in words" 0 list -p p
is "…below it" "site https://portal.example|copy (linux) of $(date_in 0): $work/own/week.p12" \
    "$(grep -A2 '  week  ' out | sed '1d; s/^ *//' | paste -sd '|')"
is "…two lines in all" 2 "$(grep -c '^ ' out)"
sed -i 's|"state":\t"verified"|"state":\t"sent"|' "$job"
exits "a job that has not come to its end" 0 list -p p --json
is "…is no origin" true "$(json 'd.identities.every(i => i.site === "")')"

# A renewal.
rm good.csr
made good -30 730
exits "one whose place another takes" 0 list -p p
is "…is told of it" \
    "Replaced by $(fingerprint good.pem | tr -d : | cut -c1-12), which is not chosen while this one is still here." \
    "$(grep -A1 ' 31 days ' out | sed '1d; s/^ *//')"
is "…once" 1 "$(grep -c 'Replaced by' out)"
"$helper" remove -q -p p --yes --no-backup "$(fingerprint good.pem)" >/dev/null

# Colour on a terminal, and columns as wide as they look.
made 山田太郎 -365 31
terminal() { script -qec "$(printf '%q ' "$@")" /dev/null </dev/null >./tty 2>&1; }
TERM=xterm terminal "$helper" list -p p
while IFS=: read -r code words; do
    says "on a terminal \"$words\" has its colour" $'\e['"${code}m$words" tty
done <<'EOF'
33:expires soon
32:valid
31:expired
33:not valid yet
EOF
exits "…in a file" 0 list -p p
silent "…none" $'\e[' out
check "the last column begins at the same place in each row" node -e '
    const rows = require("fs").readFileSync("out", "utf8").trimEnd().split("\n").filter(r => !r.startsWith(" "));
    const wide = s => [...s].reduce((n, c) => n + (c > "\u2e80" ? 2 : 1), 0);
    const at = new Set(rows.map(r => wide(r.slice(0, r.search(/\S+( \S+)*$/)))));
    process.exit(at.size === 1 && rows.length === 10 ? 0 : 1)'
done_testing
