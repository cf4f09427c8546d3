#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What the doctor says of the machine: home, journal, disk space, pinentry and the host. Each is
# really broken, and repaired by the command that the doctor names.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2119,SC2174
. "$(dirname "$0")/doctor.lib.sh"

# What a cure may call: apt installs the program that has the name of the package.
mkdir "$work/pins" "$work/tools"
printf '#!/bin/sh\nexec "$@"\n' >"$work/tools/sudo"
printf '#!/bin/sh\n[ "$1" = install ] && cp /bin/true "%s/$2"\n' "$work/pins" >"$work/tools/apt"
chmod 755 "$work/tools"/*
only=$work/pins
for tool in node bash sed mv chmod; do ln -s "$(command -v $tool)" "$work/tools/"; done

healthy
report
machines='d.findings.slice(0, d.findings.findIndex(f => f.check === "profile"))'
is "all is well" good "$(json "[...new Set($machines.map(f => f.state))].join()")"
is "…a sentence each, and nothing to do" true \
    "$(json "$machines"'.every(f => /^[A-Z0-9].*\.$/.test(f.what) && f.why === null && f.cure === null && f.name === "OK")')"
says "…which names the program" "Firefox starts the program $work/inst/bin/nss-helper-host." out
check "…and the room as people know it" grep -qE '"[0-9.]+ [kMGT]B are free at ' out

# The kernel.
without() { # CALL ERROR
    strace -f -o /dev/null -e trace="$1" -e inject="$1:error=$2" "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null
    is "without $1: the exit code" 0 $?
    found confinement hint
}
without landlock_create_ruleset ENOSYS
without landlock_create_ruleset EOPNOTSUPP
says "…which says what is missing" "Landlock" out
without seccomp EINVAL
says "…which says what is missing" "seccomp" out
report
found confinement good

# The home.
for value in '' relative "$work/none" "$HOME/file"; do
    : >"$HOME/file"
    HOME=$value "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null
    is "HOME=\"$value\"" 78 $?
    found home bad 78
done
(unset HOME XDG_STATE_HOME; "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null)
found home bad 78
found state-folder unknown
found space unknown
HOME=/ ordinary "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null
found home bad 77

# The journal's folder.
healthy
journal=$state/p-0123456789abcdef
mkdir -p "${state%/*}" && echo x >"$state"
wrong state-folder bad 73 "a file in the place of the state folder"
cured state-folder
check "…the file is kept" grep -qx x "$state.old"
mkdir -m 777 "$state" && chmod 777 "$state"
wrong state-folder bad 77 "others may write in the state folder"
cured state-folder
chmod 755 "$state"
wrong state-folder hint 0 "others may look into it"
cured state-folder
mkdir "$journal" && chmod 770 "$journal"
wrong state-folder bad 77 "others may write in the folder of a profile"
says "…which is named" "Other users can write to $journal." out
cured state-folder
mkdir "$journal/copies" && chmod 770 "$journal/copies"
wrong state-folder bad 77 "others may write in a folder of the journal"
says "…which is named" "Other users can write to $journal/copies." out
cured state-folder
rmdir "$journal/copies" && : >"$journal/answers"
wrong state-folder bad 73 "a file in the place of a folder of the journal"
cured state-folder
rm -r "$journal" && ln -s "$work" "$journal"
wrong state-folder bad 73 "a link in the place of the folder of a profile"
cured state-folder
mv "$state" "$work/journals" && ln -s "$work/journals" "$state"
report
found state-folder good
mkdir -m 777 "$work/open" && chmod 777 "$work/open"
mv "$work/journals" "$work/open" && ln -sfn "$work/open/journals" "$state"
wrong state-folder hint 0 "others may change the way that a link leads"
says "…which is named" "Other users can write to $work/open, a folder above NSS Helper's records." out
cured state-folder
rm "$state" && chmod 777 "${state%/*}"
wrong state-folder hint 0 "others may swap the state folder"
cured state-folder
mkdir -p -m 777 "$work/Taro's state/nss-helper" && chmod 777 "$work/Taro's state/nss-helper"
XDG_STATE_HOME="$work/Taro's state" report
found state-folder bad 77
bash -c "$(cure_of state-folder)"
XDG_STATE_HOME="$work/Taro's state" report
found state-folder good
healthy_user
mkdir -p "${state%/*}" && mkdir -m 500 "$state" && give "$HOME/.local"
user_wrong state-folder bad 77 "one that can't be written"
user_cured state-folder
rmdir "$state" && ordinary chmod 555 "${state%/*}"
user_wrong state-folder bad 77 "one that can't be made"
user_cured state-folder

# The program that asks for passwords.
conf=$XDG_CONFIG_HOME/nss-helper/nss-helper.conf
pins() { # NAME…: no others are installed
    rm -f "$only"/*
    for name in "$@"; do cp /bin/true "$only/$name"; done
}
asks() { # STATE CODE NAME [VARIABLE=VALUE…]
    local state=$1 code=$2
    echo "# $3"
    settings=("${@:4}")
    env "${settings[@]}" PATH="$only:$work/tools" "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null
    found pinentry "$state" "$code"
}
asks_when_cured() {
    local cure
    cure=$(cure_of pinentry)
    env PATH="$only:$work/tools:/bin" bash -c "$cure"
    asks good 0 "cured by: $cure" "${settings[@]}"
}
healthy
rm "$conf"
pins
asks bad 102 "none at all" DISPLAY=:1
says "…the package" 'sudo apt install pinentry-gnome3' <(cure_of pinentry)
asks_when_cured
pins
asks bad 102 "none at all, on KDE" WAYLAND_DISPLAY=w XDG_CURRENT_DESKTOP=KDE
says "…KDE's own" 'sudo apt install pinentry-qt' <(cure_of pinentry)
asks_when_cured
pins
asks bad 102 "none at all, and no display" A=b
pins pinentry-curses
asks hint 0 "only one for terminals" DISPLAY=:1
asks_when_cured
pins pinentry-tty
ln -s pinentry-tty "$only/pinentry"
asks hint 0 "the usual name for one of a terminal" DISPLAY=:1
asks hint 0 "…the same without a display" A=b
says "…the host has no terminal" 'without a terminal' out
pins pinentry-gnome3 pinentry-curses
asks good 0 "one for windows" DISPLAY=:1
asks hint 0 "one for windows, and no display" A=b
says "…where to look" 'on that desktop' <(cure_of pinentry)
pins pinentry-gnome3
printf '# mine\n\n  pinentry-program = /nowhere/pinentry\nother=1\n' >"$conf"
asks bad 102 "a choice that is not there" DISPLAY=:1
says "…is named" '/nowhere/pinentry' out
asks_when_cured
is "…and the rest of the file stays" '# mine other=1' "$(tr -s '\n' ' ' <"$conf" | sed 's/ $//')"
pins
echo "pinentry-program=$conf" >"$conf"
asks bad 102 "a choice that is no program, and nothing else" DISPLAY=:1
asks_when_cured
pins pinentry-curses
echo "pinentry-program=$only/pinentry-curses" >"$conf"
asks hint 0 "a choice for terminals" DISPLAY=:1
asks_when_cured
pins pinentry-mine
echo "pinentry-program=$only/pinentry-mine" >"$conf"
asks good 0 "a choice" A=b

# The manifest.
healthy_user
ordinary chmod 000 "$user_manifest"
user_wrong host-manifest bad 77 "one that can't be read"
user_cured host-manifest
while IFS='|' read -r name change; do
    healthy
    sed -i "$change" "$user_manifest"
    wrong host-manifest bad 78 "the manifest $name"
    cured host-manifest
done <<'EOT'
has another name|s/"nss_helper"/"other"/
has another type|s/stdio/pipe/
allows another|s/nss-helper@nss-helper/x@y/
allows nobody|s/\["nss-helper@nss-helper"\]/[]/
allows something else, too|s/\["nss-helper@nss-helper"/&, "everybody"/
has a relative path|s/"path":.*/"path":"nss-helper-host",/
has no path|s/"path"/"place"/
has no description|/"description"/d
has more than Firefox knows|s/"type"/"args":[],&/
is no JSON|s/{/[/
goes on behind its end|$s/$/x/
has a NUL behind its end|$s/$/\x00x/
EOT
healthy
sed -i 's/\["nss-helper@nss-helper"/["x@y", "{0a1b2c3d-0000-1111-2222-0123456789AB}", "nss-helper@nss-helper"/' "$user_manifest"
report
found host-manifest good
rm "$user_manifest" && ln -s /nowhere "$user_manifest"
wrong host-manifest bad 66 "a link that leads nowhere"
cured host-manifest
rm -r "$user_manifest"* && mkdir "$user_manifest"
wrong host-manifest bad 66 "a folder"
cured host-manifest
chmod 666 "$user_manifest"
wrong host-manifest bad 78 "others may change it"
cured host-manifest
chmod 777 "${user_manifest%/*}"
wrong host-manifest bad 78 "others may change its folder"
cured host-manifest
rm -r "$user_manifest"* "$work/inst/bin/nss-helper-host"
wrong host-manifest bad 78 "this command has no host"
says "…and says how to get one" 'make install' <(cure_of host-manifest)

# The host that it names: first another one than this command's own, then its own.
healthy
put() { put_host "$work/far host"; }
own() {
    healthy
    host=$work/inst/bin/nss-helper-host
}
put
report
found host-path good
put && rm "$host"
wrong host-path bad 78 "the host is gone"
cured host-path
put && rm "$host" && mkdir "$host"
wrong host-path bad 78 "the host is a folder"
cured host-path
put && chmod 644 "$host"
wrong host-path bad 78 "the host can't be executed"
cured host-path
put && chmod 757 "$host"
wrong host-path bad 78 "others may change the host"
cured host-path
put && chmod 777 "${host%/*}"
wrong host-path bad 78 "others may change the host's folder"
says "…which is named" "Other users can change $work/far host," out
cured host-path
put && mkdir -m 777 "$work/wide" && chmod 777 "$work/wide" && ln -s "$host" "$work/wide/link"
sed -i "s|\"path\":.*|\"path\":\"$work/wide/link\",|" "$user_manifest"
wrong host-path bad 78 "others may change a link to it"
cured host-path
put && ln -s "$host" "$work/to-host" && sed -i "s|\"path\":.*|\"path\":\"$work/to-host\",|" "$user_manifest"
report
found host-path good
ln -s loop "$work/loop" && sed -i "s|\"path\":.*|\"path\":\"$work/loop\",|" "$user_manifest"
wrong host-path bad 78 "a link to itself"
cured host-path
own && chmod 644 "$host"
wrong host-path bad 78 "its own host can't be executed"
cured host-path
own && chmod 775 "$host"
wrong host-path bad 78 "others may change its own host"
cured host-path
own && rm "$host"
wrong host-path bad 78 "its own host is gone"
says "…and says how to get one" 'make install' <(cure_of host-path)

# What the host says of itself.
says_of_itself() { # SCRIPT…
    put
    printf '#!/bin/sh\n%s\n' "${1//VERSION/$version}" >"$host"
}
healthy
while IFS='|' read -r name script; do
    says_of_itself "$script"
    wrong host-version bad 78 "a host that $name"
    found host-path good
    cured host-version
done <<'EOT'
is of another version|echo nss-helper-host 0.0.9
says nothing|exit 0
fails|exit 1
fails at last|echo nss-helper-host VERSION; exit 3
is killed|echo nss-helper-host VERSION; kill -KILL $$
is something else|echo nss-helper VERSION
says too much|echo nss-helper-host VERSION; head -c 1000 /dev/zero
never stops talking|exec /usr/bin/yes
EOT
says_of_itself 'exec /no/such/program'
printf '#!/no/such/shell\n' >"$host"
wrong host-version bad 78 "a host that can't start"
# It has five seconds, here by a clock that runs ten times as fast.
printf '#!/bin/sh\nexec faketime -m -f "+0 x10" "%s" "$@"\n' "$helper" >"$work/fast" && chmod 755 "$work/fast"
helper=$work/fast
begin=$EPOCHREALTIME
says_of_itself "/bin/sleep 61.$$"
wrong host-version bad 78 "a host that hangs"
says_of_itself "exec >&-; /bin/sleep 61.$$"
wrong host-version bad 78 "a host that closes its output and hangs"
says_of_itself "/bin/sleep 61.$$ & echo nss-helper-host VERSION"
wrong host-version bad 78 "a host whose child goes on"
tenths=$(((${EPOCHREALTIME/./} - ${begin/./}) / 100000))
helper=$work/inst/bin/nss-helper
check "…each after five seconds" test $tenths -ge 15 -a $tenths -lt $((40 * ${PATIENCE:-1}))
is "…and leaves nothing running" '' "$(grep -lzx 61.$$ /proc/[0-9]*/cmdline 2>/dev/null)"
says_of_itself '/usr/bin/env | /bin/grep -v "^_=\|^PWD=\|^SHLVL=" && exit 1; echo nss-helper-host VERSION'
LD_PRELOAD='' SECRET=x report
found host-version good
done_testing
