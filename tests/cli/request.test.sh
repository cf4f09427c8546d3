#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Keys and requests: openssl is the judge.
# shellcheck source-path=SCRIPTDIR disable=SC2010,SC2046
. "$(dirname "$0")/lib.sh"
profile p

csr_text() { openssl req -in "$1" -noout -text -nameopt RFC2253,-esc_msb,utf8 2>&1; }

for kind in rsa-2048 rsa-3072 rsa-4096 p-256 p-384; do
    case $kind in
    rsa-*) size="Public-Key: (${kind#rsa-} bit)" sign=sha256WithRSAEncryption ;;
    p-256) size='NIST CURVE: P-256' sign=ecdsa-with-SHA256 ;;
    p-384) size='NIST CURVE: P-384' sign=ecdsa-with-SHA384 ;;
    esac
    exits "$kind: a CSR" 0 request -p p --key $kind --subject 'CN=Taro,C=JP' -o $kind.csr
    check "$kind: openssl verifies the CSR" openssl req -in $kind.csr -verify -noout
    csr_text $kind.csr >text
    says "$kind: the size of its key" "$size" text
    says "$kind: its signature" "Signature Algorithm: $sign" text
    exits "$kind: a SPKAC" 0 request -p p --key $kind --spkac --challenge "c-$kind" -o $kind.spkac
    check "$kind: openssl verifies the SPKAC" openssl spkac -in $kind.spkac -verify -noout
    openssl spkac -in $kind.spkac >text 2>&1
    says "$kind: the challenge" "Challenge String: c-$kind" text
    says "$kind: the SPKAC's size" "$size" text
    says "$kind: the SPKAC's signature" "Signature Algorithm: $sign" text
done
is "each has its key in the profile" 10 "$(keys p)"
is "a SPKAC is one line" 1 "$(wc -l <p-256.spkac)"

# What a CSR can hold.
printf 'geheim 9\n' >password
exits "a CSR with subject, e-mail and a challenge password" 0 request -p p -k p-256 \
    -s 'CN=山田 太郎,O=Example\, Inc.,C=JP' --email taro@example.ac.jp \
    --challenge-password-file password --output full.csr
csr_text full.csr >text
says "its subject, in UTF-8" 'CN=山田 太郎,O=Example\, Inc.,C=JP' text
says "its e-mail address in a subjectAltName" 'email:taro@example.ac.jp' text
check "its challengePassword, without the newline" grep -q 'challengePassword *: *geheim 9$' text
check "openssl verifies it" openssl req -in full.csr -verify -noout
is "a request that shows a password is private" 600 "$(stat -c %a full.csr)"
for mask in 022 077; do
    (umask $mask && "$helper" request -q -p p -k p-256 -s CN=x -o $mask.csr 2>err)
    is "one that does not is as the umask says: $mask" $(printf %o $((0666 & ~mask))) "$(stat -c %a $mask.csr)"
done
for input in 'line 1' $'with CR\r'; do
    "$helper" request -p p -k p-256 -s CN=x --challenge-password-fd 7 7<<<"$input" >fd.csr 2>err
    csr_text fd.csr >text
    check "a challenge password from a descriptor (${input%$'\r'})" \
        grep -q "challengePassword *: *${input%$'\r'}\$" text
done
"$helper" request -p p -k p-256 -s CN=x --challenge-password-fd 0 <<<'päss' >fd.csr 2>err
openssl req -in fd.csr -outform DER | openssl asn1parse -inform DER >text
check "beyond ASCII it is a UTF8String" grep -q 'UTF8STRING *:päss' text
openssl req -in full.csr -outform DER | openssl asn1parse -inform DER >text
is "the attributes are in DER's order" "challengePassword Extension Request" \
    "$(grep -o 'challengePassword\|Extension Request' text | xargs)"

# Where it goes.
exits "to standard output" 0 request -p p -k p-256 -s CN=x
says "…the PEM alone" '-----BEGIN CERTIFICATE REQUEST-----' <(head -1 out)
says "…and what to do next as a remark" 'import it there'
exits "--quiet makes no remarks" 0 request -p p -k p-256 -s CN=x -q
is "…none at all" '' "$(cat err)"
exits "- is standard output, too" 0 request -p p -k p-256 --spkac -o -
is "an empty challenge is allowed" '' \
    "$(openssl spkac -in out | sed -n 's/.*Challenge String: *//p' | grep -v '<Empty>\|^$')"
check "…and verifies" openssl spkac -in out -verify -noout
exits "--json: the CSR in the document" 0 request -p p -k p-256 -s CN=x --json
json d.csr >json.csr
check "…openssl verifies it" openssl req -in json.csr -verify -noout
is "…with the profile and the kind of key" "p-256 $work/p null" \
    "$(json 'd.key + " " + d.profile.path + " " + d.file')"
exits "--json: the SPKAC in the document" 0 request -p p -k p-256 --spkac --json
printf 'SPKAC=%s\n' "$(json d.spkac)" >json.spkac
check "…openssl verifies it, too" openssl spkac -in json.spkac -verify -noout
exits "--json with a file" 0 request -p p -k p-256 -s CN=x --json -o both.csr
is "…names the file" both.csr "$(json d.file)"
is "no temporary file is left" '' "$(ls -A | grep '\.......$' | grep -v '\.csr$\|\.spkac$')"

# Nothing below may make a key.
before=$(keys p)
mkdir folder
for file in full.csr folder link; do
    ln -sf /nowhere/at/all link
    exits "-o $file: what is there is not replaced" 73 request -p p -k p-256 -s CN=x -o $file
done
check "the file is as before" openssl req -in full.csr -verify -noout
exits "a folder that is not there" 73 request -p p -k p-256 -s CN=x -o nowhere/x.csr
exits "a folder in place of a file" 73 request -p p -k p-256 -s CN=x -o ./new/
says "…is called so" './new/ is a folder, not a file.'
exits "a folder for a name" 73 request -p p -k p-256 -s CN=x -o new/
exits "an empty name" 73 request -p p -k p-256 -s CN=x -o ''
without_output request -p p -k p-256 -s CN=x
is "standard output is closed" 73 $?
exits "no kind of key" 64 request -p p -s CN=x
exits "an unknown kind of key" 90 request -p p -k rsa-1024 -s CN=x
says "…is told the known ones" 'rsa-2048, rsa-3072, rsa-4096, p-256'
exits "Ed25519 is none" 90 request -p p -k ed25519 -s CN=x
exits "neither subject nor SPKAC" 64 request -p p -k p-256
exits "both of them" 64 request -p p -k p-256 -s CN=x --spkac
exits "an e-mail address in a SPKAC" 64 request -p p -k p-256 --spkac --email a@b.jp
exits "--challenge in a CSR" 64 request -p p -k p-256 -s CN=x --challenge secret
says "…is told how" "only be used with --spkac"
exits "a challenge password as an argument" 64 request -p p -k p-256 -s CN=x \
    --challenge-password secret
exits "a subject that is none" 65 request -p p -k p-256 -s 'Taro Yamada'
exits "an empty subject" 65 request -p p -k p-256 -s ''
exits "a country of three letters" 65 request -p p -k p-256 -s 'CN=x,C=JPN'
for email in taro @b.jp a@ 'a b@c.jp' a@b@c 太郎@b.jp; do
    exits "\"$email\" is no e-mail address" 65 request -p p -k p-256 -s CN=x --email "$email"
done
exits "a challenge beyond ASCII" 65 request -p p -k p-256 --spkac --challenge 挑戦
exits "a challenge that is too long" 65 request -p p -k p-256 --spkac \
    --challenge "$(head -c 4097 /dev/zero | tr '\0' x)"
: >empty
echo >newline
printf 'a\nb\n' >two
printf 'a\0b\n' >nul
head -c 9000 /dev/zero | tr '\0' x >long
for file in empty newline two nul; do
    exits "a challenge password from a file: $file" 65 request -p p -k p-256 -s CN=x \
        --challenge-password-file $file
done
exits "…: long" 94 request -p p -k p-256 -s CN=x --challenge-password-file long
exits "…: not there" 66 request -p p -k p-256 -s CN=x --challenge-password-file none
exits "…: a folder" 66 request -p p -k p-256 -s CN=x --challenge-password-file folder
exits "a descriptor that is not open" 66 request -p p -k p-256 -s CN=x --challenge-password-fd 77
for fd in x -1 1x ''; do
    exits "\"$fd\" is no descriptor" 64 request -p p -k p-256 -s CN=x --challenge-password-fd "$fd"
done
exits "a file and a descriptor" 64 request -p p -k p-256 -s CN=x --challenge-password-fd 0 \
    --challenge-password-file password
is "no key was made by any of these" "$before" "$(keys p)"
is "no file was made either" '' "$(ls -d new x.csr nowhere 2>/dev/null)"

# The longest challenge, and one that ends in a newline of its own.
exits "a challenge of 4096 characters" 0 request -p p -k p-256 --spkac -o long.spkac \
    --challenge "$(head -c 4096 /dev/zero | tr '\0' x)"
check "…verifies" openssl spkac -in long.spkac -verify -noout

# A file that appears while the command waits for the password.
mkfifo pipe
"$helper" request -p p -k p-256 -s CN=x --challenge-password-fd 0 -o late.csr <pipe >out 2>err &
helper_pid=$!
exec 8>pipe
printf sec >&8
taken 8
echo mine >late.csr
echo ret >&8
exec 8>&-
wait $helper_pid
is "a file that came up meanwhile is not replaced" 73 $?
is "…it is as it was" mine "$(cat late.csr)"
says "…the request is not lost" 'it is in late.csr.'
check "…but where the error says" openssl req -verify -noout \
    -in "$(sed -n 's/.*it is in \(late.csr\.[^;. ]*\).*/\1/p' err)"

"$helper" request -p p -k p-256 -s CN=x 2>err >/dev/full
is "a full device is an error" 95 $?
says "…that tells of the key" 'Its key is in the profile'

mkdir user
profile user/p
give user
as_user request -p "$work/user/p" -k p-256 -s CN=x -o "/x.$$.csr"
is "a folder of somebody else" 77 $status
is "…no key was made" 0 "$(keys user/p)"
as_user request -p "$work/user/p" -k p-256 -s CN=x -o "$work/user/x.csr"
is "an ordinary user's own folder" 0 $status
is "…one key was made" 1 "$(keys user/p)"
done_testing
