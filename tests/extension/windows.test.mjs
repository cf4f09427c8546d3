// SPDX-License-Identifier: MPL-2.0
// When a window may open for what a site has sent: after a press that leads there, or for an
// open job, once; not after a cancel.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load, makeBrowser } from './lib.mjs';

const { mayOpen, silence } = await load('site/windows.js');
const { began, begun, ended } = await load('site/begun.js');
const requests = await load('site/requests.js');

const SITE = 'https://ca.example';
const details = { requestId: '1', url: `${SITE}/file`, tabId: 1 };
const asked = (browser) => browser.messages.filter(([, { type }]) => type === 'pressed');

test('without a press and without a job no window opens; with a press one does', async () => {
  const browser = makeBrowser();
  assert.equal(await mayOpen(details), false);
  browser.pressed = true;
  assert.equal(await mayOpen(details), true);
});

test('the page is asked for the first address of the request, and how long ago it began', async () => {
  const browser = makeBrowser();
  await requests.onBegin({ ...details, url: `${SITE}/first`, timeStamp: Date.now() - 90000 });
  await requests.onBegin({ ...details, timeStamp: Date.now() });
  await mayOpen(details);
  const [[tab, { address, age }]] = asked(browser);
  assert.deepEqual([tab, address], [1, `${SITE}/first`]);
  assert.ok(age >= 90000 && age < 100000, `${age}`);
  await requests.onEnd(details);
  await mayOpen(details);
  assert.equal(asked(browser).at(-1)[1].address, details.url);
});

test('requests whose end is never reported are not kept for ever', async () => {
  const browser = makeBrowser();
  for (let i = 0; i < 500; i += 1) {
    await requests.onBegin({ ...details, requestId: String(i), timeStamp: i });
  }
  const { size } = browser.storage.session.records;
  assert.ok(size <= 200, `${size}`);
  assert.equal((await requests.beginOf({ ...details, requestId: '499' })).age > 0, true);
});

test('an open job of that site opens one window, and no other site’s does', async () => {
  makeBrowser();
  await began('job', ['https://portal.example', SITE]);
  await began('older', [SITE]);
  assert.equal(await mayOpen({ ...details, url: 'https://other.example/file' }), false);
  const answers = await Promise.all([details, details, details].map(mayOpen));
  assert.deepEqual(answers, [true, false, false]);
  await began('next', [SITE]);
  assert.equal(await mayOpen(details), true);
  await ended('next');
});

test('after a cancel no job opens one until the next press', async () => {
  const browser = makeBrowser();
  await silence(SITE);
  await began('job', [SITE]);
  assert.equal(await mayOpen(details), false);
  browser.pressed = true;
  assert.equal(await mayOpen(details), true);
  browser.pressed = undefined;
  assert.equal(await mayOpen(details), true, 'the job, which has not been used');
  assert.equal(await mayOpen(details), false);
});

test('a job that an earlier version wrote down has no sites', async () => {
  const browser = makeBrowser();
  await browser.storage.local.set({ 'begun:old': 5 });
  assert.deepEqual(await begun(), [['old', { time: 5, sites: [] }]]);
  assert.equal(await mayOpen(details), false);
  await ended('old');
  assert.deepEqual(await begun(), []);
});

test('which jobs are open is known without reading all that is stored, and each change is on the disk', async () => {
  const browser = makeBrowser();
  await begun();
  const { local } = browser.storage;
  const { get } = local;
  local.get = (key) => {
    assert.equal(typeof key, 'string', 'not everything');
    return get.call(local, key);
  };
  await Promise.all([began('one', [SITE]), began('two', []), ended('none'), began('three', [SITE])]);
  assert.equal(await mayOpen(details), true);
  await Promise.all([ended('one'), ended('three')]);
  assert.deepEqual((await begun()).map(([job]) => job), ['two']);
  assert.deepEqual(Object.keys(local.records.get('begun:jobs')), ['two']);
});

test('a job of a site whose name only begins alike opens no window', async () => {
  makeBrowser();
  await began('20261123T043808-9f2c41d07a33', [`${SITE}.evil`, `${SITE}:8443`, 'https://ca.exampl']);
  assert.equal(await mayOpen(details), false);
  await began('20261123T043809-9f2c41d07a33', [SITE]);
  assert.equal(await mayOpen(details), true);
  assert.equal(await mayOpen(details), false);
});
