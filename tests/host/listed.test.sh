#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The host and the administrator's list of sites, on a machine with an /etc of its own.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/../cli/machine.lib.sh"
. "$root/tests/cli/etc.lib.sh" || exit 1
node --test-reporter=tap "$root/tests/host/listed.mjs"
