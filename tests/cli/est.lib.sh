# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash source-path=SCRIPTDIR disable=SC2012,SC2034,SC2154
# For est.test.sh: the portal as a CA that speaks EST, and servers that must not be trusted.
portal=$root/${B:-build}/portal
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
echo taro-pass >taro-pass
echo wrong >wrong-pass

# Start the portal; $est is where it speaks EST, $anchor its root.
start_portal() {
    "$portal" --data "$work/portal" >ready 2>portal.err &
    pids+=($!)
    comes test -s ready
    est=$(json d.service ready)
    anchor=$(json d.root ready)
    log=$(json d.log ready)
    [ -s ready ] || { echo "Bail out! the portal does not start"; exit 1; }
}

# answer [WORD…]: how the CA answers from now on (tests/portal/est.h).
answer() {
    echo "$*" >portal/est.new
    mv portal/est.new portal/est
}

# enroll SUBJECT WORD…: by taro.
enroll() {
    local subject=$1
    shift
    run enroll -p p --est "$est" --cacert "$anchor" --user taro --password-file taro-pass \
        -k p-256 -s "$subject" "$@"
}

# The state and the enrolment of the newest job of the profile p.
journal() { ls -d "$XDG_STATE_HOME"/nss-helper/"${1:-p}"-*; }
newest() { ls -t "$(journal "${1:-p}")/jobs" | head -1 | sed 's/\.json$//'; }
state() { json d.state "$(journal "${1:-p}")/jobs/$(newest "${1:-p}").json"; }
enrolment() { json "$1" "$(journal "${2:-p}")/enrolments/$(newest "${2:-p}").json"; }

# The time at which the CA wants to be asked again for the newest job is soon.
retry_is_soon() {
    local retry
    retry=$(enrolment d.retry "$@")
    [[ $retry > $(date -ud '-1 minute' +%FT%TZ) && $retry < $(date -ud '+61 seconds' +%FT%TZ) ]]
}

# Let the time pass at which the CA wants to be asked again for the newest job.
pass_time() {
    sed -i "s/\"retry\":.*\"[0-9T:Z-]*\"/\"retry\": \"$(in_days -1)\"/" \
        "$(journal "$1")/enrolments/$(newest "$1").json"
}

# id NAME [PROFILE]: of the newest certificate of that name.
id() {
    "$helper" list -p "${2:-p}" --json "${@:3}" >identities
    json "d.identities.filter(i => i.name === '$1')
        .sort((a, b) => a.notBefore < b.notBefore ? -1 : 1).at(-1).fingerprint" identities
}

# certificate FINGERPRINT FILE [PROFILE]: as it is in the profile, for openssl.
certificate() {
    local archive
    archive=$(journal "${3:-p}")/certificates/$(tr -d : <<<"$1" | tr A-F a-f).pem
    openssl x509 -in "$archive" -out "$2"
}

requests() { grep -c "est $1" "$log"; }
more_than() { [ "$(requests "$2")" -gt "$1" ]; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# server NAME S_SERVER-OPTION…: an openssl s_server; what it hears is in heard-NAME. Its
# address is in $url.
server() {
    local name=$1 port
    shift
    port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
        console.log(s.address().port); s.close(); })')
    mkfifo "in-$name"
    sleep 1000 >"in-$name" &
    pids+=($!)
    openssl s_server -quiet -accept "127.0.0.1:$port" "$@" <"in-$name" >"heard-$name" 2>"s-$name" &
    pids+=($!)
    comes listens "$port"
    url=https://localhost:$port
}

# tls_certificate FILE NAME [DAYS]: of a server, by the root in the folder tls.
tls_certificate() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" \
        -subj "/CN=$2" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:false\n' "$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA tls/root.pem -CAkey tls/root.key -days "${3:-30}" \
        -set_serial "0x$(openssl rand -hex 8)" -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}

# A proxy that writes where it was asked to connect to into `proxied`; $proxy is its address.
start_proxy() {
    cat >proxy.mjs <<'END'
import http from 'node:http';
import net from 'node:net';
import { appendFileSync, writeFileSync } from 'node:fs';
const server = http.createServer();
server.on('connect', (req, socket, head) => {
  appendFileSync('proxied', `${req.url}\n`);
  const to = net.connect(Number(req.url.split(':')[1]), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    to.write(head);
    to.pipe(socket).pipe(to);
  });
  to.on('error', () => socket.destroy());
  socket.on('error', () => to.destroy());
});
server.listen(0, '127.0.0.1', () => writeFileSync('proxy', String(server.address().port)));
END
    node proxy.mjs &
    pids+=($!)
    comes test -s proxy
    proxy=http://127.0.0.1:$(cat proxy)
}
