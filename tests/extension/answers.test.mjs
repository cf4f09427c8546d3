// SPDX-License-Identifier: MPL-2.0
// Answers of a CA as servers send them, in a real Firefox: every byte, by one request.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { until } from '../e2e/lib/marionette.mjs';
import { ASK, RECEIVED } from './replies.mjs';
import { withFirefox } from './browser.mjs';
import { patience } from '../patience.mjs';

const WHOLE = randomBytes(300001);
const TYPE = 'application/x-x509-user-cert';
const answer = (headers = {}, body = WHOLE, status = 200) => (response) =>
  response.writeHead(status, { 'Content-Type': TYPE, ...headers }).end(body);

const WHOLE_ANSWERS = [
  ['as it is', answer({ 'Content-Length': WHOLE.length })],
  ['chunked', (response) => {
    response.writeHead(200, { 'Content-Type': `${TYPE}; charset=utf-8` });
    for (let at = 0; at < WHOLE.length; at += 70000) response.write(WHOLE.subarray(at, at + 70000));
    response.end();
  }],
  ['as an attachment, not to be sniffed', answer({
    'Content-Disposition': 'attachment; filename="user.crt"', 'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'self'", Refresh: '0; url=/elsewhere',
  })],
  ['packed', answer({ 'Content-Encoding': 'gzip' }, gzipSync(WHOLE))],
  ['with the type for e-mail', answer({ 'Content-Type': 'Application/X-X509-Email-Cert' })],
  ['with status 404', answer({}, WHOLE, 404)],
];

async function whole(t, world) {
  const { site, host, driver } = world;
  for (const [name, page] of WHOLE_ANSWERS) {
    await t.test(name, async () => {
      await world.fresh();
      site.pages.set('/answer', page);
      await driver.open(site.url('/answer'));
      assert.equal((await world.result()).state, 'installed');
      assert.ok(host.bytes().equals(WHOLE));
      assert.equal(site.sentTo('/answer').length, 1);
      assert.equal(site.sentTo('/elsewhere').length, 0);
    });
  }
  await t.test('in a frame and in an <object>: the result in a tab beside, nothing for the page', async () => {
    site.pages.set('/answer', answer());
    for (const html of ['<iframe src="/answer"></iframe>', '<object data="/answer"></object>']) {
      await world.fresh();
      await world.open(`<p id="get">x</p>${html}`);
      assert.equal((await world.result()).state, 'installed');
      assert.ok(host.bytes().equals(WHOLE));
      await world.goTo('/page');
      assert.equal(await driver.page(() => document.querySelector('iframe,object').contentDocument), null);
    }
  });
}

async function kept(t, world) {
  const { site, host, driver } = world;
  await t.test('without the host nothing is lost: kept, saved, and tried again', async () => {
    await world.fresh();
    site.pages.set('/answer', answer());
    host.remove();
    await driver.open(site.url('/answer'));
    assert.deepEqual(await world.result(), { state: 'error', name: 'HOST_MISSING' });
    await driver.waitFor('#download');
    assert.match(await driver.page(() => document.querySelector('#download').href), /^blob:moz-extension:/);
    host.restore();
    await driver.click('#retry');
    await until('the installation', async () => (await driver.data('#result')).state === 'installed');
    assert.ok(host.bytes().equals(WHOLE));
    assert.equal(site.sentTo('/answer').length, 1);
  });
  await t.test('an answer that breaks off is told, and never called whole', async () => {
    for (const headers of [{ 'Content-Length': 5000 }, {}]) {
      await world.fresh();
      site.pages.set('/answer', (response) => {
        response.writeHead(200, { 'Content-Type': TYPE, ...headers }).write(WHOLE.subarray(0, 3000));
        setTimeout(() => response.destroy(), 300);
      });
      await driver.open(site.url('/answer'));
      assert.deepEqual(await world.result(), { state: 'error', name: 'INCOMPLETE' });
      assert.equal(host.said('end').length, 0);
    }
  });
  await t.test('where the host asks, the person decides', async () => {
    for (const [button, state, installs] of [['#dismiss', 'error', 0], ['#install', 'installed', 1]]) {
      await world.fresh();
      site.pages.set('/answer', answer());
      host.answers({ end: { replies: [RECEIVED, ASK] } });
      await driver.open(site.url('/answer'));
      assert.equal((await world.result()).state, 'ask');
      await driver.click(button);
      await until(`it to be ${state}`, async () => (await driver.data('#result')).state === state);
      assert.equal(host.said('install').length, installs);
    }
  });
}

const FORM = '<form action="/go" method="post"><keygen name="spkac"><button id="get">Get</button></form>';

async function redirects(t, world) {
  const { site, host, driver } = world;
  site.pages.set('/go', (response) => response.writeHead(303, { Location: site.url('/answer', 'ca.localhost') }).end());
  site.pages.set('/answer', answer());
  const pressed = async () => {
    await world.fresh();
    await world.open(FORM, { ready: 'select' });
    await world.press(3);
    await world.goTo('/pages/ask.html');
    await driver.waitFor('#cancel');
  };
  await t.test('a redirect to another host is held; after a yes its answer is taken', async () => {
    await pressed();
    assert.equal(site.sentTo('/go').length, 1);
    assert.equal(site.sentTo('/answer').length, 0);
    await world.permission('add', 'ca.localhost');
    await driver.click('#allow');
    assert.equal((await world.result()).state, 'installed');
    assert.equal(site.sentTo('/answer').length, 1);
    assert.match(host.said('answer')[0].site, /ca\.localhost/);
    await world.permission('remove', 'ca.localhost');
  });
  await t.test('after a no Firefox goes on without the extension', async () => {
    await pressed();
    await driver.click('#cancel');
    await until('the request', () => site.sentTo('/answer').length === 1);
    assert.equal(host.said('answer').length, 0);
  });
}

async function off(t, world) {
  const { site, host, driver } = world;
  await t.test('on a site that is off nothing is taken', async () => {
    await world.fresh();
    site.pages.set('/answer', answer());
    await driver.open(site.url('/answer', 'other.localhost'));
    await until('the request', () => site.sentTo('/answer').length === 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(host.said('hello').length, 0);
  });
}

test('answers in a real Firefox', { timeout: 300000 * patience }, async (t) => withFirefox(async (world) => {
  for (const part of [whole, kept, redirects, off]) await part(t, world);
}));
