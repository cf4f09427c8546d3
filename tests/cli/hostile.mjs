// SPDX-License-Identifier: MPL-2.0
// hostile.mjs FOLDER: writes damaged and hostile files, and a line for each on standard
// output: exit code|file|words of the message|what it is. The password is x.
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CN, O, at, bits, bmp, ca, called, certBag, certificate, encryptedSafe, envelope, friendlyName, int, keyPair,
  localKeyId, name, nestedSafes, none, octets, oid, openKey, openSafe, otherBag, pem, pfx, seq, set, shrouded, time, tlv, utf8,
} from './der.mjs';

const folder = process.argv[2];
function file(code, label, words, what, bytes) {
  writeFileSync(join(folder, label), bytes);
  process.stdout.write(`${[code, label, words, what].join('|')}\n`);
}

// An empty list of revoked ones, by nobody.
const crl = seq(seq(int(1), seq(oid('1.2.840.10045.4.3.2')), ca.name, time('200101000000Z')), seq(oid('1.2.840.10045.4.3.2')), bits(randomBytes(64)));
const user = keyPair();
const other = keyPair();
const rsa = keyPair('rsa', { modulusLength: 2048 });
const cert = certificate({ spki: user.spki, subject: called('Good') });
const issuer = certificate({ spki: ca.spki, subject: ca.name, isCa: true });
const id = localKeyId('1');

/** A file with one key and certificates, the first of them its own. */
const identity = (der, pair = user, { key = {}, safe = {}, outer = {}, more = [], attributes = [] } = {}) =>
  pfx([openSafe(shrouded(pair.pkcs8, key, id)),
    encryptedSafe([certBag(der, id, ...attributes), ...more], safe)], outer);
const made = (options, pair = user) => identity(certificate({ spki: pair.spki, ...options }), pair);
const good = identity(cert, user, { more: [certBag(issuer)] });

/** A key of 14364 bits, made at once: of two Mersenne primes. */
function heavyKey() {
  const e = 65537n;
  const [p, q] = [9941n, 4423n].map((bitCount) => (1n << bitCount) - 1n);
  const inverse = (a, m) => {
    let [r, s, x, y] = [m, a % m, 0n, 1n];
    while (s) [r, s, x, y] = [s, r % s, y, x - (r / s) * y];
    return ((x % m) + m) % m;
  };
  const d = inverse(e, (p - 1n) * (q - 1n));
  const text = (n) => Buffer.from(n.toString(16).padStart(n.toString(16).length + (n.toString(16).length % 2), '0'), 'hex').toString('base64url');
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = { kty: 'RSA', ...Object.fromEntries(Object.entries(numbers).map(([part, n]) => [part, text(n)])) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    pkcs8: key.export({ type: 'pkcs8', format: 'der' }),
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
  };
}
const heavy = heavyKey();
const manyOf = (pair, count) => identity(certificate({ spki: pair.spki, subject: called('1') }), pair, {
  more: Array.from({ length: count - 1 }, (_, i) => certBag(certificate({ spki: pair.spki, subject: called(`${i + 2}`) }))) });

/** Keys as keytool writes them: only a signature tells which certificate belongs to which key. */
function manyKeys(count) {
  const pairs = Array.from({ length: count }, () => keyPair());
  const withoutPoint = ({ key }) => {
    const { d } = key.export({ format: 'jwk' });
    return seq(int(0), seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
      octets(seq(int(1), octets(Buffer.from(d, 'base64url')))));
  };
  return pfx([openSafe(...pairs.map((pair) => shrouded(withoutPoint(pair)))),
    encryptedSafe(pairs.reverse().map(({ spki }, i) => certBag(certificate({ spki, subject: called(`${i}`) }))))]);
}

// Sound ones, so that the others are refused for what is wrong with them.
file(0, 'good.p12', '', 'nothing wrong', good);
file(0, 'good-rsa.p12', '', 'nothing wrong, RSA', made({ subject: called('Good RSA') }, rsa));
file(0, 'good.pem', '', 'nothing wrong, PEM', pem('CERTIFICATE', cert) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8)));

// As many keys as a file may have; the test counts them itself.
writeFileSync(join(folder, 'curves.p12'), manyKeys(64));
file(0, 'heavy.p12', '', 'two certificates of a key of 14364 bits', manyOf(heavy, 2));
file(0, 'many-rsa.p12', '', 'fifty of a key of 2048 bits', manyOf(rsa, 50));
file(65, 'heavier.p12', 'at once', 'three certificates of a key of 14364 bits', manyOf(heavy, 3));

// Each form of a password takes time of its own: NSS before 3.31 wrote UTF-16 where it now writes UTF-8.
const utf16 = Buffer.from([0, 0x78, 0, 0]);
const underUtf16 = (rounds) => pem('CERTIFICATE', cert) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8, { password: utf16, rounds }));
file(0, 'forms.pem', '', 'a key under the second form of its password', underUtf16(1e5));
file(100, 'forms-5m.pem', 'does not open', '…and five million rounds', underUtf16(5e6));

// Cut off, and lengths that lie.
for (const [part, length] of [['head', 12], ['quarter', good.length >> 2], ['half', good.length >> 1], ['end', good.length - 1]]) {
  file(65, `cut-${part}.p12`, 'damaged', `cut off: ${part}`, good.subarray(0, length));
}
file(65, 'length-4g.p12', 'damaged', 'a length of 4 GiB', Buffer.concat([Buffer.from([0x30, 0x84, 255, 255, 255, 255]), good.subarray(4)]));
file(65, 'length-127.p12', 'damaged', 'a length of 127 bytes', Buffer.concat([Buffer.from([0x30, 0xff]), good.subarray(4)]));
file(65, 'length-inside.p12', 'damaged', 'a length inside that leads out',
  Buffer.concat([good.subarray(0, 7), Buffer.from([0x30, 0x84, 0x7f, 255, 255, 255]), good.subarray(11)]));
file(65, 'endless.p12', 'damaged', 'an indefinite length without an end', Buffer.concat([Buffer.from([0x30, 0x80]), good.subarray(4)]));
file(65, 'bomb.p12', 'damaged', '100,000 levels of indefinite length',
  Buffer.concat([Buffer.from([0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1, 0xa0, 0x80]),
    Buffer.alloc(200000, Buffer.from([0x24, 0x80]))]));
file(65, 'bomb.der', 'damaged', '200,000 levels in a certificate', Buffer.alloc(400000, Buffer.from([0x30, 0x80])));
file(0, 'tail.p12', '', 'more behind it', Buffer.concat([good, Buffer.from('more')]));

// The integrity check.
const wrong = Buffer.from(good);
wrong[good.lastIndexOf(Buffer.from([4, 8])) - 5] ^= 1;
file(100, 'mac-wrong.p12', 'does not open', 'a wrong MAC', wrong);
const oneMore = (digest) => Buffer.concat([digest, Buffer.alloc(1)]);
const oneLess = (digest) => digest.subarray(0, -1);
file(100, 'mac-less.p12', 'does not open', 'the right MAC, but its last byte', identity(cert, user, { outer: { shape: oneLess } }));
file(100, 'mac-more.p12', 'does not open', 'the right MAC, and a byte more', identity(cert, user, { outer: { shape: oneMore } }));
file(0, 'mac-pbmac1.p12', '', 'a MAC of RFC 9579', identity(cert, user, { outer: { pbmac: true, rounds: 1000 } }));
file(100, 'mac-pbmac1-more.p12', 'does not open', '…and a byte more', identity(cert, user, { outer: { pbmac: true, rounds: 1000, shape: oneMore } }));
file(65, 'mac-none.p12', 'no integrity check', 'no MAC', identity(cert, user, { outer: { noMac: true } }));
file(65, 'mac-2g.p12', 'more work', 'a MAC of 2^31 rounds', identity(cert, user, { outer: { says: 2 ** 31 } }));
file(65, 'mac-2g-1.p12', 'more work', 'a MAC of 2^31-1 rounds', identity(cert, user, { outer: { says: 2 ** 31 - 1 } }));
file(65, 'mac-long.p12', 'more work', 'a MAC of 2^800 rounds', identity(cert, user, { outer: { says: Buffer.alloc(100, 0x7f) } }));
file(65, 'mac-0.p12', 'damaged', 'a MAC of no rounds', identity(cert, user, { outer: { says: 0 } }));
file(65, 'mac-minus.p12', 'damaged', 'a MAC of -1 rounds', identity(cert, user, { outer: { says: -1 } }));
file(65, 'mac-hash.p12', 'integrity check', 'a MAC of no known hash', identity(cert, user, { outer: { hash: seq(oid('1.2.3.4'), none) } }));
file(0, 'mac-salt.p12', '', 'a salt of 100 KiB', identity(cert, user, { outer: { salt: randomBytes(100 << 10) } }));
file(65, 'mac-public.p12', 'by a certificate', 'signed in place of a MAC', identity(cert, user, { outer: { type: '1.2.840.113549.1.7.2' } }));

// Too much work, with a correct MAC.
file(65, 'safe-2g.p12', 'more work', 'certificates under 2^31-1 rounds', identity(cert, user, { safe: { rounds: 2 ** 31 - 1 } }));
file(65, 'safe-minus.p12', 'damaged', 'certificates under -1 rounds', identity(cert, user, { safe: { rounds: -1 } }));
file(65, 'key-2g.p12', 'more work', 'a key under 2^31-1 rounds', identity(cert, user, { key: { rounds: 2 ** 31 - 1 } }));
file(65, 'key-2g-inside.p12', 'more work', 'the same, itself encrypted',
  pfx([encryptedSafe([shrouded(user.pkcs8, { rounds: 2 ** 31 - 1 }, id), certBag(cert, id)])]));
file(65, 'key-length.p12', 'a longer key', 'an AES key of 2^30 bytes', identity(cert, user, { safe: { keyLength: int(2 ** 30) } }));
file(65, 'safes.p12', 'more work', 'fifty times a million rounds', pfx(Array(50).fill(encryptedSafe([certBag(cert)], { rounds: 1000000 }))));
file(65, 'keys.p12', 'more work', 'sixty keys under a million rounds',
  pfx([openSafe(...Array(60).fill(shrouded(user.pkcs8, { rounds: 1000000 }, id)), certBag(cert, id))]));
file(65, 'key-2g.pem', 'more work', 'PEM, a key under 2^31-1 rounds',
  pem('CERTIFICATE', cert) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8, { rounds: 2 ** 31 - 1 })));
file(0, 'keys.pem', '', 'PEM, one key a thousand times',
  pem('CERTIFICATE', cert) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8)).repeat(1000));
file(65, 'rounds.pem', 'more work', 'PEM, a thousand keys of as many rounds as one may have',
  pem('CERTIFICATE', cert) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8, { rounds: 5.1e6 })).repeat(1000));
file(65, 'keys-65.pem', 'more than 64 keys', 'PEM, 65 keys', pem('CERTIFICATE', cert)
  + Array.from({ length: 65 }, () => pem('ENCRYPTED PRIVATE KEY', envelope(keyPair().pkcs8))).join(''));

// What is in it.
file(89, 'empty-safe.p12', 'neither a key nor', 'nothing in it', pfx([]));
file(65, 'text-safe.p12', 'damaged', 'text in place of the safes', pfx(Buffer.from('Hello, world')));
file(65, 'cut-safe.p12', 'damaged', 'safes that are cut off', pfx(openSafe(certBag(cert, id)).subarray(0, 200)));
file(65, 'cipher.p12', 'encrypted with OID.1.2.3.4.5', 'a cipher that nobody knows', identity(cert, user, { safe: { cipher: '1.2.3.4.5' } }));
file(65, 'password.p12', 'with another password', 'one password for the MAC, another for the rest', identity(cert, user, { safe: { password: 'y' } }));
file(112, 'key-password.p12', 'another password than the file', 'another password for the key', identity(cert, user, { key: { password: 'y' } }));
file(112, 'key-noise.p12', 'another password than the file', 'noise in place of the key', identity(cert, { pkcs8: randomBytes(200) }));
file(65, 'key-text.p12', 'damaged', 'a certificate in place of the key', identity(cert, { pkcs8: cert }));
file(89, 'key-only.p12', 'not its certificate', 'a key without its certificate', pfx([openSafe(shrouded(user.pkcs8, {}, id))]));
file(85, 'certificate-only.p12', 'a key that is not in this profile', 'a certificate without its key', pfx([encryptedSafe([certBag(cert, id)])]));
file(114, 'ca-only.p12', 'has issued no certificate of this profile', 'CAs only', pfx([encryptedSafe([certBag(issuer)])]));
file(0, 'no-ids.p12', '', 'nothing says which key is whose',
  pfx([openSafe(shrouded(user.pkcs8, {})), encryptedSafe([certBag(cert)])]));
file(91, 'key-other.p12', 'does not belong to its certificate', "another certificate's key", identity(cert, other));
file(91, 'key-other-kind.p12', 'does not belong to its certificate', 'an RSA key for an EC certificate', identity(cert, rsa));
file(89, 'two-keys.p12', 'not its certificate', 'two keys, one certificate',
  pfx([openSafe(shrouded(user.pkcs8, {}, id), shrouded(other.pkcs8, {}, id)), encryptedSafe([certBag(cert, id)])]));
const second = certificate({ spki: other.spki, subject: called('Second') });
file(0, 'twice.p12', '', 'a certificate twice, with its id the second time',
  pfx([openSafe(shrouded(user.pkcs8, {}, id)), encryptedSafe([certBag(cert), certBag(cert, id)])]));
file(113, 'key-open.p12', 'not encrypted', 'a MAC, and a key in the open', pfx([openSafe(openKey(user.pkcs8, id), certBag(cert, id))]));
file(113, 'key-open-too.p12', 'not encrypted', 'one key encrypted, one in the open',
  pfx([openSafe(shrouded(user.pkcs8, {}, id), openKey(other.pkcs8, localKeyId('2')), certBag(cert, id), certBag(second, localKeyId('2')))]));
file(0, 'secret.p12', '', 'a secret bag beside', identity(cert, user, { more: [otherBag(5, seq(oid('1.2.3.4'), at(0, octets(randomBytes(32)))))] }));
file(0, 'crl.p12', '', 'a bag with a CRL beside', identity(cert, user, { more: [otherBag(4, seq(oid('1.2.840.113549.1.9.23.1'), at(0, octets(crl))))] }));
/** Safes in one another, so many. */
const nest = (levels) => levels ? otherBag(6, seq(nest(levels - 1))) : certBag(issuer);
for (const [code, levels] of [[0, 3], [0, 8], [65, 9]])
  file(code, `nested-${levels}.p12`, code ? 'are nested more than' : '', `${levels} safes in a safe`, identity(cert, user, { more: [nest(levels)] }));
for (const [code, levels] of [[65, 8000], [94, 100000]])
  file(code, `nested-${levels}.p12`, code === 94 ? 'larger than' : 'are nested more than', `${levels} safes in one another`, pfx([openSafe(nestedSafes(levels), shrouded(user.pkcs8, {}, id), certBag(cert, id))]));
file(89, 'sdsi.p12', 'not its certificate', 'a certificate of another kind',
  pfx([openSafe(shrouded(user.pkcs8, {}, id), otherBag(3, seq(oid('1.2.840.113549.1.9.22.2'), at(0, octets(cert))), [id]))]));
file(65, 'certificate-noise.p12', 'damaged', 'noise in place of the certificate', identity(randomBytes(400)));
const many = Array.from({ length: 1000 }, (_, i) => certificate({ spki: ca.spki, subject: called(`CA ${i}`), isCa: true }));
file(0, 'hundreds.p12', '', '300 certificates', identity(cert, user, { more: many.slice(0, 300).map((der) => certBag(der)) }));
for (const [code, count] of [[0, 512], [65, 513]])
  file(code, `certificates-${count}.p12`, code ? 'more than 512' : '', `${count} certificates`, identity(cert, user, { more: many.slice(1, count).map((der) => certBag(der)) }));
file(65, 'thousand.p12', 'more than 512', '1,000 certificates', identity(cert, user, { more: many.map((der) => certBag(der)) }));
file(65, 'thousand.pem', 'more than 512', 'PEM, 1,000 certificates', many.map((der) => pem('CERTIFICATE', der)).join(''));

// Keys that no browser uses.
const curve = (type, options) => made({ subject: called(type) }, keyPair(type, options));
file(90, 'k1.p12', 'the kind of key', 'the curve secp256k1', curve('ec', { namedCurve: 'secp256k1' }));
file(90, 'p192.p12', 'the kind of key', 'the curve P-192', curve('ec', { namedCurve: 'prime192v1' }));
file(90, 'ed25519.p12', 'the kind of key', 'Ed25519', curve('ed25519'));
file(90, 'dsa.p12', 'the kind of key', 'DSA', curve('dsa', { modulusLength: 1024, divisorLength: 160 }));
file(90, 'rsa-512.p12', 'the kind of key', 'RSA of 512 bits', curve('rsa', { modulusLength: 512 }));
const spki = (modulus, exponent) => seq(seq(oid('1.2.840.113549.1.1.1'), none), bits(seq(int(modulus), int(exponent))));
const odd = (length) => Buffer.concat([Buffer.from([0x55]), randomBytes(length - 2), Buffer.from([1])]);
const lie = (key) => identity(certificate({ spki: key, subject: called('Lie') }), rsa);
file(91, 'rsa-huge.p12', 'does not belong to its certificate', 'RSA of 65,536 bits', lie(spki(odd(8192), 65537)));
file(91, 'rsa-e1.p12', 'does not belong to its certificate', 'RSA with the exponent 1', lie(spki(odd(256), 1)));
file(91, 'rsa-0.p12', 'does not belong to its certificate', 'RSA with the modulus 0', lie(spki(0, 65537)));
file(91, 'ec-point.p12', 'does not belong to its certificate', 'a point that is on no curve',
  identity(certificate({ spki: Buffer.concat([user.spki.subarray(0, -64), randomBytes(64)]), subject: called('Lie') })));

// Certificates that are valid, or nearly so, and say strange things.
const titled = (...parts) => made({ subject: name(...parts) });
file(0, 'nul.p12', '', 'a NUL in the name', titled([CN, utf8('Taro\0.example.com')]));
file(0, 'turn.p12', '', 'marks that turn the direction', titled([CN, utf8('Taro\u202Egpj.exe\u2066\u200F')]));
file(0, 'escape.p12', '', 'control characters in the name', titled([CN, utf8('\x1b[2J\x1b]0;owned\x07\r\n')]));
file(0, 'not-utf8.p12', '', 'UTF-8 that is none', titled([CN, tlv(0x0c, Buffer.from([0x80, 0xff, 0xfe, 0xc0, 0xaf]))]));
file(0, 'bmp.p12', '', 'a BMPString of half a character', titled([CN, tlv(0x1e, [0xd8, 0x3d, 0x00])], [O, bmp('x')]));
file(0, 'friendly.p12', '', 'a name in the file of half a character', identity(cert, user, { attributes: [friendlyName(tlv(0x1e, [0xd8, 0x3d, 0x00]))] }));
file(0, 'friendly-utf8.p12', '', 'a name in the file that is no BMPString', identity(cert, user, { attributes: [friendlyName(utf8('x'))] }));
file(0, 'nickname.p12', '', "another subject's nickname", identity(cert, user, { attributes: [friendlyName(bmp('taken'))] }));
file(0, 'no-name.p12', '', 'no name at all', titled());
const large = certificate({ spki: user.spki, subject: name([CN, utf8('x'.repeat(1 << 20))]) });
file(94, 'large.p12', 'larger than', 'a name of 1 MiB', identity(large));
file(0, 'large.pem', '', 'PEM, a name of 1 MiB', pem('CERTIFICATE', large) + pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8)));
file(0, 'long.p12', '', 'a name of 100 KiB', titled([CN, utf8('x'.repeat(100 << 10))]));
file(0, 'many-names.p12', '', '10,000 names', titled(...Array(10000).fill([CN, utf8('x')])));
file(0, 'serial-minus.p12', '', 'a negative serial number', made({ serial: int(Buffer.from([0x80])) }));
file(0, 'serial-0.p12', '', 'the serial number 0', made({ serial: int(0) }));
for (const [code, length] of [[0, 64], [65, 65]])
  file(code, `serial-${length}.p12`, code ? 'damaged' : '', `a serial number of ${length} bytes`, made({ serial: int(Buffer.alloc(length, 0x55)) }));
file(65, 'serial-long.p12', 'damaged', 'a serial number of 1,000 bytes', made({ serial: int(Buffer.alloc(1000, 0x55)) }));
file(0, 'year-9999.p12', '', 'valid until 9999', made({ until: '99991231235959Z' }));
file(0, 'year-1950.p12', '', 'valid from 1950', made({ from: '500101000000Z' }));
file(65, 'year-0.p12', 'damaged', 'a date that is none', made({ from: '999999999999Z' }));
file(0, 'backwards.p12', '', 'valid until before it is valid', made({ from: '20490101000000Z', until: '200101000000Z' }));
file(0, 'unsigned.p12', '', 'a signature that nobody made', identity(Buffer.concat([cert.subarray(0, -8), randomBytes(8)])));
file(0, 'ca.p12', '', "a CA's certificate as the person's", made({ isCa: true, subject: called('I am a CA') }));
file(0, 'self.p12', '', 'one that signs itself', made({ isCa: true, subject: called('I'), issuer: called('I'), signer: user.key }));
file(0, 'circle.p12', '', 'issuers in a circle', identity(certificate({ spki: user.spki, issuer: called('A') }), user, {
  more: [['A', 'B'], ['B', 'A']].map(([subject, by]) =>
    certBag(certificate({ spki: ca.spki, subject: called(subject), issuer: called(by), isCa: true }))),
}));
// The profile has one of this issuer and serial already.
file(65, 'reused.p12', 'same serial number', "another certificate's issuer and serial number", made({ serial: int(77) }));
writeFileSync(join(folder, 'there.der'), certificate({ spki: other.spki, subject: called('There'), serial: int(77) }));

// Files without any key.
file(89, 'nothing', 'empty', 'an empty file', '');
file(89, 'zeros', 'no certificate', 'zeros', Buffer.alloc(5000));
file(89, 'ones', 'no certificate', 'ones', Buffer.alloc(5000, 255));
file(89, 'text', 'no certificate', 'text', 'Dear Taro,\nhere is your certificate.\n');
file(89, 'page.p12', 'web page', 'a page that says sorry', '<!DOCTYPE html><html><title>Sorry</title><p>Please log in again.</html>');
file(89, 'json.p12', 'no certificate', 'JSON', '{"error":"session expired"}');
file(65, 'middle.pem', 'damaged', 'PEM with a broken middle', pem('CERTIFICATE', cert) + pem('CERTIFICATE', cert.subarray(0, 100)) + pem('CERTIFICATE', issuer));
file(89, 'ten-thousand.pem', 'CRL', '10,000 blocks of something else', pem('X509 CRL', randomBytes(60)).repeat(10000));
file(65, 'begins.pem', 'cut off', '100,000 beginnings', '-----BEGIN CERTIFICATE-----\n'.repeat(100000));
file(65, 'begins-keys.pem', 'cut off', 'a key, and 100,000 beginnings',
  pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8)) + '-----BEGIN ENCRYPTED PRIVATE KEY-----\n'.repeat(100000));
file(113, 'open.pem', '--accept-open-key', 'PEM, a key in the open', pem('CERTIFICATE', cert) + pem('PRIVATE KEY', user.pkcs8));
file(65, 'base64.p12', 'base64', 'base64 that breaks off', `${good.toString('base64').slice(0, 200)}!!!!`);
file(89, 'empty.p7b', 'no certificate', 'PKCS#7 with no certificate',
  seq(oid('1.2.840.113549.1.7.2'), at(0, seq(int(1), set(), seq(oid('1.2.840.113549.1.7.1')), at(0), set()))));
file(89, 'enveloped.p7m', 'no certificate', 'PKCS#7 of another kind', seq(oid('1.2.840.113549.1.7.3'), at(0, seq(int(0), set()))));
file(89, 'key.der', 'not its certificate', 'an encrypted key in DER', envelope(user.pkcs8));
file(94, 'huge', 'larger than', 'larger than any file with keys', Buffer.alloc((4 << 20) + 1, readFileSync(process.argv[1])));
