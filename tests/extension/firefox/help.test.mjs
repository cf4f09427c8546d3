// SPDX-License-Identifier: MPL-2.0
// The welcome page in a Firefox without automation, and the links from an error into the help page.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Firefox } from '../../e2e/lib/firefox.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { nothingLeft } from '../../e2e/lib/processes.mjs';
import { patience } from '../../patience.mjs';
import { inFirefox } from '../browser.mjs';
import { BUILD, PlayedHost } from '../host.mjs';
import { ERROR } from '../replies.mjs';

/** What can be seen at the top of the page, when the help page is open. */
async function seenAtTop(world) {
  await world.goTo('/pages/help.html');
  return until('the part', () => world.driver.page(() => {
    const { hash } = location;
    const part = document.querySelector(hash);
    const { top, height } = part?.getBoundingClientRect() ?? {};
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    return height > 0 && ((top >= 0 && top < 60) || (atEnd && top < innerHeight)) && hash;
  }));
}

async function ways(t, world) {
  const { driver, host } = world;
  await t.test('from the panel: the error leads to its part of the help page', async () => {
    await world.fresh();
    host.remove();
    try {
      await panels.openPanel(driver);
      await panels.pressInPanel(driver, '#error-help');
      assert.equal(await seenAtTop(world), '#host');
    } finally {
      host.restore();
    }
    await world.fresh();
    await panels.openPanel(driver);
    assert.equal((await panels.panelElement(driver, '#error-help')).seen, false, 'none without an error');
    await panels.pressInPanel(driver, '#help');
    await world.goTo('/pages/help.html');
  });
  await t.test('from My certificates: one that has no part of its own leads to the help desk', async () => {
    await world.fresh();
    host.answers({ identities: { replies: [{ ...ERROR, code: 70, name: 'INTERNAL' }] } });
    await driver.open(await driver.chrome(async () =>
      WebExtensionPolicy.getByID('nss-helper@nss-helper').getURL('pages/certificates.html')));
    await driver.waitFor('#error:not([hidden]) #error-help');
    await driver.press('#error-help');
    assert.equal(await seenAtTop(world), '#desk');
    await driver.press('.buttons a');
    await world.goTo('/pages/report.html');
  });
  await t.test('on the first page: a program that is installed meanwhile is seen when the person is back', async () => {
    await world.fresh();
    host.remove();
    await driver.open(await driver.chrome(async () =>
      WebExtensionPolicy.getByID('nss-helper@nss-helper').getURL('pages/welcome.html')));
    await driver.waitFor('#error:not([hidden])');
    host.restore();
    await driver.page(() => window.dispatchEvent(new Event('focus')));
    await until('the error to go', () => driver.page(() => document.querySelector('#error').hidden));
  });
  await t.test('the pictures are shown, as light or dark as the page', async () => {
    await world.fresh();
    await driver.open(await driver.chrome(async () =>
      WebExtensionPolicy.getByID('nss-helper@nss-helper').getURL('pages/help.html')));
    await until('the pictures', () => driver.page(() => {
      const pictures = [...document.querySelectorAll('[data-picture]')];
      return pictures.length > 3 && pictures.every(({ naturalWidth, alt }) => naturalWidth > 100 && alt !== '');
    }));
    for (const [look, end] of [['dark', /-dark\.png$/], ['light', /(?<!-dark)\.png$/]]) {
      await driver.chrome(async (name) => { gBrowser.selectedBrowser.browsingContext.prefersColorSchemeOverride = name; }, look);
      await until(`${look} pictures`, async () => (await driver.page(() => [...document.querySelectorAll('[data-picture]')]
        .map(({ currentSrc, complete }) => (complete ? currentSrc : '')))).every((source) => end.test(source)));
    }
    await driver.chrome(async () => { gBrowser.selectedBrowser.browsingContext.prefersColorSchemeOverride = 'none'; });
  });
}

inFirefox('help in a real Firefox', { seconds: 120 }, ways);

test('a new Firefox opens the first page, which asks for the program and the list', { timeout: 120000 * patience }, async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
  const firefox = new Firefox({ home, remote: false });
  firefox.addExtension(path.join(BUILD, 'nss-helper.xpi'));
  const host = new PlayedHost(home);
  try {
    await firefox.start();
    await until('the first page', () => host.said('sites').length === 1 && host.said('jobs').length === 1, { seconds: 60 });
  } finally {
    await firefox.stop();
    host.close();
  }
  const left = await nothingLeft(home);
  rmSync(home, { recursive: true, force: true });
  assert.deepEqual(left, []);
});
