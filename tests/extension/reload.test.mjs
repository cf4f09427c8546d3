// SPDX-License-Identifier: MPL-2.0
// The extension is reloaded, or Firefox is killed, while an answer is on its way: nothing
// of it is lost that had come, and what was lost is named.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../e2e/lib/marionette.mjs';
import { withFirefox } from './browser.mjs';
import { ASK, HELLO, INSTALLED, RECEIVED } from './replies.mjs';
import { patience } from '../patience.mjs';

const WHOLE = randomBytes(100001);
const TYPE = 'application/x-x509-user-cert';
const FORM = '<form action="/done" method="post"><keygen name="spkac" challenge="c"><button id="get">Get</button></form>';
const INTERRUPTIONS = {
  'the extension is reloaded': (world) => world.reloadExtension(),
  'Firefox is killed': (world) => world.killFirefox(),
};

/** Opens an answer with a host that goes so far with it. */
async function begin(world, far) {
  await world.fresh();
  world.host.answers(far);
  world.site.pages.set('/answer', (response) =>
    response.writeHead(200, { 'Content-Type': TYPE, 'Content-Length': WHOLE.length }).end(WHOLE));
  await world.driver.open(world.site.url('/answer'));
}

const said = (host, type) => until(`the host to hear ${type}`, () => host.said(type).length);

async function endsInstalled(world) {
  assert.deepEqual(await world.result(), { state: 'installed', name: '' });
  await sleep(500);
  assert.equal((await world.tabsWith('/pages/result.html')).length, 1, 'one page tells it');
  assert.equal(world.site.sentTo('/answer').length, 1);
}

async function interrupted(t, world, name, interrupt) {
  const { host } = world;
  await t.test(`${name} before the host has received it: it gets the bytes again`, async () => {
    await begin(world, { end: { wait: 4000, end: true, once: true } });
    await said(host, 'end');
    await interrupt(world);
    await endsInstalled(world);
    assert.equal(host.said('answer').length, 2);
    assert.ok(host.bytes().equals(WHOLE));
  });
  await t.test(`${name} after that: it is looked at there`, async () => {
    await begin(world, { end: { replies: [RECEIVED], once: true } });
    await said(host, 'end');
    await sleep(500);
    await interrupt(world);
    await endsInstalled(world);
    assert.deepEqual([host.said('answer').length, host.said('look').length], [1, 1]);
  });
  await t.test(`${name}, and the host has finished it by itself`, async () => {
    await begin(world, { end: { wait: 4000, end: true, once: true } });
    await said(host, 'end');
    host.answers({
      hello: { replies: [{ ...HELLO, resumed: 1 }, INSTALLED], once: true },
      end: { replies: [RECEIVED, { ...INSTALLED, known: true }] },
    });
    await interrupt(world);
    await endsInstalled(world);
  });
  await t.test(`${name} while the host asks: the person is asked again`, async () => {
    await begin(world, { end: { replies: [RECEIVED], once: true }, look: { replies: [ASK] } });
    await said(host, 'end');
    await sleep(500);
    await interrupt(world);
    assert.deepEqual(await world.result(), { state: 'ask', name: 'ASK' });
  });
  await t.test(`${name} in the middle of the answer: what is lost is named, once`, async () => {
    await world.fresh();
    world.site.pages.set('/answer', (response) =>
      response.writeHead(200, { 'Content-Type': TYPE, 'Content-Length': WHOLE.length }).write(WHOLE.subarray(0, 5000)));
    await world.driver.open(world.site.url('/answer'));
    await said(host, 'answer');
    await sleep(500);
    await interrupt(world);
    assert.deepEqual(await world.result(), { state: 'error', name: 'LOST' });
    assert.equal(host.said('end').length, 0);
  });
}

async function afterwards(t, world) {
  const { host, site } = world;
  await t.test('reloaded after the end: the result is still told, and nothing is done again', async () => {
    await begin(world, {});
    await world.result();
    const [url] = await world.tabsWith('/pages/result.html');
    await world.reloadExtension();
    await sleep(1000);
    assert.deepEqual(await world.tabsWith('/pages/result.html'), []);
    await world.driver.open(url);
    assert.equal((await world.result()).state, 'installed');
    assert.deepEqual([host.said('answer').length, host.said('look').length], [1, 0]);
  });
  await t.test('a form that was open all the time works as before', async () => {
    await world.fresh();
    site.pages.set('/done', '<title>done</title>thanks');
    await world.open(FORM, { ready: 'select' });
    await world.reloadExtension();
    await world.goTo('/page');
    await until('a new choice', async () => host.said('issue').length === 0
      && world.driver.page(() => document.querySelectorAll('select').length === 1
        && document.querySelectorAll('[name=spkac]').length === 1));
    await sleep(1000);
    await world.press(3);
    await until('the request', () => site.sentTo('/done').length);
    await sleep(300);
    const [{ body }, ...more] = site.sentTo('/done');
    assert.deepEqual(more, []);
    assert.match(Buffer.from(new URLSearchParams(body).get('spkac'), 'base64').toString(), /^rsa-2048 c /);
    assert.equal(host.said('issue').length, 1);
  });
}

test('reloaded and killed', { timeout: 300000 * patience }, (t) => withFirefox(async (world) => {
  for (const [name, interrupt] of Object.entries(INTERRUPTIONS)) await interrupted(t, world, name, interrupt);
}));

test('afterwards', { timeout: 120000 * patience }, (t) => withFirefox((world) => afterwards(t, world)));
