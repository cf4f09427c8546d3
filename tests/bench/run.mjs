// SPDX-License-Identifier: MPL-2.0
// make bench: measures this program and what people would use instead. Rows that are not measured keep
// the results of an earlier run; each row has its own time and load.
//   BENCH='request list'   only these: groups of works.mjs, or words of their names; the soak runs only
//                          if it is named
//   BENCH_RUNS=3           this many runs of each
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HOST } from '../host/lib.mjs';
import { inTurn, load } from './measure.mjs';
import { plot } from './plot.mjs';
import { rowsOf, table } from './report.mjs';
import { Stage } from './stage.mjs';
import { WORKS } from './works.mjs';

const RUNS = 15;
const RUNS_OF_SLOW = 5;
const out = path.join(path.dirname(HOST), 'bench');
const RESULTS = path.join(out, 'results.json');
const words = (process.env.BENCH ?? '').split(/\s+/).filter(Boolean);
const asked = Number(process.env.BENCH_RUNS) || undefined;
const say = (line) => process.stdout.write(`${line}\n`);

/* By the name of a group, or by a part of the name of a work. */
const isChosen = (group, name) => words.some((word) => group === word || name.includes(word));
const chosen = Object.entries(WORKS).flatMap(([group, works]) =>
  works.filter(({ name }) => (words.length === 0 ? group !== 'soak' : isChosen(group, name))));

function machine() {
  const [{ model }] = os.cpus();
  return { processor: model.trim(), cores: os.availableParallelism(), memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${os.type()} ${os.release()}` };
}

async function measured(work, stage) {
  const runs = asked ?? work.runs ?? (work.slow ? RUNS_OF_SLOW : RUNS);
  const about = { work: work.name, runs: work.measure ? 1 : runs, load: load(), measured: new Date().toISOString() };
  if (work.find) {
    return (await work.find(stage, runs)).flatMap(({ peer = '', target, taken, theirs, once, ...one }) =>
      rowsOf({ ...one, targets: { [peer]: target } }, { ours: taken, ...(peer && { [peer]: theirs }) }, { ...about, ...(once && { runs: 1 }) }));
  }
  const taken = work.measure ? { ours: { median: await work.measure(stage) } } : await inTurn(await work.subjects(stage), runs);
  return rowsOf(work, taken, about);
}

const isOf = ({ name }) => (row) => row.work === name;

function write(found, before) {
  const rows = Object.values(WORKS).flat().flatMap((work) => found.get(work.name) ?? before.filter(isOf(work)));
  fs.writeFileSync(RESULTS, `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`);
  fs.writeFileSync(path.join(out, 'results.md'), `${table(rows)}\n`);
  fs.writeFileSync(path.join(out, 'growth.svg'), plot(rows));
  return rows;
}

async function main() {
  if (chosen.length === 0) throw new Error(`BENCH names none of ${Object.keys(WORKS).join(' ')}`);
  fs.mkdirSync(out, { recursive: true });
  const before = fs.existsSync(RESULTS) ? JSON.parse(fs.readFileSync(RESULTS, 'utf8')).rows : [];
  const found = new Map();
  const stage = new Stage(path.join(out, 'kept'));
  process.once('exit', () => stage.remove());
  try {
    for (const work of chosen) {
      const rows = await measured(work, stage);
      found.set(work.name, rows);
      write(found, before); // whatever becomes of the rest
      say(table(rows).split('\n').slice(2).join('\n'));
    }
  } finally {
    stage.remove();
  }
  say(`\n${table(write(found, before))}`);
}

main().catch((error) => {
  process.stderr.write(`make bench: ${error.stack}\n`);
  process.exitCode = 1;
});
