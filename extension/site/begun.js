// SPDX-License-Identifier: MPL-2.0
// Jobs that this extension has begun: only while there is one is a host asked without a press. All
// are in one small record, because it is read for each response that may be a CA's, and megabytes
// of other responses may be stored beside it.
import { DurableShelf } from '../host/storage.js';

const shelf = new DurableShelf('begun');
const ALL = 'jobs';

/** Version 0.1.0 stores one record for each job, with nothing but a time. */
async function takeOver() {
  const old = await shelf.all();
  const jobs = Object.fromEntries(old.map(([job, record]) =>
    [job, typeof record === 'number' ? { time: record, sites: [] } : record]));
  await shelf.put(ALL, jobs);
  await Promise.all(old.map(([job]) => shelf.remove(job)));
  return jobs;
}

const all = async () => await shelf.get(ALL) ?? takeOver();

let last = Promise.resolve();

/** One at a time, because all of them change the same record. */
function inTurn(work) {
  const next = last.then(work);
  last = next.catch(() => {});
  return next;
}

/** @param {string[]} sites whose response may end it */
export const began = (job, sites) => inTurn(async () =>
  shelf.put(ALL, { ...await all(), [job]: { time: Date.now(), sites } }));

export const ended = (job) => inTurn(async () => {
  const { [job]: gone, ...rest } = await all();
  await (gone && shelf.put(ALL, rest));
});

/** [job, record] of all: the record has the time at which it was opened, and its sites. */
export const begun = () => inTurn(async () => Object.entries(await all()));

/** Whether a job waits for a response of this site: then one window may open without a press, once. */
export const takeJobs = (site) => inTurn(async () => {
  const jobs = await all();
  const open = Object.entries(jobs).filter(([, { sites, asked }]) => !asked && sites.includes(site));
  const taken = open.map(([job, record]) => [job, { ...record, asked: true }]);
  await (open.length > 0 && shelf.put(ALL, { ...jobs, ...Object.fromEntries(taken) }));
  return open.length > 0;
});
