// SPDX-License-Identifier: MPL-2.0
// What the panel and "Use elsewhere" show of the administrator's list, as the host reports it.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import * as panels from '../../e2e/lib/panels.mjs';
import { inFirefox, openCertificates } from '../browser.mjs';
import { ERROR, SITES } from '../replies.mjs';

const own = { site: 'http://site.localhost', name: 'Example "University"', test: '', wifi: false };
const other = { site: 'https://portal.example', name: '', test: '', wifi: false };

/** What the panel says of a page of site.localhost, which is on, or of another one. */
async function says({ driver, host, site }, list, words, place = 'site.localhost') {
  host.answers({ sites: { replies: [list] } });
  await driver.open(site.url('/page', place));
  await panels.openPanel(driver);
  await panels.panelExplains(driver, words);
  const seen = [];
  for (const id of ['turn-on', 'turn-off']) if ((await panels.panelElement(driver, `#${id}`)).seen) seen.push(id);
  const state = (await panels.panelElement(driver, '#site-state')).text;
  await panels.closePanel(driver);
  return { seen, state };
}

async function panel(t, world) {
  const on = /^Get your certificate as the site tells you/;
  const NOT_HERE = "On, but it can't be used on this site";
  const refused = /only on these sites: .*portal\.example/;
  world.site.pages.set('/page', '<!DOCTYPE html><title>page</title><p id="get">page');
  const cases = [
    ['no list', SITES, on, ['turn-off'], 'On for this site'],
    ['an older host', { ...ERROR, code: 76, name: 'PROTOCOL' }, on, ['turn-off'], 'On for this site'],
    ['a list with the site', { ...SITES, sites: [own] }, /institution lists this site: .*Example "University".*Get your certificate/, ['turn-off'], 'On for this site'],
    ['…that is locked', { ...SITES, locked: true, sites: [own] }, /institution lists this site/, [], 'On for this site'],
    ['…on another port', { ...SITES, locked: true, sites: [{ ...own, site: 'http://site.localhost:1' }] }, /institution lists this site/, [], 'On for this site'],
    ['a list without it', { ...SITES, sites: [other] }, on, ['turn-off'], 'On for this site'],
    ['…that is locked', { ...SITES, locked: true, sites: [other] }, refused, ['turn-off'], NOT_HERE],
    ['a near miss', { ...SITES, locked: true, sites: [other, { ...own, site: 'https://site.localhost' }] }, refused, ['turn-off'], NOT_HERE],
    ['a broken list', { ...ERROR, code: 116, name: 'SITE_LIST', message: 'Line 3 is wrong.' }, /can't be used: Line 3 is wrong\./, ['turn-off'], NOT_HERE],
  ];
  for (const [name, list, words, seen, state] of cases) {
    await t.test(`${name}: a site that is on`, async () => {
      await world.fresh();
      assert.deepEqual(await says(world, list, words), { seen, state });
    });
  }
  await t.test('a site that is off can be turned on, unless the list is locked and lacks it', async () => {
    for (const [list, words, seen] of [[SITES, /^Turn this on at the page/, ['turn-on']],
      [{ ...SITES, sites: [other] }, /^Turn this on at the page/, ['turn-on']],
      [{ ...SITES, locked: true, sites: [other] }, refused, []]]) {
      await world.fresh();
      assert.deepEqual(await says(world, list, words, 'off.localhost'), { seen, state: 'Off for this site' });
    }
  });
}

/** Asks for a Wi-Fi profile, and chooses no file. */
async function saveWifi({ driver, host }, list) {
  host.answers({ sites: { replies: [list] } });
  await openCertificates({ driver });
  await driver.press('[data-opens="elsewhere"]');
  await until('the list to be asked', () => host.said('sites').length > 0);
  await driver.page(() => {
    const select = document.querySelector('.target');
    select.value = 'eduroam-apple';
    select.dispatchEvent(new Event('change'));
  });
  return () => driver.page(() => document.querySelector('.network .listed').getClientRects().length > 0);
}

async function wifi(t, world) {
  const { driver, host } = world;
  const outcome = () => driver.page(() => document.querySelector('.saved').textContent);
  await t.test('the list names settings: they are used where no file is chosen', async () => {
    await world.fresh();
    const told = await saveWifi(world, { ...SITES, sites: [other, { ...own, wifi: true }] });
    await until('the word', told);
    await driver.press('.save');
    await until('the outcome', async () => /Saved as/.test(await outcome()));
    assert.deepEqual(host.said('export').map(({ for: target, settings }) => [target, settings]), [['eduroam-apple', '']]);
  });
  await t.test('it names none: the person is asked for a file', async () => {
    await world.fresh();
    const told = await saveWifi(world, { ...SITES, sites: [own] });
    await driver.press('.save');
    await until('the outcome', async () => /First choose the settings file/.test(await outcome()));
    assert.equal(await told(), false);
    assert.equal(host.said('export').length, 0);
    host.answers({});
  });
}

inFirefox("the administrator's list", { seconds: 240 }, panel, wifi);
