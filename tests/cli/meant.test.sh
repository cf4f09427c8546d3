#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A name that several certificates have: after a renewal it means the newest, except for commands that
# would destroy a certificate that was not named.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
profile p
mkdir -m 700 own
echo secret-of-mine >pw

# made NAME FROM UNTIL [OPTION…]: one more certificate of this person; so many days from today.
made() {
    "$helper" request -q -p p -k p-256 -s "CN=$1" -o csr
    issue_between ca csr pem "$(date_in "$2") 12:00" "$(date_in "$3") 23:59:59"
    cat ca/issuing.pem ca/root.pem >>pem
    "$helper" import -q -p p pem
    rm csr
    fingerprint pem | tr -d : | cut -c1-12
}
meant() { # ID
    local id
    for words in verify list; do
        exits "$words of a name after a renewal" 0 $words -p p Taro --json
        id=$(json '(d.identity ?? d.identities[0]).fingerprint')
        is "…is of the newest" "$1" "$(tr -d : <<<"$id" | cut -c1-12)"
    done
    exits "export, too" 0 export -p p Taro --for linux -o "own/$1.p12" --password-file pw
    says "…says which one" "Several certificates fit; the newest is used: $1 ("
    exits "…is quiet with --quiet" 0 list -q -p p Taro
    is "…that is" '' "$(cat err)"
}

first=$(made Taro -300 65)
exits "one of this name" 0 verify -p p Taro
silent "…needs no remark" 'Several certificates'
second=$(made Taro -10 355)
meant "$second"
third=$(made Taro -1 364)
meant "$third"
exits "the older one by its own ID" 0 list -p p "$first"
says "…is shown" "Replaced by $third" out

exits "remove takes none that was not named" 88 remove -p p --yes --no-backup Taro
for id in "$first" "$second"; do
    says "…each is told apart: $id" "$id (Taro, valid, "
done
says "…by the days that are left" "$third (Taro, valid, 364 days left)"
says "…and by what replaces it" "65 days left, replaced by $third)"
exits "…nothing was removed" 0 list -p p --json
is "…of the three" 3 "$(json d.identities.length)"
exits "…as JSON" 88 remove -p p --yes --no-backup Taro --json
is "…with the same words" true "$(json "d.error.message.includes('replaced by $third')")"

# One that does not replace the others is not meant.
later=$(made Taro 2 400)
exits "one that is not valid yet is no newest" 88 verify -p p Taro
says "…and is told" "$later (Taro, not valid yet, from $(date_in 2))"
"$helper" remove -q -p p --yes --no-backup "$later" >/dev/null
exits "without it the newest is meant again" 0 verify -p p Taro

made Hanako -300 -10 >/dev/null
made Hanako -310 -20 >/dev/null
exits "two that have expired, and no newer one" 88 verify -p p Hanako
says "…are told" '10 days ago'
done_testing
