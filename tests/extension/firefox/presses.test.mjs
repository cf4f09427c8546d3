// SPDX-License-Identifier: MPL-2.0
// Pages that try to get more than one press allows, in a real Firefox: a press of the person allows
// one key or one window, and nothing else does.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { ERROR, RECEIVED } from '../replies.mjs';

const P12 = Buffer.from([0x30, 0x82, 1, 2, 2, 1, 3, 0x30, 7, 7, 7]);
const KEYGEN = '<keygen name="spkac" challenge="c1">';
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** Files under any type, at /file/0 and so on. */
function files(site, type = 'application/x-x509-user-cert') {
  times(30, (i) => site.pages.set(`/file/${i}`, (response) =>
    response.writeHead(200, { 'Content-Type': type }).end(P12)));
}

const windows = (host) => host.said('answer').filter(({ ask }) => ask === 'yes').length;

const taken = ({ host }, count) => until(`${count} files at the host`, () => host.said('end').length === count);

async function unasked(t, world) {
  const { site, host, driver } = world;
  const frames = times(10, (i) => `<iframe src="/file/${i}"></iframe>`).join('');
  for (const type of ['application/x-x509-user-cert', 'application/x-pkcs12']) {
    await t.test(`10 frames with a .p12 as ${type}, and nobody has touched the page: no window`, async () => {
      await world.fresh();
      files(site, type);
      await world.open(`<p id="get">x</p>${frames}`);
      await taken(world, 10);
      assert.equal(windows(host), 0);
    });
  }
  const go = 'setTimeout(() => { location = "/file/0"; }, 200)';
  const ELSEWHERE = [
    ['a word', `<p id="get">x</p><script>addEventListener('click', () => ${go})</script>`],
    ['another link', `<a id="get" href="/nothing">x</a><script>addEventListener('click', () => ${go})</script>`],
    ['the field of a form', `<form action="/file/0"><input id="get"></form><script>addEventListener('click', () => ${go})</script>`],
    ['a script’s own click', `<a id="get" href="/file/0">x</a><script>setTimeout(() => document.querySelector('a').click(), 200)</script>`],
  ];
  for (const [what, html] of ELSEWHERE) {
    await t.test(`${what} leads nowhere: no window`, async () => {
      await world.fresh();
      site.pages.set('/nothing', (response) => response.writeHead(204).end());
      files(site);
      await world.open(html);
      if (!/own click/.test(what)) await world.press();
      await taken(world, 1);
      assert.equal(windows(host), 0);
    });
  }
  await driver.open('about:blank');
}

/* What the person presses to get to the file. */
const LEADING = [
  ['a link', '<a id="get" href="/file/0#x">x</a>'],
  ['a link into a frame', '<a id="get" href="/file/0" target="h">x</a><iframe name="h"></iframe>'],
  ['a link into a new tab', '<a id="get" href="/file/0" target="_blank">x</a>'],
  ['a link that is sent on', '<a id="get" href="/on">x</a>'],
  ['a form', '<form action="/file/0" method="post"><button id="get">x</button></form>'],
  ['a form by GET', '<form action="/file/0?x"><input type="hidden" name="x"><button id="get">x</button></form>'],
  ['the button’s own address', '<form action="/no" method="post"><button id="get" formaction="/file/0">x</button></form>'],
  ['a label', '<form action="/file/0" method="post"><label id="get"><input type="checkbox" onchange="form.submit()">x</label></form>'],
  ['an address that a script sets', `<form method="post" onsubmit="this.action = '/file/0'"><button id="get">x</button></form>`],
  ['a script’s link', `<a id="get" href="#" onclick="document.f.submit()">x</a><form name="f" action="/file/0" method="post"></form>`],
  ['a button without a form', `<button id="get" onclick="location = '/file/0'">x</button>`],
];

async function leading(t, world) {
  const { site, host, driver } = world;
  site.pages.set('/on', (response) => response.writeHead(302, { Location: '/file/0?x' }).end());
  site.pages.set('/file/0?x=', (response) => site.pages.get('/file/0')(response));
  site.pages.set('/file/0?x', (response) => site.pages.get('/file/0')(response));
  for (const [what, html] of LEADING) {
    await t.test(`${what} leads there: one window`, async () => {
      await world.fresh();
      files(site);
      await world.open(html);
      await world.press();
      await taken(world, 1);
      assert.equal(windows(host), 1);
    });
  }
  await t.test('Enter in a field of the form leads there: one window', async () => {
    await world.fresh();
    files(site);
    await world.open('<form action="/file/0" method="post"><input id="get"></form>');
    await driver.type('#get', '1\uE007');
    await taken(world, 1);
    assert.equal(windows(host), 1);
  });
  await t.test('the press serves one file: the other nine open no window', async () => {
    await world.fresh();
    files(site);
    await world.open(`<a id="get" href="/file/0" target="f0">x</a>${times(10, (i) => `<iframe name="f${i}"></iframe>`).join('')}
      <script>document.querySelector('a').onclick = () => setTimeout(() => {
        for (let i = 1; i < 10; i += 1) frames[i].location = '/file/0'; });</script>`);
    await world.press();
    await taken(world, 10);
    assert.equal(windows(host), 1);
  });
}

const form = (i, more = '') => `<form name="f${i}" action="/done" method="post" target="h${i}">${KEYGEN}
  <input type="hidden" name="i" value="${i}">${more}</form><iframe name="h${i}"></iframe>`;

async function keys(t, world) {
  const { site, host, driver } = world;
  site.pages.set('/done', '<title>done</title>thanks');
  const refused = (count) => until('the others to be refused', () => driver.page((n) =>
    (window.wrappedJSObject.tried ?? null) === n && !document.querySelector('[aria-busy]'), count));
  for (const pause of [0, 200]) {
    await t.test(`13 forms that are submitted by one press, ${pause} ms apart: one key`, async () => {
      await world.fresh();
      await world.open(`${times(13, (i) => form(i, i === 0 ? '<button id="get">Get</button>' : '')).join('')}
        <script>var tried = 0; document.querySelector('#get').onclick = async (event) => { event.preventDefault();
          for (const one of document.forms) { one.requestSubmit(); tried += 1;
            await new Promise((resolve) => setTimeout(resolve, ${pause})); } };</script>`, { ready: 'select' });
      await world.press();
      await until('the request', () => site.sentTo('/done').length > 0);
      await refused(13);
      assert.equal(host.said('issue').length, 1);
    });
  }
  await t.test('a form that wants two keys takes two presses, and goes out once', async () => {
    await world.fresh();
    await world.open(`<form action="/done" method="post">${KEYGEN}${KEYGEN.replace('spkac', 'other')}
      <button id="get">Get</button></form>`, { ready: 'select' });
    await world.press();
    await world.says(/Press the button once more/);
    assert.deepEqual([host.said('issue').length, site.sentTo('/done').length], [1, 0]);
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
    assert.equal(host.said('issue').length, 2);
    const fields = new URLSearchParams(site.sentTo('/done')[0].body);
    assert.notEqual(fields.get('spkac'), fields.get('other'));
  });
  await t.test('24 frames whose forms are submitted by one press in the page, or in one of them: one key at most', async () => {
    site.pages.set('/inside', `${form('', '<button id="press">Get</button>')}<script>
      document.querySelector('#press').onclick = (event) => { event.preventDefault(); parent.submitAll(); };</script>`);
    for (const [where, made] of [['page', 0], ['frame', 1]]) {
      await world.fresh();
      await world.open(`<button id="get" onclick="submitAll()">x</button>
        ${times(24, () => '<iframe src="/inside"></iframe>').join('')}
        <script>var tried = 0; function submitAll() { for (; tried < 24; tried += 1) frames[tried].document.forms[0].requestSubmit(); }</script>`);
      await until('the forms', () => driver.page(() => [...document.querySelectorAll('iframe')]
        .every((frame) => frame.contentDocument.querySelector('select'))));
      if (where === 'frame') await driver.send('WebDriver:SwitchToFrame', { id: 5 });
      await driver.press(where === 'page' ? '#get' : '#press');
      if (where === 'frame') await driver.send('WebDriver:SwitchToFrame', { id: null });
      if (made) await until('the request', () => site.sentTo('/done').length > 0);
      await refused(24);
      assert.equal(host.said('issue').length, made, where);
    }
  });
  await t.test('frames inside each other, which Firefox calls pressed when the innermost is: one key', async () => {
    await world.fresh();
    const DEPTH = 6;
    times(DEPTH, (i) => site.pages.set(`/in/${i}`, `${form('')}${i + 1 < DEPTH ? `<iframe name="in" src="/in/${i + 1}"></iframe>`
      : `<button id="get" type="button" onclick="for (let w = window; ; w = w.parent) { w.document.forms[0].requestSubmit();
          if (w === top) break; }">x</button>`}`));
    await driver.open(site.url('/in/0'));
    for (let i = 1; i < DEPTH; i += 1) {
      await driver.waitFor('iframe[name=in]');
      await driver.send('WebDriver:SwitchToFrame', { id: 1 });
    }
    await driver.waitFor('select');
    await driver.press('#get');
    await driver.send('WebDriver:SwitchToFrame', { id: null });
    await until('the request', () => site.sentTo('/done').length > 0);
    await refused(null);
    assert.equal(host.said('issue').length, 1);
  });
}

async function cancelled(t, world) {
  const { site, host } = world;
  await t.test('an open job opens one window; after a cancel none, until the next press', async () => {
    await world.fresh();
    files(site);
    site.pages.set('/done', times(3, (i) => `<iframe src="/file/${i}"></iframe>`).join(''));
    const closed = { ...ERROR, code: 101, name: 'CANCELLED', answer: RECEIVED.answer };
    host.answers({ end: { replies: [RECEIVED, { type: 'asking', for: 'file' }, closed] } });
    await world.open(`<form action="/done" method="post">${KEYGEN}<button id="get">Get</button></form>`, { ready: 'select' });
    await world.press();
    await taken(world, 3);
    assert.equal(windows(host), 1);
    await world.fresh();
    await world.open(times(3, (i) => `<a id="get" href="/file/${i}">x</a>`).join(''));
    await world.press();
    await taken(world, 1);
    assert.equal(windows(host), 1);
  });
}

inFirefox('presses', { seconds: 400 }, unasked, leading, keys, cancelled);
