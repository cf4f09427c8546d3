#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# make install and make uninstall: as packagers use them, into a folder, and for a person who
# moves to another PREFIX, changes a file, or is not root.
# shellcheck source-path=SCRIPTDIR/../cli
. "$(dirname "$0")/../cli/lib.sh"
extensions='./usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}'

# make_it GOAL…; into FOLDER GOAL…: with that folder in place of /.
make_it() { make -s -C "$root" "$@" B="${B:-build}"; }
into() { make_it "${@:2}" DESTDIR="$work/$1"; }
listed() { (cd "$work/$1" 2>/dev/null && find . "${@:2}" | LC_ALL=C sort | tr '\n' ' '); }
field() { node -p "JSON.parse(require('fs').readFileSync(process.argv[1])).$1" "$2"; }

check 'make install, as a package does it' into root install PREFIX=/usr INSTALLED=
is 'these files and no others' \
    "./etc/firefox-esr/nss-helper.js ./usr/bin/nss-helper ./usr/lib/mozilla/native-messaging-hosts/nss_helper.json \
./usr/lib/systemd/user/nss-helper-renew.service ./usr/lib/systemd/user/nss-helper-renew.timer \
./usr/libexec/nss-helper/nss-helper-host ./usr/share/bash-completion/completions/nss-helper \
./usr/share/fish/vendor_completions.d/nss-helper.fish ./usr/share/locale/ja/LC_MESSAGES/nss-helper.mo ./usr/share/man/ja/man1/nss-helper.1 ./usr/share/man/man1/nss-helper.1 \
$extensions/nss-helper@nss-helper.xpi ./usr/share/webext/nss-helper/nss-helper.xpi \
./usr/share/zsh/site-functions/_nss-helper " "$(listed root ! -type d)"
is 'nobody but root may write them' '' "$(listed root ! -type l -perm /022)"
is 'two programs' './usr/bin/nss-helper ./usr/libexec/nss-helper/nss-helper-host ' \
    "$(listed root -type f -perm /111)"
is 'Firefox finds the extension by a link' "$work/root/usr/share/webext/nss-helper/nss-helper.xpi" \
    "$(realpath "$work/root/$extensions/nss-helper@nss-helper.xpi")"
check '…to the package that was built' cmp "$root/${B:-build}/nss-helper.xpi" "$work/root/usr/share/webext/nss-helper/nss-helper.xpi"
is '…which holds the files of the extension and nothing else, ready to be signed' \
    "$(cd "$root/extension" && find . -type f ! -name '.*' ! -name '*~' | cut -c3- | LC_ALL=C sort)" \
    "$(unzip -Z1 "$work/root/usr/share/webext/nss-helper/nss-helper.xpi" | LC_ALL=C sort)"
manifest=$work/root/usr/lib/mozilla/native-messaging-hosts/nss_helper.json
is 'the manifest names the installed host' /usr/libexec/nss-helper/nss-helper-host "$(field path "$manifest")"
is '…and the extension by its own id, and no other' "$(field browser_specific_settings.gecko.id "$root/extension/manifest.json")" \
    "$(field 'allowed_extensions.join()' "$manifest")"
units=$work/root/usr/lib/systemd/user
is 'the service runs the installed command' 'ExecStart="/usr/bin/nss-helper" renew --all --due' \
    "$(grep ^ExecStart= "$units/nss-helper-renew.service")"
if command -v systemd-analyze >/dev/null; then
    # It looks for the command, which is not installed there for real.
    mkdir "$work/units"
    sed "s|/usr/bin/nss-helper|$work/root&|" "$units/nss-helper-renew.service" \
        >"$work/units/nss-helper-renew.service"
    cp "$units/nss-helper-renew.timer" "$work/units"
    check 'systemd understands service and timer' systemd-analyze verify --man=no --user \
        "$work/units/nss-helper-renew.service" "$work/units/nss-helper-renew.timer"
    is '…and says nothing of them' '' "$(grep nss-helper check)"
else
    skip 'systemd understands service and timer' 'no systemd here'
fi
mkdir -m 700 "$work/user"
HOME=$work/user "$work/root/usr/bin/nss-helper" setup --quiet
words='const m = JSON.parse(require("fs").readFileSync(process.argv[1])); delete m.path; JSON.stringify(m)'
is '"nss-helper setup" writes the same manifest for one user' "$(node -p "$words" "$manifest")" \
    "$(node -p "$words" "$work/user/.mozilla/native-messaging-hosts/nss_helper.json")"
check 'the installed command runs' "$work/root/usr/bin/nss-helper" profiles

# A person's own machine, with files of others in folders that are used.
list=/var/lib/nss-helper/installed
mkdir -p "$work/pc/usr/lib/mozilla/native-messaging-hosts" "$work/pc/etc/firefox-esr" "$work/pc/usr/local/bin"
echo mine >"$work/pc/usr/local/bin/mine"
before=$(listed pc)
check 'make install' into pc install INSTALLED=$list
check 'make uninstall' into pc uninstall INSTALLED=$list
is 'all is as before: files of others, and the folders that were there' "$before" "$(listed pc)"
into pc install INSTALLED=$list PREFIX='/opt/my tools'
check 'after make install with a PREFIX, make uninstall without one' into pc uninstall INSTALLED=$list
is '…leaves nothing either' "$before" "$(listed pc)"
check 'make uninstall once more has nothing to do' into pc uninstall INSTALLED=$list
into pc install INSTALLED=$list PREFIX=/opt/old
check 'make install with another PREFIX than before' into pc install INSTALLED=$list
is '…takes away what lay in the old one' '' "$(listed pc -path './opt*')"
check 'make install a second time' into pc install INSTALLED=$list
echo '# changed' >>"$work/pc/usr/local/share/man/man1/nss-helper.1"
echo mine >"$work/pc/usr/local/libexec/nss-helper/mine"
into pc uninstall INSTALLED=$list >said
says 'a file that was changed since is left, and named' "$work/pc/usr/local/share/man/man1/nss-helper.1" said
rm "$work/pc/usr/local/share/man/man1/nss-helper.1"
is '…and so is a folder with a file of somebody else' './usr/local/libexec/nss-helper/mine ' \
    "$(listed pc -path './usr/local/*' -type f ! -name mine -o -path '*helper/mine')"

# As an ordinary user, into the home. That user may not be able to enter the folder where it was built.
mkdir -p "$work/source/${B:-build}" "$work/their home"
cp -R "$root/Makefile" "$root/extension" "$root/native-messaging" "$root/nss-helper" "$work/source"
cp -R "$root/${B:-build}"/{nss-helper,nss-helper-host,nss-helper.xpi,completion,locale} "$work/source/${B:-build}"
sed -i 's/"id": "nss-helper@/"id": "own@/' "$work/source/extension/manifest.json"
chmod -R a+rX "$work/source" && give "$work/their home"
at_home() {
    ordinary env HOME="$work/their home" make -s -C "$work/source" -o all "$@" B="${B:-build}" \
        PREFIX="$work/their home/.local" HOSTDIR="$work/their home/.mozilla/native-messaging-hosts"
}
check 'make install as an ordinary user, into the home' at_home install
says '…says that Firefox takes the extension from root only' 'only root may write' check
check '…the command is there' test -x "$work/their home/.local/bin/nss-helper"
is '…and the manifest names the host in the home' "$work/their home/.local/libexec/nss-helper/nss-helper-host" \
    "$(field path "$work/their home/.mozilla/native-messaging-hosts/nss_helper.json")"
is '…and the extension by the id that an institution gave it' 'own@nss-helper' \
    "$(field 'allowed_extensions.join()' "$work/their home/.mozilla/native-messaging-hosts/nss_helper.json")"
says '…which command and host are built for' "DNH_EXTENSION_ID='\"own@nss-helper\"'" \
    <(make -n -C "$work/source" B=new new/nss-helper-host)
check 'make uninstall as that user' ordinary env HOME="$work/their home" make -s -C "$work/source" uninstall
is '…leaves an empty home' . "$(listed 'their home' | sed 's/ $//')"
done_testing
