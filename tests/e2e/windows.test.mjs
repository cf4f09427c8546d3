// SPDX-License-Identifier: MPL-2.0
// Windows for a password, with the real host: a page that sends dozens of .p12 files opens one window
// where the person pressed, and no other; what is stored of it stays small, and blocks nothing.
// ATTACKS=all sends 150 large ones instead of 6.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Authority } from '../host/ca.mjs';
import { openCertificates, permit, restartExtension } from './lib/firefox.mjs';
import { until } from './lib/marionette.mjs';
import { calm, hostsOf } from './lib/ways.mjs';
import { numberOfKeys } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

const PIN = 'ひみつ';
const LARGE = process.env.ATTACKS === 'all' ? 150 : 6;
const frames = (count, kind = 'file') =>
  Array.from({ length: count }, (_, i) => `<iframe src="/${kind}/${i}"></iframe>`).join('');
const PAGES = {
  '/frames': frames(10),
  '/flood': frames(96),
  '/large': frames(LARGE, 'large'),
  '/press': `<a id="get" href="/file/0" target="f">x</a><iframe name="f"></iframe>
    <script>document.querySelector('a').onclick = () => setTimeout(() => {
      document.body.insertAdjacentHTML('beforeend', '${frames(9)}'); });</script>`,
};

// As long as a response may be. Only the host finds out that there is no key in it.
const largeFile = Buffer.from(`-----BEGIN ENCRYPTED PRIVATE KEY-----
${'A'.repeat((4 << 20) - 100)}
-----END ENCRYPTED PRIVATE KEY-----
`);

/** A site that sends each of its files under the type of a certificate. */
async function startSite(file) {
  const given = [];
  const server = createServer(({ url }, response) => {
    if (PAGES[url]) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!DOCTYPE html><p id="here">${PAGES[url]}`);
      return;
    }
    const large = url.startsWith('/large/');
    if (large || url.startsWith('/file/')) given.push(url);
    response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end(large ? largeFile : file);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    given, url: (where) => `http://site.localhost:${server.address().port}${where}`,
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** Files that the host keeps. */
const keptFiles = (firefox) => execFileSync('find', [firefox.env.XDG_STATE_HOME, '-path', '*/answers/*', '-type', 'f'],
  { encoding: 'utf8' }).split('\n').filter((name) => name && !name.endsWith('.space'));
const kept = (firefox) => keptFiles(firefox).length;
const bytesOf = (firefox) => keptFiles(firefox).reduce((sum, name) => sum + statSync(name).size, 0);

/** Stores this many files, spread over 100 sites, as a host without limits would. */
function leave(firefox, count, file) {
  const folder = path.dirname(keptFiles(firefox)[0]);
  for (let i = 0; i < count; i += 1) {
    const name = path.join(folder, `20260101T000000-${String(i).padStart(12, '0')}`);
    writeFileSync(name, Buffer.concat([Buffer.from(`https://evil${i % 100}.example\n`), file]));
    chmodSync(name, 0o1600);
  }
}

/** What an attack has achieved, for the report of the tests. */
const tell = (t, firefox, pinentry, hosts) => t.diagnostic(`${pinentry.questions()} windows, ${numberOfKeys(firefox)} keys, `
  + `${kept(firefox)} files of ${bytesOf(firefox)} bytes kept, ${hosts} hosts at once`);

async function open(driver, url) {
  await driver.open(url);
  await driver.waitFor('#here');
}

const pressed = async (driver, site) => {
  await open(driver, site.url('/press'));
  await driver.press('#get');
};

scenario('windows of a page that wants many', { language: 'en', seconds: 400 }, async ({ t, firefox, driver }) => {
  const file = new Authority(path.join(firefox.home, 'ca')).pkcs12('Taro Yamada', PIN);
  const site = await startSite(file);
  try {
    await permit(driver, 'add', 'site.localhost');
    await t.test('10 frames that nobody has touched: no window', async () => {
      const pinentry = firefox.answers(PIN);
      await open(driver, site.url('/frames'));
      await until('the files, or a window', () => kept(firefox) === 10 || pinentry.questions() > 0, { seconds: 60 });
      assert.equal(pinentry.questions(), 0);
    });
    await t.test('a press, and nine files more: one window', async () => {
      const pinentry = firefox.answers('!hold', PIN);
      await driver.newTab();
      await pressed(driver, site);
      await until('the window', () => pinentry.questions() === 1);
      pinentry.go();
      await until('the identity', () => numberOfKeys(firefox) === 1);
      await until('the files', () => site.given.length === 20, { seconds: 60 });
      const hosts = await calm(firefox, { seconds: 60 });
      tell(t, firefox, pinentry, hosts);
      assert.equal(pinentry.questions(), 1);
    });
    await t.test('the window is closed: no other opens', async () => {
      const before = site.given.length;
      const pinentry = firefox.answers('!cancel', PIN);
      await driver.newTab();
      await pressed(driver, site);
      await until('the window', () => pinentry.questions() === 1);
      await until('the files', () => site.given.length === before + 10);
      await open(driver, site.url('/frames'));
      await until('the files', () => site.given.length === before + 20);
      await calm(firefox, { seconds: 60 });
      assert.equal(pinentry.questions(), 1);
    });
    await t.test('96 frames that nobody has touched: a site\'s bound of files stays, two hosts are at work', async () => {
      const before = site.given.length;
      const pinentry = firefox.answers(PIN);
      await driver.newTab();
      await open(driver, site.url('/flood'));
      await until('the first host', () => hostsOf(firefox).length > 0, { seconds: 60 });
      const first = await calm(firefox, { seconds: 120 });
      await until('the last file', () => site.given.length === before + 96, { seconds: 60 });
      const most = Math.max(first, await calm(firefox, { seconds: 60 }));
      tell(t, firefox, pinentry, most);
      assert.equal(pinentry.questions(), 0);
      assert.equal(kept(firefox), 16);
      assert.ok(most > 0 && most <= 2, `${most} hosts at once`);
    });
    await t.test(`${LARGE} answers of 4 MiB: a site's bound of bytes stays, without a window`, async () => {
      const before = site.given.length;
      const pinentry = firefox.answers(PIN);
      await driver.newTab();
      await open(driver, site.url('/large'));
      await until('the last file', () => site.given.length === before + LARGE, { seconds: 120 });
      await until('the first of them to be kept', () => bytesOf(firefox) > (4 << 20), { seconds: 120 });
      const hosts = await calm(firefox, { seconds: 240 });
      tell(t, firefox, pinentry, hosts);
      assert.equal(pinentry.questions(), 0);
      assert.ok(bytesOf(firefox) <= (16 << 20), `${bytesOf(firefox)} bytes are kept`);
      assert.ok(kept(firefox) <= 16);
    });
    await t.test('10,000 kept files: the browser has the host in its usual time, and a press its window', async () => {
      leave(firefox, 10000, file);
      const begin = Date.now();
      await restartExtension(driver);
      await openCertificates(driver);
      t.diagnostic(`the host was there after ${Date.now() - begin} ms`);
      const pinentry = firefox.answers('!hold', PIN);
      await driver.newTab();
      await pressed(driver, site);
      await until('the window', () => pinentry.questions() === 1);
      pinentry.go();
      const hosts = await calm(firefox, { seconds: 120 });
      tell(t, firefox, pinentry, hosts);
      assert.equal(pinentry.questions(), 1);
    });
  } finally {
    site.close();
  }
});
