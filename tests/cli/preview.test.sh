#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# import --dry-run says what the import then does, of each pair of these files: what comes in, what
# is refused and why, and the exit status. certutil counts what is in the profile then.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
ca twin
profile empty
printf 'PIN-1234' >pw

# A key in the profile that waits for its certificate, and another one that has its certificate.
"$helper" request -q -p empty -k p-256 -s 'CN=Waiting' -o waiting.csr
issue ca waiting.csr waiting.pem
"$helper" request -q -p empty -k p-256 -s 'CN=There' -o there.csr
issue ca there.csr there.pem
"$helper" import -q -p empty there.pem

person() { # NAME [SERIAL [CA]]
    openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
    issue "${3:-ca}" "$1.csr" "$1.pem" ${2:+"$2"}
}
sealed() { # NAME [CHAIN]: NAME.p12
    openssl pkcs12 -export -in "$1.pem" -inkey "$1.key" ${2:+-certfile "$2"} -passout file:pw -out "$1.p12"
}
person taro 0x01AF
sealed taro
cp taro.p12 again.p12
issue ca taro.csr second.pem
openssl pkcs8 -topk8 -in taro.key -passout file:pw -out taro-key.pem
cat ca/issuing.pem ca/root.pem >hana.chain
person hana
sealed hana hana.chain
# Another certificate of this issuer and serial.
person same 0x01AF
sealed same
# One that is of no use; one of an expired CA; one with a CA of the right name that has not issued it.
openssl ecparam -name prime256v1 -genkey -noout -out server.key
openssl req -new -key server.key -subj /CN=server -out server.csr
openssl x509 -req -in server.csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 -set_serial 9 \
    -extfile <(echo extendedKeyUsage=serverAuth) -out server.pem 2>check
sealed server
mkdir old && cp ca/issuing.key old
openssl x509 -req -in ca/issuing.csr -CA ca/root.pem -CAkey ca/root.key -days -1 -set_serial 3 \
    -extfile ca/ext -out old/issuing.pem 2>check
person ended '' old
sealed ended old/issuing.pem
person strange
sealed strange twin/issuing.pem
echo 'no certificate' >words

# Whether the first begins with the second: an import shows its preview first.
begins() { head -c "$(stat -c %s "$2")" "$1" | cmp -s - "$2"; }
# The errors in any order, because an import reports what is wrong with a certificate only afterwards.
complaints() { grep '^nss-helper: ' "$1" | grep -v 'dry run' | sort; }
preview() { # FILE…: the code of both, or what differs
    local what="$*" before code
    rm -rf f && cp -r empty f
    before=$(content f)
    run import --dry-run -p f --password-file pw "$@"
    code=$status
    cp out preview.out && complaints err >preview.err
    [ "$before" = "$(content f)" ] || { echo "$what: the preview writes"; return; }
    run import -p f --password-file pw "$@"
    complaints err >import.err
    [ "$status" = "$code" ] || { echo "$what: $code, then $status"; return; }
    begins out preview.out || { echo "$what: $(tr '\n' '|' <preview.out)"; return; }
    cmp -s preview.err import.err || { echo "$what: $(cat preview.err) / $(cat import.err)"; return; }
    [ $(($(certificates empty) + $(grep -c ': new' preview.out))) = "$(certificates f)" ] ||
        echo "$what: $(grep -c ': new' preview.out) new, $(certificates f) there"
}
files=(ca/root.pem ca/issuing.pem twin/issuing.pem waiting.pem second.pem taro-key.pem taro.p12
    hana.p12 same.p12 server.p12 ended.p12 strange.p12)
for one in "${files[@]}"; do
    : >differs
    preview "$one" >>differs
    for other in "${files[@]}"; do
        [ "$one" = "$other" ] || preview "$one" "$other" >>differs
    done
    is "$one alone, and before each other one" '' "$(cat differs)"
done
files+=(again.p12 words)
is "all of them, the same once more, and what is none" '' "$(preview "${files[@]}")"
mapfile -t backwards < <(printf '%s\n' "${files[@]}" | tac)
is "…and backwards" '' "$(preview "${backwards[@]}")"

# Pairs that depend on each other.
for way in 'ca/root.pem ca/issuing.pem taro.p12' 'taro.p12 ca/issuing.pem ca/root.pem'; do
    rm -rf f && cp -r empty f
    # shellcheck disable=SC2086
    exits "a chain in files, $way: the preview" 0 import -n -p f --password-file pw $way
    is "…with both CAs" 2 "$(grep -c 'with Test .*: new, without trust' out)"
    # shellcheck disable=SC2086
    exits "…with --json" 0 import -n -p f --password-file pw --json $way
    is "…nothing is put off" false "$(json 'd.files.some(f => "later" in f)')"
done
rm -rf f && cp -r empty f
exits "the certificates of a CA, of nothing here: the preview" 114 import -n -p f twin/root.pem twin/issuing.pem
says "…says why" 'has issued no certificate of this profile'
exits "a wrong chain: the preview" 93 import -n -p f --password-file pw ended.p12
says "…says why" "The certificate \"Test Issuing CA\" in the chain can't be used. It is not valid today."
exits "a key that is not encrypted: the preview asks, too, and nobody is there" 113 import -n -p f server.key
answers '!yes'
cat taro.key taro.pem >open.pem
exits "…somebody is" 0 import -n -p f open.pem
says "…it is shown" 'taro: new' out
is "…nothing was stored" "$(certificates empty)" "$(certificates f)"
done_testing
