// SPDX-License-Identifier: MPL-2.0
// The table "Limits on what is read" of PROTOCOL.md: no limit of the sources is missing there, each number is
// theirs, and each test that it names is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => readFileSync(path.join(TOP, name), 'utf8');

/*
 * The rule: a macro whose name has one of these words bounds what is read, and is in the table. What bounds
 * only texts that the program writes has another name: SIZE or LENGTH. In cli these words are about the
 * terminal and its user's own command line; what comes from others is read in the rooms below.
 */
const IS_LIMIT = /(^|_)(MAX|MOST|LIMIT)(_|$)/;
const ROOMS = [...readdirSync(path.join(TOP, 'nss-helper'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'cli').map(({ name }) => `nss-helper/${name}`), 'native-messaging'];
const SCRIPT = 'extension/host/limits.js';

const sources = ROOMS.flatMap((room) => readdirSync(path.join(TOP, room)).filter((name) => /\.[ch]$/.test(name))
  .map((name) => `${room}/${name}`));

/** The macros of a file that are numbers: name and expression. */
const macrosOf = (text) => new Map([...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+([A-Z]\w*)[ \t]+(\S.*?)[ \t]*(?:\/\*.*)?$/gm)]
  .map(([, name, value]) => [name, value]));
const macros = new Map(sources.map((file) => [file, macrosOf(read(file))]));

/* Those of headers are known everywhere. */
const common = new Map(sources.filter((file) => file.endsWith('.h')).flatMap((file) => [...macros.get(file)]));

/** What a C expression of numbers, macros and + - * / << comes to; undefined for anything else. */
function valueOf(expression, own) {
  const numbers = expression.replace(/\((size_t|off_t)\)/g, '').replace(/\b(\d+)U?L*\b/gi, '$1')
    .replace(/\b[A-Z]\w*\b/g, (name) => valueOf(own.get(name) ?? common.get(name) ?? '?', own));
  return /^[\d\s()+*/<-]+$/.test(numbers) ? Number(new Function(`return (${numbers});`)()) : undefined;
}

/** The limits of the extension: "LIMITS.site" and so on. */
const script = new Map([...read(SCRIPT).matchAll(/^ {2}(\w+): (\d+),/gm)].map(([, name, value]) => [`LIMITS.${name}`, Number(value)]));

const names = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
const isFile = (word) => /^[\w.-]+(\/[\w.-]+)+\.\w+$/.test(word);

/** The lines of the table: what, limit, where, beyond, tests. */
function rows(text) {
  const [, section = ''] = text.split('\n## Limits on what is read\n');
  return section.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| ') && !/^\| (---|what \|)/.test(line))
    .map((line) => line.replace(/^\| | \|$/g, '').split(' | ')).map(([what, limit, where = '', beyond = '', tests = '']) =>
      ({ what, limit, where, beyond, tests }));
}

/** [file, words] for each file of a cell: those before it, "`A` in `file`", or those behind it, "`file` `a` `b`". */
function byFile(cell, before) {
  const found = [];
  let words = [];
  for (const word of names(cell)) {
    if (!isFile(word)) words.push(word);
    else if (before) found.push([word, words.splice(0)]);
    else found.push([word, words = []]);
  }
  return found;
}
const definitions = ({ where }) => byFile(where, true);

const isNamed = (table, file, name) => table.some((row) => definitions(row).some(([place, words]) =>
  place === file && words.some((word) => word.split(/\W+/).includes(name))));

/** Limits of the sources that the table does not have. */
function missing(table) {
  const ofC = [...macros].flatMap(([file, all]) => [...all.keys()].filter((name) => IS_LIMIT.test(name) && !isNamed(table, file, name))
    .map((name) => `${name} in ${file}`));
  const ofScript = [...script.keys()].filter((name) => !table.some(({ where }) => names(where).includes(name)));
  return [...ofC, ...ofScript.map((name) => `${name} in ${SCRIPT}`)];
}

/** What a line of the table says that is not so in the sources. */
function wrongNumbers(row) {
  const { what, limit } = row;
  const said = Number(limit.match(/^[\d,]+/)?.[0].replaceAll(',', ''));
  const defined = definitions(row).flatMap(([file, words]) => words.map((word) =>
    [word, file === SCRIPT ? script.get(word) : valueOf(word, macros.get(file) ?? new Map())]));
  if (defined.length === 0) return [`${what}: is defined nowhere`];
  return defined.filter(([, value]) => value !== said).map(([word, value]) => `${what}: ${word} is ${value}, not ${limit}`);
}

const statuses = new Set([...read('nss-helper/base/status.h').matchAll(/\bNH_([A-Z0-9_]+)\b/g)].map(([, name]) => name));
const wrongStatuses = ({ what, beyond }) => (beyond === '' ? [`${what}: what becomes of one more?`] : [])
  .concat(names(beyond).filter((name) => /^[A-Z_]+$/.test(name) && !statuses.has(name)).map((name) => `${what}: no status ${name}`));

/** Tests of a line that are not there. */
function wrongTests({ what, tests }) {
  const named = byFile(tests, false);
  if (named.length === 0 || named.some(([, words]) => words.length === 0)) return [`${what}: which test tries it?`];
  return named.flatMap(([file, words]) => {
    if (!file.startsWith('tests/') || !existsSync(path.join(TOP, file))) return [`${what}: no file ${file}`];
    return words.filter((word) => !read(file).includes(word)).map((word) => `${what}: no "${word}" in ${file}`);
  });
}

const wrongIn = (table) => [...missing(table), ...table.flatMap((row) => [...wrongNumbers(row), ...wrongStatuses(row), ...wrongTests(row)])];

const PROTOCOL = read('native-messaging/PROTOCOL.md');

test('each limit is in the table, as in the sources, with tests that are there', () => {
  assert.deepEqual(wrongIn(rows(PROTOCOL)), []);
});

test('each buffer has its limit from a macro', () => {
  const bare = sources.flatMap((file) => [...read(file).matchAll(/\.?limit = [^;,}]*?\b\d{2,}[^;,}]*/g)].map(([words]) => `${file}: ${words}`));
  assert.deepEqual(bare, []);
});

test('what is wrong in the table is found', () => {
  const line = PROTOCOL.split('\n').find((one) => one.includes('`NH_XML_MAX`'));
  const changed = (from, to) => {
    assert.ok(line.includes(from), from);
    return wrongIn(rows(PROTOCOL.replace(line, line.replace(from, to)))).join('; ');
  };
  assert.equal(wrongIn(rows(PROTOCOL.replace(`${line}\n`, ''))).join(), 'NH_XML_MAX in nss-helper/formats/xmltree.h');
  assert.match(changed('1,048,576', '1,048,577'), /NH_XML_MAX is 1048576/);
  assert.match(changed('xmltree.h', 'xmltree.c'), /NH_XML_MAX in nss-helper\/formats\/xmltree\.h/);
  assert.match(changed('`TOO_LARGE`', '`TOO_LONG`'), /no status TOO_LONG/);
  assert.match(changed('xmltree_test.c', 'xmltrees_test.c'), /no file/);
  assert.match(changed('`size_has_a_bound`', '`size_has_no_bound`'), /no "size_has_no_bound"/);
  assert.match(changed('`size_has_a_bound`', ''), /which test tries it/);
  assert.match(changed('`NH_XML_MAX`', '`NH_XML_SIZE`'), /NH_XML_SIZE is undefined/);
});

test('a number of the sources is what it comes to', () => {
  const own = new Map([['A', '(B + 1)'], ['B', '((size_t)1 << 20) /* x */'.slice(0, 17)], ['C', '8000000'], ['D', 'sizeof x']]);
  assert.deepEqual(['A', 'A - 1', '60L * 24', '1ULL << 3', 'C / 2 * 3'].map((one) => valueOf(one, own)), [1048577, 1048576, 1440, 8, 12000000]);
  assert.deepEqual(['D', 'E', ''].map((one) => valueOf(one, own)), [undefined, undefined, undefined]);
  assert.deepEqual([...macrosOf('#define A_MAX 3 /* x */\n# define B (1 << 2)\n#define F(x) x\n')], [['A_MAX', '3'], ['B', '(1 << 2)']]);
});
