// SPDX-License-Identifier: MPL-2.0
// What a person does with the packages on a clean Debian, which lies in the folder CLEAN: see
// apt.test.sh. The home PERSON has the same path there, and Firefox there listens here.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { patience } from '../patience.mjs';
import { EXTENSION, extensionRuns, Firefox } from '../e2e/lib/firefox.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { Portal } from '../e2e/lib/portal.mjs';
import { nothingLeft } from '../e2e/lib/processes.mjs';
import { wholeWay } from '../e2e/lib/whole.mjs';
import { certificatesOf } from '../e2e/lib/witnesses.mjs';
import * as fleet from './fleet.mjs';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { CLEAN, PERSON, VERSION } = process.env;
const NEWER = VERSION.replace(/\d+$/, (last) => Number(last) + 1);
const OURS = ['nss-helper', 'webext-nss-helper'];

const plain = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', HOME: '/root' };
const inside = (...command) => execFileSync('chroot', [CLEAN, ...command],
  { env: plain, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
const packages = (version, names = OURS) => readdirSync(path.join(CLEAN, 'packages'))
  .filter((file) => names.includes(file.split('_')[0]) && file.split('_')[1] === version)
  .map((file) => `/packages/${file}`);
const installed = () => OURS.map((name) =>
  spawnSync('chroot', [CLEAN, 'dpkg-query', '-W', '-f', '${db:Status-Status} ${Version}', name], { encoding: 'utf8' }).stdout);

/** All files and folders, without the caches and lists of apt and dpkg. */
const files = () => execFileSync('find', [CLEAN, '-xdev', '-mindepth', '1', '-printf', '/%P\n'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  .split('\n').filter((name) => name && !/^\/(var\/(cache|log|lib\/(apt|dpkg))|run|tmp|proc|dev|packages)(\/|$)/.test(name)
    && !name.startsWith(PERSON)).sort();

/** The command, as the person runs it. */
function command(firefox, ...words) {
  const { status, stdout, stderr } = spawnSync('chroot', ['--userspec=taro:taro', CLEAN, 'nss-helper', ...words],
    { env: { ...firefox.env, PATH: plain.PATH }, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const finding = (firefox, check) => JSON.parse(command(firefox, 'doctor', '--json', '--profile', firefox.profile).stdout)
  .findings.find((one) => one.check === check);

function profileOf(name) {
  const firefox = new Firefox({ home: PERSON, profile: path.join(PERSON, name), databases: false, used: false, unsigned: false });
  inside('chown', '-R', 'taro:taro', PERSON);
  return firefox;
}

const trust = (driver, pem) => driver.chrome(async (base64) => {
  Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(base64, 'CT,C,C');
}, pem.replace(/-----[^-]*-----|\s/g, ''));

/** The extension, as about:addons has it, and the settings that decide whether Firefox accepts it. */
const addon = (driver) => driver.chrome(async (id) => {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const found = await AddonManager.getAddonByID(id);
  return found && { version: found.version, active: found.isActive,
    signatures: Services.prefs.getBoolPref('xpinstall.signatures.required') };
}, EXTENSION);

/** What the panel says of the host. */
async function hostInPanel(driver) {
  await panels.openPanel(driver);
  const { data, text } = await panels.panelElement(driver, '#host-state');
  await panels.closePanel(driver);
  return { ...data, text };
}

/** Opens Firefox with the profile, and ends it again in any case. */
async function open(firefox, body) {
  try {
    return await body(await firefox.start());
  } finally {
    await firefox.stop();
  }
}

test('a person of a clean Debian', { timeout: 700000 * patience }, async (t) => {
  const portal = await Portal.start(process.env.PORTAL, { home: PERSON, data: path.join(PERSON, '../portal'), options: ['--prepare', '1'] });
  const existing = profileOf('existing');
  let fingerprint;
  try {
    await open(existing, async (driver) => assert.equal(await addon(driver), null));
    const before = files();

    await t.test('apt install ./*.deb', () => {
      inside('apt-get', 'install', '-y', ...packages(VERSION));
      assert.deepEqual(installed(), OURS.map(() => `installed ${VERSION}`));
    });
    const withThem = files();

    await t.test('a new profile has the extension at its first start, and the host answers', () => open(profileOf('new'), async (driver) => {
      assert.deepEqual(await addon(driver), { version: VERSION, active: true, signatures: true });
      await extensionRuns(driver);
      assert.equal((await hostInPanel(driver)).state, 'ok');
    }));
    await t.test('so has a profile that was there before; the whole way to a certificate', () => open(existing, async (driver) => {
      assert.deepEqual(await addon(driver), { version: VERSION, active: true, signatures: true });
      await trust(driver, readFileSync(portal.root, 'utf8'));
      ({ fingerprint } = await wholeWay({ driver, portal, user: 'taro' }));
    }));
    await t.test('the doctor finds extension and host good', () => {
      for (const check of ['extension', 'host-manifest', 'host-version']) assert.equal(finding(existing, check).state, 'good', check);
    });

    await t.test('a fleet of homes has package, list and policy: one report of each, and all faults in them', (t) => {
      const size = Number(process.env.FLEET ?? 20), off = Math.floor(size / 4);
      try {
        fleet.setUp('locked = yes\n[https://portal.example.ac.jp]\n');
        for (let number = 1; number <= size; number++) fleet.makeHome(number, existing.profile, { off: number % 4 === 0 });
        const collect = () => Array.from({ length: size }, (_, i) => fleet.report(i + 1));
        const began = performance.now();
        const reports = collect();
        t.diagnostic(`${size} homes: ${((performance.now() - began) / 1000).toFixed(1)} s for all reports`);
        for (const { check } of reports[0].findings) t.diagnostic(`${check}: ${JSON.stringify(fleet.tally(reports, check))}`);
        for (const check of ['host-manifest', 'host-version', 'sites', 'database-rights']) assert.deepEqual(fleet.tally(reports, check), { good: size }, check);
        assert.deepEqual(fleet.tally(reports, 'extension'), { good: size - off, bad: off });
        assert.deepEqual(reports.map(({ status }) => status !== 0), reports.map((_, i) => (i + 1) % 4 === 0), 'the exit status tells the same');
        fleet.setUp('[https://portal');
        assert.deepEqual(fleet.tally(collect(), 'sites'), { bad: size }, 'a broken list is seen in each home');
      } finally {
        fleet.takeDown(size);
      }
    });
    await t.test('make install beside the packages stops, and names them', () => {
      cpSync(path.join(top, 'native-messaging/packaging'), path.join(CLEAN, 'packages/native-messaging/packaging'), { recursive: true });
      cpSync(path.join(top, 'extension/manifest.json'), path.join(CLEAN, 'packages/extension/manifest.json'));
      const { status, stderr } = spawnSync('chroot', [CLEAN, 'sh', '-c', 'cd /packages && native-messaging/packaging/install'], { encoding: 'utf8',
        env: { ...plain, HOSTDIR: '/usr/lib/mozilla/native-messaging-hosts', EXTDIR: '/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}' } });
      assert.equal(status, 1, stderr);
      assert.match(stderr, /apt remove nss-helper webext-nss-helper/);
    });
    await t.test('apt install of the newer packages: the next start has the new extension', async () => {
      inside('apt-get', 'install', '-y', ...packages(NEWER));
      assert.deepEqual(installed(), OURS.map(() => `installed ${NEWER}`));
      await open(existing, async (driver) => {
        assert.deepEqual(await addon(driver), { version: NEWER, active: true, signatures: true });
        assert.equal((await hostInPanel(driver)).state, 'ok');
        assert.ok((await certificatesOf(driver)).includes(fingerprint));
      });
      assert.equal(finding(existing, 'extension').state, 'good');
    });

    for (const [what, name, extension] of [['an old extension with a new host', 'webext-nss-helper', VERSION],
      ['an old host with a new extension', 'nss-helper', NEWER]]) {
      await t.test(`${what}: the doctor names both versions; nothing is lost`, async () => {
        inside('dpkg', '--force-depends,downgrade', '-i', ...packages(VERSION, [name]));
        await open(existing, async (driver) => {
          assert.equal((await addon(driver)).version, extension);
          assert.equal((await hostInPanel(driver)).state, 'ok');
          assert.ok((await certificatesOf(driver)).includes(fingerprint));
        });
        const { state, what: words } = finding(existing, 'extension');
        assert.equal(state, 'hint');
        assert.ok(words.includes(VERSION) && words.includes(NEWER), words);
        inside('dpkg', '-i', ...packages(NEWER));
      });
    }
    await t.test('the extension without the host: the panel says so', async () => {
      inside('dpkg', '--force-depends', '--remove', 'nss-helper');
      await open(existing, async (driver) => {
        const { state, name } = await hostInPanel(driver);
        assert.deepEqual({ state, name }, { state: 'error', name: 'HOST_MISSING' });
        assert.ok((await certificatesOf(driver)).includes(fingerprint));
      });
      inside('dpkg', '-i', ...packages(NEWER));
    });
    await t.test('the host without the extension: the doctor says so', async () => {
      inside('apt-get', 'remove', '-y', 'webext-nss-helper');
      await open(existing, async (driver) => assert.equal(await addon(driver), null));
      const { state, what } = finding(existing, 'extension');
      assert.equal(state, 'bad', what);
      inside('apt-get', 'install', '-y', ...packages(NEWER));
    });

    await t.test('apt purge: nothing is left of the packages', () => {
      const list = (name) => inside('dpkg', '-L', name).split('\n').filter(Boolean);
      const theirs = new Set(OURS.flatMap(list));
      inside('apt-get', 'purge', '-y', ...OURS);
      const after = new Set(files());
      const gone = withThem.filter((name) => !after.has(name));
      assert.deepEqual(gone.filter((name) => !theirs.has(name)), [], 'nothing of others went');
      assert.deepEqual([...after].filter((name) => /nss[-_]helper/.test(name)), [], 'nothing of ours stayed');
      const known = new Set([...before, ...withThem]);
      assert.deepEqual([...after].filter((name) => !known.has(name)), [], 'nothing new stayed');
    });
    await t.test('the person keeps certificate, key and journal', async () => {
      await open(existing, async (driver) => {
        assert.equal(await addon(driver), null);
        assert.ok((await certificatesOf(driver)).includes(fingerprint));
      });
      assert.equal(existing.certutilKeys().match(/^</gm).length, 1);
      assert.ok(existsSync(path.join(existing.env.XDG_STATE_HOME, 'nss-helper')));
    });
  } finally {
    await existing.stop();
    await portal.stop();
    assert.deepEqual(await nothingLeft(PERSON), [], 'no process is left');
  }
});
