#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The whole way once more as an ordinary user, from the installed programs. That user
# need not be able to enter this folder, so all goes to a place of its own.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${B:-build}
if [ "$(id -u)" != 0 ]; then
    echo '1..0 # SKIP the other tests ran as an ordinary user already'
    exit
fi
nobody=65534
place=$(mktemp -d /tmp/nss-helper-user-XXXXXX)
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
make -s install B="$build" PREFIX="$place/usr" HOSTDIR="$place/hosts" >&2 || exit 1
cp "$build/portal" "$place/portal"
mkdir -p "$place/tests" "$place/home" "$place/e2e"
cp -R tests/e2e tests/pinentry tests/pinentry.mjs "$place/tests"
chmod -R a+rX "$place"
chown "$nobody:$nobody" "$place/home" "$place/e2e"
cd / || exit 1
setpriv --reuid=$nobody --regid=$nobody --clear-groups --no-new-privs \
    env -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME -u XDG_RUNTIME_DIR \
    HOME="$place/home" TMPDIR="$place/home" NSS_HELPER_TRY="$place" \
    node --test-reporter=tap "$place/tests/e2e/issue.test.mjs"
code=$?
if [ $code != 0 ]; then cp -R "$place/e2e" "$OLDPWD/$build/e2e-as-nobody"; fi
exit $code
