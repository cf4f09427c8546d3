// SPDX-License-Identifier: MPL-2.0
// A request is interrupted in each of its states, and the same profile is started again. Received
// responses are installed without a press; everything else is reported correctly. FAULTS=all tries
// each kind of interruption in each state, otherwise a selection with each kind once.
import assert from 'node:assert/strict';
import { STATES } from './lib/states.mjs';
import { Trial } from './lib/trial.mjs';
import { WAYS } from './lib/ways.mjs';
import { withColons } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';
import { patience } from '../patience.mjs';

const SOME = [
  ['received', 'the tab is closed'],
  ['sent', 'the extension is reloaded'],
  ['received', 'Firefox and the host are killed'],
  ['intent', 'Firefox is killed'],
  ['half', 'Firefox and the host are killed'],
  ['key', 'Firefox quits'],
  ['received', 'Firefox quits, and ends a host that is busy'],
  ['installed', 'Firefox is killed'],
];
const ALL = Object.keys(STATES).flatMap((state) => Object.keys(WAYS).map((way) => [state, way]));
const cells = process.env.FAULTS === 'all' ? ALL : SOME;
const options = ['--prepare', '0'];

scenario('interrupted', { language: 'en', options, seconds: 60 + cells.length * 20 }, async ({ t, ...world }) => {
  const trial = new Trial({ ...world, options });
  await trial.turnOn();
  const installed = [];
  for (const [state, way] of cells) {
    await t.test(`${state}: ${way}`, { timeout: 90000 * patience }, async (t) => {
      const began = Date.now();
      const found = await trial.interrupt(state, way);
      const outcome = await trial.outcome(found);
      if (outcome === 'installed') installed.push(withColons(found.issued.sha256));
      t.diagnostic(`${state} | ${way} | ${outcome} | ${((Date.now() - began) / 1000).toFixed(1)} s`);
    });
  }
  await t.test('what came in so works', async () => {
    assert.ok(installed.includes((await trial.logInWithOne()).fingerprint));
  });
});
