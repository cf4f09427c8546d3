// SPDX-License-Identifier: MPL-2.0
// A modern portal: it hands out a .p12 under an access PIN, once only. The same journey, with a
// window of the desktop that asks for the PIN.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Authority } from '../host/ca.mjs';
import { find, findInFiles, formsOfText, nowhere, summary } from '../hunt.mjs';
import { EXTENSION } from './lib/firefox.mjs';
import { PEOPLE } from './lib/journey.mjs';
import { until } from './lib/marionette.mjs';
import { numberOfKeys, withColons } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

const WAYS = {
  'as it is': [],
  'any file by its type, with a Japanese name': ['--p12-type', 'application/octet-stream', '--p12-name', 'japanese'],
  'chunked, in the old encryption': ['--p12-chunked', '--p12-kind', 'legacy'],
  'by a plain link': ['--p12-link'],
};

/** Goes to the page with the download, with the PIN known and the site turned on. */
async function upToTheFile({ journey, driver }, user = 'taro') {
  await journey.logIn(user);
  await journey.issue();
  const pin = await driver.text('#pin');
  await journey.download();
  return pin;
}

const downloads = (firefox) => {
  const folder = path.join(firefox.home, 'Downloads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

const spool = (firefox) => execFileSync('find', [firefox.env.XDG_STATE_HOME, '-path', '*/answers/*', '-type', 'f'],
  { encoding: 'utf8' }).split('\n').filter((name) => name && !name.endsWith('.space'));

/** All that the extension stores, read by its own page in front; `more` is stored first. */
const stored = async (driver, more = {}) => Buffer.from(await driver.page(async (planted) => {
  const { storage } = window.wrappedJSObject.browser;
  await storage.session.set(planted);
  const all = [await storage.local.get(), await storage.session.get()];
  await storage.session.remove(Object.keys(planted));
  return JSON.stringify(all);
}, more));

/** Nothing of the PINs is in what the extension stores, nor in its files, the journal or the databases. */
async function hunt({ firefox, driver }, pins) {
  const secrets = { pin: pins.flatMap(formsOfText) };
  assert.deepEqual(summary(find(secrets, await stored(driver, { planted: pins[0] }))), ['pin as UTF-8 in undefined: 1'], 'a planted one is found');
  const kept = await stored(driver);
  assert.ok(kept.includes('result:'), 'the record of a response is there');
  nowhere('storage', find(secrets, kept));
  nowhere('the journal', findInFiles(secrets, firefox.env.XDG_STATE_HOME));
  // The portal's own pages show the PIN, and Firefox keeps pages.
  nowhere('the profile', findInFiles(secrets, firefox.profile, (name) => !/^storage\/default\/moz-ext|^[^/]*\.(db|json)$/.test(name)));
}

scenario('a .p12 of today’s portal', { language: 'en', options: ['--mode', 'p12'], seconds: 300 }, async (world) => {
  const { t, firefox, portal, driver, journey } = world;
  const pins = [];
  let on = false;
  for (const [way, options] of Object.entries(WAYS)) {
    await portal.restart(['--prepare', '0', '--mode', 'p12', ...options]);
    await driver.open(portal.portal);
    const known = portal.events('issued').length;
    const pin = on ? await again(world) : await upToTheFile(world);
    if (!on) {
      await journey.turnOn('#get');
      on = true;
    }
    pins.push(pin);
    const pinentry = firefox.answers(pin);
    await journey.pressImpatiently();
    const result = await journey.result();
    const issued = portal.events('issued').slice(known);
    await t.test(`${way}: installed and proven, nothing in Downloads, no file left`, () => {
      assert.equal(result.state, 'installed', result.words);
      assert.equal(issued.length, 1);
      assert.equal(portal.events('second-try').length, 0, 'however often it was pressed');
      assert.equal(result.fingerprint, withColons(issued[0].sha256));
      assert.equal(pinentry.questions(), 1);
      assert.ok(pinentry.told().some((line) => /^SETDESC download\.localhost:\d+ /.test(line)));
      assert.deepEqual(downloads(firefox), []);
      assert.deepEqual(spool(firefox), []);
    });
  }
  await t.test('no PIN is in what the extension keeps, in the journal or in the databases', () => hunt(world, pins));
  await t.test('one key for each', () => assert.equal(numberOfKeys(firefox), Object.keys(WAYS).length));
});

/** A further certificate at the portal, for the person who is logged in. */
async function again({ journey, driver }) {
  await driver.waitFor('#login, #state', { seconds: 30 });
  if (await driver.text('#login') !== null) await journey.logIn('taro');
  await driver.click('#again');
  await driver.waitFor('#download');
  const pin = await driver.text('#pin');
  await journey.download();
  return pin;
}

scenario('wrong PINs, cancel, no pinentry, and the log-in at last',
  { language: 'en', options: ['--mode', 'p12'] }, async (world) => {
    const { t, firefox, portal, driver, journey } = world;
    const pin = await upToTheFile(world);
    await journey.turnOn('#get');
    firefox.answers('wrong', 'wrong', 'wrong');
    await journey.press();
    const refused = await journey.result();
    await t.test('three wrong PINs: said so, nothing installed, nothing lost', () => {
      assert.deepEqual([refused.state, refused.name], ['error', 'PASSWORD'], refused.words);
      assert.equal(numberOfKeys(firefox), 0);
      assert.equal(spool(firefox).length, 1);
    });
    const tryAgain = async (...lines) => {
      const pinentry = firefox.answers(...lines);
      await driver.press('#retry');
      await until('the next try', () => pinentry.questions() === lines.length);
      return journey.result();
    };
    await t.test('cancel cancels', async () => {
      assert.equal((await tryAgain('!cancel')).name, 'CANCELLED');
    });
    await t.test('no program that asks: which package to install', async () => {
      writeFileSync(path.join(firefox.env.XDG_CONFIG_HOME, 'nss-helper/nss-helper.conf'),
        'pinentry-program=/nowhere\n');
      await driver.press('#retry');
      const result = await until('another outcome', async () => {
        const now = await driver.data('#result');
        return now.name === 'NO_PINENTRY' && now;
      });
      assert.equal(result.state, 'error');
      assert.match(await driver.text('#error-todo'), /pinentry-gnome3/);
    });
    const result = await tryAgain(pin);
    await t.test('the right one installs it', () => {
      assert.equal(result.state, 'installed', result.words);
      assert.deepEqual(spool(firefox), []);
    });
    await t.test('a backup under a password of one’s own: openssl opens it', async () => {
      firefox.answers('my own password', 'my own password');
      await driver.press('#backup');
      const words = await until('the backup', async () => {
        const text = await driver.text('#backup-state');
        return /Saved as/.test(text) && text;
      });
      const [, file] = words.match(/Saved as (.+?\.p12)/);
      const text = execFileSync('openssl', ['pkcs12', '-in', file, '-passin', 'pass:my own password', '-nodes'],
        { encoding: 'utf8', stdio: 'pipe' });
      assert.match(text, /BEGIN PRIVATE KEY/);
      assert.ok(!words.includes(pin));
      assert.equal(await driver.text('#backup-state .folder button'), 'Show in folder');
    });
    await t.test('in another program: the page of one’s certificates, from the result', async () => {
      const pinentry = firefox.answers('!ok');
      await driver.press('#elsewhere');
      await driver.waitFor('.panel form');
      await driver.page(() => {
        document.querySelector('.target').value = 'macos';
        document.querySelector('[value="made"]').click();
      });
      await driver.press('.save');
      const words = await until('the file', async () => {
        const text = await driver.text('.saved');
        return /Saved as/.test(text) && text;
      });
      const [, file] = words.match(/Saved as (.+?-macos\.p12)/);
      const [password] = pinentry.told().join(' ').match(/[a-z2-9]{4}(-[a-z2-9]{4}){4}/);
      execFileSync('openssl', ['pkcs12', '-legacy', '-in', file, '-passin', `pass:${password}`, '-noout'], { stdio: 'pipe' });
      assert.match(await until('the copies', () => driver.text('.copies ul')), /-macos\.p12[^]*-backup\.p12/);
      await driver.send('WebDriver:Back');
      await driver.waitFor('#backup');
    });
    await journey.check();
    const who = await journey.visitService();
    await t.test('and logs in', () => {
      assert.deepEqual([who.cn, who.fingerprint], [PEOPLE.taro.cn, result.fingerprint]);
      assert.equal(portal.events('issued').length, 1);
    });
  });

scenario('the file instead', { language: 'ja', options: ['--mode', 'p12'] }, async ({ t, firefox, portal, driver, journey }) => {
  const pin = await upToTheFile({ journey, driver });
  await journey.turnOn('#get');
  firefox.answers('!cancel');
  await journey.press();
  assert.equal((await journey.result()).name, 'CANCELLED');
  await driver.press('#save');
  const words = await until('the file', async () =>
    (await driver.data('#result')).name === 'SAVED' && driver.text('#error-what'));
  const kept = await driver.text('#kept:not([hidden])');
  await t.test('it is in Downloads as the portal sent it, and opens with its PIN', () => {
    assert.equal(kept, null, 'nothing is said to be lost');
    const [name] = downloads(firefox);
    const file = path.join(firefox.home, 'Downloads', name);
    assert.ok(words.includes(file), words);
    const text = execFileSync('openssl', ['pkcs12', '-in', file, '-passin', `pass:${pin}`, '-nodes'],
      { encoding: 'utf8', stdio: 'pipe' });
    assert.match(text, /CN = Taro Yamada/);
    assert.deepEqual(spool(firefox), []);
    assert.equal(numberOfKeys(firefox), 0);
    assert.equal(portal.events('issued').length, 1);
  });
  await t.test('the portal’s first step again: the page explains it', async () => {
    await driver.visit(portal.download);
    await until('the note', () => driver.page(() => document.querySelector('.nss-helper-note') !== null));
  });
});

scenario('a file that the person has, and a new container tab', { language: 'en' }, async ({ t, firefox, driver, journey }) => {
  const ca = new Authority(path.join(firefox.home, 'ca'));
  const file = path.join(firefox.home, '太郎.p12');
  writeFileSync(file, ca.pkcs12('Jiro', 'ひみつ'));
  const page = await driver.chrome(async (id) => WebExtensionPolicy.getByID(id).getURL('pages/import.html'), EXTENSION);
  await driver.open(page);
  await driver.waitFor('#page[data-state=choosing]');
  const pinentry = firefox.answers('ひみつ');
  await driver.choose('#file', file);
  await driver.waitFor('#import');
  assert.match(await driver.text('#files .words'), /protected by a password/);
  assert.equal(pinentry.questions(), 0, 'nobody is asked before the press');
  await driver.press('#import');
  const result = await journey.result();
  await t.test('installed; its name is in the question, and no site', () => {
    assert.equal(result.state, 'installed', result.words);
    assert.match(result.subject, /CN=Jiro/);
    assert.ok(pinentry.told().some((line) => line.startsWith('SETDESC The certificate file “太郎.p12”')));
    assert.deepEqual(spool(firefox), []);
  });
  await t.test('the button opens a tab in a container of its own', async () => {
    const before = (await driver.tabs()).length;
    await driver.press('#container');
    await until('another tab', async () => (await driver.tabs()).length === before + 1);
    const stores = await driver.chrome(async () =>
      window.gBrowser.tabs.map((tab) => Number(tab.getAttribute('usercontextid') ?? 0)));
    assert.equal(stores.filter((id) => id > 0).length, 1);
  });
});
