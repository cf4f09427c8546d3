// SPDX-License-Identifier: MPL-2.0
// One press, one request, in a page of several frames: frames of one site know of each other, frames of
// two sites do not.
import assert from 'node:assert/strict';
import { until } from '../e2e/lib/marionette.mjs';
import { inFirefox } from './browser.mjs';
import { FORM, note, noteGoes, onSubmit, sentBy, slow } from './waiting.mjs';

const inFrame = (driver, id) => driver.send('WebDriver:SwitchToFrame', { id });

/* [what, the page in each of two frames]: the person presses #get in one of them, then in the other. */
const IN_FRAMES = [
  ['a form by POST', FORM],
  ['a form by GET', FORM.replace('post', 'get')],
  ['a form that its handler submits', FORM.replace('<form', '<form onsubmit="this.submit(); return false"')],
  ['a form that a script submits', `${FORM.replace('id="get"', '')}<a id="get" href="#" onclick="document.f.submit()">x</a>`],
  ['a link', '<a id="get" href="/do">x</a>'],
  ['a button whose script goes there', `<button id="get" onclick="location = '/do'">x</button>`],
];

/** Opens a page with the same content in two frames, and enters the first. */
async function openFrames(world, html, { second = html, host, more = '' } = {}) {
  const { site, driver } = world;
  await inFrame(driver, null);
  await world.fresh();
  site.pages.set('/one', html);
  site.pages.set('/two', second);
  await world.open(['/one', site.url('/two', host)].map((src) => `<iframe ${more} src="${src}"></iframe>`).join(''), { ready: 'iframe' });
  for (const id of [1, 0]) {
    await inFrame(driver, null);
    await inFrame(driver, id);
    await driver.waitFor('#get');
  }
}

async function pressInOther(world, selector = '#get') {
  await inFrame(world.driver, null);
  await inFrame(world.driver, 1);
  await world.driver.press(selector);
}

async function frames(t, world) {
  const { site, driver } = world;
  for (const [what, html] of IN_FRAMES) {
    await t.test(`${what}, pressed in two frames of a tab: one request, and the second frame says that it waits`, async () => {
      const { waiting, go } = slow(site);
      site.pages.set('/do?pin=1&go=1', site.pages.get('/do'));
      await openFrames(world, html);
      await world.press();
      await until('the request', () => waiting.length === 1);
      await pressInOther(world);
      await until('a note, or another request', async () => sentBy(world).length > 1 || await note(world));
      assert.equal(sentBy(world).length, 1);
      assert.match((await note(world)).words, /sent once/);
      go(204, {}, undefined);
      await until('the note to go', async () => await note(world) === null);
      await world.press();
      await until('a second request', () => waiting.length === 1);
      go(204, {}, undefined);
    });
  }
  await t.test('pressed in a frame while the extension sleeps, then in a frame that came later: one request', async () => {
    const { waiting, go } = slow(site);
    await openFrames(world, FORM, { second: '<p id="get">x</p>' });
    await world.sleep();
    await world.press();
    await until('the request', () => waiting.length === 1);
    await inFrame(driver, null);
    await driver.page(() => { document.querySelectorAll('iframe')[1].src = '/one'; });
    await inFrame(driver, 1);
    await driver.waitFor('form');
    await world.press();
    await until('a note, or another request', async () => sentBy(world).length > 1 || await note(world));
    assert.equal(sentBy(world).length, 1);
    go();
  });
  await t.test('in two frames, where it is no repetition: each press as without the extension', async () => {
    const other = FORM.replace('name="pin" value="1"', 'name="pin" value="2"');
    const fetching = FORM.replace('<form', `<form onsubmit="event.preventDefault(); fetch('/do', { method: 'POST', body: 'x' })"`);
    for (const [html, second] of [[FORM, other], [fetching, fetching]]) {
      const { go } = slow(site);
      await openFrames(world, html, { second });
      await world.press();
      await until('the first', () => sentBy(world).length === 1);
      await pressInOther(world);
      await until('the second', () => sentBy(world).length === 2);
      assert.equal(await note(world), null);
      go();
    }
  });
  await t.test('a form in a frame that its handler stops, pressed again before it may go: the note goes', async () => {
    await openFrames(world, onSubmit(FORM, 'this.title += 1; return false'));
    await world.sleep(); // it takes its time then to say what is under way
    await driver.press('#get', 3, 5);
    await until('the handler', () => driver.page(() => document.querySelector('form').title !== ''));
    await noteGoes(world);
    assert.equal(sentBy(world).length, 0);
  });
  await t.test('a form in a frame that is no longer valid when it may go: the next press sends it', async () => {
    const { waiting, go } = slow(site);
    await openFrames(world, `${FORM}<script>const { pin } = document.f; pin.oninvalid = () => { document.f.title = 'invalid'; };
      document.querySelector('#get').onclick = () => setTimeout(() => pin.setCustomValidity('no'));</script>`);
    await world.press();
    await until('Firefox to refuse it', () => driver.page(() => document.forms[0].title === 'invalid'));
    await driver.page(() => {
      document.querySelector('#get').wrappedJSObject.onclick = null;
      document.querySelector('[name=pin]').setCustomValidity('');
    });
    await world.press();
    await until('the request, or a note', async () => waiting.length === 1 || await note(world));
    assert.equal(await note(world), null);
    assert.equal(sentBy(world).length, 1);
    go();
  });
  await t.test('a form in a frame runs the page’s handlers once, and goes with its button, whatever these do', async () => {
    site.pages.set('/do', '<p id="next">next</p>');
    await openFrames(world, `${FORM.replace('<form', '<form onsubmit="parent.ran = (parent.ran ?? 0) + 1"')}
      <script>document.querySelector('#get').onclick = ({ target }) => setTimeout(() => { target.disabled = true; });</script>`);
    await world.press();
    await driver.waitFor('#next');
    await inFrame(driver, null);
    assert.equal(await driver.page(() => window.wrappedJSObject.ran), 1);
    assert.deepEqual(site.sentTo('/do').map(({ body }) => body), ['pin=1&go=1']);
  });
  await inFrame(driver, null);
}

async function strangers(t, world) {
  const { site, driver } = world;
  await world.permission('add', 'ca.localhost');
  for (const [what, html] of IN_FRAMES) {
    await t.test(`${what}, in frames of two sites that are on: each goes out, and neither learns of the other's`, async () => {
      const { waiting, go } = slow(site);
      site.pages.set('/do?pin=1&go=1', site.pages.get('/do'));
      await openFrames(world, html.replaceAll('/do', site.url('/do')), { host: 'ca.localhost' });
      await world.press();
      await until('the request', () => waiting.length === 1);
      await pressInOther(world);
      await until('the other, or a note', async () => waiting.length === 2 || await note(world));
      assert.equal(sentBy(world).length, 2);
      assert.equal(await note(world), null);
      go(204, {}, undefined);
    });
  }
  await t.test('in sandboxed frames, of which nobody knows whose they are: each goes out', async () => {
    const { waiting, go } = slow(site);
    await openFrames(world, FORM, { more: 'sandbox="allow-forms"' });
    await world.press();
    await until('the request', () => waiting.length === 1);
    await pressInOther(world);
    await until('the other, or a note', async () => waiting.length === 2 || await note(world));
    assert.equal(sentBy(world).length, 2);
    go(204, {}, undefined);
  });
  await inFrame(driver, null);
  await world.permission('remove', 'ca.localhost');
}

// Firefox's cache lets a second request for an address wait for the first.
const prefs = { 'browser.cache.disk.enable': false, 'browser.cache.memory.enable': false };

inFirefox('repetitions in frames', { seconds: 300, prefs }, frames, strangers);
