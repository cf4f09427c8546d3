#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# cfssl as the OCSP responder of a CA (ocspsign, ocspserve): verify and openssl say what it says.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); })')
server=http://127.0.0.1:$port
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

# A responder that the CA has delegated it to.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout responder.key -out responder.csr \
    -subj "/CN=Responder" 2>/dev/null
printf 'basicConstraints=CA:false\nkeyUsage=digitalSignature\nextendedKeyUsage=OCSPSigning\n' >responder.ext
openssl x509 -req -in responder.csr -CA ca/issuing.pem -CAkey ca/issuing.key -days 30 -set_serial 0x99 \
    -extfile responder.ext -out responder.pem 2>/dev/null

# sign NAME SIGNER OPTION…: cfssl's answer about the certificate.
sign() {
    cfssl ocspsign -loglevel 5 -ca ca/issuing.pem -responder "$2.pem" -responder-key "$2.key" -cert "$1.pem" \
        "${@:3}" >signed.json && json 'd.ocspResponse ?? d.result.ocspResponse' signed.json >>responses
}
peer() { # NAME: what openssl says of the server's answer
    openssl ocsp -no_nonce -issuer ca/issuing.pem -cert "$1.pem" -url "$server" -CAfile ca/root.pem \
        -verify_other ca/issuing.pem 2>&1
}

serial=0x10
for name in good gone hold other unknown; do
    serial=$(printf '0x%x' $((serial + 1)))
    certificate $name "$serial" "authorityInfoAccess=OCSP;URI:$server"
done
sign good ca/issuing -status good
sign gone ca/issuing -status revoked -reason 1
sign hold ca/issuing -status revoked -reason 6
sign other responder -status good
is "cfssl has signed" 4 "$(wc -l <responses)"
cfssl ocspserve -loglevel 5 -address 127.0.0.1 -port "$port" -responses responses 2>served &
pids+=($!)
comes listens

while IFS='|' read -r name code verdict; do
    says_of $name "cfssl: $name" "$verdict"
    is "…the status" "$code" "$status"
done <<'END'
good|0|good: 
gone|107|revoked: keyCompromise
hold|107|revoked: certificateHold
other|0|good: 
unknown|69|not checked: The OCSP server rejected the request.
END
for name in good gone other; do
    check "openssl believes the same answer: $name" grep -q '^Response verify OK' <(peer $name)
done
check "…good" grep -q '^good.pem: good' <(peer good)
check "…revoked" grep -q '^gone.pem: revoked' <(peer gone)
done_testing
