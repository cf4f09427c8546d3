// SPDX-License-Identifier: MPL-2.0
// The table of small changes keeps up with the sources: what it changes is there, once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { nameOf, table } from './table.mjs';
import { isTest } from './tree.mjs';

const all = await table();

test('each text stands in its source once, and what takes its place is another', () => {
  const wrong = all.filter(({ count, text, other }) => count !== 1 || text === other);
  assert.deepEqual(wrong.map((one) => `${one.count} times: ${nameOf(one)}`), []);
});

test('each has tests that are there', () => {
  assert.deepEqual(all.filter(({ tests }) => tests.length === 0 || !tests.every(isTest)).map(nameOf), []);
});

test('none is there twice', () => {
  const seen = all.map(({ file, text, other }) => JSON.stringify([file, text, other]));
  assert.deepEqual(seen.filter((one, at) => seen.indexOf(one) !== at), []);
});

test('what makes no difference has a reason', () => {
  assert.deepEqual(all.filter(({ why }) => why !== undefined && !/^[^.]+\.$/.test(why)).map(nameOf), []);
});
