#!/usr/bin/env node
// SPDX-License-Identifier: MPL-2.0
// tests/coverage.mjs [SUITE|FILE…]: runs these tests with the programs in $B, which are built with
// --coverage, and shows how many lines of each room they reach: the unit tests, the others, and
// both together. $B/missed.txt names the lines that nothing reaches. See: make coverage
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.join(path.dirname(fileURLToPath(import.meta.url)), '..'));
const build = process.env.B ?? 'build/coverage';
// Not "faults": it makes each system call fail in turn, and gcov makes a hundred of its own.
const suites = process.argv.length > 2 ? process.argv.slice(2) : ['unit', 'cli', 'host', 'e2e'];
const ROOM = /^(nss-helper\/\w+|native-messaging)\/[^/]+\.c$/;

const objects = ['nss-helper', 'native-messaging'].flatMap((house) =>
  readdirSync(path.join(build, 'obj', house), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.gcno'))
    .map(({ name, parentPath, path: older }) => path.join(parentPath ?? older, name)));

const counts = objects.map((name) => name.replace(/gcno$/, 'gcda'));

/** Counts begin at zero, in files that other users' programs may write, too. */
function forget() {
  for (const name of counts) {
    rmSync(name, { force: true });
    writeFileSync(name, '');
    chmodSync(name, 0o666);
  }
}

/** Which lines were reached: for each file a Map of its lines, true or false. */
function reached() {
  // gcov can't read a file to which no program has written.
  for (const name of counts) if (statSync(name).size === 0) rmSync(name);
  const { stdout, stderr, status } = spawnSync('gcov', ['--stdout', '--json-format', ...objects],
    { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`gcov: ${stderr}`);
  const files = new Map();
  for (const { file, lines } of stdout.trim().split('\n').flatMap((line) => JSON.parse(line).files)) {
    const known = files.get(file) ?? new Map();
    for (const { line_number: line, count } of lines) known.set(line, known.get(line) || count > 0);
    if (ROOM.test(file)) files.set(file, known);
  }
  return files;
}

let failed = false;

function run(names) {
  forget();
  if (names.length > 0) failed = spawnSync('tests/run', names, { stdio: 'inherit' }).status !== 0 || failed;
  return reached();
}

const isUnit = (name) => name === 'unit' || name.includes('tests/unit/');
const unit = run(suites.filter(isUnit));
const others = run(suites.filter((name) => !isUnit(name)));
const lines = [...unit].flatMap(([file, known]) => [...known].map(([line, byUnit]) =>
  ({ file, line, room: ROOM.exec(file)[1], unit: byUnit, others: others.get(file).get(line) })));

const isReached = (line) => line.unit || line.others;
const share = (some, all) => `${((100 * some.length) / all.length).toFixed(1)} %`.padStart(9);

function show(name, all) {
  process.stdout.write(`  ${name.padEnd(24)}${String(all.length).padStart(6)}${[
    all.filter((line) => line.unit), all.filter((line) => line.others),
    all.filter(isReached)].map((some) => share(some, all)).join('')}\n`);
}

/** Successive lines as one range. */
const ranges = (numbers) => numbers.sort((a, b) => a - b).reduce((list, number) => {
  if (list.at(-1)?.[1] === number - 1) list.at(-1)[1] = number;
  else list.push([number, number]);
  return list;
}, []).map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(' ');

const by = (key, list) => [...new Set(list.map(key))].sort().map((one) =>
  [one, list.filter((line) => key(line) === one)]);

process.stdout.write(`\n  ${'room'.padEnd(25)}lines     unit   others     both\n`);
for (const [room, all] of by((line) => line.room, lines)) show(room, all);
show('all', lines);
writeFileSync(path.join(build, 'missed.txt'), by((line) => line.file, lines).map(([file, all]) => {
  const missed = all.filter((line) => !isReached(line)).map(({ line }) => line);
  return `${share(all.filter(isReached), all)}  ${file}: ${ranges(missed)}\n`;
}).join(''));
process.stdout.write(`  the lines that nothing reached: ${build}/missed.txt\n`);
process.exitCode = failed ? 1 : 0;
