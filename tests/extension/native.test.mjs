// SPDX-License-Identifier: MPL-2.0
// One port for each exchange: greeted first, closed in any case or left open to the next one, and never
// waited for without end.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ERROR, HELLO, INSTALLED, REQUEST, goodHost, load, makeBrowser } from './lib.mjs';

const { exchange, onResumed } = await load('host/native.js');
const { issue, sent } = await load('host/job.js');
const S = 'https://a.example';

const ask = () => exchange(async (channel) => {
  return channel.ask(issue({ site: S, target: S, key: 'rsa-2048', challenge: '' }), 50);
});

test('greets, talks, and closes the port', async () => {
  const browser = makeBrowser();
  assert.deepEqual(await ask(), REQUEST);
  assert.deepEqual(browser.sent.map(({ type }) => type), ['hello', 'issue']);
  assert.equal(browser.ports.length, 1);
  assert.equal(browser.ports[0].name, 'nss_helper');
  assert.ok(browser.ports[0].closed);
});

test('what a host has resumed at its start is reported before the exchange begins', async () => {
  const browser = makeBrowser();
  const told = [];
  onResumed(async (installed) => told.push(installed));
  browser.host = goodHost({ hello: [{ ...HELLO, resumed: 2 }, INSTALLED, INSTALLED] });
  assert.deepEqual(await ask(), REQUEST);
  const first = await exchange(async (channel, ...said) => said);
  assert.deepEqual(first, [{ ...HELLO, resumed: 2 }, [INSTALLED, INSTALLED]]);
  told.length = 2;
  assert.deepEqual(told, [INSTALLED, INSTALLED]);
});

test('if the listener for that fails, the exchange goes on', async () => {
  makeBrowser().host = goodHost({ hello: [{ ...HELLO, resumed: 1 }, INSTALLED] });
  onResumed(async () => { throw new Error('no window'); });
  assert.deepEqual(await ask(), REQUEST);
});

const failing = [
  ['HOST_MISSING', (message, reply, end) => end(new Error('No such native application nss_helper'))],
  ['HOST_BROKEN', (message, reply, end) => end(new Error('An unexpected error occurred'))],
  ['HOST_BROKEN', goodHost({ issue: ['die'] })],
  ['HOST_VERSION', goodHost({ hello: [{ ...HELLO, version: 2 }] })],
  ['HOST_REPLY', goodHost({ hello: [{ ...HELLO, version: '1' }] })],
  ['HOST_REPLY', goodHost({ issue: [{ type: 'ok' }] })],
  ['HOST_REPLY', goodHost({ hello: [{ ...HELLO, resumed: 1 }, { type: 'ok' }] })],
  ['HOST_TIMEOUT', goodHost({ issue: [] })],
  ['NO_KEY', goodHost({ issue: [ERROR] })],
  ['NO_KEY', goodHost({ hello: [ERROR, 'die'] })],
];
for (const [name, host] of failing) {
  test(`${name}: said by its name, and the port is closed`, async () => {
    const browser = makeBrowser();
    browser.host = host;
    await assert.rejects(ask(), { name });
    assert.ok(browser.ports[0].closed);
  });
}

const LEAVES = { leaves: true };
const TAKES = { takes: true };
const talk = (channel) => channel.ask(issue({ site: S, target: S, key: 'rsa-2048', challenge: '' }), 50);
const words = (browser) => browser.sent.map(({ type }) => type);

/** Which ports are closed after an exchange that leaves its port and another one with these options. */
async function twoExchanges(host, { meanwhile = () => {}, first = talk, second = TAKES } = {}) {
  const browser = makeBrowser();
  browser.host = goodHost(host);
  await exchange(first, LEAVES).catch(() => {});
  await meanwhile(browser);
  await exchange(talk, second);
  return browser;
}

test('a port that was left open is taken by the next exchange that takes one, which greets nobody', async () => {
  const browser = await twoExchanges();
  assert.deepEqual(words(browser), ['hello', 'issue', 'issue']);
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [true]);
});

test('an exchange that takes none opens its own, and the other one stays open', async () => {
  const browser = await twoExchanges({}, { second: {} });
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [false, true]);
  await exchange(talk, LEAVES);
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [true, true, false]);
  await exchange(talk, TAKES);
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [true, true, true]);
});

const atOnce = { meanwhile: ({ ports: [port] }) => assert.ok(port.closed) };
const NOT_LEFT = {
  'whose host has opened a window': [{ issue: [{ type: 'asking', for: 'profile' }, REQUEST] }, atOnce],
  'whose exchange has failed': [{}, { first: async () => { throw new Error('the page has gone'); }, ...atOnce }],
  'whose host has ended': [{}, { meanwhile: ({ ports: [port] }) => port.onDisconnect.emit(port) }],
  'on which something came meanwhile': [{}, { meanwhile: ({ ports: [port] }) => port.onMessage.emit(REQUEST) }],
};
for (const [which, [host, how]] of Object.entries(NOT_LEFT)) {
  test(`a port ${which}: the next exchange opens its own, and both are closed`, async () => {
    const browser = await twoExchanges(host, how);
    assert.deepEqual(browser.ports.map(({ closed }) => closed), [true, true]);
    assert.deepEqual(words(browser).slice(-2), ['hello', 'issue']);
  });
}

test('a port stays open for half a minute', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const browser = makeBrowser();
  await exchange(talk, LEAVES);
  t.mock.timers.tick(29999);
  assert.equal(browser.ports[0].closed, false);
  t.mock.timers.tick(1);
  assert.equal(browser.ports[0].closed, true);
});

test('a reply is waited for as long as was said, and not a moment longer', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const [passed, name] of [[49, undefined], [50, 'HOST_TIMEOUT']]) {
    const browser = makeBrowser();
    browser.host = goodHost({ issue: [] });
    let ended;
    const asked = ask().catch((failure) => { ended = failure.name; });
    while (browser.sent.length < 2) await new Promise(setImmediate);
    t.mock.timers.tick(passed);
    await new Promise(setImmediate);
    assert.equal(ended, name);
    t.mock.timers.tick(50);
    await asked;
  }
});

test('what the host said before it ended counts, not that it ended', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ sent: [ERROR, 'die'] });
  await assert.rejects(exchange(async (channel) => {
    const ended = new Promise((resolve) => { browser.ports[0].onDisconnect.addListener(resolve); });
    channel.send(sent({ job: REQUEST.job }));
    await ended;
    channel.send(sent({ job: REQUEST.job }));
  }), { name: 'NO_KEY' });
});

test('forty exchanges at once: two hosts at most, each has its turn, the person goes first', async () => {
  const browser = makeBrowser();
  const open = () => browser.ports.filter(({ closed }) => !closed).length;
  let most = 0;
  const order = [];
  const talk = (name) => async (channel) => {
    most = Math.max(most, open());
    await channel.ask(issue({ site: S, target: S, key: 'rsa-2048', challenge: '' }));
    order.push(name);
  };
  await Promise.all([
    ...Array.from({ length: 20 }, () => exchange(talk('background'), { background: true })),
    ...Array.from({ length: 20 }, () => exchange(talk('person'))),
  ]);
  assert.equal(browser.ports.length, 40);
  assert.equal(most, 2);
  assert.equal(open(), 0);
  // The first background work had begun before the person came.
  assert.ok(order.slice(0, 21).filter((name) => name === 'person').length >= 20, order.join());
});

test('background work never takes the place of the person', async () => {
  const browser = makeBrowser();
  const held = [];
  const hold = () => new Promise((resolve) => held.push(resolve));
  const work = [1, 2, 3].map(() => exchange(hold, { background: true }));
  assert.deepEqual(await ask(), REQUEST);
  assert.equal(browser.ports.length, 2);
  for (let done = 0; done < 3; done += 1) {
    while (held.length === done) await new Promise((resolve) => setImmediate(resolve));
    held[done]();
    await work[done];
  }
});

test('who would wait for too long is told so, and takes no turn later', async () => {
  const { takeTurn } = await load('host/turns.js');
  const [one, other] = [await takeTurn(false), await takeTurn(false)];
  await assert.rejects(takeTurn(false, 10), { name: 'BUSY' });
  one();
  const next = await takeTurn(false, 10000);
  await assert.rejects(takeTurn(true, 10), { name: 'BUSY' });
  [other, next].forEach((leave) => leave());
  (await takeTurn(true, 10000))();
});

test('the port is closed when the talk itself fails', async () => {
  const browser = makeBrowser();
  await assert.rejects(exchange(() => { throw new Error('x'); }), { message: 'x' });
  assert.ok(browser.ports[0].closed);
});
