// SPDX-License-Identifier: MPL-2.0
// While a job or a press waits, the bytes of each response are examined, in a real Firefox: a CA's
// response goes to the host, everything else goes on unchanged. ATTACKS=all sends more than 1 GiB, too.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { withFirefox } from './browser.mjs';
import { endless } from './endless.mjs';
import { assertEmpty, downloaded, makeFolder } from './folder.mjs';
import { ERROR, RECEIVED } from './replies.mjs';
import { patience } from '../patience.mjs';

const { folder, prefs } = makeFolder();
const inDer = (...begin) => Buffer.concat([Buffer.from(begin), randomBytes(999)]);
const DER = inDer(0x30, 0x82, 3, 0xe8, 0x30, 0x82, 2, 0xd0);
const PKCS7 = inDer(0x30, 0x82, 3, 0xe8, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2);
const PFX = inDer(0x30, 0x82, 3, 0xe8, 2, 1, 3, 0x30);
const PEM = Buffer.from(`Subject: CN=Taro\n-----BEGIN CERTIFICATE-----\n${DER.toString('base64')}\n-----END CERTIFICATE-----\n`);
const BLANK = Buffer.concat([Buffer.from('\n\r\n'), DER]);
const ZIP = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(999)]);
const PAGE = Buffer.from('<!DOCTYPE html><title>answer</title><p id="answer">Come back tomorrow. 明日</p>');
const WORDS = Buffer.from('Come back tomorrow.\nPlease.\n');

const answer = (type, body, name = null) => (response) => response.writeHead(200, {
  ...(type === null ? {} : { 'Content-Type': type }),
  ...(name === null ? {} : { 'Content-Disposition': `attachment; filename="${name}"` }),
}).end(body);

const FORM = '<form action="/go" method="post"><keygen name="spkac"><button id="get">Get</button></form>';

/* All types that Firefox would save are held in the same way: headers.test.mjs has the types. */
const MORE = process.env.KINDS === 'all' ? [
  ['application/pkix-cert', DER],
  ['application/x-pkcs7-certificates', PKCS7],
  ['application/pkcs7-mime; smime-type=certs-only', PKCS7, 'taro.p7c'],
  ['text/html', Buffer.from(DER.toString('base64'))],
  [null, PEM],
] : [];
const OURS = [
  ...MORE,
  ['application/x-x509-ca-cert', DER],
  ['application/octet-stream', PKCS7, 'taro.bin'],
  ['text/plain', DER, 'taro.txt'],
  ['text/plain', PEM],
  ['text/plain', DER],
  ['text/html; charset=utf-8', BLANK],
  [null, DER],
];

/** Presses the button of a form with a key; the response is that of /go. */
async function issue(world, page) {
  await world.fresh();
  world.site.pages.set('/go', page);
  await world.open(FORM, { ready: 'select' });
  await world.press();
  await until('the request', () => world.site.sentTo('/go').length === 1);
}

async function ours(t, world) {
  const { site, host } = world;
  for (const [type, body, name] of OURS) {
    await t.test(`a certificate for a form, as ${type}${name ? ` named ${name}` : ''}, goes its way`, async () => {
      await issue(world, answer(type, body, name));
      assert.equal((await world.result()).state, 'installed');
      assert.ok(host.bytes().equals(body));
      assert.equal(site.sentTo('/go').length, 1);
      assertEmpty(folder);
    });
  }
}

async function others(t, world) {
  const { host, driver } = world;
  const nothingSaid = () => assert.equal(host.said('answer').length, 0);
  await t.test('a page stays the same page, with its headers', async () => {
    for (const type of ['text/html; charset=utf-8', null]) {
      await issue(world, (response) => response.writeHead(200, {
        ...(type ? { 'Content-Type': type } : {}), 'Content-Security-Policy': "img-src 'none'",
      }).end(PAGE));
      await driver.waitFor('#answer');
      assert.match(await driver.text('#answer'), type ? /^Come back tomorrow. 明日$/ : /^Come back/);
      assert.match(await driver.url(), /\/go$/);
      nothingSaid();
    }
  });
  await t.test('words stay words', async () => {
    for (const type of ['text/plain', null]) {
      await issue(world, answer(type, WORDS));
      await until('the words', async () => await driver.page(() => document.body.textContent) === WORDS.toString());
      nothingSaid();
    }
  });
  for (const [type, name] of [['application/octet-stream', 'manual.zip'], ['application/x-strange', '説明 1.dat'],
    [null, 'manual'], ['text/plain', 'go.txt']]) {
    await t.test(`a file as ${type} is saved under its own name`, async () => {
      const given = name === '説明 1.dat' ? "attachment; filename*=UTF-8''%E8%AA%AC%E6%98%8E%201.dat"
        : `attachment; filename="${name}"`;
      await issue(world, (response) => response.writeHead(200, {
        ...(type ? { 'Content-Type': type } : {}), 'Content-Disposition': given,
      }).end(ZIP));
      assert.equal(await downloaded(folder, ZIP), name);
      await world.goTo('/pages/file.html');
      await driver.click('#back');
      await until('the form', async () => /\/page$/.test(await driver.url()));
      nothingSaid();
    });
  }
  await t.test('what is larger than a response of a CA, and has no length, is given back whole', async () => {
    const most = 4 * 1024 * 1024;
    for (const [type, body] of [
      ['application/octet-stream', Buffer.concat([ZIP, randomBytes(most + 1 - ZIP.length)])],
      ['application/x-strange', Buffer.concat([ZIP, randomBytes(5 * most)])],
      ['text/plain', Buffer.concat([ZIP, randomBytes(most)])],
    ]) {
      await issue(world, (response) => {
        response.writeHead(200, { 'Content-Type': type, 'Content-Disposition': 'attachment; filename="large.zip"' });
        response.write(body.subarray(0, most));
        response.end(body.subarray(most));
      });
      assert.equal(await downloaded(folder, body), 'large.zip');
      nothingSaid();
    }
    const text = Buffer.alloc(most + 5, `words <p id="answer">${'.'.repeat(9999)}\n`);
    for (const type of ['text/plain', null]) {
      await issue(world, (response) => response.writeHead(200, type ? { 'Content-Type': type } : {}).end(text));
      await until('the words', () => driver.page((length) => document.readyState === 'complete'
        && document.body.textContent.length === length, text.length));
      assert.equal(await driver.page(() => document.querySelector('#answer')), null);
      nothingSaid();
    }
  });
  await t.test('what the host does not take for a certificate of a job is given back, too', async () => {
    for (const [type, body] of [['text/plain', PEM], ['application/x-x509-ca-cert', DER]]) {
      await world.fresh();
      host.answers({ end: { replies: [RECEIVED, ERROR] } });
      world.site.pages.set('/go', answer(type, body));
      await world.open(FORM, { ready: 'select' });
      await world.press();
      await (body === PEM
        ? until('the text', async () => await driver.page(() => document.body.textContent) === PEM.toString())
        : downloaded(folder, body));
      assert.deepEqual(await world.tabsWith('/pages/result.html'), []);
      assert.equal(host.said('end').length, 1);
    }
  });
}

async function withoutEnd(t, world) {
  const { host, driver } = world;
  await t.test('a file without an end is stopped after 1 GiB, and the page says what to do', async () => {
    const line = endless({ 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment; filename="large.zip"' },
      Buffer.concat([ZIP, Buffer.alloc((1 << 20) - ZIP.length)]));
    await issue(world, line.page);
    await until('the words', async () => /more than 1 GB/.test(await driver.text('body')), { seconds: 240 });
    await until('the connection to end', () => !line.open);
    t.diagnostic(`${line.sent} bytes were sent`); // more than were taken: some wait in Firefox
    assert.ok(line.sent > (1 << 30), `${line.sent} bytes`);
    assert.deepEqual(await world.tabsWith('/pages/'), []);
    assertEmpty(folder);
    assert.equal(host.said('answer').length, 0);
  });
}

async function later(t, world) {
  const { site, host, driver } = world;
  await t.test('by a link, while a job of the site waits', async () => {
    await world.fresh();
    site.pages.set('/later.cer', answer('application/pkix-cert', DER));
    await world.open('<a id="get" href="/later.cer">x</a>');
    await world.press();
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(DER));
  });
  await t.test('a zip by a link is none of ours: Firefox saves it, and the page stays', async () => {
    await world.fresh();
    site.pages.set('/a.zip', answer('application/octet-stream', ZIP, 'a.zip'));
    await world.open('<a id="get" href="/a.zip">x</a>');
    await world.press();
    assert.equal(await downloaded(folder, ZIP), 'a.zip');
    assert.equal((await driver.tabs()).length, 1);
    assert.match(await driver.url(), /\/page$/);
  });
  await t.test('fetched by a script, which gets every byte', async () => {
    await world.fresh();
    site.pages.set('/fetched', answer('application/octet-stream', DER));
    await world.open(`<button id="get" onclick="fetch('/fetched').then((r) => r.arrayBuffer()).then((b) => {
      document.body.dataset.got = Array.from(new Uint8Array(b)).join(); })">x</button>`);
    await world.press();
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(DER));
    await world.goTo('site.localhost');
    assert.equal((await driver.data('body')).got, [...DER].join());
  });
}

const DATA = `data:application/x-x509-user-cert;base64,${DER.toString('base64')}`;
const OBJECT = `data:application/octet-stream;base64,${DER.toString('base64')}`;

/** Data for which Firefox makes no request: it handles them as usual, and the host gets a copy. */
async function inside(t, world) {
  const { host, driver } = world;
  for (const [name, html] of [
    ['a link', `<a id="get" href="${DATA}">x</a>`],
    ['a frame', `<p id="get">x</p><iframe src="${DATA}"></iframe>`],
    ['a frame that a script makes', `<button id="get" onclick="document.body.append(Object.assign(
      document.createElement('iframe'), { src: '${DATA}' }))">x</button>`],
    ['an object', `<p id="get">x</p><object data="${OBJECT}"></object>`],
  ]) {
    await t.test(`in a data: address of ${name}`, async () => {
      await world.fresh();
      await world.open(html);
      await world.press();
      assert.equal((await world.result()).state, 'installed');
      assert.ok(host.bytes().equals(DER));
      assert.equal(host.said('answer').length, 1);
      if (name !== 'an object') await downloaded(folder, DER);
    });
  }
  await t.test('an <object> that would not be shown', async () => {
    await world.fresh();
    world.site.pages.set('/object', answer('application/pkix-cert', DER));
    await world.open('<button id="get">x</button>');
    await world.press();
    await driver.page(() => {
      document.body.append(Object.assign(document.createElement('object'), { data: '/object' }));
    });
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(DER));
  });
}

/** Before any job: only a file with a key, after a press. */
async function pressed(t, world) {
  const { site, host } = world;
  await t.test('no job: a certificate by a link is left to Firefox', async () => {
    await world.fresh();
    site.pages.set('/ca.crt', answer('application/pkix-cert', DER));
    await world.open('<a id="get" href="/ca.crt">x</a>');
    await world.press();
    await downloaded(folder, DER);
    assert.equal(host.said('answer').length, 0);
  });
  await t.test('a file with a key, called anything, is taken after a press', async () => {
    await world.fresh();
    site.pages.set('/download.cgi?n=5', answer('application/octet-stream', PFX));
    await world.open('<a id="get" href="/download.cgi?n=5">x</a>');
    await world.press();
    assert.equal((await world.result()).state, 'installed');
    assert.ok(host.bytes().equals(PFX));
    assertEmpty(folder);
  });
  await t.test('and not without one', async () => {
    await world.fresh();
    await world.open('<p id="get">x</p><script>location = "/download.cgi?n=5";</script>');
    await downloaded(folder, PFX);
    assert.equal(host.said('answer').length, 0);
  });
}

test('responses by their bytes, in a real Firefox', { timeout: 600000 * patience }, (t) => withFirefox(async (world) => {
  const more = process.env.ATTACKS === 'all' ? [withoutEnd] : [];
  for (const part of [pressed, ours, others, later, inside, ...more]) await part(t, world);
}, prefs));
