// SPDX-License-Identifier: MPL-2.0
// The administrator has named the sites: the list of the host, managed storage made from it, a package
// with these sites in the folder from which Firefox installs it for everybody, and the policies of the
// page for administrators. No preference is changed. Run by listed.test.sh.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { patience } from '../patience.mjs';
import { putList, removeList } from '../list.mjs';
import { EXTENSION, Firefox, extensionRuns } from './lib/firefox.mjs';
import { Journey } from './lib/journey.mjs';
import { until } from './lib/marionette.mjs';
import * as panels from './lib/panels.mjs';
import { Portal } from './lib/portal.mjs';
import { nothingLeft } from './lib/processes.mjs';
import { numberOfKeys } from './lib/witnesses.mjs';
import { programs } from './lib/world.mjs';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SHARED = '/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}';
const MANAGED = '/usr/lib/mozilla/managed-storage';
const POLICIES = '/etc/firefox/policies';
const NAME = 'Example University: certificates';
const made = mkdtempSync(path.join(tmpdir(), 'listed-'));

after(() => rmSync(made, { recursive: true, force: true }));

const put = (folder, name, text) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

/** As the page for administrators has them, in its blocks of JSON. */
function samples() {
  const page = readFileSync(path.join(TOP, 'native-messaging/packaging/README.md'), 'utf8');
  return [...page.matchAll(/^```json\n([^]*?)^```/gm)].map(([, text]) => JSON.parse(text));
}

const sample = (has) => samples().find(({ policies }) => policies && has(policies));

function clear() {
  removeList();
  for (const folder of [SHARED, MANAGED, POLICIES]) rmSync(folder, { recursive: true, force: true });
}

/** The package with the sites of the list, as `make xpi SITES=@…` packs it. */
function shareExtension(...sites) {
  const xpi = path.join(made, 'sites.xpi');
  execFileSync(path.join(TOP, 'native-messaging/packaging/xpi'), [path.join(TOP, 'extension'), xpi, ...sites]);
  mkdirSync(SHARED, { recursive: true });
  copyFileSync(xpi, path.join(SHARED, `${EXTENSION}.xpi`));
}

/** A Firefox that is not prepared for unsigned extensions. */
function ordinary(home) {
  const firefox = new Firefox({ home, used: false });
  const file = path.join(firefox.profile, 'user.js');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.filter((line) => !/"(?:xpinstall|extensions)\./.test(line)).join('\n'));
  return firefox;
}

function scenario(name, prepare, body, { runs = true } = {}) {
  test(name, { timeout: 240000 * patience }, async (t) => {
    const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
    let portal, firefox;
    try {
      clear();
      portal = await Portal.start(programs.portal, { home, data: path.join(home, 'portal'), options: ['--prepare', '1'] });
      prepare({ portal, site: new URL(portal.download).origin });
      firefox = ordinary(home);
      firefox.trust(portal.root);
      firefox.registerHost(programs.helper);
      const driver = await firefox.start();
      if (runs) await extensionRuns(driver);
      await body({ t, driver, firefox, portal, journey: new Journey({ driver, portal }) });
    } finally {
      await firefox?.stop();
      await portal?.stop();
      assert.deepEqual(await nothingLeft(home), [], 'no process is left');
      rmSync(home, { recursive: true, force: true });
    }
  });
}


/** The panel, when it says this of the open page. */
async function panelSays(driver, words) {
  await panels.openPanel(driver);
  await panels.panelExplains(driver, words);
  const seen = {};
  for (const id of ['site-state', 'turn-on', 'turn-off']) seen[id] = await panels.panelElement(driver, `#${id}`);
  await panels.closePanel(driver);
  return seen;
}

/** The text beside the choice of a key, in a shadow root that is closed to the page. */
async function said(driver) {
  const value = (reply) => Object.values(reply.value)[0];
  const id = value(await driver.send('WebDriver:FindElement', { using: 'css selector', value: '.nss-helper-state' }));
  const shadowRoot = value(await driver.send('WebDriver:GetShadowRoot', { id }));
  const inner = value(await driver.send('WebDriver:FindElementFromShadowRoot', { shadowRoot, using: 'css selector', value: 'span' }));
  return (await driver.send('WebDriver:GetElementText', { id: inner })).value;
}

const granted = (driver, origin) => driver.chrome(async (id, pattern) => {
  const { extension } = globalThis.WebExtensionPolicy.getByID(id);
  return extension.allowedOrigins.patterns.some((one) => one.pattern === pattern);
}, EXTENSION, `${new URL(origin).protocol}//${new URL(origin).hostname}/*`);

scenario('sites by list, package and policy: on from the first start, and nothing is asked', ({ site }) => {
  putList(`locked = yes\n[${site}]\nname = ${NAME}\n`);
  put(MANAGED, `${EXTENSION}.json`, execFileSync(programs.helper, ['sites', '--managed'], { encoding: 'utf8' }));
  put(POLICIES, 'policies.json', JSON.stringify(sample(({ ExtensionSettings: it }) =>
    it?.[EXTENSION]?.private_browsing && !it[EXTENSION].install_url)));
  shareExtension('@/etc/nss-helper/sites');
}, async ({ t, driver, firefox, portal, journey }) => {
  await t.test('the site is granted, and private windows are', async () => {
    assert.equal(await granted(driver, portal.download), true);
    assert.equal(await driver.chrome(async (id) =>
      globalThis.WebExtensionPolicy.getByID(id).privateBrowsingAllowed, EXTENSION), true);
  });
  await t.test('no preference about signatures was touched', () =>
    assert.doesNotMatch(readFileSync(path.join(firefox.profile, 'prefs.js'), 'utf8'), /xpinstall\.signatures/));
  await journey.upToTheKey('taro');
  await driver.waitFor('select.nss-helper-keygen');
  await t.test('the panel says who turned it on, and does not turn it off', async () => {
    const seen = await panelSays(driver, /Your institution lists this site: .*Example University: certificates/);
    assert.equal(seen['site-state'].text, 'Turned on by your institution');
    assert.equal(seen['turn-on'].seen, false);
    assert.equal(seen['turn-off'].seen, false);
  });
  await journey.press();
  const { state, words } = await journey.result();
  await t.test('one press, and the certificate is installed', () => assert.equal(state, 'installed', words));
  await t.test('another site: the panel says why it can not be turned on', async () => {
    await driver.open(portal.portal);
    const seen = await panelSays(driver, /only on these sites: .*Example University: certificates/);
    assert.equal(seen['site-state'].text, 'Off for this site');
    assert.equal(seen['turn-on'].seen, false);
  });
});

scenario('policy 3rdparty alone: the panel knows the list, and the host allows what it allows', ({ site }) => {
  const policies = sample((them) => them['3rdparty']);
  policies.policies['3rdparty'].Extensions[EXTENSION] = { locked: true, sites: [{ site: 'https://other.example', name: '' }] };
  put(POLICIES, 'policies.json', JSON.stringify(policies));
  shareExtension(site);
}, async ({ t, driver, portal }) => {
  await t.test('a site that is not in it can not be turned on', async () => {
    await driver.open(portal.portal);
    const seen = await panelSays(driver, /only on these sites: .*other\.example/);
    assert.equal(seen['turn-on'].seen, false);
  });
});

scenario('the host has a list that is broken: the panel says so, with the line', ({ site }) => {
  putList(`locked = yes\n[${site}]\nnmae = x\n`);
  shareExtension(site);
}, async ({ t, driver, journey, firefox }) => {
  await journey.upToTheKey('taro');
  await t.test('nothing can be turned on, and the line is named', async () => {
    const seen = await panelSays(driver, /line 3: "nmae"\. This name is unknown here/);
    assert.equal(seen['turn-on'].seen, false);
    assert.equal(seen['site-state'].text, "On, but it can't be used on this site");
  });
  await driver.waitFor('select.nss-helper-keygen');
  await journey.press();
  await t.test('no key is made, and the page says why', async () => {
    await until('the word in the page', async () => /list of sites can't be used/.test(await said(driver)));
    assert.equal(numberOfKeys(firefox), 0);
  });
});

scenario('a policy installs a package without a signature: Firefox refuses it, and the doctor says so', () => {
  const policies = sample(({ ExtensionSettings: it }) => it?.[EXTENSION]?.install_url);
  policies.policies.ExtensionSettings[EXTENSION].install_url = `file://${programs.xpi}`;
  put(POLICIES, 'policies.json', JSON.stringify(policies));
}, async ({ t, driver, firefox }) => {
  await t.test('it is not there', async () => {
    await until('Firefox to have tried', () => driver.chrome(async () =>
      Services.policies.status === Services.policies.ACTIVE));
    assert.equal(await driver.chrome(async (id) => globalThis.WebExtensionPolicy.getByID(id) === null, EXTENSION), true);
  });
  await t.test('the doctor names the policy, and no switch to turn off', async () => {
    await until('a list of extensions', () => existsSync(path.join(firefox.profile, 'extensions.json')));
    const { stdout } = spawnSync(programs.helper, ['doctor', '--json', '--profile', firefox.profile],
      { env: firefox.env, encoding: 'utf8' });
    const { what, cure } = JSON.parse(stdout).findings.find(({ check }) => check === 'extension');
    assert.match(what, /A policy installs the extension \(\/etc\/firefox\/policies\/policies\.json\), but Firefox rejected it/);
    assert.doesNotMatch(cure, /signatures/);
  });
}, { runs: false });
