// SPDX-License-Identifier: MPL-2.0
// What Firefox downloads by itself, what never ends and what comes slowly, in a real Firefox.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { withFirefox } from './browser.mjs';
import { endless } from './endless.mjs';
import { assertEmpty, downloaded, makeFolder } from './folder.mjs';
import { patience } from '../patience.mjs';

const { folder, prefs } = makeFolder();
const WHOLE = randomBytes(5001);
const TYPE = 'application/x-x509-user-cert';
const PKCS12 = 'application/x-pkcs12';
const answer = (type, headers = {}, body = WHOLE) => (response) =>
  response.writeHead(200, { 'Content-Type': type, ...headers }).end(body);

/* Ways in which Firefox takes a response for a download before anybody has seen a byte. */
const DOWNLOADS = [
  ['a link with download', '<a id="get" download href="/user.crt">x</a>', answer(TYPE), 'user.crt'],
  ['one without an ending', '<a id="get" download="mine" href="/user.crt">x</a>', answer(TYPE), 'mine'],
  ['one with a name', '<a id="get" download="my.crt" href="/user.crt">x</a>', answer(TYPE), 'my.crt'],
  ['of a key file', '<a id="get" download href="/user.crt">x</a>',
    answer(PKCS12, { 'Content-Disposition': 'attachment; filename="taro.p12"' }), 'taro.p12'],
  ['made and pressed by a script', `<button id="get" onclick="const link = document.createElement('a');
    link.href = '/user.crt'; link.download = 'made.crt'; link.click();">x</button>`, answer(TYPE), 'made.crt'],
];

async function saved(t, world) {
  const { site, host, driver } = world;
  for (const [name, html, page, file] of DOWNLOADS) {
    await t.test(`${name}: Firefox saves it as ever, and the page that imports it is there at once`, async () => {
      await world.fresh();
      site.pages.set('/user.crt', page);
      await world.open(html);
      await world.press();
      await world.goTo('/pages/import.html');
      await driver.waitFor('#saved');
      assert.match(await driver.text('#saved'), /site\.localhost/);
      assert.equal(await driver.page(() => document.querySelector('#file').accept), '', 'whatever its name is');
      assert.equal(await downloaded(folder, WHOLE), file, 'under its own name');
      assert.deepEqual(await world.tabsWith('/pages/result.html'), [], 'no page says that it was lost, or kept');
      assert.equal((await world.tabsWith('/page')).length, 2, "the site's page stays, too");
      assert.equal(site.sentTo('/user.crt').length, 1);
      assert.equal(host.said('end').length, 0);
    });
  }
  await t.test('in a frame, as an attachment: it is taken, and not saved', async () => {
    await world.fresh();
    site.pages.set('/user.crt', answer(TYPE, { 'Content-Disposition': 'attachment; filename="a.crt"' }));
    await world.open('<p id="get">x</p><iframe sandbox src="/user.crt"></iframe>');
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(WHOLE));
    assertEmpty(folder);
  });
}

async function without(t, world) {
  const { site, host, driver } = world;
  for (const [name, html] of [['as a page', null], ['in a frame', '<p id="get">x</p><iframe src="/endless"></iframe>']]) {
    await t.test(`what never ends, ${name}, is cut at the limit`, async () => {
      await world.fresh();
      const line = endless({ 'Content-Type': TYPE });
      site.pages.set('/endless', line.page);
      await (html ? world.open(html) : driver.visit(site.url('/endless')));
      assert.deepEqual(await world.result(), { state: 'error', name: 'TOO_LARGE' });
      await until('the connection to end', () => !line.open);
      assert.ok(line.sent < 100 * 1024 * 1024, `${line.sent} bytes`);
      assert.equal(host.said('end').length, 0);
      assert.equal(await driver.page(() => document.querySelector('#download').hidden), true);
    });
  }
}

/** Begins a response and goes on when it is told. */
function slow() {
  const line = { open: false };
  line.page = (response) => {
    line.open = true;
    response.on('close', () => { line.open = false; });
    response.writeHead(200, { 'Content-Type': TYPE }).write(WHOLE.subarray(0, 3000));
    line.goOn = () => response.end(WHOLE.subarray(3000));
  };
  return line;
}

async function slowly(t, world) {
  const { site, host, driver } = world;
  const begun = async () => {
    await world.fresh();
    const line = slow();
    site.pages.set('/slow', line.page);
    await driver.newTab();
    await driver.visit(site.url('/slow'));
    await until('a word', async () => /still arriving/.test(await driver.text('body')));
    return line;
  };
  await t.test('what comes slowly: the page says so, and all of it arrives', async () => {
    const line = await begun();
    line.goOn();
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(WHOLE));
  });
  await t.test('closing the page ends it: the connection too, and no page comes up', async () => {
    const line = await begun();
    await driver.send('WebDriver:CloseWindow');
    await driver.switchTo((await driver.tabs())[0]);
    await until('the connection to end', () => !line.open);
    site.pages.set('/answer', answer(TYPE));
    await driver.visit(site.url('/answer'));
    assert.equal((await world.result()).state, 'installed');
    assert.equal((await driver.tabs()).length, 1, 'the page of the other one, and no more');
    assert.equal(host.said('end').length, 1);
  });
}

test('downloads, endless and slow answers in a real Firefox', { timeout: 300000 * patience }, (t) => withFirefox(async (world) => {
  for (const part of [saved, without, slowly]) await part(t, world);
}, prefs));
