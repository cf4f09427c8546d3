#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A certificate with its key as a file: the programs that it is for open it, and nobody else
# sees it.
# shellcheck source-path=SCRIPTDIR disable=SC2048,SC2086
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/judges.lib.sh"
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

by_openssl() { openssl pkcs12 -in "$1" -passin "pass:$2" -clcerts -nodes ${3:-} 2>/dev/null | openssl x509 -noout -subject; }

# The targets get an RSA and an elliptic key in turn; KINDS=all tries both for each.
targets=(windows windows-old macos ios android thunderbird java linux gpgsm)
declare -A targets_of=([taro]='windows macos android java gpgsm' [hanako]='windows-old ios thunderbird linux')
is "each target has its file" "$(printf '%s\n' "${targets[@]}" | sort)" "$(printf '%s\n' ${targets_of[*]} | sort)"
for name in taro hanako; do
    [ "${KINDS:-}" != all ] || targets_of[$name]=${targets[*]}
    for target in ${targets_of[$name]}; do
        file=$work/files/$name.$target.p12
        export_to $name $target "$file"
        is "$name for $target" 0 $status
        is "…its path" "$file" "$(head -n 1 out)"
        is "…for nobody else" 600 "$(stat -c %a "$file")"
        check "…with what to do there" grep -q '^  1\. ' out
        legacy=''
        case $target in windows-old | macos | ios | android | gpgsm) legacy=-legacy ;; esac
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

# In every file: DER, the person's certificate before its issuers, under its own name, and the
# root only if it is asked for. GnuPG 2.2 reads RSA keys only.
certutil -A -d sql:p -n root -t C,, -i ca/root.pem
subjects() { sed -n 's/^subject=.*CN = \([^,]*\).*/\1/p' | paste -sd,; }
of_file() { # FILE [-legacy]
    case $1 in
    *.pem) openssl crl2pkcs7 -nocrl -certfile "$1" | openssl pkcs7 -print_certs -noout ;;
    *) openssl pkcs12 -in "$1" -passin 'pass:Long-enough 1' -nokeys ${2:-} ;;
    esac
}
for target in "${targets[@]}" backup pem; do
    file=$work/files/order.$target.p12 legacy=''
    case $target in windows-old | macos | ios | android | gpgsm) legacy=-legacy ;; pem) file=${file%.p12}.pem ;; esac
    export_to taro $target "$file"
    is "$target: the person's certificate, then its issuer, and no root" 'taro,Test Issuing CA' "$(of_file "$file" $legacy | subjects)"
    run export "$(id taro)" -p p --for $target -o "${file/order/root}" --password-file password --with-root
    is "…and the root with --with-root" 'taro,Test Issuing CA,Test Root' "$(of_file "${file/order/root}" $legacy | subjects)"
    [ $target != pem ] || continue
    is "…in DER" '0 0' "$status $(openssl asn1parse -inform DER -in "$file" | grep -c 'l=inf\|cons: OCTET')"
    is "…also within" 0 "$(openssl asn1parse -inform DER -in "$file" -strparse "$(openssl asn1parse -inform DER -in "$file" |
        sed -n 's/^ *\([0-9]*\):.*OCTET STRING.*/\1/p' | head -1)" | grep -c 'l=inf\|cons: OCTET')"
    is "…under its name" "    friendlyName: taro's Test University ID" "$(of_file "$file" $legacy | grep -m1 friendlyName)"
done
certutil -D -d sql:p -n root

# Every program with every file, except those that it can't read: Java is for its own target and
# for "linux", GnuPG 2.2 reads RSA in 3DES only.
for name in taro hanako; do
    files=("$work/files/$name".*.p12)
    [ $name = hanako ] || files+=("$work"/files/order.*.p12)
    judged python "$name,Test Issuing CA" 'Long-enough 1' "${files[@]}"
    judged node $name 'Long-enough 1' "${files[@]}"
    judged certtool "1 $name,Test Issuing CA" 'Long-enough 1' "${files[@]}"
    judged nss "$name's Test University ID" 'Long-enough 1' "${files[@]}"
done
judged keytool 'taro,Test Issuing CA' 'Long-enough 1' "$work"/files/order.{java,linux,windows}.p12
judged gpgsm taro 'Long-enough 1' "$work"/files/order.{gpgsm,macos,windows-old}.p12
judged gpgsm '' 'Long-enough 1' "$work/files/order.linux.p12"

# The released programs take 600,000 rounds wherever a key is derived from a password: for the key,
# the certificates and the MAC of PKCS#12, and for the key of PEM.
many() { od -An -v -tx1 "$1" | tr -d ' \n' | grep -o 02030927c0 | wc -l; }
for target in "${targets[@]}" backup; do
    helper=$shipped export_to hanako $target "$work/files/shipped.$target"
    is "600,000 rounds for $target" '0 3' "$status $(many "$work/files/shipped.$target")"
done
helper=$shipped export_to hanako pem "$work/files/shipped.pem"
openssl asn1parse -in <(sed -n '/ENCRYPTED/,$p' "$work/files/shipped.pem") -noout -out shipped.der
is "600,000 rounds for pem" '0 1' "$status $(many shipped.der)"

# curl logs in with the PEM, and with PKCS#12: the person's certificate is the one of the key.
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -out server.csr 2>check
openssl x509 -req -in server.csr -CA ca/root.pem -CAkey ca/root.key -days 3 -set_serial 7 -copy_extensions copy \
    -out server.pem 2>check
# The number of the free port is in its output.
openssl s_server -accept localhost:0 -cert server.pem -key server.key -CAfile ca/root.pem -Verify 3 \
    -verify_return_error -www >server.out 2>&1 &
pids+=($!)
comes grep -q '^ACCEPT' server.out
port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server.out)
logs_in() { # FILE [TYPE]
    curl -s --cacert ca/root.pem --cert "$1:Long-enough 1" ${2:+--cert-type $2} "https://localhost:$port/" |
        sed -n 's/.*Subject: .*CN *= *\([^,<]*\).*/\1/p' | head -1
}
for name in taro hanako; do
    is "curl logs in as $name with the PEM" $name "$(logs_in "$work/files/$name.pem")"
done
is "…and with the PKCS#12 of linux" taro "$(logs_in "$work/files/order.linux.p12" P12)"
is "…of macos, too" taro "$(logs_in "$work/files/order.macos.p12" P12)"
is "…and nobody without" '' "$(curl -s --cacert ca/root.pem "https://localhost:$port/")"

export_to taro thunderbird "$work/files/jp.p12" japanese
is "a Japanese password" 0 $status
check "…OpenSSL opens it" grep -q taro <(by_openssl "$work/files/jp.p12" 'ひみつのことば🔑')
run export "$(id taro)" -p p --for linux -o "$work/files/json.p12" --password-file password --json
is "--json" "taro linux $work/files/json.p12" "$(json '[d.identity.name, d.target, d.path].join(" ")')"
is "…with the steps" true "$(json 'd.steps.length === 2 && !/\{\}|`/.test(d.steps.join())')"
is "…no password in it" 0 "$(cat out err | grep -c 'Long-enough')"
run export "$(id taro)" -p p --for java -o "$work/files/steps.p12" --password-file password
says "the steps name the file" "keytool -list -keystore $(quoted "$work/files/steps.p12")" out
LANG=ja_JP.UTF-8 LC_ALL='' "$helper" export "$(id taro)" -p p --for macos -o "$work/files/ja.p12" --password-file password >out
check "in Japanese" grep -q 'キーチェーン' out
check "its file comes back in" "$helper" import -q -n -p p --password-file password "$work/files/hanako.linux.p12"

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
says "…which there are" 'windows, windows-old, macos, ios, android, thunderbird, java, backup, linux, gpgsm, pem'
exits "no identity" 87 export 0123456789 -p p --for linux
: >empty
export_to taro linux "$work/files/no.p12" empty
is "an empty password" 65 $status
printf 'kotoba7\n' >seven
printf 'kotoba78\n' >eight
printf '%s\n' 七つのことばだ >seven-japanese
printf '\xe9-not-utf-8\n' >latin
for target in "${targets[@]}" backup pem; do
    export_to taro $target "$work/files/no.p12" seven
    is "a password of seven characters for $target" 64 $status
done
says "…how many it needs" 'at least 8 characters'
export_to taro linux "$work/files/no.p12" seven-japanese
is "…of more bytes, and seven characters" 64 $status
run export "$(id taro)" -p p --for pem -o "$work/files/no.p12" --password-fd 3 3<seven
is "…from a descriptor" 64 $status
export_to taro linux "$work/files/no.p12" latin
is "one that is not UTF-8" 64 $status
says "…is told" 'not valid UTF-8'
export_to taro linux "$work/files/eight.p12" eight
is "one of eight characters" 0 $status
run export "$(id taro)" -p p --for linux -o "$work/files/weak.p12" --password-file seven --allow-weak
is "--allow-weak takes the shorter one" 0 $status
check "…OpenSSL opens it" grep -q taro <(by_openssl "$work/files/weak.p12" kotoba7)
run export "$(id taro)" -p p --for linux -o "$work/files/no.p12" --password-file empty --allow-weak
is "…but not the empty one" 65 $status
for target in windows windows-old macos ios android java gpgsm; do
    export_to taro $target "$work/files/no.p12" japanese
    is "$target and a Japanese password" 64 $status
done
check "…nothing was written" test ! -e "$work/files/no.p12"

# A place where nothing can be written is refused before the person has to choose a password.
mkdir -m 755 reached && mkdir -m 777 written && touch "$work/files/taken.p12" && chmod 777 written
for made in '' --make-password; do
    while IFS='|' read -r code place what; do
        answers 'a password in vain' 'a password in vain'
        # shellcheck disable=SC2086
        exits "$what${made:+, $made}" "$code" export "$(id taro)" -p p --for linux $made -o "$place"
        is "…and nothing was asked or shown" '' "$(cat pinentry/asked)"
    done <<EOF
77|$work/reached/a.p12|a folder that others can reach
77|$work/written/a.p12|a folder that others can write
73|$work/nowhere/a.p12|a folder that is not there
73|$work/files/taken.p12|a file of that name
EOF
done
answers 'Long-enough 1' 'Long-enough 1'
exits "a place that others can reach, with --allow-shared" 0 export "$(id taro)" -p p --for linux --allow-shared \
    -o reached/a.p12
is "…asks" 2 "$(asked)"
answers 'from a window' 'from a window'
run export "$(id taro)" -p p --for linux -o "$work/files/asked.p12"
is "asked for in a window" 0 $status
is "…twice" 2 "$(asked)"
check "…and it is that" grep -q taro <(by_openssl "$work/files/asked.p12" 'from a window')
answers kotoba7 kotoba7 kotoba78 kotoba78
run export "$(id taro)" -p p --for linux -o "$work/files/asked8.p12"
is "too short in the window: asked again" '0 4' "$status $(asked)"
check "…with the reason" grep -q 'too short' pinentry/asked
check "…and it is the longer one" grep -q taro <(by_openssl "$work/files/asked8.p12" kotoba78)
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
rm -r "$work/files" "$work/reached" "$HOME/Downloads"
exits "…not when they are gone" 96 remove "$(id taro)" -p p --yes
done_testing
