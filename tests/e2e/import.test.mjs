// SPDX-License-Identifier: MPL-2.0
// Files that a person has, with the real host: several at once, and a change of mind at the PIN.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Authority } from '../host/ca.mjs';
import { dropFiles } from './lib/files.mjs';
import { EXTENSION } from './lib/firefox.mjs';
import { until } from './lib/marionette.mjs';
import { numberOfKeys } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

const PIN = 'ひみつ';

async function openPage(driver) {
  await driver.open(await driver.chrome(async (id) => WebExtensionPolicy.getByID(id).getURL('pages/import.html'), EXTENSION));
  await driver.waitFor('#page[data-state=choosing]');
}

const rows = (driver) => driver.page(() => [...document.querySelectorAll('#files li')].map((item) =>
  [item.querySelector('.name').textContent, item.dataset.state]));

const come = (driver, ...states) => until(`the files to be ${states}`, async () =>
  String((await rows(driver)).map(([, state]) => state)) === String(states));

/** Programs of this name below this home that run. */
const running = (home, name) => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  .split('\n').filter((line) => line.includes(home) && line.includes(`/${name}`));

scenario('three files at once: a good one, a bad one and somebody else’s', { language: 'en' }, async ({ t, firefox, driver }) => {
  const ca = new Authority(path.join(firefox.home, 'ca'));
  const foreign = readFileSync(ca.identity('Jiro').certificate);
  await openPage(driver);
  const pinentry = firefox.answers(PIN);
  await dropFiles(driver, [['taro.p12', ca.pkcs12('Taro', PIN)], ['notes.txt', 'no certificate'], ['jiro.pem', foreign]]);
  await t.test('each says what it is, and nobody was asked', async () => {
    await come(driver, 'ready', 'refused', 'belongs');
    assert.equal(pinentry.questions(), 0);
    assert.equal(numberOfKeys(firefox), 0);
    assert.equal(await driver.text('#import'), 'Import 2 files');
  });
  await driver.press('#import');
  await t.test('each says what came of it', async () => {
    await come(driver, 'done', 'refused', 'failed');
    assert.match(await driver.text('#files li:nth-child(1) .words'), /^Installed: Taro/);
    assert.match(await driver.text('#files li:nth-child(2) .words'), /does not contain a certificate/);
    assert.match(await driver.text('#files li:nth-child(3) .words'), /key of this certificate is not in this Firefox/);
    await until('the sum', async () => await driver.text('#told') === 'Imported files: 1 of 3');
    assert.equal(pinentry.questions(), 1);
    assert.equal(numberOfKeys(firefox), 1);
  });
});

scenario('cancel while the PIN is waited for', { language: 'en' }, async ({ t, firefox, driver, journey }) => {
  const ca = new Authority(path.join(firefox.home, 'ca'));
  const [file, other] = ['taro', 'jiro'].map((name) => path.join(firefox.home, `${name}.p12`));
  writeFileSync(file, ca.pkcs12('Taro', PIN));
  writeFileSync(other, ca.pkcs12('Jiro', PIN));
  const gone = async (pinentry) => {
    await until('the window to go', () => pinentry.told().includes('!ended'));
    await until('its program to end', () => running(firefox.home, 'pinentry').length === 0);
    assert.equal(numberOfKeys(firefox), 0);
  };
  await t.test('one file: the window goes, no key is there, and the page says so quietly', async () => {
    await openPage(driver);
    const pinentry = firefox.answers('!wait');
    await driver.choose('#file', file);
    await driver.waitFor('#import');
    await driver.press('#import');
    await until('the question', () => pinentry.questions() === 1);
    assert.equal(running(firefox.home, 'pinentry').length, 1);
    await driver.waitFor('#cancel');
    await driver.press('#cancel');
    const result = await journey.result();
    assert.deepEqual([result.state, result.name], ['error', 'CANCELLED'], result.words);
    assert.match(result.words, /You cancelled the installation[^]*Nothing was installed/);
    assert.equal(await driver.page(() => document.querySelector('[role="alert"]')), null);
    await gone(pinentry);
  });
  await t.test('two files: those that were not begun wait, and are imported later', async () => {
    await openPage(driver);
    const pinentry = firefox.answers('!wait');
    await driver.choose('#file', `${file}\n${other}`);
    await come(driver, 'ready', 'ready');
    await driver.press('#import');
    await driver.waitFor('#cancel');
    await driver.press('#cancel');
    await come(driver, 'cancelled', 'ready');
    assert.equal(await driver.page(() => document.querySelector('[role="alert"]').checkVisibility()), false);
    await gone(pinentry);
    firefox.answers(PIN, PIN);
    await driver.press('#import');
    await come(driver, 'done', 'done');
    assert.equal(numberOfKeys(firefox), 2);
  });
});
