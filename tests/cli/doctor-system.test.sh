#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What other users, file systems and the manifest for all users may make wrong: each is found,
# and cured by what is said.
. "$(dirname "$0")/machine.lib.sh" doctor.lib.sh
mount -t tmpfs -o mode=755 none /usr/lib/mozilla
mkdir -m 755 /usr/lib/mozilla/native-messaging-hosts
system_manifest=/usr/lib/mozilla/native-messaging-hosts/nss_helper.json

# The databases.
healthy
chown "$user" "$fox/p/key4.db"
wrong database bad 77 "a database of somebody else"
silent "…which chmod can't cure" chmod <(cure_of database)
healthy
mount --bind "$fox/p" "$fox/p" && mount -o remount,bind,ro "$fox/p"
wrong database bad 77 "a file system that is read-only"
says "…says what to do" 'Mount that file system' <(cure_of database)
umount "$fox/p"
cp -r "$fox/p" "$work/p"
mount -t tmpfs -o size=2048k,mode=700 none "$fox/p" && cp -p "$work/p"/* "$fox/p"
wrong database-place bad 95 "no room in the profile"
umount "$fox/p"

# The home, and the journal's folder.
healthy
mkdir "$work/home-of-theirs" && give "$work/home-of-theirs"
HOME=$work/home-of-theirs report
is "root in somebody else's home" 77 $status
found home bad 77
user_report
found home bad 77
healthy_user
mkdir -p "${state%/*}" && give "$HOME/.local"
mkdir -m 700 "$state"
user_wrong state-folder bad 77 "a state folder of somebody else"
user_cured state-folder
mkdir -m 755 "$work/roots"
XDG_STATE_HOME=$work/roots user_report
found state-folder bad 77
says "…whose owner would have to do it" 'in XDG_STATE_HOME' <(cure_of state-folder)
ln -s "$HOME" "$work/tmp-link" && chown -h 12345 "$work/tmp-link"
XDG_STATE_HOME=$work/tmp-link user_report
found state-folder hint
healthy
mkdir -m 700 -p "$state"
mount -t tmpfs -o ro,mode=700 none "$state"
wrong state-folder bad 77 "a state folder on a file system that is read-only"
says "…says what to do" 'Mount that file system' <(cure_of state-folder)
mount -o remount,rw "$state"
report
found state-folder good
umount "$state"

# File systems that may be far.
mkdir -m 755 "$work/far" && mkdir -m 700 "$work/near"
if bindfs "$work/near" "$work/far" 2>/dev/null; then
    XDG_STATE_HOME=$work/far report
    found state-folder hint
    says "…on FUSE" "$work/far/nss-helper is on FUSE." out
    umount "$work/far"
    bindfs "$HOME" "$work/far"
    HOME=$work/far report
    found home hint
    says "…why" 'ten seconds' out
    HOME=$work/far "$helper" doctor --json -p "$work/far/.mozilla/firefox/p" >out 2>err </dev/null
    found database-place hint
    umount "$work/far"
else
    skip "file systems that may be far" "no FUSE here"
fi

# Room for an answer.
room() { # OPTIONS
    mountpoint -q "$state" && umount "$state"
    mount -t tmpfs -o "mode=700,$1" none "$state"
}
room size=2048k
wrong space bad 95 "no room for an answer"
room size=20000k
wrong space hint 0 "not much room"
room size=60000k
head -c 58000000 /dev/zero >"$state/ballast"
wrong space bad 95 "what takes the room"
rm "$state/ballast"
report
found space good
room nr_inodes=2
: >"$state/last"
wrong space bad 95 "no room for one more file"
says "…which is said" 'no further file' out
rm "$state/last"
report
found space good
umount "$state"

# The manifest.
healthy
rm "$user_manifest"
wrong host-manifest bad 78 "the host is not registered"
cured host-manifest
mv "$user_manifest" "$system_manifest"
report
found host-manifest good
says "…for all users" "registered by $system_manifest" out
echo '{' >"$user_manifest"
wrong host-manifest hint 0 "a broken one before that"
found host-version good
cured host-manifest
rm "$user_manifest.old"
sed -i 's/stdio/pipe/' "$system_manifest"
wrong host-manifest bad 78 "a broken one for all users"
cured host-manifest
rm "$system_manifest"
healthy_user
chmod 777 "$work"
user_wrong host-manifest bad 78 "root has left a folder open to all"
says "…only root can close it" "sudo chmod go-w '$work'" <(cure_of host-manifest)
chmod 755 "$work"

# The host.
put() { put_host "$work/far host"; }
healthy && put
chown "$user" "$host"
wrong host-path bad 78 "somebody else's host"
healthy && put
chown "$user" "$work/far host"
wrong host-path bad 78 "a host in somebody else's folder"
cured host-path
healthy && put
mount -t tmpfs -o noexec,mode=755 none "$work/far host"
cp "${built%/*}/nss-helper-host" "$host"
wrong host-path bad 78 "a host where nothing may be executed"
says "…which is said" 'noexec' out
cured host-path
umount "$work/far host"
healthy
mkdir "$work/theirs"
mount -t tmpfs -o mode=755 none "$work/theirs" && cp -r "$work/inst" "$work/theirs"
mount -o remount,noexec "$work/theirs"
sed -i "s|\"path\":.*|\"path\":\"$work/theirs/inst/bin/nss-helper-host\",|" "$user_manifest"
rm "$work/inst/bin/nss-helper-host"
wrong host-path bad 78 "…and no other"
says "…to be installed elsewhere" 'make install' <(cure_of host-path)
umount "$work/theirs"
done_testing
