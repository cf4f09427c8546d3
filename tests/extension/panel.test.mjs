// SPDX-License-Identifier: MPL-2.0
// The toolbar's panel and its button's mark, in a real Firefox: what is unfinished, in words.
import assert from 'node:assert/strict';
import test from 'node:test';
import { iso } from '../clock.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { withFirefox } from './browser.mjs';
import { ASK, ERROR, JOB, JOBS, WAITING } from './replies.mjs';
import { patience } from '../patience.mjs';

const ago = (minutes) => iso(Date.now() - minutes * 60000);
const idOf = (number) => `20260101T000000-00000000000${number}`;
const job = (number, change) => ({ ...JOB, job: idOf(number), changed: ago(3 * 24 * 60), ...change });
const justSent = () => job(9, { site: 'https://now.example', changed: ago(0) });

/** Opens the panel over what a host lists; resolves to the texts of its items. */
async function listed({ driver, host }, jobs, answers = [], more = false) {
  host.answers({ jobs: { replies: [{ ...JOBS, jobs, answers, more }] } });
  await panels.openPanel(driver);
  return panels.panelTexts(driver, '#unfinished-list li');
}

const seen = async (driver, selector) => (await panels.panelElement(driver, selector))?.seen ?? false;

async function lists(t, world) {
  const { driver } = world;
  await t.test('nothing unfinished: nothing is shown', async () => {
    await world.fresh();
    assert.deepEqual(await listed(world, []), []);
    assert.equal(await seen(driver, '#unfinished'), false);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('a request that was sent long ago: its site, its age, and what to do', async () => {
    await world.fresh();
    const [words, ...others] = await listed(world, [job(1)]);
    assert.match(words, /^portal\.example · 3 days ago/);
    assert.match(words, /no certificate has come.*download it there.*issued again/);
    assert.deepEqual(others, []);
    assert.equal(await seen(driver, '#unfinished-more'), false);
    assert.equal(await panels.badge(driver), '!');
    await panels.closePanel(driver);
  });
  await t.test('one that was sent just now may still come, and is not given up by a press', async () => {
    await world.fresh();
    const [words] = await listed(world, [justSent()]);
    assert.match(words, /^now\.example .*may still come/);
    assert.equal(await seen(driver, '#unfinished-list button'), false);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('a CA that speaks EST has not answered: it is asked again, and nothing is to be done', async () => {
    for (const state of ['sent', 'key', 'received']) {
      await world.fresh();
      const [first, second] = await listed(world, [job(1, { state, site: 'https://est.example', repeats: 'itself' }), job(2)]);
      assert.match(first, /^portal\.example/, 'what wants the person comes first');
      assert.match(second, /^est\.example · 3 days ago.*not answered yet.*nss-helper renew --all --due.*nothing to do/);
      assert.doesNotMatch(second, /download|button|issued again/);
      await panels.closePanel(driver);
      await listed(world, [job(1, { state, site: 'https://est.example', repeats: 'itself', changed: ago(0) })]);
      assert.equal(await seen(driver, '#unfinished-list button'), false);
      assert.equal(await panels.badge(driver), '', 'nobody has to look');
      await panels.closePanel(driver);
    }
  });
  await t.test('one that wants a password when it is asked again: said so', async () => {
    await world.fresh();
    const [words] = await listed(world, [job(1, { site: 'https://est.example', repeats: 'person' })]);
    assert.match(words, /^est\.example .*wants your password.*nss-helper renew --all/);
    assert.equal(await seen(driver, '#unfinished-list button'), false);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('many: the first two, what waits for the person before all, and how many more', async () => {
    await world.fresh();
    const [first, second, ...others] = await listed(world, [justSent(), job(1), job(2)], [WAITING]);
    assert.match(first, /^ca\.example .*waits for you/);
    assert.match(second, /^portal\.example/);
    assert.deepEqual(others, []);
    assert.match((await panels.panelElement(driver, '#unfinished-more')).text, /^And 2 more: nss-helper jobs/);
    await panels.closePanel(driver);
    await listed(world, [job(1), job(2), job(3)], [], true);
    assert.match((await panels.panelElement(driver, '#unfinished-more')).text, /1\+/);
    await panels.closePanel(driver);
  });
}

async function presses(t, world) {
  const { driver, host } = world;
  await t.test('to forget takes a second press, and the mark goes', async () => {
    await world.fresh();
    await listed(world, [job(1)]);
    await panels.pressInPanel(driver, '#unfinished-list button');
    await until('the second button', async () =>
      /remove its key/.test((await panels.panelElement(driver, '#unfinished-list button')).text));
    assert.equal(host.said('forget').length, 0);
    host.answers({});
    await panels.pressInPanel(driver, '#unfinished-list button');
    await until('the list to go', async () => !await seen(driver, '#unfinished'));
    assert.deepEqual(host.said('forget'), [{ type: 'forget', job: idOf(1) }]);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('an answer that waits is looked at, and the person asked', async () => {
    for (const [reply, state] of [[ASK, 'ask'], [{ ...ERROR, code: 95, name: 'NO_SPACE', answer: WAITING.answer }, 'error']]) {
      await world.fresh();
      host.answers({ look: { replies: [reply] }, jobs: { replies: [{ ...JOBS, answers: [WAITING] }] } });
      await panels.openPanel(driver);
      await panels.pressInPanel(driver, '#unfinished-list button');
      assert.equal((await world.result()).state, state);
      assert.equal(host.said('install').length, 0);
      host.answers({});
      await driver.click(state === 'ask' ? '#dismiss' : '#retry');
      await until('the end', async () => (await driver.data('#result')).name !== reply.name);
      assert.equal(host.said('look').length, state === 'ask' ? 1 : 2);
    }
  });
}

async function marks(t, world) {
  const { host, site, driver } = world;
  await t.test('after a start the button is marked, where this extension has begun something', async () => {
    await world.fresh();
    host.answers({ jobs: { replies: [{ ...JOBS, jobs: [job(1)] }] } });
    await world.reloadExtension();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(host.said('hello').length, 0, 'no host is asked for nothing');
    assert.equal(await panels.badge(driver), '');
    site.pages.set('/done', '<title>done</title>thanks');
    await world.open('<form action="/done" method="post"><keygen name="spkac"><button id="get">Get</button></form>',
      { ready: 'select' });
    await world.press();
    await until('the request', () => site.sentTo('/done').length);
    await world.reloadExtension();
    await until('the mark', async () => await panels.badge(world.driver) === '!');
    assert.equal(host.said('jobs').length, 1);
  });
}

test('the panel in a real Firefox', { timeout: 180000 * patience }, (t) => withFirefox(async (world) => {
  await marks(t, world);
  await lists(t, world);
  await presses(t, world);
}));
