// SPDX-License-Identifier: MPL-2.0
// The links of the help page work, errors link into it, and its pictures are there; the welcome page
// opens once, and only if no site was turned on yet.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EXTENSION, json, load, read } from './lib.mjs';

const { linkToHelp } = await load('pages/help-link.js');
const { CODES } = await load('host/message.js');
const { OWN_NAMES } = await load('host/failure.js');
const { onInstalled } = await load('watch/welcome.js');

const help = read('pages/help.html');
const all = (pattern, text = help) => [...text.matchAll(pattern)].map(([, found]) => found);
const MOST = 400_000; // bytes of all pictures

test('the table of contents has each heading, in their order', () => {
  const listed = all(/<li><a href="#(\w+)"/g);
  assert.deepEqual(listed, all(/<h2 id="(\w+)" data/g).filter((id) => id !== 'contents'));
  assert.ok(listed.length > 6);
  for (const [, id, words] of help.matchAll(/<li><a href="#(\w+)" data-i18n="(\w+)"/g)) {
    assert.ok(help.includes(`<h2 id="${id}" data-i18n="${words}"`), `${id}: other words than its heading`);
  }
});

test('every error leads to a part that is there; a name that is not known leads to the help desk', () => {
  const ids = all(/<h[23] id="(\w+)"/g);
  const parts = new Set();
  for (const name of [...Object.keys(CODES), ...OWN_NAMES]) {
    const link = {};
    linkToHelp(link, name);
    const [, part] = link.href.match(/^help\.html#(\w+)$/);
    assert.ok(ids.includes(part), `${name}: ${part}`);
    parts.add(part);
  }
  assert.ok(parts.size > 6);
  const link = {};
  linkToHelp(link, 'HOST_MISSIN');
  assert.equal(link.href, 'help.html#desk');
});

test('errors that help names are errors', () => {
  const named = all(/'([A-Z][A-Z_0-9]+)'/g, read('pages/help-link.js'));
  for (const name of named) assert.ok(name in CODES || OWN_NAMES.includes(name), name);
  assert.equal(new Set(named).size, named.length);
});

test('each picture is there in both languages, light and dark, and no other; all of them are small', () => {
  const named = [...new Set([...all(/data-picture="(\w+)"/g), ...all(/data-picture="(\w+)"/g, read('pages/welcome.html'))])];
  assert.ok(named.length > 3);
  let bytes = 0;
  for (const language of ['en', 'ja']) {
    const folder = path.join(EXTENSION, 'pages/pictures', language);
    const files = named.flatMap((name) => [`${name}.png`, `${name}-dark.png`]);
    assert.deepEqual(readdirSync(folder).sort(), files.sort());
    for (const file of files) {
      const data = readFileSync(path.join(folder, file));
      assert.equal(data.toString('latin1', 1, 4), 'PNG');
      bytes += data.length;
    }
    for (const name of named) {
      assert.ok(json(`_locales/${language}/messages.json`)[`help_picture_${name}`], name);
    }
  }
  assert.ok(bytes < MOST, `${bytes} bytes`);
});

/** What opens when Firefox tells this; `origins` are granted. */
async function opens(details, { origins = [], webdriver = false } = {}) {
  const opened = [];
  globalThis.browser = {
    permissions: { getAll: async () => ({ permissions: ['tabs'], origins }) },
    runtime: { getURL: (name) => `moz-extension://x/${name}` },
    tabs: { create: async (tab) => { opened.push(tab); } },
  };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { webdriver } });
  await onInstalled(details);
  return opened;
}

test('the first page: after an installation, behind the page that is open', async () => {
  assert.deepEqual(await opens({ reason: 'install' }), [{ url: 'moz-extension://x/pages/welcome.html', active: false }]);
});

test('…not after an update of it or of Firefox', async () => {
  for (const reason of ['update', 'browser_update', 'shared_module_update', undefined]) {
    assert.deepEqual(await opens({ reason }), [], reason);
  }
});

test('…not where a site is on already, by the package of an institution', async () => {
  assert.deepEqual(await opens({ reason: 'install' }, { origins: ['https://portal.example/*'] }), []);
});

test('…nor in a Firefox that a program drives', async () => {
  assert.deepEqual(await opens({ reason: 'install' }, { webdriver: true }), []);
});
