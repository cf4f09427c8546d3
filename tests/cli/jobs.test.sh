#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Requests that no certificate has come for, answers that wait, keys without a certificate.
. "$(dirname "$0")/lib.sh"
ca ca
profile p
state=$XDG_STATE_HOME/nss-helper

journal() { echo "$state"/p-*; }
field() { json "d.$1[0].$2"; }
old() { # FILE STATE [TIME]: in this state since that time, else for a year
    sed -i "s/\"changed\":\t\"[^\"]*\"/\"changed\":\t\"${3:-$long_ago}\"/; s/\"state\":\t\"[^\"]*\"/\"state\":\t\"$2\"/" "$1"
}

exits "nothing is unfinished" 0 jobs -p p
says "…and that is said" 'Nothing is unfinished'
is "…and nothing else" '' "$(cat out)"
exits "…as JSON" 0 jobs -p p --json
is "…three empty lists" '[] [] []' \
    "$(json '[d.jobs, d.answers, d.keys].map((list) => JSON.stringify(list)).join(" ")')"
exits "…quietly" 0 jobs -p p -q
is "…without a word" '' "$(cat out err)"

"$helper" request -q -p p -k p-256 -s CN=taro -o taro.csr
exits "a request waits for its certificate" 0 jobs -p p
says "…what to do" 'nss-helper import --profile p FILE' out
exits "…as JSON" 0 jobs -p p --json
is "…its state" 'sent p-256 ' "$(json 'd.jobs.map((job) => [job.state, job.key, job.site].join(" ")).join()')"
id=$(field jobs id)
says "…its ID is shown" "nss-helper jobs --profile p forget $id" <("$helper" jobs -p p)
issue ca taro.csr taro.pem
exits "the certificate is imported" 0 import -p p taro.pem
exits "…and ends the request" 0 jobs -p p --json
is "…nothing is left" '0 0 0' "$(json '[d.jobs.length, d.answers.length, d.keys.length].join(" ")')"
is "…its job is verified" verified \
    "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).state' "$(journal)/jobs/$id.json")"
exits "what has ended can't be forgotten" 97 jobs forget "$id" -p p
old "$(journal)/jobs/$id.json" verified "$(in_days -1)"
exits "what ended long ago" 0 jobs resume -p p
check "…is folded away" test -e "$(journal)/ended/$id.json" -a ! -e "$(journal)/jobs/$id.json"
exits "…can't be forgotten" 97 jobs forget "$id" -p p
says "…either" 'has already ended'
is "…the key is still there" 1 "$(keys p)"
kept=("$(journal)"/certificates/*.pem)
is "the certificate is kept for good" "$(fingerprint taro.pem)" "$(fingerprint "${kept[0]}")"
check "…privately" test "$(stat -c %a "${kept[0]}")" = 600

# A certificate that was deleted, and a key that belongs to no request.
certutil -D -d sql:p -n "taro's Test University ID"
exits "a key has lost its certificate" 0 jobs -p p
says "…and is told how it comes back" "nss-helper import --profile p '${kept[0]}'" out
exits "…which is so" 0 import -p p "${kept[0]}"
exits "…" 0 jobs -p p -q
is "…nothing is left" '' "$(cat out)"
certutil -R -d sql:p -s CN=x -k ec -q nistp384 -z <(head -c 64 /dev/urandom) -o x.csr >/dev/null 2>&1
exits "a key of another program" 0 jobs -p p --json
is "…is listed" 'EC P-384 1' "$(json '[d.keys[0].key, d.keys.length].join(" ")')"
orphan=$(field keys id)
exits "…in words" 0 jobs -p p
says "…" 'A key without a certificate' out
exits "too short an ID" 97 jobs forget "${orphan:0:7}" -p p
is "…removes nothing" 2 "$(keys p)"
exits "it is removed by the start of its ID" 0 jobs forget "${orphan:0:16}" -p p
is "…and only it" 1 "$(keys p)"
exits "…once" 97 jobs forget "${orphan:0:16}" -p p
id=$(certutil -K -d sql:p | sed -n 's/^<.*> *ec *\([0-9a-f]*\).*/\1/p')
exits "the key of a certificate has no such ID" 97 jobs forget "$id" -p p
is "…it is there" 1 "$(keys p)"

# Requests of the browser that came to nothing.
clear_of_midnight
long_ago=$(in_days -370)
"$helper" request -q -p p -k p-256 -s CN=two -o two.csr
file=$(grep -l '"sent"' "$(journal)"/jobs/*.json)
sed -i 's|"site":\t""|"site":\t"https://portal.example"|' "$file"
old "$file" sent
exits "a request of a site" 0 jobs -p p
says "…its site and age" "https://portal.example  $(date_of "$long_ago") (370 days)" out
says "…what to do" 'request a new one' out
old "$file" sent "$(moment "$(date_in -1) 23:59:59")"
exits "one of yesterday's last second" 0 jobs -p p
says "…is of yesterday" "$(date_in -1) (1 day)" out
old "$file" sent "$(moment "$(date_in 0) 00:00:00")"
exits "one of today's first" 0 jobs -p p
says "…is of today" "$(date_in 0) (today)" out
old "$file" key
exits "a request that was never sent" 0 jobs -p p
says "…" 'was not sent' out
exits "it is forgotten" 0 jobs forget "$(basename "$file" .json)" -p p
is "…with its key" 1 "$(keys p)"
says "…and said so" Forgotten
exits "…" 0 jobs -p p -q
is "…nothing is left" '' "$(cat out)"

# An answer in the spool.
"$helper" request -q -p p -k p-256 -s CN=three -o three.csr
issue ca three.csr three.pem
spool=$(journal)/answers
mkdir -p "$spool" && chmod 700 "$spool"
answer=20261123T043808-9f2c41d07a33
{ echo https://ca.example; cat three.pem; } >"$spool/$answer"
exits "an answer of a site that was not asked" 96 jobs resume -p p
says "…waits for a word" 'after you agree'
exits "it is shown" 0 jobs -p p
says "…with the way on" "nss-helper jobs --profile p resume $answer" out
exits "to name it is the word" 0 jobs resume $answer -p p
says "…installed" ': imported' out
is "…nothing of it is left" '' "$(ls "$spool")"
exits "resume without anything to do" 0 jobs resume -p p
is "…says nothing" '' "$(cat out err)"
exits "an answer that is not there" 97 jobs resume $answer -p p
{ echo https://ca.example; echo rubbish; } >"$spool/$answer"
exits "rubbish" 89 jobs resume -p p --json
is "…is named" "$answer NO_CERTIFICATE" "$(json '[d.answers[0].answer, d.answers[0].error.name].join(" ")')"
exits "…and thrown away" 0 jobs forget $answer -p p
is "…for good" '' "$(ls "$spool")"

# Saved as it came, where nobody else can read or write.
chmod 700 "$HOME"
for kind in p12 pem cer; do
    case $kind in
    p12) openssl pkcs12 -export -in taro.pem -nokeys -passout pass:x -out saved.in ;;
    pem) cp taro.pem saved.in ;;
    cer) openssl x509 -in taro.pem -outform DER -out saved.in ;;
    esac
    { echo https://ca.example:8443; cat saved.in; } >"$spool/$answer"
    exits "an answer is saved as .$kind" 0 jobs save $answer -p p
    saved=$(cat out)
    is "…in the download folder" "$HOME/ca.example.$kind" "$saved"
    check "…as it came" cmp saved.in "$saved"
    is "…privately" 600 "$(stat -c %a "$saved")"
    is "…and kept here no longer" '' "$(ls "$spool")"
    exits "…once" 97 jobs save $answer -p p
done
{ echo https://ca.example:8443; cat saved.in; } >"$spool/$answer"
exits "once more, with --json" 0 jobs save $answer -p p --json
is "…nothing is replaced" "$HOME/ca.example-2.cer" "$(json d.path)"
mkdir -m 777 "$HOME/Downloads" && chmod 777 "$HOME/Downloads"
{ echo https://ca.example; cat saved.in; } >"$spool/$answer"
exits "a download folder where others may write" 77 jobs save $answer -p p
is "…it is kept" $answer "$(ls "$spool")"
is "…and nothing is there" '' "$(ls "$HOME/Downloads")"
exits "it is thrown away" 0 jobs forget $answer -p p
rmdir "$HOME/Downloads"
exits "save what?" 64 jobs save -p p

# All of a site.
site=https://portal.example
for number in 1 2 3; do
    "$helper" request -q -p p -k p-256 -s CN=site$number -o "site$number.csr"
done
"$helper" jobs -p p --json >out
mapfile -t ids < <(json 'd.jobs.map((job) => job.id).slice(0, 3).join("\n")')
sed -i "s|\"site\":\t\"\"|\"site\":\t\"$site\"|" "$(journal)/jobs/${ids[0]}.json"
sed -i "s|\"site\":\t\"\"|\"site\":\t\"$site:8443\"|" "$(journal)/jobs/${ids[1]}.json"
sed -i "s|\"site\":\t\"\"|\"site\":\t\"$site.test\"|" "$(journal)/jobs/${ids[2]}.json"
for number in 1 2 3; do
    { echo $site; echo rubbish; } >"$spool/20260101T000000-00000000000$number"
done
{ echo $site.test; echo rubbish; } >"$spool/$answer"
keys=$(keys p)
exits "all of a site, and nobody to ask" 96 jobs forget --site $site -p p
says "…needs the word" '--yes'
is "…nothing has changed" "$keys 4" "$(keys p) $(find "$spool" -name "2*-*" ! -name "*.*" | wc -l)"
exits "all of a site" 0 jobs forget --site $site --yes -p p --json
is "…how much it was" '2 3' "$(json '[d.jobs, d.answers].join(" ")')"
is "…its keys and answers have gone, whatever its port, and those of no other" "$((keys - 2)) $answer" \
    "$(keys p) $(find "$spool" -name "2*-*" ! -name "*.*" -printf %f)"
exits "…once" 97 jobs forget --site $site --yes -p p
exits "the other one, quietly" 0 jobs forget --site $site.test -y -q -p p
is "…" "$((keys - 3)) " "$(keys p) $(find "$spool" -name "2*-*" ! -name "*.*" -printf %f)"
for words in "--site portal.example" "--site $site/ --yes" "--yes" "$answer --site $site" "$answer -y"; do
    # shellcheck disable=SC2086
    exits "forget $words" 64 jobs forget $words -p p
done
exits "resume --site" 64 jobs resume --site $site -p p

exits "an unknown word" 64 jobs rewind -p p
exits "forget what?" 64 jobs forget -p p
exits "too many words" 64 jobs forget a b -p p
exits "an ID that is a path" 97 jobs forget ../../jobs/x -p p
exits "a database that is not there" 80 jobs -p nowhere
exits "help" 0 jobs --help

# The journal itself.
chmod 770 "$(journal)"
exits "a journal that others may write" 77 jobs -p p
says "…is told the cure" 'chmod 700'
exits "…also to an import" 77 import -p p taro.pem
chmod 700 "$(journal)"
echo '{' >"$(journal)/jobs/20261123T043808-9f2c41d07a33.json"
exits "a damaged record hides no other" 0 jobs -p p
done_testing
