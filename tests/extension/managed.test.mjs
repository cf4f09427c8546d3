// SPDX-License-Identifier: MPL-2.0
// The administrator's list as the panel knows it: what can't be a site is left out, and only a list
// that is locked, for certain, keeps the person from any other.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load, makeBrowser } from './lib.mjs';

const { NONE, isAllowed, isPackaged, managed } = await load('site/managed.js');

const SITE = 'https://portal.example';

/** As the extension finds it where managed storage has this. */
function read(stored) {
  makeBrowser().storage.managed = { get: async () => structuredClone(stored) };
  return managed();
}

const one = (site, name = 'University') => ({ locked: true, sites: [{ site, name }] });

test('no such storage, or nothing in it: everybody chooses', async () => {
  makeBrowser().storage.managed = { get: () => Promise.reject(new Error('Managed storage manifest not found')) };
  assert.deepEqual(await managed(), NONE);
  for (const stored of [{}, { sites: null }, { sites: SITE }, { sites: { site: SITE } }]) {
    assert.deepEqual(await read(stored), NONE, JSON.stringify(stored));
  }
});

test('an entry is a site, or is left out', async () => {
  for (const site of [SITE, `${SITE}:8443`, 'http://localhost:8080']) {
    assert.deepEqual(await read(one(site)), one(site));
  }
  for (const site of ['http://portal.example', `${SITE}/`, `${SITE}:443`, 'https://Portal.example', 'file:///x', '', 1, [SITE]]) {
    assert.deepEqual((await read(one(site))).sites, [], `${site}`);
  }
  const { sites } = await read({ sites: [null, {}, SITE, { site: SITE, name: '' }, { name: SITE }] });
  assert.deepEqual(sites, [{ site: SITE, name: '' }]);
});

test('a name is text, or none', async () => {
  for (const name of [undefined, null, 1, true, {}, ['University']]) {
    assert.deepEqual((await read({ sites: [{ site: SITE, name }] })).sites, [{ site: SITE, name: '' }]);
  }
  assert.equal((await read(one(SITE, '大学'))).sites[0].name, '大学');
});

test('locked is true and nothing like it', async () => {
  assert.equal((await read({ locked: true, sites: [] })).locked, true);
  for (const locked of ['true', 'false', 1, {}, [], null, undefined, false]) {
    assert.equal((await read({ locked, sites: [] })).locked, false, JSON.stringify(locked));
  }
});

test('a locked list allows its own sites, whatever their port, and one that is not any', async () => {
  const list = await read(one(SITE));
  for (const site of [SITE, `${SITE}:8443`]) assert.equal(isAllowed(list, site), true, site);
  for (const site of [`${SITE}.evil`, 'https://portal.exampl', 'https://a.portal.example', 'http://portal.example', 'https://ortal.example']) {
    assert.equal(isAllowed(list, site), false, site);
    assert.equal(isAllowed({ ...list, locked: false }, site), true, site);
  }
});

test('what the package brings is that site, and none that begins alike', () => {
  const browser = makeBrowser();
  browser.runtime.getManifest = () => ({ host_permissions: ['https://portal.example/*'] });
  assert.deepEqual([SITE, `${SITE}:8443`].map(isPackaged), [true, true]);
  assert.deepEqual([`${SITE}.evil`, 'https://portal.exampl', 'http://portal.example'].map(isPackaged), [false, false, false]);
  browser.runtime.getManifest = () => ({});
  assert.equal(isPackaged(SITE), false);
});
