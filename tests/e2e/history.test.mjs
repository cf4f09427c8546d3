// SPDX-License-Identifier: MPL-2.0
// After an issue the person goes back, forward, reloads, reopens: none of it asks the CA
// or the host for anything.
import assert from 'node:assert/strict';
import { sleep, until } from './lib/marionette.mjs';
import { Journal } from './lib/journal.mjs';
import { fingerprints, numberOfKeys } from './lib/witnesses.mjs';
import { programs, scenario } from './lib/world.mjs';

/** Waits until the page is loaded. If Firefox asks whether to send a form again, the answer is yes. */
async function comeToRest(driver) {
  const isBusy = async () => {
    await sleep(100);
    return await driver.send('WebDriver:AcceptAlert').then(() => true, () => false)
      || driver.chrome(async () => gBrowser.selectedBrowser.webProgress.isLoadingDocument).catch(() => true);
  };
  for (let calm = 0; calm < 3; calm += 1) if (await isBusy()) calm = -1;
}

const MOVES = {
  back: (driver) => driver.chrome(async () => gBrowser.goBack()),
  reload: (driver) => driver.chrome(async () => gBrowser.reload()),
  forward: (driver) => driver.chrome(async () => gBrowser.goForward()),
  'far back': (driver) => driver.chrome(async () => gBrowser.gotoIndex(0)),
  'the last page': (driver) => driver.chrome(async () =>
    gBrowser.gotoIndex(gBrowser.selectedBrowser.browsingContext.sessionHistory.count - 1)),
};
const WALK = ['reload', 'back', 'reload', 'forward', 'far back', 'the last page', 'reload'];

scenario('back and reload', { language: 'en', options: ['--prepare', '0'] }, async ({ t, firefox, portal, driver, journey }) => {
  const journal = new Journal({ firefox, helper: programs.helper });
  const everything = () => ({
    issued: portal.events('issued'), requests: portal.events('request').length,
    certificates: fingerprints(firefox), keys: numberOfKeys(firefox),
    jobs: journal.jobs(), unfinished: journal.unfinished(),
  });
  await journey.upToTheKey('taro');
  await journey.turnOn();
  await journey.choose('p-256');
  await journey.press();
  const { state } = await journey.result();
  assert.equal(state, 'installed');
  const result = await driver.url();
  const before = everything();
  assert.equal(before.issued.length, 1);

  const seen = new Set();
  for (const move of WALK) {
    MOVES[move](driver).catch(() => {});
    await comeToRest(driver);
    seen.add((await driver.url()).replace(/\?.*/, ''));
  }
  await t.test('back, forward and reload change nothing', () => {
    assert.ok([...seen].some((url) => url.startsWith(portal.download)), [...seen].join(' '));
    assert.deepEqual(everything(), before);
  });
  await t.test('the result page says the same as before', async () => {
    await driver.open(result);
    await until('the result', async () => (await driver.data('#result')).state === 'installed');
  });
  await driver.newTab();
  await driver.chrome(async () => gBrowser.removeTab(gBrowser.tabs[0]));
  await driver.chrome(async () => {
    const { SessionStore } = ChromeUtils.importESModule('resource:///modules/sessionstore/SessionStore.sys.mjs');
    SessionStore.undoCloseTab(window, 0);
  });
  await until('the tab that was closed', async () => {
    for (const handle of await driver.tabs()) {
      await driver.switchTo(handle);
      if (await driver.url() === result) return true;
    }
    return false;
  });
  await comeToRest(driver);
  await t.test('a tab that is opened again shows the result, and changes nothing', async () => {
    await until('the result', async () => (await driver.data('#result')).state === 'installed');
    assert.deepEqual(everything(), before);
  });
});
