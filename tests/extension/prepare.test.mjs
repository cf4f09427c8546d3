// SPDX-License-Identifier: MPL-2.0
// A key made before the press: who has one made, who gets it, and that nothing depends on it.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { ERROR, REQUEST, closeLeftPort, goodHost, load, makeBrowser } from './lib.mjs';

const { onIssue } = await load('site/issue.js');
const { onTouched } = await load('site/prepare.js');

after(closeLeftPort);

const SITE = 'https://download.example';
const message = { type: 'issue', key: 'rsa-2048', challenge: 'c1', target: `${SITE}/step3`, pressed: true };
const DONE = { spkac: REQUEST.spkac, job: REQUEST.job };
const said = (browser) => browser.sent.map(({ type }) => type);
let tabs = 1000;

function turnedOn() {
  const browser = makeBrowser();
  browser.allowed.add('https://download.example/*');
  return browser;
}

const list = () => {
  const listeners = [];
  return { addListener: (one) => listeners.push(one), emit: (...words) => listeners.forEach((one) => one(...words)) };
};

/** A page's end of its port; each has a tab of its own. */
function makePage(fields = {}) {
  tabs += 1;
  const page = {
    sender: { origin: SITE, tab: { id: tabs }, frameId: 0, ...fields },
    onMessage: list(), onDisconnect: list(), told: [], ended: false,
    postMessage: (word) => page.told.push(word),
    disconnect: () => { page.ended = true; },
  };
  onTouched(page);
  page.touch = (key = 'rsa-2048') => page.onMessage.emit({ key });
  page.go = () => page.onDisconnect.emit(page);
  return page;
}

const isReady = (browser, count = 1) => until('a prepared key', () => browser.sent.filter(({ type }) => type === 'prepare').length === count);
/** Waits until everything within the program has happened, by turns of the event loop, not by time. */
async function settled() {
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
}

test('a touched form: the host prepares that key for that site, and the press uses the same port', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch();
  await isReady(browser);
  assert.deepEqual(browser.sent[1], { type: 'prepare', site: SITE, key: 'rsa-2048' });
  assert.equal(browser.ports[0].closed, false);
  assert.deepEqual(await onIssue(message, page.sender), DONE);
  assert.deepEqual(said(browser), ['hello', 'prepare', 'issue', 'sent']);
  assert.equal(browser.ports.length, 1);
  assert.ok(!browser.ports[0].closed && page.ended);
  await closeLeftPort();
  assert.ok(browser.ports[0].closed);
  assert.deepEqual(page.told, []);
});

test('a press while it is being made waits for that one', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch();
  await until('a port', () => browser.ports.length === 1);
  assert.deepEqual(await onIssue(message, page.sender), DONE);
  assert.deepEqual(said(browser), ['hello', 'prepare', 'issue', 'sent']);
});

const ELSEWHERE = {
  'of another key': [{ ...message, key: 'p-256' }, {}],
  'in another frame': [message, { frameId: 3 }],
  'in another tab': [message, { tab: { id: 7 } }],
  'of the same host on another port': [message, { origin: `${SITE}:8443` }],
};
for (const [what, [request, who]] of Object.entries(ELSEWHERE)) {
  test(`a press ${what} has a port of its own, and the prepared key goes`, async () => {
    const browser = turnedOn();
    const page = makePage();
    page.touch();
    await isReady(browser);
    assert.deepEqual(await onIssue(request, { ...page.sender, ...who }), DONE);
    assert.deepEqual(said(browser), ['hello', 'prepare', 'hello', 'issue', 'sent']);
    assert.ok(browser.ports[0].closed);
  });
}

test('another choice takes its place, and a touch of another tab, too', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch('rsa-2048');
  await isReady(browser);
  page.touch('rsa-4096');
  await isReady(browser, 2);
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [true, false]);
  assert.ok(!page.ended);
  const other = makePage();
  other.touch();
  await isReady(browser, 3);
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [true, true, false]);
  assert.ok(page.ended && !other.ended);
  other.go();
});

test('the page goes: the port is closed at once', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch();
  await isReady(browser);
  page.go();
  assert.ok(browser.ports[0].closed);
});

test('a page that goes before the host has answered leaves no port open', async () => {
  const browser = turnedOn();
  browser.host = goodHost({ hello: [] });
  const page = makePage();
  page.touch();
  await until('a port', () => browser.ports.length === 1);
  page.go();
  assert.ok(browser.ports[0].closed);
});

test('the key is dropped after its time', async (t) => {
  const browser = turnedOn();
  const page = makePage();
  const waiting = [];
  const { setTimeout: set } = globalThis;
  t.mock.method(globalThis, 'setTimeout', (run, milliseconds) =>
    (milliseconds === 300000 ? waiting.push(run) : set(run, milliseconds)));
  page.touch();
  await until('its time to begin', () => waiting.length === 1);
  assert.equal(browser.ports[0].closed, false);
  waiting[0]();
  assert.ok(browser.ports[0].closed && page.ended);
});

test('four times a minute for a tab, and not once more', async () => {
  const browser = turnedOn();
  const page = makePage();
  for (const [at, key] of ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256'].entries()) {
    page.touch(key);
    await isReady(browser, at + 1);
  }
  const count = browser.ports.length;
  page.touch('p-384');
  await settled();
  assert.equal(browser.ports.length, count);
  page.go();
});

test('…until that minute has passed: not a moment earlier', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  for (const [passed, more] of [[59999, 0], [60000, 1]]) {
    const browser = turnedOn();
    const page = makePage();
    for (let at = 1; at <= 4; at += 1) {
      page.touch();
      await isReady(browser, at);
    }
    t.mock.timers.tick(passed);
    page.touch();
    await settled();
    assert.equal(browser.ports.length, 4 + more, `${passed}`);
    page.go();
  }
});

const NOT = {
  'a site that is off': { origin: 'https://other.example' },
  'a page that is not encrypted': { origin: 'http://download.example' },
  'a page in a sandbox': { origin: 'null' },
  'no tab': { tab: undefined },
};
for (const [what, fields] of Object.entries(NOT)) {
  test(`${what}: no host is started`, async () => {
    const browser = turnedOn();
    browser.allowed.add('http://download.example/*');
    makePage(fields).touch();
    await settled();
    assert.equal(browser.ports.length, 0);
  });
}

test('no valid kind of key: no host is started', async () => {
  const browser = turnedOn();
  makePage().touch('rsa-1024');
  await settled();
  assert.equal(browser.ports.length, 0);
});

const FAILING = {
  'an old host': { prepare: [{ ...ERROR, name: 'PROTOCOL', code: 76 }, 'die'] },
  'an odd reply': { prepare: [{ type: 'prepared', ready: 'yes' }] },
  'a host that dies': { prepare: ['die'] },
  'a refusal at hello': { hello: [ERROR, 'die'] },
};
for (const [what, instead] of Object.entries(FAILING)) {
  test(`${what}: the press is as it was without, and the page is told nothing`, async () => {
    const browser = turnedOn();
    browser.host = goodHost(instead);
    const page = makePage();
    page.touch();
    await until('the port to be closed', () => browser.ports[0]?.closed);
    browser.host = goodHost();
    assert.deepEqual(await onIssue(message, page.sender), DONE);
    assert.deepEqual(said(browser).slice(-3), ['hello', 'issue', 'sent']);
    assert.deepEqual(page.told, []);
  });
}

test('a host that has made no key makes it at the press', async () => {
  const browser = turnedOn();
  browser.host = goodHost({ prepare: [{ type: 'prepared', ready: false }] });
  const page = makePage();
  page.touch();
  await isReady(browser);
  await settled();
  assert.deepEqual(await onIssue(message, page.sender), DONE);
  assert.deepEqual(said(browser), ['hello', 'prepare', 'issue', 'sent']);
  assert.equal(browser.ports.length, 1);
});

test('a host that ended while the person looked: the press starts another one', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch();
  await isReady(browser);
  await settled();
  browser.ports[0].onDisconnect.emit(browser.ports[0]);
  assert.deepEqual(await onIssue(message, page.sender), DONE);
  assert.equal(browser.ports.length, 2);
});

test('one that waits takes no turn: two others may run meanwhile', async () => {
  const browser = turnedOn();
  const { exchange } = await load('host/native.js');
  const page = makePage();
  page.touch();
  await isReady(browser);
  await settled();
  const ran = [exchange(async () => 1), exchange(async () => 2, { background: true })];
  assert.deepEqual(await Promise.all(ran), [1, 2]);
  assert.equal(browser.ports.length, 3);
  page.go();
});

test('a page that has gone at once: no host is asked', async () => {
  const browser = turnedOn();
  const page = makePage();
  page.touch();
  page.go();
  await settled();
  const { length } = browser.ports;
  page.go(); // what would be there goes with it
  assert.equal(length, 0);
});
