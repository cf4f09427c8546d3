// SPDX-License-Identifier: MPL-2.0
// Which pages Firefox runs the content scripts in: those of the sites that are on, no other.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load, makeBrowser } from './lib.mjs';

const { onGranted, onRevoked, register } = await load('site/sites.js');

const ON = 'https://portal.example/*';

/** A Firefox in which this is granted; `frames` are those of its one tab. */
function granting(...origins) {
  const browser = makeBrowser();
  browser.allowed = new Set(origins);
  return browser;
}

const registered = ({ scripts }) => scripts.map(({ matches }) => matches.join(' '));

test('nothing is granted: nothing is registered, and no page is touched', async () => {
  const browser = granting();
  browser.frames = [{ frameId: 0, result: ['https://portal.example', 'https://portal.example/'] }];
  await register();
  assert.deepEqual(registered(browser), []);
  assert.deepEqual(browser.executed, []);
});

test('what is granted, and of that the web only', async () => {
  const browser = granting(ON, 'http://a.localhost/*', 'file:///*', '*://*.b.example/*');
  await register();
  assert.deepEqual(registered(browser), [`${ON} http://a.localhost/* *://*.b.example/*`]);
  const all = granting('<all_urls>', ON);
  await register();
  assert.deepEqual(registered(all), ['*://*/*']);
});

test('a grant and the end of it: each changes what is registered', async () => {
  const browser = granting();
  browser.allowed.add(ON);
  await onGranted({ origins: [ON] });
  assert.deepEqual(registered(browser), [ON]);
  browser.allowed.add('https://ca.example/*');
  await onGranted({ origins: ['https://ca.example/*'] });
  assert.deepEqual(registered(browser), [`${ON} https://ca.example/*`]);
  browser.allowed.delete(ON);
  await onRevoked({ origins: [ON] });
  assert.deepEqual(registered(browser), ['https://ca.example/*']);
  browser.allowed.clear();
  await onRevoked({ origins: ['https://ca.example/*'] });
  assert.deepEqual(registered(browser), []);
});

test('two changes at once: what is granted at the end is registered', async () => {
  const browser = granting();
  browser.allowed.add(ON);
  const first = onGranted({ origins: [ON] });
  browser.allowed.delete(ON);
  await Promise.all([first, onRevoked({ origins: [ON] }), register()]);
  assert.deepEqual(registered(browser), []);
});

test('open pages are looked at when the scripts are registered: none is loaded in between', async () => {
  const browser = granting(ON);
  browser.frames = [{ frameId: 0, documentId: 'd0', result: ['https://portal.example', 'https://portal.example/'] }];
  let goOn;
  const { registerContentScripts } = browser.scripting;
  browser.scripting.registerContentScripts = (scripts) => new Promise((resolve) => {
    goOn = () => resolve(registerContentScripts(scripts));
  });
  let asked = 0;
  browser.tabs.query = async () => { asked += 1; return [{ id: 1 }]; };
  const done = onGranted({ origins: [ON] });
  await new Promise((resolve) => { setTimeout(resolve, 30); });
  assert.equal(asked, 0);
  goOn();
  await done;
  assert.deepEqual([asked, browser.executed.length], [1, 1]);
});

test('of the open pages those get the scripts whose own site is on, by their document', async () => {
  const browser = granting(ON);
  const document = (frameId, origin, address = `${origin}/`) =>
    ({ frameId, documentId: `d${frameId}`, result: [origin, address] });
  browser.frames = [
    document(0, 'https://off.example'), document(1, 'https://portal.example'),
    document(2, 'https://portal.example', 'about:srcdoc'), document(3, 'null', 'https://portal.example/sandboxed'),
    document(4, 'null', 'about:srcdoc'), document(5, 'http://portal.example'),
    { frameId: 6, error: 'no leave' },
  ];
  await onGranted({ origins: [ON] });
  assert.deepEqual(browser.executed.map(({ documentIds }) => documentIds), [['d1'], ['d2'], ['d3']]);
});

test('a Firefox that does not name documents: by the frame', async () => {
  const browser = granting(ON);
  browser.frames = [{ frameId: 8, result: ['https://portal.example', 'https://portal.example/'] }];
  await onGranted({ origins: [ON] });
  assert.deepEqual(browser.executed.map(({ frameIds }) => frameIds), [[8]]);
});

test('a start serves open pages only where the scripts had gone, as after an update', async () => {
  const browser = granting(ON);
  browser.frames = [{ frameId: 0, documentId: 'd0', result: ['https://portal.example', 'https://portal.example/'] }];
  await register();
  assert.equal(browser.executed.length, 1);
  await register();
  assert.equal(browser.executed.length, 1);
});
