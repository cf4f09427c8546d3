// SPDX-License-Identifier: MPL-2.0
// What a page learns of the requests of other pages: all of those of its own site, nothing of others.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load, makeBrowser } from './lib.mjs';

const requests = await load('site/requests.js');

const SITE = 'https://portal.example';
const tab = { id: 3 };

test('a message of a frame goes to its tab with its real site, whatever the message says', async () => {
  const browser = makeBrowser();
  assert.equal(await requests.carry({ type: 'choose', site: 'https://bank.example' }, { tab, origin: SITE }), true);
  assert.deepEqual(browser.messages, [[3, { type: 'choose', site: SITE }]]);
});

test('messages of a frame without a known site reach no frame, not even another such one', async () => {
  const browser = makeBrowser();
  assert.equal(await requests.carry({ type: 'choose' }, { tab, origin: 'null' }), undefined);
  assert.deepEqual(browser.messages, []);
});

test('only pages of the same site are told what has begun', async () => {
  makeBrowser();
  const begin = (requestId, originUrl) => requests.onBegin({
    requestId, originUrl, url: `${SITE}/step${requestId}`, method: 'POST', timeStamp: 1, tabId: 3,
  });
  const others = [`${SITE}.evil`, `${SITE}:8443`, 'http://portal.example', 'https://portal.exampl', 'https://a.portal.example'];
  await begin('0', `${SITE}/page`);
  for (const [at, other] of others.entries()) await begin(`${at + 1}`, `${other}/page`);
  await begin('9', 'about:blank');
  const told = async (origin) => (await requests.onWhatBegan({}, { origin })).map(({ address }) => address);
  assert.deepEqual(await told(SITE), [`${SITE}/step0`]);
  for (const [at, other] of others.entries()) assert.deepEqual(await told(other), [`${SITE}/step${at + 1}`], other);
  assert.deepEqual(await told('https://a.example'), []);
});
