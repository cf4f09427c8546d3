# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash source-path=SCRIPTDIR disable=SC2034
# In the tests that include this, all programs have the same clock. Another clock (faketime) comes by
# LD_PRELOAD, which the command drops when it runs itself again on the browser's own NSS; so here it
# comes by /etc/ld.so.preload, on a machine of its own. $clock_of_all says "no" where that is not
# possible.
if [ -n "${FAKETIME:-}" ] && [ -z "${CLOCK_OF_ALL:-}" ]; then
    export CLOCK_OF_ALL=no
    faketime=$(grep -om1 '/.*/libfaketime.*' /proc/self/maps)
    # shellcheck disable=SC2016
    exec "$(dirname "$0")/own-machine" bash -c '
        mkdir -p "$HOME" && over=$(mktemp -d) && mount -t tmpfs none "$over" && mkdir "$over"/{new,work} &&
            mount -t overlay -o "lowerdir=/etc,upperdir=$over/new,workdir=$over/work" none /etc &&
            echo "$1" >/etc/ld.so.preload && unset LD_PRELOAD && export CLOCK_OF_ALL=yes
        exec bash "$0"' "$0" "$faketime"
fi
clock_of_all=${CLOCK_OF_ALL:-yes}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
