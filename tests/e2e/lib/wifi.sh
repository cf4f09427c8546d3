#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# wifi.sh PROFILE FINGERPRINT PORTAL STATUS: prints SUCCESS or FAILURE, the answer of a real RADIUS
# server to a device with the Wi-Fi profile of this identity. The server trusts the CAs in the
# portal's folder, and checks the CRL at the address STATUS.
. "$(dirname "$0")/../../cli/radius.lib.sh"
finish() {
    stop_radius
    tidy
}
mkdir people
cp "$3/root.pem" people
cp "$3/ca.pem" people/issuing.pem
radius_server people
cp people/*.pem raddb
curl -sSf -o crl.der "$4/ca.crl" && openssl crl -inform DER -in crl.der -out raddb/crl.pem || exit 1
openssl rehash raddb 2>/dev/null
"$helper" export -q "$2" -p "$1" --for eduroam-wpa_supplicant -o files/wifi --password-file password \
    --radius-ca radius/root.pem --radius-name radius.example.ac.jp --realm example.ac.jp >/dev/null || exit 1
radius yes
enters files/wifi/wpa_supplicant.conf
