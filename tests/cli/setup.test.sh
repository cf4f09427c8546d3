#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The host's manifest in the user's own folder.
. "$(dirname "$0")/lib.sh"
manifest=$HOME/.mozilla/native-messaging-hosts/nss_helper.json

# An installation of its own: the host beside the command.
built=$helper
install() {
    rm -rf "$work/inst"
    mkdir -p "$work/inst/bin"
    cp "$built" "$work/inst/bin/nss-helper"
    printf '#!/bin/sh\n' >"$work/inst/bin/nss-helper-host"
    chmod 755 "$work/inst" "$work/inst/bin" "$work/inst/bin/"*
}
install
helper=$work/inst/bin/nss-helper

exits "--remove where nothing is" 0 setup --remove
says "…there is nothing to do" 'Nothing to do' out
check "…and makes no folder" test ! -e "$HOME/.mozilla"

exits "setup" 0 setup
says "…says what it wrote" "Written: $manifest" out
says "…and which host" "$work/inst/bin/nss-helper-host" out
is "the manifest is what Firefox wants" \
    "nss_helper stdio $work/inst/bin/nss-helper-host nss-helper@nss-helper" \
    "$(json '[d.name, d.type, d.path, d.allowed_extensions].join(" ")' "$manifest")"
is "it can be read by all" 644 "$(stat -c %a "$manifest")"
is "its folder is the user's own" 700 "$(stat -c %a "${manifest%/*}")"
is "no other file is there" nss_helper.json "$(ls -A "${manifest%/*}")"
before=$(stat -c '%i %y' "$manifest")
exits "setup once more" 0 setup
says "…there is nothing to do" 'Nothing to do' out
is "…and nothing is done" "$before" "$(stat -c '%i %y' "$manifest")"
exits "setup --json" 0 setup --json
is "…the same" "false $manifest $work/inst/bin/nss-helper-host" \
    "$(json '[d.changed, d.manifest, d.host].join(" ")')"
exits "setup --quiet" 0 setup -q
is "…says nothing" '' "$(cat out err)"
chmod 600 "$manifest"
exits "wrong rights are repaired" 0 setup
is "…to be read by all" 644 "$(stat -c %a "$manifest")"

# Another place of the host.
mkdir -p inst/libexec/nss-helper
mv inst/bin/nss-helper-host inst/libexec/nss-helper/
exits "the host in ../libexec" 0 setup --json
is "…is written without .." "true $work/inst/libexec/nss-helper/nss-helper-host" \
    "$(json '[d.changed, d.host].join(" ")')"
is "…into the manifest" "$work/inst/libexec/nss-helper/nss-helper-host" \
    "$(json d.path "$manifest")"
ln -s "$helper" linked
"$work/linked" setup --json >out 2>err
is "called through a link" "$work/inst/libexec/nss-helper/nss-helper-host" "$(json d.host)"

exits "setup --remove" 0 setup --remove
says "…says what it removed" "Removed: $manifest" out
is "…the file is gone" '' "$(ls -A "${manifest%/*}")"
exits "…and once more" 0 setup --remove

# Hosts that must not be started.
install
for damage in missing folder plain open group other-folder; do
    install
    host=inst/bin/nss-helper-host
    case $damage in
    missing) rm $host ;;
    folder) rm $host && mkdir $host ;;
    plain) chmod 644 $host ;;
    open) chmod 757 $host ;;
    group) chmod 775 $host ;;
    other-folder) chmod 777 inst ;;
    esac
    exits "the host is refused: $damage" 78 setup
    case $damage in
    missing | folder) says "…and told how to get it" 'make install' ;;
    plain) says "…and told what to do" 'chmod 755' ;;
    *) says "…and told what to do" 'chmod go-w' ;;
    esac
    check "…no manifest is written" test ! -e "$manifest"
done
install
exits "it is good again" 0 setup

# A file that setup has not written stays.
for what in text json link folder; do
    rm -rf "$manifest"
    case $what in
    text) echo 'my own notes' >"$manifest" ;;
    json) echo '{"name":"nss_helper","path":"/x","allowed_extensions":["evil@example"]}' >"$manifest" ;;
    link) echo '{"name":"nss_helper","allowed_extensions":["nss-helper@nss-helper"]}' >target
        ln -s "$work/target" "$manifest" ;;
    folder) mkdir "$manifest" ;;
    esac
    before=$(ls -l "$manifest"; cat "$manifest" 2>&1)
    exits "somebody else's file: $what" 73 setup
    says "…is named" "$manifest"
    exits "…and not removed" 73 setup --remove
    is "…and stays as it is: $what" "$before" "$(ls -l "$manifest"; cat "$manifest" 2>&1)"
done
rm -rf "$manifest"

# Homes.
home=$HOME
for value in '' relative/folder; do
    HOME=$value exits "HOME=\"$value\"" 78 setup
    says "…is told" 'HOME'
done
(unset HOME; exits "HOME is not set" 78 setup) | sed 's/^\(not \)\?ok [0-9]*/\1ok/' >sub
check "HOME is not set" grep -q '^ok' sub
HOME=$work/none exits "HOME is not there" 78 setup
HOME=$home/file
: >"$HOME"
exits "HOME is a file" 78 setup
HOME=$home
rm "$HOME/file"
HOME=/ as_user setup
is "the home of somebody else" 77 $status
says "…is told" 'belongs to another user'
install
mkdir -p "$HOME/.mozilla/native-messaging-hosts" && give "$HOME"
as_user setup
is "an ordinary user" 0 $status
ordinary chmod 500 "$HOME/.mozilla/native-messaging-hosts"
as_user setup --remove
is "a read-only folder" 77 $status
check "…and the manifest stays" test -f "$manifest"
done_testing
