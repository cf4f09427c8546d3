#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# A certificate with its key, straight into another profile.
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
echo 'primary password' >pw
echo 'another one' >pw2
# into PROFILE NAME KIND: an identity with its issuer.
into() {
    "$helper" request -q -p "$1" --primary-password-file pw -k "$3" -s "CN=$2,O=Example,C=JP" -o "$2.csr" &&
        issue ca "$2.csr" "$2.pem" &&
        cat "$2.pem" ca/issuing.pem | "$helper" import -q -p "$1" --primary-password-file pw -
}
id() { fingerprint "$1.pem" | tr -d :; }
# all PROFILE: a hash of all that its tables hold.
all() { for db in cert9 key4; do sqlite3 "$1/$db.db" .dump | sort; done | sha256sum; }
key_ids() { certutil -K -d "sql:$1" ${2:+-f "$2"} 2>/dev/null | grep -oE '[0-9a-f]{40}' | sort; }

profile p
into p taro rsa-2048
into p hanako p-256
profile other
before=$(all p)
for name in taro hanako; do
    exits "$name" 0 copy "$(id $name)" -p p --to other
    says "…where to" "($work/other)" out
    exits "…is proven there" 93 verify "$(id $name)" -p other
done
is "the same keys, by certutil" "$(key_ids p)" "$(key_ids other)"
is "the issuer, without trust" ',,' "$(certutil -L -d sql:other | sed -n 's/.*Issuing.* \(,,\) *$/\1/p')"
is "each with its key" 2 "$(certutil -L -d sql:other | grep -c ' u,u,u *$')"
is "what it came from is as it was" "$before" "$(all p)"
before=$(all other)
exits "once more" 0 copy "$(id taro)" -p p --to other
says "…was there already" 'is already in' out
is "…changes nothing" "$before" "$(all other)"
exits "--json" 0 copy "$(id taro)" -p p --to other --json
is "…says so" "true taro $work/other" "$(json '[d.known, d.identity.name, d.to.path].join(" ")')"
pk12util -o taro.p12 -d sql:other -n "$(certutil -L -d sql:other | sed -n 's/ *u,u,u *$//p' | grep taro)" -W x >/dev/null 2>&1
is "the key that came is the certificate's, by openssl" "$(openssl x509 -in taro.pem -noout -pubkey)" \
    "$(openssl pkcs12 -in taro.p12 -passin pass:x -nodes -nocerts 2>/dev/null | openssl pkey -pubout)"
is "where each was copied is noted down" 2 "$(grep -rlc "$work/other" "$XDG_STATE_HOME"/nss-helper/p-*/copies | wc -l)"
exits "a copy is no backup: remove stops, and names it" 96 remove "$(id taro)" -p p --yes
says "…where it is" "profile, " out

# By name: Thunderbird, Chromium.
mkdir -p "$HOME/.thunderbird" "$HOME/.mozilla/firefox"
profile "$HOME/.thunderbird/x" && printf '[Profile0]\nName=mail\nPath=x\n' >"$HOME/.thunderbird/profiles.ini"
profile "$HOME/.pki/nssdb"
cp -r p "$HOME/.mozilla/firefox/q" && printf '[Profile0]\nName=q\nPath=q\n' >"$HOME/.mozilla/firefox/profiles.ini"
exits "to Thunderbird by name" 0 copy "$(id taro)" --to Thunderbird:mail
says "…it is not for signing there" 'for logging in, not for e-mail' out
is "…the key is there" 1 "$(keys "$HOME/.thunderbird/x")"
openssl req -x509 -newkey rsa:2048 -nodes -keyout mail.key -subj /CN=mail -days 30 \
    -addext extendedKeyUsage=emailProtection -addext subjectAltName=email:taro@example.ac.jp 2>/dev/null >mail.pem
cat mail.key >>mail.pem
"$helper" import -q --accept-open-key mail.pem
for time in "one for e-mail" "…again"; do
    exits "$time" 0 copy "$(id mail)" --to Thunderbird:mail
    says "…where to choose it" 'Under S/MIME, press Select…' out
    says "…what if its issuer is not known" 'can identify mail users' out
done
exits "to Chromium by name" 0 copy "$(id taro)" --to Chromium:nssdb
says "…what to know" 'restart Chromium' out
is "…the key is there" 1 "$(keys "$HOME/.pki/nssdb")"

# Command lines and places that are refused.
exits "to nowhere" 64 copy "$(id taro)" -p p
exits "to itself" 64 copy "$(id taro)" -p p --to "$work/./p"
exits "to no profile" 80 copy "$(id taro)" -p p --to nowhere
exits "no such identity" 87 copy 0011223344 -p p --to other
mkdir empty
exits "into a folder without databases" 82 copy "$(id taro)" -p p --to empty
is "…none is made" '' "$(ls empty)"
cp -r other bad && head -c 5000 /dev/urandom >bad/cert9.db
exits "into damaged ones" 82 copy "$(id taro)" -p p --to bad
profile shut && chmod 444 shut/*.db && cp -r p open && give shut open
as_user copy "$(id taro)" -p "$work/open" --to "$work/shut"
is "into read-only ones" 77 $status

# Primary passwords: of both, old and new.
lock() { rm -rf "$1" && mkdir "$1" && ${3:+env LD_LIBRARY_PATH=$browser} certutil -N -d "sql:$1" -f "$2"; }
lock source pw
into source jiro p-256
lock target pw2
for given in "--primary-password-file pw --to-primary-password-file pw2"; do
    # shellcheck disable=SC2086
    exits "both are locked" 0 copy "$(id jiro)" -p source --to target $given
done
is "…the key is there" 1 "$(certutil -K -d sql:target -f pw2 | grep -c '^<')"
lock target pw2
before=$(all target)
exits "a wrong password of the source" 83 copy "$(id jiro)" -p source --to target --primary-password-file pw2 --to-primary-password-file pw2
exits "a wrong password of the target" 83 copy "$(id jiro)" -p source --to target --primary-password-file pw --to-primary-password-file pw
is "…changes nothing" "$before" "$(all target)"
exits "two ways at once" 64 copy "$(id jiro)" -p source --to target --to-primary-password-file pw --to-primary-password-fd 0
answers "$(cat pw)" "$(cat pw2)"
exits "asked for" 0 copy "$(id jiro)" -p source --to target
is "…each once" 2 "$(asked)"
is "…by its name" 2 "$(grep -c 'SETDESC .*“\(source\|target\)”' pinentry/asked)"
if [ -e $browser/libsoftokn3.so ]; then
    lock newer pw2 new
    exits "into one that needs the newer NSS" 0 copy "$(id jiro)" -p source --to newer --primary-password-file pw --to-primary-password-file pw2
    is "…the key is there" 1 "$(LD_LIBRARY_PATH=$browser certutil -K -d sql:newer -f pw2 | grep -c '^<')"
    profile back
    exits "and back" 0 copy "$(id jiro)" -p newer --to back --primary-password-file pw2
    is "…by the old NSS" "$(key_ids source pw)" "$(key_ids back)"
    with_system_nss run copy "$(id jiro)" -p source --to newer --primary-password-file pw --to-primary-password-file pw2
    is "without the newer NSS" 84 "$status"
fi

# Nothing is written to the disk beside the databases: no other file, and no bytes of the key.
profile clean
traced -f -qq -e trace=openat,creat,rename,mkdir -o trace "$helper" copy "$(id hanako)" -p p --to clean >/dev/null 2>&1
is "files that were opened to write: the database, and the note" '' \
    "$(grep -E 'O_(WRONLY|RDWR|CREAT)' trace | grep -vE 'ENOENT|/dev/|clean/(cert9|key4)\.db|p/(cert9|key4)\.db|nss-helper/p-[0-9a-f]*/')"

# Killed at any moment: never a certificate without its key, and repeating it finishes.
for wait in 0.02 0.05 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8; do
    rm -rf killed && profile killed
    timeout -s KILL $wait "$helper" copy "$(id taro)" -p p --to killed >/dev/null 2>&1
    "$helper" copy "$(id taro)" -p p --to killed >out 2>err
    is "killed after $wait s, and repeated" "0 1" "$? $(certutil -L -d sql:killed | grep -c ' u,u,u *$')"
done
done_testing
