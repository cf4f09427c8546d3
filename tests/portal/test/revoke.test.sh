#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The portal's years after: revoking a certificate, and what CRL and OCSP say of it.
set -u
# shellcheck source-path=SCRIPTDIR source=portal.lib.sh
. "$(dirname "$0")/portal.lib.sh"

# --- the judges ---------------------------------------------------------------

# ask [OPTION…]: openssl asks about $WORK/user.pem; what it said is in $WORK/answer.
ask() {
    timeout $((20 * ${PATIENCE:-1})) openssl ocsp "$@" -issuer "$WORK/issuing.pem" -cert "$WORK/user.pem" \
        -url "$O/ocsp" -CAfile "$ROOT" -verify_other "$WORK/issuing.pem" >"$WORK/answer" 2>&1
}
answers() { grep -qE -- "$1" "$WORK/answer" || { cat "$WORK/answer" && false; }; }
ocsp_says() { # STATE [OPTION…]
    local state=$1
    shift
    ask "$@"
    answers '^Response verify OK' && answers "user.pem: $state"
}
fetch() { curl -sS --max-time $((20 * ${PATIENCE:-1})) "$@"; }
fetch_crl() { fetch -o "$WORK/crl" "$O/ca.crl" && openssl crl -inform der -in "$WORK/crl" -out "$WORK/crl.pem"; }
crl_genuine() {
    fetch_crl
    openssl crl -in "$WORK/crl.pem" -noout -CAfile "$WORK/issuing.pem" -verify 2>&1 |
        grep -q '^verify OK'
}
crl_says() {
    fetch_crl
    openssl crl -in "$WORK/crl.pem" -noout -text | tr -s ' \n' ' ' | grep -qiE -- "$1"
}
crl_time() { date -ud "$(openssl crl -in "$WORK/crl.pem" -noout "-$1" | cut -d= -f2)" +%s; }
crl_lasts() { fetch_crl && [ $(($(crl_time nextupdate) - $(crl_time lastupdate))) = "$1" ]; }
crl_number() {
    fetch_crl
    openssl crl -in "$WORK/crl.pem" -noout -crlnumber | sed 's/.*0x/ibase=16;/' |
        BC_LINE_LENGTH=0 bc
}
checked() {
    fetch_crl
    openssl verify -x509_strict -crl_check -CRLfile "$WORK/crl.pem" -CAfile "$ROOT" \
        -untrusted "$WORK/issuing.pem" "$WORK/user.pem" 2>&1
}
says_checked() { checked | grep -qF -- "$1"; }

revoke() { # SERIAL REASON
    web "$P/revoke?serial=$1"
    web -d "csrf=$(csrf)" -d "serial=$1" -d "reason=$2" "$P/revoke"
}

# --- the tests ----------------------------------------------------------------

test_before() {
    check "the certificate names OCSP" test \
        "$(openssl x509 -in "$WORK/user.pem" -noout -ocsp_uri)" = "$O/ocsp"
    check "the issuer's certificate and the CRL" says user.pem \
        "CA Issuers - URI:$O/ca.cer .*X509v3 CRL Distribution Points: Full Name: URI:$O/ca.crl"
    fetch -o "$WORK/ca.cer" "$O/ca.cer"
    check "the issuer's certificate is there" test \
        "$(openssl x509 -inform der -in "$WORK/ca.cer" -noout -fingerprint)" = \
        "$(openssl x509 -in "$WORK/issuing.pem" -noout -fingerprint)"
    check "the CRL is the CA's" crl_genuine
    check "and empty" crl_says 'No Revoked Certificates'
    check "good for a day" crl_lasts 86400
    check "it names its key and its number" crl_says \
        'Authority Key Identifier: .*CRL Number: [0-9a-fx]+'
    local first
    first=$(crl_number)
    sleep 0.1
    check "which grows" test "$(crl_number)" -gt "$first"
    fetch -o "$WORK/over" --cacert "$ROOT" "$P/ca.crl"
    check "the portal has it too" openssl crl -inform der -in "$WORK/over" -noout
    check "openssl checks the certificate against it" says_checked 'user.pem: OK'
    check "OCSP says good" ocsp_says good
    check "with the nonce of the request" not answers "no nonce in response"
    check "without a nonce too" ocsp_says good -no_nonce
    check "for an id by SHA-256" ocsp_says good -sha256
    openssl ocsp -issuer "$WORK/issuing.pem" -cert "$WORK/user.pem" -no_nonce \
        -reqout "$WORK/request" 2>/dev/null
    fetch -o "$WORK/response" "$O/ocsp/$(base64 -w 0 "$WORK/request" | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g')"
    check "by GET" ocsp_by_get
    check "the answer is signed by one whom the CA sent" delegated
}
ocsp_by_get() {
    openssl ocsp -respin "$WORK/response" -issuer "$WORK/issuing.pem" -cert "$WORK/user.pem" \
        -CAfile "$ROOT" -no_nonce -verify_other "$WORK/issuing.pem" >"$WORK/answer" 2>&1
    answers 'verify OK' && answers 'user.pem: good'
}
delegated() {
    ask -resp_text
    answers 'CN ?= ?Example University OCSP Responder' && answers 'OCSP Signing' &&
        answers 'OCSP No Check'
}

test_revoke() {
    web "$P/certificates"
    check "the list leads to the page" card_shows "$SERIAL" "href=\"/revoke?serial=$SERIAL\""
    web "$P/revoke?serial=$SERIAL"
    check "it shows the serial in decimal" shows "<dd>$DECIMAL</dd>"
    check "and in hex" shows "$(printf %s "$SERIAL" | cut -c1-2 | tr 'a-f' 'A-F'):<wbr>"
    check "the reasons have the names of RFC 5280" six_reasons
    check "in words as well" shows '(affiliationChanged)</option>'
    web -H 'Accept-Language: ja' "$P/revoke?serial=$SERIAL"
    check "also in Japanese" shows '秘密鍵の紛失・漏えい (keyCompromise)</option>'
    local token
    token=$(csrf)
    web -d "serial=$SERIAL" -d reason=superseded "$P/revoke"
    check "without a CSRF token it is refused" status 403
    web -d "csrf=$token" -d "serial=$SERIAL" "$P/revoke"
    check "without a reason too" status 400
    web -d "csrf=$token" -d "serial=$SERIAL" -d reason=cACompromise "$P/revoke"
    check "and for a CA's reason" status 400
    web -d "csrf=$token" -d serial=4711 -d reason=superseded "$P/revoke"
    check "and for a serial that is nobody's" status 404
    check "nothing was revoked" not logged 'Z revoke '
    check "OCSP still says good" ocsp_says good

    web -d "csrf=$token" -d "serial=$SERIAL" -d reason=keyCompromise "$P/revoke"
    check "the form leads to the list" goes "$P/certificates"
    check "the log has who, what and why" logged \
        "Z revoke user=taro serial=$SERIAL reason=keyCompromise\$"
    web "$P/certificates"
    check "it is being revoked" stands "$SERIAL" revoking
    check "the page looks again by itself" shows 'http-equiv="refresh"'
    check "until then OCSP says good" ocsp_says good
    check "and the CRL nothing" crl_says 'No Revoked Certificates'
    await_page "$P/certificates" stands "$SERIAL" revoked
    check "then it is revoked" stands "$SERIAL" revoked
    check "the page says why" card_shows "$SERIAL" 'data-reason="keyCompromise"'
    check "and looks no more" not shows 'http-equiv="refresh"'
}
six_reasons() {
    [ "$(grep -o '<option value="[a-zA-Z]*"' "$WORK/body" | cut -d'"' -f2 | tr '\n' ' ')" = \
        " unspecified keyCompromise affiliationChanged superseded cessationOfOperation privilegeWithdrawn " ]
}

test_after() {
    check "the CRL has it with its reason" crl_says \
        "Serial Number: $SERIAL .*CRL Reason Code: Key Compromise"
    check "and is still the CA's" crl_genuine
    check "openssl refuses the certificate" says_checked 'certificate revoked'
    check "OCSP says revoked" ocsp_says revoked
    check "why" answers 'Reason: keyCompromise'
    check "and when" answers 'Revocation Time: '
    web --cert "$WORK/user.pem" --key "$WORK/key.pem" "$S/"
    check "the service refuses it" shows 'certificate revoked'
    web "$P/home"
    check "the portal's home says so" state revoked
    web "$P/revoke?serial=$SERIAL"
    check "it can't be revoked again" goes "$P/certificates"
    web "$P/certificates"
    local token
    web "$P/home"
    token=$(csrf)
    web -d "csrf=$token" -d "serial=$SERIAL" -d reason=superseded "$P/revoke"
    check "by no form either" times_logged 1 'Z revoke '
    web -d "csrf=$token" -d "serial=$SERIAL" "$P/renew"
    check "nor renewed" shows 'id="not-renewable"'

    local before=$O
    end
    start revoke --prepare 0 --revoke 0
    check "a restart keeps OCSP's port" test "$before" = "$O"
    check "and what was revoked" ocsp_says revoked
}

# Each reason, as CRL and OCSP name it.
test_reasons() {
    local reason words
    while read -r reason words; do
        certify taro "$WORK/key.pem"
        revoke "$SERIAL" "$reason"
        check "$reason: in the CRL" crl_says "Serial Number: $SERIAL Revocation Date: [^:]*:[^:]*:[^:]* GMT CRL entry extensions: X509v3 CRL Reason Code: $words"
        # openssl has no name for the ninth.
        check "$reason: by OCSP" revoked_for "${reason/#privilegeWithdrawn/\\(UNKNOWN\\)}"
    done <<'END'
affiliationChanged Affiliation Changed
superseded Superseded
cessationOfOperation Cessation Of Operation
privilegeWithdrawn Privilege Withdrawn
END
    certify taro "$WORK/key.pem"
    revoke "$SERIAL" unspecified
    check "unspecified: no reason in the CRL" crl_says \
        "Serial Number: $SERIAL Revocation Date: [^:]*:[^:]*:[^:]* GMT (Serial|Signature)"
    check "nor by OCSP" no_reason
    check "the CRL has them all" test "$(openssl crl -in "$WORK/crl.pem" -noout -text |
        grep -c 'Serial Number:')" = 6
}
revoked_for() { ocsp_says revoked && answers "Reason: $1\$"; }
no_reason() { ocsp_says revoked && ! answers 'Reason: ' >/dev/null; }

test_odd_requests() {
    certify taro "$WORK/key.pem"
    openssl ocsp -issuer "$ROOT" -cert "$WORK/user.pem" -url "$O/ocsp" -CAfile "$ROOT" \
        -verify_other "$WORK/issuing.pem" >"$WORK/answer" 2>&1
    check "of another issuer nothing is known" answers 'user.pem: unknown'
    openssl ocsp -issuer "$WORK/issuing.pem" -serial 0x4711 -url "$O/ocsp" -CAfile "$ROOT" \
        -verify_other "$WORK/issuing.pem" >"$WORK/answer" 2>&1
    check "nor of a serial that was not issued" answers '0x4711: unknown'
    printf 'MIIB' | fetch --data-binary @- -H 'Content-Type: application/ocsp-request' \
        -o "$WORK/response" "$O/ocsp"
    check "nonsense is a malformed request" malformed
    fetch -o "$WORK/response" "$O/ocsp/%2e%2e%2f**"
    check "by GET too" malformed
    fetch -d 'a=b' -o "$WORK/response" "$O/ocsp"
    check "a form as well" malformed
    check "a long one is refused" test 413 = "$(head -c 40000 /dev/zero |
        fetch --data-binary @- -H 'Content-Type: application/ocsp-request' -o /dev/null \
            -w '%{http_code}' "$O/ocsp")"
    check "the portal's pages are not there over HTTP" test 404 = \
        "$(fetch -o /dev/null -w '%{http_code}' "$O/home")"
    check "a name that is not its own is misdirected" test 421 = \
        "$(fetch -H 'Host: evil.example' -o /dev/null -w '%{http_code}' "$O/ca.crl")"
    end
}
malformed() {
    openssl ocsp -respin "$WORK/response" >"$WORK/answer" 2>&1
    answers 'Responder Error: malformedrequest'
}

# as FAULT…: the same portal with other answers.
as() {
    [ -z "$PID" ] || stop >/dev/null
    start revoke --prepare 0 --revoke 0 "$@"
}
test_ocsp_faults() {
    as --ocsp-signer ca
    check "--ocsp-signer ca: the CA signs itself" by_ca
    as --ocsp revoked
    check "revoked: what is good" ocsp_says revoked
    revoke "$SERIAL" superseded
    as --ocsp good
    check "good: what is revoked" ocsp_says good
    as --ocsp unknown
    check "unknown: what is known" ocsp_says unknown
    as --ocsp stale
    ask
    check "stale: its time is over" answers 'Status times invalid|status expired'
    as --ocsp wrong-signer
    ask
    check "wrong-signer: the signature is nobody's" answers 'Response Verify Failure'
    as --ocsp wrong-use
    ask
    check "wrong-use: its certificate may not sign" answers 'missing ocspsigning usage'
    as --ocsp other
    ask
    check "other: not what was asked for" answers 'No Status found'
    as --ocsp try-later
    ask
    check "try-later: an error of the responder" answers 'Responder Error: trylater'
    as --ocsp nonsense
    ask
    check "nonsense: no answer of OCSP" answers 'Error querying OCSP responder'
    as --ocsp unreachable
    fetch "$O/ocsp/AAAA" >"$WORK/answer" 2>&1
    check "unreachable: the connection is closed" answers 'Empty reply'
    check "while the CRL is there" crl_genuine
    as --ocsp slow
    check "slow: a byte a second" few_bytes "$O/ocsp/AAAA"
    as --ocsp huge
    check "huge: 64 MiB" huge "$O/ocsp/AAAA"
    as --status-lifetime 60
    ask
    check "--status-lifetime: of an answer" lasts 60
    check "and of a CRL" crl_lasts 60
}
by_ca() { ocsp_says good -resp_text && ! answers 'OCSP Responder' >/dev/null; }
lasts() {
    local from to
    from=$(sed -n 's/.*This Update: //p' "$WORK/answer")
    to=$(sed -n 's/.*Next Update: //p' "$WORK/answer")
    [ $(($(date -ud "$to" +%s) - $(date -ud "$from" +%s))) = "$1" ]
}
few_bytes() {
    curl -sS --max-time 3 -o "$WORK/little" "$1"
    [ "$(wc -c <"$WORK/little")" -ge 1 ] && [ "$(wc -c <"$WORK/little")" -le 4 ]
}
huge() { [ "$(fetch "$1" | wc -c)" -gt 67108864 ]; }

test_crl_faults() {
    as --crl stale
    check "CRL stale: openssl calls it expired" says_checked 'CRL has expired'
    as --crl wrong-signer
    check "CRL wrong-signer: not the CA's" not crl_genuine
    as --crl nonsense
    check "CRL nonsense: no CRL" not fetch_crl
    as --crl unreachable
    check "CRL unreachable: nothing comes" not fetch -o "$WORK/crl" "$O/ca.crl"
    check "while OCSP is there" ocsp_says revoked
    as --crl slow
    check "CRL slow: a byte a second" few_bytes "$O/ca.crl"
    as --crl huge
    check "CRL huge: 64 MiB" huge "$O/ca.crl"
    end
    check "a CRL knows no unknown" not "$PORTAL" --data "$WORK/no" --crl unknown
    check "a fault that is none is refused" not "$PORTAL" --data "$WORK/no" --ocsp maybe
    check "nothing was made then" not test -e "$WORK/no"
}

curve key.pem prime256v1
start revoke --prepare 0 --revoke 2
certify taro "$WORK/key.pem"
test_before
test_revoke
test_after
test_reasons
test_odd_requests
test_ocsp_faults
test_crl_faults
echo "1..$COUNT"
[ "$FAILED" = 0 ]
