// SPDX-License-Identifier: MPL-2.0
// make screenshots: every state of states.mjs from a real Firefox, in both languages and each look,
// and a page with all of them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BUILD } from '../extension/host.mjs';
import { withFirefox } from '../extension/browser.mjs';
import { indexOf } from './pictures.mjs';
import { LANGUAGES, LOOKS, Stage } from './stage.mjs';
import { CHOSEN, STATES, nameOf } from './states.mjs';

const out = path.join(BUILD, 'screenshots');
const fileOf = (state, language, look) => `${nameOf(state)}.${language}.${look}.png`;
const looksOf = ({ where }) => (where === 'panel' ? LOOKS.filter((look) => look !== 'narrow') : LOOKS);

// If it is ended from outside, Firefox ends too, see processes.mjs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(143));

const failed = [];

async function take(stage, state) {
  try {
    await stage.play(state);
    for (const look of looksOf(state)) {
      await stage.look(look);
      writeFileSync(path.join(out, fileOf(state, stage.language, look)), await stage.picture());
    }
  } catch (e) {
    failed.push(state);
    console.error(`not taken: ${nameOf(state)} (${stage.language}): ${e.message}`);
  }
  await stage.leave();
}

const began = Date.now();
if (CHOSEN === STATES) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await withFirefox(async (world) => {
  const stage = new Stage(world);
  for (const language of Object.keys(LANGUAGES)) {
    await stage.speak(language);
    await stage.resize();
    for (const state of CHOSEN) await take(stage, state);
  }
});
writeFileSync(path.join(out, 'index.html'), indexOf(STATES, { nameOf, fileOf, looksOf }));
console.log(`${CHOSEN.length} states in ${Math.round((Date.now() - began) / 1000)} s: ${path.relative(process.cwd(), out)}/index.html`);
process.exitCode = failed.length > 0 ? 1 : 0;
