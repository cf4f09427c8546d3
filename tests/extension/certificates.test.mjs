// SPDX-License-Identifier: MPL-2.0
// The page "My certificates" in a real Firefox, with a host that is played.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EXTENSION } from '../e2e/firefox.mjs';
import { until } from '../e2e/marionette.mjs';
import { withFirefox } from './browser.mjs';
import { COPY, ERROR, EXPORTED, IDENTITIES, IDENTITY } from './replies.mjs';

const OTHER = { ...IDENTITY, fingerprint: Array(32).fill('CD').join(':'), name: '山田 花子' };
const YEAR = 365 * 24 * 3600 * 1000;
const when = (years) => new Date(Date.now() + years * YEAR).toISOString().replace(/\.\d+/, '');

/** Opens the page over what a host has. */
async function page({ driver, host }, identities, { query = '', more = false, also = {} } = {}) {
  host.answers({ identities: { replies: [{ ...IDENTITIES, identities, more }] }, ...also });
  const url = await driver.chrome(async (id, name) => WebExtensionPolicy.getByID(id).getURL(name),
    EXTENSION, `pages/certificates.html${query}`);
  await driver.open(url);
  await until('the page to hear from the host', async () =>
    ['ready', 'error'].includes((await driver.data('#certificates')).state));
}

const texts = (driver, selector) => driver.page((s) =>
  [...document.querySelectorAll(s)].filter((element) => element.getClientRects().length > 0)
    .map((element) => element.innerText.trim()), selector);

async function lists(t, world) {
  const { driver } = world;
  await t.test('none: said so', async () => {
    await page(world, []);
    assert.match(await driver.text('#lead'), /no certificate with a key/);
    assert.deepEqual(await texts(driver, 'article'), []);
  });
  await t.test('several: the one that ends last first, its state in words', async () => {
    await page(world, [
      { identity: { ...IDENTITY, notBefore: when(-2), notAfter: when(-1) }, copies: [] },
      { identity: { ...OTHER, notBefore: when(-1), notAfter: when(1) }, copies: [COPY, { ...COPY, kind: 'profile', place: '/x' }] },
      { identity: { ...OTHER, notBefore: when(1), notAfter: when(0.5) }, copies: [] },
    ], { more: true });
    assert.deepEqual(await texts(driver, 'article h2'), ['山田 花子', '山田 花子', 'Taro Yamada']);
    assert.deepEqual(await texts(driver, '.state'), ['Valid until', 'Not valid before', 'Expired on']);
    const [copies, ...others] = await texts(driver, '.copies');
    assert.match(copies, /Another profile[^]*\/x[^]*Windows 10[^]*Taro-Yamada-windows\.p12/);
    assert.deepEqual(others, []);
    assert.match(await driver.text('#more'), /nss-helper list/);
  });
  await t.test('a host that fails: what and why, and another try', async () => {
    await page(world, [], { also: { identities: { once: true, replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } } });
    assert.equal((await driver.data('#certificates')).state, 'error');
    await driver.press('#again');
    await until('the list', async () => (await texts(driver, 'article')).length);
  });
}

async function carries(t, world) {
  const { driver, host } = world;
  const save = async (target, made) => {
    await driver.page((name, own) => {
      const select = document.querySelector('.target');
      select.value = name;
      select.dispatchEvent(new Event('change'));
      document.querySelector(`[name="password"][value="${own}"]`).click();
    }, target, made ? 'made' : 'own');
    await driver.press('.save');
    await until('the outcome', async () => !await driver.page(() => document.querySelector('.save').disabled));
    return (await texts(driver, '.outcome'))[0];
  };
  await t.test('for a program: the target and no path goes out, the place and the steps come back', async () => {
    await world.fresh();
    await page(world, [{ identity: IDENTITY, copies: [] }]);
    await driver.press('.open');
    host.answers({});
    const words = await save('windows', false);
    assert.match(words, /Saved as \/home\/taro\/Downloads\/Taro-Yamada-windows\.p12/);
    for (const step of EXPORTED.steps) assert.ok(words.includes(step));
    assert.deepEqual(host.said('export'), [
      { type: 'export', fingerprint: IDENTITY.fingerprint, for: 'windows', password: 'own', settings: '' }]);
    const copies = await until('the copies', async () => (await texts(driver, '.copies'))[0]);
    assert.match(copies, /Windows 10/);
  });
  await t.test('a password that is made; every target of the list can be had', async () => {
    await world.fresh();
    await page(world, [{ identity: IDENTITY, copies: [] }]);
    await driver.press('.open');
    const targets = await driver.page(() => [...document.querySelectorAll('.target option')].map(({ value }) => value));
    assert.ok(targets.length > 8);
    const wifi = targets.filter((target) => target.startsWith('eduroam-'));
    assert.ok(wifi.length > 4);
    for (const target of targets) {
      assert.match(await save(target, true), wifi.includes(target) ? /Choose the file with the settings/ : /Saved as/, target);
    }
    assert.deepEqual(host.said('export').map((message) => [message.for, message.password]),
      targets.filter((target) => !wifi.includes(target)).map((target) => [target, 'made']));
  });
  await t.test('a Wi-Fi profile: the bytes of the institution’s file go out, and its network comes back', async () => {
    await world.fresh();
    await page(world, [{ identity: IDENTITY, copies: [] }]);
    await driver.press('.open');
    const file = path.join(world.firefox.home, '大学.eap-config');
    writeFileSync(file, '<settings/>');
    await driver.choose('.settings', file);
    host.answers({ export: { replies: [{ ...EXPORTED, network: 'eduroam, radius.example.ac.jp, Example Root' }] } });
    assert.match(await save('eduroam-apple', false), /Network: eduroam, radius\.example\.ac\.jp, Example Root/);
    assert.deepEqual(await texts(driver, '.chosen'), ['大学.eap-config']);
    const [{ settings }] = host.said('export');
    assert.equal(Buffer.from(settings, 'base64').toString(), '<settings/>');
    await save('windows', false);
    assert.equal(host.said('export')[1].settings, '', 'only for Wi-Fi');
    for (const [length, words] of [[0, /empty, or too large/], [400000, /empty, or too large/]]) {
      writeFileSync(file, 'x'.repeat(length));
      await driver.choose('.settings', file);
      assert.match(await save('eduroam-apple', false), words);
    }
    assert.equal(host.said('export').length, 2);
  });
  await t.test('cancelled, and no room: said so, and it can be tried again', async () => {
    await world.fresh();
    await page(world, [{ identity: IDENTITY, copies: [] }]);
    await driver.press('.open');
    for (const [code, name, words] of [[101, 'CANCELLED', /you cancelled/], [95, 'NO_SPACE', /full/]]) {
      host.answers({ export: { once: true, replies: [{ ...ERROR, code, name }] } });
      assert.match(await save('macos', false), words);
    }
    assert.match(await save('macos', false), /Saved as/);
  });
  await t.test('from the page of a certificate that was just installed: its own form is open', async () => {
    await page(world, [{ identity: OTHER, copies: [] }, { identity: IDENTITY, copies: [] }],
      { query: `?use=${IDENTITY.fingerprint}` });
    assert.equal((await texts(driver, '.elsewhere')).length, 1);
    assert.equal(await driver.page(() =>
      document.querySelector('.elsewhere:not([hidden])').closest('article').querySelector('h2').textContent), IDENTITY.name);
  });
}

test('my certificates in a real Firefox', { timeout: 180000 }, (t) => withFirefox(async (world) => {
  await lists(t, world);
  await carries(t, world);
}));
