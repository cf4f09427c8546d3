// SPDX-License-Identifier: MPL-2.0
// The toolbar's panel and its button's mark, in a real Firefox: what is unfinished, in words.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { iso } from '../../clock.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { inFirefox } from '../browser.mjs';
import { pressTwice } from '../twice.mjs';
import { ASK, ERROR, HELLO, JOB, JOBS, REPLAYED, WAITING } from '../replies.mjs';

const ago = (minutes) => iso(Date.now() - minutes * 60000);
const idOf = (number) => `20260101T000000-00000000000${number}`;
const job = (number, change) => ({ ...JOB, job: idOf(number), changed: ago(3 * 24 * 60), ...change });
const justSent = () => job(9, { site: 'https://now.example', changed: ago(0) });

/** Opens the panel over what a host lists; resolves to the texts of its items. */
async function listed({ driver, host }, jobs, answers = [], more = false) {
  host.answers({ jobs: { replies: [{ ...JOBS, jobs, answers, more }] } });
  await panels.openPanel(driver);
  const items = () => panels.panelTexts(driver, '#unfinished-list li');
  if (jobs.length + answers.length > 0) await until('the list', async () => (await items()).length > 0);
  return items();
}

/** What can be pressed in the list. */
const actions = (driver, which = '') => panels.panelTexts(driver, `#unfinished-list ${which} :is(button, a)`);

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
    assert.match(words, /no certificate has arrived\. Download it from the site, or import its file with “Import a file…” below\..*request a new certificate/);
    assert.deepEqual(await actions(driver), ['Forget…']);
    assert.deepEqual(others, []);
    assert.equal(await seen(driver, '#unfinished-more'), false);
    assert.equal(await panels.badge(driver), '!');
    await panels.closePanel(driver);
  });
  await t.test('one that was sent just now may still come, and is not given up by a press', async () => {
    await world.fresh();
    const [words] = await listed(world, [justSent()]);
    assert.match(words, /^now\.example .*may still arrive/);
    assert.deepEqual(await actions(driver), []);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('a CA that speaks EST has not answered: it is asked again, and nothing is to be done', async () => {
    for (const state of ['sent', 'key', 'received']) {
      await world.fresh();
      const [first, second] = await listed(world, [job(1, { state, site: 'https://est.example', repeats: 'itself' }), job(2)]);
      assert.match(first, /^portal\.example/, 'what wants the person comes first');
      assert.match(second, /^est\.example · 3 days ago.*not answered yet.*don't need to do anything.*nss-helper renew --all --due/);
      assert.doesNotMatch(second, /[Dd]ownload|button|Import|request a new/);
      await panels.closePanel(driver);
      await listed(world, [job(1, { state, site: 'https://est.example', repeats: 'itself', changed: ago(0) })]);
      assert.deepEqual(await actions(driver), []);
      assert.equal(await panels.badge(driver), '', 'nobody has to look');
      await panels.closePanel(driver);
    }
  });
  await t.test('one that wants a password when it is asked again: said so', async () => {
    await world.fresh();
    const [words] = await listed(world, [job(1, { site: 'https://est.example', repeats: 'person' })]);
    assert.match(words, /^est\.example .*nss-helper renew --all in a terminal and type your password/);
    assert.deepEqual(await actions(driver), []);
    assert.equal(await panels.badge(driver), '');
    await panels.closePanel(driver);
  });
  await t.test('a file may be imported where one may have come, and only there; the button for it is there once', async () => {
    for (const [state, expected] of [['received', true], ['key', false], ['installed', false]]) {
      await world.fresh();
      const [words] = await listed(world, [job(1, { state })]);
      assert.equal(/“Import a file…” below/.test(words), expected, state);
      assert.deepEqual(await actions(driver), ['Forget…'], state);
      await panels.closePanel(driver);
    }
    await world.fresh();
    const [words] = await listed(world, [job(1, { site: '', target: '' })]);
    assert.match(words, /^Command nss-helper request .*sends you the certificate, choose “Import a file…” below/);
    const pressed = (await panels.panelTexts(driver, 'button, a')).filter((text) => text === 'Import a file…');
    assert.equal(pressed.length, 1);
    await panels.pressInPanel(driver, '#import');
    await world.goTo('/pages/import.html');
    assert.equal(await panels.panelElement(driver, '#site'), null, 'the panel is closed');
  });
  await t.test('buttons with the same word have names of their own, also when they ask once more', async () => {
    await world.fresh();
    await listed(world, [job(1), job(2, { key: 'p-256' })], [WAITING]);
    await panels.pressInPanel(driver, '#unfinished-more');
    const names = () => world.inside('panel', () => [...document.querySelectorAll('#unfinished-list button')].map((one) =>
      one.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent).join(' | ')));
    await until('all of them', async () => (await names()).length === 3);
    const [review, first, second] = await names();
    assert.match(review, /^Review \| ca\.example · .* \| Arrived Nov 23, 2026/);
    assert.match(first, /^Forget… \| portal\.example · 3 days ago \| RSA 2048, started/);
    assert.match(second, /^Forget… \| portal\.example · 3 days ago \| EC P-256, started/);
    await panels.pressInPanel(driver, '#unfinished-list li:last-child button');
    await until('the question', async () => (await names()).length === 4);
    assert.deepEqual((await names()).slice(2), ['Keep', 'Forget the request and remove its key'].map((name) => second.replace('Forget…', name)));
    await panels.closePanel(driver);
  });
  await t.test('requests of one site are told apart: by their keys, and by when they were started', async () => {
    await world.fresh();
    const twins = [job(1, { begun: ago(200) }), job(2, { begun: ago(100) }), job(3, { begun: ago(200), key: 'p-256' })];
    assert.equal(new Set((await listed(world, twins.slice(0, 2)))).size, 2);
    await panels.closePanel(driver);
    const texts = await listed(world, [twins[0], twins[2]]);
    assert.match(texts[0], /RSA 2048, started .*\d:\d\d/);
    assert.match(texts[1], /EC P-256, started .*\d:\d\d/);
    await panels.closePanel(driver);
    const [first, second] = await listed(world, [], [WAITING, { ...WAITING, answer: idOf(8), received: ago(5) }]);
    assert.match(first, /Arrived Nov 23, 2026/);
    assert.notEqual(first.replace(/^.*ago/, ''), second.replace(/^.*ago/, ''));
    await panels.closePanel(driver);
  });
  await t.test('many: the first two, what waits for the person before all, and the rest by a press', async () => {
    await world.fresh();
    const [first, second, ...others] = await listed(world, [justSent(), job(1), job(2)], [WAITING]);
    assert.match(first, /^ca\.example .*Review it/);
    assert.match(second, /^portal\.example/);
    assert.deepEqual(others, []);
    assert.equal((await panels.panelElement(driver, '#unfinished-more')).text, 'Show all (2 more)');
    await panels.pressInPanel(driver, '#unfinished-more');
    await until('all of them', async () => (await panels.panelTexts(driver, '#unfinished-list li')).length === 4);
    assert.equal(await seen(driver, '#unfinished-more'), false);
    assert.equal(await seen(driver, '#unfinished-rest'), false);
    await panels.closePanel(driver);
    await listed(world, [job(1), job(2), job(3)], [], true);
    assert.equal((await panels.panelElement(driver, '#unfinished-more')).text, 'Show all (1+ more)');
    assert.equal(await seen(driver, '#unfinished-rest'), false);
    await panels.pressInPanel(driver, '#unfinished-more');
    await until('the word', () => seen(driver, '#unfinished-rest'));
    await panels.closePanel(driver);
  });
}

const KEYGEN = '<form action="/done" method="post"><keygen name="spkac"><button id="get">Get</button></form>';
const P12 = '<form action="/done" method="post"><input name="pin"><button id="get">Download</button></form>';

/** What the panel says of being on, over a page. */
async function said(world, html, ready) {
  await world.open(html, { ready });
  await panels.openPanel(world.driver);
  const { text } = await panels.panelElement(world.driver, '#explain');
  await panels.closePanel(world.driver);
  return text;
}

async function words(t, world) {
  const { driver, host } = world;
  await t.test('a page that asks for a key: said so; on one that hands out a .p12 no key is created', async () => {
    await world.fresh();
    const key = /creates the key/;
    assert.match(await said(world, KEYGEN, 'select'), key);
    assert.match(await said(world, `<div><template shadowrootmode="open">${KEYGEN}</template></div><b id="get">b`, '#get'), key);
    for (const page of [P12, '<select class="nss-helper-keygen"></select><b id="get">b']) {
      const general = await said(world, page, '#get');
      assert.doesNotMatch(general, /\bkey\b/);
      assert.match(general, /\.p12 file.*access PIN/);
    }
  });
  await t.test('a page that is still being loaded is told of, and so is the next one that comes', async () => {
    await world.fresh();
    let end;
    world.site.pages.set('/slow', (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).write('<!DOCTYPE html><title>slow</title><p id="get">');
      end = () => response.end(KEYGEN);
    });
    world.site.pages.set('/page', '<!DOCTYPE html><title>page</title>');
    await driver.open(world.site.url('/slow'));
    await panels.openPanel(driver);
    await panels.panelExplains(driver, /^Get your certificate/);
    end();
    await panels.panelExplains(driver, /creates the key/);
    await driver.open(world.site.url('/page'));
    await panels.panelExplains(driver, /^Get your certificate/);
    await panels.closePanel(driver);
  });
  await t.test('a site that is turned on while the panel is open: what its page asks for is known at once', async () => {
    await world.fresh();
    world.site.pages.set('/page', `<!DOCTYPE html><title>page</title>${KEYGEN}`);
    await driver.open(world.site.url('/page', 'off.localhost'));
    await panels.openPanel(driver);
    await panels.panelExplains(driver, /^Turn this on/);
    await world.permission('add', 'off.localhost');
    await panels.panelExplains(driver, /creates the key/);
    await panels.closePanel(driver);
    await world.permission('remove', 'off.localhost');
  });
  await t.test('where the profile has a primary password: a window outside Firefox will ask for it', async () => {
    for (const locked of [true, false]) {
      await world.fresh();
      host.answers({ hello: { replies: [{ ...HELLO, profile: { ...HELLO.profile, locked } }] } });
      await panels.openPanel(driver);
      const { seen: told, text } = await panels.panelElement(driver, '#host-locked');
      assert.deepEqual([told, /window outside Firefox/.test(text)], [locked, true]);
      await panels.closePanel(driver);
    }
  });
  await t.test('without the program: what to do, and a button to check again', async () => {
    await world.fresh();
    host.remove();
    await panels.openPanel(driver);
    assert.equal((await panels.panelElement(driver, '#host-state')).data.name, 'HOST_MISSING');
    assert.equal(await seen(driver, '#again'), true);
    host.restore();
    await panels.pressInPanel(driver, '#again');
    await until('the host', async () => (await panels.panelElement(driver, '#host-state')).data.state === 'ok');
    assert.equal(await seen(driver, '#again'), false);
    assert.match((await panels.panelElement(driver, '#host-what')).text, /^Ready to install/);
    await panels.closePanel(driver);
  });
}

async function presses(t, world) {
  const { driver, host } = world;
  /* [which, what its button asks, the question, what goes out] */
  const ofSite = { ...WAITING, site: 'https://portal.example:8443' };
  const QUESTIONS = [
    ['a request', '#unfinished-list li:last-child button', /removes its key.*can't use it.*can't undo/, { type: 'forget', job: idOf(1) }],
    ['all of a site', '.forget-site', /from portal\.example\. Requests, each with its key: 1\. Certificates that are not installed yet: 2\..*can't undo/,
      { type: 'clear', site: ofSite.site }],
  ];
  for (const [what, selector, words, said] of QUESTIONS) {
    await t.test(`${what} goes after a question that says what is lost: neither by a double click, nor by Enter pressed twice`, async () => {
      await world.fresh();
      await listed(world, [job(1)], [ofSite, { ...ofSite, answer: idOf(8) }]);
      await panels.pressInPanel(driver, '#unfinished-more');
      await until('all of them', () => seen(driver, selector));
      const asked = () => panels.panelTexts(driver, '.question');
      await world.inside('panel', pressTwice, { args: [selector, '.question button:last-of-type'] });
      assert.match((await asked())[0], words);
      assert.deepEqual(await world.inside('panel', () => [document.activeElement.textContent,
        document.getElementById(document.activeElement.getAttribute('aria-describedby')).parentElement.className]), ['Keep', 'question']);
      await panels.pressInPanel(driver, '.question button');
      await until('the way back', async () => (await asked()).length === 0 && await seen(driver, selector));
      assert.deepEqual([host.said('forget'), host.said('clear')], [[], []]);
      await panels.pressInPanel(driver, selector);
      await until('the question', async () => (await asked()).length === 1);
      host.answers({});
      await panels.pressInPanel(driver, '.question button:last-of-type');
      await until('the list to go', async () => !await seen(driver, '#unfinished'));
      assert.deepEqual(host.said(said.type), [said]);
      assert.equal(await panels.badge(driver), '');
      await panels.closePanel(driver);
    });
  }
  await t.test('a button that gives up all of a site is there once for it', async () => {
    await world.fresh();
    await listed(world, [job(1), job(2, { site: 'https://other.example' })], [ofSite, { ...ofSite, answer: idOf(8) }]);
    assert.deepEqual(await actions(driver), ['Review', 'Review']);
    assert.deepEqual(await panels.panelTexts(driver, '#unfinished-sites button'), ['Forget everything from portal.example…']);
    await panels.closePanel(driver);
  });
  await t.test('what a host has removed for its age is told', async () => {
    await world.fresh();
    host.answers({ replay: { replies: [{ ...REPLAYED, dropped: [{ answer: idOf(7), site: 'https://evil.example', received: ago(8 * 24 * 60) }] }] } });
    await world.reloadExtension();
    await panels.openPanel(driver);
    await until('the host to be asked', () => host.said('replay').length);
    await panels.closePanel(driver);
    await until('the word', async () => {
      await panels.openPanel(driver);
      const told = await panels.panelElement(driver, '#dropped');
      await panels.closePanel(driver);
      return told?.seen && /^Certificates from evil\.example that you had not requested.*\(1\)/.test(told.text);
    });
  });
  await t.test('of a file whose password was not given the panel says so, as its page does', async () => {
    await world.fresh();
    await world.background((id) => browser.storage.local.set({ 'result:p': {
      site: 'https://ca.example', state: 'error', name: 'PASSWORD', answer: id, asked: true, time: Date.now() } }), WAITING.answer);
    host.answers({ jobs: { replies: [{ ...JOBS, answers: [WAITING] }] } });
    await panels.openPanel(driver);
    await until('the button', async () => (await panels.panelTexts(driver, '#unfinished-list button'))[0] === 'Try again');
    assert.match((await panels.panelTexts(driver, '#unfinished-list li'))[0], /Its password is still needed/);
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
      if (state === 'ask') await driver.click('#deletion-sure');
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
    await world.hasBegun();
    await world.calm();
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

/** How the toolbar's button looks in the tab in front: { isOn, title }. */
const look = (driver) => driver.chrome(async (selector) => {
  const item = document.querySelector(selector);
  const button = item.querySelector('.unified-extensions-item-action-button') ?? item;
  const image = getComputedStyle(button.querySelector('.toolbarbutton-icon') ?? button).listStyleImage
    + (item.getAttribute('style') ?? '') + (button.getAttribute('style') ?? '');
  return { isOn: image.includes('nss-helper-on.svg'), title: button.getAttribute('tooltiptext') ?? item.getAttribute('tooltiptext') };
}, panels.BUTTON);

async function shows(t, world) {
  const { site, driver } = world;
  const ON = 'NSS Helper: on for this site';
  const comes = (isOn, title) => until(`the button to be ${isOn}, ${title}`, async () => {
    const now = await look(driver);
    if (now.isOn === isOn && now.title === title) return true;
    throw new Error(JSON.stringify(now));
  });
  await t.test('on a site that is on the button says so, and nowhere else; also after Back', async () => {
    await world.fresh();
    await comes(false, 'NSS Helper');
    await world.open('<a id="get" href="/next">next</a>');
    await comes(true, ON);
    await driver.open(site.url('/page', 'off.localhost'));
    await comes(false, 'NSS Helper');
    await driver.send('WebDriver:Back');
    await comes(true, ON);
    await driver.newTab();
    await comes(false, 'NSS Helper');
  });
  await t.test('its title also names an unfinished request', async () => {
    await world.fresh();
    await world.open('<p id="get">page</p>');
    await comes(true, ON);
    await listed(world, [job(1)]);
    await panels.closePanel(driver);
    await comes(true, `${ON}\nNSS Helper: a certificate request is not finished`);
    await listed(world, []);
    await panels.closePanel(driver);
    await comes(true, ON);
  });
  await t.test('turned off, and on again: without a reload', async () => {
    await world.permission('remove', 'site.localhost');
    await comes(false, 'NSS Helper');
    await world.permission('add', 'site.localhost');
    await comes(true, ON);
  });
}

inFirefox('the panel in a real Firefox', { seconds: 180 }, shows, marks, lists, words, presses);
