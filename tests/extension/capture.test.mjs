// SPDX-License-Identifier: MPL-2.0
// The CA's answer: every byte to the host, once; and kept where the host has not got it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { ASK, ERROR, INSTALLED, RECEIVED, goodHost, load, makeBrowser } from './lib.mjs';

const capture = await load('answer/capture.js');
const ends = await load('answer/ends.js');
const deliverer = await load('answer/deliver.js');
const results = { ...await load('answer/record.js'), ...await load('answer/results.js') };
const { LIMITS } = await load('host/limits.js');
const { toBase64 } = await load('host/bytes.js');

const TYPE = { name: 'Content-Type', value: 'application/x-x509-user-cert' };
const details = {
  requestId: '1', url: 'https://ca.example/step3', type: 'main_frame', tabId: 5, statusCode: 200,
  responseHeaders: [TYPE],
};
const said = (browser) => browser.sent.map(({ type }) => type);
const lastOf = (browser, type) => browser.sent.findLast((message) => message.type === type);

async function until(what) {
  for (let i = 0; i < 200; i += 1) {
    const value = await what();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`never: ${what}`);
}

const shownId = (browser) => new URL(
  (browser.updated[0]?.[1] ?? browser.opened[0]).url).searchParams.get('id');

/** A whole response through the filter; resolves to the record when it is settled. */
async function deliver(browser, chunks, { error, ...change } = {}) {
  const reply = await capture.onHeaders({ ...details, ...change });
  const filter = browser.filters.at(-1);
  for (const data of chunks) filter.ondata({ data: new Uint8Array(data).buffer });
  filter.onstop();
  ends.onEnd({ requestId: '1', error });
  const id = await until(() => (browser.updated.length + browser.opened.length) && shownId(browser));
  const record = await until(async () => {
    const now = await results.get(id);
    return now?.state !== 'working' && now;
  });
  return { reply, filter, id, record };
}

const bytesToHost = (browser) => Buffer.concat(
  browser.sent.filter(({ type }) => type === 'bytes').map(({ data }) => Buffer.from(data, 'base64')));

test('the bytes reach the host as they came, in pieces below the limit', async () => {
  const browser = makeBrowser();
  browser.pressed = true;
  const whole = randomBytes(LIMITS.piece * 2 + 77);
  const { record, id } = await deliver(browser, [whole.subarray(0, 5), whole.subarray(5)]);
  assert.ok(bytesToHost(browser).equals(whole));
  assert.deepEqual([...new Set(said(browser))], ['hello', 'answer', 'bytes', 'end']);
  assert.deepEqual(browser.sent[1],
    { type: 'answer', site: 'https://ca.example', mime: 'application/x-x509-user-cert', ask: 'yes' });
  assert.equal(record.state, 'installed');
  assert.equal(await results.bytesOf(id), null, 'nothing is kept of what is installed');
});

test('the page gets the same neutral document whatever became of it', async () => {
  const documents = [];
  for (const host of [goodHost(), goodHost({ end: [ERROR] }), goodHost({ hello: ['die'] })]) {
    const browser = makeBrowser();
    browser.host = host;
    const { filter } = await deliver(browser, [[48, 1, 2]]);
    documents.push(Buffer.concat(filter.written.map((w) => Buffer.from(w))).toString());
  }
  assert.equal(new Set(documents).size, 1);
  assert.equal(documents[0], 'neutral\n');
});

test('top level: the result replaces the page; in a frame: it opens in one tab beside', async () => {
  const browser = makeBrowser();
  const { id } = await deliver(browser, [[48]]);
  assert.deepEqual(browser.updated, [[5, { url: results.pageOf(id), loadReplace: true }]]);
  const framed = makeBrowser();
  await deliver(framed, [[48]], { type: 'sub_frame' });
  assert.equal(framed.opened.length, 1);
  assert.equal(framed.opened[0].openerTabId, 5);
  await deliver(framed, [[48]], { type: 'sub_frame' });
  await until(() => framed.updated.length === 1);
  assert.equal(framed.opened.length, 1);
});

test('an answer that came unencrypted is kept, and does not go to the host', async () => {
  const browser = makeBrowser();
  const { record, id } = await deliver(browser, [[48, 1]], { url: 'http://ca.example/step3' });
  assert.deepEqual([record.state, record.name, browser.ports.length], ['error', 'NOT_SECURE', 0]);
  assert.deepEqual([...await results.bytesOf(id)], [48, 1]);
});

for (const [name, host] of [
  ['HOST_BROKEN', goodHost({ hello: ['die'] })],
  ['HOST_BROKEN', goodHost({ bytes: ['die'] })],
  ['HOST_BROKEN', goodHost({ end: [RECEIVED, 'die'] })],
  ['HOST_MISSING', (message, reply, end) => end(new Error('No such native application nss_helper'))],
  ['BUSY', goodHost({ end: [RECEIVED, { ...ERROR, code: 75, name: 'BUSY' }] })],
  ['NO_SPACE', goodHost({ answer: [{ ...ERROR, code: 95, name: 'NO_SPACE' }, 'die'] })],
]) {
  test(`${name}: the bytes are kept, and go to the host anew on the person's word`, async () => {
    const browser = makeBrowser();
    browser.host = host;
    const whole = randomBytes(5000);
    const { record, id } = await deliver(browser, [whole]);
    assert.equal(record.state, 'error');
    assert.equal(record.name, name);
    assert.ok(Buffer.from(await results.bytesOf(id)).equals(whole));
    browser.host = goodHost();
    browser.sent.length = 0;
    await deliverer.onRetry({ id });
    // What the host has received is not sent there again.
    const again = record.answer ? Buffer.alloc(0) : whole;
    assert.ok(bytesToHost(browser).equals(again));
    assert.deepEqual(said(browser)[1], record.answer ? 'look' : 'answer');
    assert.equal((await results.get(id)).state, 'installed');
  });
}

test('what can only fail again is kept, and not tried again', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, ERROR] });
  const { record, id } = await deliver(browser, [[48, 1, 2]]);
  assert.deepEqual([record.name, record.answer], ['NO_KEY', undefined]);
  browser.sent.length = 0;
  assert.equal(await deliverer.onRetry({ id }), false);
  assert.deepEqual([said(browser), [...await results.bytesOf(id)]], [[], [48, 1, 2]]);
});

test('a record from the first byte on; the bytes in it before Firefox or the host has said a word', async () => {
  const browser = makeBrowser();
  let die;
  browser.host = (message, reply, end) => { die = end; };
  await capture.onHeaders({ ...details, requestId: '2' });
  const [[id, { kept, state }]] = await until(async () => {
    const all = await results.all();
    return all.length > 0 && all;
  });
  assert.deepEqual([kept, state], [false, 'working']);
  const filter = browser.filters.at(-1);
  filter.ondata({ data: new Uint8Array([48, 1, 2]).buffer });
  filter.onstop();
  await until(async () => (await results.get(id)).kept);
  assert.deepEqual([...await results.bytesOf(id)], [48, 1, 2]);
  assert.deepEqual(browser.sent.map(({ type }) => type), ['hello']);
  ends.onEnd({ requestId: '2' });
  die();
  await until(async () => (await results.get(id)).state === 'error');
});

test('with a length that has come in full the host hears the end at once', async () => {
  const browser = makeBrowser();
  const length = { name: 'Content-Length', value: '3' };
  await capture.onHeaders({ ...details, requestId: '3', responseHeaders: [TYPE, length] });
  const filter = browser.filters.at(-1);
  filter.ondata({ data: new Uint8Array([48, 1, 2]).buffer });
  filter.onstop();
  await until(async () => (await results.all())[0]?.[1].state === 'installed');
  assert.ok(said(browser).includes('end'));
  ends.onEnd({ requestId: '3' });
});

test('what may yet be installed is the last to be dropped', async () => {
  const browser = makeBrowser();
  const site = 'https://a.example';
  await browser.storage.local.set({
    'result:old': { state: 'error', name: 'HOST_MISSING', site, time: 1, kept: true }, 'bytes:old': 'MAEC',
  });
  for (let i = 0; i < 30; i += 1) {
    await browser.storage.local.set({ [`result:n${i}`]: { state: 'installed', site, time: 10 + i } });
  }
  await results.begin('new', { site });
  assert.ok(await results.get('new'));
  assert.deepEqual([...await results.bytesOf('old')], [48, 1, 2]);
  assert.equal((await results.all()).length, 20);
});

test('an answer that breaks off is never called whole to the host', async () => {
  for (const change of [
    { error: 'NS_ERROR_NET_PARTIAL_TRANSFER' },
    { responseHeaders: [TYPE, { name: 'Content-Length', value: '4' }] },
    { responseHeaders: [TYPE, { name: 'Content-Length', value: String(LIMITS.response) }] }, // one more is left to Firefox
  ]) {
    const browser = makeBrowser();
    const { record } = await deliver(browser, [[48, 1, 2]], change);
    assert.equal(record.name, 'INCOMPLETE');
    assert.ok(!said(browser).includes('end'));
  }
});

test('an announced length that is right, or is that of compressed bytes, breaks nothing', async () => {
  for (const [length, encoding] of [['3', null], ['3', 'identity'], ['99', 'gzip']]) {
    const browser = makeBrowser();
    const more = [{ name: 'content-length', value: length }, { name: 'Content-Encoding', value: encoding }];
    const { record } = await deliver(browser, [[48, 1, 2]],
      { responseHeaders: [TYPE, ...more.filter(({ value }) => value !== null)] });
    assert.equal(record.state, 'installed');
  }
});

test('more than the limit is refused, and not sent on', async () => {
  const browser = makeBrowser();
  await capture.onHeaders({ ...details, requestId: 'large' });
  const filter = browser.filters.at(-1);
  for (const length of [LIMITS.response, 1]) filter.ondata({ data: new ArrayBuffer(length) });
  // Neither the filter nor the request has come to an end.
  const id = await until(() => browser.updated.length && shownId(browser));
  assert.equal((await until(async () => {
    const now = await results.get(id);
    return now.state === 'error' && now;
  })).name, 'TOO_LARGE');
  assert.equal(filter.closed, true);
  assert.equal(await results.bytesOf(id), null);
  assert.ok(!said(browser).includes('end'));
});

test('a full disk: the person sees the result all the same', async () => {
  const browser = makeBrowser();
  browser.storage.local.full = true;
  browser.host = goodHost({ end: [{ ...ERROR, code: 95, name: 'NO_SPACE' }] });
  const { record, id } = await deliver(browser, [[48, 1, 2]]);
  assert.equal(record.name, 'NO_SPACE');
  assert.deepEqual([...await results.bytesOf(id)], [48, 1, 2]);
});

test('ASK: nothing more is done without the person\'s yes', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, ASK] });
  const { record, id } = await deliver(browser, [[48]]);
  assert.equal(record.state, 'ask');
  assert.equal(record.identity.name, 'Taro Yamada');
  await deliverer.onInstall({ id });
  assert.deepEqual(lastOf(browser, 'install'), { type: 'install', answer: ASK.answer });
  assert.equal((await results.get(id)).state, 'installed');
  await deliverer.onInstall({ id });
  await deliverer.onDismiss({ id });
  assert.equal(said(browser).filter((type) => type === 'install').length, 1);
  assert.equal((await results.get(id)).state, 'installed');
});

test('ASK: what is odd is known before the person can say yes, however it comes to that', async () => {
  const { answer, identity: { fingerprint } } = ASK;
  const odd = [{ type: 'odd', odd: ['authority'] }];
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, ASK], look: [ASK], peek: odd });
  const { record, id } = await deliver(browser, [[48]]);
  assert.deepEqual([record.state, record.odd], ['ask', ['authority']]);
  assert.deepEqual(browser.sent.at(-1), { type: 'peek', answer, fingerprint });
  assert.equal(browser.ports.length, 1);
  await results.drop(id);
  await deliverer.onLook({ answer, site: record.site });
  assert.deepEqual((await results.all()).map(([, { state, odd: known }]) => [state, known]), [['ask', ['authority']]]);
});

test('ASK: an older host, or one that ends, cannot tell what is odd: the person is asked all the same', async () => {
  for (const peek of [[{ ...ERROR, code: 76, name: 'PROTOCOL' }, 'die'], ['die']]) {
    const browser = makeBrowser();
    browser.host = goodHost({ end: [RECEIVED, ASK], peek });
    const { record, id } = await deliver(browser, [[48]]);
    assert.deepEqual([record.state, record.odd], ['ask', []]);
    await deliverer.onInstall({ id });
    assert.equal((await results.get(id)).state, 'installed');
  }
});

test('ASK: a yes that met an error is not asked for again, and any other is', async () => {
  for (const agreed of [true, false]) {
    const browser = makeBrowser();
    const full = { ...ERROR, code: 95, name: 'NO_SPACE', answer: ASK.answer };
    browser.host = goodHost({ end: [RECEIVED, agreed ? ASK : full], install: [full] });
    const { id } = await deliver(browser, [[48]]);
    await deliverer.onInstall({ id });
    assert.equal((await results.get(id)).name, 'NO_SPACE');
    browser.host = goodHost();
    browser.sent.length = 0;
    await deliverer.onRetry({ id });
    assert.deepEqual(said(browser).slice(1, 2), agreed ? ['install'] : ['look']);
    assert.equal((await results.get(id)).state, 'installed');
  }
});

test('ASK: a no installs nothing, now and later', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, ASK] });
  const { id } = await deliver(browser, [[48]]);
  await deliverer.onDismiss({ id });
  assert.equal((await results.get(id)).name, 'DISMISSED');
  await deliverer.onInstall({ id });
  assert.equal((await results.get(id)).name, 'DISMISSED');
  assert.ok(!said(browser).includes('install'));
  assert.deepEqual(lastOf(browser, 'discard'), { type: 'discard', answer: ASK.answer });
});

test('work of an earlier start is called interrupted, and its bytes stay', async () => {
  const browser = makeBrowser();
  await browser.storage.local.set({
    'result:old': { state: 'working', life: 'earlier', site: 'https://a.example', time: 1, kept: true },
    'bytes:old': 'MAEC',
  });
  await results.recover();
  assert.equal((await results.get('old')).name, 'INTERRUPTED');
  assert.deepEqual([...await results.bytesOf('old')], [48, 1, 2]);
});

test('a site can push out records of its own only', async () => {
  const browser = makeBrowser();
  const mime = TYPE.value;
  const begin = async (id, site) => {
    await results.begin(id, { site, mime });
    await results.keep(id, new Uint8Array([1]));
  };
  await begin('mine', 'https://mine.example');
  for (let i = 0; i < 30; i += 1) {
    await begin(`n${i}`, 'https://noisy.example');
  }
  assert.ok(await results.get('mine'));
  assert.ok(browser.storage.local.records.size <= 2 * 21);
});

test('only answers of a CA are touched', () => {
  const browser = makeBrowser();
  for (const value of ['text/html', 'application/x-x509-ca-cert', 'application/x-x509-user-certificate',
    '', 'text/plain; x=application/x-x509-user-cert', 'text/plain; x=application/x-pkcs12']) {
    assert.equal(capture.onHeaders({ ...details, responseHeaders: [{ name: 'content-type', value }] }), undefined);
  }
  assert.equal(capture.onHeaders({ ...details, responseHeaders: [] }), undefined);
  assert.equal(capture.onHeaders({ ...details, statusCode: 204 }), undefined);
  assert.equal(capture.onHeaders({
    ...details, responseHeaders: [TYPE, { name: 'Content-Length', value: String(LIMITS.response + 1) }],
  }), undefined, 'too large by its own word: Firefox saves it');
  assert.equal(browser.filters.length, 0);
});

const PFX = [0x30, 0x82, 1, 2, 2, 1, 3, 0x30, 7, 7, 7];
const KEY_FILE = { responseHeaders: [{ name: 'content-type', value: 'application/x-pkcs12' }] };

/** As Firefox does it: the listener's promise is awaited while the response is held. */
async function deliverKeyFile(browser, bytes, pressed) {
  browser.pressed = pressed;
  const reply = await capture.onHeaders({ ...details, ...KEY_FILE });
  const filter = browser.filters.at(-1);
  filter.ondata({ data: new Uint8Array(bytes).buffer });
  filter.onstop();
  ends.onEnd({ requestId: '1' });
  const id = await until(() => browser.updated.length && shownId(browser));
  const record = await until(async () => {
    const now = await results.get(id);
    return now?.state !== 'working' && now;
  });
  return { reply, id, record };
}

test('a file with a key after a press: the host may ask, and no disk of ours has its bytes', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }, INSTALLED] });
  const { record, id } = await deliverKeyFile(browser, PFX, true);
  assert.equal(browser.sent.find(({ type }) => type === 'answer').ask, 'yes');
  assert.equal(record.state, 'installed');
  assert.equal(await results.bytesOf(id), null);
  assert.ok(!JSON.stringify(await browser.storage.local.get(null)).includes(toBase64(new Uint8Array(PFX))));
});

for (const [code, name, reason] of [[100, 'PASSWORD', 'key-file'], [113, 'OPEN_KEY', 'open-key-file']]) {
  test(`a file with a key without a press: no window opens, the page asks first (${name})`, async () => {
    const browser = makeBrowser();
    const waits = { ...ERROR, code, name, answer: RECEIVED.answer };
    browser.host = goodHost({ end: [RECEIVED, waits], install: [{ type: 'asking', for: 'file' }, INSTALLED] });
    const { record, id } = await deliverKeyFile(browser, PFX, false);
    assert.equal(browser.sent.find(({ type }) => type === 'answer').ask, 'no');
    assert.deepEqual([record.state, record.reason], ['ask', reason]);
    await deliverer.onInstall({ id });
    assert.equal((await results.get(id)).state, 'installed');
  });
}

test('a wrong password is said, and is no question whether to install', async () => {
  const browser = makeBrowser();
  const wrong = { ...ERROR, code: 100, name: 'PASSWORD', answer: RECEIVED.answer };
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }, wrong] });
  const { record, id } = await deliverKeyFile(browser, PFX, true);
  assert.deepEqual([record.state, record.name], ['error', 'PASSWORD']);
  assert.ok(results.isRetriable(record) && results.isDismissible(record));
  assert.equal(browser.badge, '!');
  const before = browser.sent.length;
  await deliverer.handOver();
  assert.equal(browser.sent.length, before, 'nothing is tried without the person');
  browser.host = goodHost({ look: [INSTALLED] });
  await deliverer.onRetry({ id });
  assert.equal(lastOf(browser, 'look').ask, 'yes');
  assert.equal((await results.get(id)).state, 'installed');
  assert.equal(browser.badge, '');
});

test('a damaged file with a key: the host keeps it, so that the person may throw it away', async () => {
  const browser = makeBrowser();
  const damaged = { ...ERROR, code: 65, name: 'BAD_DATA', answer: RECEIVED.answer };
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }, damaged] });
  const { record, id } = await deliverKeyFile(browser, PFX, true);
  assert.ok(!results.isRetriable(record) && results.isDismissible(record));
  assert.equal(browser.badge, '!', 'it waits, whether the panel was opened or not');
  await deliverer.onDismiss({ id });
  assert.deepEqual(lastOf(browser, 'discard'), { type: 'discard', answer: RECEIVED.answer });
  assert.equal(results.isDismissible(await results.get(id)), false);
  assert.equal(browser.badge, '', 'nothing waits');
});

test('the person wants the file instead: the host saves it, and the page says where', async () => {
  const browser = makeBrowser();
  const wrong = { ...ERROR, code: 100, name: 'PASSWORD', answer: RECEIVED.answer };
  browser.host = goodHost({ end: [RECEIVED, { type: 'asking', for: 'file' }, wrong] });
  const { id } = await deliverKeyFile(browser, PFX, true);
  browser.host = goodHost({ save: [{ ...ERROR, code: 77, name: 'PERMISSION' }] });
  await deliverer.onSave({ id });
  const refused = await results.get(id);
  assert.deepEqual([refused.name, refused.saving.name], ['PASSWORD', 'PERMISSION']);
  assert.ok(results.isDismissible(refused), 'it waits as before');
  browser.host = goodHost({ save: [{ type: 'saved', path: '/home/taro/Downloads/portal.example.p12' }] });
  await deliverer.onSave({ id });
  assert.deepEqual(lastOf(browser, 'save'), { type: 'save', answer: RECEIVED.answer });
  const saved = await results.get(id);
  assert.equal(browser.badge, '');
  assert.deepEqual([saved.state, saved.name, saved.message, saved.saving, saved.answer],
    ['error', 'SAVED', '/home/taro/Downloads/portal.example.p12', undefined, undefined]);
  assert.ok(!results.isRetriable(saved) && !results.isDismissible(saved));
  const before = browser.sent.length;
  await deliverer.onSave({ id });
  assert.equal(browser.sent.length, before, 'once');
});

test('a file with a key and no host: Firefox saves it as ever, and the person is told', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ hello: ['die'] });
  assert.equal(await capture.onHeaders({ ...details, ...KEY_FILE }), undefined);
  assert.equal(browser.filters.length, 0);
  const record = await results.get(shownId(browser));
  assert.deepEqual([record.state, record.left], ['error', true]);
});

test('an error page that calls itself PKCS#12 is left alone', () => {
  makeBrowser();
  assert.equal(capture.onHeaders({ ...details, ...KEY_FILE, statusCode: 404 }), undefined);
});

/** A response of which Firefox shows nothing, until it says how it ended. */
async function unseen(browser, error, change = {}) {
  await capture.onHeaders({ ...details, requestId: 'unseen', ...change });
  const filter = browser.filters.at(-1);
  filter.error = 'Invalid request ID';
  filter.onerror();
  ends.onEnd({ requestId: 'unseen', error });
  await until(() => browser.updated.length + browser.opened.length);
}

test('what Firefox downloads is offered to be imported, and nothing is said to be lost or kept', async () => {
  const browser = makeBrowser();
  await unseen(browser, undefined);
  assert.deepEqual(browser.opened.map(({ url }) => url),
    ['moz-extension://id/pages/import.html?saved=https%3A%2F%2Fca.example']);
  assert.deepEqual([browser.updated, await results.all()], [[], []]);
});

test('what broke off before its first byte was saved nowhere: it is lost, and nothing is kept', async () => {
  const browser = makeBrowser();
  await unseen(browser, 'NS_ERROR_NET_RESET');
  const record = await until(async () => {
    const now = await results.get(shownId(browser));
    return now.state === 'error' && now;
  });
  assert.deepEqual([record.name, record.kept], ['INCOMPLETE', false]);
  assert.equal(await results.bytesOf(shownId(browser)), null);
});

test('a file with a key without a byte is not kept', async () => {
  makeBrowser();
  await results.begin('empty', { site: 'https://ca.example' });
  await results.keep('empty', new Uint8Array(0), true);
  assert.equal(await results.bytesOf('empty'), null);
});

test('what broke off because its page was closed opens no other', async () => {
  const browser = makeBrowser();
  browser.gone = true;
  await capture.onHeaders({ ...details, requestId: 'closed' });
  const filter = browser.filters.at(-1);
  filter.ondata({ data: new Uint8Array([48, 1]).buffer });
  filter.onstop();
  ends.onEnd({ requestId: 'closed', error: 'NS_BINDING_ABORTED' });
  await until(async () => (await results.all())[0]?.[1].name === 'INCOMPLETE');
  assert.deepEqual([browser.updated, browser.opened], [[], []]);
});
