#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# No command and no message to the host leaves anything in the home of another user: neither if root
# runs it there, nor another user in a home that everybody may write to.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
ca ca
built=$helper

# The arguments for each command. "@" is the folder of the test, "|" separates several command lines. A
# command that is not here makes the test fail.
declare -A words=(
    [profiles]='' [list]='' [request]='-k p-256 -s CN=a -o a.csr' [import]=@/in.pem
    [export]='taro --for pem -o @/out.p12 --password-file @/secret'
    [copy]='taro --to @/own' [enroll]='--est https://127.0.0.1:9/est -s CN=a' [renew]='--all --due'
    [verify]='taro|--fetch taro' [remove]=taro
    [jobs]='|resume|forget --site https://a.example' [doctor]='' [setup]=''
    [sites]='' [completion]='bash' [version]='' [help]=''
)
mapfile -t verbs < <("$helper" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
check "the verbs are those of the program" test ${#verbs[@]} -ge 15
for verb in "${verbs[@]}"; do
    [ "${words[$verb]+known}" ] || fail "what \"$verb\" is given here"
done

# A profile with a certificate, in the home of its owner and outside.
mkdir -p whole/.mozilla/firefox
profile whole/.mozilla/firefox/p
"$helper" request -q -p whole/.mozilla/firefox/p -k p-256 -s CN=taro -o taro.csr
issue ca taro.csr in.pem
"$helper" import -q -p whole/.mozilla/firefox/p in.pem
printf '[Profile0]\nName=p\nIsRelative=1\nPath=p\nDefault=1\n' >whole/.mozilla/firefox/profiles.ini
echo secret-word-of-twenty >secret
cp -r whole/.mozilla/firefox/p own
rm -rf "$HOME"
mkdir -p "$HOME" bin
cp "$built" bin/nss-helper
printf '#!/bin/sh\n' >bin/nss-helper-host
mkdir bin/host
cp "${built%/*}/nss-helper-host" bin/host
touch own/.parentlock whole/.mozilla/firefox/p/.parentlock
chmod -R a+rX bin
helper=$work/bin/nss-helper

seen() { # FOLDER: all that is there, whose it is, and when it changed
    find "$1" -printf '%P %y %U:%G %m %s %T@ %C@\n' | sort
}

# try WHO HOME-OF-OTHER VARIABLE=VALUE…: each command, on the other's profile and on an own one. A
# command that succeeds has only read; a refusal has a code and a message.
try() {
    local who=$1 home=$2 verb of code odd line ways
    shift 2
    seen "$home" >before
    for verb in "${verbs[@]}"; do
        odd=
        IFS='|' read -ra ways <<<"${words[$verb]}|"
        for of in "${ways[@]}" "${ways[@]/#/-p @/own }"; do
            rm -f "$place/a.csr" out.p12
            read -ra line <<<"$verb $of"
            (cd "$place" && env -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME "$@" \
                "${as[@]}" "$helper" "${line[@]//@/$work}" >"$work/out" 2>"$work/err" </dev/null)
            code=$?
            [ $code = 0 ] || [ -s err ] || [ -s out ] || odd+="no word for code $code; "
            case $code in 0 | 64 | 66 | 69 | 75 | 77 | 78 | 80 | 82 | 85 | 87 | 93 | 96 | 97) ;; *) odd+="code $code; " ;; esac
            case $verb in setup) [ $code != 0 ] || [[ $* != *"HOME=$home"* ]] || odd+="no refusal; " ;; esac
        done
        seen "$home" >after
        cmp -s before after || odd+="$(diff before after | head -3 | tr '\n' ';')"
        cp after before
        is "$who: $verb with ${*//$work\//}" '' "$odd"
    done
}

# refusal WHO VARIABLE=VALUE…: the journal is not kept there.
refusal() {
    local who=$1
    shift
    (cd "$place" && env -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME "$@" "${as[@]}" "$helper" jobs -p "$work/own" >"$work/out" 2>"$work/err")
    is "$who: \"jobs\" is refused with ${*//$work\//}" 77 $?
    check "…and says whose it is" grep -q 'belongs to another user' err
}

framed() { # JSON: with its length before it, as the browser says it
    local LC_ALL=C bytes
    printf -v bytes '\\x%02x\\x%02x\\0\\0' $((${#1} % 256)) $((${#1} / 256))
    printf "$bytes%s" "$1"
}

# What a browser sends to the host: on each port a greeting, and some of these.
hello='{"type":"hello","version":1,"language":"en"}'
id=20260101T000000-0123456789ab print=$(fingerprint in.pem)
said=(
    '' '{"type":"replay"}' '{"type":"jobs"}' '{"type":"identities"}'
    '{"type":"issue","site":"https://a.example","target":"https://a.example","key":"p-256","challenge":""}'
    '{"type":"prepare","site":"https://a.example","key":"rsa-2048"}'
    '{"type":"answer","site":"https://a.example","mime":"text/plain","ask":"no"} {"type":"bytes","data":"MAA="} {"type":"end"}'
    '{"type":"export","fingerprint":"'"$print"'","for":"pem","password":"made","settings":""}'
    '{"type":"sites"} {"type":"report"} {"type":"file","name":"a.p12"} {"type":"bytes","data":"MAA="} {"type":"end"}
        {"type":"sent","job":"'"$id"'"} {"type":"unsent","job":"'"$id"'"} {"type":"forget","job":"'"$id"'"}
        {"type":"clear","site":"https://a.example"} {"type":"install","answer":"'"$id"'"}
        {"type":"look","answer":"'"$id"'","ask":"no"} {"type":"discard","answer":"'"$id"'"} {"type":"save","answer":"'"$id"'"}
        {"type":"peek","answer":"'"$id"'","fingerprint":"'"$print"'"} {"type":"odd","fingerprint":"'"$print"'"}
        {"type":"revocation","fingerprint":"'"$print"'"} {"type":"show","fingerprint":"'"$print"'"} {"type":"places"}
        {"type":"copy","fingerprint":"'"$print"'","to":"/nowhere"} {"type":"cancel"}
        {"type":"preview"} {"type":"bytes","data":"MAA="} {"type":"end"}
        {"type":"verify","fingerprint":"'"$print"'"} {"type":"issuers","fingerprint":"'"$print"'","fetch":"no"}
        {"type":"portal","fingerprint":"'"$print"'","address":"https://a.example/"}
        {"type":"remove","fingerprint":"'"$print"'","backup":"yes"}
        {"type":"removals"} {"type":"restore","fingerprint":"'"$print"'"}
        {"type":"show","fingerprint":"'"$print"'"}
        {"type":"places"} {"type":"copy","fingerprint":"'"$print"'","to":"/own"}'
)
for type in $(grep -o '"[a-z]*", nh_on_' "$root/native-messaging/session.c" | cut -d'"' -f2); do
    [[ "$hello ${said[*]}" == *"\"type\":\"$type\""* ]] || fail "a message \"$type\" is said here"
done

# speak PROFILE MESSAGES VARIABLE=VALUE…: a process with the profile open, as Firefox has it, starts
# the host. What the host says is in "said", without the lengths.
speak() {
    local profile=$1 messages message
    read -rd '' -a messages <<<"$hello $2"
    shift 2
    for message in "${messages[@]}"; do framed "$message"; done >asked
    # shellcheck disable=SC2016
    (cd "$place" && env -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME "$@" \
        "${as[@]}" bash -c 'exec 7<"$1/.parentlock" 8<"$1/cert9.db"; "$2" /m.json nss-helper@nss-helper 7<&- 8<&-; exit $?' \
        - "$profile" "$work/bin/host/nss-helper-host" <"$work/asked" >"$work/heard" 2>"$work/err")
    tr -d '\0' <heard >said
}

# host WHO HOME-OF-OTHER VARIABLE=VALUE…: each message, for the other's profile and for an own one.
host() {
    local who=$1 home=$2 message of odd
    shift 2
    seen "$home" >before
    for message in "${said[@]}"; do
        odd=
        for of in "$home/.mozilla/firefox/p" "$work/own"; do
            speak "$of" "$message" "$@"
            grep -q '"type":"' said || odd+="no word; "
            grep -q '"PROTOCOL"' said && odd+="$(cat said); "
        done
        seen "$home" >after
        cmp -s before after || odd+="$(diff before after | head -3 | tr '\n' ';')"
        cp after before
        is "$who: the host with ${*//$work\//}: ${message:0:40}" '' "$odd"
    done
}

# What needs the journal is refused, and the message says whose the folder is.
host_refusal() { # WHO VARIABLE=VALUE…
    local who=$1
    shift
    speak "$work/own" "${said[4]}" "$@"
    check "$who: the host makes no key with ${*//$work\//}" test "$(grep -c '"spkac"' said)" = 0
    check "…and says why" grep -Eq '"name":"PERMISSION".*belongs to another user' said
}

if [ "$user" = "$EUID" ]; then
    skip "root in the home of another user" "not root"
else
    # Root, whom no right holds back.
    as=() place=$work
    cp -r whole theirs && mkdir theirs/state && give theirs
    try root theirs HOME="$work/theirs"
    refusal root HOME="$work/theirs"
    host root theirs HOME="$work/theirs"
    host_refusal root HOME="$work/theirs"
    for name in STATE CONFIG DATA; do
        for folder in state new/deep; do
            try root theirs "XDG_${name}_HOME=$work/theirs/$folder"
            host root theirs "XDG_${name}_HOME=$work/theirs/$folder"
        done
    done
    for folder in state new/deep; do
        refusal root XDG_STATE_HOME="$work/theirs/$folder"
        host_refusal root XDG_STATE_HOME="$work/theirs/$folder"
    done
    for name in CACHE RUNTIME; do
        try root theirs "XDG_${name}_HOME=$work/theirs/new" "XDG_${name}_DIR=$work/theirs/new"
        host root theirs "XDG_${name}_HOME=$work/theirs/new" "XDG_${name}_DIR=$work/theirs/new"
    done

    # A folder that root has made there before still belongs to that home.
    mkdir -p theirs/.local/state
    refusal root HOME="$work/theirs"

    # Another user, in a home where everybody may write.
    as=(setpriv --reuid="$user" --regid="$user" --clear-groups)
    cp -r whole roots && chmod -R a+rwX roots
    give own in.pem secret && mkdir -m 700 mine && give mine
    place=$work/mine
    try user roots HOME="$work/roots"
    refusal user HOME="$work/roots"
    host user roots HOME="$work/roots"
    host_refusal user HOME="$work/roots"
    mkdir -m 777 roots/state anyones anyones/state && chown -R $((user + 1)) anyones
    for folder in roots/state roots/new/deep anyones/state anyones/new/deep; do
        [ "$folder" != anyones/new/deep ] || try user anyones "XDG_STATE_HOME=$work/$folder"
        refusal user XDG_STATE_HOME="$work/$folder"
        host_refusal user XDG_STATE_HOME="$work/$folder"
    done
    mkdir -m 1777 all
    (cd mine && env HOME="$work/mine" XDG_STATE_HOME="$work/all/state" "${as[@]}" "$helper" jobs -p "$work/own" >"$work/out" 2>"$work/err")
    is "a folder for all, as /tmp is, will do" 0 $?
    speak "$work/own" "${said[4]}" HOME="$work/mine"
    check "at home the host makes a key" grep -q '"spkac"' said
    (cd mine && env -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME HOME="$work/mine" "${as[@]}" "$helper" jobs -p "$work/own" >"$work/out" 2>"$work/err")
    is "at home it goes" 0 $?
    check "…and is kept there" test -d mine/.local/state/nss-helper
fi
done_testing
