#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The whole journey once more with the installed programs, as an ordinary user. If we are root, that is
# another user, who may not be able to enter this folder, so everything is copied to another place.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${B:-build}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
make -s install B="$build" PREFIX="$place/usr" HOSTDIR="$place/hosts" EXTDIR='' INSTALLED='' >&2 || exit 1
cp "$build/portal" "$place/portal"
mkdir -p "$place/tests" "$place/home" "$place/e2e"
cp -R tests/e2e tests/pinentry tests/*.mjs "$place/tests"
chmod -R a+rX "$place"
person=()
if [ $EUID = 0 ]; then
    nobody=65534
    chown "$nobody:$nobody" "$place/home" "$place/e2e"
    person=(setpriv --reuid="$nobody" --regid="$nobody" --clear-groups)
fi
cd / || exit 1
"${person[@]}" setpriv --no-new-privs \
    env -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME -u XDG_RUNTIME_DIR \
    HOME="$place/home" TMPDIR="$place/home" NSS_HELPER_TRY="$place" \
    node --test-reporter=tap "$place/tests/e2e/issue.test.mjs"
code=$?
if [ $code != 0 ]; then cp -R "$place/e2e" "$OLDPWD/$build/e2e-as-nobody"; fi
exit $code
