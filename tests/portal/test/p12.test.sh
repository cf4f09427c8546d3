#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The portal's P12 mode, as other people's programs see it: curl is the browser,
# openssl and pk12util judge the files. PORTAL names the portal to test.
set -u
# shellcheck source-path=SCRIPTDIR source=portal.lib.sh
. "$(dirname "$0")/portal.lib.sh"

p12_made() {
    rm -f "$WORK/user.pem" "$WORK/key.pem"
    status 200 && take_p12 && same_key "$WORK/key.pem" && chain_good
}
nss_reads() { pk12util -l "$WORK/body" -W "$PIN" | grep -F 'CN=Taro Yamada'; }
made_of() { openssl pkey -in "$WORK/key.pem" -noout -text | grep -q "$1"; }
# encrypted_by CIPHER MAC, for the certificates and for the key
encrypted_by() {
    opens "$PIN" -info -noout 2>"$WORK/info" && grep -q "^MAC: $2," "$WORK/info" &&
        grep -q "^PKCS7 Encrypted data: .*$1" "$WORK/info" &&
        grep -q "^Shrouded Keybag: .*$1" "$WORK/info"
}
# same_attribute NAME: prints it if the key and the certificate have the same.
same_attribute() {
    opens "$PIN" -nodes | sed -n "s/^ *$1: //p" >"$WORK/attributes"
    [ "$(wc -l <"$WORK/attributes")" = 2 ] && [ "$(uniq "$WORK/attributes" | wc -l)" = 1 ] &&
        head -n 1 "$WORK/attributes"
}

hex() { od -An -v -tx1 | tr -d ' \n'; }
# number NAME: a number of the key, from its middle, where no encoding matters.
number() {
    openssl pkey -in "$WORK/key.pem" -noout -text | sed -n "/^$1:/,/^[^ ]/p" | grep '^ ' |
        tr -d ' :\n' | cut -c 41-120
}
# on_disk FOLDER HEX…: is any of these in any file there?
on_disk() {
    local file wanted folder=$1
    shift
    for file in "$folder"/*; do
        for wanted in "$@"; do
            [ "${#wanted}" -ge 64 ] || { echo "nothing to look for" && return 2; }
            hex <"$file" | grep -q "$wanted" && echo "in $file" && return 0
        done
    done
    return 1
}
private_on_disk() {
    on_disk "$WORK/p12" "$(number privateExponent)" "$(number prime1)" "$(number prime2)" \
        "$(tail -c 600 "$WORK/body" | head -c 40 | hex)"
}
gone() {
    private_on_disk
    [ $? = 1 ] && one_key_each p12
}

test_p12() {
    start p12 --mode p12 --prepare 2
    login taro taro-pass
    web "$P/home"
    web -d "csrf=$(csrf)" "$P/issue"
    web "$P/home"
    check "P12 mode: the certificate is being prepared" state preparing
    check "there is no PIN yet" test -z "$(pin)"
    await_page "$P/home" state ready
    PIN=$(pin)
    check "then there is a PIN, as one types it" grep -qxE '[2-9A-HJ-NP-Z]{12}' <<<"$PIN"
    check "and what it is for" shows 'The access PIN is the password of the certificate file (.p12)'
    web "$P/home?lang=ja"
    check "in Japanese too" shows 'アクセスPINは、ダウンロードする証明書ファイル（.p12）のパスワードです。'
    web -d "pin=$PIN" -d lang=en "$D/step2"
    check "the PIN opens STEP2" shows 'aria-current="step"><b>【STEP2】</b><span>Download<'
    check "without a keygen" not shows '<keygen'
    check "with a choice of five keys" test "$(grep -c '^<option' "$WORK/body")" = 5
    check "and one button" test "$(grep -c '<button' "$WORK/body")" = 1
    local token
    token=$(csrf)
    web -d key=rsa-2048 "$D/step3"
    check "no file without a CSRF token" status 403
    web -d "csrf=$token" -d key=rsa-512 "$D/step3"
    check "none for an unknown key" status 400
    web "$D/step3?csrf=$token"
    check "none by GET" status 405
    check "nothing was issued" times_logged 0 'Z issued'

    web -d "csrf=$token" -d key=rsa-3072 "$D/step3"
    check "the button brings a file that the PIN opens, with key and chain" p12_made
    check "as application/x-pkcs12" header $'^content-type: application/x-pkcs12\r$'
    check "as an attachment" header $'^content-disposition: attachment; filename="taro.p12"\r$'
    check "of a known length" header "^content-length: $(wc -c <"$WORK/body")"
    check "that nobody keeps" header '^cache-control: no-store'
    check "the key is of the kind that was chosen" made_of 'Private-Key: (3072 bit'
    check "all is encrypted by AES-256, with a SHA-256 MAC" encrypted_by AES-256-CBC sha256
    check "NSS reads it too" nss_reads
    check "it has the person's name" test "$(same_attribute friendlyName)" = 'Taro Yamada'
    check "key and certificate are marked as a pair" same_attribute localKeyID
    check "the certificate is hers or his" says user.pem \
        'CN = Taro Yamada .*email:taro.yamada@example.ac.jp'
    check "another PIN does not open it" not opens "${PIN%?}0" -noout
    check "nor one in small letters" not opens "${PIN,,}" -noout
    check "nor none" not opens '' -noout
    web --cert "$WORK/user.pem" --key "$WORK/key.pem" "$S/"
    check "the service lets it in" shows "data-fingerprint=\"$(fingerprint)\""

    web -d "csrf=$token" -d key=rsa-3072 "$D/step3"
    check "P12 mode: a second try lands at STEP1" goes "$D/?notice=used"
    step2
    check "the PIN is spent" goes "$D/?notice=used"
    web "$D/step4"
    check "STEP4 shows the fingerprint" shows "$(fingerprint | cut -c1-2):<wbr>"
    web "$P/home"
    check "the portal shows it as issued" state issued
    check "and still the PIN, which the file needs" test "$(pin)" = "$PIN"
}

test_p12_disk() {
    end
    start p12 --mode p12 --prepare 0
    apply_p12 rsa-2048
    p12_made >"$WORK/said"
    check "the certificate is on the portal's disk" on_disk "$WORK/p12" "$(number modulus)"
    check "and nothing of the key, nor the file" gone
    cp "$WORK/body" "$WORK/p12/kept"
    check "a copy of the file there would be noticed" private_on_disk
    openssl pkey -in "$WORK/key.pem" -outform der -out "$WORK/p12/kept"
    check "and so would a copy of the key" private_on_disk
    rm "$WORK/p12/kept"
    end
}

raced_files() {
    local file found=0
    for file in "$WORK"/raced-*; do
        openssl pkcs12 -in "$file" -passin "pass:$PIN" -noout 2>/dev/null && found=$((found + 1))
    done
    echo "$found"
}

test_p12_race() {
    local round token files=''
    start p12-race --mode p12 --prepare 0
    : >"$WORK/raced"
    printf p-256 >"$WORK/key"
    for round in 1 2 3 4 5; do
        apply taro
        step2
        race "$(csrf)" key
        files+=$(raced_files)
    done
    check "in five rounds of eight downloads at once: one file each" test "$files" = 11111
    check "and one answer of 200" test "$(grep -c '^200 ' "$WORK/raced")" = "$round"
    check "the others land at STEP1" \
        test "$(grep -cF "303 $D/?notice=used" "$WORK/raced")" = 35
    check "the log agrees" times_logged 5 'Z issued'
    check "and knows of all of them" times_logged 40 'Z request user=taro'
    end
}

# sent WORDS TYPE DISPOSITION OPTION…: is it sent so, and still a good file?
sent() {
    local words=$1 type=$2 disposition=$3
    shift 3
    start sent --mode p12 --prepare 0 "$@"
    apply_p12
    check "the file $words" p12_made
    check "of the type $type" header "^content-type: $type"$'\r$'
    if [ "$disposition" ]; then
        check "its disposition: $disposition" grep -qixF \
            "content-disposition: $disposition"$'\r' "$WORK/head"
    else
        check "no disposition" not header '^content-disposition'
    fi
    end
}

test_p12_sending() {
    sent "as application/pkcs12" application/pkcs12 'attachment; filename="taro.p12"' \
        --p12-type application/pkcs12
    sent "as octets, by a Japanese name" application/octet-stream \
        "attachment; filename=\"taro.p12\"; filename*=UTF-8''%E9%9B%BB%E5%AD%90%E8%A8%BC%E6%98%8E%E6%9B%B8.p12" \
        --p12-type application/octet-stream --p12-name japanese
    sent "not as an attachment" 'application/x-pkcs12; charset=UTF-8' 'inline; filename="taro.p12"' \
        --p12-name inline --p12-type 'application/x-pkcs12; charset=UTF-8'
    sent "with a name and nothing more" application/x-pkcs12 'filename="taro.p12"' --p12-name bare
    sent "without a name" application/x-pkcs12-certificates '' --p12-name none \
        --p12-type application/x-pkcs12-certificates
}

chunks() { curl -sS --raw --max-time $((20 * ${PATIENCE:-1})) --cacert "$ROOT" -b "$JAR" -d "csrf=$1" -d key=p-256 \
    "$D/step3" | grep -caE $'^[0-9a-fA-F]+\r$'; }

test_p12_chunked() {
    start chunked --mode p12 --prepare 0 --p12-chunked
    apply_p12
    check "the file in chunks" p12_made
    check "without a length" not header '^content-length'
    check "but as chunks" header '^transfer-encoding: chunked'
    apply taro
    step2
    check "of which there are several" test "$(chunks "$(csrf)")" -ge 3
    end
}

test_p12_kinds() {
    local choice
    start legacy --mode p12 --prepare 0 --p12-kind legacy
    apply_p12 ''
    check "a legacy file, when no key was chosen" p12_made
    check "of RSA 2048" made_of 'Private-Key: (2048 bit'
    check "is encrypted by 3DES, with a SHA-1 MAC" encrypted_by \
        pbeWithSHA1And3-KeyTripleDES-CBC sha1
    check "which NSS reads too" nss_reads
    for choice in 'rsa-4096 (4096 bit' 'p-256 prime256v1' 'p-384 secp384r1'; do
        apply_p12 "${choice%% *}"
        check "a file for ${choice%% *}" p12_made
        check "with such a key" made_of "${choice#* }"
    done
    apply taro
    web -d "pin=$PIN" -d lang=ja "$D/step2"
    fetch_p12
    check "a page in Japanese brings a name in Japanese" grep -q \
        1e0a5c7175300020592a90ce <(hex <"$WORK/body")
    end
    start wrong-p12 --mode p12 --prepare 0 --wrong-key
    apply_p12
    take_p12
    check "--wrong-key: a well-formed file" chain_good
    check "whose certificate is for another key" not same_key "$WORK/key.pem"
    end
}

link() { sed -n 's/.*id="get"[^>]* href="\([^"]*\)".*/\1/p' "$WORK/body"; }

test_p12_link() {
    local link
    start link --mode p12 --prepare 0 --p12-link
    apply taro
    step2
    link=$(link)
    check "--p12-link: no form" not shows '<form'
    web "$D/step3"
    check "a link without its token brings nothing" status 403
    web -I "$D$link"
    check "only looking is not downloading" status 405
    web "$D$link"
    check "the link brings the file" p12_made
    check "as an attachment" header '^content-disposition: attachment; filename="taro.p12"'
    web "$D$link"
    check "once" goes "$D/?notice=used"
    end
}

test_p12_stall() {
    local option
    for option in '' --p12-chunked; do
        start "stalled-p12$option" --mode p12 --prepare 0 --stall-answer 700 $option
        apply taro
        step2
        fetch_p12 &
        local pressed=$!
        await half_answer
        check "--stall-answer in P12 mode${option:+, $option}" half_answer
        kill -CONT "$PID"
        wait "$pressed"
        STATUS=200
        check "SIGCONT brings the rest" p12_made
        end
    done
}

[ -x "$PORTAL" ] || {
    echo "Bail out! there is no $PORTAL"
    exit 1
}
test_p12
test_p12_disk
test_p12_race
test_p12_sending
test_p12_chunked
test_p12_kinds
test_p12_link
test_p12_stall
echo "1..$COUNT"
[ "$FAILED" = 0 ]
