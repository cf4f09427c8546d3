// SPDX-License-Identifier: MPL-2.0
// While a press is at work, in a real Firefox that asks as a person's does: the button
// shows it, and the page is not left by mistake. Afterwards nothing is asked, and Back,
// Forward and reload do no harm.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../e2e/marionette.mjs';
import { withFirefox } from './browser.mjs';
import { ERROR } from './replies.mjs';

const PAGE = `<form action="/done" method="post"><keygen name="spkac" challenge="c">
  <button id="get" name="go" value="1" style="opacity: 0.9">Get</button></form>`;
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

async function making(t, world) {
  const { host, driver, site } = world;
  await t.test('while the key is made: busy, and leaving asks', async () => {
    await world.fresh();
    await world.open(PAGE);
    assert.deepEqual(await button(driver), IDLE);
    host.answers({ issue: { wait: 3000, replies: [ERROR] } });
    await world.press();
    await until('the press', () => host.said('issue').length === 1);
    assert.deepEqual(await button(driver), BUSY);
    assert.equal(await asks(driver), true);
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
    await sleep(1200);
    assert.deepEqual(await button(driver), BUSY);
    assert.equal(await asks(driver), true);
    go();
    await driver.waitFor('#next');
    assert.equal(await asks(driver), false);
  });
  await t.test('a form that goes into a frame lets the page be left afterwards', async () => {
    await world.fresh();
    const { waiting: responses, go } = held(site, 'text/html', 'next');
    await world.open(`${PAGE.replace('<form', '<form target="h"')}<iframe name="h"></iframe>`);
    await world.press();
    await until('the request', () => responses.length === 1);
    await sleep(1200);
    assert.equal(await asks(driver), true);
    go();
    await until('the button to rest', async () => (await button(driver))[0] === null);
    assert.deepEqual(await button(driver), IDLE);
    assert.equal(await asks(driver), false);
  });
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
      await driver.send(`WebDriver:${step}`);
      await sleep(300);
      assert.equal(await asks(driver), false, step);
    }
    assert.equal(await driver.url(), result);
    assert.equal((await driver.data('#result')).state, 'installed');
    assert.equal(site.sentTo('/done').length, 1);
    assert.deepEqual(host.said('issue').length, 1);
    assert.deepEqual(host.said('end').length, 1);
  });
}

test('leaving a page', { timeout: 120000 }, (t) => withFirefox(async (world) => {
  await making(t, world);
  await waiting(t, world);
  await afterwards(t, world);
}, ASKS));
