// SPDX-License-Identifier: MPL-2.0
// Who gets a key: the site is what Firefox says, turned on, pressed by a person.
import assert from 'node:assert/strict';
import test, { after, mock } from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';
import { ERROR, REQUEST, closeLeftPort, goodHost, load, makeBrowser } from './lib.mjs';

const { onIssue, onUnsent } = await load('site/issue.js');
const { onAnswer, onTabRemoved } = await load('site/ask.js');
const follow = await load('site/follow.js');

after(closeLeftPort);

const SITE = 'https://download.example';
const CA = 'https://ca.example:8443';
const sender = { origin: SITE, tab: { id: 1 }, frameId: 0 };
const message = { type: 'issue', key: 'rsa-2048', challenge: 'c1', target: `${SITE}/step3`, pressed: true };
const said = (browser) => browser.sent.map(({ type }) => type);

function turnedOn() {
  const browser = makeBrowser();
  browser.allowed.add('https://download.example/*');
  return browser;
}

test('a pressed form of a site that is on gets its key, and the job is called sent', async () => {
  const browser = turnedOn();
  assert.deepEqual(await onIssue(message, sender), { spkac: REQUEST.spkac, job: REQUEST.job });
  assert.deepEqual(said(browser), ['hello', 'issue', 'sent']);
  assert.deepEqual(browser.sent[1], {
    type: 'issue', site: SITE, target: SITE, key: 'rsa-2048', challenge: 'c1',
  });
  assert.equal(browser.sent[2].job, REQUEST.job);
});

test('the site is taken from Firefox, whatever the message says', async () => {
  const browser = turnedOn();
  await onIssue({ ...message, site: 'https://bank.example', origin: 'https://bank.example' }, sender);
  assert.equal(browser.sent[1].site, SITE);
});

test('a page that went while the key was made: the job is not called sent', async () => {
  const browser = turnedOn();
  browser.there = undefined;
  assert.deepEqual(await onIssue(message, sender), { error: 'INTERRUPTED' });
  assert.deepEqual(said(browser), ['hello', 'issue']);
});

test('a form that changed while the key was made: the page says so, and the job is not called sent', async () => {
  const browser = turnedOn();
  browser.there = false;
  assert.deepEqual(await onIssue({ ...message, turn: 3 }, sender), { error: 'FORM_CHANGED' });
  assert.deepEqual(said(browser), ['hello', 'issue']);
  assert.deepEqual(browser.messages, [[1, { type: 'there', turn: 3 }, { frameId: 0 }]]);
});

test('a form that did not leave after all: its job is called unsent, if its own frame says so', async () => {
  const browser = turnedOn();
  await onIssue(message, sender);
  browser.sent.length = 0;
  for (const who of [{ ...sender, frameId: 1 }, { ...sender, tab: { id: 2 } }, { ...sender, origin: CA }]) {
    await onUnsent({ job: REQUEST.job }, who);
  }
  for (const job of ['20200101T000000-000000000000', undefined, {}]) await onUnsent({ job }, sender);
  assert.deepEqual(browser.sent, []);
  await onUnsent({ job: REQUEST.job }, sender);
  await onUnsent({ job: REQUEST.job }, sender);
  assert.deepEqual(said(browser), ['hello', 'unsent']);
  assert.equal(browser.sent[1].job, REQUEST.job);
});

const refusals = [
  ['SITE_OFF', message, { ...sender, origin: 'https://other.example' }],
  ['SITE_OFF', message, { ...sender, origin: 'http://download.example' }],
  ['SITE_OFF', message, { ...sender, origin: 'moz-extension://0' }],
  ['SITE_OFF', message, { ...sender, origin: 'file://' }],
  ['SANDBOXED', message, { ...sender, origin: 'null' }],
  ['SANDBOXED', { ...message, target: '' }, { ...sender, origin: 'null', url: 'about:srcdoc' }],
  ['SITE_OFF', message, { origin: SITE, frameId: 0 }],
  ['NO_PRESS', { ...message, pressed: false }, sender],
  ['NO_PRESS', { ...message, pressed: 'yes' }, sender],
  ['NO_PRESS', { ...message, pressed: false, ask: 'made-up' }, sender],
  ['NOT_SECURE', { ...message, target: 'http://download.example/step3' }, sender],
  ['BAD_FORM', { ...message, target: 'mailto:ca@example' }, sender],
  ['BAD_FORM', { ...message, target: '' }, sender],
  ['BAD_FORM', { ...message, key: 'rsa-1024' }, sender],
  ['BAD_FORM', { ...message, challenge: 'é' }, sender],
];
for (const [error, request, who] of refusals) {
  test(`${error}: ${JSON.stringify({ ...request, ...who }).slice(0, 150)}`, async () => {
    const browser = turnedOn();
    assert.deepEqual(await onIssue(request, who), { error });
    assert.equal(browser.ports.length, 0);
  });
}

test('one key a time for a frame', async () => {
  const browser = turnedOn();
  const replies = await Promise.all([onIssue(message, sender), onIssue(message, sender)]);
  assert.deepEqual(replies, [{ spkac: REQUEST.spkac, job: REQUEST.job }, { error: 'BUSY' }]);
  assert.equal(browser.ports.length, 1);
  assert.equal((await onIssue(message, sender)).spkac, REQUEST.spkac);
});

test("the host's refusal goes back by its name, and frees the frame", async () => {
  const browser = turnedOn();
  browser.host = goodHost({ issue: [ERROR] });
  assert.deepEqual(await onIssue(message, sender), { error: 'NO_KEY' });
  browser.host = goodHost();
  assert.equal((await onIssue(message, sender)).spkac, REQUEST.spkac);
});

test('no key is handed out that the host has not called sent', async () => {
  const browser = turnedOn();
  browser.host = goodHost({ sent: [ERROR] });
  assert.deepEqual(await onIssue(message, sender), { error: 'NO_KEY' });
});

const elsewhere = { ...message, target: `${CA}/issue` };

test('another port of the host is the same site', async () => {
  turnedOn();
  assert.ok((await onIssue({ ...message, target: `${SITE}:8443/x` }, sender)).spkac);
});

test('another host is asked for before anything is sent', async () => {
  const browser = turnedOn();
  const { ask } = await onIssue(elsewhere, sender);
  assert.equal(browser.ports.length, 0);
  assert.match(browser.opened[0].url, new RegExp(`ask.html\\?id=${ask}$`));
  browser.allowed.add('https://ca.example/*');
  await onAnswer({ id: ask, allowed: true });
  assert.deepEqual(browser.messages, [[1, { type: 'asked', id: ask, allowed: true }, { frameId: 0 }]]);
  assert.ok((await onIssue({ ...elsewhere, pressed: false, ask }, sender)).spkac);
  assert.equal(browser.sent[1].target, CA);
});

test('a host whose name only begins or ends like another is a different host', async () => {
  const browser = turnedOn();
  for (const target of [`${SITE}.evil/step3`, 'https://download.exampl/step3', 'https://a.download.example/step3', 'https://adownload.example/']) {
    const reply = await onIssue({ ...message, target }, sender);
    assert.ok(reply.ask, target);
  }
  assert.equal(browser.ports.length, 0);
});

test('a yes on the question page counts only if Firefox has granted the permission', async () => {
  const browser = turnedOn();
  const { ask } = await onIssue(elsewhere, sender);
  await onAnswer({ id: ask, allowed: true });
  assert.equal(browser.messages[0][1].allowed, false);
  assert.deepEqual(await onIssue({ ...elsewhere, pressed: false, ask }, sender), { error: 'NO_PRESS' });
});

test('an answer counts once, and for that frame and target only', async () => {
  for (const [request, who] of [
    [{ ...message, pressed: false }, sender],
    [{ ...elsewhere, pressed: false }, { ...sender, frameId: 7 }],
    [{ ...elsewhere, pressed: false }, { ...sender, tab: { id: 2 } }],
    [{ ...elsewhere, pressed: false }, { ...sender, origin: `${SITE}:8443` }],
    [{ ...elsewhere, pressed: false }, { ...sender, origin: `${SITE}.evil` }],
    [{ ...elsewhere, target: 'https://ca.example:8444/issue', pressed: false }, sender],
  ]) {
    const browser = turnedOn();
    browser.allowed.add('https://download.example.evil/*');
    const { ask } = await onIssue(elsewhere, sender);
    browser.allowed.add('https://ca.example/*');
    await onAnswer({ id: ask, allowed: true });
    assert.deepEqual(await onIssue({ ...request, ask }, who), { error: 'NO_PRESS' });
    assert.ok((await onIssue({ ...elsewhere, pressed: false, ask }, sender)).spkac);
    assert.deepEqual(await onIssue({ ...elsewhere, pressed: false, ask }, sender), { error: 'NO_PRESS' });
  }
});

test('a no, or a closed question, is a no', async () => {
  for (const refuse of [(id) => onAnswer({ id, allowed: false }), () => onTabRemoved(101)]) {
    const browser = turnedOn();
    const { ask } = await onIssue(elsewhere, sender);
    await refuse(ask);
    assert.equal(browser.messages[0][1].allowed, false);
    browser.allowed.add('https://ca.example/*');
    assert.deepEqual(await onIssue({ ...elsewhere, pressed: false, ask }, sender), { error: 'NO_PRESS' });
  }
});

test('only a yes is a yes, and the first answer counts', async () => {
  for (const answers of [[false], ['yes'], [1], [undefined], [false, true]]) {
    const browser = turnedOn();
    const { ask } = await onIssue(elsewhere, sender);
    browser.allowed.add('https://ca.example/*');
    for (const allowed of answers) await onAnswer({ id: ask, allowed });
    assert.equal(browser.messages.length, 1);
    browser.allowed.delete('https://ca.example/*');
    assert.deepEqual(await onIssue({ ...elsewhere, pressed: false, ask }, sender), { error: 'NO_PRESS' });
  }
});

test('another tab that is closed answers nothing', async () => {
  const browser = turnedOn();
  const { ask } = await onIssue(elsewhere, sender);
  await onTabRemoved(55);
  assert.deepEqual(browser.messages, []);
  browser.allowed.add('https://ca.example/*');
  await onAnswer({ id: ask, allowed: true });
  assert.ok((await onIssue({ ...elsewhere, pressed: false, ask }, sender)).spkac);
});

const response = {
  requestId: '7', originUrl: `${SITE}/step2`, url: `${SITE}/step3`, statusCode: 303, tabId: 1,
  responseHeaders: [{ name: 'Location', value: `${CA}/certificate` }],
};

test('a redirect of the response to another host is held until the person has answered', async () => {
  const browser = turnedOn();
  await onIssue(message, sender);
  let goesOn = false;
  const held = follow.onHeaders(response).then(() => { goesOn = true; });
  await until('the question', () => browser.opened.length);
  assert.equal(goesOn, false);
  const id = new URL(browser.opened[0].url).searchParams.get('id');
  browser.allowed.add('https://ca.example/*');
  await onAnswer({ id, allowed: true });
  await held;
});

test('it is not held without a job, within the host, and to hosts that are allowed', async () => {
  const browser = turnedOn();
  await follow.onHeaders(response);
  await onIssue(message, sender);
  await follow.onHeaders({ ...response, responseHeaders: [{ name: 'location', value: '/step4' }] });
  await follow.onHeaders({ ...response, statusCode: 200 });
  browser.allowed.add('https://ca.example/*');
  await follow.onHeaders(response);
  assert.deepEqual(browser.opened, []);
});

/** Does a response to the form that was sent lead to a question, so many milliseconds later? */
async function isHeld(milliseconds, details = {}) {
  const browser = turnedOn();
  await onIssue(message, sender);
  const asked = new Promise((resolve) => {
    browser.tabs.create = async () => { resolve(true); return { id: 101 }; };
  });
  const now = Date.now() + milliseconds;
  mock.method(Date, 'now', () => now);
  try {
    return await Promise.race([asked, follow.onHeaders({ ...response, ...details }).then(() => false)]);
  } finally {
    mock.restoreAll();
  }
}

test('a form is followed for a quarter of an hour, and no longer', async () => {
  const begun = Date.now();
  assert.equal(await isHeld(14 * 60000), true);
  assert.equal(await isHeld(15 * 60000 + 1 + (Date.now() - begun)), false);
});

test('a request of another origin is not followed, however alike', async () => {
  for (const details of [
    { originUrl: `${SITE}.evil/step2` }, { originUrl: `${SITE}:8443/step2` }, { originUrl: 'http://download.example/step2' },
    { url: `${SITE}.evil/step3` }, { url: `${SITE}:8443/step3` }, { originUrl: '' },
  ]) assert.equal(await isHeld(0, details), false, JSON.stringify(details));
});

test('the redirects of one request are followed wherever they lead, and no other request', async () => {
  const browser = turnedOn();
  await onIssue(message, sender);
  await follow.onHeaders({ ...response, responseHeaders: [{ name: 'location', value: '/step4' }] });
  assert.equal(await follow.isFollowed({ ...response, url: `${CA}/x`, originUrl: `${CA}/x` }), true);
  assert.equal(await follow.isFollowed({ ...response, requestId: '8' }), false);
  assert.deepEqual(browser.opened, []);
});

test('each status that Firefox follows is held, and no other', async () => {
  for (const statusCode of [301, 302, 303, 307, 308]) assert.equal(await isHeld(0, { statusCode }), true, `${statusCode}`);
  for (const statusCode of [200, 300, 304, 305, 306, 309]) assert.equal(await isHeld(0, { statusCode }), false, `${statusCode}`);
});

test('the form may be pressed anew when its response has ended, and only then', async () => {
  const browser = turnedOn();
  await onIssue(message, sender);
  browser.messages.length = 0;
  await follow.onEnd({ ...response, originUrl: 'https://other.example/' });
  await follow.onEnd({ ...response, url: 'https://other.example/' });
  assert.deepEqual(browser.messages, []);
  await follow.onEnd(response);
  await follow.onEnd(response);
  assert.deepEqual(browser.messages, [[1, { type: 'answered', job: REQUEST.job, failed: false }, { frameId: 0 }]]);
});
