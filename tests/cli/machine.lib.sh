# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash
# machine.lib.sh [LIBRARY]: the tests that include this are root's, on a machine of its own: a
# namespace where mounts, and files of other users, are nobody else's. An ordinary user is
# root there, too, when newuidmap(1) and a range in /etc/subuid give other users; else each
# check is skipped.
if [ -z "${MACHINE_OF_ITS_OWN:-}" ]; then
    export MACHINE_OF_ITS_OWN=1
    [ "$(id -u)" != 0 ] || exec unshare -m bash "$0"
    namespace=(unshare -m --map-root-user --map-auto)
    if "${namespace[@]}" true 2>/dev/null; then exec "${namespace[@]}" bash "$0"; fi
fi
. "$(dirname "${BASH_SOURCE[0]}")/${1:-lib.sh}"
[ "$(id -u)" = 0 ] || leave_out 'needs root, or other users by newuidmap and /etc/subuid'
