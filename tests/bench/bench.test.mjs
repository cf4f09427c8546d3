// SPDX-License-Identifier: MPL-2.0
// The output of make bench. No time is judged here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { HOST, run } from '../host/lib.mjs';
import { inTurn, quantile, summary } from './measure.mjs';
import { plot } from './plot.mjs';
import { rowsOf, table } from './report.mjs';
import { Stage } from './stage.mjs';
import { WORKS } from './works.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

function folder(t) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-bench-'));
  t.after(() => fs.rmSync(made, { recursive: true }));
  return made;
}

test('the median, and the quarters beside it', () => {
  assert.deepEqual(summary([5, 1, 4, 2, 3]), { median: 3, spread: [2, 4], p95: 4.8 });
  assert.equal(quantile([1, 2], 0.5), 1.5);
  assert.equal(quantile([7], 0.95), 7);
});

test('the programs take turns, none is always the first, and the first round does not count', async () => {
  const order = [];
  const subject = (name) => ({ ready: () => name.toUpperCase(), run: (what) => { order.push(what); return order.length; } });
  const found = await inTurn({ a: subject('a'), b: subject('b') }, 3);
  assert.equal(order.join(''), 'ABBAABBA');
  assert.deepEqual([found.a.median, found.b.median], [5, 6]);
});

test('the time of a run does not include what runs before and after it', async () => {
  const busy = () => { const end = performance.now() + 50; while (performance.now() < end); };
  const found = await inTurn({ a: { ready: busy, run: () => {}, after: busy } }, 2);
  assert.ok(found.a.median < 50, `${found.a.median} ms`);
});

const taken = (median) => ({ median, spread: [median, median], cpu: 1 });
const row = (target, ours, theirs) =>
  rowsOf({ name: 'work', targets: { peer: target } }, { ours: taken(ours), peer: taken(theirs) }, { load: 1 })[0];

for (const [words, target, near, far] of [
  ['a ratio', { ratio: 1.2 }, [12, 10], [12.1, 10]],
  ['so many times faster', { ratio: 1 / 8 }, [1, 8], [1.1, 8]],
  ['at most so much', { most: 10 }, [10, 1], [10.1, 100]],
  ['nothing', { most: 0 }, [0, 1], [1, 1]],
  ['at least so many', { least: 64 }, [64, 1], [63, 1]],
  ['both', { ratio: 1, most: 10 }, [10, 10], [10, 9]],
]) {
  test(`a target is met or not: ${words}`, () => {
    assert.equal(row(target, ...near).met, true);
    assert.equal(row(target, ...far).met, false);
  });
}

test('a row for each that it is compared with', () => {
  const rows = rowsOf({ name: 'work', targets: { one: { ratio: 1 } } },
    { ours: taken(10), one: taken(20), other: taken(5) }, { load: 1 });
  assert.deepEqual(rows.map(({ name, unit, ours, theirs, ratio, target, met }) => [name, unit, ours, theirs, ratio, target, met]),
    [['work', 'ms', 10, 20, 0.5, 'at most 1x', true], ['work', 'ms', 10, 5, 2, null, null]]);
  const [, , first, second] = table(rows).split('\n');
  assert.match(first, /work +\| 10 ms .* 2x faster .* yes/);
  assert.match(second, /work +\| 10 ms .* 2x /);
});

test('the picture is an SVG with a line for each', (t) => {
  const rows = [10, 100, 10000].map((at) => ({ series: 'list', at, ours: at / 10, theirs: at, peer: 'a < b',
    spread: { ours: [at / 11, at / 9], theirs: [at, at] } }));
  const file = path.join(folder(t), 'plot.svg');
  fs.writeFileSync(file, plot(rows));
  run('xmllint', ['--noout', file]);
  assert.equal(fs.readFileSync(file, 'utf8').match(/<circle/g).length, 6);
  assert.doesNotMatch(plot(rows), /NaN|undefined/);
});

test('each work has a name of its own, and targets only for whom it is compared with', async (t) => {
  const all = Object.values(WORKS).flat();
  const names = all.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const stage = new Stage(path.join(folder(t), 'kept'));
  t.after(() => stage.remove());
  for (const { subjects, targets } of [...WORKS.request, ...WORKS.response.slice(0, 2)]) {
    const peers = Object.keys(await subjects(stage));
    for (const peer of Object.keys(targets ?? {})) assert.ok(peers.includes(peer), peer);
  }
});

test('a crowd of certificates is what NSS itself would have stored', (t) => {
  const stage = new Stage(path.join(folder(t), 'kept'));
  t.after(() => stage.remove());
  const profile = stage.put('crowd', stage.crowd(3));
  const listed = stage.say('certutil', '-L', '-d', `sql:${profile}`);
  assert.equal(listed.match(/^Other \d/gm).length, 3);
  assert.match(listed, /u,u,u/);
  assert.match(stage.say('certutil', '-L', '-d', `sql:${profile}`, '-n', 'Other 2'), /CN=Other 2/);
  assert.match(stage.ourWords('list', '-p', profile), /Person 0/);
  // What certutil stores of the same certificate has the same columns.
  const pem = stage.keep('other.pem', stage.say('certutil', '-L', '-d', `sql:${profile}`, '-n', 'Other 2', '-a'));
  const its = stage.put('certutil', stage.empty());
  stage.run('certutil', ['-A', '-d', `sql:${its}`, '-n', 'Other 2', '-t', ',,', '-i', pem]);
  const [ours, theirs] = [profile, its].map((where) => {
    const text = stage.say('sqlite3', '-json', path.join(where, 'cert9.db'), "SELECT * FROM nssPublic WHERE CAST(a3 AS TEXT) = 'Other 2'");
    const [row, ...more] = JSON.parse(text.replace(/"id":\d+,/, ''));
    assert.deepEqual(more, []);
    return row;
  });
  assert.deepEqual(ours, theirs);
});

test('the program writes rows, a table and a picture; what it leaves out stays', (t) => {
  const build = folder(t);
  for (const name of ['nss-helper', 'nss-helper-host']) fs.symlinkSync(path.join(path.dirname(HOST), name), path.join(build, name));
  const measure = (words) => spawnSync(process.execPath, [path.join(here, 'run.mjs')],
    { encoding: 'utf8', env: { ...process.env, B: build, BENCH: words, BENCH_RUNS: '1' } });
  const rows = () => JSON.parse(fs.readFileSync(path.join(build, 'bench/results.json'), 'utf8')).rows;
  for (const words of ['size', 'memory']) {
    const { status, stderr } = measure(words);
    assert.equal(status, 0, stderr);
  }
  assert.deepEqual(rows().map(({ name, unit, theirs }) => [name, unit, theirs]),
    [['host, memory while it waits', 'MiB', null], ['host, size of the file, stripped', 'KiB', null]]);
  for (const { ours, target, met, load } of rows()) assert.deepEqual([ours > 0, typeof target, typeof met, typeof load], [true, 'string', 'boolean', 'number']);
  assert.match(fs.readFileSync(path.join(build, 'bench/results.md'), 'utf8'), /size of the file/);
  assert.match(fs.readFileSync(path.join(build, 'bench/growth.svg'), 'utf8'), /^<svg /);
  const { status, stderr } = measure('nothing-like-that');
  assert.deepEqual([status, /BENCH names none of/.test(stderr)], [1, true]);
});
