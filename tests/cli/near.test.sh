#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What people type instead of a name: other names of a command, values in another spelling, and
# typing errors, for which the error suggests what was meant.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
profile p
verbs=$("$helper" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\) .*/\1/p')

# meant SUGGESTIONS WORD…: the command line is refused, with these suggestions.
meant() {
    exits "${*:2}: is refused" 64 "${@:2}"
    is "…meant: ${1:-nothing}" "$1" "$(grep -oE 'Did you mean [^?]*\?' err | sed 's/Did you mean //; s/?$//')"
}
# One letter too few, too many, another, or two swapped.
meant '"list"' lst
meant '"list"' lists
meant '"list"' lizt
meant '"list"' lsit
meant '"list"' LIST
meant '"export"' exprot
meant '"export"' exxporrt
meant '"profiles"' proflie
meant '"completion"' cmpleton
# The beginning of several, and of none.
meant '"verify" or "version"' ver
meant '"enroll"' enr
meant '' ve
meant '' x
meant '' nothing
meant '' exxporrrt
meant '' -- ''
meant '' "$(printf 'list%.0s' {1..40})"
# An alias is suggested if no name is as similar.
meant '"show"' shwo
meant '"delete"' delet
meant '"list"' help lits
run lst --json
is "in JSON the suggestion is in the message" 'There is no command "lst". Did you mean "list"?' \
    "$(json d.error.message)"

meant '"--expiring"' list --expirng 30d
meant '"--expiring"' list --expirng=30d
meant '"--json"' list -json
meant '"--json"' list --jsom
meant '"--quiet"' --quit list
meant '"--profile"' list --profil p
meant '"--primary-password-fd"' list --primary-pasword-fd 3
meant '"--password-file" or "--password-fd"' export x --password-f 3
meant '' list --fresh
meant '' list -x
meant '' list --jxyn

meant '"windows"' export x --for windoes
meant '"windows" or "windows-old"' export x --for window
meant '"macos"' export x --for=maccos
meant '' export x --for macintosh
says '…the list is shown' 'Choose one of: windows, windows-old, macos,'
meant '' export x --for eduroam
says '…all of them' 'eduroam-networkmanager, eduroam-wpa_supplicant, eduroam-apple, eduroam-geteduroam, eduroam-windows.'
meant '' export x --for ''
meant '"zsh"' completion zs
meant '"bash" or "zsh"' completion bsh
meant '"fish"' completion fissh
meant '' completion ksh93
meant '"jobs resume"' jobs resum
meant '"jobs forget"' jobs forgt 1
meant '' jobs 20261123T043808-9f2c41d07a33
exits "another kind of key keeps its exit code" 90 request -p p -k rsa-2049 -s CN=x
says "…with what was meant" 'Did you mean "rsa-2048"' err
exits "one that is far from all" 90 request -p p -k dilithium -s CN=x
says "…with the list" 'Choose one of: rsa-2048,' err
is "none of them has made a key" 0 "$(keys p)"

# Other spellings of a value: that of the list is what counts.
"$helper" request -q -p p -k 'RSA 2048' -s CN=Taro -o taro.csr
issue ca taro.csr taro.pem
cat ca/issuing.pem >>taro.pem
"$helper" import -q -p p taro.pem
id=$(fingerprint taro.pem)
mkdir -m 700 own
echo a-password-of-mine >pw
exported() { # TARGET TYPED
    rm -f own/out.p12
    exits "--for \"$2\"" 0 export -p p "$id" --for "$2" -o own/out.p12 --password-file pw --json
    is "…is $1" "$1" "$(json d.target)"
}
exported windows Windows
exported windows WINDOWS
exported windows-old 'Windows Old'
exported windows-old windows_old
exported ios iPhone
exported macos Mac
exported pem OpenSSL
exits "nothing in between" 64 export -p p "$id" --for 'Windows older' -o own/no --password-file pw
# By the name that the pages show.
while IFS=$'\t' read -r target name; do
    run export -p p "$id" --for "$name" -o own/x --password-file own/nowhere
    silent "the name of the pages for $target: $name" 'does not know'
done < <(node --input-type=module -e '
    import { readFileSync } from "node:fs";
    import { TARGETS } from "'"$root"'/extension/pages/elsewhere.js";
    const words = JSON.parse(readFileSync("'"$root"'/extension/_locales/en/messages.json"));
    for (const target of Object.values(TARGETS).flat())
      console.log(`${target}\t${words[`target_${target.replaceAll("-", "_")}`].message}`);')
for kind in P-256 p256 P_256; do
    exits "--key $kind" 0 request -q -p p -k $kind -s CN=x -o $kind.csr
    check "…is p-256" grep -q prime256v1 <(openssl req -in $kind.csr -noout -text)
done
exits "a shell in capitals" 0 completion BASH
check "…is that shell" grep -q '^_nss_helper()' out

# Other names of a command.
for pair in ls:list show:list info:list status:list cert:list certs:list rm:remove del:remove delete:remove \
    backup:export save:export check:verify test:verify csr:request req:request new:request gen:request \
    genkey:request keygen:request add:import install:import cp:copy; do
    exits "${pair%:*} --help" 0 "${pair%:*}" --help
    says "…is the help of ${pair#*:}" "Usage: nss-helper ${pair#*:} " out
    check "…which names it" grep -qE "^Other names:.* ${pair%:*}( |,|\$)" out
    exits "help ${pair%:*}" 0 help "${pair%:*}"
    says "…is the same" "Usage: nss-helper ${pair#*:} " out
done
meant '"import" or "export"' p12
meant '"import" or "export"' help p12
silent "a word of two commands is in the help of neither" p12 <("$helper" help import | grep '^Other'; "$helper" help export | grep '^Other')
exits "ls" 0 ls -p p --json
is "…lists" Taro "$(json 'd.identities.map(i => i.name).join()')"
exits "before it, the common options" 0 --json -p p ls
exits "check" 93 check -p p "$id"
says "…is a proof" 'the private key is in the profile' out
exits "an option that it has not" 64 rm --expiring 3
says "…is told of the command" 'remove: unknown option'
exits "backup" 0 backup -p p "$id" -o own/backup.p12 --password-file pw --json
is "…is an export for that" backup "$(json d.target)"
exits "backup for something else" 0 backup -p p "$id" --for linux -o own/else.p12 --password-file pw --json
is "…is for that" linux "$(json d.target)"
exits "export has nothing given" 64 export -p p "$id" -o own/no --password-file pw
exits "rm" 0 rm -p p "$id" --yes --no-backup
exits "…it is gone" 87 verify -p p "$id"
# No alias hides a command, and none belongs to two commands, except those that are only suggested.
all=$(for verb in $verbs; do "$helper" help "$verb" | sed -nE 's/^Other names: //p' | sed 's/([^)]*)//g' | tr -d ' ' | tr , '\n'; done)
is "no name is there twice" '' "$(sort <<<"$verbs"$'\n'"$all" | uniq -d)"
done_testing
