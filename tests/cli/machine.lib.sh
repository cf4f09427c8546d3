# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash source-path=SCRIPTDIR disable=SC1090
# machine.lib.sh [LIBRARY]: the tests that include this run as root, with other users, on a
# machine of their own. Where that is not possible, each check is skipped.
if [ -z "${MACHINE_OF_ITS_OWN:-}" ]; then
    export MACHINE_OF_ITS_OWN=1
    if [ "$(id -u)" = 0 ] || unshare --map-root-user --map-auto true 2>/dev/null; then
        exec "$(dirname "${BASH_SOURCE[0]}")/own-machine" bash "$0"
    fi
fi
. "$(dirname "${BASH_SOURCE[0]}")/${1:-lib.sh}"
[ "$(id -u)" = 0 ] || leave_out_all 'needs root, or other users by newuidmap and /etc/subuid'
