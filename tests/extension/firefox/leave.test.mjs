// SPDX-License-Identifier: MPL-2.0
// While a press is being handled, in a real Firefox that asks as usual: the button shows it,
// and the page is not left by mistake. Afterwards nothing is asked, and Back, Forward and
// reload do no harm.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { read } from '../lib.mjs';
import { ERROR } from '../replies.mjs';

const PAGE = `<form action="/done" method="post"><keygen name="spkac" challenge="c">
  <button id="get" name="go" value="1" style="opacity: 0.9">Get</button></form>`;
const [, OWN_WAY] = read('content/press.js').match(/const OWN_WAY = (\d+);/).map(Number);
const ASKS = { 'dom.disable_beforeunload': false, 'dom.require_user_interaction_for_beforeunload': true };

/** Whether the page would ask if it were left now; it is not left. */
const asks = (driver) => driver.chrome(async () => {
  const { permitUnload } = await gBrowser.selectedBrowser.asyncPermitUnload('dontUnload');
  return !permitUnload;
});

const button = (driver) => driver.page(() => {
  const { style, disabled } = document.querySelector('#get');
  return [document.querySelector('#get').getAttribute('aria-busy'), style.cursor, style.opacity, disabled];
});
const BUSY = ['true', 'progress', '0.6', false];
const IDLE = [null, '', '0.9', false];

/** A response that waits for `go`. */
function held(site, type, body) {
  const waiting = [];
  site.pages.set('/done', (response) => waiting.push(response));
  return { waiting, go: () => waiting.splice(0).forEach((response) =>
    response.writeHead(200, { 'Content-Type': type }).end(body)) };
}

/** The form of the page was sent into a frame, whose answer waits until the test lets it go. */
async function sentIntoFrame(world) {
  await world.fresh();
  const { waiting: responses, go } = held(world.site, 'text/html', 'next');
  await world.open(`${PAGE.replace('<form', '<form target="h"')}<iframe name="h"></iframe>`);
  await world.press();
  await until('the request', () => responses.length === 1);
  await until('the page to ask', () => asks(world.driver));
  return go;
}

async function making(t, world) {
  const { host, driver, site } = world;
  await t.test('while the key is made: busy, and leaving asks', async () => {
    await world.fresh();
    await world.open(PAGE);
    assert.deepEqual(await button(driver), IDLE);
    host.answers({ issue: { hold: true, replies: [ERROR] } });
    await world.press();
    await until('the press', () => host.said('issue').length === 1);
    assert.deepEqual(await button(driver), BUSY);
    assert.equal(await asks(driver), true);
    host.go();
    await world.says(/not in this Firefox profile/);
    assert.deepEqual(await button(driver), IDLE);
    assert.equal(await asks(driver), false);
    assert.equal(site.sentTo('/done').length, 0);
    host.answers({});
  });
}

async function waiting(t, world) {
  const { driver, site } = world;
  await t.test('while the response is awaited: busy, and leaving asks', async () => {
    await world.fresh();
    const { waiting: responses, go } = held(site, 'text/html', '<p id="next">next</p>');
    await world.open(PAGE);
    await world.press();
    await until('the request', () => responses.length === 1);
    await until('the page to ask', () => asks(driver));
    assert.deepEqual(await button(driver), BUSY);
    go();
    await driver.waitFor('#next');
    assert.equal(await asks(driver), false);
    assert.equal(await questions(driver), 0, 'nor did the form itself');
  });
  await t.test('a form that goes into a frame lets the page be left afterwards', async () => {
    const go = await sentIntoFrame(world);
    assert.equal(await asks(driver), true);
    go();
    await until('the button to rest', async () => (await button(driver))[0] === null);
    assert.deepEqual(await button(driver), IDLE);
    assert.equal(await asks(driver), false);
  });
}

/** How often Firefox has asked since the last time. Marionette always says: leave. */
const questions = (driver) => driver.chrome(async () => {
  const count = window.questions ?? 0;
  if (window.questions === undefined) {
    window.addEventListener('DOMWillOpenModalDialog', () => { window.questions += 1; }, true);
  }
  window.questions = 0;
  return count;
});

/** Closes the tab as a person does. */
async function closing(driver) {
  const tab = (await driver.send('WebDriver:GetWindowHandle')).value;
  await driver.newTab();
  const beside = (await driver.send('WebDriver:GetWindowHandle')).value;
  await driver.switchTo(tab);
  await driver.chrome(async () => { window.setTimeout(() => gBrowser.removeCurrentTab()); });
  await until('the end of the tab', async () => !(await driver.tabs()).includes(tab));
  await driver.switchTo(beside);
}

async function tabs(t, world) {
  const { driver } = world;
  await t.test('a tab that is closed in the middle asks', async () => {
    await sentIntoFrame(world);
    await closing(driver);
    assert.equal(await questions(driver), 1);
  });
  await t.test('a tab that is closed afterwards does not', async () => {
    const go = await sentIntoFrame(world);
    go();
    await until('the button to rest', async () => (await button(driver))[0] === null);
    await closing(driver);
    assert.equal(await questions(driver), 0);
  });
}

/* Pages whose scripts go to another page when the response has come. */
const LEAVING = {
  fetch: PAGE.replace('<form', `<form onsubmit="event.preventDefault(); fetch('/done',
    { method: 'POST', body: new URLSearchParams(new FormData(this)) }).then(() => { location = '/next'; })"`),
  'fetch, later': PAGE.replace('<form', `<form onsubmit="event.preventDefault(); setTimeout(() => fetch('/done',
    { method: 'POST', body: new URLSearchParams(new FormData(this)) }).then(() => { location = '/next'; }), 200)"`),
  'a frame': `${PAGE.replace('<form', '<form target="h"')}<iframe name="h"></iframe>
    <script>document.forms[0].addEventListener('submit', () => {
      document.querySelector('iframe').onload = () => { location = '/next'; }; });</script>`,
};

/** Waits for a timer of the page that ends after the timer of press.js for the form's own navigation. */
const ownWayIsOver = (driver) => driver.page((milliseconds) =>
  new Promise((resolve) => { setTimeout(resolve, milliseconds); }), OWN_WAY);

async function byScript(t, world) {
  const { driver, site } = world;
  for (const [name, page] of Object.entries(LEAVING)) {
    await t.test(`a script that goes on after the response is not asked about: ${name}`, async () => {
      await world.fresh();
      site.pages.set('/next', '<p id="next">next</p>');
      const { waiting: responses, go } = held(site, 'text/html', 'next');
      await world.open(page);
      await world.press();
      await until('the request', () => responses.length === 1);
      await ownWayIsOver(driver);
      go();
      await driver.waitFor('#next');
      assert.equal(await questions(driver), 0);
      assert.equal(site.sentTo('/done').length, 1);
    });
  }
}

/** Refresh, Back or Forward, until another page is shown than before. */
async function go(driver, step) {
  await driver.page(() => { document.documentElement.dataset.left = 'yes'; });
  const from = await driver.url();
  await driver.send(`WebDriver:${step}`);
  await until(`${step} to come to its end`, async () => (step === 'Refresh' || await driver.url() !== from)
    && driver.page((again) => document.readyState === 'complete'
      && !(again && document.documentElement.dataset.left), step === 'Refresh'));
}

async function afterwards(t, world) {
  const { driver, site, host } = world;
  await t.test('the way to the result asks nothing, and Back, Forward, reload do no harm', async () => {
    await world.fresh();
    site.pages.set('/done', (response) =>
      response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('bytes'));
    await world.open(PAGE);
    await world.press();
    assert.deepEqual(await world.result(), { state: 'installed', name: '' });
    const result = await driver.url();
    for (const step of ['Refresh', 'Back', 'Refresh', 'Forward', 'Back', 'Forward', 'Refresh']) {
      await go(driver, step);
      assert.equal(await asks(driver), false, step);
    }
    assert.equal(await driver.url(), result);
    assert.equal((await driver.data('#result')).state, 'installed');
    assert.equal(await questions(driver), 0);
    assert.equal(site.sentTo('/done').length, 1);
    assert.deepEqual(host.said('issue').length, 1);
    assert.deepEqual(host.said('end').length, 1);
  });
}

async function afterPost(t, world) {
  const { driver, site, host } = world;
  await t.test('back to a form that came by POST: it is not fetched again, and nothing is sent', async () => {
    await world.fresh();
    site.pages.set('/form', PAGE);
    site.pages.set('/done', (response) =>
      response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('bytes'));
    await world.open('<form action="/form" method="post"><button id="get">Go</button></form>');
    await world.press();
    await driver.waitFor('select');
    await world.press();
    assert.deepEqual(await world.result(), { state: 'installed', name: '' });
    for (const step of ['Back', 'Forward', 'Back']) {
      await go(driver, step);
    }
    await driver.waitFor('select');
    assert.deepEqual(await button(driver), IDLE);
    assert.equal(await asks(driver), false);
    const count = (where) => site.sentTo(where).length;
    assert.deepEqual([count('/form'), count('/done'), host.said('issue').length], [1, 1, 1]);
    await world.press();
    await until('a second certificate', () => count('/done') === 2);
    assert.equal(host.said('issue').length, 2);
  });
}

inFirefox('leaving a page', { seconds: 180, prefs: ASKS }, (t, world) => questions(world.driver),
  making, waiting, tabs, byScript, afterwards, afterPost);
