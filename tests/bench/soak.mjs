// SPDX-License-Identifier: MPL-2.0
// make soak: thousands of issues on one profile, which a Firefox has open, too. Each has a host of its
// own, as in Firefox, whose clock is a minute later than that of the one before; the first hundred
// are issued through one host. SOAK=200 for fewer of them.
import fs from 'node:fs';
import path from 'node:path';
import { issueRequest, listKeys, stateFiles } from '../host/lib.mjs';
import { startFirefox } from './firefox.mjs';
import { summary } from './measure.mjs';
import { greeted } from './requests.mjs';

const COUNT = Number(process.env.SOAK) || 2000;
const PART = Math.min(100, Math.floor(COUNT / 3));

/** The memory (MiB) and descriptors of a process. */
const held = (pid) => ({
  memory: Number(fs.readFileSync(`/proc/${pid}/status`, 'latin1').match(/^VmRSS:\s+(\d+) kB/m)[1]) / 1024,
  descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
});

async function issue(port, ca, number) {
  const { spkac, job } = await port.ask(issueRequest(), 'request');
  await port.ask({ type: 'sent', job }, 'ok');
  port.sendAnswer(ca.answer(`Person ${number}`, spkac));
  await port.expect('received');
  await port.expect('installed');
}

/* The library by which a program has another clock. */
const clock = (stage) => stage.say('faketime', '-m', 'now', 'sh', '-c', 'echo "$LD_PRELOAD"').trim();

/* The environment of a program whose clock is so many minutes ahead. */
const ahead = (library, minutes) => ({ LD_PRELOAD: library, FAKETIME: `+${minutes}m`, FAKETIME_DONT_FAKE_MONOTONIC: '1' });

/** What a host holds after the first and after the last of so many issues: {first, last}. */
async function throughOne(stage, profile, count) {
  const port = await greeted(stage, profile);
  let first;
  for (let number = 0; number < count; number += 1) {
    await issue(port, stage.ca, number);
    first ??= held(await port.pid);
  }
  const last = held(await port.pid);
  await port.close();
  return { first, last };
}

/** The time of an issue from the start of its host to the end, and the memory (MiB) of the host. */
async function withItsHost(stage, profile, number, env) {
  const began = performance.now();
  const port = await greeted(stage, profile, { env });
  await port.ask({ type: 'replay' }, 'replayed');
  await issue(port, stage.ca, number);
  const time = performance.now() - began;
  const { memory } = held(await port.pid);
  await port.close();
  return { time, memory };
}

async function manyIssues(stage, firefox) {
  const { profile } = firefox;
  const one = await throughOne(stage, profile, PART);
  const browser = { first: held(firefox.program.child.pid) };
  const all = [];
  const library = clock(stage);
  for (let number = PART; number < COUNT; number += 1) all.push(await withItsHost(stage, profile, number, ahead(library, number)));
  browser.last = held(firefox.program.child.pid);
  return { one, browser, all };
}

const isWhole = (stage, firefox) => (name) =>
  stage.say('sqlite3', path.join(firefox.profile, name), 'PRAGMA integrity_check').trim() === 'ok';

/* The unfinished requests and responses. */
function waiting(stage, firefox) {
  const { jobs, answers } = JSON.parse(stage.ourWords('jobs', '--json', '-p', firefox.profile));
  return jobs.length + answers.length;
}

const grown = ({ first, last }, what) => ({ median: last[what] - first[what] });

function growth({ one, browser }) {
  return [
    { name: `soak: memory that a host has more after ${PART} issues`, unit: 'MiB', taken: grown(one, 'memory'), target: { most: 1 } },
    { name: `soak: descriptors that a host has more after ${PART} issues`, unit: 'descriptors', taken: grown(one, 'descriptors'), target: { most: 0 } },
    { name: "soak: memory that Firefox's main process has more", unit: 'MiB', taken: grown(browser, 'memory') },
    { name: "soak: descriptors that Firefox's main process has more", unit: 'descriptors', taken: grown(browser, 'descriptors'), target: { most: 0 } },
  ];
}

/* The last hundred, beside the first hundred. */
function beside({ all }, what) {
  const some = all.map((each) => each[what]);
  return { peer: 'of the first hundred', taken: summary(some.slice(-PART)), theirs: summary(some.slice(0, PART)) };
}

async function find(stage) {
  const firefox = await startFirefox(stage);
  const found = await manyIssues(stage, firefox).finally(() => firefox.stop());
  const rows = [
    { name: 'soak: issues whose key is there', unit: `of ${COUNT}`, taken: { median: listKeys(stage.world, firefox.profile).length }, target: { least: COUNT } },
    { name: 'soak: an issue with its host, of the last hundred', ...beside(found, 'time'), target: { ratio: 1.2 } },
    { name: 'soak: memory of the host, of the last hundred', unit: 'MiB', ...beside(found, 'memory'), target: { ratio: 1.2 } },
    ...growth(found),
    { name: 'soak: what is left waiting in the journal', unit: 'entries', taken: { median: waiting(stage, firefox) }, target: { most: 0 } },
    { name: 'soak: files that the journal has for each issue', unit: 'files', taken: { median: Object.values(stateFiles(stage.world)).flat().length / COUNT } },
    { name: 'soak: databases that SQLite finds whole', unit: 'of 2', taken: { median: ['cert9.db', 'key4.db'].filter(isWhole(stage, firefox)).length }, target: { least: 2 } },
  ];
  return rows.map((row) => ({ once: true, ...row }));
}

export const soak = [{ name: 'soak', find }];
