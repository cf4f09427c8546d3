// SPDX-License-Identifier: MPL-2.0
// Programs that are compared take turns in one run, so that all run under the same load.
import { readFileSync } from 'node:fs';
import os from 'node:os';

const TICK = 10; // milliseconds, on every Linux

/** Milliseconds of processor time of all programs that have ended. */
function computed() {
  const fields = readFileSync('/proc/self/stat', 'latin1').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK;
}

/** The quantile of the values: 0.5 is the median. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.ceil(at)] - sorted[below]) * (at - below);
}

/** What is reported of many: the median, and the quartiles as the spread. */
export const summary = (values) => ({
  median: quantile(values, 0.5),
  spread: [quantile(values, 0.25), quantile(values, 0.75)],
  p95: quantile(values, 0.95),
});

export const load = () => Number(os.loadavg()[0].toFixed(2));

/**
 * @typedef {object} Subject
 * @property {() => any} [ready] prepares what has to be there first, and is not measured
 * @property {(what: any) => any} run gets its result; if it returns a number, it has measured its
 *   milliseconds itself
 * @property {(what: any) => any} [after]
 */
async function once({ ready, run, after }) {
  const what = await ready?.();
  const before = computed();
  const began = performance.now();
  const own = await run(what);
  const ms = performance.now() - began;
  const cpu = computed() - before;
  await after?.(what);
  return { ms: typeof own === 'number' ? own : ms, cpu };
}

/**
 * @param {Object<string, Subject>} subjects by their names
 * @param {number} runs of each, and one before that does not count
 * @returns {Promise<Object<string, {median: number, spread: number[], p95: number, cpu: number}>>}
 */
export async function inTurn(subjects, runs) {
  const names = Object.keys(subjects);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < runs; round += 1) {
    // The order changes, so that none always runs after the same one.
    for (const name of round % 2 ? names : [...names].reverse()) {
      const one = await once(subjects[name]);
      if (round >= 0) taken[name].push(one);
    }
  }
  return Object.fromEntries(names.map((name) => [name, {
    ...summary(taken[name].map(({ ms }) => ms)),
    cpu: taken[name].reduce((sum, { cpu }) => sum + cpu, 0) / runs,
  }]));
}
