// SPDX-License-Identifier: MPL-2.0
// The host is missing, or is killed, when the certificate arrives: the extension keeps the bytes,
// and sends them when there is a host again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { until } from './lib/marionette.mjs';
import * as panels from './lib/panels.mjs';
import { STATES } from './lib/states.mjs';
import { Trial } from './lib/trial.mjs';
import { hostsOf } from './lib/ways.mjs';
import { withColons } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

/** Takes the host away from Firefox; returns a function that brings it back. */
function hideHost({ home }) {
  const manifest = path.join(home, '.mozilla/native-messaging-hosts/nss_helper.json');
  renameSync(manifest, `${manifest}.away`);
  return () => renameSync(`${manifest}.away`, manifest);
}

/** The file that the result page offers, as Firefox saves it. */
async function download({ driver, firefox }) {
  const folder = path.join(firefox.home, 'Downloads');
  mkdirSync(folder, { recursive: true });
  await driver.click('#download');
  const name = await until('the file to be saved', () =>
    readdirSync(folder).find((file) => !file.endsWith('.part') && readFileSync(path.join(folder, file)).length));
  return path.join(folder, name);
}

function fingerprintsOf(file) {
  const pem = execFileSync('openssl', ['pkcs7', '-inform', 'der', '-in', file, '-print_certs'], { encoding: 'utf8' });
  return pem.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g)
    .map((one) => new X509Certificate(one).fingerprint256);
}

/** The host of the request has ended, though it waits for the response, and there is none when that comes. */
async function answerWithoutHost(trial) {
  const { letGo } = await STATES.sent(trial);
  const comeBack = hideHost(trial.firefox);
  for (const { pid } of hostsOf(trial.firefox)) process.kill(pid, 'SIGKILL');
  await until('Firefox to see it', () => hostsOf(trial.firefox).length === 0);
  await letGo();
  return { comeBack, result: await trial.journey.result(), issued: trial.portal.events('issued').at(-1) };
}

const isInstalled = (trial, issued) =>
  until('the certificate', () => trial.has(issued), { seconds: 30, every: 200 });

const options = ['--prepare', '0'];

scenario('no host', { language: 'en', options }, async ({ t, ...world }) => {
  const trial = new Trial({ ...world, options });
  const { firefox, portal, journal } = trial;
  await trial.turnOn();

  await t.test('it is missing: the page says so, offers the file, and hands over after a restart', async () => {
    await trial.begin();
    const { comeBack, result, issued } = await answerWithoutHost(trial);
    assert.equal(result.state, 'error');
    assert.equal(result.name, 'HOST_MISSING');
    assert.ok(fingerprintsOf(await download(trial)).includes(withColons(issued.sha256)));
    assert.equal(trial.has(issued), false);
    await firefox.stop();
    comeBack();
    await firefox.start();
    await isInstalled(trial, issued);
  });

  await t.test('it is missing: the panel hands over when it is back', async () => {
    await trial.begin();
    const { comeBack, result, issued } = await answerWithoutHost(trial);
    assert.equal(result.name, 'HOST_MISSING');
    comeBack();
    await panels.openPanel(trial.driver);
    await isInstalled(trial, issued);
    await panels.closePanel(trial.driver);
    assert.equal((await trial.journey.result()).state, 'installed');
  });

  await t.test('it is killed when all bytes are on their way to it', async () => {
    await trial.begin();
    const { job, letGo } = await STATES.sent(trial);
    const held = await journal.hold();
    await letGo();
    const host = await until('a host to begin with it', () =>
      hostsOf(firefox).find(({ pid }) => held.isWaitedFor(pid)));
    process.kill(host.pid, 'SIGKILL');
    await held.letGo();
    assert.equal(journal.job(job.id).state, 'sent');
    const issued = portal.events('issued').at(-1);
    await trial.journey.result();
    await panels.openPanel(trial.driver);
    await isInstalled(trial, issued);
    await until('the proof', () => journal.job(job.id).state === 'verified');
  });
});
