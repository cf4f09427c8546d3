#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# verify asks whether a certificate was revoked: the portal of the tests answers by OCSP and
# with its CRL, and can answer wrongly in many ways.
# shellcheck source-path=SCRIPTDIR disable=SC2258
PORTAL=$(cd "$(dirname "$0")/../.." && pwd)/${B:-build}/portal
. "$(dirname "$0")/../portal/test/portal.lib.sh"
. "$(dirname "$0")/lib.sh"
finish() {
    [ -z "$PID" ] || kill "$PID" 2>/dev/null
    rm -rf "$WORK"
    tidy
}

kept=$XDG_STATE_HOME/nss-helper
kept_files() { find "$kept" -path '*/status/*' -type f; }
forget() { find "$kept" -path '*/status/*' -type f -delete; }
asked() { grep -cE "Z $1( |\$)" "$LOG"; }
as() { # OPTION…: the same portal with other answers
    stop >/dev/null
    start portal --prepare 0 --revoke 0 "$@"
}

# A certificate of the portal in a profile: its fingerprint is in $id.
install() { # PROFILE
    certify taro "$WORK/key.pem"
    openssl pkcs12 -export -inkey "$WORK/key.pem" -in "$WORK/user.pem" -certfile "$WORK/issuing.pem" \
        -passout pass:x -out id.p12
    echo x >password
    "$helper" import -q -p "$1" --password-file password id.p12
    id=$(fingerprint "$WORK/user.pem")
}
revoke() { # REASON
    web "$P/revoke?serial=$SERIAL"
    web -d "csrf=$(csrf)" -d "serial=$SERIAL" -d "reason=$1" "$P/revoke"
}

profile p
curve key.pem prime256v1
start portal --prepare 0 --revoke 0
certutil -A -d sql:p -n root -t CT,C,C -i "$ROOT"
install p

# Good.
exits "a good one" 0 verify -p p "$id"
cp out words
is "…after one question" 1 "$(asked ocsp)"
is "…and no list" 0 "$(asked crl)"
is "…the answer is kept" 1 "$(kept_files | wc -l)"
is "…for the person only" 600 "$(stat -c %a "$(kept_files)")"
exits "a second time" 0 verify -p p --json "$id"
is "…the kept answer counts" 1 "$(asked ocsp)"
is "…in JSON" 'good good OCSP' "$(json '[d.proof.revocation, d.revocation.state, d.revocation.by].join(" ")')"
check "…with the time of the question" test "$(json 'Date.now() - Date.parse(d.revocation.asked) < 60e3')" = true
check "…and when the CA said so" test "$(json 'Math.abs(Date.now() - Date.parse(d.revocation.said)) < 60e3')" = true
says "…as words told it" "  revocation  good         as of $(date_of "$(json d.revocation.said)"), the CA's OCSP says that the certificate is not revoked" words
exits "--fresh" 0 verify -p p --fresh "$id"
is "…asks again" 2 "$(asked ocsp)"
exits "--offline" 0 verify -p p --offline "$id"
says "…takes the kept one" 'revocation  good' out
is "…and asks nobody" 2 "$(asked ocsp)"
touch -d '25 hours ago' "$(kept_files)"
exits "one of yesterday" 0 verify -p p "$id"
is "…counts no more" 3 "$(asked ocsp)"
touch -d '+2 hours' "$(kept_files)"
exits "one of tomorrow" 0 verify -p p "$id"
is "…never did" 4 "$(asked ocsp)"
echo nonsense >"$(kept_files)"
exits "a damaged one" 0 verify -p p "$id"
is "…neither" 5 "$(asked ocsp)"
forget
exits "--offline without any" 69 verify -p p --offline "$id"
says "…is not checked" '  revocation  not checked  Nobody was asked.' out
is "…and asks nobody" 5 "$(asked ocsp)"
as --status-lifetime 600
exits "an answer of ten minutes" 0 verify -p p "$id"
as
later 500 "$helper" verify -p p "$id" >out 2>err
is "…counts as long" '0 6' "$? $(asked ocsp)"
later 700 "$helper" verify -p p "$id" >out 2>err
is "…is asked for again when they are over" '0 7' "$? $(asked ocsp)"
forget

# If the root is trusted for websites or mail, its OCSP is trusted.
for trust in C,, ,C,; do
    certutil -M -d sql:p -n root -t $trust
    run verify -p p --json "$id"
    is "a root that is trusted as $trust" 'good OCSP' \
        "$(json '[d.revocation.state, d.revocation.by].join(" ")')"
    forget
done
certutil -M -d sql:p -n root -t ,,
exits "a root that is not trusted: no failure" 0 verify -p p --json "$id"
is "…has its CRL, which the CA has signed" 'good CRL' \
    "$(json '[d.revocation.state, d.revocation.by].join(" ")')"
forget
certutil -M -d sql:p -n root -t CT,C,C

# What OCSP can get wrong: the CRL says the same.
while read -r fault words; do
    as --ocsp "$fault"
    exits "OCSP $fault: then the CRL" 0 verify -p p "$id"
    says "…which says good" "the CA's CRL says that the certificate is not revoked" out
    forget
    as --ocsp "$fault" --crl unreachable
    exits "OCSP $fault and no CRL" 69 verify -p p "$id"
    says "…is not checked" "  revocation  not checked  $words" out
    says "…nor called good" 'could not check whether the certificate was revoked'
    exits "…in JSON" 69 verify -p p --json "$id"
    is "…as well" 'not checked not checked' "$(json 'd.proof.revocation + " " + d.revocation.state')"
    is "…and nothing is kept" 0 "$(kept_files | wc -l)"
done <<'END'
stale The OCSP server's response is out of date.
wrong-signer The OCSP response was not signed by someone who is allowed to.
wrong-use The OCSP response was not signed by someone who is allowed to.
unknown The OCSP server does not know this certificate.
other The OCSP server does not know this certificate.
try-later The OCSP server is busy. Try again later.
nonsense The OCSP server's response can't be read.
unreachable http://127.0.0.1:
huge The response of http://127.0.0.1:
END
as --ocsp slow --crl unreachable
began=$SECONDS
exits "OCSP a byte a second" 69 verify -p p "$id"
check "…is not waited for long" test $((SECONDS - began)) -lt 20
as --ocsp-signer ca
exits "OCSP signed by the CA itself" 0 verify -p p --fresh "$id"
says "…counts" "the CA's OCSP says that the certificate is not revoked" out
forget

# And the CRL.
while read -r fault words; do
    as --ocsp nonsense --crl "$fault"
    exits "CRL $fault" 69 verify -p p "$id"
    is "…is not checked" 'not checked' "$(run verify -p p --json "$id"; json d.revocation.state)"
done <<'END'
stale
wrong-signer
nonsense
huge
END

# Revoked.
as
exits "before" 0 verify -p p "$id"
revoke affiliationChanged
exits "a kept answer, until it ends" 0 verify -p p "$id"
exits "--fresh" 107 verify -p p --fresh "$id"
cp out words
says "…as the error says" 'The CA has revoked the certificate (affiliationChanged).'
exits "from then on" 107 verify -p p --json "$id"
is "…with all of it" 'revoked OCSP affiliationChanged' \
    "$(json '[d.revocation.state, d.revocation.by, d.revocation.reason].join(" ")')"
all='JSON.stringify([d.revocation.since, d.revocation.by, d.revocation.reason])'
revoked=$(json "$all")
says "…since the person's date" \
    "  revocation  revoked      since $(date_of "$(json d.revocation.since)"), according to the CA's OCSP: affiliationChanged" words
check "…and when" test "$(json 'Math.abs(Date.now() - Date.parse(d.revocation.since)) < 60e3')" = true
stop >/dev/null
exits "with nobody there" 107 verify -p p "$id"
exits "--fresh with nobody there" 107 verify -p p --fresh "$id"
forget
exits "days after, with nobody there" 107 verify -p p "$id"
is "…it is revoked as it was" "$revoked" "$(run verify -p p --offline --json "$id"; json "$all")"
done_testing
