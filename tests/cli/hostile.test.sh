#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Damaged and hostile files: each is refused with a name and a sentence, or comes in
# harmlessly, within seconds; what is refused leaves the tables of the databases as they
# were. sqlite3 and certutil are the judges. Each file meets the system's NSS or the browser's own
# in turn; MAKERS=all tries each with both.
# shellcheck source-path=SCRIPTDIR disable=SC2094
. "$(dirname "$0")/lib.sh"
mkdir files
node "$root/tests/cli/hostile.mjs" files >table
printf x >pw
openssl req -x509 -newkey rsa:2048 -nodes -keyout taken.key -subj /CN=taken -out taken.pem 2>/dev/null
profile system
"$helper" request -q -p system -k p-256 -s CN=x >/dev/null
certutil -A -d sql:system -n taken -t ,, -i taken.pem
certutil -A -d sql:system -n there -t ,, -i files/there.der
bundled_too
check "there are a hundred files" test "$(wc -l <table)" -ge 100

fresh() { rm -rf f && cp -r "$1" f; }
tables() { sqlite3 f/cert9.db .dump && sqlite3 f/key4.db .dump; }
# The output has nothing that controls a terminal, and is UTF-8 throughout.
harmless() { ! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$@" && iconv -f utf-8 -t utf-8 "$@" >/dev/null; }
trusted() { certutil -L -d sql:f | grep -cE ' [^ ]*[pPcCTw][^ ]*,[^ ]*,[^ ]* *$| [^ ]*,[^ ]*[pPcCTw][^ ]*,[^ ]* *$'; }

slowest=0
for kind in system bundled; do
    fresh $kind
    tables >before
    [ $kind = system ] && turn=0 || turn=1
    while IFS='|' read -r code file words what; do
        [ $((turn++ % 2)) = 0 ] || [ "${MAKERS:-}" = all ] || continue
        whole=$(content f)
        began=${EPOCHREALTIME/./}
        timeout $((20 * ${PATIENCE:-1})) "$helper" import -p f --password-file pw "files/$file" >out 2>err </dev/null
        status=$?
        took=$(((${EPOCHREALTIME/./} - began) / 1000))
        [ $took -le $slowest ] || slowest=$took
        if [ "$(content f)" = "$whole" ]; then cp before after; else tables >after; fi
        problem=
        [ $status -eq "$code" ] || problem="exit code $status, not $code"
        [ $took -lt $((10000 * ${PATIENCE:-1})) ] || problem="$problem; took $took ms"
        grep -q 'Sanitizer\|defect' err && problem="$problem; a defect"
        harmless out err || problem="$problem; not harmless on a terminal"
        if [ $status -ne 0 ]; then
            grep -qF -- "$words" err || problem="$problem; does not say \"$words\""
            grep -q '^nss-helper: .' err || problem="$problem; no sentence"
            cmp -s before after || problem="$problem; the tables changed"
        else
            [ "$(trusted)" = 0 ] || problem="$problem; something is trusted"
            [ "$(certutil -K -d sql:f | grep -c '^<')" = 2 ] || problem="$problem; not one key more"
            "$helper" list -p f >list 2>&1 || problem="$problem; not listed"
            harmless list || problem="$problem; not harmless in the list"
            "$helper" list -p f --json >list && json d.identities.length list >/dev/null || problem="$problem; no JSON"
        fi
        if [ -z "$problem" ]; then
            pass "$file: $what ($kind)"
        else
            echo "$problem" >problem
            fail "$file: $what ($kind)" problem err
        fi
        cmp -s before after || fresh $kind
    done <table
done
fresh system
before=$(keys f)
exits "as many keys as a file may have, on curves, without their public halves" 0 import -q -p f --password-file pw files/curves.p12
is "…all are in" 64 $(($(keys f) - before))
echo "# the slowest took $slowest ms"
done_testing
