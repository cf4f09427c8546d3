#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Wi-Fi with a certificate of the portal: in, until it is revoked; then the RADIUS server, which
# looks at the portal's CRL, keeps it out.
PORTAL=$(cd "$(dirname "$0")/../.." && pwd)/${B:-build}/portal
. "$(dirname "$0")/../portal/portal.lib.sh"
. "$(dirname "$0")/radius.lib.sh"
finish() {
    stop_radius
    [ -z "$PID" ] || kill "$PID" 2>/dev/null
    rm -rf "$WORK"
    tidy
}

curve key.pem prime256v1
start portal --prepare 0 --revoke 0
certify taro "$WORK/key.pem"
openssl pkcs12 -export -inkey "$WORK/key.pem" -in "$WORK/user.pem" -certfile "$WORK/issuing.pem" \
    -passout "pass:$pass" -out id.p12
"$helper" import -q -p p --password-file password id.p12
id=$(fingerprint "$WORK/user.pem")
mkdir people
cp "$ROOT" people/root.pem
cp "$WORK/issuing.pem" people/issuing.pem
radius_server people
to eduroam-wpa_supplicant files/wifi --radius-ca radius/root.pem --radius-name radius.example.ac.jp \
    --realm example.ac.jp
is "the profile is written" 0 $status

# What the RADIUS server has at hand: the CAs, and the portal's list.
lists() {
    curl -sS -o crl.der "$O/ca.crl" && openssl crl -inform DER -in crl.der -out raddb/crl.pem
    cp people/root.pem people/issuing.pem raddb && openssl rehash raddb 2>/dev/null
}
lists
radius yes
is "before: EAP-TLS" SUCCESS "$(enters files/wifi/wpa_supplicant.conf)"
web "$P/revoke?serial=$SERIAL"
web -d "csrf=$(csrf)" -d "serial=$SERIAL" -d reason=keyCompromise "$P/revoke"
web "$P/certificates"
check "revoked at the portal" stands "$SERIAL" revoked
lists
radius yes
is "after: FAILURE" FAILURE "$(enters files/wifi/wpa_supplicant.conf)"
run verify "$id" -p p
is "verify knows, too" 107 $status
done_testing
