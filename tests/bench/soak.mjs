// SPDX-License-Identifier: MPL-2.0
// make soak: thousands of issues through one host and one profile, which a Firefox has open, too.
// SOAK=200 for fewer of them.
import fs from 'node:fs';
import path from 'node:path';
import { issueRequest, listKeys, stateFiles } from '../host/lib.mjs';
import { startFirefox } from './firefox.mjs';
import { summary } from './measure.mjs';
import { greeted } from './requests.mjs';

const COUNT = Number(process.env.SOAK) || 2000;
const PART = Math.min(100, COUNT / 2);

/** The memory (MiB) and descriptors of a process. */
const held = (pid) => ({
  memory: Number(fs.readFileSync(`/proc/${pid}/status`, 'latin1').match(/^VmRSS:\s+(\d+) kB/m)[1]) / 1024,
  descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
});

async function issue(port, ca, number) {
  const began = performance.now();
  const { spkac, job } = await port.ask(issueRequest(), 'request');
  await port.ask({ type: 'sent', job }, 'ok');
  const bytes = ca.answer(`Person ${number}`, spkac);
  port.sendAnswer(bytes);
  await port.expect('received');
  await port.expect('installed');
  return performance.now() - began;
}

/** {times, first, last}: what the host and Firefox held after the first part, and at the end. */
async function manyIssues(stage, firefox) {
  const port = await greeted(stage, firefox.profile);
  const hold = async () => ({ host: held(await port.pid), firefox: held(firefox.program.child.pid) });
  const times = [];
  let first;
  for (let number = 0; number < COUNT; number += 1) {
    times.push(await issue(port, stage.ca, number));
    if (number === PART - 1) first = await hold();
  }
  const last = await hold();
  await port.close();
  return { times, first, last };
}

const isWhole = (stage, firefox) => (name) =>
  stage.say('sqlite3', path.join(firefox.profile, name), 'PRAGMA integrity_check').trim() === 'ok';

/* The unfinished requests and responses. */
function waiting(stage, firefox) {
  const { jobs, answers } = JSON.parse(stage.ourWords('jobs', '--json', '-p', firefox.profile));
  return jobs.length + answers.length;
}

function growth({ first, last }) {
  const grown = (who, what) => ({ median: last[who][what] - first[who][what] });
  return [
    { name: 'soak: memory that the host has more', unit: 'MiB', taken: grown('host', 'memory'), target: { most: 1 } },
    { name: 'soak: descriptors that the host has more', unit: 'descriptors', taken: grown('host', 'descriptors'), target: { most: 0 } },
    { name: "soak: memory that Firefox's main process has more", unit: 'MiB', taken: grown('firefox', 'memory') },
    { name: "soak: descriptors that Firefox's main process has more", unit: 'descriptors', taken: grown('firefox', 'descriptors'), target: { most: 0 } },
  ];
}

async function find(stage) {
  const firefox = await startFirefox(stage);
  const found = await manyIssues(stage, firefox).finally(() => firefox.stop());
  const { times } = found;
  const rows = [
    { name: 'soak: issues whose key is there', unit: `of ${COUNT}`, taken: { median: listKeys(stage.world, firefox.profile).length }, target: { least: COUNT } },
    { name: 'soak: an issue, of the last hundred', peer: 'of the first hundred', taken: summary(times.slice(-PART)), theirs: summary(times.slice(0, PART)), target: { ratio: 1.2 } },
    ...growth(found),
    { name: 'soak: what is left waiting in the journal', unit: 'entries', taken: { median: waiting(stage, firefox) }, target: { most: 0 } },
    { name: 'soak: files that the journal has for each issue', unit: 'files', taken: { median: Object.values(stateFiles(stage.world)).flat().length / COUNT } },
    { name: 'soak: databases that SQLite finds whole', unit: 'of 2', taken: { median: ['cert9.db', 'key4.db'].filter(isWhole(stage, firefox)).length }, target: { least: 2 } },
  ];
  return rows.map((row) => ({ once: true, ...row }));
}

export const soak = [{ name: 'soak', find }];
