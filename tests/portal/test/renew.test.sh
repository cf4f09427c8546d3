#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The portal's years after: the list of a person's certificates, and their renewal.
set -u
# shellcheck source-path=SCRIPTDIR source=portal.lib.sh
. "$(dirname "$0")/portal.lib.sh"

seconds() { date -ud "$(openssl x509 -in "$WORK/user.pem" -noout "-$1" | cut -d= -f2)" +%s; }
days_left() { [ "$(last_date "$WORK/user.pem")" = "$(date_in "$1")" ]; }
begins_today() { [ $(($(date +%s) - $(seconds startdate))) -lt 60 ]; }
# A day as the portal writes it in English.
in_japan() { TZ=JST-9 LC_ALL=C date -d "@$1" '+%-d %B %Y'; }
colons() { printf '%s' "$1" | tr 'a-f' 'A-F' | sed 's/../&:/g; s/:$//; s/:/:<wbr>/g'; }
renew() { # SERIAL
    web "$P/certificates"
    web -d "csrf=$(csrf)" -d "serial=$1" "$P/renew"
}

test_renewal() {
    local old hanakos
    clear_of_midnight
    start soon --prepare 4 --days-left 25
    login taro taro-pass
    web "$P/certificates"
    check "who has no certificate is told so" shows 'No certificate has been issued to you yet.'
    web -d "csrf=$(csrf)" "$P/issue"
    await_page "$P/home" state ready
    PIN=$(pin)
    step2
    attempt "$WORK/first.pem"
    check "a certificate is issued" take_certificate
    old=$SERIAL
    check "--days-left: it has 25 days left" days_left 25
    check "after 25 months" months_25
    check "and verifies, with a CA that is as old" chain_good

    web "$P/home"
    check "the portal's home leads to the list" shows 'id="list" href="/certificates"'
    web "$P/certificates"
    check "the list says that it ends soon" stands "$old" soon
    check "its serial is there in decimal" card_shows "$old" "<dd>$DECIMAL</dd>"
    check "and in hex" card_shows "$old" "$(colons "$old")"
    check "and from when to when" card_shows "$old" "$(in_japan "$(seconds enddate)")"
    check "it offers to renew" card_shows "$old" 'class="renew"'
    web -H 'Accept-Language: ja' "$P/certificates"
    check "in Japanese as well" card_shows "$old" '更新</button>'

    web -d "serial=$old" "$P/renew"
    check "a renewal without a CSRF token is refused" status 403
    check "and nothing was started" not logged 'Z renew '
    renew "$old"
    check "the renewal is prepared like an issue" goes "$P/home"
    check "the log has both serial and person" logged "Z renew user=taro serial=$old\$"
    web "$P/home"
    check "the same preparation" state preparing
    renew "$old"
    check "a second press starts no second one" times_logged 1 'Z renew '
    await_page "$P/home" state ready
    check "with an access PIN of its own" test -n "$(pin)" -a "$(pin)" != "$PIN"
    PIN=$(pin)
    step2
    attempt "$WORK/first.pem"
    check "the old key is refused" refused old-key
    attempt "$WORK/second.pem"
    check "a new key is taken" take_certificate
    check "the new certificate is another" test "$SERIAL" != "$old"
    check "it is for the new key" same_key "$WORK/second.pem"
    check "it begins today" begins_today
    check "for 25 months" months_25
    step2
    check "it is handed out once" goes "$D/?notice=used"

    web "$P/certificates"
    check "the list has the new one as valid" stands "$SERIAL" good
    check "the old one as renewed" stands "$old" renewed
    check "which it does not offer again" not card_shows "$old" 'class="renew"'
    check "the newest comes first" test "$(grep -c 'data-serial=' "$WORK/body")" = 2 -a \
        "$(grep -o 'data-serial="[0-9a-f]*"' "$WORK/body" | head -n 1)" = "data-serial=\"$SERIAL\""
    renew "$old"
    check "a renewal of what was renewed is refused" status 403
    check "with its own words" shows 'id="not-renewable"'

    JAR=$WORK/hanako.jar
    login hanako hanako-pass
    web "$P/certificates"
    check "nobody sees the certificates of others" not shows "$old"
    hanakos=$(csrf)
    web -d "csrf=$hanakos" -d "serial=$old" "$P/renew"
    check "nor renews them" status 404
    web "$P/revoke?serial=$old"
    check "nor gets to revoke them" status 404
    web -d "csrf=$hanakos" -d "serial=$SERIAL" -d reason=superseded "$P/revoke"
    check "by no form either" status 404
    check "nothing was revoked" not logged 'Z revoke '
    end
}

test_too_early() {
    local from
    clear_of_midnight
    start early --prepare 0 --days-left 60
    certify taro "$WORK/first.pem"
    check "60 days are left" days_left 60
    web "$P/certificates"
    check "it is valid" stands "$SERIAL" good
    check "no renewal is offered" not card_shows "$SERIAL" 'class="renew"'
    from=$(in_japan $(($(seconds enddate) - 30 * 86400)))
    check "but from when on" card_shows "$SERIAL" "It can be renewed from $from"
    renew "$SERIAL"
    check "who sends the form all the same is refused" status 403
    check "with a page that says from when" shows "from $from"
    check "as such" shows 'id="too-early"'
    check "the log knows" logged "Z renew-refused user=taro serial=$SERIAL state=good\$"
    check "nothing was started" not logged 'Z renew '
    web "$P/home"
    check "the certificate stays" state issued
    end
}

test_expired() {
    start expired --prepare 0 --days-left -2
    certify taro "$WORK/first.pem"
    web "$P/certificates"
    check "an expired one is told as such" stands "$SERIAL" expired
    check "it can't be renewed" not card_shows "$SERIAL" 'class="renew"'
    check "nor revoked" not card_shows "$SERIAL" 'revoke'
    renew "$SERIAL"
    check "by no form either" shows 'id="not-renewable"'
    web --cert "$WORK/user.pem" --key "$WORK/first.pem" "$S/"
    check "the service refuses it" shows 'certificate has expired'
    end
}

test_as_of() {
    local day
    day=$(date -ud "$(in_days -300)" +%F)
    start day --prepare 0 --as-of "$day"
    certify taro "$WORK/first.pem"
    check "--as-of DAY: it was issued on that day" test "$(seconds startdate)" = "$(date -ud "$day" +%s)"
    check "for 25 months from then" months_25
    end
    start relative --prepare 0 --as-of -700
    certify taro "$WORK/first.pem"
    check "--as-of -700: so many days ago" test \
        $((($(date +%s) - $(seconds startdate)) / 86400)) = 700
    check "it verifies today" chain_good
    end
    clear_of_midnight
    start p12 --mode p12 --prepare 0 --days-left 7
    apply_p12 p-256
    check "a .p12 has the days as well" take_p12
    check "seven of them" days_left 7
    SERIAL=$(openssl x509 -in "$WORK/user.pem" -noout -serial | cut -d= -f2 | tr 'A-F' 'a-f')
    renew "$SERIAL"
    web "$P/home"
    PIN=$(pin)
    step2
    fetch_p12
    check "and is renewed the same way" take_p12
    check "from today" begins_today
    end
    check "a day to come is refused" not "$PORTAL" --data "$WORK/no" --as-of 2999-01-01
    check "so is one of long ago" not "$PORTAL" --data "$WORK/no" --as-of 2001-01-01
    check "one that is none" not "$PORTAL" --data "$WORK/no" --as-of yesterday
    check "and days to come" not "$PORTAL" --data "$WORK/no" --as-of 5
    check "nothing was made then" not test -e "$WORK/no"
}

curve first.pem prime256v1
curve second.pem prime256v1
test_renewal
test_too_early
test_expired
test_as_of
echo "1..$COUNT"
[ "$FAILED" = 0 ]
