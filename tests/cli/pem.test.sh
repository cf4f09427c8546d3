#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Encrypted keys with their certificates in PEM: openssl and certtool make them; certutil
# and openssl judge what is in the profile then. And --dry-run, for all formats. What is good goes
# into the system's NSS or the browser's own in turn; MAKERS=all tries each in each.
# shellcheck source-path=SCRIPTDIR disable=SC2059,SC2086,SC2238
. "$(dirname "$0")/lib.sh"
ca ca
ca other
profile system
bundled_too

openssl genrsa -out taro.key 2048 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec.key
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out hana.key
for who in taro ec hana; do
    openssl req -new -key $who.key -subj "/C=JP/CN=$who" -out $who.csr
    issue ca $who.csr $who.pem
done
printf 'PIN-1234' >pw

fresh() { rm -rf f && cp -r "$1" f; }
nickname() { echo "$1's Test University ID"; }
trust_of() { certutil -L -d sql:f | sed -n "s/^$1.* \([^ ]*,[^ ]*\) *\$/\1/p"; }
# encrypt NAME OPTION…: as NAME.enc, with the password in pw.
encrypt() {
    openssl pkcs8 -topk8 -in "$1.key" -passout file:pw -out "$1.enc" -provider default \
        -provider legacy "${@:2}" 2>encrypt.err
}
# kinds_in_turn: in $kinds, which profiles the next file goes into.
turn=0
nss=(system bundled)
kinds_in_turn() {
    kinds=("${nss[turn % 2]}")
    [ "${MAKERS:-}" != all ] || kinds=("${nss[@]}")
    turn=$((turn + 1))
}
# goes_in FILE NAME WHAT: imports it; every second file of each kind of profile is imported twice.
goes_in() {
    local file=$1 name=$2 what=$3 kind kinds before
    kinds_in_turn
    for kind in "${kinds[@]}"; do
        fresh "$kind"
        exits "$what ($kind)" 0 import -p f --password-file pw --json "$file"
        is "…the key is joined" u,u,u "$(trust_of "$(nickname "$name")")"
        check "…and the right one" same_key "$name.pem" "$(nickname "$name")"
        [ $((turn / 2 % 2)) = 0 ] || [ "${MAKERS:-}" = all ] || continue
        before=$(content f)
        exits "…once more" 0 import -p f --password-file pw --json "$file"
        is "…is known" true "$(json 'd.files[0].identities.every(i => i.known)')"
        is "…and changes nothing" "$before" "$(content f)"
    done
}

# Ciphers.
while read -r options; do
    for who in taro ec; do
        # shellcheck disable=SC2086
        [ $who = taro ] || options=${options% -iter*} # once
        encrypt $who $options
        cat $who.pem ca/issuing.pem $who.enc >$who.both
        goes_in $who.both $who "$who $options"
    done
    turn=$((turn + 1)) # the other way round for the next
done <<'END'
-v2 aes-256-cbc
-v2 aes-128-cbc -v2prf hmacWithSHA1
-v2 aes-192-cbc -v2prf hmacWithSHA512 -iter 600000
-v2 des3
-v2 rc2
-v1 PBE-SHA1-3DES
-v1 PBE-SHA1-RC2-128
-v1 PBE-SHA1-RC2-40
-v1 PBE-MD5-DES
END
is "the intermediate is trusted for nothing" ',,' "$(trust_of 'Test Issuing CA')"
is "…and nothing more is there" '1 2' "$(keys f) $(certificates f)"
for cipher in aes-256 3des-pkcs12 rc2-40; do
    certtool --to-p8 --load-privkey taro.key --pkcs-cipher $cipher --password PIN-1234 \
        --outfile taro.enc >certtool.out 2>&1
    cat taro.enc taro.pem >taro.both
    goes_in taro.both taro "certtool, $cipher"
done

# In any order, with text between, with line ends of Windows, from standard input, of several people.
encrypt taro
encrypt ec
encrypt hana
cat ca/root.pem ca/issuing.pem taro.pem taro.enc >backwards
cat taro.enc ca/root.pem taro.pem >key-first
{ echo 'Bag Attributes'; cat taro.enc; echo 'subject=Taro'; openssl x509 -in taro.pem -text; } >text
sed 's/$/\r/' key-first >crlf
openssl crl2pkcs7 -nocrl -certfile taro.pem -certfile ca/issuing.pem | cat - taro.enc >pkcs7
for file in backwards key-first text crlf pkcs7; do goes_in $file taro "$file"; done
fresh system
"$helper" import -q -p f --password-file pw - <key-first 2>err
is "standard input" 0 $?
cat taro.pem hana.pem ec.pem ec.enc taro.enc ca/issuing.pem hana.enc >three
goes_in three hana "three identities"
is "…their keys" '3 4' "$(keys f) $(certificates f)"
issue ca taro.csr second.pem
cat taro.pem second.pem taro.enc >both
for kind in system bundled; do
    fresh $kind
    exits "two certificates of one key ($kind)" 0 import -p f --password-file pw --json both
    is "…both go in" '1 2' "$(keys f) $("$helper" list -p f --json | grep -c '"fingerprint"')"
    fresh $kind
    certutil -A -d sql:f -n mine -t ,, -i taro.pem
    exits "the certificate is there, its key is not" 0 import -p f --password-file pw --json key-first
    is "…it keeps its name, and gets its key" u,u,u "$(trust_of mine)"
    fresh $kind
    cat second.pem taro.enc >second
    "$helper" import -q -p f --password-file pw key-first 2>err
    exits "a further certificate of a key that is there" 0 import -p f --password-file pw second
    says "…is told" 'one more for its key' out
    is "…both are there" '1 2' "$(keys f) $("$helper" list -p f --json | grep -c '"fingerprint"')"
done

# Passwords.
while IFS='|' read -r what password; do
    printf "$password" >pw
    for option in '' '-v1 PBE-SHA1-3DES'; do
        # shellcheck disable=SC2086
        encrypt hana $option
        cat hana.enc hana.pem >hana.both
        goes_in hana.both hana "password: $what $option"
    done
    turn=$((turn + 1))
done <<'END'
one character|x
Japanese|パスワード日本語
beyond 16 bits|\xF0\x9F\x94\x91
128 characters|0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
END
printf 'PIN-1234' >pw

# Refused, with nothing stored.
encrypt hana
cat other/issuing.pem hana.enc >stranger
cat taro.pem hana.enc >mismatch
cat taro.key taro.pem >open
openssl rsa -in taro.key -traditional 2>/dev/null | cat - taro.pem >open-rsa
openssl ec -in hana.key 2>/dev/null | cat hana.pem - >open-ec
openssl rsa -in taro.key -traditional -aes128 -passout file:pw 2>/dev/null | cat - taro.pem >old
cat taro.pem taro.enc hana.key hana.pem >one-open
encrypt taro -v2 aria-256-cbc
cat taro.pem taro.enc >aria
encrypt taro -scrypt
cat taro.pem taro.enc >scrypt
encrypt taro
openssl genpkey -algorithm ed25519 -out ed.key
openssl req -new -key ed.key -subj /CN=ed -out ed.csr
issue ca ed.csr ed.pem
encrypt ed
cat ed.pem ed.enc >ed25519
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out k1.key
openssl req -new -key k1.key -subj /CN=k1 -out k1.csr
issue ca k1.csr k1.pem
encrypt k1
cat k1.pem k1.enc >k1
sed '5s/^...../!!!!!/' taro.enc | cat taro.pem - >base64
head -8 taro.enc | cat taro.pem - >cut
{ echo '-----BEGIN ENCRYPTED PRIVATE KEY-----'; head -c 300 /dev/urandom | base64
  echo '-----END ENCRYPTED PRIVATE KEY-----'; cat taro.pem; } >random
for kind in system bundled; do
    fresh $kind
    before=$(content f)
    while read -r code file what; do
        exits "$file: $what ($kind)" "$code" import -p f --password-file pw $file
        is "…nothing was stored" "$before" "$(content f)"
    done <<'END'
89 taro.enc a key alone
89 stranger a key with somebody else's CA
91 mismatch a key with somebody else's certificate
113 open a key in the open, PKCS#8
113 open-rsa the same, RSA
113 open-ec the same, EC
113 one-open one of two keys in the open
65 old encrypted as before PKCS#8
65 aria a cipher that NSS does not know
65 scrypt a derivation that NSS does not know
90 ed25519 Ed25519
90 k1 a curve that browsers don't know
65 base64 broken base64
65 cut cut off
65 random random bytes as a key
END
    run import -p f open-rsa
    says "an open key: the option that takes it" '--accept-open-key'
    run import -p f old
    says "an old form: the command that converts it" 'openssl pkcs8 -topk8'
    printf x >wrong
    exits "a wrong password ($kind)" 100 import -p f --password-file wrong key-first
    exits "…the empty one" 102 import -p f key-first
    says "…which options there are" '--password-file or --password-fd'
    is "…nothing was stored" "$before" "$(content f)"
done

# If the certificate can't be stored, its key is removed again; a trigger makes storing it fail.
openssl pkcs12 -export -in taro.pem -certfile ca/issuing.pem -inkey taro.key -passout file:pw -out taro.p12
for file in key-first taro.p12 three; do
    for table in cert9 key4; do
        kinds_in_turn
        for kind in "${kinds[@]}"; do
            fresh $kind
            sqlite3 f/$table.db "CREATE TRIGGER no BEFORE INSERT ON nss$([ $table = cert9 ] && echo Public ||
                echo Private) BEGIN SELECT RAISE(ABORT, 'no'); END"
            { sqlite3 f/cert9.db .dump && sqlite3 f/key4.db .dump; } >before
            run import -p f --password-file pw $file
            check "$file: $table.db takes nothing more ($kind)" test $status -ne 0
            { sqlite3 f/cert9.db .dump && sqlite3 f/key4.db .dump; } >after
            check "…and nothing is left behind" cmp before after
        done
    done
    turn=$((turn + 1))
done

# Cut anywhere; damaged anywhere. Without its last byte, a newline, the file is still whole.
fresh system
before=$(content f)
bad=
whole=$(stat -c %s key-first)
for length in $(seq 30 61 $((whole - 2))) $((whole - 2)); do
    head -c "$length" key-first >part
    run import -q -p f --password-file pw part
    [ $status -eq 65 ] || [ $status -eq 89 ] || bad="$bad $length:$status"
done
is "cut anywhere it is refused" '' "$bad"
is "…and nothing stored" "$before" "$(content f)"

# --dry-run: what would come in, and nothing written.
"$helper" request -q -p f -k p-256 -s CN=b -o b.csr
issue ca b.csr b.pem
cat b.pem ca/issuing.pem ca/root.pem >b.chain
certutil -A -d sql:f -n mine -t ,, -i ca/issuing.pem
before=$(content f)
exits "--dry-run" 0 import -p f --dry-run --password-file pw taro.p12 three b.chain
says "…what a PKCS#12 file brings" 'taro.p12 contains:' out
says "…whom" '  taro: new' out
says "…with what" 'with Test Issuing CA: already there' out
says "…what PEM brings" 'three contains:' out
says "…each of them" '  hana: new' out
says "…the root, too" 'with Test Root: new, without trust' out
silent "…nothing is said to be installed" imported out
is "…nothing was written" "$before" "$(content f)"
exits "--dry-run --json" 85 import -p f -n --json --password-file pw taro.p12 b.chain hana.pem
is "…is the plan" 'true taro Test Issuing CA:known 1 b Test Root:new NO_KEY' "$(json '[d.dryRun,
    d.files[0].identities[0].identity.name,
    ...d.files[0].identities[0].certificates.map(c => c.name + ":" + c.state),
    d.files[0].identities[0].added.identities, d.files[1].identity.name,
    ...d.files[1].certificates.filter(c => c.name === "Test Root").map(c => c.name + ":" + c.state),
    d.files[2].error.name].join(" ")')"
is "…nothing was written" "$before" "$(content f)"
exits "then for real" 0 import -p f --password-file pw taro.p12 three b.chain
exits "--dry-run again" 0 import -p f -n --password-file pw taro.p12 three
says "…what is there already" '  taro: already there' out
is "…none twice" '4 6' "$(keys f) $(certificates f)"
fresh system
exits "a key, and in the next file its second certificate" 0 import -p f --password-file pw taro.p12 second.pem
is "…both go in" '1 2' "$(keys f) $("$helper" list -p f --json | grep -c '"fingerprint"')"
fresh system
XDG_STATE_HOME=$work/nowhere run import -p f -n --password-file pw taro.p12
is "a dry run has no journal" '0 no' "$status $([ -e nowhere ] && echo yes || echo no)"
done_testing
