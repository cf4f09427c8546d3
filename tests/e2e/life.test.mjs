// SPDX-License-Identifier: MPL-2.0
// The whole life of a certificate: it ends soon, a notification says so, it is renewed with a new key,
// and the old one is removed after a backup. Then the new one is revoked, which is known here and to
// the Wi-Fi that it could enter before.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { clearOfMidnight } from '../clock.mjs';
import { openCertificates, openLines } from './lib/firefox.mjs';
import { until } from './lib/marionette.mjs';
import * as panels from './lib/panels.mjs';
import { numberOfKeys } from './lib/witnesses.mjs';
import { programs, scenario } from './lib/world.mjs';
import { patience } from '../patience.mjs';

const card = (fingerprint) => `article[data-fingerprint="${fingerprint}"]`;
const serialOf = (result) => result['serial-hex'].replaceAll(':', '').toLowerCase();

const shown = (driver, selector) => driver.page((s) =>
  [...document.querySelectorAll(s)].filter((element) => element.getClientRects().length > 0).length, selector);

/** The panel of one certificate, opened by its button. */
async function openPanel({ driver }, fingerprint, name) {
  await openLines(driver);
  await driver.press(`${card(fingerprint)} [data-opens="${name}"]`);
  await driver.waitFor(`${card(fingerprint)} .panel`);
}

/** From its panel to the portal, in the tab that opens there. */
async function toThePortal(world, address) {
  const { driver } = world;
  await driver.page((url) => { document.querySelector('.panel .address').value = url; }, address);
  await driver.press('.panel [type="submit"]');
  const tab = await until('a tab at the portal', async () => {
    for (const handle of await driver.tabs()) {
      await driver.switchTo(handle);
      if ((await driver.url()).startsWith(address)) return handle;
    }
    return null;
  });
  await driver.switchTo(tab);
}

function verify({ env, profile }, fingerprint) {
  const { status, stdout } = spawnSync(programs.helper,
    ['verify', fingerprint, '--json', '--fresh', '--profile', profile], { env, encoding: 'utf8' });
  return { status, ...JSON.parse(stdout) };
}

/** What the Wi-Fi of the institution, which looks at the CA's list, says to the certificate. */
const wifi = ({ firefox, portal }, fingerprint) => execFileSync(
  fileURLToPath(new URL('lib/wifi.sh', import.meta.url)),
  [firefox.profile, fingerprint, path.dirname(portal.root), portal.status],
  { env: { ...process.env, NSS_HELPER: programs.helper }, encoding: 'utf8', timeout: 60000 * patience }).trim();

scenario('60 days before its end nothing is offered', { language: 'en', options: ['--prepare', '0', '--days-left', '60'] },
  async (world) => {
    const { t, driver, journey, portal } = world;
    await journey.upToTheKey('taro');
    await journey.turnOn();
    await journey.press();
    const result = await journey.result();
    assert.equal(result.state, 'installed', result.words);
    await t.test('no notice, no mark, and no way to renew, here and at the portal', async () => {
      await openCertificates(world.driver);
      assert.equal((await driver.data(card(result.fingerprint))).state, 'good');
      assert.equal(await shown(driver, '[data-opens="renew"]'), 0);
      assert.equal(await panels.badge(driver), '');
      await driver.open(`${portal.portal}/certificates`);
      await driver.waitFor(`[data-serial="${serialOf(result)}"]`);
      assert.equal(await shown(driver, '.renew'), 0);
    });
  });

scenario('25 days left: notice, renewal, removal, revocation',
  { language: 'en', options: ['--prepare', '0', '--revoke', '0', '--days-left', '25'], seconds: 300 }, async (world) => {
    const { t, firefox, driver, journey, portal } = world;
    const list = `${portal.portal}/certificates`;
    await clearOfMidnight();
    await journey.upToTheKey('taro');
    await journey.turnOn();
    await journey.press();
    const old = await journey.result();
    assert.equal(old.state, 'installed', old.words);
    await t.test('it ends soon: the mark on the button, the word on the page', async () => {
      await openCertificates(world.driver);
      assert.equal((await driver.data(card(old.fingerprint))).state, 'soon');
      assert.match(await driver.text(`${card(old.fingerprint)} .when`), /^25 days left$/);
      await until('the mark', async () => /25/.test(await panels.badge(driver)));
    });

    await openPanel(world, old.fingerprint, 'renew');
    await toThePortal(world, list);
    await driver.waitFor(`[data-serial="${serialOf(old)}"] .renew`);
    await driver.click(`[data-serial="${serialOf(old)}"] .renew`);
    await driver.waitFor('#download', { seconds: 30 });
    await journey.download();
    await driver.waitFor('select.nss-helper-keygen');
    await journey.press();
    const renewed = await journey.result();
    await t.test('renewed with a new key: installed and proven, and the old one is pointed to', async () => {
      assert.equal(renewed.state, 'installed', renewed.words);
      assert.notEqual(renewed.fingerprint, old.fingerprint);
      assert.equal(numberOfKeys(firefox), 2);
      assert.match(await driver.text('#older'), new RegExp(old['serial-decimal']));
      assert.equal(portal.events('issued').length, 2);
    });

    await driver.press('#older-open');
    await driver.waitFor('.panel .with');
    firefox.answers('my own password', 'my own password');
    await openPanel(world, old.fingerprint, 'backup');
    await driver.press('.panel .save');
    const saved = await until('the backup', async () => /Saved as (.+?-backup\.p12)/.exec(await driver.text('.panel .outcome') ?? '')?.[1]);
    await until('the list to know of it', async () => (await driver.text(`${card(old.fingerprint)} .copies`))?.includes(saved));
    await driver.press(`${card(old.fingerprint)} .tidy`);
    const words = await until('the old one to go', async () => {
      const text = await driver.text('.panel .outcome');
      return /were removed/.test(text ?? '') && text;
    });
    await t.test('the old one and its key are removed, and the backup opens', () => {
      const [, file] = words.match(/The backup stays in (.+?-backup\.p12)/);
      assert.equal(file, saved);
      const text = execFileSync('openssl', ['pkcs12', '-in', file, '-passin', 'pass:my own password', '-nokeys', '-clcerts'],
        { encoding: 'utf8', stdio: 'pipe' });
      assert.match(text, /Taro Yamada/);
      assert.equal(numberOfKeys(firefox), 1);
    });

    await t.test('before it is revoked: the CA says good', () => {
      const { status, revocation } = verify(firefox, renewed.fingerprint);
      assert.deepEqual([revocation.state, revocation.by], ['good', 'OCSP'], JSON.stringify(revocation));
      assert.equal(status, 0);
    });
    await t.test('…and the Wi-Fi lets it in', () => assert.equal(wifi(world, renewed.fingerprint), 'SUCCESS'));
    await openCertificates(world.driver);
    await t.test('the address of the portal is known for the new one, too', async () => {
      await openPanel(world, renewed.fingerprint, 'revoke');
      assert.match(await driver.text('.panel'), new RegExp(renewed['serial-decimal']));
      assert.equal(await driver.page(() => document.querySelector('.panel .address').value), list);
    });
    await toThePortal(world, list);
    await driver.click(`[data-serial="${serialOf(renewed)}"] .revoke`);
    await driver.waitFor('#revoke');
    await driver.page(() => { document.querySelector('#reason').value = 'keyCompromise'; });
    await driver.click('#revoke');
    await driver.waitFor(`[data-serial="${serialOf(renewed)}"][data-state="revoked"]`, { seconds: 30 });

    await openCertificates(world.driver);
    await openPanel(world, renewed.fingerprint, 'check');
    await t.test('check now: revoked, with its reason, and marked from then on', async () => {
      const lines = await until('what the CA says', () => driver.text('.panel .checks'));
      assert.match(lines, /Revoked, according to the issuer \(source: OCSP/);
      await until('the mark', async () => (await driver.data(card(renewed.fingerprint))).state === 'revoked');
      const { status, revocation } = verify(firefox, renewed.fingerprint);
      assert.deepEqual([status, revocation.state, revocation.reason], [107, 'revoked', 'keyCompromise']);
      await openCertificates(world.driver);
      assert.equal((await driver.data(card(renewed.fingerprint))).state, 'revoked');
    });
    await t.test('…and the Wi-Fi keeps it out', () => assert.equal(wifi(world, renewed.fingerprint), 'FAILURE'));
  });
