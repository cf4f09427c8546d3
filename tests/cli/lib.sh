# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash source-path=SCRIPTDIR disable=SC2034
# What the tests of the command share: TAP, a home of their own, a CA by openssl.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/tests/clock.sh"
helper=${NSS_HELPER:-$root/${B:-build}/nss-helper}
if [ ! -f "$helper" ] || [ ! -x "$helper" ]; then
    echo "Bail out! $helper is not built"
    exit 1
fi
work=$(mktemp -d)
pids=()
count=0

tidy() {
    kill "$answering" 2>/dev/null
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null
    chmod -R u+rwX "$work" 2>/dev/null
    # What a test has mounted below it must not be deleted.
    rm -rf --one-file-system "$work"
}
# A test that has more to end defines its own "finish".
finish() { tidy; }
trap finish EXIT

# Others must be able to reach a profile below it in the tests that change the user.
chmod 755 "$work"
export HOME=$work/home LC_ALL=C.UTF-8 TERM=dumb TZ=${TZ:-UTC}
export XDG_CONFIG_HOME=$HOME/.config XDG_STATE_HOME=$HOME/.local/state
export XDG_DATA_HOME=$HOME/.local/share XDG_CACHE_HOME=$HOME/.cache XDG_RUNTIME_DIR=$work
unset MOZ_LEGACY_HOME NO_COLOR LANG LANGUAGE LC_MESSAGES
mkdir -p "$HOME"
cd "$work" || exit 1

pass() {
    count=$((count + 1))
    echo "ok $count - $1"
}

# fail NAME [FILE…]: the files are shown as the reason.
fail() {
    local file
    count=$((count + 1))
    echo "not ok $count - $1"
    shift
    for file in "$@"; do
        [ -s "$file" ] && sed "s|^|# ${file##*/}: |" "$file" | head -12
    done
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

# leave_out REASON NAME…: skips checks that are not possible here, each by its name.
leave_out() {
    local name
    for name in "${@:2}"; do skip "$name" "$1"; done
}

# leave_out_all REASON: the same for all checks of this file, by the names that are written in it.
leave_out_all() {
    local names checks='exits|check|is|says|silent|refused [0-9]+|(user_)?wrong [^"]*'
    mapfile -t names < <(sed -nE "s/^ *($checks) \"([^\$\"][^\"]*)\".*/\3/p" "$root/tests/cli/${0##*/}")
    leave_out "$1" "${names[@]}"
    done_testing
    exit
}

done_testing() {
    [ ! -d "$work/documents" ] || is "the manual has each field of these documents" '' \
        "$(node "$root/tests/cli/promised.mjs" "$root/nss-helper/nss-helper.1" --known "$work/documents")"
    echo "1..$count"
}

# check NAME COMMAND…: it has to succeed.
check() {
    local name=$1
    shift
    if "$@" >"$work/check" 2>&1; then pass "$name"; else fail "$name" "$work/check" out err; fi
}

# is NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        printf 'expected: %s\n  actual: %s\n' "$2" "$3" >"$work/check"
        fail "$1" "$work/check" err
    fi
}

# hold FILE [PROGRAM]: a process that has the file open, as a running browser has its
# .parentlock or its database; its id is $holder.
hold() {
    exec 9<>"$1"
    "${2:-sleep}" 300 &
    holder=$!
    exec 9>&-
    pids+=("$holder")
    while [ "/proc/$holder/exe" -ef /proc/$$/exe ]; do sleep 0.01; done
}

# The same for a profile, with the link that names the process.
hold_profile() { # FOLDER [PROGRAM]
    hold "$1/.parentlock" "${@:2}"
    ln -sf "127.0.1.1:+$holder" "$1/lock"
}

# Run the command; its output is in out and err, its exit code in $status.
run() {
    "$helper" "$@" >out 2>err </dev/null
    status=$?
    case " $* " in *' --json '*) keep_document "$@" ;; esac
}

# What a command has printed as JSON, for done_testing.
documents=0
keep_document() { # WORD…
    local word
    for word in "$@"; do
        case $word in
        profiles | list | verify | import | export | copy | remove | request | enroll | renew | jobs | doctor | \
            sites | setup | version) break ;;
        *) word= ;;
        esac
    done
    [ -n "$word" ] && grep -q '^{' out || return 0
    documents=$((documents + 1))
    mkdir -p "$work/documents" && cp out "$work/documents/$word.$documents"
}

# without_output WORD…: the command, with its standard output closed. libfaketime keeps a file open
# under the lowest free number, so then that has to be the number of the input.
without_output() {
    if [ -n "${FAKETIME:-}" ]; then
        "$helper" "$@" 2>err >&- <&-
    else
        "$helper" "$@" 2>err >&-
    fi
}

# exits NAME CODE WORD…: the command ends with the code. On success nothing but
# remarks is on standard error; on failure, one sentence at least.
exits() {
    local name=$1 code=$2
    shift 2
    run "$@"
    if [ "$status" -ne "$code" ]; then
        echo "exit code $status, not $code" >"$work/check"
        fail "$name" "$work/check" out err
    elif grep -q 'Sanitizer\|defect' err; then
        fail "$name" err
    elif [ "$code" -ne 0 ] && ! grep -q '^nss-helper: .' err && ! grep -q '"error"' out; then
        echo "no sentence" >"$work/check"
        fail "$name" "$work/check" out err
    else
        pass "$name"
    fi
}

# says NAME WORDS [FILE]: the words are in err, or in the file.
says() {
    if grep -qF -- "$2" "${3:-err}"; then pass "$1"; else fail "$1" "${3:-err}"; fi
}

# quoted PATH: as a word of the shell, where it needs quotes.
quoted() {
    if [[ $1 == *" "* ]]; then echo "'$1'"; else echo "$1"; fi
}

silent() {
    if grep -qF -- "$2" "${3:-err}"; then fail "$1" "${3:-err}"; else pass "$1"; fi
}

# comes COMMAND…: repeats the command until it succeeds.
comes() {
    local end=$((SECONDS + 10 * ${PATIENCE:-1}))
    until "$@"; do
        [ $SECONDS -le $end ] || return 1
        sleep 0.02
    done
}

# A desktop on the bus in "bus"; the notifications that it gets are written to "seen".
desktop() {
    local bus=unix:path=${work// /%20}/bus
    dbus-daemon --session --nofork --address="$bus" &
    pids+=($!)
    comes test -S bus
    dbus-monitor --address "$bus" "interface='org.freedesktop.Notifications'" >seen &
    pids+=($!)
    comes grep -q NameLost seen
}

# taken FD: what was written to this pipe has been read.
taken() {
    perl -e 'open my $pipe, ">&=", $ARGV[0];
        while (1) {
            ioctl $pipe, 0x541B, my $left = pack "i", 0; # FIONREAD
            exit if unpack("i", $left) == 0;
            select undef, undef, undef, 0.02;
        }' "$1"
}

# few_rounds: from here on the command protects a file by a thousand rounds over its password,
# not by 600,000, which take a second or two for each (tests/rounds.c).
few_rounds() {
    helper=${NSS_HELPER:-$root/${B:-build}/quick/nss-helper}
}

# NSS's own programs take few rounds, too, with this library preloaded.
quick_nss=$root/${B:-build}/quick/rounds.so

# java_tool PROGRAM WORD…: without optimizing its code, which takes longer than such a short run.
java_tool() {
    "$1" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC "${@:2}"
}

# json EXPRESSION [FILE]: an expression over the document d. One Node answers all of them, because
# starting one for each would take most of the time.
mkdir -m 700 "$work/json" && mkfifo "$work/json/ask" "$work/json/answer"
node "$root/tests/cli/json.mjs" "$work/json" >/dev/null &
answering=$!
json() {
    local answer
    printf '%s\0' "$1" "$(<"${2:-out}")" >"$work/json/ask"
    # Opened for writing, too, because the last answer may not be closed yet, and its end is not this one's.
    IFS= read -r -d '' answer <>"$work/json/answer"
    printf '%s\n' "$answer"
}

# A profile with an empty database: no primary password.
profile() {
    mkdir -p "$1" && certutil -N -d "sql:$1" --empty-password
}

# bundled_too: a copy of the profile "system", which is for the system's NSS, for the browser's own
# NSS, which adds columns when it first writes.
browser=/usr/lib/firefox-esr
bundled_too() {
    cp -r system bundled
    printf '[Compatibility]\nLastPlatformDir=%s\n' $browser >bundled/compatibility.ini
    LD_LIBRARY_PATH=$browser certutil -M -d sql:bundled -n nobody -t ,, 2>/dev/null
    "$helper" version -p bundled --json >out
    is "the browser's own NSS is used, too" $browser "$(json d.nssPath)"
}

keys() {
    certutil -K -d "sql:$1" 2>/dev/null | grep -c '^<'
}

# same_key CERTIFICATE NICKNAME: in profile f the key of that name signs a request, and
# openssl finds that the key is the certificate's.
same_key() {
    rm -f signed.der
    certutil -R -d sql:f -k "$2" -s CN=x -o signed.der </dev/null &&
        openssl req -in signed.der -inform DER -verify -noout -pubkey >signed.pub &&
        openssl x509 -in "$1" -noout -pubkey | cmp - signed.pub
}

certificates() {
    certutil -L -d "sql:$1" 2>/dev/null | grep -cE ' [pPcCTuw]*,[pPcCTuw]*,[pPcCTuw]* *$'
}

fingerprint() {
    openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//'
}

# All that can be seen of a folder from outside.
snapshot() {
    (cd "$1" && find . -printf '%p %m %u %l\n' | sort && find . -type f -exec sha256sum {} + | sort) |
        sha256sum
}

# refused CODE WHAT PROFILE: by every command, without a change.
refused() {
    local code=$1 what=$2 folder=$3 before
    before=$(snapshot "$folder")
    exits "$what: list" "$code" list -p "$folder"
    exits "$what: request" "$code" request -p "$folder" -k p-256 -s CN=x
    exits "$what: import" "$code" import -p "$folder" taro.pem
    exits "$what: verify" "$code" verify -p "$folder" 0011223344
    exits "$what: --json" "$code" list -p "$folder" --json
    is "$what: the error is one document" "$code" "$(json d.error.code)"
    is "$what: nothing has changed" "$before" "$(snapshot "$folder")"
}

# A hash of the databases of a profile.
content() {
    sha256sum "$1"/cert9.db "$1"/key4.db 2>/dev/null | sha256sum
}

# ca FOLDER [NAME]: root -> intermediate, EC for speed.
ca() {
    local name=${2:-Test}
    mkdir -p "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -keyout "$1/root.key" -out "$1/root.pem" -subj "/O=$name University/CN=$name Root" \
        -addext basicConstraints=critical,CA:true -addext keyUsage=keyCertSign,cRLSign 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout "$1/issuing.key" -out "$1/issuing.csr" \
        -subj "/C=JP/O=$name University/CN=$name Issuing CA" 2>/dev/null
    printf 'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=keyCertSign,cRLSign\n' >"$1/ext"
    openssl x509 -req -in "$1/issuing.csr" -CA "$1/root.pem" -CAkey "$1/root.key" -days 3000 \
        -set_serial "0x$(openssl rand -hex 8)" -extfile "$1/ext" -out "$1/issuing.pem" 2>/dev/null
}

# issue FOLDER CSR OUT [SERIAL [DAYS]]: the issuing CA signs a request.
issue() {
    printf '%s\n' basicConstraints=CA:false keyUsage=digitalSignature \
        extendedKeyUsage=clientAuth 'subjectAltName=email:taro@example.ac.jp' >"$1/user.ext"
    openssl x509 -req -in "$2" -CA "$1/issuing.pem" -CAkey "$1/issuing.key" -days "${5:-30}" \
        -set_serial "${4:-0x$(openssl rand -hex 8)}" -extfile "$1/user.ext" -out "$3" \
        2>"$work/issue.err"
}

# An ordinary user, whom file permissions restrict: us, or another one if we are root.
user=$EUID
[ "$user" != 0 ] || user=65534
ordinary() { # COMMAND…
    if [ "$user" = "$EUID" ]; then "$@"; else setpriv --reuid="$user" --regid="$user" --clear-groups "$@"; fi
}
give() { # FILE…
    [ "$user" = "$EUID" ] || chown -hR "$user:$user" "$@"
}

# as_user WORD…: that user runs the command, with a journal of their own. The user need not
# be able to enter the folder where it was built.
as_user() {
    local reached=$helper
    [ -d "$work/journal" ] || { mkdir -m 700 "$work/journal" && give "$work/journal"; }
    if [ "$user" != "$EUID" ] && [ "${helper#"$work"}" = "$helper" ]; then
        reached=$work/reached
        [ -x "$reached" ] || { cp "$helper" "$reached" && chmod 755 "$reached"; }
    fi
    XDG_STATE_HOME=$work/journal ordinary "$reached" "$@" >out 2>err </dev/null
    status=$?
}

# with_system_nss COMMAND…: in it, the tested command finds only the system's NSS, as on a machine
# without a browser.
with_system_nss() {
    cat >"$work/with-system-nss" <<EOF
#!/bin/bash
"$root/tests/cli/own-machine" bash -c 'for folder in /usr/lib/firefox-esr /usr/lib/thunderbird; do
    [ ! -d "\$folder" ] || mount -t tmpfs none "\$folder" || exit 99
done; exec "\$@"' - "$helper" "\$@"
EOF
    chmod 755 "$work/with-system-nss"
    helper=$work/with-system-nss "$@"
}

# traced WORD…: strace(1). The command lets only root look into it; for an ordinary user that is root
# of a namespace of their own.
traced() {
    if [ "$EUID" = 0 ]; then strace "$@"; else unshare -r strace "$@"; fi
}

# issue_between FOLDER CSR OUT FROM UNTIL: times as "date" knows them: '-2 years'.
issue_between() {
    mkdir -p "$1/ca"
    : >"$1/ca/index"
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nnew_certs_dir=%s\nrand_serial=yes\n%s\n[p]\n%s\n' \
        "$1/ca/index" "$1/ca" 'policy=p
default_md=sha256' commonName=supplied >"$1/ca/config"
    openssl ca -batch -notext -config "$1/ca/config" -cert "$1/issuing.pem" \
        -keyfile "$1/issuing.key" -in "$2" -out "$3" \
        -startdate "$(moment "$4" %Y%m%d%H%M%SZ)" -enddate "$(moment "$5" %Y%m%d%H%M%SZ)" \
        2>"$work/issue.err"
}

# answers [LINE…]: what the scripted pinentry says to the next questions (tests/pinentry).
answers() {
    mkdir -p "$work/pinentry" "$XDG_CONFIG_HOME/nss-helper"
    cp "$root/tests/pinentry" "$work/pinentry/pinentry"
    chmod 755 "$work/pinentry" "$work/pinentry/pinentry"
    echo "pinentry-program=$work/pinentry/pinentry" >"$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"
    : >"$work/pinentry/asked"
    printf '%s\n' "$@" >"$work/pinentry/answers"
    [ $# -gt 0 ] || : >"$work/pinentry/answers"
}

# asked: how many questions it was asked.
asked() {
    grep -c '^GETPIN' "$work/pinentry/asked"
}
