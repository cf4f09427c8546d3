// SPDX-License-Identifier: MPL-2.0
// Whole journeys of a person without a mouse: from the panel to a file for another computer, through
// the list of certificates, and the import of a file.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { inFirefox } from '../extension/browser.mjs';
import { called, ending } from '../extension/certificates.mjs';
import { IDENTITIES, INSTALLED, RECEIVED } from '../extension/replies.mjs';
import { Keyboard } from './keyboard.mjs';
import { Stage } from './stage.mjs';

const PORTAL = `<!DOCTYPE html><html lang="en"><title>portal</title><main><h1>Portal</h1>
<form action="/do" method="post"><label>Key <keygen name="spkac"></label> <button>Get the certificate</button></form></main>`;
const answer = (response) =>
  response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('bytes of a certificate');

/** Goes to Firefox's question for the site, by F6, and answers yes. */
async function allow(keyboard, driver) {
  const state = () => driver.chrome(async () => {
    const { panel } = window.PopupNotifications;
    const { activeElement: on } = document;
    return { open: panel.state === 'open', inside: panel.contains(on), yes: on.classList.contains('popup-notification-primary-button') };
  });
  await until("Firefox's question", async () => (await state()).open);
  await keyboard.press('Escape'); // the extension's panel lies over it
  await until('the focus on its yes', async () => {
    const { inside, yes } = await state();
    if (!yes) await keyboard.press(inside ? 'Tab' : 'F6');
    return yes;
  });
  // Firefox ignores a press just after the question has opened.
  await until('the answer', async () => {
    await keyboard.press('Enter');
    return !(await state()).open;
  }, { every: 300 });
}

async function request(t, world) {
  const { driver, site, host } = world;
  const stage = new Stage(world);
  await stage.speak('en');
  const keyboard = new Keyboard(stage);
  site.pages.set('/page', PORTAL);
  site.pages.set('/do', answer);
  host.answers({ end: { replies: [RECEIVED, INSTALLED] } });
  await driver.open(site.url('/page', 'off.localhost'));
  await t.test('the site is turned on from the panel', async () => {
    stage.where = 'panel';
    await panels.openPanel(driver, { by: 'keyboard' });
    await keyboard.go('popup_turn_on');
    await allow(keyboard, driver);
    stage.where = 'page';
    await driver.waitFor('select.nss-helper-keygen');
  });
  await t.test('a key is chosen, and the form sent', async () => {
    await keyboard.tabTo(/^Key/);
    await keyboard.press('Down');
    await keyboard.go(/^Get the certificate/);
    await stage.says('result_installed');
    assert.equal(host.said('issue')[0].key, 'rsa-3072');
  });
  await t.test('the result: its details open, and the way to another computer', async () => {
    await keyboard.go('result_details', 'Space');
    await stage.says('result_fingerprint');
    await keyboard.backTo('elsewhere_title');
    await keyboard.press('Enter');
    await stage.says('elsewhere_for');
    await keyboard.go('elsewhere_save');
    await stage.says('elsewhere_saved');
    await keyboard.isOn('elsewhere_save');
  });
  await world.permission('remove', 'off.localhost');
}

const PEOPLE = [called('Taro Yamada', '01'), called('山田 花子', '02', { emails: ['hanako@example.ac.jp'] }), called('Jiro', '03')];

async function list(t, world) {
  const { host } = world;
  const stage = new Stage(world);
  await stage.speak('en');
  const keyboard = new Keyboard(stage);
  host.answers({ identities: { replies: [{ ...IDENTITIES, identities: PEOPLE.map((who) => ending(200, 'good', who)) }] } });
  await stage.open('certificates.html');
  await stage.says('certificates_lead');
  await t.test('one is found by its address', async () => {
    await keyboard.tabTo('certificates_find');
    await keyboard.press(...'hanako');
    await stage.says('certificates_found');
  });
  await t.test('it opens, and what is opened there; Escape closes one after the other, and the focus goes back', async () => {
    await keyboard.go(/^山田 花子/);
    await stage.says('remove_title');
    await keyboard.check();
    await keyboard.go('remove_title', 'Space');
    await stage.says('remove_lost');
    await keyboard.check();
    await keyboard.press('Escape');
    await keyboard.isOn('remove_title');
    await keyboard.press('Escape');
    await keyboard.isOn(/^山田 花子/);
  });
  await t.test('it is removed: the focus stays where that is told', async () => {
    await keyboard.press('Enter');
    await keyboard.go('remove_title');
    await keyboard.go('remove_with');
    await stage.says('remove_done');
    await keyboard.check();
    assert.deepEqual(host.said('remove').map(({ fingerprint }) => fingerprint), [PEOPLE[1].fingerprint]);
  });
}

/** Firefox's dialog for files, as if this one had been chosen there. */
const choosesFile = (driver, file) => driver.chrome(async (path) => {
  const chosen = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
  chosen.initWithPath(path);
  const picker = {
    QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
    init() {}, appendFilters() {}, appendFilter() {}, appendRawFilter() {},
    open: (callback) => callback.done(Ci.nsIFilePicker.returnOK),
    file: chosen,
    get files() { return [chosen][Symbol.iterator](); },
  };
  globalThis.Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(Services.uuid.generateUUID(),
    'a dialog', '@mozilla.org/filepicker;1', { createInstance: (kind) => picker.QueryInterface(kind) });
}, file);

async function bringIn(t, world) {
  const { driver, firefox, host } = world;
  const stage = new Stage(world);
  await stage.speak('en');
  const keyboard = new Keyboard(stage);
  await t.test('a file is chosen, looked at, and comes in; a backup is made of it', async () => {
    const file = path.join(firefox.home, 'taro.p12');
    writeFileSync(file, 'sealed'); // see host.mjs
    await choosesFile(driver, file);
    host.answers({ end: { replies: [RECEIVED, INSTALLED] } });
    await stage.open('import.html');
    await keyboard.go('import_choose', 'Space');
    await keyboard.isOn('import_one');
    await keyboard.press('Enter');
    await stage.says('result_installed');
    await keyboard.go('result_backup');
    await stage.says('backup_saved');
    await keyboard.isOn('result_backup');
  });
}

inFirefox('without a mouse', { seconds: 300 }, request, list, bringIn);
