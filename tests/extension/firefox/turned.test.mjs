// SPDX-License-Identifier: MPL-2.0
// A form is checked when it is sent, in a real Firefox: where it goes then, and whether it is still
// there, whatever way its page sends it.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';

const CA = 'ca.localhost';
const KEYGEN = '<keygen name="spkac" challenge="c1">';
const form = (attributes = '', inside = KEYGEN) =>
  `<form name="f" action="/done" method="post" ${attributes}>${inside}<button id="get" name="go" value="1">Get</button></form>`;

/* Ways in which a page directs its form to another host. `to` is its address there. */
const TURNS = {
  'its onsubmit changes the action': (to) => form(`onsubmit="this.action='${to}'"`),
  'a listener behind all others does': (to) => `${form()}<script>
    addEventListener('submit', ({ target }) => { target.action = '${to}'; });</script>`,
  'its onsubmit gives the button another address': (to) => form(`onsubmit="f.go.setAttribute('formaction', '${to}')"`),
  'it does so while the fields are read': (to) => `${form()}<script>
    document.f.addEventListener('formdata', () => { document.f.action = '${to}'; });</script>`,
  'it does so then, for another frame': (to) => `${form('target="h"')}<iframe name="h"></iframe><script>
    document.f.addEventListener('formdata', () => { document.f.action = '${to}'; });</script>`,
  'so does a listener behind all others': (to) => `${form()}<script>document.f.addEventListener('submit', () =>
    addEventListener('formdata', () => { document.f.action = '${to}'; }));</script>`,
  'a timer does, while the key is made': (to) => `${form()}<script>addEventListener('click', () =>
    setTimeout(() => { document.f.action = '${to}'; }, 100), true);</script>`,
  'its onsubmit submits by a script, later': (to) => form(`onsubmit="event.preventDefault();
    setTimeout(() => { this.action = '${to}'; this.submit(); }, 100)"`),
};

const question = (world) => world.goTo('/pages/ask.html');
const jobs = ({ host }, type) => host.said(type).map(({ job }) => job);

/** Presses the button. If the page has a timer, the key is ready only after that has run. */
async function press(world, name, to) {
  const { driver, host } = world;
  const beside = name.includes('while the key is made');
  host.answers(beside ? { issue: { hold: true, once: true } } : {});
  await world.press();
  if (beside) {
    await until('the key to be made', () => host.said('issue').length);
    await until('the timer', () => driver.page((address) => document.forms[0].action === address, to));
    host.go();
  }
}

async function turned(t, world, name, page) {
  const { driver, site, host } = world;
  const to = site.url('/done', CA);
  await t.test(`to another host, and the answer is no: ${name}`, async () => {
    await world.fresh();
    await world.open(page(to), { ready: 'select' });
    await press(world, name, to);
    await question(world);
    await driver.waitFor('#cancel');
    assert.equal(await driver.text('#to'), CA);
    assert.equal(site.sentTo('/done').length, 0);
    await driver.click('#cancel');
    await world.goTo('/page');
    await world.says(/did not allow/);
    assert.equal(site.sentTo('/done').length, 0);
    assert.deepEqual(host.said('issue').map(({ target }) => target), [new URL(site.url('/')).origin]);
    // A job that was called "sent" but whose form did not leave is called "unsent" again.
    await until('no job to be called sent', () => jobs(world, 'sent').length === jobs(world, 'unsent').length);
    assert.deepEqual(jobs(world, 'unsent'), jobs(world, 'sent'));
  });
}

async function allowed(t, world) {
  const { site, host } = world;
  await t.test('to another host that is on: a key for that host, and it goes there', async () => {
    await world.permission('add', CA);
    for (const [name, page] of Object.entries(TURNS)) {
      await world.fresh();
      await world.open(page(site.url('/done', CA)), { ready: 'select' });
      await press(world, name, site.url('/done', CA));
      const [sent] = await until(`the request: ${name}`, () => site.sentTo('/done').length && site.sentTo('/done'));
      assert.equal(sent.host, CA, name);
      const issues = host.said('issue');
      assert.equal(issues.at(-1).target, new URL(site.url('/', CA)).origin, name);
      const [last] = jobs(world, 'sent').slice(-1);
      const spkac = Buffer.from(new URLSearchParams(sent.body).get('spkac'), 'base64').toString();
      assert.match(spkac, /^rsa-2048 c1 /, name);
      await until('the others to be taken back', () => jobs(world, 'unsent').length === jobs(world, 'sent').length - 1);
      assert.ok(!jobs(world, 'unsent').includes(last), name);
      assert.equal(site.sentTo('/done').length, 1, name);
    }
    await world.permission('remove', CA);
  });
  await t.test('a page that changes the target at each check: the person is told, and nothing is sent', async () => {
    await world.permission('add', CA);
    await world.fresh();
    await world.open(form(`onsubmit="window.n = (window.n || 0) + 1; this.action = n % 2
      ? '${site.url('/done', CA)}' : '/done'"`), { ready: 'select' });
    await world.press();
    await world.says(/changed its form/);
    assert.equal(site.sentTo('/done').length, 0);
    await until('no job to be called sent', () => jobs(world, 'sent').length === jobs(world, 'unsent').length);
    await world.permission('remove', CA);
  });
}

/* What a page removes while the key is made. */
const GONE = {
  'the form': 'document.f.remove()',
  'the field': 'document.f.querySelector("p").replaceChildren()',
  'the form, for another one': 'document.f.replaceWith(document.createElement("form"))',
};

async function gone(t, world) {
  const { driver, site, host } = world;
  for (const [name, script] of Object.entries(GONE)) {
    await t.test(`${name} is taken away while the key is made: its job is not called sent`, async () => {
      await world.fresh();
      host.answers({ issue: { hold: true, once: true } });
      await world.open(`${form('', `<p>${KEYGEN}</p>`)}<form action="/next" method="post">${KEYGEN.replace('c1', 'c2')}
        <button id="again">Get</button></form>`, { ready: 'select' });
      await world.press();
      await until('the press', () => host.said('issue').length);
      await driver.page((source) => { document.head.append(Object.assign(document.createElement('script'), { textContent: source })); }, script);
      host.go();
      // Another form of the page gets its key when the first has come to its end.
      await until('the request of the other form', async () => {
        await driver.press('#again').catch(() => {});
        return site.sentTo('/next').length;
      }, { every: 300 });
      assert.deepEqual(host.said('issue').map(({ challenge }) => challenge), ['c1', 'c2']);
      assert.deepEqual([jobs(world, 'sent').length, jobs(world, 'unsent').length], [1, 0]);
      assert.equal(site.sentTo('/done').length, 0);
    });
  }
}

async function unsupported(t, world) {
  const { driver, site, host } = world;
  await t.test('a kind of key that is not made: nothing is sent, whatever way, and the person reads why', async () => {
    for (const press of ['#get', '#script']) {
      await world.fresh();
      await world.open(`${form('', '<keygen name="spkac" keytype="dsa">')}<button id="script" onclick="f.submit()">`);
      await driver.press(press);
      await world.says(/kind of key that is not supported/);
      assert.deepEqual([host.said('hello').length, site.sentTo('/done').length], [0, 0]);
      await driver.page(() => { document.querySelector('select').setAttribute('disabled', ''); });
      await driver.press(press);
      await until('the form without that field', () => site.sentTo('/done').length === 1);
    }
  });
}

const FRAME = 'const i = document.createElement("iframe"); document.body.append(i);';
const FOREIGN = 'i.contentWindow.HTMLFormElement.prototype.submit.call(document.f)';
const GO = '<input type="hidden" name="go" value="1">';
/* Pages with forms that a content script does not see at once. [name, page, where the form is] */
const WAYS = {
  "the submit() of another frame's realm": `${form('', KEYGEN + GO)}<button id="send" onclick='${FRAME} ${FOREIGN}'>x</button>`,
  'the same, three times': `${form('', KEYGEN + GO)}<button id="send" onclick='${FRAME} for (const n of "123") ${FOREIGN}'>x</button>`,
  'frozen prototypes, and a submit()': `<script>for (const { prototype } of [HTMLFormElement, HTMLElement, Element, Node, EventTarget])
    Object.freeze(prototype);</script>${form('', KEYGEN + GO)}<button id="send" onclick="document.f.submit()">x</button>`,
  'frozen prototypes, and its own button': `<script>Object.freeze(HTMLFormElement.prototype);</script>${form('id="send"')
    .replace('id="send"', '').replace('id="get"', 'id="send"')}`,
};

async function ways(t, world) {
  const { driver, site, host } = world;
  for (const [name, page] of Object.entries(WAYS)) {
    await t.test(`one request with one key: ${name}`, async () => {
      await world.fresh();
      // What is frozen when the site is turned on can't be changed any more.
      const late = name.startsWith('frozen');
      if (late) await world.permission('remove', 'site.localhost');
      await world.open(page, { ready: late ? '#send' : 'select' });
      if (late) await world.permission('add', 'site.localhost');
      await driver.waitFor('select');
      await driver.press('#send');
      const [sent] = await until('the request', () => site.sentTo('/done').length && site.sentTo('/done'));
      await until('the next page', async () => (await driver.url()).endsWith('/done'));
      const fields = new URLSearchParams(sent.body);
      assert.match(Buffer.from(fields.get('spkac'), 'base64').toString(), /^rsa-2048 c1 /);
      assert.equal(fields.get('go'), '1');
      assert.deepEqual([site.sentTo('/done').length, host.said('issue').length], [1, 1]);
    });
  }
}

const SHADOW = `document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(form())};`;
const SHADOWS = {
  'by a script at once': `<div id="host"></div><script>${SHADOW}</script>`,
  'one within another': `<div id="outer"></div><script>
    document.querySelector('#outer').attachShadow({ mode: 'open' }).innerHTML = '<p><span id="inner"></span></p>';
    document.querySelector('#outer').shadowRoot.querySelector('#inner').attachShadow({ mode: 'open' })
      .innerHTML = ${JSON.stringify(form())};</script>`,
  'in the markup': `<div id="host"><template shadowrootmode="open">${form()}</template></div>`,
  'by an element that is defined later': `<my-form id="host"></my-form><script type="module">
    customElements.define('my-form', class extends HTMLElement {
      connectedCallback() { ${SHADOW} } });</script>`,
  'when everything is there': `<div id="host"></div><script>addEventListener('load', () =>
    setTimeout(() => { ${SHADOW} document.title = 'late'; }, 100));</script>`,
};

/* A function of the page: what is in the innermost shadow. */
const inShadow = (selector) => {
  let root = document;
  for (let host; (host = [...root.querySelectorAll('*')].find(({ shadowRoot }) => shadowRoot)); root = host.shadowRoot);
  const box = root !== document && root.querySelector(selector)?.getBoundingClientRect();
  return box && box.width ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
};

const mouse = (driver, ...actions) => driver.send('WebDriver:PerformActions', { actions: [
  { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
const PRESS = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
const moveTo = ({ x, y }) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y) });

async function shadows(t, world) {
  const { driver, site, host } = world;
  for (const [name, page] of Object.entries(SHADOWS)) {
    await t.test(`in an open shadow, ${name}: one request with one key`, async () => {
      await world.fresh();
      await world.open(page, { ready: 'body' });
      await mouse(driver, moveTo(await until('the button', () => driver.page(inShadow, '#get'))));
      await until('the choice', () => driver.page(inShadow, 'select.nss-helper-keygen'));
      await mouse(driver, moveTo(await driver.page(inShadow, '#get')), ...PRESS, ...PRESS, ...PRESS);
      const [sent] = await until('the request', () => site.sentTo('/done').length && site.sentTo('/done'));
      await until('the next page', async () => (await driver.url()).endsWith('/done'));
      assert.match(Buffer.from(new URLSearchParams(sent.body).get('spkac'), 'base64').toString(), /^rsa-2048 c1 /);
      assert.deepEqual([site.sentTo('/done').length, host.said('issue').length], [1, 1]);
    });
  }
}

async function pages(t, { site }) {
  site.pages.set('/done', '<title>done</title>thanks');
  site.pages.set('/next', '<title>next</title>thanks');
}

async function turns(t, world) {
  for (const [name, page] of Object.entries(TURNS)) await turned(t, world, name, page);
}

inFirefox('what leaves', { seconds: 600 }, pages, turns, allowed, gone, unsupported, ways, shadows);
