// SPDX-License-Identifier: MPL-2.0
// Forms as pages have them, in a real Firefox: each press sends one request with one key.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { ERROR } from '../replies.mjs';
import { inFirefox } from '../browser.mjs';

const form = (inside, attributes = '') =>
  `<form name="f" action="/done" method="post" ${attributes}>${inside}<button id="get" name="go" value="1">Get</button></form>`;
const KEYGEN = '<keygen name="spkac" challenge="c1">';

/* [name, the page, a selector of what must have replaced the <keygen> before the press] */
const ORDINARY = [
  ['a plain form', form(KEYGEN)],
  ['misnested in a table', `<table><form action="/done" method="post"><tr><td>${KEYGEN}</td></tr>
    <tr><td><input type="submit" id="get" name="go" value="1"></td></tr></form></table>`],
  ['outside, with form=', `${form('', 'id="g"')}<keygen form="g" name="spkac" challenge="c1">`],
  ['written by a script', `<script>setTimeout(() => { document.open();
    document.write(${JSON.stringify(form(KEYGEN))}); document.close(); }, 200)</script>`],
  ['set up by a script after it is in the page', `${form('')}<script>const k = document.createElement('keygen');
    document.f.prepend(k); setTimeout(() => { k.setAttribute('name', 'spkac'); k.setAttribute('challenge', 'c1'); }, 100);
    </script>`],
  ["submitted by a script's submit()", `<form name="f" action="/done" method="post">${KEYGEN}<input type="hidden"
    name="go" value="1"><input type="button" id="get" value="Get" onclick="this.disabled = true; document.f.submit()"></form>`],
  ['submitted later by a handler of the page', form(`${KEYGEN}<input type="hidden" name="go" value="1">`,
    'onsubmit="event.preventDefault(); setTimeout(() => this.submit(), 300)"')],
  ['read by fetch', form(KEYGEN, `onsubmit="event.preventDefault();
    fetch('/done', { method: 'POST', body: new URLSearchParams(new FormData(this, event.submitter)) })"`)],
  ['into a frame', `${form(KEYGEN, 'target="h"')}<iframe name="h"></iframe>`],
];

const BY_SCRIPT = ['f.submit()', 'f.requestSubmit()', 'f.go.click()'];

async function ordinary(t, world) {
  const { site, host, driver } = world;
  site.pages.set('/done', '<title>done</title>thanks');
  for (const [name, html] of ORDINARY) {
    await t.test(name, async () => {
      await world.fresh();
      await world.open(html, { ready: 'select.nss-helper-keygen' });
      await until('its challenge', () => driver.page(() =>
        document.querySelector('select').getAttribute('challenge') === 'c1'));
      await world.press(3);
      const [sent] = await until('the request', () => site.sentTo('/done').length && site.sentTo('/done'));
      await world.calm();
      assert.equal(site.sentTo('/done').length, 1);
      assert.equal(host.said('issue').length, 1);
      assert.equal(host.said('issue')[0].challenge, 'c1');
      const fields = new URLSearchParams(sent.body);
      assert.match(Buffer.from(fields.get('spkac'), 'base64').toString(), /^rsa-2048 c1 /);
      assert.equal(fields.get('go'), '1');
    });
  }
}

async function lookAndFeel(t, world) {
  const { driver } = world;
  await t.test('what pages see: a choice without a name, and the attribute they look for', async () => {
    await world.fresh();
    await world.open(form(`<label for="k">Key</label><keygen id="k" class="c" name="spkac" keytype="ec">
      <keygen name="no" disabled><keygen name="old" keytype="dsa"><keygen name="dogtag" keytype="EC" keyparams="none">
      <keygen name="p521" keytype="EC" keyparams="secp521r1">`));
    const seen = await driver.page(() => [...document.querySelectorAll('select')].map((s) => ({
      type: s.getAttribute('_moz-type'), name: s.name, keys: [...s.options].map((o) => o.value).join(),
      disabled: s.disabled, hidden: s.nextSibling.name, label: s.labels[0]?.textContent, class: s.className,
    })));
    const type = '-mozilla-keygen';
    const base = { type, name: '', disabled: false, label: null, class: 'nss-helper-keygen' };
    assert.deepEqual(seen, [
      { ...base, keys: 'p-384,p-256', hidden: 'spkac', label: 'Key', class: 'c nss-helper-keygen' },
      { ...base, keys: 'rsa-2048,rsa-3072,rsa-4096,p-384,p-256', hidden: 'no', disabled: true },
      { ...base, keys: '', hidden: 'old' },
      { ...base, keys: 'p-384,p-256', hidden: 'dogtag' },
      { ...base, keys: '', hidden: 'p521' },
    ]);
    assert.equal(await driver.page(() => document.querySelector('.nss-helper-state').textContent), '');
  });
  await t.test('in a frame without an address of its own', async () => {
    await world.fresh();
    await world.open(`<p id="get">x</p><iframe srcdoc='${form(KEYGEN)}'></iframe>`);
    await until('the choice', () => driver.page(() =>
      document.querySelector('iframe').contentDocument.querySelector('select.nss-helper-keygen')?.id === ''));
  });
}

async function curves(t, world) {
  const { site, host } = world;
  const ofCurve = (name) => form(`<keygen name="spkac" challenge="c1" keytype="EC" keyparams="${name}">`);
  await t.test('keyparams that name no curve: a press makes a key on the first of the usual ones', async () => {
    await world.fresh();
    await world.open(ofCurve('none'), { ready: 'select.nss-helper-keygen' });
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
    assert.equal(host.said('issue')[0].key, 'p-384');
  });
  await t.test('a curve that is not supported: no key, and the person is told', async () => {
    await world.fresh();
    await world.open(ofCurve('secp521r1'), { ready: 'select.nss-helper-keygen' });
    await world.press();
    await world.says(/a kind of key that is not supported/);
    assert.equal(host.said('issue').length, 0);
    assert.equal(site.sentTo('/done').length, 0);
  });
}

async function refusals(t, world) {
  const { site, host, driver } = world;
  await t.test('a script alone gets nothing, and the person is told', async () => {
    for (const call of BY_SCRIPT) {
      await world.fresh();
      await world.open(`${form(KEYGEN)}<script>setTimeout(() => document.${call}, 200)</script>`);
      await world.says(/without your having pressed/);
      assert.equal(host.said('issue').length, 0, call);
      assert.equal(site.sentTo('/done').length, 0, call);
    }
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
  });
  await t.test('without the host the form stays, and the person reads why', async () => {
    await world.fresh();
    await world.open(form(KEYGEN));
    host.remove();
    await world.press();
    await world.says(/not set up/);
    host.restore();
    host.answers({ issue: { replies: [ERROR] } });
    await world.press();
    await world.says(/not in this Firefox profile/);
    assert.equal(site.sentTo('/done').length, 0);
    host.answers({});
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
  });
  await t.test('a window asks for the primary password: said on the line, until there is a key; the page sees none of it', async () => {
    await world.fresh();
    host.answers({ issue: { first: [{ type: 'asking', for: 'profile' }], hold: true } });
    await world.open(form(KEYGEN));
    const before = await driver.page(() => document.body.innerText);
    await world.press();
    await world.says(/^Type the primary password of this Firefox profile in the window that has opened outside Firefox/);
    assert.equal(await driver.page(() => document.body.innerText), before);
    host.go();
    await until('the request', () => site.sentTo('/done').length === 1);
  });
  await t.test('stopped by the page: pressed again it goes out with the same key', async () => {
    await world.fresh();
    await world.open(form(KEYGEN, 'onsubmit="window.n = (window.n || 0) + 1; return n > 1"'));
    await world.press();
    await until('the key', () => driver.page(() => document.querySelector('[name=spkac]').value !== ''));
    assert.equal(site.sentTo('/done').length, 0);
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
    assert.equal(host.said('issue').length, 1);
  });
}

async function again(t, world) {
  const { site, host, driver } = world;
  await t.test('after Back the form is empty again: a press makes a new key', async () => {
    await world.fresh();
    await world.open(form(KEYGEN));
    await world.press();
    await until('the next page', async () => (await driver.url()).endsWith('/done'));
    await driver.send('WebDriver:Back');
    await driver.waitFor('#get');
    assert.equal(await driver.page(() => document.querySelector('[name=spkac]').value), '');
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 2);
    const [first, second] = site.sentTo('/done').map(({ body }) => body);
    assert.notEqual(first, second);
    assert.equal(host.said('issue').length, 2);
  });
  await t.test('a new window that comes late waits for one more press', async () => {
    await world.fresh();
    host.answers({ issue: { hold: true, once: true } });
    await world.open(form(KEYGEN, 'target="_blank"'));
    await world.press();
    await until('Firefox to allow no new window for that press', () => driver.page(() => !navigator.userActivation.isActive));
    host.go();
    await world.says(/Press the button once more/);
    assert.equal(site.sentTo('/done').length, 0);
    await world.press();
    await until('the request', () => site.sentTo('/done').length === 1);
    assert.equal(host.said('issue').length, 1);
  });
  await t.test('turned off, the page has its own <keygen> again; turned on, it works at once', async () => {
    await world.fresh();
    await world.open(form(KEYGEN));
    await world.permission('remove', 'site.localhost');
    await driver.waitFor('form:not(:has(select))');
    assert.equal(await driver.page(() => document.forms[0].firstChild.localName), 'keygen');
    await world.permission('add', 'site.localhost');
    await driver.waitFor('select.nss-helper-keygen');
    assert.equal(site.sentTo('/page').length, 1, 'and that without a reload');
    await world.press(3);
    await until('the request', () => site.sentTo('/done').length === 1);
    assert.equal(host.said('issue').length, 1);
  });
}

async function elsewhere(t, world) {
  const { site, host, driver } = world;
  await t.test('to another host: asked first, and a no sends nothing', async () => {
    await world.fresh();
    await world.open(form(KEYGEN).replace('/done', site.url('/done', 'ca.localhost')));
    await world.press(3);
    await world.goTo('/pages/ask.html');
    await driver.waitFor('#cancel');
    assert.equal(await driver.text('#to'), 'ca.localhost');
    assert.equal(host.said('hello').length, 0);
    await driver.click('#cancel');
    await world.goTo('/page');
    await world.says(/did not allow/);
    assert.equal(site.sentTo('/done').length, 0);
  });
}

async function sandboxed(t, world) {
  const { site, host, driver } = world;
  await t.test('in a sandboxed frame: told so, and nothing is made or sent', async () => {
    await world.fresh();
    site.pages.set('/inner', `<!DOCTYPE html>${form(KEYGEN)}`);
    await world.open('<p id="get">x</p><iframe sandbox="allow-forms allow-scripts" src="/inner" width="600" height="300"></iframe>');
    await driver.send('WebDriver:SwitchToFrame', { id: 0 });
    await driver.waitFor('select.nss-helper-keygen');
    await world.press();
    await world.says(/sandboxed frame[^]*Open Frame in New Tab/);
    await driver.send('WebDriver:SwitchToFrame', { id: null });
    assert.deepEqual([site.sentTo('/done').length, host.said('hello').length], [0, 0]);
  });
}

inFirefox('forms in a real Firefox', { seconds: 400 }, ordinary, lookAndFeel, curves, refusals, again, elsewhere, sandboxed);
