#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Tests that depend on the clock run again at other times and in other zones. CLOCKS=all runs all
# of them at each time in each zone, which takes about an hour. A real Firefox can't have another
# clock; the command on the browser's own NSS gets it by cli/clock.lib.sh.
# shellcheck source-path=SCRIPTDIR disable=SC2001
set -u
cd "$(dirname "$0")/../.." || exit 1
count=0

# Ends of a year and of a month, the end of certificates issued in the 2020s, and the end of
# 32-bit times. The first is that of this year.
new_year="$(date +%Y)-12-31 23:58"
leap_day='2028-02-29 23:59:57'
thirties='2030-06-15 21:00'
after_32_bits='2038-01-19 23:58'

# at TIME ZONE FILE…
at() {
    local said
    count=$((count + 1))
    if said=$(CLOCK=$1 ZONE=$2 tests/run "${@:3}" 2>&1); then
        echo "ok $count - $1 in $2"
    else
        echo "not ok $count - $1 in $2"
        sed 's/^/# /' <<<"$said"
    fi
}

all_of_them() {
    local time zone
    for time in "$new_year" "$leap_day" "$thirties" "$after_32_bits"; do
        for zone in UTC Asia/Tokyo America/New_York; do
            at "$time" $zone tests/unit/{standing,job,copies,identity}_test.c \
                tests/cli/{list,jobs,verify,doctor,remove,revocation,crl,wifi,import,request}.test.sh \
                tests/cli/{ocsp,named,scope,issuers,renew,follow,cases,settings}.test.sh \
                tests/host/{identities,install,replay,issue}.test.mjs \
                tests/extension/{expiry,deliver}.test.mjs \
                tests/portal/test/{renew,revoke}.test.sh
        done
    done
}

if [ "${CLOCKS:-}" = all ]; then
    all_of_them
else
    at "$new_year" UTC tests/cli/jobs.test.sh
    at "$leap_day" UTC tests/host/identities.test.mjs
    at "$thirties" America/New_York tests/cli/list.test.sh
    at "$after_32_bits" Asia/Tokyo tests/extension/expiry.test.mjs tests/unit/standing_test.c
fi
echo "1..$count"
