#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Network settings from the institution's own file: .eap-config and .mobileconfig as institutions
# hand them out, and hostile ones.
. "$(dirname "$0")/radius.lib.sh"
few_rounds
ca ca
radius_server ca
into taro p-256
id=$(fingerprint taro.pem)
# from FILE TARGET PLACE [WORD…]
from() { to "$2" "files/$3" --from "$1" "${@:4}"; }
base64_of() { openssl x509 -in "$1" -outform DER | base64 -w 0; }

# As eduroam CAT writes it: several methods, networks and servers, the CA in lines.
eap_config() { # [NAME]
    cat <<EOF
<?xml version="1.0" encoding="utf-8"?>
<EAPIdentityProviderList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eap-metadata.xsd">
  <EAPIdentityProvider ID="realm.example.ac.jp" namespace="urn:RFC4282:realm" lang="ja" version="1">
    <AuthenticationMethods>
      <AuthenticationMethod>
        <EAPMethod><Type>21</Type></EAPMethod>
        <ServerSideCredential>
          <CA format="X.509" encoding="base64">$(base64_of ca/root.pem)</CA>
          <ServerID>password.example.ac.jp</ServerID>
        </ServerSideCredential>
        <ClientSideCredential>
          <OuterIdentity>anonymous@password.example.ac.jp</OuterIdentity>
          <UserName>somebody</UserName>
          <Password>s3cret</Password>
        </ClientSideCredential>
        <InnerAuthenticationMethod><NonEAPAuthMethod><Type>1</Type></NonEAPAuthMethod></InnerAuthenticationMethod>
      </AuthenticationMethod>
      <AuthenticationMethod>
        <EAPMethod>
          <Type>13</Type>
        </EAPMethod>
        <ServerSideCredential>
          <CA format="X.509" encoding="base64">
$(base64_of radius/root.pem | fold -w 64)
          </CA>
          <CA format="X.509" encoding="base64">$(base64_of radius/issuing.pem)</CA>
          <ServerID>${1:-radius.example.ac.jp}</ServerID>
          <ServerID>radius2.example.ac.jp</ServerID>
        </ServerSideCredential>
        <ClientSideCredential>
          <OuterIdentity>nobody@example.ac.jp</OuterIdentity>
        </ClientSideCredential>
      </AuthenticationMethod>
    </AuthenticationMethods>
    <CredentialApplicability>
      <IEEE80211><ConsortiumOID>001bc50460</ConsortiumOID></IEEE80211>
      <IEEE80211><SSID>campus &amp; guests</SSID><MinRSNProto>CCMP</MinRSNProto></IEEE80211>
      <IEEE80211><SSID>eduroam</SSID><MinRSNProto>CCMP</MinRSNProto></IEEE80211>
    </CredentialApplicability>
    <ProviderInfo><DisplayName>例大学</DisplayName></ProviderInfo>
  </EAPIdentityProvider>
</EAPIdentityProviderList>
EOF
}

# As Apple's tools write it: keys and values in any order, other payloads around.
mobileconfig() { # [NAME]
    cat <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadType</key><string>Configuration</string>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadType</key><string>com.apple.security.root</string>
			<key>PayloadUUID</key><string>11111111-0000-4000-8000-000000000000</string>
			<key>PayloadContent</key><data>$(base64_of ca/root.pem)</data>
		</dict>
		<dict>
			<key>PayloadContent</key>
			<data>
$(base64_of radius/root.pem | fold -w 52 | sed 's/^/			/')
			</data>
			<key>PayloadType</key><string>com.apple.security.root</string>
			<key>PayloadUUID</key><string>22222222-0000-4000-8000-00000000000a</string>
		</dict>
		<dict>
			<key>PayloadType</key><string>com.apple.wifi.managed</string>
			<key>SSID_STR</key><string>guests</string>
			<key>EncryptionType</key><string>None</string>
		</dict>
		<dict>
			<key>AutoJoin</key><true/>
			<key>SSID_STR</key><string>campus</string>
			<key>PayloadType</key><string>com.apple.wifi.managed</string>
			<key>EAPClientConfiguration</key>
			<dict>
				<key>AcceptEAPTypes</key><array><integer>25</integer></array>
				<key>UserPassword</key><string>s3cret</string>
				<key>OuterIdentity</key><string>anonymous@example.ac.jp</string>
				<key>PayloadCertificateAnchorUUID</key>
				<array><string>22222222-0000-4000-8000-00000000000A</string>
				<string>99999999-0000-4000-8000-000000000000</string></array>
				<key>TLSTrustedServerNames</key>
				<array>
					<string>${1:-radius.example.ac.jp}</string>
				</array>
			</dict>
		</dict>
	</array>
</dict>
</plist>
EOF
}
eap_config >c.eap-config
mobileconfig >c.mobileconfig
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj '/CN=who knows' -keyout sign.key -out sign.pem 2>/dev/null
# signed OUT WORD…: as openssl signs it; with -stream in BER, the content in pieces.
signed() { openssl "${@:2}" -sign -nodetach -binary -outform DER -signer sign.pem -inkey sign.key -in c.mobileconfig -out "$1"; }
signed signed.mobileconfig smime
signed stream.mobileconfig cms -stream
signed bare.mobileconfig cms -stream -nocerts -noattr
is "in BER" 3080 "$(head -c 2 stream.mobileconfig | od -An -v -tx1 | tr -d ' ')"

radius no
for file in c.eap-config c.mobileconfig {signed,stream,bare}.mobileconfig; do
    from $file eduroam-wpa_supplicant $file
    is "$file" 0 $status
    says "…what was taken is shown" 'radius.example.ac.jp'
    says "…with its CA" 'Root'
    is "…EAP-TLS" SUCCESS "$(enters files/$file/wpa_supplicant.conf)"
    check "…nothing of a person was taken" bash -c "! grep -rqE 's3cret|somebody' files/$file out err"
done
eap_config radius.evil.example | sed '/radius2/d' >evil.eap-config
mobileconfig radius.evil.example >evil.mobileconfig
for file in evil.eap-config evil.mobileconfig; do
    from $file eduroam-wpa_supplicant $file
    is "$file: another server" 0 $status
    is "…FAILURE" FAILURE "$(enters files/$file/wpa_supplicant.conf)"
done

# All servers below a name: each kind of profile says this in its own way, or can't.
for name in '*.example.ac.jp' '*.other.ac.jp' '*.ample.ac.jp'; do
    mobileconfig "$name" >pattern
    from pattern eduroam-wpa_supplicant "$name"
    is "$name: the end of a name" "domain_suffix_match=\"${name#\*.}\"" "$(grep -o 'domain.*' "files/$name/wpa_supplicant.conf")"
    [ "$name" = '*.example.ac.jp' ] && want=SUCCESS || want=FAILURE
    is "…$want" $want "$(enters "files/$name/wpa_supplicant.conf")"
done
stop_radius
mobileconfig '*.example.ac.jp' >pattern
from pattern eduroam-networkmanager pattern-nm
nmcli --offline connection modify connection.autoconnect no <files/pattern-nm/wifi.nmconnection >nm.out 2>&1
is "…for NetworkManager" 'domain-suffix-match=example.ac.jp' "$(grep domain nm.out)"
from pattern eduroam-apple pattern-apple
is "…for Apple" '*.example.ac.jp' "$(xpath '//key[.="TLSTrustedServerNames"]/following-sibling::array[1]/string' files/pattern-apple)"
for target in eduroam-windows eduroam-geteduroam; do
    from pattern $target no
    is "…not for $target" 64 $status
    says "…and what to do" 'radius-name'
done
eap_config '*.example.ac.jp' >beside
from beside eduroam-networkmanager no
is "…nor beside a name in full" 64 $status
from beside eduroam-apple beside
is "…but for Apple" '*.example.ac.jp radius2.example.ac.jp' \
    "$(xmllint --nonet --xpath '//key[.="TLSTrustedServerNames"]/following-sibling::array[1]/string/text()' files/beside | xargs)"
conf=files/c.eap-config/wpa_supplicant.conf
check "of several methods it is that for EAP-TLS" bash -c "! grep -q 'password\.example' $conf"
check "…its servers" grep -q 'radius.example.ac.jp;radius2.example.ac.jp' $conf
check "…its outer identity" grep -q '"nobody@example.ac.jp"' $conf
is "…its CAs, both" 2 "$(grep -c BEGIN files/c.eap-config/radius-ca.pem)"
check "of several networks it is eduroam" grep -q '^.*ssid=656475726f616d$\|ssid="eduroam"' $conf
conf=files/c.mobileconfig/wpa_supplicant.conf
from c.mobileconfig eduroam-apple wanted --ssid 'other'
is "a network that is not in it: its name counts" 'other' "$(xpath '//key[.="SSID_STR"]/following-sibling::string[1]' files/wanted)"
sed 's|<key>AutoJoin</key><true/>|<key>SSID_STR</key><string>second</string><key>PayloadType</key><string>com.apple.wifi.managed</string><key>EAPClientConfiguration</key><dict><key>PayloadCertificateAnchorUUID</key><array><string>22222222-0000-4000-8000-00000000000A</string></array><key>TLSTrustedServerNames</key><array><string>second.example.ac.jp</string></array></dict></dict><dict>|' c.mobileconfig >two.mobileconfig
from two.mobileconfig eduroam-apple two --ssid campus
is "of two networks the one that is wanted, with its server" radius.example.ac.jp "$(xpath '//key[.="TLSTrustedServerNames"]/following-sibling::array[1]' files/two | xargs)"
from c.eap-config eduroam-windows windows
is "for Windows only roots" 1 "$(grep -o '<TrustedRootCA>' files/windows/wifi.xml | wc -l)"
is "only the CA that the network names" "$(fingerprint radius/root.pem)" "$(fingerprint files/c.mobileconfig/radius-ca.pem)"

# Options take precedence over the file.
from c.eap-config eduroam-apple more --ssid other --realm other.example --radius-name radius3.example.ac.jp --radius-ca ca/root.pem
is "with everything said beside it" 0 $status
is "…the network" other "$(xpath '//key[.="SSID_STR"]/following-sibling::string[1]' files/more)"
is "…the server" radius3.example.ac.jp "$(xpath '//key[.="TLSTrustedServerNames"]/following-sibling::array[1]' files/more | xargs)"
is "…the realm" anonymous@other.example "$(xpath '//key[.="UserName"]/following-sibling::string[1]' files/more)"
xpath '//dict[string="com.apple.security.root"]/data' files/more | base64 -di >more.der
is "…the CA" "$(fingerprint ca/root.pem)" "$(openssl x509 -inform DER -in more.der -noout -fingerprint -sha256 | sed 's/.*=//')"
sed 's/<OuterIdentity>.*//' c.eap-config >realm.eap-config
from realm.eap-config eduroam-apple realm
is "without an outer identity: the realm that it is of" anonymous@realm.example.ac.jp "$(xpath '//key[.="UserName"]/following-sibling::string[1]' files/realm)"

# What this program has written itself says the same again.
for target in eduroam-apple eduroam-geteduroam; do
    from c.eap-config $target $target
    from files/$target eduroam-wpa_supplicant again-$target
    is "$target read again" 0 $status
    # Apple's has no outer identity for EAP-TLS, but a name: only its realm is used.
    [ $target = eduroam-apple ] && others='\|identity' || others=
    is "…the same" "$(grep -v "^	*\(ca_cert\|private_key$others\)=" files/c.eap-config/wpa_supplicant.conf)" \
        "$(grep -v "^	*\(ca_cert\|private_key$others\)=" files/again-$target/wpa_supplicant.conf)"
    check "…of the same realm" grep -q '@example\.ac\.jp"' files/again-$target/wpa_supplicant.conf
    check "…the same CAs" cmp -s files/c.eap-config/radius-ca.pem files/again-$target/radius-ca.pem
done

# Refused at once, with nothing written.
before=$(ls files)
refused() { # CODE NAME FILE [WORD…]
    run_limited "${@:3}"
    is "$2" "$1" $status
}
run_limited() { run_for 20 export "$id" -p p --for eduroam-apple -o files/no --password-file password --from "$@"; }
run_for() { timeout "$1" "$helper" "${@:2}" >out 2>err </dev/null; status=$?; }
sed 's/<CA /<Other /; s/<\/CA>/<\/Other>/' c.eap-config >bad
refused 106 "no CA" bad
says "…and why" 'any access point could pretend to be it'
sed '/ServerID/d' c.eap-config >bad && refused 106 "not the full name of a server" bad
for name in '*' '*.jp' 'radius.*.ac.jp' '*radius.example.ac.jp' '*.*.example.ac.jp'; do
    eap_config "$name" >bad && refused 64 "the name $name" bad
    says "…and what to do" 'radius-name'
done
long=$(printf 'a%.0s' {1..300})
eap_config "$long.example.ac.jp" >bad && refused 106 "a name of 315 bytes" bad
says "…is too long" 'is too long for a server'
sed "/<ServerID/{p;p;p;p;p;p;p;p}" c.eap-config >bad && refused 106 "nine names and more" bad
says "…are too many" 'The file has more than 8 server names.'
sed "s|<SSID>eduroam<|<SSID>${long:0:33}<|; s|<SSID>campus[^<]*<|<SSID>${long:0:33}<|" c.eap-config >long.eap-config
refused 106 "an SSID of 33 bytes" long.eap-config
says "…is not left out without a word" 'The SSID in the file is longer than 32 bytes.'
from long.eap-config eduroam-apple ssid --ssid campus
is "…but where another one is said it does not count" 0 $status
sed "s|<SSID>campus[^<]*<|<SSID>${long:0:33}<|" c.eap-config >other.eap-config
from other.eap-config eduroam-apple other
is "…nor beside eduroam" eduroam "$(xpath '//key[.="SSID_STR"]/following-sibling::string[1]' files/other)"
sed "s|<OuterIdentity>[^<]*<|<OuterIdentity>$long<|" c.eap-config >outer.eap-config
refused 106 "an outer identity of 300 bytes" outer.eap-config
says "…which would leave the person's own in the clear" 'The outer identity in the file is longer than 253 bytes.'
from outer.eap-config eduroam-apple outer --realm example.ac.jp
is "…but not where the realm is said" 0 $status
sed "s|<OuterIdentity>.*||; s|ID=\"realm|ID=\"$long|" c.eap-config >bad
refused 106 "a realm of 300 bytes" bad
says "…which is said" 'The realm in the file is longer than 253 bytes.'
rm files/ssid files/other files/outer
sed 's/22222222-0000-4000-8000-00000000000A/33333333/' c.mobileconfig >bad
refused 106 "a CA that is not in it" bad
sed 's/com.apple.security.root/com.apple.security.pkcs12/' c.mobileconfig >bad && refused 106 "a person's key for a CA" bad
sed 's/EAPClientConfiguration/EAPClient/' c.mobileconfig >bad && refused 106 "no 802.1X" bad
sed 's/<CA [^>]*>M/&AAAA/' c.eap-config >bad && refused 106 "a CA that is none" bad
sed 's/<CA [^>]*>M.*</<CA>(none)</' c.eap-config >bad && refused 106 "a CA that is no base64" bad
head -c 900 c.eap-config >bad && refused 106 "half of one" bad
head -c 900 signed.mobileconfig >bad && refused 106 "half of a signed one" bad
: >bad && refused 106 "an empty file" bad
head -c 3000 /dev/urandom >bad && refused 106 "noise" bad
cp taro.pem bad && refused 106 "a certificate" bad
echo '<html><body>Log in</body></html>' >bad && refused 106 "another page" bad
printf '%s\0' "$(cat c.eap-config)" >bad && refused 106 "a NUL" bad
iconv -t UTF-16 <(sed 's/encoding="utf-8"/encoding="utf-16"/' c.eap-config) >utf16
from utf16 eduroam-apple utf16
is "in UTF-16 it is read" 0 $status
rm files/utf16
{ echo '<!DOCTYPE plist [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    last=a
    for next in b c d e f g h i; do echo "<!ENTITY $next \"$(printf "&$last;%.0s" {1..20})\">"; last=$next; done
    echo ']><plist><dict><key>&i;</key></dict></plist>'; } >bad
refused 106 "a billion laughs" bad
echo '<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]><plist><dict><key>&x;</key></dict></plist>' >bad
refused 106 "another file for an entity" bad
check "…which is shown to nobody" bash -c '! grep -q root: out err'
sed 's/guests/\&strange;/' c.mobileconfig >bad && refused 106 "an entity of Apple's file, which is not read" bad
traced -f -e trace=openat,connect,socket -o trace timeout $((20 * ${PATIENCE:-1})) "$helper" export "$id" -p p --for eduroam-apple \
    -o files/traced --password-file password --from c.mobileconfig >out 2>err
check "…nor looked for" bash -c '! grep -qE "PropertyList|AF_INET" trace'
rm -f files/traced
{ printf '<plist>%.0s' {1..100000}; } >bad && refused 106 "a hundred thousand deep" bad
{ echo '<plist>'; for _ in $(seq 300); do printf '<a/>%.0s' {1..100}; done; echo '</plist>'; } >bad
refused 106 "thirty thousand wide" bad
head -c 50000000 /dev/zero | tr '\0' ' ' >bad && refused 94 "50 MB" bad
{ cat c.eap-config; head -c 1100000 /dev/zero | tr '\0' ' '; } >bad && refused 106 "over 1 MiB" bad
mkfifo fifo && refused 66 "a pipe" fifo
refused 66 "a file that is not there" nowhere
refused 66 "a folder" files
is "nothing of what was refused is there" "$before" "$(ls files)"
run export "$id" -p p --for windows -o files/no --password-file password --from c.eap-config
is "for what is no Wi-Fi profile" 64 $status
done_testing
