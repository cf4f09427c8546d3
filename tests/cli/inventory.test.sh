#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What inventory programs read: the fields that the manual promises are those of the output.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/doctor.lib.sh"
few_rounds
built=$helper
ca ca
healthy
"$helper" request -q -p "$fox/p" -k p-256 -s CN=taro,O=Example,C=JP -o taro.csr
issue ca taro.csr taro.pem
cat taro.pem ca/issuing.pem | "$helper" import -q -p "$fox/p" -
echo 'Long-enough 1' >password
mkdir -m 700 files
"$helper" export -q "$(fingerprint taro.pem | tr -d :)" -p "$fox/p" --for linux -o files/taro.p12 --password-file password

differ() { # VERB DOCUMENT
    node "$root/tests/cli/promised.mjs" "$root/nss-helper/nss-helper.1" "$@"
}
exits "list" 0 list -p "$fox/p" --json
is "…its format" 1 "$(json d.format)"
is "…its fields are those of the manual" '' "$(differ list out)"
is "…its words, too" good "$(json 'd.identities[0].state')"
sed 's/"daysLeft"/"days"/' out >changed
is "…another name is noticed" 'list lacks: identities.daysLeft the manual lacks: list identities.days' "$(differ list changed | xargs)"
report
is "doctor" 0 "$status"
is "…its format" 1 "$(json d.format)"
is "…its fields are those of the manual" '' "$(differ doctor out)"
sed 's/"cure"/"remedy"/' out >changed
is "…another name is noticed" 'doctor lacks: findings.cure the manual lacks: doctor findings.remedy' "$(differ doctor changed | xargs)"
rm "$user_manifest"
report
is "doctor of what is wrong" 78 "$status"
is "…its format" 1 "$(json d.format)"
is "…has an error beside it, and nothing else" 'the manual lacks: doctor error.code' "$(differ doctor out | head -1)"
done_testing
