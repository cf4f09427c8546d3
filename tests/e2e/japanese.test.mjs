// SPDX-License-Identifier: MPL-2.0
// The same in a Japanese Firefox, with an elliptic curve.
import assert from 'node:assert/strict';
import { PEOPLE } from './lib/journey.mjs';
import { withColons } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

scenario('Japanese, P-256', { language: 'ja' }, async ({ t, portal, journey }) => {
  await journey.upToTheKey('hanako');
  const on = await journey.turnOn();
  const choices = await journey.choices();
  await journey.choose('p-256');
  await journey.press();
  const result = await journey.result();
  await t.test('the panel, the choice and the result speak Japanese', () => {
    assert.match(on.button, /有効にする/);
    for (const [value, words] of choices) assert.match(words, /ビット|楕円曲線/, value);
    assert.match(result.words, /証明書をインストールしました/);
    assert.match(result.words, /シリアル番号/);
    assert.match(result.words, /フィンガープリント/);
  });
  await t.test('installed, and good for the log-in', async () => {
    assert.equal(result.state, 'installed', result.words);
    assert.equal(result.fingerprint, withColons(portal.events('issued')[0].sha256));
    await journey.check();
    assert.equal((await journey.visitService()).cn, PEOPLE.hanako.cn);
  });
});
