// SPDX-License-Identifier: MPL-2.0
// tests/rooms.mjs [HOUSE…]   checks the files, of all houses or of these, against this table
// tests/rooms.mjs --picture  draws the table, as .github/CONTRIBUTING.md shows it
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The houses, and their rooms from the top down: name, what it knows, and what its files may use
 * beside those of their own room. They use all of it, and it is always below: a room, "room…"
 * for that room and all below it, or single files of a room.
 */
export const HOUSES = {
  'nss-helper': [
    ['cli', 'the command, one file a verb', ['doctor…']],
    ['../native-messaging', 'the host, which Firefox starts', ['doctor…']],
    ['doctor', 'problems, and how to fix them', ['browser', 'journal', 'certificate', 'nss…']],
    ['browser', 'browsers, and their profiles', ['nss…']],
    ['lifecycle', 'issue, resume, enroll, renew, remove', ['revocation…']],
    ['export', 'files for other programs and for Wi-Fi', ['journal', 'formats', 'certificate', 'nss…']],
    ['revocation', 'OCSP, CRL, and the verdict', ['journal', 'net', 'certificate', 'nss', 'base']],
    ['journal', 'records that survive a power cut', ['net', 'formats', 'nss', 'base']],
    ['net', 'one https request; EST on the wire', ['certificate', 'nss', 'base']],
    ['formats', 'PKCS#12, PEM and other files', ['certificate', 'nss', 'base']],
    ['certificate', 'one certificate with its key', ['nss', 'base']],
    ['nss', 'the NSS in use; databases and keys', ['machine…']],
    ['machine', 'disks, rights, processes, pinentry', ['base']],
    ['base', 'outcomes, bytes, files, folders, JSON', []],
  ],
  extension: [
    ['background.js', 'events, and who answers them', ['answer…']],
    ['pages', 'what people see', ['answer/record.js', 'watch/days.js', 'site/names.js', 'site/origins.js',
      'site/sentences.js', 'site/managed.js', 'site/sites.js', 'host/limits.js', 'host/storage.js']],
    ['content', 'what runs inside a page of a site', []],
    ['answer', "a CA's response, on its way to the host", ['watch…']],
    ['watch', 'what expires soon or is unfinished', ['site…']],
    ['site', 'what a page may do, and on which sites', ['host']],
    ['host', 'the port, its messages, what is stored', []],
  ],
};

const SOURCES = {
  'nss-helper': { folders: ['nss-helper', 'native-messaging'], endings: ['.c', '.h'] },
  extension: { folders: ['extension'], endings: ['.js', '.mjs'] },
};

/** The rooms of a house: name, knows and may (as in the table), place and allowed (paths). */
export function roomsOf(house) {
  const names = HOUSES[house].map(([name]) => name);
  return HOUSES[house].map(([name, knows, may], at) => {
    const below = names.slice(at + 1);
    const all = may.flatMap((one) =>
      (one.endsWith('…') ? below.slice(below.indexOf(one.slice(0, -1))) : one));
    const wrong = all.find((one) => !below.includes(one.split('/')[0]));
    if (wrong) throw new Error(`The table of rooms: ${wrong} is not below ${name}.`);
    const under = (one) => path.posix.join(house, one);
    return { name, knows, may, place: under(name), allowed: all.map(under) };
  });
}

const everyRoom = Object.keys(HOUSES).flatMap(roomsOf);
const roomOf = (file) =>
  everyRoom.find(({ place }) => place === file || place === path.posix.dirname(file));

function filesBelow(top, folder, endings) {
  return readdirSync(path.join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(top, name, endings);
    return endings.includes(path.extname(name)) ? [name] : [];
  });
}

/** The files of a house and their texts. */
function filesOf(top, house) {
  const { folders, endings } = SOURCES[house];
  const names = folders.flatMap((folder) => filesBelow(top, folder, endings)).sort();
  return new Map(names.map((name) => [name, readFileSync(path.join(top, name), 'utf8')]));
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*"([^"]*)"/gm;
const INCLUDE_PATH = ['nss-helper', 'native-messaging']; // the Makefile's -I

/* import … from "…", import "…", import("…"); a name that is computed can't be followed. */
const IMPORT = /(?<![\w$.'"`])(?:import\s*\(|import(?=\s*['"])|from(?=\s*['"]))\s*(?:(['"])(.*?)\1)?/g;

/** What a file includes or imports: [the word in it, the file that it names or undefined]. */
function namedIn(file, files) {
  const here = path.posix.dirname(file);
  const isScript = /js$/.test(file);
  const words = [...files.get(file).matchAll(isScript ? IMPORT : INCLUDE)].map((match) => match.at(-1));
  const roots = isScript ? [here] : [here, ...INCLUDE_PATH];
  return words.map((word = '(…)') =>
    [word, roots.map((root) => path.posix.join(root, word)).find((name) => files.has(name))]);
}

/* The rules. */

function unknown(files, house) {
  const used = new Set([...files.keys()].map(roomOf));
  return [
    ...[...files.keys()].filter((file) => !roomOf(file)).map((file) => `${file}: is in no room`),
    ...roomsOf(house).filter(({ place }) => ![...used].some((room) => room?.place === place))
      .map(({ place }) => `${place}: a room without a file`),
    ...[...files.keys()].flatMap((file) => namedIn(file, files).filter(([, name]) => !name)
      .map(([word]) => `${file}: names no file of this house: ${word}`)),
  ];
}

function isStepUp([from, to]) {
  const [room, other] = [roomOf(from), roomOf(to)];
  return room && room !== other && !room.allowed.some((place) => place === other?.place || place === to);
}

const stepsUp = (uses) => uses.filter(isStepUp)
  .map(([from, to]) => `${from}: a step up: it may not use ${to}`);

/* What is allowed but unused must go, or it would be used one day without being noticed. */
function unused(uses, house) {
  const covers = (place, to) => place === to || place === roomOf(to)?.place;
  return roomsOf(house).flatMap((room) => {
    const used = uses.filter(([from]) => roomOf(from)?.place === room.place)
      .map(([, to]) => to);
    return room.allowed.filter((place) => !used.some((to) => covers(place, to)))
      .map((place) => `${room.place}: allowed but unused: ${place}`);
  });
}

/* A .c file and its header count as one. */
const unitOf = (file) => file.replace(/\.[ch]$/, '');

/* Circles of files within a room. A circle through several rooms has a step up, which is reported already. */
function circles(uses) {
  const next = new Map();
  for (const [from, to] of uses.filter((use) => !isStepUp(use)).map((use) => use.map(unitOf))) {
    if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const found = [];
  const done = new Set();
  const walk = (unit, way) => {
    const at = way.indexOf(unit);
    if (at >= 0) found.push(`a circle: ${[...way.slice(at), unit].join(' -> ')}`);
    if (at >= 0 || done.has(unit)) return;
    for (const to of next.get(unit) ?? []) walk(to, [...way, unit]);
    done.add(unit);
  };
  for (const unit of next.keys()) walk(unit, []);
  return found;
}

const FUNCTION = /^(?!static\b|typedef\b|extern\b)[A-Za-z_][\w \t*]*?\b(\w+)\([^;{}]*\)\s*\{/gm;
const OBJECT = /^(?!static\b|typedef\b|extern\b)[A-Za-z_][\w \t*]*?\b(\w+)(?:\[[^\]]*\])*\s*=/gm;
const TABLE = /^const struct \w+ \*const \w+\[\] = \{([^}]*)\}/gm;
const namesBy = (pattern, text) => [...text.matchAll(pattern)].map(([, name]) => name);

/**
 * Files without their partner. A main file needs no header, nor does a file that exports only entries
 * of a table of its room, such as a verb.
 */
function alone(files) {
  const entriesOf = (room) => [...files].filter(([file]) => roomOf(file) === room)
    .flatMap(([, text]) => namesBy(TABLE, text)).flatMap((list) => namesBy(/&(\w+)/g, list));
  const needsNone = (file) => {
    const given = [FUNCTION, OBJECT].flatMap((pattern) => namesBy(pattern, files.get(file)));
    const entries = entriesOf(roomOf(file));
    return given.includes('main') || (given.length > 0 && given.every((name) => entries.includes(name)));
  };
  return [...files.keys()].filter((file) =>
    (file.endsWith('.h') && !files.has(`${unitOf(file)}.c`))
    || (file.endsWith('.c') && !files.has(`${unitOf(file)}.h`) && !needsNone(file)))
    .map((file) => `${file}: without its ${file.endsWith('.c') ? '.h' : '.c'}`);
}

function faultsIn(top, house) {
  const files = filesOf(top, house);
  const uses = [...files.keys()].flatMap((file) =>
    namedIn(file, files).filter(([, name]) => name).map(([, name]) => [file, name]));
  return [...unknown(files, house), ...stepsUp(uses), ...unused(uses, house), ...circles(uses), ...alone(files)];
}

/* The picture. */

function arrowOf({ may }) {
  const rooms = [...new Set(may.map((one) => one.split('/')[0]))].join(' ').replace('…', ' and below');
  const parts = may.some((one) => one.includes('/')) ? 'parts of ' : '';
  return rooms === '' ? '' : `→ ${parts}${rooms}`;
}

export const picture = () => Object.keys(HOUSES).map((house) => [`    ${house}`,
  ...roomsOf(house).map((room) => `      ${path.basename(room.name).padEnd(18)}${room.knows.padEnd(41)}${arrowOf(room)}`
    .trimEnd())].join('\n')).join('\n\n');

const PAGE = '.github/CONTRIBUTING.md';
const isShown = (top) => readFileSync(path.join(top, PAGE), 'utf8').includes(`\n\n${picture()}\n\n`);

/** All faults in a tree, in these houses. */
export function faultsOf(top, houses = Object.keys(HOUSES)) {
  return houses.flatMap((house) => faultsIn(top, house));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const top = path.resolve(path.dirname(process.argv[1]), '..');
  const houses = process.argv.slice(2);
  if (houses.includes('--picture')) {
    process.stdout.write(`${picture()}\n`);
  } else {
    const faults = faultsOf(top, houses.length > 0 ? houses : undefined);
    if (houses.length === 0 && !isShown(top)) faults.push(`${PAGE}: not the picture of tests/rooms.mjs --picture`);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  }
}
