// SPDX-License-Identifier: MPL-2.0
// Answers of a CA as servers send them, in a real Firefox: every byte, by one request.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { ASK, ERROR, INSTALLED, MISSING, RECEIVED } from '../replies.mjs';
import { inFirefox } from '../browser.mjs';

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
      await driver.visit(site.url('/answer'));
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

async function odd(t, world) {
  const { site, host, driver } = world;
  await t.test('marked as that of a CA: the result says so; of another it says nothing', async () => {
    for (const words of [['authority'], []]) {
      await world.fresh();
      host.answers({ odd: { replies: [{ type: 'odd', odd: words }] } });
      site.pages.set('/answer', answer());
      await driver.visit(site.url('/answer'));
      assert.equal((await world.result()).state, 'installed');
      await until('the question', () => host.said('odd').length > 0);
      await until('the note', async () => /CA:TRUE/.test(await driver.text('#odd')) === words.length > 0);
      assert.equal(await driver.page(() => document.getElementById('odd').hidden), words.length === 0);
    }
    assert.deepEqual(host.said('odd').map(({ fingerprint }) => fingerprint), [INSTALLED.identity.fingerprint]);
  });
  await t.test('…and so does the page that asks, as soon as it asks', async () => {
    const shown = () => driver.page(() => {
      const [place, button] = ['odd', 'install'].map((id) => document.getElementById(id));
      return { words: place.hidden ? '' : place.innerText, asks: button.checkVisibility(),
        above: Boolean(place.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) };
    });
    for (const words of [[], ['authority']]) {
      await world.fresh();
      host.answers({ end: { replies: [RECEIVED, ASK] }, peek: { replies: [{ type: 'odd', odd: words }] } });
      site.pages.set('/answer', answer());
      await driver.visit(site.url('/answer'));
      assert.equal((await world.result()).state, 'ask');
      const { words: said, asks, above } = await shown();
      assert.deepEqual([/CA:TRUE/.test(said), asks, above], [words.length > 0, true, true], said);
      assert.deepEqual(host.said('peek').map(({ answer: kept }) => kept), [ASK.answer]);
    }
    await driver.click('#dismiss');
    await until('the no', async () => (await driver.data('#result')).state === 'error');
    assert.equal((await shown()).words, '');
  });
}

const LONG = `www.bank.${'a.'.repeat(60)}b.evil.localhost`;
const TURNING = 'דוד\u202eoraT\u2066';

/** An identity with names that a hostile CA would choose. */
function hostile() {
  const { identity } = INSTALLED;
  const names = ['subject', 'name', 'issuer', 'issuerName', 'nickname'].map((field) => [field, `CN=${TURNING}`]);
  return { ...identity, ...Object.fromEntries(names), emails: [TURNING], chain: [TURNING, TURNING] };
}

/** Whether each such name that this page shows is in an element of its own, which isolates it. */
const namesShown = (driver) => driver.page(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { nodeValue, parentElement } = walker.currentNode;
    if (/דוד|oraT/.test(nodeValue) && parentElement.checkVisibility()) found.push(parentElement.closest('bdi') !== null);
  }
  return { isolated: found.filter(Boolean).length, bare: found.filter((isApart) => !isApart).length,
    turning: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText) };
});

async function names(t, world) {
  const { site, host, driver } = world;
  const identity = hostile();
  await t.test('names that would turn the words around them stand apart, where the page asks and where it tells; a long host keeps its end', async () => {
    await world.permission('add', LONG);
    site.pages.set('/answer', answer());
    for (const [last, state, least] of [[{ ...ASK, identity }, 'ask', 6],
      [{ ...INSTALLED, identity, others: [identity], older: [identity] }, 'installed', 10]]) {
      await world.fresh();
      host.answers({ end: { replies: [RECEIVED, last] } });
      await driver.visit(site.url('/answer', LONG));
      assert.equal((await world.result()).state, state);
      await driver.page(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
      const { isolated, bare, turning } = await namesShown(driver);
      assert.ok(isolated >= least, `${isolated} names`);
      assert.deepEqual([bare, turning], [0, false]);
      if (state === 'ask') assert.match(await driver.text('#lead'), /^…[a.]*\.b\.evil\.localhost sent/);
    }
    await world.permission('remove', LONG);
  });
}

async function missing(t, world) {
  const { site, host, driver } = world;
  const notice = () => driver.page(() => {
    const place = document.getElementById('missing');
    return place.hidden ? '' : place.innerText;
  });
  await t.test('an issuer is missing: the result says who and where, and gets it on a press', async () => {
    await world.fresh();
    host.answers({ end: { replies: [RECEIVED, { ...INSTALLED, proof: MISSING.proof }] } });
    site.pages.set('/answer', answer());
    await driver.visit(site.url('/answer'));
    await until('the notice', async () => /Example CA G2.*is missing/.test(await notice()));
    assert.match(await notice(), /: http:\/\/ca\.example\/g2\.crt/);
    assert.deepEqual(host.said('issuers').map(({ fetch }) => fetch), ['no'], 'nothing by itself');
    host.answers({ issuers: { replies: [{ ...ERROR, code: 69, name: 'UNAVAILABLE' }] } });
    await driver.click('#missing .fetch');
    await until('the failure', async () => /reached/.test(await notice()));
    host.answers({});
    await driver.click('#missing .fetch');
    await until('the proof', async () => /complete/.test(await driver.text('#proof-list')));
    await until('the notice to go', async () => await notice() === '');
    assert.deepEqual(host.said('issuers').map(({ fetch }) => fetch), ['no', 'yes', 'yes']);
  });
}

async function kept(t, world) {
  const { site, host, driver } = world;
  await t.test('without the host nothing is lost: kept, saved, and tried again', async () => {
    await world.fresh();
    site.pages.set('/answer', answer());
    host.remove();
    await driver.visit(site.url('/answer'));
    assert.deepEqual(await world.result(), { state: 'error', name: 'HOST_MISSING' });
    await driver.waitFor('#download');
    assert.match(await driver.page(() => document.querySelector('#download').href), /^blob:moz-extension:/);
    host.restore();
    await driver.click('#retry');
    await until('the installation', async () => (await driver.data('#result')).state === 'installed');
    assert.ok(host.bytes().equals(WHOLE));
    assert.equal(site.sentTo('/answer').length, 1);
  });
  await t.test('an answer that breaks off is reported, and never called whole', async () => {
    for (const headers of [{ 'Content-Length': 5000 }, {}]) {
      await world.fresh();
      let breakOff;
      site.pages.set('/answer', (response) => {
        response.writeHead(200, { 'Content-Type': TYPE, ...headers }).write(WHOLE.subarray(0, 3000));
        breakOff = () => response.destroy();
      });
      await driver.visit(site.url('/answer'));
      await until('the response to begin', () => world.background(async () =>
        Object.values(await browser.storage.local.get(null)).some(({ state }) => state === 'working')));
      breakOff();
      assert.deepEqual(await world.result(), { state: 'error', name: 'INCOMPLETE' });
      assert.equal(host.said('end').length, 0);
    }
  });
  await t.test('where the host asks, the person decides', async () => {
    for (const [button, state, installs] of [['#dismiss', 'error', 0], ['#install', 'installed', 1]]) {
      await world.fresh();
      site.pages.set('/answer', answer());
      host.answers({ end: { replies: [RECEIVED, ASK] } });
      await driver.visit(site.url('/answer'));
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
    site.pages.set('/off', '<a id="get" href="/answer">x</a>');
    await driver.open(site.url('/off', 'other.localhost'));
    await driver.waitFor('#get');
    await panels.openPanel(driver);
    await panels.closePanel(driver);
    host.forget();
    await world.press();
    await until('the request', () => site.sentTo('/answer').length === 1);
    await world.calm();
    assert.equal(host.said('hello').length, 0);
  });
}

inFirefox('answers in a real Firefox', { seconds: 300 }, whole, odd, names, missing, kept, redirects, off);
