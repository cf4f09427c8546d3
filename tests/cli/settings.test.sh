#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Network settings with a person's PKCS#12 in them, as geteduroam and similar services hand them out:
# the key is imported, the CAs of the network are not.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
umask 077
ca ca
ca radius Radius
profile empty
openssl ecparam -name prime256v1 -genkey -noout -out taro.key
openssl req -new -key taro.key -subj '/O=Example/CN=Taro Yamada' -out taro.csr
issue ca taro.csr taro.pem
pkcs12() { # PASSWORD
    openssl pkcs12 -export -in taro.pem -inkey taro.key -certfile ca/issuing.pem -passout "pass:$1" -legacy | base64 -w0
}
body() { sed '/-----/d' "$1" | tr -d '\n'; }

# eap P12 [PASSPHRASE [MORE]]; apple P12 [PASSWORD [MORE]]: P12 in base64, "" leaves it out.
eap() {
    cat <<EOF
<?xml version="1.0" encoding="utf-8"?>
<EAPIdentityProviderList><EAPIdentityProvider ID="example.ac.jp" namespace="urn:RFC4282:realm">
<AuthenticationMethods><AuthenticationMethod><EAPMethod><Type>13</Type></EAPMethod>
<ServerSideCredential><CA format="X.509" encoding="base64">$(body radius/root.pem)</CA>
<ServerID>radius.example.ac.jp</ServerID></ServerSideCredential>
<ClientSideCredential><OuterIdentity>taro@example.ac.jp</OuterIdentity>
${1:+<ClientCertificate format='PKCS12' encoding='base64'>$1</ClientCertificate>}
${2:+<Passphrase>$2</Passphrase>}</ClientSideCredential></AuthenticationMethod>${3:-}</AuthenticationMethods>
<CredentialApplicability><IEEE80211><SSID>eduroam</SSID></IEEE80211></CredentialApplicability>
</EAPIdentityProvider></EAPIdentityProviderList>
EOF
}
apple() {
    cat <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array>
${1:+<dict><key>PayloadType</key><string>com.apple.security.pkcs12</string><key>PayloadUUID</key><string>2</string>
${2:+<key>Password</key><string>$2</string>}<key>PayloadContent</key><data>$1</data></dict>}
<dict><key>PayloadType</key><string>com.apple.security.root</string><key>PayloadUUID</key><string>3</string>
<key>PayloadContent</key><data>$(body radius/root.pem)</data></dict>
<dict><key>PayloadType</key><string>com.apple.wifi.managed</string><key>SSID_STR</key><string>eduroam</string>
<key>PayloadCertificateUUID</key><string>2</string><key>EAPClientConfiguration</key><dict>
<key>AcceptEAPTypes</key><array><integer>${3:-13}</integer></array>
<key>PayloadCertificateAnchorUUID</key><array><string>3</string></array>
<key>TLSTrustedServerNames</key><array><string>radius.example.ac.jp</string></array>
<key>UserName</key><string>taro@example.ac.jp</string></dict></dict></array></dict></plist>
EOF
}
sign() { # FILE OUT
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 10 -keyout it.key -out it.pem \
        -subj '/CN=IT Department' 2>/dev/null
    openssl smime -sign -nodetach -binary -in "$1" -signer it.pem -inkey it.key -outform DER -out "$2"
}
eap "$(pkcs12 constant)" constant >clear.eap-config
apple "$(pkcs12 constant)" constant >clear.mobileconfig
sign clear.mobileconfig signed.mobileconfig
eap "$(pkcs12 Secret-77)" >asked.eap-config
apple "$(pkcs12 Secret-77)" >asked.mobileconfig
sign asked.mobileconfig asked-signed.mobileconfig
eap "$(pkcs12 Secret-77)" constant >wrong.eap-config
eap "$(pkcs12 '')" >nothing.eap-config
eap '' >only.eap-config
apple '' >only.mobileconfig
sign only.mobileconfig only-signed.mobileconfig
echo Secret-77 >password
echo Secret-78 >other

# fresh WORD…: into a profile that has nothing.
fresh() {
    rm -rf p && cp -r empty p
    run import -p p "$@"
}
# brought NAME: key and chain were imported, and no other certificate.
brought() {
    is "$1 goes in" 0 $status
    is "…the key, the certificate and its issuer" '1 2' "$(keys p) $(certificates p)"
    check "…the key is the certificate's" grep -q "$(fingerprint taro.pem)" <("$helper" list -p p --json)
    is "…no CA of the network, nor who signed" 0 "$(certutil -L -d sql:p | grep -c 'Radius\|IT Dep')"
}
for file in clear.eap-config clear.mobileconfig signed.mobileconfig nothing.eap-config; do
    answers
    fresh $file
    brought $file
    is "…nobody is asked" 0 "$(asked)"
    says "…it is called an open key" 'holds an open key'
    says "…with the way to delete it" "rm $file"
    check "…and is there still" test -e $file
    is "…the passphrase is told to nobody" 0 "$(cat out err | grep -c constant)"
done
for file in asked.eap-config asked.mobileconfig asked-signed.mobileconfig wrong.eap-config; do
    answers Secret-77
    fresh $file
    brought "$file, after asking,"
    is "…once" 1 "$(asked)"
    is "…it is no open key" 0 "$(grep -c 'open key' err)"
    fresh $file --password-file password
    is "…with --password-file" "0 1" "$status $(keys p)"
    fresh $file --password-file other
    is "…not with another one" "100 0" "$status $(keys p)"
done
fresh -n clear.mobileconfig
is "a dry run opens it, too" '0 0' "$status $(keys p)"
says "…and shows whose it is" 'Taro Yamada: new' out
is "…and says nothing of deleting" 0 "$(grep -c 'open key' err)"
rm -rf p && cp -r empty p
"$helper" import -p p - <clear.eap-config >out 2>err
says "from standard input: an open key, too" 'The input holds an open key'
is "…and no name of a file" 0 "$(grep -c 'rm ' err)"
run import -p p clear.eap-config
says "once more: it is there already" 'already there' out

# From then on a key from an open file is marked, and one from a file with a password is not.
answers Secret-77
for file in clear.eap-config asked.eap-config; do
    rm -rf p "$XDG_STATE_HOME" && cp -r empty p
    run import -q -p p $file
    run verify -p p --offline "$(fingerprint taro.pem)"
    cat out >shown
    run list -p p
    cat out >>shown
    is "verify and list tell of $file" "$([ $file = asked.eap-config ] && echo 0 || echo 2)" \
        "$(grep -ciE 'its key came in a file (that anyone could open|without a password)' shown)"
    run list -p p --json
    is "…and with --json" "$([ $file = asked.eap-config ] || echo open-key)" "$(json 'd.identities[0].odd.join()')"
    run verify -p p --offline --json "$(fingerprint taro.pem)"
    is "…verify, too" "$([ $file = asked.eap-config ] || echo open-key)" "$(json 'd.odd.join()')"
done

# Who else can read it.
chmod 644 clear.eap-config
fresh clear.eap-config
says "one that others can read" 'Other users of this computer can read the file.'
mkdir -m 700 mine && cp -p clear.eap-config mine/
fresh mine/clear.eap-config
is "…in a folder that they can't enter" '0 0' "$status $(grep -c 'Other users' err)"
chmod 711 mine
fresh mine/clear.eap-config
is "…that they can" '0 1' "$status $(grep -c 'Other users' err)"
chmod 600 clear.eap-config
fresh clear.eap-config
is "…and one that they can't read" '0 0' "$status $(grep -c 'Other users' err)"
fresh -q clear.eap-config
silent=$(cat err)
is "--quiet says nothing of it" '' "$silent"

# At a terminal it can be deleted at once.
at_terminal() { # ANSWER
    rm -rf p && cp -r empty p && cp clear.eap-config mine.eap-config
    printf '%s\n' "$1" | script -qec "'$helper' import -p p mine.eap-config" /dev/null >typed 2>&1
}
at_terminal n
check "at a terminal it is asked for" grep -q 'Delete it now?' typed
check "…no keeps it" test -e mine.eap-config
at_terminal y
check "…yes deletes it" test ! -e mine.eap-config
is "…and the key is in" 1 "$(keys p)"

# --wifi: a profile for NetworkManager as well, under a new password.
chmod 700 "$HOME"
mkdir "$HOME/Downloads"
echo 'Long-enough 1' >new
for file in clear.eap-config clear.mobileconfig signed.mobileconfig; do
    fresh $file --wifi --wifi-password-file new
    brought "$file with --wifi:"
    folder=$(grep -m1 "^$HOME/Downloads/.*networkmanager" out)
    is "…who the person is in the clear" taro@example.ac.jp "$(sed -n 's/^identity=//p' "$folder/wifi.nmconnection")"
    is "…which servers count" 1 "$(grep -c radius.example.ac.jp "$folder/wifi.nmconnection")"
    is "…and whose CA" "$(fingerprint radius/root.pem)" "$(fingerprint "$folder/radius-ca.pem")"
    is "…under the new password" 'subject=O = Example, CN = Taro Yamada' \
        "$(openssl pkcs12 -in "$folder/certificate.p12" -passin file:new -clcerts -nokeys 2>check | openssl x509 -noout -subject)"
    check "…and not under that of the file" grep -q 'invalid password' \
        <(openssl pkcs12 -in "$folder/certificate.p12" -passin pass:constant -noout 2>&1)
done
answers Secret-77 'Long-enough 1' 'Long-enough 1'
fresh asked.eap-config --wifi --json
is "both passwords are asked for" '0 3' "$status $(asked)"
check "…and --json has the folder" test -e "$(json d.wifi.path)/wifi.nmconnection"
echo short >short
fresh clear.eap-config --wifi --wifi-password-file short
is "a short one is refused, before anything is stored" '64 0' "$status $(keys p)"
sed '/ServerID/d' clear.eap-config >loose.eap-config
fresh loose.eap-config --wifi --wifi-password-file new
is "settings that name no server: nothing is stored" '106 0' "$status $(keys p)"
fresh taro.pem --wifi --wifi-password-file new
is "…nor of what are no settings" 106 $status
fresh -n clear.eap-config --wifi
is "a dry run shows the network" '0 0' "$status $(keys p)"
says "…by its names" 'Network: eduroam, radius.example.ac.jp'
fresh clear.eap-config --wifi-password-file new
is "its password without --wifi" 64 $status
fresh clear.eap-config asked.eap-config --wifi
is "--wifi with two files" 64 $status

# Settings without a key, and settings that can't be read.
for file in only.eap-config only.mobileconfig only-signed.mobileconfig; do
    fresh $file
    is "$file has no certificate" 89 $status
    says "…it is named for what it is" "This .${file#*.} holds only the settings of a network"
    says "…with the command" "nss-helper export --profile p ID --for eduroam-networkmanager --from FILE"
done
eap '!!!!' constant >damaged.eap-config
fresh damaged.eap-config
is "damaged base64" 65 $status
eap "$(pkcs12 constant)" constant "<AuthenticationMethod><ClientSideCredential><ClientCertificate>$(pkcs12 constant)</ClientCertificate></ClientSideCredential></AuthenticationMethod>" >two.eap-config
fresh two.eap-config
is "two persons' files in one" 65 $status
says "…are not guessed at" 'several personal certificates'
same=$(pkcs12 constant)
eap "$same" constant "<AuthenticationMethod><ClientSideCredential><ClientCertificate>$same</ClientCertificate></ClientSideCredential></AuthenticationMethod>" >same.eap-config
fresh same.eap-config
is "…the same one for two methods is one" 0 $status
printf '<plist version="1.0"><dict><key>a</key><string>b</string></dict></plist>' >other.plist
fresh other.plist
is "another property list is no settings" 89 $status

# A Wi-Fi profile names the person as the file does.
fresh clear.eap-config
echo 'Long-enough 1' >fresh
mkdir files
outer() { # FILE
    rm -rf files/w
    run export "$(fingerprint taro.pem)" -p p --for eduroam-networkmanager -o files/w --password-file fresh --from "$1"
    sed -n 's/^identity=//p' files/w/wifi.nmconnection
}
is "--from .eap-config: who the person is in the clear" taro@example.ac.jp "$(outer clear.eap-config)"
is "…and of the .mobileconfig the same" taro@example.ac.jp "$(outer clear.mobileconfig)"
is "…signed, too" taro@example.ac.jp "$(outer signed.mobileconfig)"
apple '' '' 25 >peap.mobileconfig
is "…but the log-in of another method stays out" anonymous@example.ac.jp "$(outer peap.mobileconfig)"
done_testing
