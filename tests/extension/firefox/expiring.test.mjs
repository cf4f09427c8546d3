// SPDX-License-Identifier: MPL-2.0
// A certificate that ends soon, in a real Firefox: the mark, the panel, the notification at a start,
// and "Remind me in a week".
import assert from 'node:assert/strict';
import { clearOfMidnight, endOfDate, iso } from '../../clock.mjs';
import { openLines } from '../../e2e/lib/firefox.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { inFirefox, openCertificates } from '../browser.mjs';
import { HELLO, IDENTITIES, IDENTITY, OWNED } from '../replies.mjs';

const ending = (days, name = 'Taro Yamada', byte = 'AB') => ({
  ...OWNED,
  identity: {
    ...IDENTITY, name, fingerprint: Array(32).fill(byte).join(':'),
    notBefore: iso(endOfDate(days - 400)), notAfter: iso(endOfDate(days)),
  },
  state: days > 30 ? 'good' : 'soon',
  daysLeft: days,
});

const hasNow = ({ host }, identities, also = {}) =>
  host.answers({ identities: { replies: [{ ...IDENTITIES, identities }] }, ...also });

/** Stands in for the desktop that would show the notifications. */
function catchNotices({ driver }) {
  return driver.chrome(async () => {
    globalThis.nssHelperNotices = [];
    const desktop = {
      QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
      showAlert(alert, listener) { globalThis.nssHelperNotices.push({ alert, listener }); },
      closeAlert() {},
    };
    globalThis.Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
      Services.uuid.generateUUID(), 'a desktop', '@mozilla.org/alerts-service;1',
      { createInstance: (kind) => desktop.QueryInterface(kind) });
  });
}

const notices = ({ driver }) => driver.chrome(async () =>
  globalThis.nssHelperNotices.map(({ alert }) => [alert.title, alert.text]));

/** Makes the extension know of no certificate. */
async function forget(world) {
  hasNow(world, []);
  await openCertificates(world);
  await world.driver.chrome(async () => { globalThis.nssHelperNotices.length = 0; });
}

async function marks(t, world) {
  const { driver } = world;
  await t.test('the mark and the panel say how long it lasts', async () => {
    await clearOfMidnight();
    await world.fresh();
    hasNow(world, [ending(5)]);
    await openCertificates(world);
    await until('the mark', async () => await panels.badge(driver) === '5d');
    await panels.openPanel(driver);
    assert.deepEqual(await panels.panelTexts(driver, '#expiring-list li'), ['Taro Yamada: 5 days left']);
    await panels.closePanel(driver);
  });
}

async function starts(t, world) {
  const { driver, host } = world;
  await t.test('a start tells it, and a press on the notice shows the list', async () => {
    await clearOfMidnight();
    await world.fresh();
    hasNow(world, [ending(5)]);
    await world.reloadExtension();
    await until('the notice', async () => (await notices(world)).length);
    assert.equal(host.said('identities').length, 1);
    const [[title, text]] = await notices(world);
    assert.equal(title, 'Taro Yamada: 5 days left');
    assert.match(text, /Renew it before then/);
    await driver.chrome(async () => {
      const [{ alert, listener }] = globalThis.nssHelperNotices;
      listener.observe(null, 'alertclickcallback', alert.cookie);
    });
    await world.goTo('/pages/certificates.html');
  });
  await t.test('the next start looks again, and tells it no more', async () => {
    await clearOfMidnight();
    await world.fresh();
    hasNow(world, [ending(5)]);
    await world.reloadExtension();
    await until('another look', () => host.said('identities').length);
    await openCertificates(world);
    assert.equal((await notices(world)).length, 1);
    assert.equal(await panels.badge(driver), '5d');
  });
  await t.test('a locked profile is not asked for its password by a start', async () => {
    await clearOfMidnight();
    await world.fresh();
    await forget(world);
    hasNow(world, [ending(3), ending(6, '山田 花子', 'CD')]);
    await openCertificates(world);
    hasNow(world, [], { hello: { replies: [{ ...HELLO, profile: { ...HELLO.profile, locked: true } }] } });
    const asked = host.said('identities').length;
    await world.reloadExtension();
    await until('the notice', async () => (await notices(world)).length);
    assert.deepEqual(await notices(world), [
      ['2 certificates expire soon', 'Taro Yamada: 3 days left\n山田 花子: 6 days left']]);
    assert.equal(host.said('identities').length, asked);
  });
  await t.test('nothing near: no host is started by a start', async () => {
    await clearOfMidnight();
    await world.fresh();
    await forget(world);
    hasNow(world, [ending(31)]);
    await openCertificates(world);
    await until('the last question of the page', () => host.said('odd').length);
    const greeted = host.said('hello').length;
    await world.reloadExtension();
    await world.hasBegun();
    await world.calm();
    assert.equal(host.said('hello').length, greeted);
    assert.deepEqual([await notices(world), await panels.badge(driver)], [[], '']);
  });
  await t.test('the next look is in a day', async () => {
    await openCertificates(world);
    const [{ name, periodInMinutes }, ...others] = await driver.page(async () =>
      JSON.parse(JSON.stringify(await window.wrappedJSObject.browser.alarms.getAll())));
    assert.deepEqual([name, periodInMinutes, others], ['expiry', 1440, []]);
  });
}

async function putsOff(t, world) {
  const { driver } = world;
  const shown = (selector) => driver.page((s) => [...document.querySelectorAll(s)]
    .filter((element) => element.getClientRects().length > 0).map((element) => element.innerText), selector);
  await t.test('put off on the page: the mark goes, and the page says until when, also later', async () => {
    await clearOfMidnight();
    await world.fresh();
    await forget(world);
    hasNow(world, [ending(1), ending(4, '山田 花子', 'CD'), ending(20, 'Jiro', 'EF'), ending(60, 'Saburo', '01'),
      { ...ending(20, 'Shiro', '23'), newer: IDENTITY.fingerprint }]);
    await openCertificates(world);
    await openLines(driver);
    assert.deepEqual(await shown('.snooze'), ['Remind me the day before it expires', 'Remind me in a week']);
    await driver.press('.snooze:not([hidden])');
    await until('the words', async () => (await shown('.reminder')).length);
    const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(endOfDate(3));
    assert.deepEqual(await shown('.reminder'), [`NSS Helper will remind you on ${day}.`]);
    assert.deepEqual(await shown('.snooze'), ['Remind me in a week']);
    assert.equal(await driver.page(() => document.activeElement.className), 'reminder faint');
    await openCertificates(world);
    await openLines(driver);
    assert.equal((await shown('.reminder')).length, 1);
    await panels.openPanel(driver);
    assert.deepEqual(await panels.panelTexts(driver, '#expiring-list li'),
      ['Taro Yamada: 1 day left', 'Jiro: 20 days left']);
    await panels.closePanel(driver);
  });
}

inFirefox('the end of a certificate in a real Firefox', { seconds: 240 },
  (t, world) => catchNotices(world), marks, starts, putsOff);
