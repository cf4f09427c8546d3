// SPDX-License-Identifier: MPL-2.0
// remac.mjs FILE.p12 PASSWORD OUT [OLD NEW | at:OFFSET,…]: changes what is in a PKCS#12
// file and gives it a right MAC again (RFC 7292, appendix B). OLD and NEW are files of
// the same length; at: turns the bits of one byte of the content, counted from its start,
// for each offset in a file of its own, OUT.OFFSET.
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [file, password, out, old, replacement] = process.argv.slice(2);
const bytes = readFileSync(file);

/** The element at an offset: where its value begins and ends. DER only. */
function element(at) {
  const first = bytes[at + 1];
  const more = first & 0x80 ? first & 0x7f : 0;
  const length = more ? bytes.readUIntBE(at + 2, more) : first;
  const start = at + 2 + more;
  return { start, end: start + length };
}

/** The elements in a constructed one. */
function inside({ start, end }) {
  const list = [];
  for (let at = start; at < end; at = list.at(-1).end) list.push(element(at));
  return list;
}

const [, content, mac] = inside(element(0));
const [octets] = inside(inside(content)[1]);
const [info, salt, iterations] = inside(mac);
const [algorithm, digest] = inside(info);
const [oid] = inside(algorithm);
const valueOf = ({ start, end }) => bytes.subarray(start, end);
const [name, block] = valueOf(oid).equals(Buffer.from('2b0e03021a', 'hex')) ? ['sha1', 64] : ['sha256', 64];

/** A text or salt, again and again, up to whole blocks. */
const stretch = (value) => Buffer.alloc(Math.ceil(value.length / block) * block, value);
const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
let key = Buffer.concat([Buffer.alloc(block, 3), stretch(valueOf(salt)), stretch(text)]);
const rounds = iterations ? valueOf(iterations).readUIntBE(0, iterations.end - iterations.start) : 1;
for (let i = 0; i < rounds; i++) key = createHash(name).update(key).digest();

function write(to) {
  createHmac(name, key).update(valueOf(octets)).digest().copy(bytes, digest.start);
  writeFileSync(to, bytes);
}

function replace() {
  const [from, to] = [readFileSync(old), readFileSync(replacement)];
  const at = bytes.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`${from.length} ${to.length} ${at}`);
  to.copy(bytes, at);
}

if (old?.startsWith('at:')) {
  for (const offset of old.slice(3).split(',')) {
    const at = octets.start + (Number(offset) % (octets.end - octets.start));
    bytes[at] ^= 0x55;
    write(`${out}.${offset}`);
    bytes[at] ^= 0x55;
  }
} else {
  if (old) replace();
  write(out);
}
