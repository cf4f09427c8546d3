# shellcheck shell=bash disable=SC2034
# SPDX-License-Identifier: MPL-2.0
# For portal.test.sh: a portal to start and stop, curl as the browser, openssl as
# the judge. PORTAL names the portal to test.
PORTAL=${PORTAL:-${B:-build}/portal}
WORK=$(mktemp -d)
export HOME=$WORK LC_ALL=C.UTF-8
unset http_proxy https_proxy HTTPS_PROXY ALL_PROXY all_proxy
COUNT=0 FAILED=0 PID=
. "$(dirname "${BASH_SOURCE[0]}")/../../clock.sh"

finish() {
    [ -z "$PID" ] || kill "$PID" 2>/dev/null
    rm -rf "$WORK"
}
trap finish EXIT

# check NAME COMMAND…: one line of TAP; what the portal said last goes with a failure.
check() {
    local name=$1
    shift
    COUNT=$((COUNT + 1))
    if "$@" >"$WORK/said" 2>&1; then
        echo "ok $COUNT - $name"
        return
    fi
    FAILED=$((FAILED + 1))
    echo "not ok $COUNT - $name"
    echo "# $*"
    sed 's/^/# /' "$WORK/said" "$WORK/head" 2>/dev/null | head -20
    tail -n 3 "$LOG" 2>/dev/null | sed 's/^/# log: /'
}
not() { ! "$@"; }

# await COMMAND…: again and again, until it succeeds.
await() {
    local tries=0
    until "$@" || [ "$tries" -ge $((100 * ${PATIENCE:-1})) ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}
# await_page URL COMMAND…: loads the page again and again until the command succeeds.
await_page() {
    await page_is "$@"
}
page_is() {
    web "$1"
    "${@:2}"
}

# --- the portal ---------------------------------------------------------------

address() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$WORK/ready"; }

# start FOLDER OPTION…
start() {
    local folder=$1 tries=0
    shift
    : >"$WORK/ready"
    "$PORTAL" --data "$WORK/$folder" "$@" >"$WORK/ready" 2>"$WORK/stderr" &
    PID=$!
    while [ ! -s "$WORK/ready" ] && kill -0 "$PID" 2>/dev/null && [ "$tries" -lt $((300 * ${PATIENCE:-1})) ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    P=$(address portal) D=$(address download) S=$(address service) O=$(address status)
    ROOT=$(address root) LOG=$(address log)
    JAR=$WORK/$folder.jar NAME=$folder IDLE=$(sockets)
    if [ -z "$P" ]; then
        sed 's/^/# /' "$WORK/stderr"
        echo "Bail out! the portal does not start"
        exit 1
    fi
}

# The portal's own: it has more with each visitor.
sockets() { find "/proc/$PID/fd" -lname 'socket:*' | wc -l; }

stop() {
    kill -TERM "$PID"
    wait "$PID"
    local code=$?
    PID=
    cat "$WORK/stderr"
    [ "$code" = 0 ] && [ ! -s "$WORK/stderr" ]
}
end() { check "the portal '$NAME' ends cleanly at SIGTERM, without a word" stop; }

# --- the browser --------------------------------------------------------------

# web URL [curl option…]: leaves $WORK/head and $WORK/body, sets STATUS and GOES.
web() {
    local said
    said=$(curl -sSN --max-time $((20 * ${PATIENCE:-1})) --cacert "$ROOT" -b "$JAR" -c "$JAR" -D "$WORK/head" \
        -o "$WORK/body" -w '%{http_code} %{redirect_url}' "$@" 2>"$WORK/curl-error")
    STATUS=${said%% *} GOES=${said#* }
}
status() { [ "$STATUS" = "$1" ]; }
shows() { grep -qF -- "$1" "$WORK/body"; }
header() { grep -qi -- "$1" "$WORK/head"; }
goes() { [ "$STATUS" = 303 ] && [ "$GOES" = "$1" ]; }
logged() { grep -qE -- "$1" "$LOG"; }
times_logged() { [ "$(grep -cE -- "$2" "$LOG")" = "$1" ]; }
csrf() { sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$WORK/body" | head -n 1; }
pin() { sed -n 's/.*id="pin">\([^<]*\)<.*/\1/p' "$WORK/body"; }
challenge() { sed -n 's/.*<keygen name="spkac" challenge="\([^"]*\)".*/\1/p' "$WORK/body"; }
state() { [ "$(sed -n 's/.*data-state="\([a-z]*\)".*/\1/p' "$WORK/body")" = "$1" ]; }

login() {
    web "$P/"
    web -d "csrf=$(csrf)" -d "user=$1" -d "password=$2" "$P/login"
}

# From the login to the access PIN in $PIN.
apply() {
    login "$1" "$1-pass"
    web "$P/home"
    web -d "csrf=$(csrf)" "$P/issue"
    web "$P/home"
    PIN=$(pin)
}
step2() { web -d "pin=$PIN" "$D/step2"; }

# spkac KEY CHALLENGE [DIGEST]: into $WORK/spkac
spkac() {
    openssl spkac -key "$1" -challenge "$2" -digest "${3:-sha256}" 2>/dev/null |
        sed -n 's/^SPKAC=//p' | tr -d '\n' >"$WORK/spkac"
    [ -s "$WORK/spkac" ]
}
step3() { web -d "csrf=$1" --data-urlencode "spkac@$WORK/spkac" "$D/step3"; }

# attempt KEY [CHALLENGE]: STEP2 afresh, and a request with this key.
attempt() {
    local token
    web "$D/step2"
    token=$(csrf)
    spkac "$1" "${2-$(challenge)}" "${DIGEST-sha256}"
    step3 "$token"
}

# certify USER KEY: from the login to the certificate in $WORK/user.pem, $SERIAL and $DECIMAL.
certify() {
    apply "$1"
    step2
    attempt "$2"
    take_certificate
}
take_certificate() {
    take_p7b || return
    SERIAL=$(openssl x509 -in "$WORK/user.pem" -noout -serial | cut -d= -f2 | tr 'A-F' 'a-f')
    DECIMAL=$(printf 'ibase=16;%s\n' "$(tr 'a-f' 'A-F' <<<"$SERIAL")" | BC_LINE_LENGTH=0 bc)
}
card() { # SERIAL: its part of the list
    sed -n "/data-serial=\"$1\"/,/<\/section>/p" "$WORK/body"
}
stands() { card "$1" | grep -qF "data-state=\"$2\""; }
card_shows() { card "$1" | grep -qF -- "$2"; }

# In P12 mode: the file for a key of this kind, into $WORK/body.
fetch_p12() { web -d "csrf=$(csrf)" -d "key=${1-p-256}" "$D/step3"; }
apply_p12() {
    apply taro
    step2
    fetch_p12 "$@"
}
refused() { goes "$D/?notice=refused" && logged "refused user=[a-z]* reason=$1\$"; }

rsa() { openssl genrsa -out "$WORK/$1" "$2" 2>/dev/null; }
curve() { openssl ecparam -name "$2" -genkey -noout -out "$WORK/$1"; }

# racer NUMBER TOKEN FIELD: a request whose body stops half way until the gate opens;
# the field's value is in the file of its name.
racer() {
    {
        printf 'csrf=%s&%s=' "$2" "$3"
        read -r _ <"$WORK/gate"
        sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g' "$WORK/$3"
    } | curl -sS --max-time $((30 * ${PATIENCE:-1})) --cacert "$ROOT" -b "$JAR" -X POST -T - \
        -H 'Content-Type: application/x-www-form-urlencoded' -H 'Expect:' \
        -w '%{http_code} %{redirect_url}\n' -o "$WORK/raced-$1" "$D/step3" >"$WORK/racer-$1" 2>&1
}

connected() { [ "$(sockets)" -ge $((IDLE + $1)) ]; }

# Many at once, on threads of the portal that wait for the same moment.
race() {
    local i racers=()
    rm -f "$WORK/gate" "$WORK"/racer-* "$WORK"/raced-*
    mkfifo "$WORK/gate"
    for i in 1 2 3 4 5 6 7 8; do
        racer "$i" "$1" "$2" &
        racers+=($!)
    done
    exec 3<>"$WORK/gate"
    await connected 8
    printf '\n\n\n\n\n\n\n\n' >&3
    wait "${racers[@]}"
    exec 3>&-
    cat "$WORK"/racer-* >>"$WORK/raced"
}

stopped() { grep -q '^State:.*stopped' "/proc/$PID/status"; }
half_answer() { [ "$(wc -c <"$WORK/body")" = 700 ] && stopped && logged '^.* issued '; }

# --- the judges ---------------------------------------------------------------

# The answer into $WORK/user.pem and $WORK/issuing.pem.
take_p7b() {
    rm -f "$WORK"/cert-*
    openssl pkcs7 -inform der -in "$WORK/body" -print_certs -out "$WORK/answer.pem" || return
    split_pem
}
split_pem() {
    awk -v w="$WORK" '/BEGIN CERT/{n++} n{print > (w "/cert-" n ".pem")}' "$WORK/answer.pem"
    mv "$WORK/cert-1.pem" "$WORK/user.pem" && mv "$WORK/cert-2.pem" "$WORK/issuing.pem" &&
        [ ! -e "$WORK/cert-3.pem" ]
}

# The file into $WORK/user.pem, $WORK/issuing.pem and $WORK/key.pem, opened by $PIN.
take_p12() {
    opens "$PIN" -nokeys -out "$WORK/answer.pem" && split_pem &&
        opens "$PIN" -nocerts -nodes -out "$WORK/key.pem"
}
opens() { openssl pkcs12 -in "$WORK/body" -passin "pass:$1" "${@:2}"; }
chain_good() {
    openssl verify -x509_strict -purpose sslclient -CAfile "$ROOT" -untrusted "$WORK/issuing.pem" \
        "$WORK/user.pem"
}
says() { openssl x509 -in "$WORK/$1" -noout -text | tr -s ' \n' ' ' | grep -qE -- "$2"; }
same_key() {
    [ "$(openssl x509 -in "$WORK/user.pem" -noout -pubkey)" = "$(openssl pkey -in "$1" -pubout)" ]
}
months_25() {
    local from to
    from=$(date -ud "$(openssl x509 -in "$WORK/user.pem" -noout -startdate | cut -d= -f2)" +%s)
    to=$(date -ud "$(openssl x509 -in "$WORK/user.pem" -noout -enddate | cut -d= -f2)" +%s)
    [ $(((to - from) / 86400)) -ge 758 ] && [ $(((to - from) / 86400)) -le 763 ]
}
fingerprint() {
    openssl x509 -in "$WORK/user.pem" -noout -fingerprint -sha256 | cut -d= -f2
}
served_days() {
    local from to
    openssl s_client -connect "127.0.0.1:${P##*:}" -servername portal.localhost </dev/null 2>/dev/null |
        openssl x509 >"$WORK/tls.pem"
    from=$(date -ud "$(openssl x509 -in "$WORK/tls.pem" -noout -startdate | cut -d= -f2)" +%s)
    to=$(date -ud "$(openssl x509 -in "$WORK/tls.pem" -noout -enddate | cut -d= -f2)" +%s)
    [ $((to - from)) -gt 0 ] && [ $(((to - from) / 86400)) -le 397 ]
}
one_key_each() {
    [ "$(find "$WORK/$1" -name '*.key' -perm 600 | wc -l)" = 2 ] &&
        [ "$(grep -rl 'PRIVATE KEY' "$WORK/$1" | wc -l)" = 2 ] &&
        ! grep -qF "$(openssl x509 -in "$ROOT" -noout -pubkey | sed -n 3p)" <(
            openssl pkey -in "$WORK/$1/ca.key" -pubout
            openssl pkey -in "$WORK/$1/tls.key" -pubout)
}
