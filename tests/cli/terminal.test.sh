#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# On a terminal, tables and lines fit its width, by the columns that letters take there. In a pipe and
# with --json nothing is cut.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/tty.lib.sh"
few_rounds
ca ca
profile p
# The head and the certificates, without the lines below them.
rows() { grep -E '^(ID|[0-9A-F]{12})  ' tty; }
told='Not all columns fit this terminal. To see everything: nss-helper list ID, or nss-helper list --json.'
# The head, without the progress that may have stood in its line.
columns_in() { grep -oE -m 1 'ID +NAME.*STATE' tty | xargs; }
# columns AT HEAD: a terminal of that width has these columns, and a line says that others are missing.
columns() {
    at "$1" list -p p
    is "$1 columns" "$2" "$(columns_in)"
    is "…that columns are missing is told" 1 "$(tail -3 tty | xargs | grep -cF "$told")"
}

made() { # NAME
    "$helper" request -q -p p -k p-256 -s "CN=$1" -o csr
    issue ca csr pem
    cat ca/issuing.pem >>pem
    "$helper" import -q -p p pem
    rm csr
}
long='Taro Yamada of the Faculty of Information Technology and Letters'
wide='山田太郎東京大学情報基盤センター教育研究部門'
made "$long"
made "$wide"
made 'e'$'\u0301'' combining '$'\u200b''and hidden letters of a name'
mkdir -m 700 own
echo secret-of-mine >pw
"$helper" export -q -p p "$long" --for linux --password-file pw \
    -o own/a-file-with-a-name-that-is-longer-than-a-small-terminal-and-does-not-end-soon.p12 >/dev/null
"$helper" request -q -p p -k p-256 -s CN=waits -o waits.csr
fox=$HOME/.mozilla/firefox
mkdir -p "$fox/a-profile-in-a-folder-with-a-long-name-that-does-not-fit.default"
certutil -N -d "sql:$fox/a-profile-in-a-folder-with-a-long-name-that-does-not-fit.default" --empty-password
printf '[Profile0]\nName=%s\nIsRelative=1\nPath=%s\nDefault=1\n' 'A profile with a long name 山田太郎の二番目のプロファイル' \
    a-profile-in-a-folder-with-a-long-name-that-does-not-fit.default >"$fox/profiles.ini"

for columns in 40 80 200; do
    for words in 'list -p p' profiles 'doctor -p p' 'jobs -p p' sites; do
        # shellcheck disable=SC2086
        at $columns $words
        # What people copy is not cut: an ID of a request, a command.
        sed -i -E '/^ +(→ )?(nss-helper|sudo) /d; s/^[0-9T]{15}-[0-9a-f]{12}//' tty
        check "$words: $columns columns are enough" test "$(widest)" -le $columns
    done
    at $columns list -p p
    is "…each state is whole" 'STATE valid valid valid' "$(rows | awk '{print $NF}' | xargs)"
    is "…each ID, too" 3 "$(grep -cE '^[0-9A-F]{12}  ' tty)"
done
at 80 list -p p
says "a name is cut at its end" 'Taro Yamada o…  ' tty
says "…a wide letter is whole or not there" '山田太郎東京…   ' tty
check "a path is cut at its beginning: its end is what tells" grep -qE '^ +….*does-not-end-soon\.p12$' tty
check "…all columns begin at the same place in each row" python3 -c '
import re, unicodedata
wide = lambda s: sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in s)
rows = [line.rstrip("\n") for line in open("tty", encoding="utf-8") if re.match("ID  |[0-9A-F]{12}  ", line)]
assert len(rows) == 4 and len({wide(row[:row.rindex("  ")]) for row in rows}) == 1, rows'
at 200 list -p p
says "200 columns are enough for all" "  $wide  " tty
says "…with the issuer and the last day" "Test Issuing CA  $(last_date pem)" tty
silent "…no column is missing" "$told" tty
columns 80 'ID NAME USE ISSUER UNTIL LEFT STATE'
columns 60 'ID NAME USE ISSUER UNTIL STATE'
columns 45 'ID NAME UNTIL STATE'
columns 40 'ID NAME STATE'
at 40 list -q -p p
is "--quiet writes the table alone" 0 "$(grep -c 'To see everything' tty)"

# If COLUMNS is set, it is the width.
COLUMNS=40 at 200 list -p p
is "COLUMNS counts more than the terminal" 'ID NAME STATE' "$(columns_in)"
for columns in '' 0 -3 x; do
    COLUMNS=$columns at 200 list -p p
    says "COLUMNS=$columns says nothing" UNTIL tty
done
at 0 list -p p
check "a terminal of unknown width has 80 columns" test "$(widest)" -le 80 -a "$(widest)" -gt 70

# Without a terminal nothing is cut.
COLUMNS=40 run list -p p
says "in a pipe: the name is whole" "  $long  " out
says "…and the path" "$work/own/a-file-with-a-name-that-is-longer-than-a-small-terminal-and-does-not-end-soon.p12" out
silent "…nothing is cut" '…' out
silent "…nor left out" 'Not all columns' out
COLUMNS=40 run list -p p --json
is "--json: the name is whole" true "$(json "d.identities.some(i => i.name === '$long')")"
at 40 list -p p --json
is "…on a terminal, too" true "$(json "d.identities.some(i => i.name === '$long')" tty)"
COLUMNS=40 run doctor -p p
silent "a finding in a pipe is one line, and whole" '…' out
at 40 list -p p "$long"
says "one certificate is whole" "$long" <(tr -s '\n ' ' ' <tty)
done_testing
