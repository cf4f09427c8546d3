#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What belongs to another user is left alone: profiles, databases, homes and hosts.
. "$(dirname "$0")/machine.lib.sh"
built=$helper
ca ca
profile good
"$helper" request -q -p good -k p-256 -s CN=taro -o taro.csr
issue ca taro.csr taro.pem
"$helper" import -q -p good taro.pem

# Profiles.
mkdir -m 755 theirs
cp -r good theirs/p
give theirs
refused 77 "root on somebody else's profile" "$work/theirs/p"
exits "…is told" 77 list -p "$work/theirs/p"
says "…whose it is" 'belongs to another user'
as_user list -p "$work/theirs/p" --json
is "its owner may" 1 "$(json d.identities.length)"
cp -r theirs/p theirs/mixed
give theirs/mixed
chown root theirs/mixed/key4.db
as_user list -p "$work/theirs/mixed"
is "a database of somebody else in an own profile" 77 $status
cp -r good root-only
chmod 700 root-only
as_user list -p "$work/root-only"
check "a user on a profile of root" test $status -eq 77 -o $status -eq 80

# Homes, and the host that is set up there.
mkdir -p inst/bin
cp "$built" inst/bin/nss-helper
printf '#!/bin/sh\n' >inst/bin/nss-helper-host
chmod -R 755 inst
helper=$work/inst/bin/nss-helper
mkdir home-of-theirs
give home-of-theirs
HOME=$work/home-of-theirs exits "root in somebody else's home" 77 setup
says "…is told" 'belongs to another user'
check "…and writes nothing" test -z "$(ls -A home-of-theirs)"
HOME=$work/home-of-theirs as_user setup
is "its owner may" 0 $status
check "…with a host of root" test -f home-of-theirs/.mozilla/native-messaging-hosts/nss_helper.json
as_user setup
is "a user in root's home" 77 $status
exits "root's own host" 0 setup
cp -r inst user-inst
give user-inst
helper=$work/user-inst/bin/nss-helper exits "…and for root no host of another user" 78 setup
done_testing
