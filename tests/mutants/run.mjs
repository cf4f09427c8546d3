// SPDX-License-Identifier: MPL-2.0
// tests/mutants/run.mjs [WORD…]: makes each change of the table, or those whose file or text has one of
// these words, in a copy, and says which changes the nearest tests do not notice.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { nameOf, table } from './table.mjs';
import { Tree } from './tree.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

/** The first of its tests that fails, or undefined. */
async function catcherOf(tree, { tests }) {
  for (const test of tests) {
    if (!await tree.passes(test)) return test;
  }
  return undefined;
}

async function tryOne(tree, mutant) {
  const begun = Date.now();
  try {
    await tree.change(mutant);
    const catcher = await catcherOf(tree, mutant);
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    say(`  ${catcher ? 'caught' : 'MISSED'}  ${nameOf(mutant)}  ${seconds} s  ${catcher ?? ''}`);
    return catcher !== undefined;
  } catch (error) {
    throw new Error(`${nameOf(mutant)}: ${error.message}`);
  } finally {
    tree.restore();
  }
}

/** Without a change all tests must pass; otherwise their failures mean nothing. */
async function tryUnchanged(tree, tests, tried) {
  for (const test of [...new Set(tests)].filter((one) => !tried.has(one))) {
    tried.add(test);
    if (!await tree.passes(test)) throw new Error(`tests/${test} fails without any change`);
  }
}

/** The changes to one source stay together, so that little is built anew. */
function byFile(mutants) {
  const files = new Map();
  for (const one of mutants) files.set(one.file, [...files.get(one.file) ?? [], one]);
  return [...files.values()];
}

/** @returns {Promise<object>} how many there are, and the `missed` ones */
export async function tryAll(mutants, jobs = Number(process.env.JOBS ?? 2)) {
  const queue = byFile(mutants);
  const missed = [];
  const tried = new Set();
  await Promise.all(Array.from({ length: Math.min(jobs, queue.length) }, async () => {
    const tree = new Tree();
    try {
      for (let group = queue.shift(); group; group = queue.shift()) {
        await tryUnchanged(tree, group.flatMap(({ tests }) => tests), tried);
        for (const mutant of group) {
          if (!await tryOne(tree, mutant)) missed.push(mutant);
        }
      }
    } finally {
      tree.remove();
    }
  }));
  return { count: mutants.length, missed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const all = (await table()).filter((one) => words.length === 0
    || words.some((word) => one.file.includes(word) || one.text.includes(word)));
  const { count, missed } = await tryAll(all.filter(({ why }) => !why));
  for (const one of missed) say(`missed: ${nameOf(one)}`);
  say(`mutants: ${count - missed.length} of ${count} caught, ${all.length - count} make no difference`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}
