// SPDX-License-Identifier: MPL-2.0
// The page that imports files, with a host that is played: what it shows, by the mouse and by the
// keyboard alone. The real host is behind it in tests/e2e/import.test.mjs.
import assert from 'node:assert/strict';
import { dropFiles } from '../../e2e/lib/files.mjs';
import { EXTENSION } from '../../e2e/lib/firefox.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import { ERROR, INSTALLED, RECEIVED } from '../replies.mjs';
import { inFirefox } from '../browser.mjs';

const CANCELLED = { ...ERROR, code: 101, name: 'CANCELLED' };
const WAITS = { end: { replies: [RECEIVED, { type: 'asking', for: 'file' }] }, cancel: { replies: [CANCELLED] } };
const ESCAPE = '\uE00C';
const ENTER = '\uE007';

async function page(world, answers = {}) {
  const { driver, host } = world;
  await world.fresh();
  host.answers(answers);
  await driver.open(await driver.chrome(async (id) => WebExtensionPolicy.getByID(id).getURL('pages/import.html'), EXTENSION));
  await driver.waitFor('#page[data-state=choosing]');
}

const press = (driver, key) => driver.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keys',
  actions: [{ type: 'keyDown', value: key }, { type: 'keyUp', value: key }] }] });

const states = (driver) => driver.page(() => [...document.querySelectorAll('#files li')].map(({ dataset }) => dataset.state));
const come = (driver, ...wanted) => until(`files to be ${wanted}`, async () => String(await states(driver)) === String(wanted));
const words = (driver, at) => driver.page((n) => document.querySelectorAll('#files li')[n].innerText, at);
const seen = (driver, selector) => driver.page((s) =>
  [...document.querySelectorAll(s)].filter((element) => element.checkVisibility()).map(({ id }) => id), selector);
const focused = (driver) => driver.page(() => document.activeElement.id);

async function chosen(t, world) {
  const { driver, host } = world;
  await t.test('what each file would bring is there before anything is imported', async () => {
    await page(world);
    assert.deepEqual(await seen(driver, '.primary'), ['choose']);
    await dropFiles(driver, [['a.p12', 'sealed'], ['b.pem', 'open'], ['c.cer', 'mine'], ['d.txt', 'bad'], ['e.pem', 'foreign'], ['f.p12', 'old']]);
    await come(driver, 'ready', 'ready', 'ready', 'refused', 'belongs', 'ready');
    for (const [at, said] of [/protected by a password/, /key of Taro Yamada.*Example CA G2[^]*Anyone can open/, /Already installed/,
      /not a certificate file/, /in case it belongs/, /when you import it/].entries()) assert.match(await words(driver, at), said);
    assert.deepEqual([host.said('file').length, host.said('preview').length], [0, 6]);
    assert.deepEqual(await seen(driver, '.primary'), ['import']);
    assert.equal(await driver.text('#import'), 'Import 5 files');
    assert.equal(await focused(driver), 'import');
  });
  await t.test('one that belongs to no other is refused, and nothing can be imported then', async () => {
    await page(world);
    await dropFiles(driver, [['e.pem', 'foreign'], ['d.txt', 'bad']]);
    await come(driver, 'refused', 'refused');
    assert.match(await words(driver, 0), /is not in this Firefox/);
    assert.deepEqual(await seen(driver, '.primary'), ['choose']);
  });
  await t.test('empty ones and those over the limit are not even sent; ten are the most', async () => {
    await page(world);
    await dropFiles(driver, [['empty.p12', ''], ['large.p12', Buffer.alloc(4194305)]]);
    await come(driver, 'refused', 'refused');
    assert.match(await words(driver, 0), /is empty/);
    assert.match(await words(driver, 1), /at most 4 MiB/);
    assert.equal(host.said('preview').length, 0);
    await dropFiles(driver, Array.from({ length: 9 }, (_, at) => [`${at}.p12`, 'sealed']));
    await until('ten', async () => (await states(driver)).length === 10);
    assert.match(await driver.text('#error'), /up to 10 files/);
  });
  await t.test('one can be taken off the list', async () => {
    await page(world);
    await dropFiles(driver, [['a.p12', 'sealed'], ['b.p12', 'sealed']]);
    await come(driver, 'ready', 'ready');
    await driver.click('#files li:first-child .leave');
    assert.deepEqual(await states(driver), ['ready']);
    assert.deepEqual([await driver.text('#import'), await focused(driver)], ['Import', 'import']);
  });
}

async function imported(t, world) {
  const { driver, host } = world;
  await t.test('keys first, whatever the order; each tells what came of it', async () => {
    await page(world);
    await dropFiles(driver, [['c.cer', 'mine'], ['e.pem', 'foreign'], ['a.p12', 'sealed']]);
    await come(driver, 'ready', 'belongs', 'ready');
    await press(driver, ENTER);
    await come(driver, 'done', 'done', 'done');
    assert.deepEqual(host.said('file').map(({ name }) => name), ['a.p12', 'c.cer', 'e.pem']);
    await until('the sum', async () => await driver.text('#told') === 'Imported files: 3 of 3');
    assert.deepEqual([await seen(driver, '.primary'), await focused(driver)], [['certificates'], 'certificates']);
    assert.match(await driver.page(() => document.querySelector('.more').href), /result\.html\?id=/);
  });
  await t.test('a single file gets a result page of its own', async () => {
    await page(world);
    await dropFiles(driver, [['a.p12', 'sealed']]);
    await come(driver, 'ready');
    await press(driver, ENTER);
    assert.equal((await world.result()).state, 'installed');
    assert.match(await driver.text('#next-list'), /open the service that you want to log in to/);
    assert.deepEqual(await seen(driver, '.primary'), ['backup']);
  });
  await t.test('Escape cancels the question: no error, and the others wait for the next press', async () => {
    await page(world, WAITS);
    await dropFiles(driver, [['a.p12', 'sealed'], ['b.p12', 'sealed']]);
    await come(driver, 'ready', 'ready');
    await press(driver, ENTER);
    await driver.waitFor('#cancel');
    assert.match(await driver.text('#told'), /Type the password/);
    assert.match(await words(driver, 0), /Waiting for your password/);
    await press(driver, ESCAPE);
    await come(driver, 'cancelled', 'ready');
    assert.deepEqual([host.said('cancel').length, host.said('file').length], [1, 1]);
    assert.deepEqual(await seen(driver, '[role="alert"]'), []);
    host.answers({ end: { replies: [RECEIVED, INSTALLED] } });
    await until('the focus', async () => await focused(driver) === 'import');
    await press(driver, ENTER);
    await come(driver, 'done', 'done');
  });
  await t.test('the result page: Cancel while it asks, and then it offers the file again', async () => {
    await page(world, WAITS);
    await dropFiles(driver, [['a.p12', 'sealed']]);
    await come(driver, 'ready');
    await press(driver, ENTER);
    await world.goTo('/pages/result.html');
    await driver.waitFor('#cancel');
    await driver.click('#cancel');
    assert.deepEqual(await world.result(), { state: 'error', name: 'CANCELLED' });
    assert.deepEqual(await seen(driver, '.primary'), ['another']);
    assert.equal(await focused(driver), 'title');
  });
}

inFirefox('the page that imports files', { seconds: 240 }, chosen, imported);
