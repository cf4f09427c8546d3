// SPDX-License-Identifier: MPL-2.0
// Who may send which message to the background: only the extension's own pages can list, export and
// remove certificates, and in a page of a site only the messages of content scripts are answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, makeBrowser, read } from './lib.mjs';

const fake = makeBrowser();
let ask;

/** Parts of Firefox that the background uses when it starts, and that don't matter here. */
const anything = () => new Proxy(function none() {}, {
  get: (_, name) => (name === 'then' ? undefined : anything()),
  apply: () => new Promise(() => {}),
});
const around = (known) => new Proxy(known, {
  get: (target, name) => {
    if (!(name in target)) return anything();
    return typeof target[name] === 'object' && !(target[name] instanceof Set) ? around(target[name]) : target[name];
  },
});
fake.runtime.onMessage = { addListener: (listener) => { ask = listener; } };
globalThis.browser = around(fake);
await load('background.js');

const listOf = (name) => [...read('background.js').split(`const ${name} = {`)[1].split('\n};')[0].matchAll(/^ {2}(\w+)/gm)]
  .map(([, type]) => type);
const [own, sites] = ['FROM_OWN_PAGES', 'FROM_SITES'].map(listOf);
const answers = (type, url) => ask({ type }, { url, tab: { id: 1 }, frameId: 0, origin: new URL(url).origin }) !== false;

test('what the own pages may ask, no page of a site may', () => {
  assert.ok(own.length > 15 && sites.length > 3, `${own} ${sites}`);
  for (const type of own.filter((one) => !sites.includes(one))) {
    for (const url of ['https://portal.example/', 'https://portal.example/pages/certificates.html',
      'https://moz-extension.example/pages/x.html', 'moz-extension://id2/pages/x.html', 'moz-extension://id/page.html',
      'moz-extension://id/pagesx/x.html']) {
      assert.equal(answers(type, url), false, `${type} from ${url}`);
    }
    assert.equal(ask({ type }, {}), false, `${type} from nowhere`);
  }
});

test('nobody asks for what every object has', () => {
  for (const type of ['constructor', '__proto__', 'toString', undefined, null, 1]) {
    for (const url of ['https://portal.example/', 'moz-extension://id/pages/x.html']) assert.equal(answers(type, url), false, `${type}`);
  }
});

test('an own page is answered', () => {
  assert.equal(answers('waiting', 'moz-extension://id/pages/result.html'), true);
});
