#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A real web server asks for a certificate: curl gets in with what was exported.
. "$(dirname "$0")/lib.sh"
few_rounds
PATH=$PATH:/usr/sbin:/sbin
ca ca
ca evil Evil
echo 'Long "enough" 1' >password
profile p
mkdir -m 700 files
into() { # NAME KIND CA
    "$helper" request -q -p p -k "$2" -s "CN=$1,O=Example,C=JP" -o "$1.csr" && issue "$3" "$1.csr" "$1.pem" &&
        cat "$1.pem" "$3/issuing.pem" | "$helper" import -q -p p -
}
into taro rsa-2048 ca
into hanako p-256 ca
into mallory p-256 evil
id() { fingerprint "$1.pem" | tr -d :; }
export_to() { run export "$(id "$1")" -p p --for "$2" -o "$3" --password-file password; }

# The server knows the root of the CA, and nothing of those that issue.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout server.key -out server.pem \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
port=$(node -e 'const s = require("net").createServer();
    s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); });')
cat >nginx.conf <<END
daemon off;
master_process off;
pid "$work/nginx.pid";
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path "$work/body";
    proxy_temp_path "$work/proxy";
    fastcgi_temp_path "$work/fastcgi";
    uwsgi_temp_path "$work/uwsgi";
    scgi_temp_path "$work/scgi";
    server {
        listen 127.0.0.1:$port ssl;
        ssl_certificate "$work/server.pem";
        ssl_certificate_key "$work/server.key";
        ssl_client_certificate "$work/ca/root.pem";
        ssl_verify_client on;
        ssl_verify_depth 2;
        add_header X-Person \$ssl_client_s_dn;
        location / {
            return 200;
        }
    }
}
END
nginx -e stderr -p "$work" -c "$work/nginx.conf" >nginx.log 2>&1 &
pids+=($!)

# visit [LINE…]: as whom, in the words of curl's own files: the password is in no argument.
visit() {
    printf '%s\n' "$@" | curl -K - -s --cacert server.pem --max-time $((20 * ${PATIENCE:-1})) -o page -D headers \
        -w '%{http_code}' "https://localhost:$port/" >code 2>curl.err
    echo "$? $(cat code) $(sed -n 's/^X-Person: \(.*\)\r$/\1/p' headers)"
    : >headers
}
# with FILE [LINE…]: the last of two passwords counts.
with() { visit "cert = \"$1\"" 'pass = "Long \"enough\" 1"' "${@:2}"; }
for _ in $(seq 100); do
    nobody=$(visit)
    [ "$nobody" = '7 000 ' ] || break
    sleep 0.1
done
is "without a certificate: 400" '0 400 ' "$nobody"
says "…it is wanted" 'No required SSL certificate' page

for name in taro hanako; do
    export_to $name pem files/$name.pem
    is "$name for pem" 0 $status
    is "…nginx lets curl in, and knows who it is" "0 200 CN=$name,O=Example,C=JP" "$(with files/$name.pem)"
    is "…not with another password" '58 000 ' "$(with files/$name.pem 'pass = "other"')"
done
for place in taro.linux taro.java hanako.windows; do
    name=${place%.*}
    export_to "$name" "${place#*.}" files/$place.p12
    is "$name for ${place#*.}" 0 $status
    is "…nginx lets curl in" "0 200 CN=$name,O=Example,C=JP" "$(with files/$place.p12 'cert-type = "P12"')"
done
{ sed '/END CERTIFICATE/q' files/taro.pem; sed -n '/BEGIN ENCRYPTED/,$p' files/taro.pem; } >alone.pem
is "without its issuer, which the file brings: 400" '0 400 ' "$(with alone.pem)"
export_to mallory pem files/mallory.pem
is "a certificate of another CA is exported" 0 $status
is "…nginx refuses it" '0 400 ' "$(with files/mallory.pem)"
says "…for its certificate" 'SSL certificate error' page
done_testing
