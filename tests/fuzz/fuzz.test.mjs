// SPDX-License-Identifier: MPL-2.0
// Each target runs for ten seconds, from the seeds alone, and in four of them calls of ours fail: no input
// crashes, leaks or hangs. Longer: make fuzz FUZZ_SECONDS=300.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { fuzz, runAll, targets } from './run.mjs';
import { makeSeeds } from './seeds.mjs';

const LAPSES = 'build/fuzz/lapses';

/** The sample, with this lapse and the call of this number failing; to what it exits. `form`: of the file's name. */
function lapse(form, kind, call) {
  const file = `build/fuzz/lapse/${form}${kind}-${call}`;
  writeFileSync(file, Buffer.of(kind, 2 * call, 0, 0));
  return spawnSync(LAPSES, [file], { stdio: 'ignore' }).status;
}

mkdirSync('build/fuzz/lapse/failing-seeds', { recursive: true });
for (const [kind, call, what] of [[0, 1, 'text that there is not is written'], [1, 2, 'text is not freed'], [2, 1, 'success is claimed']]) {
  test(`a call fails, and ${what}: the input shows it`, () => {
    assert.notEqual(lapse('failing-', kind, call), 0);
    assert.equal(lapse('failing-', kind, 9), 0);
    assert.equal(lapse('', kind, call), 0);
  });
}
test('the choice of the call that fails is found, and its input shows it again', async () => {
  writeFileSync('build/fuzz/lapse/failing-seeds/0', Buffer.of(1, 0, 0, 0));
  const { code, found } = await fuzz('lapse', 20, { failing: true, program: LAPSES });
  assert.notEqual(code, 0);
  assert.match(found, /\/failing-/);
  assert.notEqual(spawnSync(LAPSES, [found], { stdio: 'ignore' }).status, 0);
  rmSync(found);
});

makeSeeds('build/fuzz');
const results = [];
// The choices of failing calls are alike in each check, so that a change is to blame for what they find;
// make fuzz makes others.
const forms = targets().flatMap((name) => [{ name, seconds: 6 }, { name, seconds: 4, failing: true, seed: 1 }]);
await runAll(forms, ({ name, seconds, failing, seed }) => fuzz(name, seconds, { failing, seed }),
  (result) => results.push(result));
for (const { name, failing, code, executions, found, said } of results) {
  test(`${name}: ${executions} executions${failing ? ', with failing calls' : ''}`, () => {
    assert.equal(code, 0, `${found}\n${said}`);
    assert.ok(executions > 0);
  });
}
