#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# make dist: the source archive of a release, its checksum, and its signature.
# shellcheck source-path=SCRIPTDIR/../cli source-path=SCRIPTDIR
. "$(dirname "$0")/../cli/lib.sh"
. "$root/tests/packaging/deb.lib.sh"
name=nss-helper-$version.tar.gz
# The path of gpg-agent's socket must be short.
export GNUPGHOME=$XDG_RUNTIME_DIR/gpg
mkdir -m 700 "$GNUPGHOME"
finish() {
    gpgconf --kill all
    tidy
}
# A build must not have a blank in its path, so the files are moved to the folder.
dist() { # FOLDER
    make -s -C source dist B=build && mkdir -p "$1" && mv source/build/* "$1"
}
git_in() { git -C source -c user.name=maker -c user.email=maker@example.org -c commit.gpgsign=false "$@"; }

source_copy source
cp -R "$root/tests" source/ 2>/dev/null
rm -rf source/tests/node_modules
cp "$root/.gitignore" source/
git_in init -q && git_in add -A && git_in commit -qm release
dist one >said 2>err
check 'make dist: a source archive' test -s "one/$name"
check '…with its checksum' bash -c 'cd one && sha256sum --strict -c SHA256SUMS'
says '…which is not signed without a key, and that is said' 'not signed: gpg has no secret key' said
is '…its files are those of the commit' "$(git_in ls-files | LC_ALL=C sort)" \
    "$(tar -tzf "one/$name" | sed "s|^nss-helper-$version/||" | grep -v '/$' | grep . | LC_ALL=C sort)"
git clone -q source other
mv source first && mv other source
faketime -f +3d make -s -C source dist B=build >/dev/null && mv source/build two
check '…another clone makes the same bytes, on another day' cmp "one/$name" "two/$name"
rm -rf source && mv first source

gpg --batch --quiet --passphrase '' --quick-gen-key 'maker <maker@example.org>' ed25519 sign 2>gpg.said
dist three >said 2>err
says 'with a key it is signed' 'signed: SHA256SUMS.asc' said
check '…and gpg finds the signature good' gpg --batch --verify three/SHA256SUMS.asc three/SHA256SUMS
dist three >/dev/null 2>&1
check '…made again, it is good again' gpg --batch --verify three/SHA256SUMS.asc three/SHA256SUMS
sed -i 's/^./x/' three/SHA256SUMS
is '…and with another checksum it is not' 1 "$(gpg --batch --verify three/SHA256SUMS.asc three/SHA256SUMS 2>/dev/null; echo $?)"

mkdir unpacked && tar -xzf "one/$name" -C unpacked
check 'the archive has what a build needs' make -s -n -C "unpacked/nss-helper-$version" all
echo change >>source/README.md
is 'changes that are not committed stop it' 2 "$(dist four 2>err >&2; echo $?)"
says '…and that is said' 'changes that are not committed'
check '…without a file' test ! -e "four/$name"
rm -rf source/.git
is 'no clone stops it' 2 "$(dist four 2>err >&2; echo $?)"
says '…and that is said' 'no clone of the repository'
done_testing
