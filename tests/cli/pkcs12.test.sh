#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Keys with their certificates from PKCS#12 files: openssl, certtool and pk12util make
# them; certutil and openssl judge what is in the profile then. What is good goes into the
# system's NSS or the browser's own in turn, so that each maker, each cipher and each password
# meets one, and both meet ciphers and passwords of every sort. MAKERS=all tries each in each,
# and pk12util with all its rounds.
# shellcheck source-path=SCRIPTDIR disable=SC2059,SC2086,SC2238
. "$(dirname "$0")/lib.sh"
remac=$root/tests/cli/remac.mjs
ca ca
mkdir empty
profile empty

# make NAME SUBJECT: a key if there is none yet, its certificate and its chain.
make() {
    [ -e "$1.key" ] || openssl genrsa -out "$1.key" 2048 2>/dev/null
    openssl req -new -utf8 -key "$1.key" -subj "$2" -out "$1.csr"
    issue ca "$1.csr" "$1.pem"
    cat "$1.pem" ca/issuing.pem >"$1.chain"
}
# pack NAME OUT PASSWORD OPTION…: as openssl does it.
pack() {
    local name=$1 out=$2
    printf '%s' "$3" >pw
    shift 3
    P12=$(cat pw) openssl pkcs12 -export -in "$name.chain" -inkey "$name.key" -passout env:P12 \
        -out "$out" "$@" 2>pack.err
}
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec.key
make taro '/C=JP/CN=Taro Yamada'
make hana '/C=JP/CN=Hana Yamada'
make ec '/C=JP/CN=Jiro Yamada'
make sakura $'/C=JP/CN=\xF0\x9F\x8C\xB8 桜'

# The system's NSS, and the browser's own.
profiles=(system)
cp -r empty system
if [ -e $browser/libsoftokn3.so ]; then
    bundled_too
    profiles+=(bundled)
else
    skip "the browser's own NSS is used, too" "no firefox-esr"
fi

# fresh KIND: profile f.
fresh() { rm -rf f && cp -r "$1" f; }
trust_of() { certutil -L -d sql:f | sed -n "s/^$1.* \([^ ]*,[^ ]*\) *\$/\1/p"; }
nickname() { json 'd.files[0].identities[0].identity.nickname'; }

# goes_in FILE CERTIFICATE NAME WHAT: imports it into a profile, with the password in pw; every
# second file of each kind of profile is imported twice.
turn=0
goes_in() {
    local file=$1 certificate=$2 name=$3 what=$4 kind kinds before
    kinds=("${profiles[turn % ${#profiles[@]}]}")
    [ "${MAKERS:-}" != all ] || kinds=("${profiles[@]}")
    turn=$((turn + 1))
    for kind in "${kinds[@]}"; do
        fresh "$kind"
        exits "$what ($kind)" 0 import -p f --password-file pw --json "$file"
        is "…the key is joined" 'u,u,u' "$(trust_of "$name's Test University ID")"
        check "…and the right one" same_key "$certificate" "$name's Test University ID"
        [ $((turn / 2 % 2)) = 0 ] || [ "${MAKERS:-}" = all ] || continue
        before=$(content f)
        exits "…once more" 0 import -p f --password-file pw --json "$file"
        is "…is known" true "$(json 'd.files[0].identities.every(i => i.known)')"
        is "…and changes nothing" "$before" "$(content f)"
    done
}

# Makers and ciphers.
pack taro taro.p12 'PIN-1234'
goes_in taro.p12 taro.pem 'Taro Yamada' "openssl 3"
is "the intermediate is trusted for nothing" ',,' "$(trust_of 'Test Issuing CA')"
is "…and nothing more is there" 2 "$(certificates f)"
pack taro old.p12 'PIN-1234' -legacy
goes_in old.p12 taro.pem 'Taro Yamada' "openssl -legacy: RC2-40, 3DES, SHA-1"
pack taro 3des.p12 'PIN-1234' -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
goes_in 3des.p12 taro.pem 'Taro Yamada' "3DES, SHA-1"
pack ec ec.p12 'PIN-1234' -macalg sha512 -name 'somebody else'
goes_in ec.p12 ec.pem 'Jiro Yamada' "an elliptic curve, SHA-512, a name in the file"
pack taro open.p12 'PIN-1234' -certpbe NONE
goes_in open.p12 taro.pem 'Taro Yamada' "certificates in the open"
pack sakura name.p12 'PIN-1234' -name 桜
goes_in name.p12 sakura.pem $'\xF0\x9F\x8C\xB8 桜' "a name beyond 16 bits"
cp -r empty n
pk12util -i taro.p12 -d sql:n -w pw >/dev/null 2>&1
rounds=$quick_nss
[ "${MAKERS:-}" != all ] || rounds=
LD_PRELOAD=$rounds pk12util -o nss.p12 -d sql:n -n 'Taro Yamada - Test University' -w pw >/dev/null 2>&1
goes_in nss.p12 taro.pem 'Taro Yamada' "pk12util"
des='PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC'
LD_PRELOAD=$rounds pk12util -o nss3des.p12 -d sql:n -n 'Taro Yamada - Test University' -w pw -M SHA-1 -c "$des" -C "$des" \
    >/dev/null 2>&1
goes_in nss3des.p12 taro.pem 'Taro Yamada' "pk12util, 3DES"
gnutls() { # OUT OPTION…
    local out=$1
    shift
    certtool --to-p12 --load-privkey taro.key --load-certificate taro.pem --p12-name taro \
        --outder --outfile "$out" "$@" >certtool.out 2>&1
}
gnutls gnutls.p12 --password 'PIN-1234'
goes_in gnutls.p12 taro.pem 'Taro Yamada' "certtool"
gnutls gnutls3des.p12 --password 'PIN-1234' --pkcs-cipher 3des-pkcs12
goes_in gnutls3des.p12 taro.pem 'Taro Yamada' "certtool, 3DES"

base64 taro.p12 >base64.p12
goes_in base64.p12 taro.pem 'Taro Yamada' "base64"
base64 -w0 taro.p12 >line.p12
goes_in line.p12 taro.pem 'Taro Yamada' "base64 in one line"
{ echo Dear Taro; echo; certtool --to-p12 --load-privkey taro.key --load-certificate taro.pem \
    --p12-name taro --password 'PIN-1234' 2>>certtool.out; } >armour.p12
check "certtool writes armour" grep -q -- '-----BEGIN PKCS12-----' armour.p12
goes_in armour.p12 taro.pem 'Taro Yamada' "certtool, armoured, in a text"

# Indefinite lengths, as Windows and Java have written them.
node -e '
    const fs = require("fs");
    const der = fs.readFileSync("taro.p12");
    const element = (at) => {
        const more = der[at + 1] & 0x80 ? der[at + 1] & 0x7f : 0;
        const start = at + 2 + more;
        const end = start + (more ? der.readUIntBE(at + 2, more) : der[at + 1]);
        return { tag: der[at], all: der.subarray(at, end), start, end };
    };
    const inside = ({ start, end }) => {
        const list = [];
        for (let at = start; at < end; at = list.at(-1).end) list.push(element(at));
        return list;
    };
    const wrap = (tag, ...parts) => Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);
    const pieces = (value) => {
        const list = [];
        for (let i = 0; i < value.length; i += 100) {
            const part = value.subarray(i, i + 100);
            list.push(Buffer.from([4, part.length]), part);
        }
        return list;
    };
    const [version, content, mac] = inside(element(0));
    const [type, box] = inside(content);
    const [octets] = inside(box);
    const value = der.subarray(octets.start, octets.end);
    fs.writeFileSync("ber.p12", wrap(0x30, version.all,
        wrap(0x30, type.all, wrap(0xa0, wrap(0x24, ...pieces(value)))), mac.all));'
printf 'PIN-1234' >pw
goes_in ber.p12 taro.pem 'Taro Yamada' "BER with indefinite lengths"

# Passwords.
while IFS='|' read -r what password; do
    for legacy in '' -legacy; do
        # shellcheck disable=SC2086
        pack taro word.p12 "$(printf "$password")" $legacy
        goes_in word.p12 taro.pem 'Taro Yamada' "password: $what $legacy"
    done
    turn=$((turn + 1)) # the other way round for the next
done <<'END'
empty|
one character|x
with spaces around| a b 
Japanese|パスワード日本語
beyond 16 bits|\xF0\x9F\x94\x91\xF0\x9F\x8C\xB8
accents|caf\xC3\xA9
END
pack taro long.p12 "$(printf '0123456789abcdef%.0s' 1 2 3 4 5 6 7 8)"
goes_in long.p12 taro.pem 'Taro Yamada' "password: 128 characters"
pack taro wide.p12 "$(printf '日本語のパスワード。%.0s' 1 2 3 4 5 6 7 8 9 10 11 12)XXXXXXXX"
goes_in wide.p12 taro.pem 'Taro Yamada' "password: 128 Japanese characters"
for cipher in aes-128 3des-pkcs12; do
    for option in --empty-password --null-password; do
        gnutls null.p12 $option --pkcs-cipher $cipher
        : >pw
        goes_in null.p12 taro.pem 'Taro Yamada' "certtool $option, $cipher"
    done
    turn=$((turn + 1))
done
# OpenSSL before 1.1.0 took each byte of UTF-8 for a character.
pack taro bytes.p12 "$(printf 日本語 | iconv -f latin1 -t utf-8)" -legacy
printf 日本語 >pw
goes_in bytes.p12 taro.pem 'Taro Yamada' "password: Japanese by an old OpenSSL"
pack taro latin.p12 é
printf '\xE9' >pw
goes_in latin.p12 taro.pem 'Taro Yamada' "password: Latin-1 in the file"
for end in '\n' '\r\n'; do
    fresh system
    pack taro taro.p12 'PIN-1234'
    printf "PIN-1234$end" >pw
    exits "the line end is no part of the password" 0 import -q -p f --password-file pw taro.p12
done
fresh system
"$helper" import -q -p f --password-fd 3 taro.p12 3<pw 2>err
is "a descriptor" 0 $?
fresh system
"$helper" import -q -p f --password-file=pw - <taro.p12 2>err
is "the file from standard input" 0 $?
fresh system
"$helper" import -q -p f --password-fd 0 taro.p12 <pw 2>err
is "the password from standard input" 0 $?

# Which nickname it gets, and what was there before.
for kind in "${profiles[@]}"; do
    fresh "$kind"
    LC_ALL=ja_JP.UTF-8 "$helper" import -p f --json --password-file pw taro.p12 >out 2>err
    is "in Japan the nickname is Japanese ($kind)" 'Taro Yamada の Test University ID' "$(nickname)"
    is "…and the profile has it" 'u,u,u' "$(trust_of 'Taro Yamada の Test University ID')"
    fresh "$kind"
    certutil -A -d sql:f -n 'my own name' -t ,, -i taro.pem
    exits "the certificate is there, its key is not" 0 import -p f --password-file pw --json taro.p12
    is "…it keeps its name, and gets its key" 'u,u,u my own name' "$(trust_of 'my own name') $(nickname)"
    check "…the right one" same_key taro.pem 'my own name'
    fresh "$kind"
    certutil -A -d sql:f -n mine -t CT,C,C -i ca/issuing.pem
    exits "a trusted CA is there" 0 import -q -p f --password-file pw taro.p12
    is "…its trust stays" 'CT,C,C' "$(trust_of mine)"
    fresh "$kind"
    certutil -A -d sql:f -n mine -t p,p,p -i ca/issuing.pem
    exits "a distrusted CA is there: that is told" 93 import -q -p f --password-file pw taro.p12
    is "…its distrust stays" 'p,p,p' "$(trust_of mine)"
    fresh "$kind"
    pk12util -i taro.p12 -d sql:f -W PIN-1234 >/dev/null 2>&1
    before=$(content f)
    exits "it was imported by pk12util" 0 import -p f --password-file pw taro.p12
    says "…and is known" 'already there' out
    is "…nothing changes" "$before" "$(content f)"
    fresh "$kind"
    "$helper" import -q -p f --password-file pw taro.p12 2>err
    issue ca taro.csr second.pem
    cp taro.key second.key && cat second.pem ca/issuing.pem >second.chain
    pack second second.p12 PIN-1234
    exits "a further certificate of a key that is there" 0 import -p f --password-file pw second.p12
    says "…is told" 'one more for its key' out
    is "…both are there" '1 2' "$(keys f) $("$helper" list -p f --json | grep -c '"fingerprint"')"
done

# After a request: the CA answers with the file of another tool. Then --json, --quiet.
fresh system
exits "what is said" 0 import -p f --password-file pw taro.p12
says "…the fingerprint" "$(fingerprint taro.pem)" out
says "…the intermediate" 'with Test Issuing CA: imported, without trust' out
exits "--quiet" 0 import -q -p f --password-file pw ec.p12
is "…says nothing" '' "$(cat out err)"
exits "the proof" 93 verify -p f --json "$(fingerprint taro.pem)"
is "…holds" 'good good good' "$(json '[d.proof.key, d.proof.signs, d.proof.dates].join(" ")')"
fresh system
exits "--json" 0 import -p f --json --password-file pw taro.p12
is "…file, identities, what was added" 'taro.p12 Taro Yamada false 1 1' "$(json 'd.files.map(f =>
    [f.file, ...f.identities.flatMap(i => [i.identity.name, i.known, i.added.identities,
        i.added.intermediates])].join(" "))[0]')"

# Several identities in one file; two of them with names that would be the same.
make same '/C=JP/OU=other/CN=Taro Yamada'
pack hana hana.p12 PIN-1234
node - <<'END'
// One file of two: the content of each is a list of safes; they are put one after the other.
const fs = require('fs');
const { execFileSync } = require('child_process');
const tlv = (tag, ...parts) => {
    const value = Buffer.concat(parts);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(value.length);
    return Buffer.concat([Buffer.from([tag, 0x84]), size, value]);
};
const element = (b, at) => {
    const more = b[at + 1] & 0x80 ? b[at + 1] & 0x7f : 0;
    const start = at + 2 + more;
    return { at, start, end: start + (more ? b.readUIntBE(at + 2, more) : b[at + 1]) };
};
const inside = (b, { start, end }) => {
    const list = [];
    for (let at = start; at < end; at = list.at(-1).end) list.push(element(b, at));
    return list;
};
const read = (name) => {
    const b = fs.readFileSync(name);
    const [version, content, mac] = inside(b, element(b, 0));
    const [type, box] = inside(b, content);
    const [octets] = inside(b, box);
    const safes = element(b, octets.start);
    const all = (e) => b.subarray(e.at, e.end);
    return { version: all(version), type: all(type), mac: all(mac), safes: b.subarray(safes.start, safes.end) };
};
const join = (out, ...names) => {
    const files = names.map(read);
    const [{ version, type, mac }] = files;
    const safes = tlv(0x30, ...files.map((f) => f.safes));
    fs.writeFileSync(out, tlv(0x30, version, tlv(0x30, type, tlv(0xa0, tlv(4, safes))), mac));
};
const pack = (name) => execFileSync('openssl', ['pkcs12', '-export', '-in', `${name}.chain`, '-inkey', `${name}.key`,
    '-passout', 'pass:PIN-1234', '-out', `${name}.p12`], { stdio: 'ignore' });
pack('same');
join('two', 'taro.p12', 'hana.p12');
join('three', 'taro.p12', 'same.p12', 'ec.p12');
END
node "$remac" two PIN-1234 two.p12
node "$remac" three PIN-1234 three.p12
printf 'PIN-1234' >pw
goes_in two.p12 hana.pem 'Hana Yamada' "two identities"
is "…both keys" 2 "$(keys f)"
is "…in the order of the file" 'Taro Yamada,Hana Yamada' \
    "$(json 'd.files[0].identities.map(i => i.identity.name).join()')"
is "…and one intermediate" 3 "$(certificates f)"
for kind in "${profiles[@]}"; do
    fresh "$kind"
    exits "names that would be the same ($kind)" 0 import -q -p f --password-file pw three.p12
    is "…are told apart" 'u,u,u u,u,u' "$(trust_of "Taro Yamada's Test University ID #2") \
$(certutil -L -d sql:f | sed -n "s/^Taro Yamada's Test University ID  .* \([^ ]*,[^ ]*\) *\$/\1/p")"
    check "…each with its key" same_key same.pem "Taro Yamada's Test University ID #2"
done
fresh system
"$helper" import -q -p f --password-file pw taro.p12 2>err
exits "one of two is known" 0 import -p f --json --password-file pw two.p12
is "…and told apart" 'true,false' "$(json 'd.files[0].identities.map(i => i.known).join()')"

# Chains, strangers, CAs: all without trust.
cat ca/issuing.pem ca/root.pem hana.pem >more
for kind in "${profiles[@]}"; do
    openssl pkcs12 -export -in taro.pem -certfile more -inkey taro.key -passout file:pw -out chain.p12
    fresh "$kind"
    exits "a chain up to the root, and a stranger ($kind)" 0 import -q -p f --password-file pw chain.p12
    is "…none is trusted, and the stranger left out" '0 3' "$(certutil -L -d sql:f | grep -cE '[pPcCTw][^ ]*,|,[pPcCTw]') $(certificates f)"
done
openssl req -x509 -key taro.key -days 30 -subj '/O=Test University/CN=Myself' -out self.pem 2>/dev/null
openssl pkcs12 -export -in self.pem -inkey taro.key -passout file:pw -out self.p12
goes_in self.p12 taro.pem Myself "a certificate that its owner has signed"
printf 'keyUsage=keyEncipherment\n' >encrypt
openssl x509 -req -in taro.csr -CA ca/issuing.pem -CAkey ca/issuing.key -set_serial 99 \
    -extfile encrypt -out encrypt.pem 2>/dev/null
openssl pkcs12 -export -in encrypt.pem -inkey taro.key -passout file:pw -out encrypt.p12
goes_in encrypt.p12 taro.pem 'Taro Yamada' "a key that may only decrypt"

# Refused, with nothing stored. (A request's key is here, which nothing may touch.)
pack taro nomac.p12 PIN-1234 -nomac
openssl pkcs12 -export -nocerts -inkey taro.key -passout file:pw -out nocert.p12 2>/dev/null
openssl pkcs12 -export -nokeys -in taro.chain -passout file:pw -out nokey.p12
openssl genpkey -algorithm ed25519 -out ed.key
openssl req -new -key ed.key -subj /CN=ed -out ed.csr
issue ca ed.csr ed.pem
openssl pkcs12 -export -in ed.pem -inkey ed.key -passout file:pw -out ed.p12
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out k1.key
openssl req -new -key k1.key -subj /CN=k1 -out k1.csr
issue ca k1.csr k1.pem
openssl pkcs12 -export -in k1.pem -inkey k1.key -passout file:pw -out k1.p12
openssl pkcs12 -export -in taro.pem -inkey taro.key -passout file:pw -out aria.p12 \
    -keypbe aria-256-cbc -certpbe aria-256-cbc
openssl pkcs12 -export -in taro.pem -inkey taro.key -passout file:pw -out ariakey.p12 \
    -keypbe aria-256-cbc
pack taro bare.p12 PIN-1234 -keypbe NONE
head -c 2000 taro.p12 >cut.p12
node "$remac" taro.p12 PIN-1234 inside at:700 && mv inside.700 inside.p12
cp taro.p12 mac.p12
printf '\x55\xAA' | dd of=mac.p12 bs=1 seek=$(($(stat -c %s taro.p12) - 30)) conv=notrunc status=none
cp taro.p12 flip.p12
printf '\x55\xAA' | dd of=flip.p12 bs=1 seek=900 conv=notrunc status=none
base64 taro.p12 | head -20 >cut.b64
# Certificates of the same length, each for the other's key. They are signed by an RSA CA, because
# its signatures all have the same length.
openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -subj /O=Test 2>/dev/null
for who in taro hana; do
    openssl x509 -req -in $who.csr -CA rsa.pem -CAkey rsa.key -set_serial 7 -out lie-$who.pem 2>/dev/null
    openssl x509 -in lie-$who.pem -outform DER -out lie-$who.der
done
openssl pkcs12 -export -in lie-taro.pem -inkey taro.key -passout file:pw -out true.p12 -certpbe NONE
node "$remac" true.p12 PIN-1234 lie.p12 lie-taro.der lie-hana.der
for kind in "${profiles[@]}"; do
    fresh "$kind"
    "$helper" request -q -p f -k p-256 -s CN=x >/dev/null 2>&1
    before=$(content f)
    while read -r code file what; do
        exits "$file: $what ($kind)" "$code" import -p f --password-file pw $file
        is "…nothing was stored" "$before" "$(content f)"
    done <<'END'
65 nomac.p12 no MAC
65 cut.p12 cut off
65 inside.p12 damaged, with a right MAC
100 mac.p12 a wrong MAC
100 flip.p12 changed bytes, which is as a wrong password
65 cut.b64 in base64, cut off
89 nocert.p12 a key without a certificate
85 nokey.p12 certificates without a key
90 ed.p12 Ed25519
90 k1.p12 a curve that browsers don't know
113 bare.p12 a key in the open
65 aria.p12 a cipher that NSS does not know
65 ariakey.p12 the same for the key alone
END
    run import -p f --password-file pw nomac.p12
    says "no MAC: it is named" 'no integrity check (MAC)'
    run import -p f --password-file pw cut.p12
    says "cut off: it is named" 'damaged or cut off'
    printf 'PIN-1235' >wrong
    for file in taro.p12 old.p12 ec.p12 gnutls.p12 two.p12; do
        exits "$file: a wrong password" 100 import -p f --password-file wrong $file
        is "…nothing was stored" "$before" "$(content f)"
    done
    says "…in a person's words" 'The password does not open this file.'
    : >wrong
    exits "the empty password for a file with one" 100 import -p f --password-file wrong taro.p12
    exits "--json" 100 import -p f --json --password-file wrong taro.p12
    is "…the name of the error" 'PASSWORD 100' "$(json 'd.files[0].error.name + " " + d.error.code')"
    exits "a key of another certificate" 91 import -p f --password-file pw lie.p12
    is "…is taken back, with that certificate" '1 0' "$(keys f) $(certificates f)"
    certutil -A -d sql:f -n somebody -t ,, -i lie-hana.pem
    exits "…the same where the certificate was there" 91 import -p f --password-file pw lie.p12
    is "…which stays" '1 1' "$(keys f) $(certificates f)"
    fresh "$kind"
    "$helper" import -q -p f --password-file pw taro.p12 2>err
    exits "…and where the key was there" 91 import -p f --password-file pw lie.p12
    exits "…which still works" 93 verify -p f --json "$(fingerprint taro.pem)"
    is "…as before" 'good good 1 2' "$(json '[d.proof.key, d.proof.signs].join(" ")') $(keys f) $(certificates f)"
done
fresh system
exits "the question is one for a person" 102 import -p f taro.p12
says "…which options there are" '--password-file or --password-fd'
exits "both options" 64 import -p f --password-file pw --password-fd 3 taro.p12
exits "standard input twice" 64 import -p f --password-fd 0 - taro.p12
exits "a descriptor that is none" 64 import -p f --password-fd x taro.p12
exits "a descriptor that is not open" 66 import -p f --password-fd 77 taro.p12
exits "a password file that is not there" 66 import -p f --password-file nowhere taro.p12
printf 'one\ntwo\n' >lines
exits "a password of two lines" 65 import -p f --password-file lines taro.p12
head -c 1024 /dev/zero | tr '\0' x >longest
exits "a password of 1,024 bytes" 100 import -p f --password-file longest taro.p12
head -c 1025 /dev/zero | tr '\0' x >longer
exits "a password of 1,025 bytes" 94 import -p f --password-file longer taro.p12
head -c 5000 /dev/zero | tr '\0' x >huge
exits "a password that never ends" 94 import -p f --password-file huge taro.p12
is "nothing of these was stored" '0 0' "$(keys f) $(certificates f)"

# Cut off anywhere; damaged anywhere, with a correct MAC.
fresh system
before=$(content f)
bad=
size=$(stat -c %s taro.p12)
for length in $(seq 12 97 "$size"); do
    head -c "$length" taro.p12 >part.p12
    run import -q -p f --password-file pw part.p12
    [ $status -eq 65 ] || [ $status -eq 89 ] || bad="$bad $length:$status"
done
is "cut anywhere it is refused" '' "$bad"
is "…and nothing stored" "$before" "$(content f)"
bad=
offsets=$(seq 3 53 2700)
node "$remac" open.p12 PIN-1234 part "at:${offsets//$'\n'/,}"
for at in $offsets; do
    kinds=("${profiles[turn++ % ${#profiles[@]}]}")
    [ "${MAKERS:-}" != all ] || kinds=("${profiles[@]}")
    for kind in "${kinds[@]}"; do
        fresh "$kind"
        before=$(content f)
        run import -q -p f --password-file pw "part.$at"
        [ $status -lt 128 ] || bad="$bad $kind:$at:$status"
        grep -q 'Sanitizer\|defect' err && bad="$bad $kind:$at"
        # 93, 110: it was imported, and what is wrong with it is reported.
        [[ $status =~ ^(0|93|110)$ ]] || [ "$(content f)" = "$before" ] || [ "$(keys f)$(certificates f)" = 00 ] ||
            bad="$bad $kind:$at:left"
    done
done
is "damaged anywhere inside: a word, and nothing half stored" '' "$bad"

# Together with others.
fresh system
"$helper" request -q -p f -k p-256 -s CN=b -o b.csr
issue ca b.csr b.pem
exits "files of both kinds" 85 import -p f --json --password-file pw b.pem taro.p12 hana.pem long.p12
is "…each with its result" 'b NO_KEY PASSWORD Taro Yamada' "$(json '[d.files[0].identity.name,
    d.files[2].error.name, d.files[3].error.name, d.files[1].identities[0].identity.name].join(" ")')"
is "…the code of the first failure" 85 "$(json d.error.code)"
fresh system
exits "without a password the others go in" 85 import -p f hana.pem taro.p12
done_testing
