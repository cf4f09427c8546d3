#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Lists of revoked certificates that are large, or say that they are, and the disk that they are on.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/crl.lib.sh"

many() { # NAME WORD…
    node "$root/tests/cli/crl.mjs" ca/issuing.pem ca/issuing.key "lists/$1" "${@:2}"
    rm -f "lists/$1.tbs"
}
id_of() { fingerprint "$1.pem"; }
kept() { find "$XDG_STATE_HOME" -path '*/status/*' -printf '%f\n' 2>/dev/null | sort; }
memory() { # NAME: KiB that the command takes at most
    /usr/bin/time -f %M -o memory "$helper" verify -p p --fresh "$(id_of "$1")" >out 2>err </dev/null
    tail -n 1 memory
}
# within SIZE COMMAND…: with a disk of that size in place of the state folder.
within() {
    local size=$1
    shift
    mkdir -p "$XDG_STATE_HOME"
    "$root/tests/cli/own-machine" bash -c '
        mount -t tmpfs -o "size=$1,mode=700" none "$XDG_STATE_HOME" && shift &&
            "$@" >out 2>err </dev/null
        echo $? >code
        find "$XDG_STATE_HOME" -path "*/status/*" | wc -l >left
        df --output=used -k "$XDG_STATE_HOME" | tail -n 1 >used' - "$size" "$@"
}

# openssl accepts what is made here.
many some entries=1000 last=11
check "openssl takes such a list" \
    openssl crl -inform DER -in lists/some -CAfile ca/issuing.pem -verify -noout
is "…with all its entries" 1001 \
    "$(openssl crl -inform DER -in lists/some -noout -text | grep -c 'Serial Number')"
many odd last=11 outer=1.2.840.10045.4.3.3
certificate odd 0x14 "$(at odd)"
says_of odd "a list with one algorithm inside and another outside" \
    'not checked: The server sent something that is not a CRL.'
many odd last=11
says_of odd "…with the same" 'good: '

# A million.
many empty
many million entries=1000000 last=11
certificate clear 0x10 "$(at empty)"
certificate good 0x12 "$(at million)"
certificate gone 0x11 "$(at million)"
certificate first 0x40000000000000000000000000000000 "$(at million)"
certificate middle 0x40000000000000000000000000080000 "$(at million)"
certificate behind 0x400000000000000000000000000F4240 "$(at million)"
little=$(memory clear)
says "an empty list" 'revocation  good' out
much=$(memory good)
says "a list of a million others" 'revocation  good' out
if nm "$helper" | grep -q __asan_init; then
    skip "…takes hardly more memory" "ASan takes its own"
else
    echo "# $little KiB, and $much KiB"
    check "…takes hardly more memory" test $((much - little)) -lt 8192
fi
is "…is kept as it came" "$(stat -c %s lists/million)" \
    "$(find "$XDG_STATE_HOME" -path '*/status/*' -size +1M -printf '%s')"
is "…for the person only" 600 \
    "$(find "$XDG_STATE_HOME" -path '*/status/*' -size +1M -printf '%m')"
mv lists/million .
says_of good "the kept one" 'good: '
says_of gone "…counts for another certificate, which it has at its end" 'revoked: keyCompromise'
is "…that is an exit status" 107 "$status"
says_of first "…or at its beginning" 'revoked: keyCompromise'
says_of middle "…or in the middle" 'revoked: keyCompromise'
says_of behind "…and for the number that would be next" 'good: '
mv million lists
find "$XDG_STATE_HOME" -path '*/status/*' -size +1M -exec touch -d '25 hours ago' {} +
exits "the kept one of yesterday" 0 jobs resume -p p
is "…goes, whatever is done" 0 "$(find "$XDG_STATE_HOME" -path '*/status/*' -size +1M | wc -l)"

# Many of them.
for place in 1 2 3; do
    certificate "place-$place" 0x2$place "$(at $place/million)"
    touch before
    says_of place-$place "place $place" 'good: '
    find "$XDG_STATE_HOME" -path '*/status/*' -newer before -exec touch -d "-$((9 - place)) hours" {} +
done
is "two of 47 MiB stay" 2 "$(find "$XDG_STATE_HOME" -path '*/status/*' -size +1M | wc -l)"
mv lists/million .
says_of place-3 "…the last one" 'good: '
verdict "$(id_of place-1)"
is "…and not the first" "not checked: $web/1/million answered with the error HTTP 404." "$got"
mv million lists

# Too large, or not whole.
rm -rf "$XDG_STATE_HOME"
size=$((128 << 20))
certificate most 0x31 "$(at zeros/$size)"
says_of most "128 MiB of nonsense" 'not checked: The server sent something that is not a CRL.'
certificate more 0x32 "$(at zeros/$((size + 1)))"
says_of more "a byte more" "not checked: The response of $web is larger than 128 MiB."
exits "…is no proof" 69 verify -p p "$id"
certificate endless 0x33 "$(at zeros/1e15)"
says_of endless "no end" "not checked: The response of $web is larger than 128 MiB."
certificate claims 0x34 "$(at claims/$((size + 1)))"
says_of claims "a byte more, as the server says" \
    "not checked: The response of $web is larger than 128 MiB."
certificate ocsp 0x40 "authorityInfoAccess=OCSP;URI:$web/zeros/65536"
says_of ocsp "an OCSP response of 64 KiB" "not checked: The OCSP server's response can't be read."
certificate ocsps 0x41 "authorityInfoAccess=OCSP;URI:$web/zeros/65537"
says_of ocsps "an OCSP response of 64 KiB and a byte" "not checked: The response of $web is larger than 64 KiB."
certificate cut 0x35 "$(at cut/million)"
verdict "$id"
check "a connection that breaks off" grep -q "^not checked: $web can't be reached, or the connection broke off" <<<"$got"
is "nothing of these is kept" '' "$(kept)"

# Interrupted after half of the list has come.
certificate stalls 0x36 "$(at stalls/million)"
half() { # PROCESS
    find -L "/proc/$1/fd" -size "$(($(stat -c %s lists/million) / 2))c" 2>/dev/null | grep -q .
}
killed() { # COMMAND…
    "$@" >out 2>err </dev/null &
    local waits=$!
    pids+=("$waits")
    comes half $waits
    kill -KILL $waits
    wait $waits 2>/dev/null
}
rm -rf "$XDG_STATE_HOME"
killed "$helper" verify -p p "$id"
check "half a list came" test -d "$XDG_STATE_HOME"
is "…and nothing is left when the command is killed" '' "$(kept)"

# On a file system that has no files without a name.
mkdir -m 755 far && mkdir -m 700 near
export work helper XDG_STATE_HOME=$work/far
export -f comes half killed
inside() { # COMMAND…: with the state folder on such a file system
    "$root/tests/cli/own-machine" bash -c \
        'bindfs near far && { "$@"; status=$?; umount far; exit $status; }' - "$@" >out 2>err
}
if inside true; then
    XDG_STATE_HOME=$work/near
    inside env XDG_STATE_HOME="$work/far" "$helper" verify -p p "$(id_of good)"
    is "a list there" 0 $?
    is "…is kept" 1 "$(kept | grep -c '^[0-9a-f]*[.]crl$')"
    is "…and nothing else is" 1 "$(kept | wc -l)"
    inside env XDG_STATE_HOME="$work/far" bash -c 'pids=() && killed "$@"' - "$helper" verify -p p "$id"
    is "…half of one has a name that is none of a list" 1 "$(kept | grep -c '^[.]')"
    exits "…until the next check" 0 verify -p p "$(id_of clear)"
    is "…removes it" 0 "$(kept | grep -c '^[.]')"
else
    skip "file systems where each file has a name" "no FUSE here"
fi
XDG_STATE_HOME=$HOME/.local/state

# A small disk.
within 20m "$helper" verify -p p "$(id_of good)"
is "a disk that is full" 69 "$(<code)"
says "…is told" "The response of $web can't be stored on the disk" out
is "…and nothing is left on it" 0 "$(<left)"
check "…and its blocks are free again" test "$(<used)" -lt 100
within 200m "$helper" verify -p p "$(id_of good)"
is "a disk with room for it and not for much more" 0 "$(<code)"
is "…on which it is not kept" 0 "$(<left)"
within 600m "$helper" verify -p p "$(id_of good)"
is "a disk that is ten times as large and more" '0 1' "$(<code) $(<left)"
done_testing
