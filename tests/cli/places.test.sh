#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Where an ordinary user may export a key to: no other user can read or replace it at any moment,
# nothing is overwritten, and a refusal leaves nothing behind.
. "$(dirname "$0")/machine.lib.sh"
few_rounds
me=65534
other=12345
ca ca
mkdir -m 700 "$work/me"
profile "$work/me/p"
"$helper" request -q -p "$work/me/p" -k p-256 -s CN=taro -o taro.csr
issue ca taro.csr taro.pem
"$helper" import -q -p "$work/me/p" taro.pem
"$helper" request -q -p "$work/me/p" -k p-256 -s "$(printf 'CN=../../etc/\\0D\x1b[31m太郎 \xe2\x80\xaegpj')" -o odd.csr 2>err
issue ca odd.csr odd.pem
"$helper" import -q -p "$work/me/p" odd.pem
echo 'Long-enough 1' >"$work/me/password"
chown -R $me:$me "$work/me"
id=$(fingerprint taro.pem)
chmod 1777 "$work"

# as ID WORD…: another user's command.
as() { setpriv --reuid="$1" --regid="$1" --clear-groups "${@:2}"; }
mine() { as $me env HOME="$work/me" XDG_STATE_HOME="$work/me/state" "$@" >out 2>err </dev/null; }
# put FILE [WORD…]: the export.
put() {
    mine "$helper" export "$id" -p "$work/me/p" --for linux --password-file "$work/me/password" -o "$@"
    status=$?
}
# fresh MODE: a new folder for it, inside a private one.
fresh() {
    rm -rf "$work/me/in" && as $me mkdir "$work/me/in" && chmod "$1" "$work/me/in"
}
opens() { openssl pkcs12 -in "$1" -passin 'pass:Long-enough 1' -nokeys 2>/dev/null | grep -q BEGIN; }
refused() { # CODE NAME FILE [WORD…]
    local before after
    before=$(find "$work/me/in" "$work/open" -printf '%p %i %m %s\n' 2>/dev/null | sort)
    put "${@:3}"
    after=$(find "$work/me/in" "$work/open" -printf '%p %i %m %s\n' 2>/dev/null | sort)
    is "$2: refused" "$1" $status
    is "…and nothing is there" "$before" "$after"
}

fresh 700
put "$work/me/in/a.p12"
is "a private folder" 0 $status
check "…it opens" opens "$work/me/in/a.p12"
is "…for nobody else" "600 $me" "$(stat -c '%a %u' "$work/me/in/a.p12")"
check "…and is not for the other one" bash -c "! setpriv --reuid=$other --regid=$other --clear-groups cat '$work/me/in/a.p12'"
fresh 755
put "$work/me/in/a.p12"
is "0755 below 0700" 0 $status
for mask in 000 777; do
    fresh 700
    mine bash -c 'umask $1; shift; exec "$@"' - $mask "$helper" export "$id" -p "$work/me/p" --for linux \
        --password-file "$work/me/password" -o "$work/me/in/a.p12"
    is "umask $mask" 600 "$(stat -c %a "$work/me/in/a.p12")"
done
fresh 700
mine bash -c 'cd "$1" && shift && exec "$@"' - "$work/me/in" "$helper" export "$id" -p "$work/me/p" --for linux \
    --password-file "$work/me/password" -o ./x/../b.p12
is "a relative path through what is not there" 73 $?
mine bash -c 'cd "$1" && shift && exec "$@"' - "$work/me/in" "$helper" export "$id" -p "$work/me/p" --for linux \
    --password-file "$work/me/password" -o ../in/b.p12
is "a relative path" "$work/me/in/b.p12" "$(head -n 1 out)"

# What is there stays.
for kind in file link dangling folder fifo socket device folder-link; do
    fresh 700
    at=$work/me/in/a.p12
    echo precious >"$work/me/in/other"
    case $kind in
    file) echo precious >"$at" ;;
    link) ln -s other "$at" ;;
    dangling) ln -s nowhere "$at" ;;
    folder) mkdir "$at" ;;
    fifo) mkfifo "$at" ;;
    socket) node -e 'require("net").createServer().listen(process.argv[1], () => process.exit())' "$at"
        [ -e "$at" ] || node -e 'const s = require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))' "$at" ;;
    device) mknod "$at" c 1 3 ;;
    folder-link) mkdir "$work/me/in/f" && ln -s f "$at" ;;
    esac
    chown -hR $me "$work/me/in"
    refused 73 "a $kind of that name" "$at"
    is "…and what is there is whole" precious "$(cat "$work/me/in/other")"
done

# Folders that others can write.
rm -rf "$work/open" && mkdir -m 777 "$work/open" && chmod 777 "$work/open"
refused 77 "a folder that everybody may write" "$work/open/a.p12"
refused 77 "…also with --allow-shared" "$work/open/a.p12" --allow-shared
as $me mkdir -m 700 "$work/open/in"
refused 77 "…or the one above" "$work/open/in/a.p12"
chmod 1777 "$work/open"
refused 77 "a sticky folder itself" "$work/open/a.p12"
put "$work/open/in/a.p12"
is "a private one in a sticky one" 0 $status
for mode in 770 775 720; do
    fresh $mode && chgrp $other "$work/me/in"
    refused 77 "a folder that a group may write: $mode" "$work/me/in/a.p12"
done
fresh 700 && as $me mkdir "$work/me/in/sub" && chmod 777 "$work/me/in/sub"
refused 77 "a folder that everybody may write, in a private one" "$work/me/in/sub/a.p12"
says "…and how to take that away" 'chmod go-w'
as $me ln -s "$work/me/in/sub" "$work/me/in/through"
refused 77 "…through a link" "$work/me/in/through/a.p12"
fresh 700 && chown $other "$work/me/in" && chmod 777 "$work/me/in"
refused 77 "a folder of another user" "$work/me/in/a.p12"
says "…is called so" 'belongs to another user'
rm -rf "$work/open" && as $me mkdir -m 755 "$work/open"
refused 77 "a folder that others can reach into" "$work/open/a.p12"
put "$work/open/a.p12" --allow-shared
is "…with --allow-shared" 0 $status
is "…but not read" 600 "$(stat -c %a "$work/open/a.p12")"

# In a folder of root, whose group has no other members. If the folder has an access control list, the
# mode's bits for the group apply to everybody whom the list names.
chown -R root: "$work/me/p" "$work/me/password"
root_puts() { "$helper" export "$id" -p "$work/me/p" --for linux --password-file "$work/me/password" -o "$1" >out 2>err; }
rm -rf "$work/open" && mkdir -m 770 "$work/open"
check "a folder that root's own group may write" root_puts "$work/open/a.p12"
setfacl -m u:$other:rwx "$work/open"
root_puts "$work/open/b.p12"
is "…and a list lets another user write" 77 $?
is "…nothing is there" a.p12 "$(ls "$work/open")"
setfacl -m m::- "$work/open"
check "…which its mask takes away" root_puts "$work/open/b.p12"
chown -R $me:$me "$work/me"

# No place at all.
fresh 700
refused 73 "a folder that is not there" "$work/me/in/none/a.p12"
echo x >"$work/me/in/f"
refused 73 "a file for a folder" "$work/me/in/f/a.p12"
refused 73 "no name" "$work/me/in/"
refused 73 "the folder itself" "$work/me/in/."
refused 73 "the one above" "$work/me/in/.."
refused 73 "an empty name" ""
refused 73 "a name that is too long" "$work/me/in/$(printf 'a%.0s' {1..300})"
fresh 500
refused 77 "a folder that can't be written" "$work/me/in/a.p12"

# The name of a certificate makes no path.
chmod 700 "$work/me"
mine "$helper" export "$(fingerprint odd.pem)" -p "$work/me/p" --for linux --password-file "$work/me/password"
is "an odd name of a certificate" 0 $?
is "…in the home" "$work/me" "$(dirname "$(head -n 1 out)")"
check "…harmless" grep -qE '^[^[:cntrl:]/]*\.p12$' <(basename "$(head -n 1 out)")

# Disks.
fresh 700
unshare -m bash -c 'mount -t tmpfs -o "size=8k,mode=700,uid=$1" none "$2" && head -c 8192 /dev/zero >"$2/fill"
    shift 2; "$@"; code=$?; [ $code != 95 ] || [ "$(ls "$0")" = fill ] || code=99; exit $code' "$work/me/in" $me "$work/me/in" \
    setpriv --reuid=$me --regid=$me --clear-groups env HOME="$work/me" XDG_STATE_HOME="$work/me/state" \
    "$helper" export "$id" -p "$work/me/p" --for linux --password-file "$work/me/password" -o "$work/me/in/a.p12" \
    >out 2>err </dev/null
is "a full disk: refused, and nothing is left" 95 $?
mkdir -p "$work/me/far" && chown $me "$work/me/far" && chmod 700 "$work/me/far"
if unshare -m bindfs "$work/me/in" "$work/me/far" 2>/dev/null; then
    far() {
        unshare -m bash -c 'bindfs -o allow_other "$1" "$2" && shift 2 && "$@"; code=$?; umount "$0"; exit $code' \
            "$work/me/far" "$work/me/in" "$work/me/far" setpriv --reuid=$me --regid=$me --clear-groups \
            env HOME="$work/me" XDG_STATE_HOME="$work/me/state" "$helper" export "$id" -p "$work/me/p" --for linux \
            --password-file "$work/me/password" -o "$work/me/far/a.p12" "$@" >out 2>err </dev/null
    }
    far
    is "a file system that may be far" 77 $?
    says "…it is named" 'which is on FUSE' err
    says "…and what to say" '--allow-shared' err
    far --allow-shared
    is "…with --allow-shared" 0 $?
else
    skip "a file system that may be far" "no FUSE here"
fi

# Somebody swaps the name for a link, all the time: never written through.
fresh 700
echo precious >"$work/me/in/victim" && chown $me "$work/me/in/victim"
as $me bash -c 'cd "$1" || exit; while [ ! -e stop ]; do ln -sf victim a.p12; rm -f a.p12; done' - "$work/me/in" &
pids+=($!)
for _ in $(seq 8); do put "$work/me/in/a.p12"; done
touch "$work/me/in/stop"
wait "${pids[@]}"
pids=()
is "a race of links: what they point to is whole" precious "$(cat "$work/me/in/victim")"
# Somebody looks all the time: never readable.
rm -rf "$work/open" && as $me mkdir -m 755 "$work/open"
as $other bash -c 'while [ ! -e "$1/stop" ]; do cat "$1"/*.p12 && echo seen; done' - "$work/open" >seen 2>/dev/null &
pids+=($!)
for n in $(seq 8); do put "$work/open/$n.p12" --allow-shared; done
touch "$work/open/stop"
wait "${pids[@]}"
pids=()
is "a race of readers: nothing is seen" '' "$(cat seen)"
is "…though all are there" 8 "$(ls "$work/open" | grep -c p12)"
done_testing
