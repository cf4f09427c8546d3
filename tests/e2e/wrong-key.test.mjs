// SPDX-License-Identifier: MPL-2.0
// A CA that answers with a certificate for somebody else's key.
import assert from 'node:assert/strict';
import { certificatesOf, nicknames } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

scenario("somebody else's key", { language: 'en', options: ['--wrong-key'] }, async (world) => {
  const { t, firefox, portal, driver, journey } = world;
  await journey.upToTheKey('taro');
  await journey.turnOn();
  const before = { listed: await certificatesOf(driver), stored: nicknames(firefox) };
  await journey.pressImpatiently();
  const result = await journey.result();
  await t.test('the certificate is refused, and the page says why', () => {
    assert.equal(portal.events('issued').length, 1);
    assert.equal(result.state, 'error', result.words);
    assert.equal(result.name, 'NO_KEY');
    assert.match(result.words, /key/);
  });
  await t.test('nothing is stored', async () => {
    assert.deepEqual(await certificatesOf(driver), before.listed);
    assert.deepEqual(nicknames(firefox), before.stored);
  });
});
