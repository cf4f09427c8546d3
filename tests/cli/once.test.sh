#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# An error names each thing once: no "file: file can't be opened". Every command that takes a file, a
# folder, a profile, an address or an ID gets bad ones, with names that no sentence contains by chance.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
few_rounds
ca ca
profile p
"$helper" request -q -p p -k p-256 -s CN=Taro -o csr
issue ca csr pem
cat ca/issuing.pem >>pem
"$helper" import -q -p p pem
id=$(fingerprint pem)
echo secret-word-of-twenty >pw
echo garbage >qqbad
: >qqzero
ln -s nowhere qqlink
mkdir qqdir qqlocked
certutil -N -d sql:qqlocked -f pw
mkdir -m 777 qqopen
mkdir -m 755 qqread
cp -r p qqbroken && head -c 100 /dev/urandom >qqbroken/cert9.db
cp -r p qqhalf && rm qqhalf/key4.db

tried=0
# once WORD…: it fails, and each name that begins with qq is at most once in each line.
once() {
    run "$@"
    tried=$((tried + 1))
    [ $status -ne 0 ] || { fail "${*//$id/ID}: fails" out err; return; }
    twice=$(perl -ne 'my %n; $n{$_}++ for /(qq[a-z]+)/g; print if grep { $_ > 1 } values %n' err)
    is "${*//$id/ID}: each name once" '' "$twice"
}
for file in qqbad qqzero qqlink qqdir qqnone qqnone/x qqbad/x; do
    once import -p p $file
    once import -p p $file pem
    once import -p p --password-file $file pem qqbad
    once export -p p "$id" --for linux -o $file/x --password-file pw
    once export -p p "$id" --for linux -o own --password-file $file
    for option in from radius-ca; do
        once export -p p "$id" --for eduroam-apple --password-file pw -o own --$option $file --radius-name qqname.example
    done
    once enroll -p p --est https://qqhost.invalid -s CN=x --cacert $file
    once enroll -p p --est https://qqhost.invalid -s CN=x -u qquser --password-file $file
    once list -p $file
    once copy -p p "$id" --to $file
    [ $file = qqdir ] || once request -p p -k p-256 -s CN=x -o $file/x
done
for file in qqbad qqzero qqlink qqdir; do
    once request -p p -k p-256 -s CN=x -o $file
done
for folder in qqopen qqread; do
    once export -p p "$id" --for linux -o $folder/x --password-file pw
done
for profile in qqbroken qqhalf qqdir qqnone; do
    for words in list "verify $id" jobs 'import pem' 'request -k p-256 -s CN=x' "remove $id --yes" "copy $id --to p" \
        "export $id --for linux -o own --password-file pw" 'renew --all'; do
        # shellcheck disable=SC2086
        once $words -p $profile
    done
done
for words in 'verify -p p qqname' 'remove -p p qqname' 'list -p p --expiring qqdays' "export -p p $id --for qqtarget" \
    'request -p p -k qqkind -s CN=x' 'request -p p -k p-256 -s qqsubject' 'request -p p -k p-256 -s CN=x --email qqmail' \
    'jobs -p p qqword' 'jobs -p p forget qqid' 'jobs -p p resume qqid' 'jobs -p p save qqid' 'jobs -p p forget --site qqsite' \
    'jobs -p p forget --site https://qqsite.example' 'completion qqshell' 'setup qqword' 'qqverb' 'help qqverb' 'list --qqoption' \
    'enroll -p p --est https://qqhost.invalid -s CN=x' 'enroll -p p --est qqhost -s CN=x' \
    "renew -p p $id --est https://qqhost.invalid" "import -p p --password-fd qqfd pem" 'list -p qqlocked --primary-password-fd qqfd'; do
    # shellcheck disable=SC2086
    once $words
done
check "all of that was tried" test $tried -gt 140
# If others can read the folder, the error names the option that allows it. No option allows them to write.
exits "a folder that others reach" 77 export -p p "$id" --for linux -o qqread/x --password-file pw
says "…the option is named" 'use --allow-shared'
exits "…it is" 0 export -p p "$id" --for linux -o qqread/x --password-file pw --allow-shared
exits "a folder where others write" 77 export -p p "$id" --for linux -o qqopen/x --password-file pw
silent "…no option allows that" --allow-shared
# If the sentence does not begin with the name of the file, the name comes before it.
exits "one of several files" 89 import -p p qqbad pem
says "…is named" 'nss-helper: qqbad: '
exits "a file whose name is a word of the sentence" 66 import -p p ./can
says "…is named once" 'nss-helper: There is no file ./can.'
done_testing
