// SPDX-License-Identifier: MPL-2.0
// One press, one request, also where no key is made: in a real Firefox, with a site that is slow.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { inFirefox } from '../browser.mjs';
import { FORM, note, noteGoes, onSubmit, pressNote, says, sentBy, slow } from '../waiting.mjs';

const KEYED = FORM.replace('<input', '<keygen name="spkac"><input');

/* [what, the page] where the person presses #get again and again. */
const ONCE = [
  ['a form by POST', FORM],
  ['a form by GET', FORM.replace('post', 'get').replace('action="/do"', 'action="/do?old"').replace('<input name="pin" value="1">', '')],
  ['a form into a frame', `${FORM.replace('<form', '<form target="h"')}<iframe name="h"></iframe>`],
  ['a form whose handler writes the time into it', FORM.replace('<form', '<form onsubmit="this.pin.value = Date.now()"')],
  ['a form that its handler submits', FORM.replace('<form', '<form onsubmit="this.submit(); return false"')],
  ['a form that a script submits', `${FORM.replace('id="get"', '')}<a id="get" href="#" onclick="document.f.submit()">x</a>`],
  ['a link', '<a id="get" href="/do">x</a>'],
  ['a button whose script goes there', `<button id="get" onclick="location = '/do'">x</button>`],
  ['a link into a new tab', '<a id="get" href="/do" target="_blank">x</a>'],
];

async function once(t, world) {
  const { site, driver } = world;
  for (const [what, html] of ONCE) {
    await t.test(`${what}, pressed three times 400 ms apart: one request, and the page says that it waits`, async () => {
      await world.fresh();
      const { waiting, go } = slow(site);
      site.pages.set('/do?go=1', site.pages.get('/do'));
      await world.open(html);
      const tab = (await driver.send('WebDriver:GetWindowHandle')).value;
      if (what.endsWith('new tab')) {
        await driver.press('#get');
        await until('the request', () => waiting.length === 1);
        await driver.switchTo(tab);
      }
      await driver.press('#get', 3, 400);
      const sent = () => site.requests.filter(({ path }) => path.startsWith('/do')).length;
      await until('a note, or another request', async () => sent() > 1 || await note(world));
      assert.equal(sent(), 1);
      assert.match((await note(world)).words, /sent once/);
      go();
    });
  }
}

async function over(t, world) {
  const { site, driver } = world;
  const ANSWERS = [
    ['nothing to show', 204, {}, undefined],
    ['a download', 200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment; filename="x.bin"' }, 'x'],
  ];
  for (const [what, ...answer] of ANSWERS) {
    await t.test(`${what}: the note goes, and a press sends again`, async () => {
      await world.fresh();
      const { waiting, go } = slow(site);
      await world.open(FORM);
      await driver.press('#get', 2, 400);
      await says(world, /sent once/);
      go(...answer);
      await until('the note to go', async () => await note(world) === null);
      await driver.press('#get');
      await until('a second request', () => waiting.length === 1);
      assert.equal(site.sentTo('/do').length, 2);
      go(204, {}, undefined);
    });
  }
  await t.test('a form that was changed in between goes out', async () => {
    await world.fresh();
    const { go } = slow(site);
    await world.open(FORM);
    await driver.press('#get');
    await until('the request', () => site.sentTo('/do').length === 1);
    await driver.type('[name=pin]', '2');
    await driver.press('#get');
    await until('the other', () => site.sentTo('/do').length === 2);
    assert.deepEqual(site.sentTo('/do').map(({ body }) => body), ['pin=1&go=1', 'pin=2&go=1']);
    assert.equal(await note(world), null);
    go();
  });
  await t.test('a request that fails: the person may send it once more, by a button of ours', async () => {
    await world.fresh();
    const { waiting, breakOff, go } = slow(site);
    await world.open(`${FORM.replace('<form', '<form target="h"')}<iframe name="h"></iframe>`);
    await driver.press('#get', 2, 400);
    await says(world, /sent once/);
    breakOff();
    await until('Firefox’s own second try, or the word', async () => {
      if (waiting.length) breakOff();
      return /connection to the site failed/.test((await note(world))?.words ?? '');
    });
    const before = site.sentTo('/do').length;
    await pressNote(world);
    await until('one more', () => waiting.length === 1);
    assert.equal(site.sentTo('/do').length, before + 1);
    go();
  });
}

async function late(t, world) {
  const { site, host, driver } = world;
  for (const [what, html, keys] of [['a form', FORM, 0], ['a form with a key', FORM.replace('<input', '<keygen name="spkac"><input'), 2]]) {
    await t.test(`${what}, a minute without an answer, and not before: the person may send it once more, by a button of ours`, async () => {
      await world.fresh();
      const { waiting, go } = slow(site);
      await world.open(html, { ready: keys ? 'select' : '#get' });
      await driver.press('#get');
      await until('the request', () => waiting.length === 1);
      await world.holdTime();
      await driver.press('#get');
      await says(world, /sent once/);
      await world.passTime(30000);
      assert.match((await note(world)).words, /sent once/);
      assert.equal(await note(world, 'button'), null);
      await world.passTime(30000);
      await says(world, /for a minute/);
      await driver.press('#get');
      assert.equal(site.sentTo('/do').length, 1, 'not by the page’s own button');
      await pressNote(world);
      await until('a second request', () => waiting.length === 2);
      assert.equal(site.sentTo('/do').length, 2);
      assert.equal(host.said('issue').length, keys);
      go();
    });
  }
}

async function unasked(t, world) {
  const { site, host, driver } = world;
  const FRAMED = `${KEYED.replace('<form', '<form target="h"')}<iframe name="h"></iframe>`;
  const begin = async (html) => {
    await world.fresh();
    const answer = slow(site);
    await world.open(html, { ready: 'select' });
    await world.holdTime();
    await driver.press('#get');
    await world.says(/Waiting for the site/);
    await until('the request', () => answer.waiting.length === 1);
    return answer;
  };
  await t.test('a form with a key, pressed once, a minute without an answer and not before: the button comes by itself', async () => {
    const { waiting, go } = await begin(KEYED);
    await world.passTime(59000);
    assert.equal(await note(world), null);
    await world.passTime(1000);
    await says(world, /for a minute/);
    await pressNote(world);
    await until('a second request', () => waiting.length === 2);
    assert.deepEqual([sentBy(world).length, host.said('issue').length], [2, 2]);
    go();
  });
  await t.test('…into a frame: sent once more, though Firefox sends nothing into one that loads, and that is what is waited for', async () => {
    const { waiting, go } = await begin(FRAMED);
    await world.passTime(60000);
    await says(world, /for a minute/);
    await pressNote(world);
    await until('a second request', () => waiting.length === 2);
    assert.deepEqual([sentBy(world).length, host.said('issue').length], [2, 2]);
    await world.calm();
    await world.says(/Waiting for the site/);
    go();
    await world.says(/has answered/);
  });
  await t.test('…answered in time: it never comes', async () => {
    const { go } = await begin(FRAMED);
    go();
    await world.says(/has answered/);
    await world.passTime(120000);
    assert.equal(await note(world), null);
  });
  await t.test('…its request fails: at once, and the line does not say any more that it waits', async () => {
    const { waiting, breakOff, go } = await begin(FRAMED);
    breakOff();
    await until('Firefox’s own second try, or the word', async () => {
      if (waiting.length) breakOff();
      return /connection to the site failed/.test((await note(world))?.words ?? '');
    });
    await world.says(/^$/);
    const before = sentBy(world).length;
    await pressNote(world);
    await until('one more', () => waiting.length === 1);
    assert.equal(sentBy(world).length, before + 1);
    go();
  });
}

async function unfelt(t, world) {
  const { site, driver } = world;
  await t.test('a search, a log-in, a page whose script sends by fetch: each press as without the extension', async () => {
    site.pages.set('/do', '<p id="next">next</p>');
    for (const html of [FORM, FORM.replace('post', 'get')]) {
      await world.fresh();
      site.pages.set('/do?pin=1&go=1', '<p id="next">next</p>');
      await world.open(html);
      await world.press();
      await driver.waitFor('#next');
      await driver.send('WebDriver:Back');
      await driver.waitFor('#get');
      await world.press();
      await driver.waitFor('#next');
      assert.equal(site.requests.filter(({ path }) => path.startsWith('/do')).length, 2);
    }
    await world.fresh();
    const { go } = slow(site);
    await world.open(FORM.replace('<form', `<form onsubmit="event.preventDefault(); fetch('/do', { method: 'POST', body: 'x' })"`));
    await driver.press('#get', 3, 400);
    await until('three', () => site.sentTo('/do').length === 3);
    assert.equal(await note(world), null);
    go();
  });
  await t.test('on a site that is off nothing is held', async () => {
    await world.fresh();
    const { go } = slow(site);
    site.pages.set('/page', FORM);
    await driver.open(site.url('/page', 'other.localhost'));
    await driver.waitFor('#get');
    await panels.openPanel(driver);
    await panels.closePanel(driver);
    await driver.press('#get', 3, 400);
    await until('three', () => site.sentTo('/do').length === 3);
    assert.equal(await note(world), null);
    go();
  });
}

/* [what, the page] where a press leads to no request at all, and the extension does not learn why. */
const NEVER = [
  ['a form that the page\'s policy stops', `<meta http-equiv="Content-Security-Policy" content="form-action 'none'">${FORM}`],
  ['a link that a script of the page takes over', `<a id="get" href="/do">x</a><script>navigation.addEventListener('navigate',
    (event) => event.intercept({ handler: async () => {} }))</script>`],
];

async function never(t, world) {
  const { site, host, driver } = world;
  for (const [what, html] of NEVER) {
    await t.test(`${what}, pressed again: the note goes as soon as it is known that nothing began`, async () => {
      await world.fresh();
      slow(site);
      await world.open(html);
      await driver.press('#get', 2, 400);
      await says(world, /sent once/);
      await noteGoes(world);
      assert.equal(sentBy(world).length, 0);
    });
  }
  await t.test('a form whose handler stops it: each press as without the extension', async () => {
    await world.fresh();
    await world.open(onSubmit(FORM, 'this.title += 1; return false'));
    await driver.press('#get', 3, 400);
    await until('three', async () => await driver.page(() => document.querySelector('form').title) === '111');
    assert.equal(await note(world), null);
    assert.equal(sentBy(world).length, 0);
  });
  await t.test('a form with a key that its handler only reads: neither line nor note says that an answer will come', async () => {
    await world.fresh();
    await world.open(onSubmit(KEYED, 'event.preventDefault(); this.title = [...new FormData(this)].length'), { ready: 'select' });
    await driver.press('#get');
    await world.says(/Sent/);
    await driver.press('#get');
    await says(world, /sent once/);
    await noteGoes(world);
    await world.says(/^$/);
    assert.equal(host.said('issue').length, 1);
    await driver.press('#get');
    await until('another key', () => host.said('issue').length === 2);
    assert.equal(await note(world), null);
  });
  await t.test('a form with a key that a script sends: held until its request has ended, however long that takes', async () => {
    await world.fresh();
    const { waiting, go } = slow(site);
    await world.open(onSubmit(KEYED, `event.preventDefault(); fetch('/do', { method: 'POST', body: new URLSearchParams(new FormData(this)) })`), { ready: 'select' });
    await world.holdTime();
    await driver.press('#get');
    await until('the request', () => waiting.length === 1);
    await world.passTime(20000);
    await driver.press('#get');
    await says(world, /sent once/);
    await world.passTime(20000);
    assert.match((await note(world)).words, /sent once/);
    go();
    await until('the note to go', async () => await world.passTime(3000) ?? await note(world) === null);
    await world.says(/has answered/);
    assert.deepEqual([sentBy(world).length, host.said('issue').length], [1, 1]);
    await driver.press('#get');
    await until('a second request', () => waiting.length === 1);
    assert.deepEqual([sentBy(world).length, host.said('issue').length], [2, 2]);
    go();
  });
}

const atStep = (number, inside) => `<title>portal</title><ol><li>【STEP1】</li><li>【STEP2】</li></ol>
  <h1>【ＳＴＥＰ${number}】</h1>${inside}`;

/** Waits until the background has recorded the first step of this page and has nothing to tell it of an earlier press. */
async function toldNothing(world) {
  await until('the first step to be known', () => world.background(async () => Object.entries(await browser.storage.session.get())
    .every(([key, { sent }]) => !key.startsWith('step:') || sent === undefined)));
  await world.content(async () => Boolean(await browser.runtime.sendMessage({ type: 'check' })));
  assert.equal(await note(world), null);
}

async function steps(t, world) {
  const { site, driver } = world;
  const first = atStep('１', '<form action="/step2" method="post"><button id="get">Next</button></form>');
  const begin = async () => {
    await world.fresh();
    site.pages.set('/', first);
    site.pages.set('/step2', atStep(2, `<form action="/step3" method="post"><button id="issue">Issue</button></form>
      <a id="link" href="/step3">Issue</a> <a id="home" href="/">Begin again</a>`));
    await driver.open(site.url('/'));
    await driver.waitFor('#get');
    await world.press();
    await driver.waitFor('#issue');
  };
  await t.test('a portal that goes back to its first step after the press: the page explains it', async () => {
    await begin();
    site.pages.set('/step3', (response) => response.writeHead(303, { Location: '/' }).end());
    await driver.press('#issue');
    await says(world, /back at its first step/);
    await pressNote(world);
    assert.equal(await note(world), null, 'closed');
    await world.press();
    await driver.waitFor('#issue');
    assert.equal(await note(world), null);
  });
  await t.test('the person goes back to it: the same; without a press there, nothing', async () => {
    await begin();
    await driver.send('WebDriver:Back');
    await driver.waitFor('#get');
    await toldNothing(world);
    await world.press();
    await driver.waitFor('#issue');
    assert.equal(await note(world), null);
    site.pages.set('/step3', (response) => response.writeHead(204).end());
    await driver.press('#issue');
    await until('the request', () => site.sentTo('/step3').length === 1);
    await driver.send('WebDriver:Back');
    await says(world, /back at its first step/);
  });
  await t.test('a link at a later step that comes to the first one: the same; a link to the first step: nothing', async () => {
    await begin();
    await driver.press('#home');
    await driver.waitFor('#get');
    await toldNothing(world);
    await world.press();
    await driver.waitFor('#issue');
    assert.equal(await note(world), null);
    site.pages.set('/step3', (response) => response.writeHead(303, { Location: '/' }).end());
    await driver.press('#link');
    await says(world, /back at its first step/);
    site.pages.set('/step3', (response) => response.writeHead(204).end());
    await world.press();
    await driver.waitFor('#link');
    await driver.press('#link');
    await until('the request', () => site.sentTo('/step3').length === 2);
    await driver.send('WebDriver:Back');
    await says(world, /back at its first step/);
  });
  await t.test('a tab that is closed is forgotten', async () => {
    await begin();
    site.pages.set('/step3', (response) => response.writeHead(204).end());
    await driver.press('#issue');
    const known = () => world.background(async () => Object.keys(await browser.storage.session.get())
      .filter((key) => key.startsWith('step:')));
    await until('the press to be known', async () => (await known()).length === 1);
    const [portal] = await driver.tabs();
    await driver.newTab();
    const rest = (await driver.tabs()).find((tab) => tab !== portal);
    await driver.switchTo(portal);
    await driver.send('WebDriver:CloseWindow');
    await driver.switchTo(rest);
    await until('the tab to be forgotten', async () => (await known()).length === 0);
  });
}

inFirefox('repetitions', { seconds: 600 }, once, over, late, unasked, unfelt, never, steps);
