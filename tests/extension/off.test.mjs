// SPDX-License-Identifier: MPL-2.0
// A site that is off, in a real Firefox: pressing the toolbar button gives the extension access to
// the tab (activeTab). The page must stay unchanged all the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { withFirefox } from './browser.mjs';
import { EXTENSION as EXTENSION_FOLDER, TOP } from './lib.mjs';
import { patience } from '../patience.mjs';

const OFF = 'off.localhost';
const OTHER = 'other.localhost';

/* The page itself checks, in its own world, that its prototypes are unchanged. */
const PAGE = `<!DOCTYPE html><title>off</title><script>
  const { submit, requestSubmit } = HTMLFormElement.prototype;
  const { removeEventListener } = window;
  addEventListener('judge', () => document.body.dispatchEvent(new CustomEvent('verdict', { detail:
    HTMLFormElement.prototype.submit === submit && HTMLFormElement.prototype.requestSubmit === requestSubmit
    && /native code/.test(submit) && Object.keys(window).every((name) => !/nss/i.test(name)) })));
  </script><body><form name="f" action="/done" method="post" onsubmit="this.note.value = 'seen'">
  <keygen name="spkac" challenge="c1"><input type="hidden" name="note"><button id="get" name="go" value="1">Get</button></form>
  <iframe srcdoc="<form><keygen name=inner></form>"></iframe>`;

async function openOff(world) {
  await world.fresh();
  world.site.pages.set('/off', PAGE);
  await world.driver.open(world.site.url('/off', OFF));
  await isThere(world);
}

/** The page has come, and its frame. */
async function isThere({ driver }) {
  await driver.waitFor('#get');
  await until('its frame', () => driver.page(() =>
    Boolean(document.querySelector('iframe').contentDocument.querySelector('keygen'))));
}

const markup = (driver) => driver.page(() =>
  document.documentElement.outerHTML + document.querySelector('iframe').contentDocument.documentElement.outerHTML);

const isNative = (driver) => driver.page(() => {
  let verdict = null;
  document.body.addEventListener('verdict', ({ detail }) => { verdict = detail; }, { once: true });
  window.dispatchEvent(new Event('judge'));
  return verdict;
});

/** Whether the extension has access to the tab now: otherwise the test would show nothing. */
const hasLeave = (driver) => driver.chrome(async (id) => {
  const { extension } = globalThis.WebExtensionPolicy.getByID(id);
  return extension.tabManager.getWrapper(window.gBrowser.selectedTab).hasActiveTabPermission;
}, 'nss-helper@nss-helper');

/** Firefox takes the answer of the form as a file. */
const saved = (driver, url) => until('Firefox to take the answer as a file', () => driver.chrome(async (address) => {
  const { Downloads } = ChromeUtils.importESModule('resource://gre/modules/Downloads.sys.mjs');
  const list = await (await Downloads.getList(Downloads.ALL)).getAll();
  return list.filter(({ source }) => source.url === address).length;
}, url));

/* Presses that give access to the tab, although the person wanted something else. */
const WAYS = {
  'its button, and the panel stays open': (driver) => panels.openPanel(driver),
  'its button, and the panel is closed again': async (driver) => {
    await panels.openPanel(driver);
    await panels.closePanel(driver);
  },
  'its button by the keyboard': async (driver) => {
    await panels.openPanel(driver, { by: 'keyboard' });
    await panels.closePanel(driver);
  },
  'its button with the middle of the mouse': (driver) => panels.pressButton(driver, { button: 1 }),
};

async function pressed(t, world, way, press) {
  const { driver, site, host } = world;
  await t.test(`${way}: the page is as it was, its form goes out by itself, and its answer is Firefox's`, async () => {
    await openOff(world);
    const before = await markup(driver);
    await press(driver);
    await until('leave for the tab', () => hasLeave(driver));
    assert.equal(await markup(driver), before);
    assert.equal(await isNative(driver), true);
    const where = `/done?${WAY_NAMES.indexOf(way)}`;
    site.pages.set(where, (response) =>
      response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('bytes'));
    await driver.page((action) => { document.forms[0].action = action; }, where);
    await driver.page(() => document.querySelector('#get').click());
    await until('the request', () => site.sentTo(where).length);
    await saved(driver, site.url(where, OFF));
    assert.deepEqual(site.sentTo(where).map(({ body }) => body), ['note=seen&go=1']);
    assert.deepEqual(['issue', 'answer'].map((type) => host.said(type).length), [0, 0]);
    assert.deepEqual(await world.tabsWith('moz-extension:'), []);
    assert.equal(await isNative(driver), true);
    await panels.closePanel(driver);
  });
}

const WAY_NAMES = Object.keys(WAYS);

async function granting(t, world) {
  const { driver, site } = world;
  await t.test('another site is turned on: its open page is served, and that of the site that is off is not', async () => {
    await openOff(world);
    const before = await markup(driver);
    await panels.openPanel(driver);
    assert.equal((await panels.panelElement(driver, '#turn-on')).seen, true, 'access to a tab turns no site on');
    await panels.closePanel(driver);
    assert.equal(await hasLeave(driver), true);
    const [off] = await driver.tabs();
    site.pages.set('/other', PAGE);
    await driver.newTab();
    await driver.open(site.url('/other', OTHER));
    await driver.waitFor('#get');
    await world.permission('add', OTHER);
    await driver.waitFor('select.nss-helper-keygen');
    await until('the frame of the page to be served', () => driver.page(() =>
      Boolean(document.querySelector('iframe').contentDocument.querySelector('select'))));
    assert.equal(await isNative(driver), false, 'it is not, where the site is on');
    await driver.switchTo(off);
    assert.equal(await hasLeave(driver), true);
    assert.equal(await markup(driver), before);
    assert.equal(await isNative(driver), true);
  });
  await t.test('it is turned off again: the page has all of its own back', async () => {
    await world.goTo('/other');
    await world.permission('remove', OTHER);
    await driver.waitFor('form keygen');
    assert.equal(await driver.page(() => document.querySelector('select, .nss-helper-state')), null);
    assert.equal(await isNative(driver), true);
    await driver.page(() => { document.documentElement.dataset.left = 'yes'; });
    await driver.send('WebDriver:Refresh');
    await driver.waitFor('html:not([data-left])');
    await isThere(world);
    const before = await markup(driver);
    await panels.openPanel(driver);
    await panels.closePanel(driver);
    assert.equal(await markup(driver), before, 'nor does a press turn it on');
  });
}

/** Another version of the extension, as an update brings it. */
function nextVersion(folder) {
  cpSync(EXTENSION_FOLDER, path.join(folder, 'next'), { recursive: true });
  const manifest = path.join(folder, 'next/manifest.json');
  const { version, ...rest } = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ version: `${version}.1`, ...rest }));
  execFileSync(path.join(TOP, 'native-messaging/packaging/xpi'), [path.join(folder, 'next'), path.join(folder, 'next.xpi')]);
  return path.join(folder, 'next.xpi');
}

async function updated(t, world) {
  const { driver, site, host } = world;
  await t.test('an update of the extension: an open page of a site that is on is served again', async () => {
    await world.fresh();
    site.pages.set('/next', 'next');
    await world.open('<form action="/next" method="post"><keygen name="spkac"><button id="get">Get</button></form>',
      { ready: 'select.nss-helper-keygen' });
    await driver.page(() => { document.querySelector('select').value = 'p-256'; });
    const file = nextVersion(world.firefox.home);
    const version = await driver.chrome(async (xpi) => {
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
      const install = await AddonManager.getInstallForFile(new FileUtils.File(xpi));
      return (await install.install()).version;
    }, file);
    assert.match(version, /\.1$/);
    await until('a new choice, and no other', () => driver.page(() => {
      const all = [...document.querySelectorAll('select')];
      return all.length === 1 && all[0].value !== 'p-256' && document.querySelectorAll('[name=spkac]').length === 1;
    }));
    await world.press(3);
    await until('the request', () => site.sentTo('/next').length);
    assert.match(new URLSearchParams(site.sentTo('/next')[0].body).get('spkac'), /^.{20}/);
    assert.deepEqual([site.sentTo('/next').length, host.said('issue').length], [1, 1]);
  });
}

test('off means off', { timeout: 240000 * patience }, (t) => withFirefox(async (world) => {
  for (const [way, press] of Object.entries(WAYS)) await pressed(t, world, way, press);
  await granting(t, world);
  await updated(t, world);
}));
