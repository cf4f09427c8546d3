// SPDX-License-Identifier: MPL-2.0
// Each target runs for ten seconds, from the seeds alone: no input crashes, leaks or hangs.
// Longer: make fuzz FUZZ_SECONDS=300.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fuzz, runAll, targets } from './run.mjs';
import { makeSeeds } from './seeds.mjs';

makeSeeds('build/fuzz');
const results = [];
await runAll(targets(), (name) => fuzz(name, 10), (result) => results.push(result));
for (const { name, code, executions, found, said } of results) {
  test(`${name}: ${executions} executions`, () => {
    assert.equal(code, 0, `${found}\n${said}`);
    assert.ok(executions > 0);
  });
}
