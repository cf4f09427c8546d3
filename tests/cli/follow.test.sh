#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# What comes after a renewal: the copies in other profiles, a command, the old certificate.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
. "$root/tests/cli/est.lib.sh"
start_portal
umask 077
answer none brief

# brief PROFILE SUBJECT: a certificate that is to be renewed; $old is its fingerprint.
brief() {
    answer none brief
    run enroll -q -p "$1" --est "$est" --cacert "$anchor" -k p-256 -s "CN=$2,O=Example"
    old=$(id "$2" "$1")
    answer none
}
short() { tr -d : <<<"$1" | cut -c1-12; }
ran() { cat ran 2>/dev/null | wc -l; }
variable() { sed -n "s/^$1=//p" environment; }

# A command.
cat >note <<'END'
env >environment
ls -l /proc/$$/fd >descriptors
echo once >>ran
echo from the command
END
note="cd '$work' && . ./note"
profile p
brief p Taro
echo backup-secret >secret
NSS_DEFAULT_DB_TYPE=dbm exits "a renewal with a command" 0 renew -p p --all --due --exec "$note" \
    --remove-old --backup-password-fd 7 --json 7<secret
new=$(json 'd.renewals[0].identity.fingerprint')
is "…which ran once" 1 "$(ran)"
is "…knows both certificates" "$old $new" "$(variable RENEWED_OLD) $(variable RENEWED_NEW)"
is "…profile and subject" "$work/p CN=Taro,O=Example" "$(variable RENEWED_PROFILE) $(variable RENEWED_SUBJECT)"
is "…in an environment that was cleaned" '' "$(grep '^NSS_\|^LD_' environment)"
silent "…no secret is in it" backup-secret environment
says "…it has nothing to read" '0 -> /dev/null' descriptors
silent "…and no other file is open for it" "$work/secret" descriptors
says "…what it says is no part of the answer" 'from the command' err
is "…which is one document" p "$(json d.profile.name)"

# The old one was removed after a backup.
is "…the old one and its key have gone" 1 "$(keys p)"
backup=$(find "$HOME" -name '*.p12')
check "…after a backup, which openssl opens" openssl pkcs12 -in "$backup" -passin pass:backup-secret -nokeys -clcerts -out backup.pem
is "…of that one" "$old" "$(fingerprint backup.pem)"
is "…for its owner alone" 600 "$(stat -c %a "$backup")"

exits "the next run" 0 renew -p p --all --due --exec "$note"
is "…does not run it again" 1 "$(ran)"

# A command that fails.
brief p Jiro
exits "a command that fails" 111 renew -p p "$old" --exec 'exit 7'
says "…it is told how" 'exit status 7'
is "…the certificate is there" verified "$(state)"
exits "…and it is not run again" 0 renew -p p --all --due --exec "$note"
is "…" 1 "$(ran)"
brief p Saburo
exits "a command that is killed" 111 renew -p p --all --due --exec 'kill -TERM $$'
says "…it is told how" 'signal 15'

# By nss-helper.conf, as for the timer.
mkdir -p "$XDG_CONFIG_HOME/nss-helper"
printf 'exec = %s\n' "$note" >"$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"
brief p Shiro
exits "a command of nss-helper.conf" 0 renew -p p --all --due
is "…runs" 2 "$(ran)"
brief p Goro
exits "one of the command line" 0 renew -p p --all --due --exec 'touch other'
is "…runs in its place" '2 yes' "$(ran) $([ -e other ] && echo yes)"
rm "$XDG_CONFIG_HOME/nss-helper/nss-helper.conf"

# Killed while it asks the server: the next run runs the command, once.
brief p Rokuro
answer none held
asks=$(requests issued)
"$helper" renew -p p --all --due --exec "$note" >out 2>err </dev/null &
victim=$!
comes more_than "$asks" issued
worker=$(pgrep -P $victim)
kill -KILL $victim
wait $victim 2>/dev/null
is_gone() { ! grep -q '^State:.[^Z]' "/proc/$worker/status" 2>/dev/null; }
check "killed with it: the process that asked" comes is_gone
answer none
exits "without the command" 0 renew -p p --all
says "…it is told to be missing" 'Name it again: --exec COMMAND'
exits "a renewal that was killed goes on" 0 renew -p p --all --due --exec "$note"
is "…and the command runs" 3 "$(ran)"
exits "…once" 0 renew -p p --all --due --exec "$note"
is "…and no more" 3 "$(ran)"

# Killed while the command runs: only then does the command run a second time.
brief p Shichiro
run renew -p p --all --due --exec "$note; kill -KILL \$PPID"
is "killed by its own command" 137 "$status"
exits "…the next run" 0 renew -p p --all --due --exec "$note"
is "…runs it again" 5 "$(ran)"
exits "…and comes to the end" 0 renew -p p --all --due --exec "$note"
is "…" 5 "$(ran)"

# Copies in other profiles.
profile q
echo primary >primary
for name in open locked left; do mkdir $name; done
certutil -N -d sql:open --empty-password
certutil -N -d sql:left --empty-password
certutil -N -d sql:locked -f primary
brief q Hachiro
for name in open open left; do run copy -q -p q "$old" --to "$name"; done
run copy -q -p q "$old" --to locked --to-primary-password-file primary
is "…a copy in each" '1 1 1' "$(keys open) $(keys left) $(certutil -K -d sql:locked -f primary | grep -c '^<')"
run remove -q -y --no-backup -p left "$old"
answers
exits "a renewal" 0 renew -p q --all --due
new=$(id Hachiro q)
is "…reaches the copy, too" 2 "$(keys open)"
check "…as it is" test "$(certutil -L -d sql:open | grep -c 'u,u,u *$')" = 2
says "…where a primary password is it is told" "nss-helper copy --profile q $(short "$new") --to $(quoted "$work/locked")"
run verify --offline -p open "$new"
says "…the new one" "$new" out
is "…and nobody is asked" 0 "$(asked)"
is "…what was removed does not come back" 0 "$(keys left)"
exits "once more" 0 renew -p q "$new"
is "…the copy of the copy, too" 3 "$(keys open)"
new=$(id Hachiro q)
says "…and where a primary password is it is told again, of the newest" "nss-helper copy --profile q $(short "$new") --to $(quoted "$work/locked")"
is "…but not what was removed" 0 "$(keys left)"
is "…the old ones stay" 3 "$(keys q)"
rm -r open
run renew -p q "$(id Hachiro q)"
check "a profile that is gone is reported" grep -q "The copy in $work/open is still the old certificate" err
is "…and the certificate is there" "4" "$(keys q)"
exits "the next renewal" 0 renew -p q "$(id Hachiro q)"
silent "…says no more of it" "$work/open"
says "…but of that with a primary password, each time" "--to $(quoted "$work/locked")"
run remove -q -y --no-backup -p locked --primary-password-file primary "$old"
is "…until nothing is there" 0 "$status"
exits "…then" 0 renew -p q "$(id Hachiro q)"
silent "…not" "$work/locked"

# --remove-old
brief q Kuro
exits "without a backup and a password" 0 renew -p q "$old" --remove-old
says "…the old one stays, and that is told" "The old certificate ($(short "$old")) stays: it has no backup"
brief q Juro
run export -q -p q "$old" --for linux --password-file secret -o own.p12 --allow-shared
before=$(find "$HOME" -name '*.p12' | wc -l) have=$(keys q)
exits "where a backup is there" 0 renew -p q --all --due --remove-old
is "…it goes, key and all" "$have" "$(keys q)"
is "…and no other backup is made" "$before" "$(find "$HOME" -name '*.p12' | wc -l)"
brief q Ichiro
run export -q -p q "$old" --for linux --password-file secret -o changed.p12 --allow-shared
echo >>changed.p12
have=$(keys q)
exits "where the backup is another file now" 0 renew -p q --all --due --remove-old
is "…it stays" $((have + 1)) "$(keys q)"
brief q Niko
printf '\n' >empty
have=$(keys q)
run renew -p q --all --due --remove-old --backup-password-file empty
check "an empty password makes no backup" test "$status" -ne 0
is "…and nothing is removed" $((have + 1)) "$(keys q)"

for words in "--exec=" "--backup-password-file secret" "--remove-old --backup-password-file a --backup-password-fd 3"; do
    # shellcheck disable=SC2086
    exits "renew $words" 64 renew -p p --all $words
done
done_testing
