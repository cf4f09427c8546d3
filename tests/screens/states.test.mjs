// SPDX-License-Identifier: MPL-2.0
// Every state of states.mjs, in both languages: axe finds nothing, in light and in dark, and nothing
// is cut off where the page is 320 pixels wide or twice as large. STATES='panel import' looks through some.
import assert from 'node:assert/strict';
import { inFirefox } from '../extension/browser.mjs';
import { findings } from './axe.mjs';
import { LANGUAGES, Stage } from './stage.mjs';
import { CHOSEN, nameOf } from './states.mjs';

/* The rules for colours: nothing else depends on the look. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

async function look(stage, state) {
  await stage.play(state);
  const found = {};
  await stage.look('light');
  found.light = await findings(stage);
  await stage.look('dark');
  found.dark = await findings(stage, OF_COLOURS);
  found.cut = await stage.cutOff();
  return found;
}

async function all(t, world) {
  const stage = new Stage(world);
  for (const language of Object.keys(LANGUAGES)) {
    await stage.speak(language);
    await stage.resize();
    for (const state of CHOSEN) {
      await t.test(`${nameOf(state)}, ${language}`, async () => {
        try {
          assert.deepEqual(await look(stage, state), { light: [], dark: [], cut: [] });
        } finally {
          await stage.leave();
        }
      });
    }
  }
}

inFirefox('every state, for everybody', { seconds: 1500 }, all);
