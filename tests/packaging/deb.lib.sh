# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# What the tests of the Debian packages share: they build them once.
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$root/extension/manifest.json")
debs=$root/${B:-build}
program_deb=$debs/nss-helper_${version}_$(dpkg --print-architecture).deb
extension_deb=$debs/webext-nss-helper_${version}_all.deb
make_deb() { flock "$debs" make -s -C "$root" deb B="${B:-build}"; }

# source_copy FOLDER: what a release is made of, to be changed there.
source_copy() {
    mkdir "$1" && cp -R "$root"/{.github,Makefile,LICENSE,README.md,extension,native-messaging,nss-helper} "$1"
}

# newer FOLDER VERSION: makes the copy a release of that version, on the same day.
newer() {
    sed -i "s/^  \"version\": \".*\",/  \"version\": \"$2\",/" "$1/extension/manifest.json"
    sed -i "s/^## \[$version\]\(.*\)/## [$2]\1\n\n### Changed\n\n- The version.\n\n&/" "$1/.github/CHANGELOG.md"
}
