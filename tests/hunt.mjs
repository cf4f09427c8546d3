// SPDX-License-Identifier: MPL-2.0
// Searches for secrets: in the memory of a program (as saved by tests/memory.c), in files, in arguments,
// in the environment and in output.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MEMORY = path.resolve(top, process.env.B ?? 'build', 'memory.so');

/** How many bytes of a secret count as a find: the heap overwrites the beginning of freed memory. */
const PART = 16;
const parts = (bytes) => (bytes.length < PART ? [bytes]
  : [0, Math.floor((bytes.length - PART) / 2), bytes.length - PART].map((at) => bytes.subarray(at, at + PART)));

const reversed = (bytes) => Buffer.from(bytes).reverse();

/** The base64 of bytes that are somewhere within others: the whole groups, for each of three offsets. */
const base64s = (bytes) => [0, 1, 2].map((at) =>
  Buffer.from(bytes.subarray(at, at + Math.floor((bytes.length - at) / 3) * 3).toString('base64')));
const hexes = (bytes) => ['toLowerCase', 'toUpperCase'].map((way) => Buffer.from(bytes.toString('hex')[way]()));

/** A password that can't be mistaken for anything else: 40 characters of ASCII, which every kind of file allows. */
export const canary = (word) => `${word}-${randomBytes(32).toString('hex')}`.slice(0, 40);

/** The forms of a password that are searched for: {form, bytes}. */
export function formsOfText(text) {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const forms = [['UTF-8', [utf8]], ['UTF-16LE', [utf16]], ['BMPString', [Buffer.from(utf16).swap16()]],
    ['base64', base64s(utf8)], ['hex', hexes(utf8)]];
  return forms.flatMap(([form, all]) => all.flatMap(parts).map((bytes) => ({ form, bytes })));
}

/** The forms of a private key that are searched for: its numbers, and its PEM. `pem` is not encrypted. */
export function formsOfKey(pem) {
  const key = createPrivateKey(pem);
  const jwk = key.export({ format: 'jwk' });
  const numbers = ['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((name) => jwk[name])
    .map((name) => [name, Buffer.from(jwk[name], 'base64url')]);
  const forms = numbers.flatMap(([name, bytes]) => [[name, [bytes]], [`${name}, digits of 64 bits`, [reversed(bytes)]],
    [`${name} in base64`, base64s(bytes)], [`${name} in hex`, hexes(bytes)]]);
  return forms.flatMap(([form, all]) => all.flatMap(parts).map((bytes) => ({ form, bytes })));
}

/** All forms by their first two bytes, so that one pass finds them all. */
function tableOf(secrets) {
  const table = new Array(65536);
  for (const [secret, forms] of Object.entries(secrets)) {
    for (const { form, bytes } of forms) (table[bytes.readUInt16BE()] ??= []).push({ secret, form, bytes });
  }
  return table;
}

/** secrets: {NAME: forms}. Where they are in the bytes: [{secret, form, at}], each place once. */
export function find(secrets, bytes) {
  const table = tableOf(secrets);
  const found = new Map();
  for (let at = 0; at < bytes.length - 1; at += 1) {
    const likely = table[(bytes[at] << 8) | bytes[at + 1]];
    if (likely === undefined) continue;
    for (const { secret, form, bytes: wanted } of likely) {
      if (wanted.compare(bytes, at, Math.min(at + wanted.length, bytes.length)) !== 0) continue;
      // Parts that follow each other are one find.
      const key = `${secret} ${form}`;
      const last = found.get(key)?.at(-1);
      if (!last || at - last.at > 512) found.set(key, [...found.get(key) ?? [], { secret, form, at }]);
    }
  }
  return [...found.values()].flat();
}

/** An image of memory: its bytes, and its mappings. */
class Image {
  constructor(bytes, index, account) {
    this.bytes = bytes;
    this.mappings = index.trim().split('\n').map((line) => {
      const [, offset, length, start, what] = line.match(/^(\d+) (\d+) ([0-9a-f]+)-\S+ \S+ \S+ \S+ \S+ *(.*)$/);
      return { offset: Number(offset), length: Number(length), start, what };
    });
    this.locked = new Set([...account.matchAll(/^([0-9a-f]+)-[0-9a-f]+ [^]*?^VmFlags:(.*)$/gm)]
      .filter(([, , flags]) => / lo\b/.test(flags)).map(([, start]) => start));
  }

  /** [{secret, form, where, locked}] */
  find(secrets) {
    return find(secrets, this.bytes).map(({ secret, form, at }) => {
      const mapping = this.mappings.find(({ offset, length }) => at >= offset && at < offset + length);
      return { secret, form, where: mapping.what || 'anonymous memory', locked: this.locked.has(mapping.start) };
    });
  }
}

/** The images in a file of tests/memory.c, the first one first. */
function readImages(file) {
  const all = fs.readFileSync(file);
  const images = [];
  for (let end = all.length; end > 0;) {
    const line = all.lastIndexOf('\n', end - 2) + 1;
    const lengths = all.subarray(line, end).toString().match(/^(\d+) (\d+) (\d+) end\n$/)?.slice(1).map(Number);
    assert.ok(lengths, `${file}: no whole image`);
    const [account, index, bytes] = [lengths[2], lengths[1], lengths[0]].reduce(({ at, cut }, length) =>
      ({ at: at - length, cut: [...cut, all.subarray(at - length, at)] }), { at: line, cut: [] }).cut;
    images.unshift(new Image(bytes, index.toString(), account.toString()));
    end = line - lengths[0] - lengths[1] - lengths[2];
  }
  return images;
}

const isWhole = (file) => {
  const length = fs.statSync(file).size;
  const last = Buffer.alloc(4);
  const fd = fs.openSync(file);
  fs.readSync(fd, last, 0, 4, Math.max(0, length - 4));
  fs.closeSync(fd);
  return last.toString() === 'end\n';
};

/** The images of the programs that have ended, the first one first. Their files are deleted. */
export function takeImages(folder) {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.images')).flatMap((name) => {
    const images = readImages(path.join(folder, name));
    fs.rmSync(path.join(folder, name));
    return images;
  });
}

/** An image of a running program. `until` waits for a state. */
export async function takeImage(folder, pid, until) {
  const file = path.join(folder, `${pid}.images`);
  fs.truncateSync(file);
  fs.writeFileSync(path.join(folder, `${pid}.ask`), '!');
  await until('wrote its memory down', () => isWhole(file));
  const [image] = readImages(file);
  fs.truncateSync(file);
  return image;
}

/** Searches every file below a folder, and its name, except those for which `except` is true. */
export function findInFiles(secrets, folder, except = () => false) {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => fs.lstatSync(file).isFile() && !except(path.relative(folder, file)))
    .flatMap((file) => find(secrets, Buffer.concat([Buffer.from(`${file}\n`), fs.readFileSync(file)]))
      .map(({ secret, form }) => ({ secret, form, where: path.relative(folder, file) })));
}

/** Reads a file of /proc about a process, or nothing: the process may have ended, or be closed to us. */
function readOf(pid, what) {
  try {
    return fs.readFileSync(`/proc/${pid}/${what}`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return Buffer.alloc(0);
    throw error;
  }
}

/** Searches the arguments and the environment of a process and of all that it has started. */
export function findInProcesses(secrets, pid) {
  const children = readOf(pid, `task/${pid}/children`).toString().split(' ').filter(Boolean);
  const own = ['cmdline', 'environ'].flatMap((kind) => find(secrets, readOf(pid, kind))
    .map(({ secret, form }) => ({ secret, form, where: kind })));
  return [...own, ...children.flatMap((child) => findInProcesses(secrets, child))];
}

/** One line of each kind of find, with their number. */
export function summary(found) {
  const lines = found.map(({ secret, form, where, locked }) => `${secret} as ${form} in ${where}${locked ? ', locked' : ''}`);
  return [...new Set(lines)].sort().map((line) => `${line}: ${lines.filter((one) => one === line).length}`);
}

export const nowhere = (what, found) => assert.deepEqual(summary(found), [], what);

/** Checks that each of these passwords is there once, in locked memory, and nothing else was found. */
export const onceLocked = (what, found, names) =>
  assert.deepEqual(summary(found), names.toSorted().map((name) => `${name} as UTF-8 in anonymous memory, locked: 1`), what);

/** What NSS stores of a primary password while its database is open: the SHA-1 of a salt and the password. */
export function formsOfPrimary(profile, text) {
  const salt = execFileSync('sqlite3', [path.join(profile, 'key4.db'), "select hex(item1) from metadata where id = 'password'"], { encoding: 'utf8' });
  const digest = createHash('sha1').update(Buffer.from(salt.trim(), 'hex')).update(text).digest();
  return [...formsOfText(text), { form: 'the key of NSS', bytes: digest }];
}

/** The environment in which a program saves its memory. */
export const watched = (folder) => ({ LD_PRELOAD: MEMORY, NH_MEMORY: folder });
