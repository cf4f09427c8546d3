#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A clean Debian 12 with its Firefox ESR, in a folder: apt installs, upgrades and removes the packages
# there, and an ordinary user opens Firefox (apt.mjs). Debian's packages come from the same sources as
# this machine's. It needs root to make that Debian and its mounts.
# shellcheck source-path=SCRIPTDIR/../cli source-path=SCRIPTDIR
if [ $EUID != 0 ]; then
    echo '1..0 # SKIP it needs root: sudo tests/run tests/packaging/apt.test.sh'
    exit
fi
. "$(dirname "$0")/../cli/lib.sh"
. "$root/tests/packaging/deb.lib.sh"
clean=$work/debian
person=$work/person

# A later release: the same programs with a higher version.
build_newer() {
    source_copy newer && newer newer "$(awk -F. '{ print $1 "." $2 "." $3 + 1 }' <<<"$version")" &&
        DEB_CFLAGS_APPEND=-O0 newer/native-messaging/packaging/deb "$work/newer.out"
}

# Debian's own among the sources of apt, the proxy for them, and packages that were fetched before.
sources() {
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' | grep -E ' bookworm[a-z-]* main$' | sort -u
}
make_clean() {
    apt-config dump | grep -E '^Acquire::(https?|Retries)' >apt.conf
    sources | mmdebstrap --mode=root --variant=apt --aptopt="$PWD/apt.conf" --include=firefox-esr \
        --setup-hook='mkdir -p "$1/var/cache/apt/archives/partial"
            cp -l /var/cache/apt/archives/*.deb "$1/var/cache/apt/archives" 2>/dev/null || :' \
        --skip=cleanup/apt bookworm "$clean" -
}

# The home has the same path inside and outside. Starting Firefox outside starts the one inside, as that
# user.
add_person() {
    mkdir -p "$person" "$clean$person" "$clean/packages" &&
        chroot "$clean" useradd --home-dir "$person" --shell /bin/bash taro &&
        cp "$program_deb" "$extension_deb" newer.out/*.deb "$clean/packages" &&
        cp -L /etc/resolv.conf /etc/hosts "$clean/etc/" &&
        printf '#!/bin/bash\nexec chroot --userspec=taro:taro %q /usr/bin/env firefox-esr "$@"\n' "$clean" >firefox &&
        chmod 755 firefox
}

# What a running machine has beside its files. Only this process and its children see the mounts: they
# are gone when it ends, before anything is removed. They show nothing of this machine.
# shellcheck disable=SC2016
run_inside='
    set -e
    mount -t proc proc "$CLEAN/proc"
    mount -t tmpfs -o mode=755 dev "$CLEAN/dev"
    mkdir "$CLEAN/dev/shm" "$CLEAN/dev/pts"
    chmod 1777 "$CLEAN/dev/shm"
    for name in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
        mknod -m 666 "$CLEAN/dev/${name% *}" c 1 "${name#* }"
    done
    mknod -m 666 "$CLEAN/dev/tty" c 5 0
    ln -s /proc/self/fd "$CLEAN/dev/fd"
    mount -t devpts -o newinstance,ptmxmode=666 devpts "$CLEAN/dev/pts"
    ln -s pts/ptmx "$CLEAN/dev/ptmx"
    mount --bind "$PERSON" "$CLEAN$PERSON"
    exec node --test-reporter=tap "$0"'

{ make_deb && build_newer; } >built 2>&1 &
building=$!
make_clean >made 2>&1
if ! wait "$building"; then
    cat built
    echo "Bail out! the packages can't be built"
elif ! [ -x "$clean/usr/bin/firefox-esr" ]; then
    tail -n 20 made
    echo "Bail out! there is no Debian: see the lines above"
elif ! add_person >added 2>&1; then
    cat added
    echo "Bail out! nobody can live in that Debian"
else
    echo "# after $SECONDS s: there are packages, and a Debian"
    FIREFOX=$work/firefox CLEAN=$clean PERSON=$person VERSION=$version PORTAL=$root/${B:-build}/portal \
        unshare -m --propagation private bash -c "$run_inside" "$root/tests/packaging/apt.mjs"
fi
