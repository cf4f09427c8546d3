#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What other users, file systems and the manifest for all users may break: each is found, and
# repaired by the command that the doctor names.
# shellcheck source-path=SCRIPTDIR disable=SC2154,SC2174
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
says "…whose owner would have to do it" 'XDG_STATE_HOME to a folder of yours' <(cure_of state-folder)
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

# File systems that may be on the network.
mkdir -m 755 "$work/far" && mkdir -m 700 "$work/near"
if bindfs "$work/near" "$work/far" 2>/dev/null; then
    XDG_STATE_HOME=$work/far report
    found state-folder hint
    says "…on FUSE" "$work/far/nss-helper are on a network file system (FUSE)." out
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

# Disk space for an answer.
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
says "…which is said" 'no room for another file' out
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
says "…for all users" "set up for Firefox in $system_manifest" out
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

# The extension for all users, and policies.
. "$root/tests/cli/etc.lib.sh" || exit 1
mkdir -p /usr/share/mozilla && mount -t tmpfs -o mode=755 none /usr/share/mozilla
shared='/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/nss-helper@nss-helper.xpi'
policy() { # MODE [ID]
    mkdir -p /etc/firefox/policies
    printf '{"policies":{"ExtensionSettings":{"%s":{"installation_mode":"%s"}}}}' \
        "${2:-nss-helper@nss-helper}" "$1" >/etc/firefox/policies/policies.json
}
empty() {
    healthy
    echo '{"addons":[]}' >"$fox/p/extensions.json"
}
# finds CHECK WORDS CURE
finds() {
    says "…what" "$2" out
    says "…its cure" "$3" <(cure_of "$1")
    silent "…which turns no check of signatures off" signatures <(cure_of "$1")
}
empty
wrong extension bad 78 "no extension"
finds extension 'is not in this profile' 'webext-nss-helper'
policy force_installed
wrong extension bad 78 "a policy that Firefox has refused"
finds extension 'A policy installs the extension (/etc/firefox/policies/policies.json), but Firefox rejected it' 'for all users'
policy force_installed x@y
wrong extension bad 78 "a policy of another extension"
finds extension 'is not in this profile' 'webext-nss-helper'
policy blocked
wrong extension bad 78 "a policy that blocks it"
finds extension 'A policy blocks the extension: /etc/firefox/policies/policies.json' 'Ask your administrator'
policy blocked '*'
wrong extension bad 78 "a policy that blocks all"
finds extension 'A policy blocks' 'Ask your administrator'
healthy
wrong extension bad 78 "…also one that is there"
policy allowed
report
found extension good
rm -r /etc/firefox
mkdir -p "${shared%/*}" && : >"$shared"
empty
wrong extension bad 78 "one for all users that the profile has not loaded"
finds extension 'is installed for all users, but Firefox has not loaded it' 'extensions.startupScanScopes to 8'
healthy
addon active=false appDisabled=true location=app-system-share
wrong extension bad 78 "one that Firefox has turned off"
finds extension 'it is not signed' 'for all users'
healthy
addon version=0.0.1 location=app-system-share
wrong extension hint 0 "an older one for all users"
finds extension 'The extension is version 0.0.1, and this command is' 'to the same version'
healthy
addon version=99.0 location=app-system-share
wrong extension hint 0 "a newer one for all users"

# The administrator's list.
healthy
report
found sites good
says "…no list" 'No administrator' out
put_list <<<'[https://a.example]'
report
found sites good
says "…one that is not locked" 'names 1 site. Other sites are allowed, too.' out
printf 'locked = yes\n[https://a.example]\n[https://b.example]\nwifi = /etc/nss-helper/wifi\n' | put_list
wrong sites bad 116 "a file that is not there"
says "…which is named" '/etc/nss-helper/wifi' out
: >/etc/nss-helper/wifi
report
found sites good
says "…a locked one" 'names 2 sites. No other site is allowed.' out
chmod 666 $list
wrong sites bad 116 "a list that others may change"
put_list <<<'[https://a.example'
wrong sites bad 116 "a broken list"
says "…with its line" "$list, line 1" out
done_testing
