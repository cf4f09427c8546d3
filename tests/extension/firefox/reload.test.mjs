// SPDX-License-Identifier: MPL-2.0
// The extension is reloaded, or Firefox is killed, while an answer is arriving: nothing that
// has arrived is lost, and the person is told what was lost.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { ASK, HELLO, INSTALLED, RECEIVED } from '../replies.mjs';

const WHOLE = randomBytes(100001);
const TYPE = 'application/x-x509-user-cert';
const FORM = '<form action="/done" method="post"><keygen name="spkac" challenge="c"><button id="get">Get</button></form>';
const INTERRUPTIONS = {
  'the extension is reloaded': (world) => world.reloadExtension(),
  'Firefox is killed': (world) => world.killFirefox(),
};

/** Opens an answer with a host that goes this far with it. */
async function begin(world, far) {
  await world.fresh();
  world.host.answers(far);
  world.site.pages.set('/answer', (response) =>
    response.writeHead(200, { 'Content-Type': TYPE, 'Content-Length': WHOLE.length }).end(WHOLE));
  await world.driver.visit(world.site.url('/answer'));
}

/** Waits until the extension has recorded this of the answer in progress. */
const noted = (world, fits) => until('the extension to write it down', async () => {
  const [record, ...others] = (await world.records()).filter(({ state }) => state === 'working');
  return others.length === 0 && record && fits(record);
});

/** Waits for its page to be loaded, because Firefox would leave a page open that has just begun to load. */
async function isShown(world) {
  await world.goTo('/pages/result.html');
  await until('the page to say that it is at work', async () => (await world.driver.data('#result')).state === 'working');
}

/** The host has got everything and does not answer, and the extension has stored the bytes. */
async function handedOver(world) {
  await until('the host to hear the end', () => world.host.said('end').length);
  await noted(world, ({ kept }) => kept);
  await isShown(world);
}

/** The host has it and says no more. */
async function received(world) {
  await noted(world, ({ answer }) => answer === RECEIVED.answer);
  await isShown(world);
}

async function endsInstalled(world) {
  assert.deepEqual(await world.result(), { state: 'installed', name: '' });
  await world.hasBegun();
  assert.equal((await world.tabsWith('/pages/result.html')).length, 1, 'one page tells it');
  assert.equal(world.site.sentTo('/answer').length, 1);
}

async function interrupted(t, world, name, interrupt) {
  const { host } = world;
  await t.test(`${name} before the host has received it: it gets the bytes again`, async () => {
    await begin(world, { end: { replies: [], once: true } });
    await handedOver(world);
    await interrupt(world);
    await endsInstalled(world);
    assert.equal(host.said('answer').length, 2);
    assert.ok(host.bytes().equals(WHOLE));
  });
  await t.test(`${name} after that: it is looked at there`, async () => {
    await begin(world, { end: { replies: [RECEIVED], once: true } });
    await received(world);
    await interrupt(world);
    await endsInstalled(world);
    assert.deepEqual([host.said('answer').length, host.said('look').length], [1, 1]);
  });
  await t.test(`${name}, and the host has finished it by itself`, async () => {
    await begin(world, { end: { replies: [], once: true } });
    await handedOver(world);
    host.answers({
      hello: { replies: [{ ...HELLO, resumed: 1 }, INSTALLED], once: true },
      end: { replies: [RECEIVED, { ...INSTALLED, known: true }] },
    });
    await interrupt(world);
    await endsInstalled(world);
  });
  await t.test(`${name} while the host asks: the person is asked again`, async () => {
    await begin(world, { end: { replies: [RECEIVED], once: true }, look: { replies: [ASK] } });
    await received(world);
    await interrupt(world);
    assert.deepEqual(await world.result(), { state: 'ask', name: 'ASK' });
  });
  await t.test(`${name} in the middle of the answer: what is lost is named, once`, async () => {
    await world.fresh();
    world.site.pages.set('/answer', (response) =>
      response.writeHead(200, { 'Content-Type': TYPE, 'Content-Length': WHOLE.length }).write(WHOLE.subarray(0, 5000)));
    await world.driver.visit(world.site.url('/answer'));
    await noted(world, ({ state, kept }) => state === 'working' && !kept);
    assert.equal(host.said('answer').length, 0, 'no host waits for the network');
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
    await world.hasBegun();
    assert.deepEqual(await world.tabsWith('/pages/result.html'), []);
    await world.driver.open(url);
    assert.equal((await world.result()).state, 'installed');
    assert.deepEqual([host.said('answer').length, host.said('look').length], [1, 0]);
  });
  await t.test('a form that was open all the time works as before', async () => {
    await world.fresh();
    site.pages.set('/done', '<title>done</title>thanks');
    await world.open(FORM, { ready: 'select' });
    await world.driver.page(() => { window.wrappedJSObject.old = document.querySelector('select').wrappedJSObject; });
    await world.reloadExtension();
    await world.goTo('/page');
    await until('a new choice', async () => host.said('issue').length === 0
      && world.driver.page(() => document.querySelectorAll('select').length === 1
        && document.querySelectorAll('[name=spkac]').length === 1
        && document.querySelector('select').wrappedJSObject !== window.wrappedJSObject.old));
    await world.press(3);
    await until('the request', () => site.sentTo('/done').length);
    await world.calm();
    const [{ body }, ...more] = site.sentTo('/done');
    assert.deepEqual(more, []);
    assert.match(Buffer.from(new URLSearchParams(body).get('spkac'), 'base64').toString(), /^rsa-2048 c /);
    assert.equal(host.said('issue').length, 1);
  });
}

inFirefox('reloaded and killed', { seconds: 300 }, async (t, world) => {
  for (const [name, interrupt] of Object.entries(INTERRUPTIONS)) await interrupted(t, world, name, interrupt);
});

inFirefox('afterwards', { seconds: 120 }, afterwards);
