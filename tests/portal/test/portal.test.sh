#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The portal, as other people's programs see it: curl is the browser, openssl
# makes the keys and judges the certificates. PORTAL names the portal to test.
set -u
# shellcheck source-path=SCRIPTDIR source=portal.lib.sh
. "$(dirname "$0")/portal.lib.sh"

test_whole_flow() {
    start whole --prepare 2
    check "the portal says where it is" test -s "$ROOT" -a -e "$LOG"
    check "the root's key is nowhere, the others are 0600" one_key_each whole
    check "TLS certificate for 397 days at most" served_days
    check "it names the three hosts" says tls.pem \
        'DNS:portal.localhost, DNS:download.localhost, DNS:service.localhost'
    cp "$ROOT" "$WORK/root.pem"
    check "the root may sign for localhost and example.ac.jp only" says root.pem \
        'Name Constraints: critical Permitted: DNS:localhost email:example.ac.jp Excluded: IP:'

    web "$P/home"
    check "nobody gets in without a login" goes "$P/"
    login taro nope
    check "a wrong password is told" shows 'id="error"'
    login '"><script>x' nope
    check "what was typed is escaped" shows '&quot;&gt;&lt;script&gt;x'
    check "and nothing else of it" not shows '<script'
    login taro taro-pass
    check "the login leads home" goes "$P/home"
    check "cookies are Secure, HttpOnly and SameSite" header \
        '^set-cookie: __Host-.*Secure; HttpOnly; SameSite=Lax'
    web "$P/home"
    check "there is no certificate yet" state none
    web -d "user=x" "$P/issue"
    check "issue without a CSRF token is refused" status 403
    web -d "csrf=$(printf '%064d' 0)" "$P/issue"
    check "issue with a wrong CSRF token is refused" status 403
    web "$P/home"
    check "and nothing was started" state none
    web -d "csrf=$(csrf)" "$P/issue"
    check "issue goes back home" goes "$P/home"
    web "$P/home"
    check "the certificate is being prepared" state preparing
    check "the page looks again by itself" shows 'http-equiv="refresh"'
    check "no PIN yet" test -z "$(pin)"
    await_page "$P/home" state ready
    check "then it is ready" state ready
    PIN=$(pin)
    check "with an access PIN" test "${#PIN}" -ge 12

    web "$D/?lang=ja"
    check "who comes directly starts at STEP1" shows 'class="now" aria-current="step"><b>【STEP1】'
    check "in Japanese, if wanted" shows '<html lang="ja">'
    web -d "pin=AAAA-BBBB-CCCC" "$D/step2"
    check "a wrong PIN is sent back" goes "$D/?notice=wrong"
    web "$GOES"
    check "and told" shows 'id="notice" data-notice="wrong"'
    check "the language is remembered" shows '<html lang="ja">'
    web -H "Origin: $P" -d "pin=$PIN" -d lang=en "$D/step2"
    check "the PIN opens STEP2" shows 'class="now" aria-current="step"><b>【STEP2】'
    check "the language is carried along" shows '<html lang="en">'
    check "the challenge is long" test "$(challenge | tr -d '\n' | wc -c)" -ge 32
    local first
    first=$(challenge)
    web "$D/step2"
    check "and fresh every time" test -n "$first" -a "$first" != "$(challenge)"

    rsa key.pem 2048
    local token
    token=$(csrf)
    spkac "$WORK/key.pem" "$(challenge)"
    web --data-urlencode "spkac@$WORK/spkac" "$D/step3"
    check "a request without a CSRF token is refused" status 403
    step3 "$token"
    check "the request is answered" status 200
    check "as application/x-x509-user-cert" header '^content-type: application/x-x509-user-cert'
    check "with two certificates, the user's first" take_p7b
    check "openssl verifies the chain to the root" chain_good
    check "it is for the key of the request" same_key "$WORK/key.pem"
    check "it carries name and e-mail" says user.pem \
        'Subject: C = JP, O = Example University, CN = Taro Yamada .*email:taro.yamada@example.ac.jp'
    check "clientAuth and nothing else" says user.pem \
        'Extended Key Usage: TLS Web Client Authentication X509v3'
    check "valid for 25 months" months_25
    check "the CA knows of one request" times_logged 2 'Z request user=taro'
    check "and has issued one certificate" times_logged 1 'Z issued user=taro serial=[0-9a-f]{32} '

    step3 "$token"
    check "a second try lands at STEP1" goes "$D/?notice=used"
    web "$GOES"
    check "and is told so" shows 'data-notice="used"'
    step2
    check "the PIN is spent" goes "$D/?notice=used"
    check "both are in the log" times_logged 2 'Z second-try user=taro'
    web "$D/step4"
    check "STEP4 shows the fingerprint" shows "$(fingerprint | cut -c1-2):<wbr>"
    check "and leads to the service" shows "id=\"service\" class=\"button\" href=\"$S/"
    web "$P/home"
    check "the portal shows it as issued" state issued
    check "with its serial in decimal" shows \
        "$(openssl x509 -in "$WORK/user.pem" -noout -serial | cut -d= -f2 |
            sed 's/^/ibase=16;/' | BC_LINE_LENGTH=0 bc 2>/dev/null || echo no-bc)"
}

test_service() {
    web "$S/"
    check "the service wants a certificate" status 403
    check "and says so" shows 'id="no-certificate"'
    check "it logs that nobody came" logged 'Z service none$'
    web --cert "$WORK/user.pem" --key "$WORK/key.pem" "$S/"
    check "the certificate logs in" status 200
    check "the service sees the right person" shows \
        "id=\"who\" data-cn=\"Taro Yamada\" data-email=\"taro.yamada@example.ac.jp\" data-fingerprint=\"$(fingerprint)\""
    check "and logs it" logged 'Z service cn="Taro Yamada" email="taro.yamada@example.ac.jp" sha256='
    web --tls-max 1.2 --cert "$WORK/user.pem" --key "$WORK/key.pem" "$S/"
    check "over TLS 1.2 too" status 200

    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$WORK/own.key" -out "$WORK/own.pem" -days 2 \
        -subj '/C=JP/O=Example University/CN=Taro Yamada' 2>/dev/null
    web --cert "$WORK/own.pem" --key "$WORK/own.key" "$S/"
    check "a self-signed certificate is refused" status 403
    check "with the page that says why" shows 'id="no-certificate"'
    check "and the log" logged 'Z service none reason="self-signed certificate"'
    forge_chain
    web --cert "$WORK/forged.pem" --key "$WORK/own.key" "$S/"
    check "a CA of the same name is refused" status 403
    web --cert "$WORK/whole/tls.pem" --key "$WORK/whole/tls.key" "$S/"
    check "a server's certificate is no client's" status 403
}

# A CA with the name of the issuing CA and another key.
forge_chain() {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$WORK/fake-ca.key" -out "$WORK/fake-ca.pem" \
        -days 2 -subj '/C=JP/O=Example University/CN=Example University Issuing CA G1' 2>/dev/null
    openssl req -new -key "$WORK/own.key" -subj '/C=JP/O=Example University/CN=Taro Yamada' \
        -out "$WORK/forged.csr"
    openssl x509 -req -in "$WORK/forged.csr" -CA "$WORK/fake-ca.pem" -CAkey "$WORK/fake-ca.key" \
        -set_serial 7 -days 2 -out "$WORK/forged.pem" 2>/dev/null
    cat "$WORK/fake-ca.pem" >>"$WORK/forged.pem"
}

test_restart() {
    local before=$P
    end
    start whole --prepare 0
    check "a restart keeps the ports" test "$before" = "$P"
    web "$P/home"
    check "and the login and the certificate" state issued
    web --cert "$WORK/user.pem" --key "$WORK/key.pem" "$S/"
    check "and the CA" status 200
    web -d "pin=$PIN" "$D/step2"
    check "and that the PIN was used" goes "$D/?notice=used"
    web "$P/home"
    web -d "csrf=$(csrf)" "$P/issue"
    web "$P/home"
    check "one can apply again" state ready
    PIN=$(pin)
    end
    start whole --prepare 0
    web "$P/home"
    check "a PIN outlives a restart" test "$PIN" = "$(pin)"
    end
}

test_hosts() {
    start hosts --prepare 0
    web -H 'Host: evil.example' "$P/"
    check "an unknown host is misdirected" status 421
    web -H "Host: ${S#https://}" "$P/"
    check "so is the service's name on the portal's port" status 421
    web -H 'Host: portal.localhost' "$P/"
    check "and a name without the port" status 421
    web "$P/nowhere"
    check "an unknown page is not found" status 404
    web -X DELETE "$P/"
    check "an unknown method is refused" status 405
    check "pages forbid framing and scripts" header "^content-security-policy: default-src 'none'"
    head -c 40000 /dev/zero | tr '\0' a >"$WORK/large"
    head -c 3000000 /dev/zero | tr '\0' a >"$WORK/huge"
    web --data-binary "@$WORK/large" "$P/login"
    check "a large form is refused" status 413
    web -H 'Expect: 100-continue' --data-binary "@$WORK/huge" "$P/login"
    check "a huge one before it is sent" status 413
    web -H 'Transfer-Encoding: chunked' --data-binary "@$WORK/large" "$P/login"
    check "also one that hides its length" status 413
    web -d 'a=%00' "$P/login"
    check "a NUL in a form is refused" status 400
    apply taro
    web -H 'Origin: https://evil.example' -d "pin=$PIN" "$D/step2"
    check "another site can't post the PIN" status 403
    web -H 'Accept-Language: fr, ja;q=0.9, en;q=0.5' "$P/nowhere"
    check "the browser's language is followed" shows '<html lang="ja">'
    end
}

test_refusals() {
    start refusals --prepare 0
    apply hanako
    step2
    rsa small.pem 1024
    rsa good.pem 2048
    curve koblitz.pem secp256k1
    attempt "$WORK/good.pem" "bm90IHRoZSBjaGFsbGVuZ2Ugb2YgdGhpcw"
    check "a wrong challenge is refused" refused challenge
    local stale
    web "$D/step2"
    stale=$(challenge)
    attempt "$WORK/good.pem" "$stale"
    check "the challenge of an earlier page is refused" refused challenge
    attempt "$WORK/good.pem" ""
    check "no challenge is refused" refused challenge
    attempt "$WORK/small.pem"
    check "a key of 1024 bits is refused" refused weak-key
    attempt "$WORK/koblitz.pem"
    check "an unusual curve is refused" refused key-kind
    DIGEST=md5 attempt "$WORK/good.pem"
    check "a signature over MD5 is refused" refused digest
    break_signature
    check "a broken signature is refused" refused signature
    web "$D/step2"
    printf 'MIIB' >"$WORK/spkac"
    step3 "$(csrf)"
    check "half a SPKAC is refused" refused malformed
    web "$D/step2"
    web -d "csrf=$(csrf)" "$D/step3"
    check "no SPKAC at all has its own words" goes "$D/?notice=nokey"
    check "nothing was issued" times_logged 0 'Z issued'

    curve p256.pem prime256v1
    attempt "$WORK/p256.pem"
    check "the PIN is still good, for a P-256 key too" status 200
    take_p7b
    check "its certificate verifies" chain_good
    check "and is for hanako" says user.pem 'CN = Hanako Suzuki .*email:hanako.suzuki@example.ac.jp'
    check "an EC key enciphers nothing" not says user.pem 'Key Encipherment'
    end
}

break_signature() {
    local token last
    web "$D/step2"
    token=$(csrf)
    spkac "$WORK/good.pem" "$(challenge)"
    base64 -d "$WORK/spkac" >"$WORK/spkac.der"
    last=$(tail -c 1 "$WORK/spkac.der" | od -An -tu1 | tr -d ' ')
    head -c -1 "$WORK/spkac.der" >"$WORK/broken.der"
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $(((last + 1) % 256)))" >>"$WORK/broken.der"
    base64 -w 0 "$WORK/broken.der" >"$WORK/spkac"
    step3 "$token"
}

test_race() {
    local round token
    start race --prepare 0
    : >"$WORK/raced"
    for round in 1 2 3 4 5; do
        apply taro
        step2
        token=$(csrf)
        spkac "$WORK/good.pem" "$(challenge)"
        race "$token" spkac
    done
    check "in five rounds of eight requests at once: five certificates" \
        test "$(grep -c '^200 ' "$WORK/raced")" = "$round"
    check "the others land at STEP1" \
        test "$(grep -cF "303 $D/?notice=used" "$WORK/raced")" = 35
    check "the log agrees" times_logged 5 'Z issued'
    check "and knows of all of them" times_logged 40 'Z request user=taro'

    web "$P/home"
    token=$(csrf)
    curl -sS --max-time $((30 * ${PATIENCE:-1})) --cacert "$ROOT" -b "$JAR" -Z --parallel-immediate -d "csrf=$token" \
        -o /dev/null "$P/issue?n=[1-8]" 2>/dev/null
    check "eight presses on Issue start one preparation" times_logged 6 'Z issue user=taro'
    end
}

test_wrong_tries() {
    local i
    start tries --prepare 0
    apply taro
    for i in 1 2 3 4 5 6 7 8 9 10; do
        web -d "pin=ABCD-EFGH-JKL$((i % 8 + 2))" "$D/step2"
    done
    check "ten wrong PINs are told as wrong" goes "$D/?notice=wrong"
    step2
    check "then even the right one has to wait" goes "$D/?notice=locked"
    JAR=$WORK/hanako.jar
    for i in 1 2 3 4 5 6 7 8 9 10; do login hanako nope; done
    check "ten wrong passwords are told as wrong" status 403
    login hanako hanako-pass
    check "then even the right password has to wait" status 429
    end
}

test_typed_pin() {
    start typed --prepare 0 --pin-lifetime 3
    apply taro
    local plain
    plain=$(printf %s "$PIN" | tr -d - | tr '[:upper:]' '[:lower:]')
    web -d "pin=$plain" "$D/step2"
    check "the PIN may be typed small and without hyphens" status 200
    web --data-urlencode "pin=$(printf %s "$PIN" | sed 'y/ABCDEFGHJKLMNPQRSTUVWXYZ23456789-/ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＸＹＺ２３４５６７８９－/')" "$D/step2"
    check "and in full width" status 200
    local token
    token=$(csrf)
    spkac "$WORK/good.pem" "$(challenge)"
    await_page "$P/home" state none
    step3 "$token"
    check "an expired PIN issues nothing" goes "$D/?notice=expired"
    step2
    check "and opens nothing" goes "$D/?notice=expired"
    web "$P/home"
    check "one applies again" state none
    end
}

test_allow() {
    start allow --prepare 0 --allow 127.0.0.9,::9
    web "$P/"
    check "who is not on the list is refused" status 403
    check "and told of the campus network" shows 'id="campus"'
    web "$D/"
    check "at the download site too" shows 'id="campus"'
    web -4 --interface 127.0.0.9 "$P/"
    check "who is on the list gets in" status 200
    end
}

test_answers() {
    start der --prepare 0 --answer der
    apply taro
    step2
    attempt "$WORK/good.pem"
    check "a certificate as DER" openssl x509 -inform der -in "$WORK/body" -out "$WORK/user.pem"
    check "for the right key" same_key "$WORK/good.pem"
    end
    start pem --prepare 0 --answer pem
    apply taro
    step2
    attempt "$WORK/good.pem"
    cp "$WORK/body" "$WORK/answer.pem"
    check "a chain as PEM" split_pem
    check "which verifies" chain_good
    end
    start other --prepare 0 --wrong-key
    apply taro
    step2
    attempt "$WORK/good.pem"
    take_p7b
    check "--wrong-key sends a well-formed certificate" chain_good
    check "for somebody else's key" not same_key "$WORK/good.pem"
    end
}

test_stall() {
    start stalled --prepare 0 --stall-answer 700
    apply taro
    step2
    attempt "$WORK/good.pem" &
    local pressed=$!
    await half_answer
    check "--stall-answer sends so many bytes and stops" half_answer
    kill -CONT "$PID"
    wait "$pressed"
    take_p7b
    check "SIGCONT brings the rest" chain_good
    end
}

test_start() {
    check "without --data it tells its usage" not "$PORTAL"
    check "a preparation of an hour is refused" not "$PORTAL" --data "$WORK/no" --prepare 3600
    check "an address that is none is refused" not "$PORTAL" --data "$WORK/no" --allow here
    check "a mode that is none is refused" not "$PORTAL" --data "$WORK/no" --mode p13
    check "so is a type that could break a header" not "$PORTAL" --data "$WORK/no" --mode p12 \
        --p12-type $'application/x\r\nX: y'
    check "nothing was made then" not test -e "$WORK/no"
    start first
    check "a port that is taken is told" not "$PORTAL" --data "$WORK/second" --port "${P##*:}"
    rm "$WORK/first/ca.key"
    end
    check "a folder without its CA's key is refused" not "$PORTAL" --data "$WORK/first"
}

[ -x "$PORTAL" ] || {
    echo "Bail out! there is no $PORTAL"
    exit 1
}
test_whole_flow
test_service
test_restart
test_hosts
test_refusals
test_race
test_wrong_tries
test_typed_pin
test_allow
test_answers
test_stall
test_start
echo "1..$COUNT"
[ "$FAILED" = 0 ]
