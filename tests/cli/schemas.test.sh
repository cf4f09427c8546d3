#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The Wi-Fi profiles in XML against what their readers have published: names, order, types.
. "$(dirname "$0")/lib.sh"
few_rounds
schemas=$root/tests/cli/schemas
ca ca
ca radius RADIUS
ca second Second
cat radius/root.pem second/root.pem >cas.pem
echo 'Long-enough 1' >password
profile p
"$helper" request -q -p p -k p-256 -s CN=taro,O=Example,C=JP -o taro.csr
issue ca taro.csr taro.pem
cat taro.pem ca/issuing.pem | "$helper" import -q -p p -
mkdir -m 700 files
ssid='A & B <"大学">'
one=(--radius-ca radius/root.pem --radius-name radius.example.ac.jp --realm example.ac.jp)
two=(--radius-ca cas.pem --radius-name r1.example.ac.jp,r2.example.ac.jp --realm example.ac.jp)
to() { # TARGET PLACE WORD…
    run export "$(fingerprint taro.pem | tr -d :)" -p p --for "$1" -o "$2" --password-file password "${@:3}"
    is "$1, ${2##*/}" 0 $status
}
number() { xmllint --nonet --xpath "count($1)" "$2" 2>/dev/null; }

# valid SCHEMA FILE: what xmllint says, or why not.
valid() {
    local as=--schema
    [ "${1##*.}" = xsd ] || as=--relaxng
    xmllint --nonet --noout $as "$schemas/$1" "$2" 2>&1 | tail -n 1
}
conforms() { # SCHEMA FILE
    is "…as ${1%.*} has it" "$2 validates" "$(valid "$1" "$2")"
}
# refuses SCHEMA FILE WHAT SED: the schema notices this change.
refuses() {
    sed -E "$4" "$2" >changed
    if cmp -s "$2" changed; then
        fail "…$3: nothing was changed"
    else
        check "…$3 would be noticed" grep -q 'changed fails to validate' <(valid "$1" changed)
    fi
}

for size in one two; do
    declare -n server=$size
    to eduroam-geteduroam files/$size.eap-config "${server[@]}" --ssid "$ssid"
    conforms eap-metadata.xsd files/$size.eap-config
    to eduroam-windows files/$size.windows "${server[@]}" --ssid "$ssid"
    conforms wlan-profile.rng files/$size.windows/wifi.xml
    to eduroam-apple files/$size.mobileconfig "${server[@]}" --ssid "$ssid"
    conforms plist.rng files/$size.mobileconfig
done
is "the CAs and names of two servers: geteduroam" '2 2' \
    "$(number //CA files/two.eap-config) $(number //ServerID files/two.eap-config)"
is "…Windows: CAs" 2 "$(number '//*[local-name() = "TrustedRootCA"]' files/two.windows/wifi.xml)"
check "…names" grep -q '<ServerNames>r1.example.ac.jp;r2.example.ac.jp<' files/two.windows/wifi.xml

file=files/one.eap-config
refuses eap-metadata.xsd $file 'another order' 's|(<CA .*</CA>)|<ServerID>x</ServerID>\1|'
refuses eap-metadata.xsd $file 'two certificates' 's|(<ClientCertificate.*</ClientCertificate>)|\1\1|'
refuses eap-metadata.xsd $file 'no base64' 's|(<CA [^>]*>).|\1|'
refuses eap-metadata.xsd $file 'no encoding' 's| encoding="base64"||'
refuses eap-metadata.xsd $file 'no ID' 's| ID="[^"]*"||'
refuses eap-metadata.xsd $file 'no such protection' 's|CCMP|WPA2|'
refuses eap-metadata.xsd $file 'no network' '/<CredentialApplicability>/,/<.CredentialApplicability>/d'
file=files/one.windows/wifi.xml
refuses wlan-profile.rng $file 'another order' 's|<connectionMode>auto</connectionMode>||; s|<connectionType>|<connectionMode>auto</connectionMode>&|'
refuses wlan-profile.rng $file 'another namespace' 's|OneX/v1|OneX/v2|'
refuses wlan-profile.rng $file 'a short SHA-1' 's|[0-9a-f]{2}</TrustedRootCA>|</TrustedRootCA>|'
refuses wlan-profile.rng $file 'blanks in a SHA-1' 's|[0-9a-f]{2}</TrustedRootCA>| &|'
refuses wlan-profile.rng $file 'a long SSID' 's|<hex>|&00112233445566778899AABBCCDDEEFF00|'
refuses wlan-profile.rng $file 'no EAP method' 's|<EapMethod>.*</EapMethod>||'
refuses wlan-profile.rng $file 'a switch that is none' 's|(<useOneX>)true|\1yes|'

# Apple: which keys there are, and of which kind the value of each is, from its Configuration
# Profile Reference.
file=files/two.mobileconfig
refuses plist.rng $file 'a key without a value' 's|(<key>AutoJoin</key>)<true/>|\1|'
refuses plist.rng $file 'a value without a key' 's|<key>PayloadVersion</key>||'
refuses plist.rng $file 'a number that is none' 's|<integer>13|<integer>TLS|'
known=0
while read -r key kinds; do
    there=$(number "//key[.='$key']" $file)
    known=$((known + there))
    is "Apple: $key is ${kinds//self::/}" "$there" "$(number "//key[.='$key']/following-sibling::*[1][$kinds]" $file)"
done <<'END'
PayloadType self::string
PayloadVersion self::integer[. = 1]
PayloadIdentifier self::string
PayloadUUID self::string
PayloadDisplayName self::string
PayloadContent self::array[../../self::plist] or self::data
SSID_STR self::string
HIDDEN_NETWORK self::false
AutoJoin self::true
EncryptionType self::string[. = 'WPA']
PayloadCertificateUUID self::string
EAPClientConfiguration self::dict
AcceptEAPTypes self::array[integer = 13]
UserName self::string
PayloadCertificateAnchorUUID self::array[count(string) = 2]
TLSTrustedServerNames self::array[count(string) = 2]
END
is "…no other keys" "$known" "$(number //key $file)"
is "…none twice in one place" 0 "$(number '//dict/key[. = preceding-sibling::key]' $file)"
is "…the profile, an identity, two CAs, a network" 5 "$(number '//dict[key = "PayloadType"]' $file)"
for key in PayloadVersion PayloadIdentifier PayloadUUID; do
    is "…each with its $key" 5 "$(number "//dict[key = 'PayloadType'][count(key[. = '$key']) = 1]" $file)"
done
values() { xmllint --nonet --xpath "//key[. = '$1']/following-sibling::*[1]/text()" $file 2>/dev/null; }
is "…each UUID is one, and another one" 5 "$(values PayloadUUID | sort -u |
    grep -cxE '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')"
is "…each name is another one" 5 "$(values PayloadIdentifier | sort -u | grep -c .)"
for i in 1 2 3; do
    check "…payload $i is DER in base64" openssl asn1parse -inform DER -noout \
        -in <(xmllint --nonet --xpath "(//data)[$i]/text()" $file 2>/dev/null | base64 -d)
done
done_testing
