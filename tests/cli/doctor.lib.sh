# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash
# What the tests of the doctor share: reports, and whether a cure cures.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
built=$helper
state=$XDG_STATE_HOME/nss-helper
user_manifest=$HOME/.mozilla/native-messaging-hosts/nss_helper.json
version=$(json d.version "$root/extension/manifest.json")
unset DISPLAY WAYLAND_DISPLAY

# found CHECK STATE [CODE]: what the last report says of it.
found() {
    is "…$1 is $2" "$2 ${3:-0}" \
        "$(json "(f => f.length ? f[0].state + ' ' + f[0].code : 'none')(d.findings.filter(f => f.check === '$1'))")"
}
# report [WORD…]: a report about the profile "p".
report() {
    "$helper" doctor --json -p "$fox/p" "$@" >out 2>err </dev/null
    status=$?
}
# wrong CHECK STATE CODE NAME: a report finds it, and the exit code is the one of that fault.
wrong() {
    report
    is "$4: the exit code" "$([ "$2" = bad ] && echo "$3" || echo 0)" "$status"
    found "$1" "$2" "$3"
}
cure_of() { json "d.findings.filter(f => f.check === '$1' && f.cure)[0].cure"; }
# cured CHECK: its cure is a command, and after it the check is good.
cured() {
    local cure
    cure=$(cure_of "$1")
    PATH=$work/inst/bin:$PATH bash -c "$cure" >cure.out 2>&1
    report
    is "…cured by: ${cure%% *}" good "$(json "d.findings.filter(f => f.check === '$1')[0].state")"
}

# The same by an ordinary user; where we are root, $work/inst stays root's.
user_report() {
    ordinary "$helper" doctor --json -p "$fox/p" >out 2>err </dev/null
    status=$?
}
user_wrong() { # CHECK STATE CODE NAME
    user_report
    is "$4: the exit code" "$([ "$2" = bad ] && echo "$3" || echo 0)" "$status"
    found "$1" "$2" "$3"
}
user_cured() { # CHECK
    local cure
    cure=$(cure_of "$1")
    ordinary env PATH="$work/inst/bin:$PATH" bash -c "$cure" >cure.out 2>&1 </dev/null
    user_report
    is "…cured by: ${cure%% *}" good "$(json "d.findings.filter(f => f.check === '$1')[0].state")"
}
healthy_user() {
    healthy
    chmod 755 "$HOME" && give "$HOME"
}

# An installation, a profile that Firefox has used, and a user who has run setup.
healthy() {
    chmod -R u+rwX "$HOME" "$work/inst" 2>/dev/null
    rm -rf "$HOME" "$work/inst"
    fox=$HOME/.mozilla/firefox
    mkdir -p "$fox" "$work/inst/bin" "$XDG_CONFIG_HOME/nss-helper"
    cp "$built" "${built%/*}/nss-helper-host" "$work/inst/bin"
    chmod -R 755 "$work/inst"
    helper=$work/inst/bin/nss-helper
    printf '[Profile0]\nName=p\nIsRelative=1\nPath=p\n' >"$fox/profiles.ini"
    profile "$fox/p"
    chmod 600 "$fox"/p/*.db
    addon
    echo '{}' >"$fox/p/prefs.js"
    echo '{"nss-helper@nss-helper":{"permissions":["internal:privateBrowsingAllowed"]}}' >"$fox/p/extension-preferences.json"
    "$helper" setup -q
    answers
}
# addon [NAME=VALUE…]: the extension in Firefox's list, with these values changed.
addon() {
    node -e 'const [version, ...changes] = process.argv.slice(1);
        const addon = { id: "nss-helper@nss-helper", version, active: true,
            userDisabled: false, appDisabled: false, signedState: 0 };
        for (const [name, value] of changes.map(word => word.split("=")))
            addon[name] = /^(true|false)$/.test(value) ? value === "true" : value;
        console.log(JSON.stringify({ schemaVersion: 37, addons: [{ id: "other@x" }, addon] }));' \
        -- "$version" "$@" >"$fox/p/extensions.json"
}
# put_host FOLDER: the manifest names another host than this command's own, in that folder.
put_host() {
    host=$1/nss-helper-host
    rm -rf "$1"
    mkdir -m 755 "$1"
    cp "${built%/*}/nss-helper-host" "$host"
    chmod 755 "$host"
    sed -i "s|\"path\":.*|\"path\":\"$host\",|" "$user_manifest"
}
