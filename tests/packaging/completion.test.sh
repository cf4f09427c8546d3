#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A person presses Tab: bash, zsh and fish complete commands, options and values of options, from the
# same tables by which the command reads and prints them.
# shellcheck source-path=SCRIPTDIR/../cli
. "$(dirname "$0")/../cli/lib.sh"
verbs=$("$helper" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\) .*/\1/p')
for shell in bash fish zsh; do
    "$helper" completion $shell >$shell.said
    check "the installed completion of $shell is what the command writes" \
        cmp $shell.said "$root/${B:-build}/completion/$shell"
done
exits 'another shell' 64 completion csh
says '…is told which there are' 'bash, fish or zsh'
exits 'no shell' 64 completion

# The words that a shell offers after this line, sorted.
cat >tab.bash <<'EOF'
source bash.said
COMP_LINE=$1 COMP_WORDS=()
# Words as readline splits them.
read -ra COMP_WORDS <<<"${1//=/ = }"
[[ $1 != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_nss_helper
printf '%s\n' "${COMPREPLY[@]}"
EOF
cat >tab.zsh <<'EOF'
zmodload zsh/zpty
zpty z zsh -f -i
line() { zpty -w z "$1"; }
line "PS1=; fpath=(${(q)PWD}/functions \$fpath); autoload -U compinit; compinit -u -d ${(q)PWD}/dump"
# Until the line editor reads the input, the terminal does, so its own key that kills a line must be off.
line 'zstyle ":completion:*" list-colors ""; LISTMAX=9999; stty -echo kill undef columns 400; unsetopt auto_menu menu_complete'
# Instead of a list on the screen, each match on a line of its own.
line 'compadd() {
    local -a found
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    builtin compadd -O found "$@"
    print -rl -- "<"$^found">"
    builtin compadd "$@"
}'
line 'bindkey "^I" complete-word; print "="READY"="'
wait_for() { local said all=; while zpty -r z said; do all+=$said; [[ $all == *$1* ]] && break; done; print -r -- $all }
wait_for '=READY=' >/dev/null
zpty -w -n z "$1"$'\t'
zpty -w z $'\C-u print "="DONE"="'
wait_for '=DONE=' | grep -aoE '<[a-zA-Z0-9._-]+=?>' | tr -d '<>='
zpty -d z
EOF
mkdir functions && cp zsh.said functions/_nss-helper
offered() { # SHELL LINE
    case $1 in
    bash) bash --norc tab.bash "$2" ;;
    zsh) zsh -f tab.zsh "$2" ;;
    fish) fish --no-config -c 'source fish.said; complete -C $argv[1]' "$2" | cut -f1 ;;
    esac | LC_ALL=C sort -u | grep .
}
words_of() { tr ' ' '\n' <<<"$1" | LC_ALL=C sort -u | grep .; }
# The options in the help of a command.
options_of() { "$helper" "$1" --help | sed '/^Examples:/,$d' | grep -oE '^  (-., |    )--[a-z-]+' | grep -oE -e '--[a-z-]+' | LC_ALL=C sort -u; }
kinds=$("$helper" help request | sed -n '/--key KIND /,/^ *-s/p' | grep -oE '(rsa|p)-[0-9]+' | LC_ALL=C sort -u)
targets=$("$helper" help export | sed -nE 's/^ {8}([a-z0-9_-]+) +[^ ].*/\1/p' | LC_ALL=C sort -u)

touch afile.p12
for shell in bash fish zsh; do
    is "$shell: no word yet: the commands" "$(words_of "$verbs")" "$(offered $shell 'nss-helper ' | grep -v ^-)"
    is "$shell: its beginning: the command" export "$(offered $shell 'nss-helper ex')"
    for verb in $verbs; do
        is "$shell: options of $verb: those in its help" "$(options_of "$verb")" \
            "$(offered $shell "nss-helper $verb --" | grep -e ^--)"
    done
    for alias in ls backup rm; do
        is "$shell: another name of a command is not offered" '' "$(offered $shell "nss-helper $alias" | grep -x "$alias")"
        is "$shell: …after it, the options are" "$(options_of $alias)" "$(offered $shell "nss-helper $alias --" | grep -e ^--)"
    done
    is "$shell: …and their values" "$targets" "$(offered $shell 'nss-helper backup --for ')"
    is "$shell: a value from a list: the targets of export" "$targets" "$(offered $shell 'nss-helper export --for ')"
    is "$shell: kinds of key, after options before the command" "$kinds" \
        "$(offered $shell 'nss-helper --profile list request --key ')"
    # bash offers files by itself if it gets no other words.
    is "$shell: a word that is no option: files" "$([ $shell = bash ] || echo afile.p12)" "$(offered $shell 'nss-helper import afi')"
done
says 'bash goes on with files' '-o default' bash.said
done_testing
