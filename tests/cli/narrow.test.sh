#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Help and errors on narrow terminals, in each language: broken at the terminal's width, and whole
# where there is no terminal.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$root/tests/cli/tty.lib.sh"
is "help and errors fit each terminal" '' "$(python3 "$root/tests/cli/narrow.py" "$helper")"

# has NAME LINE…: these stand together in what the terminal shows.
has() {
    local name=$1 lines
    shift
    lines=$(printf '\n%s' "$@")
    case "$(cat tty)" in *"$lines"*) pass "$name" ;; *) fail "$name" tty ;; esac
}
unset LC_ALL
export LANG=en_US.UTF-8
at 60 help list
has "a paragraph is broken anew, and a blank line stays" '' \
    'Lists the certificates in a profile whose private key is'
has "…a meaning stays in its column" \
    '  not working    its key does not sign for it, its chain is' '                 wrong, or it is for neither login nor'
at 40 help list
# shellcheck disable=SC1003
has "a command that is too wide can be copied" '  nss-helper list --profile \' '      default-esr --json'
at 40 help request
says "…what is quoted stays together" "'CN=Taro Yamada,C=JP'" tty
LANG=ja_JP.UTF-8
at 60 help jobs
says "lines of Japanese are joined without a blank" 証明書が届いていない申請 <(tr -d '\n' <tty)
at 200 help jobs
check "a wide terminal gets the text as it is in a pipe" cmp -s tty <("$helper" help jobs)
profile p
"$helper" request -q -p p -k p-256 -s CN=waits -o waits.csr
at 200 jobs -p p
silent "what is unfinished, too: no blank in it" '、 ' tty
says "…as wide as the terminal" 'インポートされていません。認証局から' tty
done_testing
