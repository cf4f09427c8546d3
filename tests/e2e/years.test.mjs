// SPDX-License-Identifier: MPL-2.0
// The years after in a real Firefox: a certificate that ends soon is renewed with a new key, the
// old one is revoked at the portal, and `nss-helper verify` says so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fingerprints, numberOfKeys, withColons } from './witnesses.mjs';
import { programs, scenario } from './world.mjs';

const options = ['--days-left', '25', '--revoke', '1'];
const REVOKED = 106;

scenario('the years after', { language: 'ja', options }, async (world) => {
  const { t, firefox, portal, driver, journey } = world;
  const verify = (sha256) => {
    const { status, stdout } = spawnSync(programs.helper,
      ['verify', '--fresh', '--json', '--profile', firefox.profile, withColons(sha256)],
      { env: firefox.env, encoding: 'utf8', timeout: 30000 });
    return { status, ...JSON.parse(stdout).revocation };
  };
  const listed = async () => {
    await driver.open(`${portal.portal}/certificates`);
    await driver.waitFor('.certificate');
    return driver.page(() => Object.fromEntries(
      [...document.querySelectorAll('.certificate')].map(({ dataset }) => [dataset.serial, dataset.state])));
  };
  const take = async () => {
    await journey.choose('p-256');
    await journey.press();
    const result = await journey.result();
    assert.equal(result.state, 'installed', result.words);
    return portal.events('issued').at(-1);
  };

  await journey.upToTheKey('taro');
  await journey.turnOn();
  const old = await take();
  await t.test('with 25 days left it is good, and the portal offers to renew it', async () => {
    assert.deepEqual(await listed(), { [old.serial]: 'soon' });
    const { status, state, by } = verify(old.sha256);
    assert.deepEqual({ status, state, by }, { status: 0, state: 'good', by: 'OCSP' });
  });

  await driver.click(`[data-serial="${old.serial}"] .renew`);
  await driver.waitFor('#download', { seconds: 30 });
  await journey.download();
  const renewed = await take();
  await t.test('the same journey brings a new one with a new key', async () => {
    assert.deepEqual(portal.events('renew').map(({ serial }) => serial), [old.serial]);
    assert.equal(numberOfKeys(firefox), 2);
    for (const { sha256 } of [old, renewed]) assert.ok(fingerprints(firefox).includes(withColons(sha256)), sha256);
    assert.deepEqual(await listed(), { [old.serial]: 'renewed', [renewed.serial]: 'good' });
  });

  await driver.click(`[data-serial="${old.serial}"] .revoke`);
  await driver.waitFor('#revocation');
  await driver.click('#reason option[value=superseded]');
  await driver.click('#revoke');
  await driver.waitFor(`[data-serial="${old.serial}"][data-state=revoked]`, { seconds: 30 });
  await t.test('the old one is revoked, and verify says so of it alone', () => {
    const { status, state, reason } = verify(old.sha256);
    assert.deepEqual({ status, state, reason }, { status: REVOKED, state: 'revoked', reason: 'superseded' });
    assert.equal(verify(renewed.sha256).status, 0);
  });
});
