// SPDX-License-Identifier: MPL-2.0
// Some of the small changes, spread over the table: `make mutants` makes all of them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { tryAll } from './run.mjs';
import { nameOf, table } from './table.mjs';

const MOST = 4;

/* Tests that need at most one program to be built, and take less than a second. */
const FAST = /^(?:unit\/(?:site|files|safepath|rights|xmltree|runtime|sites|standing|message)_test\.c|extension\/(?:fields|issue|managed|protocol|prepare|stream|windows)\.test\.mjs)$/;

test('a sample of small changes is noticed', async () => {
  const fast = (await table()).filter(({ why, tests }) => !why && FAST.test(tests[0]));
  const step = Math.ceil(fast.length / MOST);
  const { missed } = await tryAll(fast.filter((_, at) => at % step === 0), 1);
  assert.deepEqual(missed.map(nameOf), []);
});
