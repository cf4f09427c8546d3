#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# make install and make uninstall, into a folder as packagers do.
source "$(dirname "$0")/lib.sh"

install_to() { make -s -C "$root" "$1" B="${B:-build}" DESTDIR="$work/root" PREFIX=/usr; }
listed() { (cd "$work/root" 2>/dev/null && find . "$@" | LC_ALL=C sort | tr '\n' ' '); }
same() {
    [ "$2" = "$3" ] && pass "$1" && return
    printf 'expected: %s\n  actual: %s\n' "$2" "$3" >same
    fail "$1" same
}

check 'make install' install_to install
same 'these files and no others' \
    "./usr/bin/nss-helper ./usr/lib/mozilla/native-messaging-hosts/nss_helper.json ./usr/lib/systemd/user/nss-helper-renew.\
service ./usr/lib/systemd/user/nss-helper-renew.timer ./usr/libexec/nss-helper/nss-helper-host ./usr/share/man/man1/nss-helper.1 ./usr/share/nss-helper/nss-helper.xpi " \
    "$(listed -type f)"
same 'nobody but root may write them' '' "$(listed ! -type l -perm /022)"
same 'two programs' './usr/bin/nss-helper ./usr/libexec/nss-helper/nss-helper-host ' \
    "$(listed -type f -perm /111)"
manifest=$work/root/usr/lib/mozilla/native-messaging-hosts/nss_helper.json
same 'the manifest names the installed host' /usr/libexec/nss-helper/nss-helper-host \
    "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).path' "$manifest")"
same 'and this extension only' nss-helper@nss-helper \
    "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).allowed_extensions.join()' "$manifest")"
units=$work/root/usr/lib/systemd/user
same 'the service runs the installed command' 'ExecStart="/usr/bin/nss-helper" renew --all --due' \
    "$(grep ^ExecStart= "$units/nss-helper-renew.service")"
if command -v systemd-analyze >/dev/null; then
    # It looks for the command, which is not installed there for real.
    mkdir "$work/units"
    sed "s|/usr/bin/nss-helper|$work/root&|" "$units/nss-helper-renew.service" \
        >"$work/units/nss-helper-renew.service"
    cp "$units/nss-helper-renew.timer" "$work/units"
    check 'systemd understands service and timer' systemd-analyze verify --man=no --user \
        "$work/units/nss-helper-renew.service" "$work/units/nss-helper-renew.timer"
    same '…and says nothing of them' '' "$(grep nss-helper check)"
else
    skip 'systemd understands service and timer' 'no systemd here'
fi
mkdir -m 700 "$work/user"
HOME=$work/user "$work/root/usr/bin/nss-helper" setup --quiet
words='const m = JSON.parse(require("fs").readFileSync(process.argv[1])); delete m.path; JSON.stringify(m)'
same '"nss-helper setup" writes the same manifest for one user' "$(node -p "$words" "$manifest")" \
    "$(node -p "$words" "$work/user/.mozilla/native-messaging-hosts/nss_helper.json")"
check 'the installed command runs' "$work/root/usr/bin/nss-helper" profiles
check 'make uninstall' install_to uninstall
same 'no file is left' '' "$(listed ! -type d)"
same 'nor a folder of its own' '' "$(listed -type d -name nss-helper)"
done_testing
