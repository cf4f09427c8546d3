// SPDX-License-Identifier: MPL-2.0
// crl.mjs CA.PEM KEY.PEM FILE WORD=VALUE…: a list of revoked certificates (RFC 5280 5.1) in DER,
// larger or less correct than openssl makes one; it is signed by openssl dgst.
//   entries=N     serials of 16 bytes, from 40000…0 on; each has a reason
//   last=HEX      one more, at the end
//   ext=OID       which has this critical extension in place of a reason
//   outer=OID     another algorithm beside the signature than in what is signed
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { bits, int, none, octets, oid, seq, time, tlv } from './der.mjs';

const [ca, key, file, ...words] = process.argv.slice(2);
const given = Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
const hex = (text) => Buffer.from(text, 'hex');

/** The elements in an element, each with its header. */
function inside(der) {
  const headerOf = (at) => (der[at + 1] < 0x80 ? 2 : 2 + (der[at + 1] & 0x7f));
  const lengthOf = (at) => (der[at + 1] < 0x80 ? der[at + 1] : der.readUIntBE(at + 2, der[at + 1] & 0x7f));
  const parts = [];
  for (let at = headerOf(0); at < der.length; at += parts.at(-1).length) {
    parts.push(der.subarray(at, at + headerOf(at) + lengthOf(at)));
  }
  return parts;
}
const [body] = inside(new X509Certificate(readFileSync(ca)).raw);
const subject = inside(body)[5];

const moment = (days) => time(`${new Date(Date.now() + days * 864e5).toISOString().replace(/\D/g, '').slice(2, 14)}Z`);
const reason = seq(seq(oid('2.5.29.21'), octets(tlv(0x0a, Buffer.of(1)))));
const entry = (serial, extensions = reason) => seq(int(serial), moment(-9), extensions);
const critical = (id) => seq(seq(oid(id), [1, 1, 0xff], octets(none)));

function entries(count) {
  const one = entry(Buffer.concat([Buffer.of(0x40), Buffer.alloc(15)]));
  const all = Buffer.alloc(count * one.length);
  for (let i = 0; i < count; i++) {
    one.copy(all, i * one.length);
    all.writeUInt32BE(i, i * one.length + 16);
  }
  return all;
}

const algorithm = seq(oid('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
const list = seq(entries(Number(given.entries ?? 0)), given.last ? entry(hex(given.last), given.ext && critical(given.ext)) : []);
const number = tlv(0xa0, seq(seq(oid('2.5.29.20'), octets(int(1)))));
const tbs = seq(int(1), algorithm, subject, moment(-1), moment(7), list, number);
writeFileSync(`${file}.tbs`, tbs);
const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', key, `${file}.tbs`]);
writeFileSync(file, seq(tbs, given.outer ? seq(oid(given.outer)) : algorithm, bits(signature)));
