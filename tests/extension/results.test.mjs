// SPDX-License-Identifier: MPL-2.0
// The records of responses: which of them stay, which go, and what of them is on a disk.
import assert from 'node:assert/strict';
import test from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { RECEIVED, load, makeBrowser } from './lib.mjs';

const { onHeaders } = await load('answer/capture.js');
const results = { ...await load('answer/record.js'), ...await load('answer/results.js') };
const { Failure } = await load('host/failure.js');

const SITE = 'https://ca.example';
const CERTIFICATE = Uint8Array.from([0x30, 0x82, 4, 0, 0x30, 0x82, 3, 0]);
const KEY = Uint8Array.from([0x30, 0x82, 4, 0, 2, 1, 3, 0x30]);

/** A browser that has these records, by their ids. */
async function having(records) {
  const browser = makeBrowser();
  await browser.storage.local.set(Object.fromEntries(Object.entries(records).map(([id, record]) =>
    [`result:${id}`, { site: SITE, state: 'error', name: 'NO_KEY', time: 1, kept: false, ...record }])));
  return browser;
}

const ids = async () => (await results.all()).map(([id]) => id).sort();

test('bytes with a key, by themselves or by what they came as, are on no disk', async () => {
  for (const [bytes, isKeyFile, onDisk] of [[CERTIFICATE, false, true], [CERTIFICATE, true, false], [KEY, false, false]]) {
    const browser = await having({ one: {} });
    await results.keep('one', bytes, isKeyFile);
    assert.equal(browser.storage.local.records.has('bytes:one'), onDisk);
    assert.deepEqual(await results.bytesOf('one'), bytes);
    await results.drop('one');
  }
});

test('a slow disk and no host: the outcome is written after the bytes, so that neither is lost', async () => {
  const browser = makeBrowser();
  const { set } = browser.storage.local;
  browser.host = (message, reply, end) => end(new Error('No such native application nss_helper'));
  browser.storage.local.set = async function put(values) {
    const bytes = Object.keys(values).some((key) => key.startsWith('bytes:'));
    for (let turn = 0; bytes && turn < 200; turn += 1) await new Promise(setImmediate);
    return set.call(this, values);
  };
  await onHeaders({
    requestId: '1', url: `${SITE}/issue`, type: 'main_frame', tabId: 5, statusCode: 200,
    responseHeaders: [{ name: 'Content-Type', value: 'application/x-x509-user-cert' }, { name: 'Content-Length', value: '8' }],
  });
  browser.filters[0].ondata({ data: CERTIFICATE.buffer });
  browser.filters[0].onstop();
  const record = () => [...browser.storage.local.records].find(([key]) => key.startsWith('result:'))?.[1];
  await until('an outcome beside the bytes', () => record()?.kept && record().state !== 'working', { seconds: 5 });
  assert.deepEqual([record().state, record().name], ['error', 'HOST_MISSING']);
});

test('a site has twenty records, and of one more the oldest goes', async () => {
  for (const [count, stays] of [[19, true], [20, false]]) {
    await having(Object.fromEntries(Array.from({ length: count }, (_, at) => [`r${at}`, { time: at + 1 }])));
    await results.begin('new', { site: SITE });
    assert.equal((await ids()).length, 20);
    assert.equal((await ids()).includes('r0'), stays);
  }
});

test('a site has 8 MiB, and not a byte more', async () => {
  for (const [more, stays] of [[0, true], [1, false]]) {
    await having({ old: { kept: true, size: 4 << 20 }, late: { kept: true, size: (4 << 20) + more, time: 2 } });
    await results.begin('new', { site: SITE });
    assert.deepEqual(await ids(), stays ? ['late', 'new', 'old'] : ['late', 'new']);
  }
});

test('a site that was given up: all of its host goes, but for what is installed and for other hosts', async () => {
  await having({
    here: {}, port: { site: `${SITE}:8443` }, installed: { state: 'installed' }, chosen: { site: '' },
    longer: { site: `${SITE}.evil` }, shorter: { site: 'https://ca.exampl' }, below: { site: 'https://a.ca.example' },
  });
  await results.dropSite(SITE);
  assert.deepEqual(await ids(), ['below', 'chosen', 'installed', 'longer', 'shorter']);
});

test('a password that nobody was asked for is a question; one that was wrong, or of which nothing is kept, an error', async () => {
  const { answer } = RECEIVED;
  for (const [record, name, details, state] of [
    [{}, 'PASSWORD', { answer }, 'ask'], [{}, 'OPEN_KEY', { answer }, 'ask'], [{ asked: true }, 'PASSWORD', { answer }, 'error'],
    [{}, 'PASSWORD', {}, 'error'], [{}, 'NO_KEY', { answer }, 'error'],
  ]) {
    await having({ one: record });
    await results.failed('one', new Failure(name, details));
    assert.equal((await results.get('one')).state, state, name);
  }
});

test('what the host has takes the place of what was lost of that very site, or is a new one', async () => {
  for (const [lost, same] of [
    [{ name: 'LOST' }, true], [{ name: 'NO_KEY' }, false], [{ name: 'LOST', site: `${SITE}:8443` }, false],
    [{ name: 'LOST', site: `${SITE}.evil` }, false],
  ]) {
    await having({ lost });
    assert.equal(await results.adopt(RECEIVED.answer, SITE) === 'lost', same, JSON.stringify(lost));
  }
});
