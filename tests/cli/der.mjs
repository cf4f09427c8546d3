// SPDX-License-Identifier: MPL-2.0
// Writes DER, certificates and PKCS#12 files, valid or not: nothing is checked here. The
// cryptography is Node's, which is OpenSSL's.
import { createCipheriv, createHash, createHmac, generateKeyPairSync, pbkdf2Sync, randomBytes, sign } from 'node:crypto';

/** Buffers, lists of them and lists of numbers, one after the other. */
const flat = (parts) => Buffer.concat(parts.map((part) =>
  !Array.isArray(part) ? part : typeof part[0] === 'number' ? Buffer.from(part) : flat(part)));

export function tlv(tag, ...parts) {
  const value = flat(parts);
  const length = [];
  for (let rest = value.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const header = value.length < 128 ? [tag, value.length] : [tag, 0x80 + length.length, ...length];
  return Buffer.concat([Buffer.from(header), value]);
}
export const seq = (...parts) => tlv(0x30, ...parts);
export const set = (...parts) => tlv(0x31, ...parts);
export const octets = (...parts) => tlv(0x04, ...parts);
export const bits = (...parts) => tlv(0x03, [0], ...parts);
export const at = (number, ...parts) => tlv(0xa0 + number, ...parts);
export const none = Buffer.from([0x05, 0x00]);

/** An INTEGER of a number, or of the bytes that are given. */
export function int(value) {
  if (Buffer.isBuffer(value)) return tlv(0x02, value);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  let from = 0;
  while (from < 7 && (bytes[from] === 0 && bytes[from + 1] < 0x80)) from++;
  return tlv(0x02, bytes.subarray(from));
}

export function oid(text) {
  const [first, second, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return tlv(0x06, bytes);
}

export const utf8 = (text) => tlv(0x0c, Buffer.from(text));
export const bmp = (text) => tlv(0x1e, Buffer.from(text, 'utf16le').swap16());
export const CN = '2.5.4.3';
export const O = '2.5.4.10';

/** A name of [oid, string] pairs; the string is a whole element. */
export const name = (...parts) => seq(parts.map(([type, value]) => set(seq(oid(type), value))));
export const called = (text) => name([O, utf8('Test University')], [CN, utf8(text)]);
export const time = (text) => tlv(text.length === 13 ? 0x17 : 0x18, Buffer.from(text));

export function keyPair(type = 'ec', options = { namedCurve: 'P-256' }) {
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  return {
    key: privateKey,
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    pkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

const ECDSA = seq(oid('1.2.840.10045.4.3.2'));
let counter = 1000;

/** The CA that signs unless another signer is given. */
export const ca = { ...keyPair(), name: called('Hostile CA') };

export function certificate({
  subject = called('Somebody'),
  issuer = ca.name,
  serial = int(counter++),
  from = '200101000000Z',
  until = '20490101000000Z',
  spki,
  signer = ca.key,
  isCa = false,
  more = [], // extensions
}) {
  const all = [...(isCa ? [seq(oid('2.5.29.19'), [1, 1, 0xff], octets(seq([1, 1, 0xff])))] : []), ...more];
  const extensions = all.length > 0 ? at(3, seq(all)) : [];
  const body = seq(at(0, int(2)), serial, ECDSA, issuer, seq(time(from), time(until)), subject, spki, extensions);
  return seq(body, ECDSA, bits(sign('sha256', body, signer)));
}

/** RFC 7292 appendix B. */
function mac(password, salt, rounds, id, content) {
  const stretch = (value) => Buffer.alloc(Math.ceil(value.length / 64) * 64, value);
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  let key = Buffer.concat([Buffer.alloc(64, id), stretch(salt), stretch(text)]);
  for (let i = 0; i < rounds; i++) key = createHash('sha256').update(key).digest();
  return createHmac('sha256', key).update(content).digest();
}

const DATA = '1.2.840.113549.1.7.1';
const SHA256 = seq(oid('2.16.840.1.101.3.4.2.1'), none);

/** PBES2 (RFC 8018): the algorithm, which says `rounds`, and the encrypted text: by one round if these can't be done. */
export function encrypt(plain, { password = 'x', rounds = 100, keyLength = [], cipher = '2.16.840.1.101.3.4.1.42' } = {}) {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const work = typeof rounds === 'number' && rounds > 0 && rounds < 1e7 ? rounds : 1;
  const key = pbkdf2Sync(password, salt, work, 32, 'sha256');
  const engine = createCipheriv('aes-256-cbc', key, iv);
  const kdf = seq(oid('1.2.840.113549.1.5.12'),
    seq(octets(salt), int(rounds), keyLength, seq(oid('1.2.840.113549.2.9'), none)));
  const algorithm = seq(oid('1.2.840.113549.1.5.13'), seq(kdf, seq(oid(cipher), octets(iv))));
  return { algorithm, value: Buffer.concat([engine.update(plain), engine.final()]) };
}
export function envelope(pkcs8, options) {
  const { algorithm, value } = encrypt(pkcs8, options);
  return seq(algorithm, octets(value));
}

const bag = (number, value, attributes = []) =>
  seq(oid(`1.2.840.113549.1.12.10.1.${number}`), at(0, value), attributes.length ? set(attributes) : []);
export const localKeyId = (value) => seq(oid('1.2.840.113549.1.9.21'), set(octets(Buffer.from(value))));
export const friendlyName = (element) => seq(oid('1.2.840.113549.1.9.20'), set(element));
export const openKey = (pkcs8, ...attributes) => bag(1, pkcs8, attributes);
export const shrouded = (pkcs8, options, ...attributes) => bag(2, envelope(pkcs8, options), attributes);
export const certBag = (der, ...attributes) =>
  bag(3, seq(oid('1.2.840.113549.1.9.22.1'), at(0, octets(der))), attributes);
export const otherBag = bag;

/** A safe in a safe in a safe …, from the inside out. */
export function nestedSafes(levels) {
  const type = oid('1.2.840.113549.1.12.10.1.6');
  const headers = [];
  let length = 0;
  const wrap = (tag, before = Buffer.alloc(0)) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(before.length + length);
    headers.push(Buffer.concat([Buffer.from([tag, 0x84]), size, before]));
    length += headers.at(-1).length;
  };
  for (let i = 0; i < levels; i++) {
    wrap(0x30);
    wrap(0xa0);
    wrap(0x30, type);
  }
  return Buffer.concat(headers.reverse());
}

export const openSafe = (...bags) => seq(oid(DATA), at(0, octets(seq(bags))));
export function encryptedSafe(bags, options) {
  const { algorithm, value } = encrypt(seq(bags), options);
  const content = seq(oid(DATA), algorithm, tlv(0x80, value));
  return seq(oid('1.2.840.113549.1.7.6'), at(0, seq(int(0), content)));
}

/* The MAC of RFC 9579, with the password in UTF-8. */
function pbmac1(password, salt, rounds, content) {
  const hmac = seq(oid('1.2.840.113549.2.9'), none);
  const kdf = seq(oid('1.2.840.113549.1.5.12'), seq(octets(salt), int(rounds), int(32), hmac));
  const digest = createHmac('sha256', pbkdf2Sync(password, salt, rounds, 32, 'sha256')).update(content).digest();
  return { algorithm: seq(oid('1.2.840.113549.1.5.14'), seq(kdf, hmac)), digest };
}

/** `says` is the number of rounds that the file speaks of, if it is another one; `shape` makes the digest another one. */
export function pfx(safes, { password = 'x', rounds = 1, says = rounds, hash = SHA256, salt = randomBytes(8), shape = (digest) => digest,
  pbmac = false, noMac = false, type = DATA } = {}) {
  const content = Buffer.isBuffer(safes) ? safes : seq(safes);
  const { algorithm, digest } = pbmac ? pbmac1(password, salt, rounds, content)
    : { algorithm: hash, digest: mac(password, salt, rounds, 3, content) };
  const macData = seq(seq(algorithm, octets(shape(digest))), octets(salt), int(says));
  return seq(int(3), seq(oid(type), at(0, octets(content))), noMac ? [] : macData);
}

export const pem = (label, der) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END ${label}-----\n`;
