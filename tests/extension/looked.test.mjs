// SPDX-License-Identifier: MPL-2.0
// Which responses are examined, and whose bytes are taken from the page: each with a near miss that
// differs in one thing. What happens then in a real Firefox is in look.test.mjs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { ERROR, RECEIVED, goodHost, load, makeBrowser } from './lib.mjs';

const look = await load('answer/look.js');
const ends = await load('answer/ends.js');
const results = await load('answer/record.js');
const { began } = await load('site/begun.js');
const { follow } = await load('site/follow.js');
const { LIMITS } = await load('host/limits.js');

const SITE = 'https://portal.example';
const JOB = '20261123T043808-9f2c41d07a33';
const CERTIFICATE = [0x30, 0x82, 4, 0, 0x30, 0x82, 3, 0];
const KEY = [0x30, 0x82, 4, 0, 2, 1, 3, 0x30];
const HTML = [...new TextEncoder().encode('<!DOCTYPE html><title>page</title>')];
const kinds = { certificate: CERTIFICATE, key: KEY };

const said = (browser) => browser.sent.map(({ type }) => type);
const records = async () => (await results.results.all()).map(([, record]) => record);

/** A Firefox where a job of the site is open, or its form was sent, or the person has pressed. */
async function waiting({ job = false, form = false, pressed = false } = {}) {
  const browser = makeBrowser();
  browser.allowed.add('https://portal.example/*');
  browser.there = pressed;
  if (job || form) await began(JOB, [SITE]);
  if (form) await follow(JOB, { site: SITE, target: SITE, tabId: 5, frameId: 0 });
  return browser;
}

const details = {
  requestId: 'r', url: `${SITE}/step3`, originUrl: `${SITE}/step2`, type: 'main_frame', tabId: 5, statusCode: 200,
};
const headersOf = (type, length) => [
  ...(type === null ? [] : [{ name: 'Content-Type', value: type }]),
  ...(length === undefined ? [] : [{ name: 'Content-Length', value: String(length) }]),
];

const arrive = (type, { length, ...change } = {}) =>
  look.onHeaders({ ...details, responseHeaders: headersOf(type, length), ...change });

/** Whether a response is looked at; it ends at once. */
async function isLookedAt(browser, ...words) {
  await arrive(...words);
  const filter = browser.filters.at(-1);
  filter?.onerror();
  return filter !== undefined;
}

/** A response that is looked at, to its end: true if the host got it, false if the page has it. */
async function isTaken(browser, bytes, type = 'text/html') {
  await arrive(type);
  const filter = browser.filters.at(-1);
  filter.onstart();
  filter.ondata({ data: Uint8Array.from(bytes).buffer });
  filter.onstop();
  ends.onEnd({ requestId: 'r' });
  await until('the end of the response', () => filter.closed);
  const text = Buffer.concat(filter.written.map((one) => Buffer.from(one)));
  assert.ok([Buffer.from(bytes).toString('latin1'), 'neutral\n', 'given_back\n'].includes(text.toString('latin1')), text.toString());
  return text.toString() === 'neutral\n';
}

test('the response to a form is held, unless it can\'t be a CA\'s or has no body', async () => {
  for (const [held, ...words] of [
    [true, 'application/pkix-cert'], [false, 'image/png'], [false, 'text/css'],
    [true, null], [true, 'text/html'],
    [false, 'application/pkix-cert', { statusCode: 204 }], [false, 'application/pkix-cert', { statusCode: 304 }],
    [true, 'application/pkix-cert', { statusCode: 203 }],
  ]) assert.equal(await isLookedAt(await waiting({ form: true }), ...words), held, JSON.stringify(words));
});

test('as many bytes as a response may have are held by their announced length, and not one more', async () => {
  for (const type of ['application/pkix-cert', 'text/plain', null]) {
    const form = () => waiting({ form: true });
    assert.equal(await isLookedAt(await form(), type, { length: LIMITS.response }), true, type);
    assert.equal(await isLookedAt(await form(), type, { length: LIMITS.response + 1 }), false, type);
  }
});

test('a page is looked at while a job waits, or after a press, and never else', async () => {
  for (const [what, seen] of [[{}, false], [{ job: true }, true], [{ pressed: true }, true], [{ form: true }, true]]) {
    assert.equal(await isLookedAt(await waiting(what), 'text/html'), seen, JSON.stringify(what));
  }
  const other = { url: `${SITE}.evil/step3`, originUrl: `${SITE}.evil/step2` };
  for (const what of [{ job: true }, { form: true }]) {
    assert.equal(await isLookedAt(await waiting(what), 'text/html', other), false, JSON.stringify(what));
  }
});

/* By what waits: a certificate is taken only for a job, a file with a key also after a press. */
const TAKEN = [
  ['certificate', { pressed: true }, false], ['certificate', { job: true }, true],
  ['key', { pressed: true }, true], ['key', { job: true }, true],
];
for (const [kind, what, taken] of TAKEN) {
  test(`a ${kind}, and ${Object.keys(what)[0]}: ${taken ? 'taken' : 'left to the page'}`, async () => {
    const browser = await waiting(what);
    assert.equal(await isTaken(browser, kinds[kind]), taken);
    assert.equal(said(browser).includes('answer'), taken);
  });
}

test('a page stays a page', async () => {
  const browser = await waiting({ form: true });
  assert.equal(await isTaken(browser, HTML), false);
  assert.deepEqual(browser.sent, []);
});

const address = (bytes) => `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`;
const sender = { tab: { id: 5 }, origin: SITE };

/** Whether a copy of what is in a data: address goes to the host. */
async function isCopied(browser, bytes, from = sender) {
  await look.onData({ url: address(bytes) }, from);
  return said(browser).includes('answer');
}

for (const [kind, what, taken] of [...TAKEN, ['key', {}, false], ['certificate', {}, false]]) {
  test(`a ${kind} in a data: address, and ${Object.keys(what)[0] ?? 'nothing'}: ${taken ? 'copied' : 'not copied'}`, async () => {
    assert.equal(await isCopied(await waiting(what), kinds[kind]), taken);
  });
}

test('a data: address counts for a page of a site that is on, in a tab', async () => {
  for (const [from, taken] of [
    [sender, true], [{ ...sender, origin: `${SITE}:8443` }, false], [{ ...sender, origin: `${SITE}.evil` }, false],
    [{ ...sender, origin: 'null' }, false], [{ origin: SITE }, false],
  ]) {
    const browser = await waiting({ job: true });
    assert.equal(await isCopied(browser, CERTIFICATE, from), taken, JSON.stringify(from));
  }
  const off = await waiting({ job: true });
  off.allowed.clear();
  assert.equal(await isCopied(off, CERTIFICATE), false, 'the job is of a site that was turned off');
});

test('a data: address of as many bytes as a response may have is copied, and not of one more', async (t) => {
  for (const [length, taken] of [[LIMITS.response, true], [LIMITS.response + 1, false]]) {
    const bytes = new Uint8Array(length);
    bytes.set(KEY);
    // Node takes seconds to read such an address.
    t.mock.method(globalThis, 'fetch', async () => new Response(bytes));
    assert.equal(await isCopied(await waiting({ pressed: true }), []), taken, `${length}`);
  }
});

const no = (name, code, more = {}) => ({ ...ERROR, name, code, ...more });

test('without a host a file with a key is the page’s, and a certificate is kept', async () => {
  for (const [kind, taken] of [['key', false], ['certificate', true]]) {
    const browser = await waiting({ job: true });
    browser.host = goodHost({ hello: ['die'] });
    assert.equal(await isTaken(browser, kinds[kind]), taken, kind);
    await until('an end', async () => (await records()).every(({ state }) => state === 'error'));
    assert.deepEqual((await records()).map(({ name, kept }) => [name, kept]), taken ? [['HOST_BROKEN', true]] : []);
  }
});

test('what the host refuses is the page’s, unless it keeps it', async () => {
  for (const [end, taken] of [
    [[no('BAD_DATA', 65)], false], [[RECEIVED, no('NO_KEY', 85)], false],
    [[RECEIVED, no('NO_KEY', 85, { answer: RECEIVED.answer })], true], [[no('NO_SPACE', 95)], true],
  ]) {
    const browser = await waiting({ job: true });
    browser.host = goodHost({ end });
    assert.equal(await isTaken(browser, CERTIFICATE), taken, JSON.stringify(end));
    await until('an end', async () => (await records()).every(({ state }) => state === 'error'));
    assert.equal((await records()).length, taken ? 1 : 0);
  }
});
