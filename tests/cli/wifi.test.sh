#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Wi-Fi profiles: a real RADIUS server lets in who uses them, NetworkManager takes them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/radius.lib.sh"
few_rounds
ca ca
radius_server ca
into taro rsa-2048
into hanako p-256
wifi=(--radius-ca radius/root.pem --radius-name radius.example.ac.jp --realm example.ac.jp)

radius no

for name in taro hanako; do
    id=$(fingerprint $name.pem)
    to eduroam-wpa_supplicant files/$name "${wifi[@]}"
    is "$name, for wpa_supplicant" 0 $status
    is "…a folder for nobody else" 700 "$(stat -c %a files/$name)"
    is "…its files" 'certificate.p12 600 radius-ca.pem 600 wpa_supplicant.conf 600' \
        "$(cd files/$name && stat -c '%n %a' ./* | sed 's|^\./||' | xargs)"
    is "…EAP-TLS" SUCCESS "$(enters files/$name/wpa_supplicant.conf)"
    check "…without the password" bash -c "! grep -r 'Long-enough' files/$name"
    check "…by the outer identity" grep -q 'anonymous@example.ac.jp' files/$name/wpa_supplicant.conf
done
sed 's/domain_match="[^"]*"/domain_match="radius.evil.example"/' files/taro/wpa_supplicant.conf >evil.conf
is "a server of another name: FAILURE" FAILURE "$(enters evil.conf)"
sed "s|ca_cert=\"[^\"]*\"|ca_cert=\"$work/ca/root.pem\"|" files/taro/wpa_supplicant.conf >evil.conf
is "a server of another CA: FAILURE" FAILURE "$(enters evil.conf)"

# Expired, and revoked: by a CA of openssl's.
"$helper" request -q -p p -k p-256 -s CN=old -o old.csr
issue_between ca old.csr old.pem '-6 years' '-5 years'
cat old.pem ca/issuing.pem | "$helper" import -q -p p - 2>err
id=$(fingerprint old.pem)
to eduroam-wpa_supplicant files/old "${wifi[@]}"
is "an expired certificate is exported" 0 $status
is "…EAP-TLS: FAILURE" FAILURE "$(enters files/old/wpa_supplicant.conf)"
# "openssl ca" keeps such a time in two digits, so that it can't revoke anything from 2050 on.
printf 'R\t300101000000Z\t250101000000Z\t%s\tunknown\t/CN=taro\n' \
    "$(openssl x509 -in taro.pem -noout -serial | cut -d= -f2)" >>ca/ca/index
openssl ca -config ca/ca/config -cert ca/issuing.pem -keyfile ca/issuing.key -gencrl -crldays 9 -out raddb/crl.pem 2>/dev/null
: >ca/ca/root-index
openssl ca -config <(sed 's|/index|/root-index|' ca/ca/config) -cert ca/root.pem -keyfile ca/root.key -gencrl -crldays 9 -out raddb/root-crl.pem 2>/dev/null
cp ca/root.pem ca/issuing.pem raddb && openssl rehash raddb 2>/dev/null
radius yes
is "with a CRL, who is not revoked" SUCCESS "$(enters files/hanako/wpa_supplicant.conf)"
is "…who is: FAILURE" FAILURE "$(enters files/taro/wpa_supplicant.conf)"
stop_radius

# NetworkManager: it reads and checks the file by itself.
id=$(fingerprint taro.pem)
to eduroam-networkmanager files/nm "${wifi[@]}"
is "for NetworkManager" 0 $status
nmcli --offline connection modify connection.autoconnect no <files/nm/wifi.nmconnection >nm.out 2>nm.err
is "…nmcli takes it" 0 $?
for line in 'type=wifi' 'ssid=eduroam' 'key-mgmt=wpa-eap' 'eap=tls;' 'identity=anonymous@example.ac.jp' \
    "ca-cert=$work/files/nm/radius-ca.pem" "private-key=$work/files/nm/certificate.p12" \
    'private-key-password-flags=1' 'domain-match=radius.example.ac.jp'; do
    check "…with $line" grep -qxF "$line" nm.out
done
check "…and no password" bash -c '! grep -E "^(private-key-)?password=" nm.out'
to eduroam-networkmanager files/nm2 "${wifi[@]}" --ssid '大学 Wi-Fi;1'
nmcli --offline connection modify connection.autoconnect no <files/nm2/wifi.nmconnection >nm.out 2>nm.err
is "another SSID, byte by byte" "$(printf '大学 Wi-Fi;1' | od -An -v -tu1 | xargs -n 1 printf '%s;')" \
    "$(sed -n 's/^ssid=//p' nm.out)"

# Apple's and geteduroam's, each in one file.
to eduroam-apple files/a.mobileconfig "${wifi[@]}" --ssid 'A & B'
is "for Apple" 0 $status
check "…well-formed" xmllint --noout --nonet files/a.mobileconfig
is "…a plist of three payloads" 3 "$(xpath 'count(/plist/dict/array/dict)' files/a.mobileconfig)"
is "…their types" 'com.apple.security.pkcs12 com.apple.security.root com.apple.wifi.managed' \
    "$(grep -o 'com\.apple\.[a-z0-9.]*</string>' files/a.mobileconfig | sed 's/<.*//' | grep -v '[0-9a-f]-' | xargs)"
is "…the network" 'A & B' "$(xpath '//key[.="SSID_STR"]/following-sibling::string[1]' files/a.mobileconfig)"
is "…EAP-TLS" 13 "$(xpath '//key[.="AcceptEAPTypes"]/following-sibling::array[1]/integer' files/a.mobileconfig)"
is "…the server" radius.example.ac.jp "$(xpath '//key[.="TLSTrustedServerNames"]/following-sibling::array[1]/string' files/a.mobileconfig)"
uuid=$(xpath '//dict[string="com.apple.security.pkcs12"]/key[.="PayloadUUID"]/following-sibling::string[1]' files/a.mobileconfig)
is "…the identity is the one that it brings" "$uuid" "$(xpath '//key[.="PayloadCertificateUUID"]/following-sibling::string[1]' files/a.mobileconfig)"
uuid=$(xpath '//dict[string="com.apple.security.root"]/key[.="PayloadUUID"]/following-sibling::string[1]' files/a.mobileconfig)
is "…and so is the CA" "$uuid" "$(xpath '//key[.="PayloadCertificateAnchorUUID"]/following-sibling::array[1]/string' files/a.mobileconfig)"
xpath '//dict[string="com.apple.security.pkcs12"]/data' files/a.mobileconfig | base64 -di >a.p12
check "…whose .p12 opens, in the old encryption" openssl pkcs12 -legacy -in a.p12 -passin "pass:$pass" -noout
check "…and no password" bash -c '! grep -q "Password\|Long-enough" files/a.mobileconfig'
to eduroam-geteduroam files/g.eap-config "${wifi[@]}"
is "for geteduroam" 0 $status
check "…well-formed" xmllint --noout --nonet files/g.eap-config
is "…the outer identity" anonymous@example.ac.jp "$(xpath //OuterIdentity files/g.eap-config)"
xpath //ClientCertificate files/g.eap-config | base64 -d >g.p12
check "…whose .p12 opens" openssl pkcs12 -in g.p12 -passin "pass:$pass" -noout
xpath //CA files/g.eap-config | base64 -d >g.der
is "…and whose CA is the institution's" "$(fingerprint radius/root.pem)" \
    "$(openssl x509 -inform DER -in g.der -noout -fingerprint -sha256 | sed 's/.*=//')"

to eduroam-windows files/w "${wifi[@]}" --ssid 'A & B'
is "for Windows" 0 $status
says "…with the commands" 'netsh wlan add profile' out
check "…well-formed" xmllint --noout --nonet files/w/wifi.xml
tag() { xpath "//*[local-name()='$1']" files/w/wifi.xml; }
is "…the network" "A & B $(printf 'A & B' | od -An -tx1 | tr -d ' ' | tr a-f A-F)" "$(tag name) $(tag hex)"
is "…EAP-TLS, WPA2" '13 WPA2 AES true' "$(tag Type) $(tag authentication) $(tag encryption) $(tag useOneX)"
is "…the server is looked at, nobody is asked" 'true true radius.example.ac.jp' \
    "$(tag PerformServerValidation) $(tag DisableUserPromptForServerValidation) $(tag ServerNames)"
is "…its CA" "$(openssl x509 -in radius/root.pem -noout -fingerprint -sha1 | sed 's/.*=//' | tr -d : | tr A-F a-f)" \
    "$(tag TrustedRootCA)"
check "…whose .p12 opens" openssl pkcs12 -in files/w/certificate.p12 -passin "pass:$pass" -noout

# Without the right server there is no profile.
to eduroam-apple files/no --radius-name radius.example.ac.jp
is "without the CA" 106 $status
says "…and why" 'any access point could pretend to be it. Give --radius-ca FILE'
to eduroam-apple files/no --radius-ca radius/root.pem
is "without the name" 106 $status
says "…and why" 'a certificate of the same CA could pretend to be it. Give --radius-name NAME'
to eduroam-apple files/no
is "without both" 106 $status
says "…and why" 'Give --radius-ca FILE and --radius-name NAME'
to eduroam-apple files/no --radius-ca radius/root.pem --radius-name 'evil"; drop'
is "a name that is none" 64 $status
names() { seq -f radius%g.example.ac.jp -s , "$1"; }
to eduroam-apple files/no --radius-ca radius/root.pem --radius-name "$(names 9)"
is "nine names" 64 $status
says "…are too many" 'A Wi-Fi profile can have at most 8 names of RADIUS servers.'
to eduroam-apple files/no --radius-ca radius/root.pem --radius-name "$(printf 'a%.0s' {1..240}).example.ac.jp"
is "a name of 254 bytes" 64 $status
says "…is too long" 'is too long for a server: more than 253 characters.'
to eduroam-apple files/no --radius-ca password --radius-name radius.example.ac.jp
is "a CA that is none" 89 $status
to eduroam-apple files/longest "${wifi[@]}" --ssid "$(printf 'a%.0s' {1..32})"
is "an SSID of 32 bytes" 0 $status
rm -f files/longest
to eduroam-apple files/no "${wifi[@]}" --ssid "$(printf 'a%.0s' {1..33})"
is "an SSID that is too long" 64 $status
says "…which is said" 'The SSID is longer than 32 bytes'
to eduroam-apple files/no "${wifi[@]}" --ssid ''
is "an empty SSID" 64 $status
says "…is called so" 'The SSID is empty.'
to eduroam-apple files/no "${wifi[@]}" --ssid $'a\tb'
is "an SSID with a tab" 64 $status
says "…has what can't be shown" "The SSID has a character that can't be shown"
to windows files/no "${wifi[@]}"
is "a network for what is no Wi-Fi profile" 64 $status
printf 'kotoba7\n' >seven
run export "$id" -p p --for eduroam-apple -o files/no --password-file seven "${wifi[@]}"
is "a short password" 64 $status
says "…is refused here, too" 'at least 8 characters'
mkdir -p "$HOME/Downloads"
run export "$id" -p p --for eduroam-networkmanager --password-file password "${wifi[@]}"
is "several files, and no folder: one in the download folder" taro-eduroam-networkmanager \
    "$(basename "$(head -n 1 out)")"
is "…for its owner alone" 700 "$(stat -c %a "$(head -n 1 out)")"
is "…with all of them" 'certificate.p12 radius-ca.pem wifi.nmconnection' "$(find "$(head -n 1 out)" -type f -printf "%f\n" | sort | xargs)"
mkdir files/there
to eduroam-networkmanager files/there "${wifi[@]}"
is "a folder that is there" 73 $status
for name in 'a"b' 'a\b' $'a\nb'; do
    to eduroam-networkmanager "files/$name" "${wifi[@]}"
    is "a folder that can't be named: $(printf %q "$name")" 64 $status
done
to eduroam-apple files/mail --radius-ca radius/root.pem --radius-name radius.example.ac.jp
is "without a realm it is the e-mail address" 'taro@example.ac.jp' "$(xpath '//key[.="UserName"]/following-sibling::string[1]' files/mail)"
is "nothing of what was refused is there" 'a.mobileconfig g.eap-config hanako mail nm nm2 old taro there w' "$(find files -mindepth 1 -maxdepth 1 -printf "%f\n" | sort | xargs)"
done_testing
