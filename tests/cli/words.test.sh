#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The command line: words, help, JSON, terminals, the manual.
# shellcheck source-path=SCRIPTDIR disable=SC2238
. "$(dirname "$0")/lib.sh"
manual=$root/nss-helper/nss-helper.1
profile p
verbs=$("$helper" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\) .*/\1/p')

# The command alone is no error: it shows the most used commands.
exits "no command" 0
is "…shows five of them" 5 "$(grep -cE '^  nss-helper [a-z]+' out)"
for verb in $(sed -nE 's/^  nss-helper ([a-z]+) .*/\1/p' out); do
    check "…each is there: $verb" grep -qw "$verb" <<<"$verbs"
done
says "…and where all of them are" 'nss-helper help' out
check "…on 20 lines at most" test "$(wc -l <out)" -le 20
for words in --quiet '-p p' --; do
    # shellcheck disable=SC2086
    exits "options without a command: $words" 64 $words
    says "…are an error" 'A command is missing.'
done
for word in nothing lists '' -- -x --jsonx List; do
    exits "\"$word\" is no command" 64 "$word"
done
for verb in $verbs; do
    exits "$verb --help" 0 "$verb" --help
    says "…begins with its usage" "Usage: nss-helper $verb" <(head -1 out)
    cp out help-of-$verb
    exits "help $verb" 0 help "$verb"
    check "…is the same" cmp -s out help-of-$verb
    exits "$verb -h beats what else is wrong" 0 "$verb" -h a b c
    [ "$verb" = help ] || exits "$verb --nothing" 64 "$verb" --nothing
    exits "$verb --prof p: no option is shortened" 64 "$verb" --prof p
    exits "$verb --json=yes" 64 "$verb" --json=yes
    exits "$verb --profile without a value" 64 "$verb" --profile
    exits "$verb --profile twice" 64 "$verb" -p a -p b
done
for words in help --help -h; do
    exits "$words" 0 "$words"
    for verb in $verbs; do
        says "…names $verb" "  $verb" out
    done
done
exits "help of nothing" 64 help nothing
exits "help of two" 64 help list verify
for verb in profiles doctor sites setup version; do
    exits "$verb takes no word" 64 "$verb" word
done
for verb in request import export copy enroll renew verify remove jobs doctor sites; do
    grep -A9 '^Examples:' help-of-$verb >out
    check "the help of $verb has an example" grep -q "nss-helper .*$verb" out
done

# Options and words in any order.
exits "options after the words" 0 list --json --profile=p
is "…the same as before them" "$work/p" "$(json d.profile.path)"
exits "after -- a word is no option" 64 profiles -- --json
: >--json
exits "a file that is called --json" 89 import -p p -- --json

# The common options stand before the command, too.
before_it() {
    exits "$* list" 0 "$@" list
    is "…is answered" "$work/p" "$(json d.profile.path)"
}
before_it --profile "$work/p" --json
before_it --json -p "$work/p"
before_it -qp "$work/p" --json
before_it "-qp$work/p" --json
exits "-p p -- list" 0 -p p -- list
exits "--version after another one" 0 --json --version
is "…is answered" 'program,nss,nssPath' "$(json 'Object.keys(d).join()')"
exits "-q --help list" 0 -q --help list
check "…is the help of list" cmp -s out help-of-list
exits "--prof p list: no option is shortened" 64 --prof p list
says "…which is said" 'nss-helper: Unknown option "--prof"'
exits "an option that is misspelled" 64 list --expirng 3
says "…has its help named" 'For help: nss-helper help list'
exits "no such command" 64 lst
says "…has that of all" 'For help: nss-helper help'
exits "a profile with a wrong word for a certificate" 64 verify -p p 1-2
silent "…has no help but its sentence" 'For help'
exits "--vers" 64 --vers
exits "an option of a command before it" 64 --expiring 30d list
says "…is unknown there" 'nss-helper: Unknown option "--expiring"'
exits "the profile before the command and after it" 64 -p p list --profile p
says "…was given twice" '--profile was given twice'
exits "--profile at the end" 64 --profile
says "…needs a value" '--profile needs a value'
exits "a value for a flag" 64 --json=yes list
says "…is too much" '--json takes no value'
exits "an unknown letter among others" 64 list -qx
says "…is shown as it was typed" 'nss-helper: list: unknown option "-qx"'
exits "a value beside its letter" 0 list "-p$work/p" --json
is "…is taken" "$work/p" "$(json d.profile.path)"
exits "an option as the value of another one" 64 list --expiring --quiet
says "…is that value" 'nss-helper: --expiring: "--quiet" is not a number of days'

# An option without an effect is an error, by the tables of options.
idle() { # SAYS WORD…
    exits "${*:2}" 64 "${@:2}"
    says "…has no effect" "$1"
}
for verb in profiles setup help; do
    idle '--profile has no effect' $verb -p p
done
for verb in profiles setup help version; do
    idle 'has no effect' $verb --primary-password-file x
    idle 'has no effect' $verb --primary-password-fd 3
    silent "…which its help does not have" primary-password help-of-$verb
done
while read -r verb words; do
    # shellcheck disable=SC2086
    idle "can't be used together" $verb $words
done <<'END'
list --primary-password-file x --primary-password-fd 3
request -k p-256 --spkac -s CN=x
request -k p-256 --spkac --email x@y
request -k p-256 --spkac --challenge-password-file x
request -k p-256 -s CN=x --challenge-password-file x --challenge-password-fd 3
import x --password-file x --password-fd 3
export x --for windows -o y --password-file x --password-fd 3
export x --for windows -o y --make-password --password-fd 3
copy x --to y --to-primary-password-file x --to-primary-password-fd 3
enroll --est https://x -s CN=x --cacert a --fingerprint b
enroll --est https://x -s CN=x -u a --password-file x --password-fd 3
renew --all --est https://x
renew --all --cacert x
renew --all --fingerprint x
renew --all -u x
renew --all -k p-256
verify 00112233 --fresh --offline
END
while read -r verb words; do
    # shellcheck disable=SC2086
    idle "can only be used with" $verb $words
done <<'END'
request -k p-256 -s CN=x --challenge x
enroll -s CN=x --label x
enroll --est https://x -s CN=x --password-file x
renew 00112233 --label x
renew 00112233 --due
jobs forget x --yes
END

# Errors as JSON, whatever is wrong.
for words in 'nothing' 'list --nothing' 'verify' 'list -p nowhere' 'verify -p p 00112233' \
    'request -p p' 'import -p p nowhere' 'setup x'; do
    # shellcheck disable=SC2086
    run $words --json
    is "$words --json: one document" "$status true true" "$(json '[d.error.code,
        /^[A-Z_]+$/.test(d.error.name), d.error.message.length > 10].join(" ")')"
    is "…nothing beside it" '' "$(cat err)"
done
"$helper" --json >out 2>err
is "--json alone, too" 64 "$(json d.error.code)"

# --version
exits "--version" 0 --version
check "…that of the extension" grep -qx "nss-helper $(json d.version "$root/extension/manifest.json")" out
check "…and the NSS" grep -Eq '^NSS [0-9]+\.[0-9]+[0-9.]* from /' out
exits "version --json" 0 version --json
is "…program, nss, nssPath" 'program,nss,nssPath' "$(json 'Object.keys(d).join()')"
"$helper" list -p p --json >/dev/full 2>err
is "output that does not get out is an error" 95 $?
"$helper" help >&- 2>err
check "…also where there is none" test $? -ne 0

# Colour on a terminal only.
terminal() { script -qec "$(printf '%q ' "$@")" /dev/null </dev/null >tty 2>&1; }
TERM=xterm terminal "$helper" list -p nowhere
says "colour on a terminal" $'\e[' tty
for setting in NO_COLOR=1 NO_COLOR=0; do
    TERM=xterm terminal env $setting "$helper" list -p nowhere
    silent "none with $setting" $'\e[' tty
done
TERM=xterm NO_COLOR='' terminal "$helper" list -p nowhere
says "an empty NO_COLOR says nothing" $'\e[' tty
TERM=dumb terminal "$helper" list -p nowhere
silent "none on a dumb terminal" $'\e[' tty
TERM=xterm "$helper" list -p nowhere >out 2>err
silent "none in a file" $'\e['
exits "a word with control characters" 64 $'no\e[31mthing'
silent "…is made harmless" $'\e['
says "…and shown" 'no [31mthing'
exits "a word that is no UTF-8" 64 $'caf\xe9'
says "…is shown as far as it is one" 'caf?'
exits "…in JSON, too" 64 $'caf\xe9\x9f' --json
check "…which stays JSON" json d.error.message

# The manual and the help have the same options.
for verb in $verbs; do
    check "the manual has $verb" grep -qE "^\.Ss $verb\$" "$manual"
    grep -oE '(^| )--?[a-z][a-z-]*' help-of-$verb | tr -d ' ' | sort -u >options
    missing=
    while read -r option; do
        grep -qE -- "(Fl|,) -?${option#-}( |,|\$)|Fl ${option#-}( |,|\$)" "$manual" ||
            missing="$missing $option"
    done <options
    is "the manual has the options of $verb" '' "$missing"
done
is "the manual's list of commands has the words of the help" \
    "$("$helper" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1: \u\2./p' | sort)" \
    "$(sed -n '/^The commands are:/,/^\.El/p' "$manual" | sed -n '/^\.It Cm /{s/^\.It Cm //;N;s/\n/: /p}' | sort)"
cat help-of-* >all-help
missing=
for option in $(grep -oE 'Fl -[a-z-]+' "$manual" | sed 's/Fl -/--/' | sort -u); do
    grep -qE -- "$option( |,|\$|\])" all-help || missing="$missing $option"
done
is "the help has the options of the manual" '' "$missing"
# shellcheck disable=SC2086
is "…and the same of each: letter, value, place in the usage" '' \
    "$(node "$root/tests/cli/manual.mjs" "$manual" help-of- $verbs)"

# One descriptor can't give two secrets.
pairs=0
for verb in $verbs; do
    mapfile -t all < <(grep -oE -- '--[a-z-]+-fd|--password-fd' help-of-$verb | sort -u)
    for one in "${all[@]}"; do
        for other in "${all[@]}"; do
            [[ $one < $other ]] || continue
            pairs=$((pairs + 1))
            exits "$verb $one 5 $other 05" 64 "$verb" "$one" 5 "$other" 05
            says "…both are named" "can't read from the same descriptor" err
            run "$verb" "$one" 5 "$other" 6
            silent "…5 and 6 can" 'the same descriptor'
        done
    done
done
check "there are such pairs" test "$pairs" -ge 5

# The targets of an export: one table, and three that follow it.
targets=$(sed -n 's/^        \([a-z][a-z_-]*\)  .*/\1/p' help-of-export | sort)
check "the help has targets" test "$(wc -l <<<"$targets")" -ge 10
is "the manual has the targets of the help" "$targets" \
    "$(sed -n '/^\.It Fl -for Ar target/,/^\.It Fl -radius-ca/p' "$manual" |
        sed -nE 's/^\.It Cm ([a-z_-]+)$/\1/p' | sort)"
is "the extension has the targets of the help" "$targets" "$(node --input-type=module -e '
    import { TARGETS } from "'"$root"'/extension/pages/elsewhere.js";
    console.log(Object.values(TARGETS).flat().join("\n"));' | sort)"
is "…those for a network in their group" "$(grep '^eduroam-' <<<"$targets")" "$(node --input-type=module -e '
    import { TARGETS } from "'"$root"'/extension/pages/elsewhere.js";
    console.log(TARGETS.wifi.join("\n"));' | sort)"
missing=
for code in $(grep -oE 'NH_[A-Z_]+ = [0-9]+' "$root/nss-helper/base/status.h" | sed 's/.* //'); do
    case $code in 76 | 86 | 97 | 98) continue ;; esac # of the protocol only
    grep -qE "^\.It $code\$" "$manual" || missing="$missing $code"
done
is "the manual has every exit status" '' "$missing"
done_testing
