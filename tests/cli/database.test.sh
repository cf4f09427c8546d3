#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Profiles that must be refused, and stay as they are.
. "$(dirname "$0")/lib.sh"
ca ca
profile good
"$helper" request -q -p good -k p-256 -s CN=taro -o taro.csr
issue ca taro.csr taro.pem
"$helper" import -q -p good taro.pem

echo 'primary password' >pw
mkdir locked
certutil -N -d sql:locked -f pw
refused 102 "a primary password that nobody can be asked for" locked
says "…the cure is named" 'pinentry' out

# NSS 3.118 and later hash a primary password in a way that older versions can't check.
if [ -e $browser/libsoftokn3.so ]; then
    mkdir newer
    LD_LIBRARY_PATH=$browser certutil -N -d sql:newer -f pw
    with_system_nss refused 84 "a primary password of a newer NSS" newer
else
    skip "a primary password of a newer NSS" "no firefox-esr"
fi

for name in cert9.db key4.db; do
    for damage in missing empty garbage header short cut folder link; do
        rm -rf bad && cp -r good bad
        case $damage in
        missing) rm bad/$name ;;
        empty) : >bad/$name ;;
        garbage) head -c 30000 /dev/urandom >bad/$name ;;
        header) printf 'SQLite format 2' | dd of=bad/$name conv=notrunc status=none ;;
        short) truncate -s 900 bad/$name ;;
        cut) truncate -s -512 bad/$name ;;
        folder) rm bad/$name && mkdir bad/$name ;;
        link) mv bad/$name elsewhere.db && ln -s ../elsewhere.db bad/$name ;;
        esac
        refused 82 "$name $damage" bad
        exits "$name $damage: jobs" 82 jobs -p bad
        case $damage in
        folder) cure='is not a file' ;;
        link) cure='Replace it with the file itself' ;;
        *) cure='Restore it from a backup' ;;
        esac
        says "$name $damage: the cure" "$cure"
    done
done
rm -rf bad && cp -r good bad
dd if=/dev/urandom of=bad/cert9.db bs=1024 seek=1 count=20 conv=notrunc status=none
exits "cert9.db with a good head and no body" 82 list -p bad
mkdir bare
refused 82 "a folder without databases" bare
exits "a folder that is not there" 80 list -p nowhere
exits "a file" 80 list -p taro.pem
check "the good one still works" "$helper" list -p good

cp -r good shut
give shut
chmod 400 shut/*.db
chmod 500 shut
before=$(snapshot shut)
as_user list -p "$work/shut" --json
is "a read-only profile can be listed" 1 "$(json d.identities.length)"
as_user verify -p "$work/shut" "$(fingerprint taro.pem)" --json
is "…and proven" good "$(json d.proof.signs)"
as_user request -p "$work/shut" -k p-256 -s CN=x
is "…and gets no key" 77 $status
says "…as it is read-only" 'read-only. Make it writable (chmod u+w)'
cp taro.pem public.pem && chmod 644 public.pem
as_user import -p "$work/shut" "$work/public.pem"
is "…and no certificate" 77 $status
is "…and has not changed" "$before" "$(snapshot shut)"

# Environment variables that weaken NSS, or lead it elsewhere, are ignored.
mkdir other weak
certutil -N -d sql:other --empty-password
for setting in NSS_MAX_MP_PBE_ITERATION_COUNT=1 NSS_ALLOW_WEAK_SIGNATURE_ALG=1 \
    NSS_SDB_USE_CACHE=yes NSS_DEFAULT_DB_TYPE=dbm NSS_HASH_ALG_SUPPORT=-SHA-256 \
    NSS_FIPS=1 NSS_DISABLE_HW_AES=1 NSS_USE_SHEXP_IN_CERT_NAME=1 NSPR_LOG_FILE="$work/weak/nspr" \
    NSPR_LOG_MODULES=all:5 SSLKEYLOGFILE="$work/weak/keys" SSLDEBUGFILE="$work/weak/ssl" \
    NSS_DEBUG_PKCS11_MODULE=x NSS_OUTPUT_FILE="$work/weak/out" SSL_DIR="$work/other" \
    MOZILLA_FIVE_HOME="$work/other" GCONV_PATH="$work/other" LD_LIBRARY_PATH="$work/other" \
    NSS_HELPER_RUNTIME=99.0; do
    env "$setting" "$helper" verify -p good "$(fingerprint taro.pem)" --json >out 2>err
    is "${setting%%=*} changes nothing" 'good good good incomplete' \
        "$(json '[d.proof.key, d.proof.signs, d.proof.dates, d.proof.chain].join(" ")')"
done
is "none of them wrote a file" '' "$(ls weak)"
env "NSS_MAX_MP_PBE_ITERATION_COUNT=1" "$helper" request -q -p good -k p-256 -s CN=x -o weak.csr
check "a key made under such settings" openssl req -in weak.csr -verify -noout
"$helper" list -p good >out 2>err <&- &
wait $!
is "closed standard input is no harm" 0 $?
done_testing
