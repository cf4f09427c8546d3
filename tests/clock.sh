# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash
# Dates of tests are relative to now, and hold in any zone. A time is what "date -d" knows.

# moment TIME [FORMAT]: in UTC, as records have it, or in another form.
moment() {
    date -ud "@$(date -d "$1" +%s)" "+${2:-%FT%TZ}"
}

# in_days DAYS: the time this many times 24 hours from now.
in_days() {
    moment "@$(($(date +%s) + $1 * 86400))"
}

# date_of TIME: the date that the person's calendar shows then.
date_of() {
    date -d "$1" +%F
}

# date_in DAYS: the local date this many days from today.
date_in() {
    date -d "12:00 today $1 days" +%F
}

# last_date CERTIFICATE: the person's date when it ends.
last_date() {
    date_of "$(openssl x509 -in "$1" -noout -enddate | cut -d= -f2)"
}

# later SECONDS COMMAND…: with a clock that is this much ahead.
later() {
    faketime -m --exclude-monotonic -f "$(printf '%+d' $((${FAKETIME:-0} + $1)))" "${@:2}"
}

# Tests that depend on the date and take less than a minute call this first: it waits if
# midnight, here, in UTC or in another zone, is less than a minute away.
clear_of_midnight() { # [ZONE…]
    local zone left
    for zone in "${TZ-:/etc/localtime}" UTC "$@"; do
        left=$(($(TZ=$zone date -d '00:00 tomorrow' +%s) - $(date +%s)))
        [ $left -gt 60 ] || sleep $((left + 1))
    done
}
