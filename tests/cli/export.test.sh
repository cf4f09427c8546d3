#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A certificate with its key as a file: the programs that it is for open it, and nobody else
# sees it.
. "$(dirname "$0")/lib.sh"
shipped=$helper
few_rounds
umask 022
ca ca
profile p
mkdir -m 700 "$work/files" "$work/locked"
identity() { # PROFILE NAME KEY
    "$helper" request -q -p "$1" --primary-password-file pw -k "$3" -s "CN=$2,O=Example,C=JP" -o "$2.csr" &&
        issue ca "$2.csr" "$2.pem" &&
        cat "$2.pem" ca/issuing.pem | "$helper" import -q -p "$1" --primary-password-file pw -
}
echo 'primary password' >pw
identity p taro rsa-2048
identity p hanako p-256
id() { fingerprint "$1.pem" | tr -d :; }
echo 'Long-enough 1' >password
printf 'ひみつのことば🔑\n' >japanese
export_to() { run export "$(id "$1")" -p p --for "$2" -o "$3" --password-file "${4:-password}"; }

# The judges: each prints the person's name if it can open the file and use the key.
by_openssl() { openssl pkcs12 -in "$1" -passin "pass:$2" -clcerts -nodes ${3:-} 2>/dev/null | openssl x509 -noout -subject; }
by_keytool() { java_tool keytool -list -v -keystore "$1" -storetype PKCS12 -storepass "$2" 2>&1 | grep -m1 Owner; }
by_gnutls() { certtool --p12-info --inder --infile "$1" --password "$2" 2>/dev/null | grep -m1 -A60 CERTIFICATE | certtool -i 2>/dev/null | grep Subject:; }
by_node() { node -e 'const fs = require("fs"), tls = require("tls");
    tls.createSecureContext({ pfx: fs.readFileSync(process.argv[1]), passphrase: process.argv[2] });
    console.log("taro hanako");' "$1" "$2" 2>&1; }
by_nss() { rm -rf other && profile other && printf '%s\n' "$2" >w && pk12util -i "$1" -d sql:other -w w >/dev/null 2>&1 && certutil -K -d sql:other | grep -o 'taro\|hanako'; }

for name in taro hanako; do
    for target in windows windows-old macos ios android thunderbird java linux; do
        file=$work/files/$name.$target.p12
        export_to $name $target "$file"
        is "$name for $target" 0 $status
        is "…its path" "$file" "$(head -n 1 out)"
        is "…for nobody else" 600 "$(stat -c %a "$file")"
        check "…with what to do there" grep -q '^  1\. ' out
        legacy=''
        case $target in windows-old | macos | ios | android) legacy=-legacy ;; esac
        openssl pkcs12 -in "$file" -passin 'pass:Long-enough 1' -nodes -info $legacy >opened 2>info
        check "…OpenSSL opens it" grep -q "^subject=.*$name" opened
        check "…its key is the certificate's" cmp <(openssl pkey -in opened -pubout) \
            <(openssl x509 -in "$name.pem" -noout -pubkey)
        case $legacy in
        '')
            is "…AES-256" 2 "$(grep -c 'PBES2, PBKDF2, AES-256-CBC' info)"
            check "…MAC by SHA-256" grep -q 'MAC: sha256' info
            ;;
        *)
            is "…3DES" 2 "$(grep -c 'pbeWithSHA1And3-KeyTripleDES-CBC' info)"
            check "…MAC by SHA-1" grep -q 'MAC: sha1' info
            ;;
        esac
        is "…with its issuer" 2 "$(grep -c 'BEGIN CERTIFICATE' opened)"
        check "…not with another password" grep -q 'invalid password' <(openssl pkcs12 -in "$file" -passin pass:x -noout $legacy 2>&1)
    done
    for target in windows java linux; do
        file=$work/files/$name.$target.p12
        check "$name for $target: keytool" grep -q "$name" <(by_keytool "$file" 'Long-enough 1')
        check "…GnuTLS" grep -q "$name" <(by_gnutls "$file" 'Long-enough 1')
        check "…Node" grep -q "$name" <(by_node "$file" 'Long-enough 1')
        check "…NSS" grep -q "$name" <(by_nss "$file" 'Long-enough 1')
    done
    check "$name for macos: NSS" grep -q "$name" <(by_nss "$work/files/$name.macos.p12" 'Long-enough 1')
    file=$work/files/$name.pem
    export_to $name pem "$file"
    is "$name for pem" 0 $status
    is "…certificate, issuer, encrypted key" 'CERTIFICATE CERTIFICATE ENCRYPTED PRIVATE KEY' \
        "$(sed -n 's/-----BEGIN \(.*\)-----/\1/p' "$file" | xargs)"
    is "…the key is the certificate's" "$(openssl x509 -in "$name.pem" -noout -pubkey)" \
        "$(openssl pkey -in "$file" -passin 'pass:Long-enough 1' -pubout)"
    check "…by PBES2 with AES-256" grep -q 'aes-256-cbc' <(sed -n '/ENCRYPTED/,$p' "$file" | openssl asn1parse -i)
    check "…verifies up to the root" openssl verify -CAfile ca/root.pem -untrusted "$file" "$file"
done

# What ships takes 600,000 rounds wherever a password is stretched: for the key, the certificates
# and the MAC of PKCS#12, for the key of PEM.
many() { od -An -v -tx1 "$1" | tr -d ' \n' | grep -o 02030927c0 | wc -l; }
for target in windows windows-old macos ios android thunderbird java linux backup; do
    helper=$shipped export_to hanako $target "$work/files/shipped.$target"
    is "600,000 rounds for $target" '0 3' "$status $(many "$work/files/shipped.$target")"
done
helper=$shipped export_to hanako pem "$work/files/shipped.pem"
openssl asn1parse -in <(sed -n '/ENCRYPTED/,$p' "$work/files/shipped.pem") -noout -out shipped.der
is "600,000 rounds for pem" '0 1' "$status $(many shipped.der)"

export_to taro thunderbird "$work/files/jp.p12" japanese
is "a Japanese password" 0 $status
check "…OpenSSL opens it" grep -q taro <(by_openssl "$work/files/jp.p12" 'ひみつのことば🔑')
run export "$(id taro)" -p p --for linux -o "$work/files/json.p12" --password-file password --json
is "--json" "taro linux $work/files/json.p12" "$(json '[d.identity.name, d.target, d.path].join(" ")')"
is "…with the steps" true "$(json 'd.steps.length === 1 && !/\{\}/.test(d.steps[0])')"
is "…no password in it" 0 "$(cat out err | grep -c 'Long-enough')"
run export "$(id taro)" -p p --for java -o "$work/files/steps.p12" --password-file password
says "the steps name the file" "keytool -list -keystore $(quoted "$work/files/steps.p12")" out
LANG=ja_JP.UTF-8 LC_ALL='' "$helper" export "$(id taro)" -p p --for macos -o "$work/files/ja.p12" --password-file password >out
check "in Japanese" grep -q 'キーチェーン' out
check "its file comes back in" "$helper" import -q -n -p p --password-file password "$work/files/taro.linux.p12"

# Without -o: the download folder, by its name.
chmod 700 "$HOME"
mkdir -p "$HOME/Downloads"
run export "$(id taro)" -p p --for linux --password-file password
is "without -o: in the download folder" "$HOME/Downloads/taro-linux.p12" "$(head -n 1 out)"
run export "$(id taro)" -p p --for pem --password-file password
is "…under the target's ending" "$HOME/Downloads/taro-pem.pem" "$(head -n 1 out)"
run export "$(id taro)" -p p --for linux --password-file password
is "…nothing is replaced" "$HOME/Downloads/taro-linux-2.p12" "$(head -n 1 out)"
chmod 755 "$HOME"
run export "$(id taro)" -p p --for linux --password-file password
is "…where others can come in: in a folder of its own" "$HOME/Downloads/nss-helper/taro-linux.p12" "$(head -n 1 out)"
is "…which they can't" 700 "$(stat -c %a "$HOME/Downloads/nss-helper")"

# Words and passwords.
exits "no target" 64 export "$(id taro)" -p p
exits "an unknown target" 64 export "$(id taro)" -p p --for amiga
says "…which there are" 'windows, windows-old, macos, ios, android, thunderbird, java, backup, linux, pem'
exits "no identity" 87 export 0123456789 -p p --for linux
: >empty
export_to taro linux "$work/files/no.p12" empty
is "an empty password" 65 $status
for target in windows windows-old macos ios android java; do
    export_to taro $target "$work/files/no.p12" japanese
    is "$target and a Japanese password" 64 $status
done
check "…nothing was written" test ! -e "$work/files/no.p12"
answers 'from a window' 'from a window'
run export "$(id taro)" -p p --for linux -o "$work/files/asked.p12"
is "asked for in a window" 0 $status
is "…twice" 2 "$(asked)"
check "…and it is that" grep -q taro <(by_openssl "$work/files/asked.p12" 'from a window')
answers
run export "$(id taro)" -p p --for java --make-password -o "$work/files/made.p12"
is "a password that is made here" 0 $status
made=$(grep -oE '[a-z2-9]{4}(-[a-z2-9]{4}){4}' pinentry/asked)
is "…is shown once, in a window" 1 "$(wc -l <<<"$made")"
check "…and is that of the file" grep -q taro <(by_openssl "$work/files/made.p12" "$made")
is "…and is nowhere else" 0 "$(cat out err | grep -c -- "$made")"
run export "$(id taro)" -p p --for java --make-password -o "$work/files/made2.p12"
is "…another one each time" 2 "$(grep -oE '[a-z2-9]{4}(-[a-z2-9]{4}){4}' pinentry/asked | sort -u | wc -l)"
exits "made and given" 64 export "$(id taro)" -p p --for java --make-password --password-file password
answers '!cancel'
run export "$(id taro)" -p p --for linux -o "$work/files/no.p12"
is "cancel cancels" 101 $status
check "…nothing was written" test ! -e "$work/files/no.p12"

# A locked profile; the browser's own NSS.
certutil -N -d sql:locked -f pw
identity locked jiro p-256
run export "$(id jiro)" -p locked --primary-password-file pw --for linux -o "$work/files/jiro.p12" --password-file password
is "a locked profile" 0 $status
check "…OpenSSL opens it" grep -q jiro <(by_openssl "$work/files/jiro.p12" 'Long-enough 1')
echo wrong >bad
run export "$(id jiro)" -p locked --primary-password-file bad --for linux -o "$work/files/no.p12" --password-file password
is "…its password is wrong" 83 $status
if [ -e $browser/libsoftokn3.so ]; then
    printf '[Compatibility]\nLastPlatformDir=%s\n' $browser >p/compatibility.ini
    for target in linux windows-old pem; do
        export_to taro $target "$work/files/newer.$target"
        is "the browser's own NSS: $target" 0 $status
    done
    check "…OpenSSL opens it" grep -q taro <(by_openssl "$work/files/newer.linux" 'Long-enough 1')
    check "…the old kind, too" grep -q taro <(by_openssl "$work/files/newer.windows-old" 'Long-enough 1' -legacy)
    is "…and PEM" "$(openssl x509 -in taro.pem -noout -pubkey)" \
        "$(openssl pkey -in "$work/files/newer.pem" -passin 'pass:Long-enough 1' -pubout)"
    rm p/compatibility.ini
fi

# What was exported counts as a backup.
exits "an identity that was exported can go" 0 remove "$(id hanako)" -p p --yes
says "…its copies are told" "linux, " out
rm -r "$work/files" "$HOME/Downloads"
exits "…not when they are gone" 96 remove "$(id taro)" -p p --yes
done_testing
