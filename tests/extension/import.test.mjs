// SPDX-License-Identifier: MPL-2.0
// What the person does on the extension's own pages: a file, a backup, a new container.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ERROR, EXPORTED, INSTALLED, JOBS, PREVIEWED, RECEIVED, goodHost, load, makeBrowser } from './lib.mjs';

const { onCancel } = await load('host/asking.js');
const deliver = await load('answer/deliver.js');
const results = { ...await load('answer/record.js'), ...await load('answer/results.js') };
const { setMark } = await load('watch/badge.js');
const { openContained } = await load('site/container.js');
const { TIME } = await load('host/native.js');

const FILE = { name: '太郎.p12', bytes: new Uint8Array([0x30, 3, 2, 1, 3]) };

async function until(id, isSo) {
  for (let i = 0; i < 200; i += 1) {
    const record = await results.get(id);
    if (isSo(record)) return record;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('never');
}

const settled = (id) => until(id, ({ state }) => state !== 'working');

test('a chosen file: its name and bytes to the host, nothing kept', async () => {
  const browser = makeBrowser();
  const id = await deliver.onImport(FILE);
  const record = await settled(id);
  assert.deepEqual([record.state, record.site], ['installed', '']);
  assert.deepEqual(browser.sent.map(({ type }) => type), ['hello', 'file', 'bytes', 'end']);
  assert.equal(browser.sent[1].name, FILE.name);
  assert.equal(await results.bytesOf(id), null);
});

test('a chosen file that is refused: the host keeps nothing, so nothing can be tried again', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { ...ERROR, code: 65, name: 'BAD_DATA' }] });
  const record = await settled(await deliver.onImport(FILE));
  assert.deepEqual([record.state, record.name, record.answer], ['error', 'BAD_DATA', undefined]);
  assert.ok(!results.isRetriable(record) && !results.isDismissible(record));
});

test('cancelled: said so, and not tried again', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }, { ...ERROR, code: 101, name: 'CANCELLED' }] });
  const record = await settled(await deliver.onImport(FILE));
  assert.deepEqual([record.state, record.name, record.answer], ['error', 'CANCELLED', undefined]);
  assert.ok(!results.isRetriable(record), 'the host has not kept the file');
});

test('while a window asks, the person may cancel: the host says what came of it', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }], cancel: [{ ...ERROR, code: 101, name: 'CANCELLED' }] });
  const id = await deliver.onImport(FILE);
  await until(id, ({ asking }) => asking);
  await onCancel({ id: 'another' });
  assert.equal(browser.sent.at(-1).type, 'end');
  await onCancel({ id });
  assert.equal((await settled(id)).name, 'CANCELLED');
  assert.equal(browser.sent.at(-1).type, 'cancel');
  await onCancel({ id });
  assert.equal(browser.sent.filter(({ type }) => type === 'cancel').length, 1, 'nothing is asked for any more');
});

test('a backup can be cancelled as well, and the certificate stays installed', async () => {
  const browser = makeBrowser();
  const id = await installed();
  browser.host = goodHost({ export: [{ type: 'asking', for: 'new' }], cancel: [{ ...ERROR, code: 101, name: 'CANCELLED' }] });
  const backup = deliver.onBackup({ id });
  await until(id, ({ asking }) => asking === 'new');
  await onCancel({ id });
  await backup;
  const record = await results.get(id);
  assert.deepEqual([record.state, record.backup.name, record.asking], ['installed', 'CANCELLED', undefined]);
});

const { onPreview } = await load('answer/preview.js');

test('what a file would bring: its bytes to the host, no record, and of a refusal whether it looks like a key', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [PREVIEWED] });
  assert.deepEqual(await onPreview(FILE), PREVIEWED);
  assert.deepEqual(browser.sent.map(({ type }) => type), ['hello', 'preview', 'bytes', 'end']);
  assert.deepEqual(await results.all(), []);
  browser.host = goodHost({ end: [{ ...ERROR, code: 89, name: 'NO_CERTIFICATE' }] });
  const pem = new TextEncoder().encode('-----BEGIN PRIVATE KEY-----\nMIIB\n');
  assert.deepEqual(await onPreview({ bytes: pem }), { error: 'NO_CERTIFICATE', message: ERROR.message, key: true });
  assert.equal((await onPreview({ bytes: new TextEncoder().encode('notes') })).key, false);
});

test('while a window asks, the page is told, and the host has eleven minutes', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'profile' }] });
  const id = await deliver.onImport(FILE);
  await until(id, (record) => record.asking);
  const { state, asking } = await results.get(id);
  assert.deepEqual([state, asking], ['working', 'profile']);
  assert.equal(TIME.person, 660000);
  browser.ports[0].onMessage.emit(INSTALLED);
  assert.equal((await settled(id)).state, 'installed');
});

async function installed() {
  const id = await deliver.onImport(FILE);
  await settled(id);
  return id;
}

test('a backup: the host says where it is', async () => {
  const browser = makeBrowser();
  const id = await installed();
  await deliver.onBackup({ id });
  assert.equal(browser.sent.at(-1).fingerprint, INSTALLED.identity.fingerprint);
  assert.deepEqual((await results.get(id)).backup, { path: EXPORTED.path });
});

test('a backup at once, while the host is still asked what else is unfinished', async () => {
  const browser = makeBrowser();
  await setMark('unfinished', { text: '!', title: 'unfinished' });
  browser.host = goodHost({ jobs: [] });
  const id = await installed();
  await until(id, () => browser.sent.at(-1).type === 'jobs');
  const asked = browser.ports.at(-1);
  await deliver.onBackup({ id });
  assert.deepEqual((await results.get(id)).backup, { path: EXPORTED.path });
  asked.onMessage.emit(JOBS); // or else the process waits as long as the extension would
});

test('a backup that fails says why, and the certificate is as installed as before', async () => {
  const browser = makeBrowser();
  const id = await installed();
  browser.host = goodHost({ export: [{ type: 'asking', for: 'new' }, { ...ERROR, code: 95, name: 'NO_SPACE' }] });
  await deliver.onBackup({ id });
  const { state, backup } = await results.get(id);
  assert.deepEqual([state, backup.name], ['installed', 'NO_SPACE']);
});

test('only what is installed can be backed up', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { ...ERROR, code: 65, name: 'BAD_DATA' }] });
  const id = await installed();
  const before = browser.sent.length;
  await deliver.onBackup({ id });
  assert.equal(browser.sent.length, before);
});

test('a new container: one that no site knows, and those without a tab go', async () => {
  const browser = makeBrowser();
  await openContained();
  assert.deepEqual(browser.opened, [{ cookieStoreId: 'store-0' }]);
  browser.inContainers = ['store-0'];
  browser.containers.push('store-old');
  await openContained();
  assert.ok(browser.containers.includes('store-0') && !browser.containers.includes('store-old'));
  assert.notEqual(browser.opened.at(-1).cookieStoreId, 'store-0');
});

test('without containers it is a tab as any other', async () => {
  const browser = makeBrowser();
  browser.contextualIdentities.create = async () => { throw new Error('Contextual identities are currently disabled'); };
  await openContained();
  assert.deepEqual(browser.opened, [{}]);
});

