#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The sites of an administrator in a real Firefox, on a machine with an /etc of its own.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/../cli/machine.lib.sh"
. "$root/tests/cli/etc.lib.sh" || exit 1
for folder in /usr/lib/mozilla /usr/share/mozilla; do
    mkdir -p "$folder" && mount -t tmpfs -o mode=755 none "$folder" || exit 1
done
node --test-reporter=tap "$root/tests/e2e/listed.mjs"
