#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# make deb: what a person checks before handing out the packages: what is in them, what they
# need, what lintian says, and whether another build makes the same bytes.
# shellcheck source-path=SCRIPTDIR/../cli source-path=SCRIPTDIR
. "$(dirname "$0")/../cli/lib.sh"
. "$root/tests/packaging/deb.lib.sh"

field() { dpkg-deb -f "$1" "$2"; }
files() { dpkg-deb --fsys-tarfile "$1" | tar -tf - | sed 's/^\.//' | grep -v '/$\|^/usr/share/doc/' | LC_ALL=C sort; }
content() { dpkg-deb --fsys-tarfile "$1" | tar -xOf - ".$2"; }

check 'make deb' make_deb
is 'makes two packages, and no others' "$(printf '%s\n' "${program_deb##*/}" "${extension_deb##*/}")" \
    "$(cd "$debs" && ls ./*.deb | cut -c3-)"
is 'nss-helper: the command, the host, and what belongs to them' "/usr/bin/nss-helper
/usr/lib/mozilla/native-messaging-hosts/nss_helper.json
/usr/lib/systemd/user/nss-helper-renew.service
/usr/lib/systemd/user/nss-helper-renew.timer
/usr/libexec/nss-helper/nss-helper-host
/usr/share/bash-completion/completions/nss-helper
/usr/share/fish/vendor_completions.d/nss-helper.fish
/usr/share/locale/ja/LC_MESSAGES/nss-helper.mo
/usr/share/man/ja/man1/nss-helper.1.gz
/usr/share/man/man1/nss-helper.1.gz
/usr/share/zsh/vendor-completions/_nss-helper" "$(files "$program_deb")"
is 'webext-nss-helper: the extension, where Firefox ESR takes it' "/etc/firefox-esr/nss-helper.js
/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/nss-helper@nss-helper.xpi
/usr/share/webext/nss-helper/nss-helper.xpi" "$(files "$extension_deb")"
for deb in "$program_deb" "$extension_deb"; do
    is "${deb##*/}: all is root's" root/root \
        "$(dpkg-deb --fsys-tarfile "$deb" | tar -tvf - | awk '{ print $2 }' | sort -u)"
    is "${deb##*/}: others can't write, and nothing runs as somebody else" '' \
        "$(dpkg-deb --fsys-tarfile "$deb" | tar -tvf - | grep -E '^-.{4}w|^-.{7}w|^.{3}[sS]|^.{6}[sS]')"
    is "${deb##*/}: the version is the extension's" "$version" "$(field "$deb" Version)"
    is "${deb##*/}: its changelog begins with the newest release of CHANGELOG" \
        "$(sed -nE 's/^## \[([0-9.]+)\] - (.*)/\1 \2/p' "$root/.github/CHANGELOG.md" | head -1)" \
        "$(content "$deb" "/usr/share/doc/$(field "$deb" Package)/changelog.gz" | gzip -dc |
            { read -r _ v _; day=$(sed -n 's/^ -- .*>  //p' | head -1); echo "$(tr -d '()' <<<"$v") $(date -u -d "$day" +%F)"; })"
done

# Libraries that are opened at run time are needed all the same.
needed=$(field "$program_deb" Depends)
for library in $(grep -rhoE 'dlopen\("[^"]+' "$root/nss-helper" | cut -d'"' -f2); do
    package=$(dpkg-query -S "*/$library" | head -1 | cut -d: -f1)
    says "nss-helper needs $package, whose $library it opens" "$package" <(tr ',' '\n' <<<"$needed")
done
for library in libnss3 libcjson1 libassuan0 libexpat1; do
    says "nss-helper needs $library" "$library (>=" <(echo "$needed")
done
says 'and one pinentry of several with a window' 'pinentry-gnome3 | pinentry-qt |' <(echo "$needed")
is 'the extension needs nss-helper of its own version' "nss-helper (<< $version.1~), nss-helper (>= $version)" \
    "$(field "$extension_deb" Depends)"
is 'and goes with Firefox ESR' firefox-esr "$(field "$extension_deb" Enhances)"

if command -v lintian >/dev/null; then
    lintian --allow-root --info --display-info --pedantic "$debs"/deb/*.changes >lint 2>&1
    is 'lintian finds nothing' '' "$(grep -v '^running with root privileges' lint)"
else
    skip 'lintian finds nothing' 'no lintian here'
fi

# In another folder, with other settings, in another year.
source_copy "$work/else where"
find "$work/else where" -exec touch -d '2001-02-03' {} +
elsewhere() {
    umask 027
    NO_FAKE_STAT=1 HOME=/nonexistent LC_ALL=C TZ=Asia/Tokyo faketime -f +400d "$work/else where/native-messaging/packaging/deb" "$work/elsewhere.out"
}
check 'the packages built elsewhere, in another year' elsewhere
for deb in "$program_deb" "$extension_deb"; do
    check "…${deb##*/} is the same, byte for byte" cmp "$deb" "$work/elsewhere.out/${deb##*/}"
done

source_copy older
sed -i 's/^  "version": ".*",/  "version": "99.1",/' older/extension/manifest.json
is 'a version that CHANGELOG does not know is not built' 1 "$(older/native-messaging/packaging/deb "$work/none" 2>err; echo $?)"
says '…and the error says so' "CHANGELOG.md: its newest release is $version, and not 99.1"
done_testing
