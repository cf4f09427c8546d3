// SPDX-License-Identifier: MPL-2.0
// The report for the help desk, in a real Firefox: shown as a whole, and then copied.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { EXTENSION as ID } from '../../e2e/lib/firefox.mjs';
import { inFirefox } from '../browser.mjs';
import { ERROR, JOB, JOBS, WAITING } from '../replies.mjs';

async function openReport({ driver }) {
  await driver.open(await driver.chrome(async (id) => WebExtensionPolicy.getByID(id).getURL('pages/report.html'), ID));
  await until('the report', async () => (await driver.data('#report')).state === 'ready');
  return driver.text('#report');
}

const clipboard = (driver) => driver.chrome(async () => navigator.clipboard.readText());

async function reports(t, world) {
  const { driver, host } = world;
  await t.test('versions, findings and what is unfinished; of a site only its host', async () => {
    await world.fresh();
    host.answers({ jobs: { replies: [{ ...JOBS, jobs: [JOB], answers: [{ ...WAITING, site: 'https://ca.example:8443' }] }] } });
    const text = await openReport(world);
    assert.match(text, /^NSS Helper \d+\.\d+\.\d+, Firefox 1\d\d\./);
    assert.match(text, /\nTime of this report: 20\d\d-\d\d-\d\dT[\d:.]+Z\nIn private windows: off\nOn for these sites: site\.localhost/);
    assert.match(text, /nss-helper 1\.2\.3, NSS 3\.125\.1/);
    assert.match(text, /Not finished: requests 1, certificates that have arrived 1\n/);
    assert.match(text, /Request sent \(portal\.example, 2026/);
    assert.match(text, /Certificate that has arrived \(ca\.example, 2026/);
    assert.match(text, /\nOK: The home folder \[not shown\] \(home\)\nProblem: There is no room\. \(space, NO_SPACE\)$/);
    assert.doesNotMatch(text, /taro|:8443|\/home/);
  });
  await t.test('it is copied by a press, and as it is shown', async () => {
    const text = await driver.text('#report');
    await driver.click('#copy');
    await until('the word', async () => /Copied/.test(await driver.text('#copied')));
    assert.equal((await clipboard(driver)).trim(), text.trim());
  });
  await t.test('an older host knows no report: the rest is there', async () => {
    await world.fresh();
    host.answers({ report: { replies: [{ ...ERROR, code: 76, name: 'PROTOCOL' }] } });
    const text = await openReport(world);
    assert.match(text, /did not understand each other\. Update both [^\n]*\(PROTOCOL\)/);
    assert.match(text, /Not finished: requests 0/);
  });
  await t.test('the last problem: when, where, what and its names; the person\'s own choice is no problem', async () => {
    await world.fresh();
    await world.background((records) => browser.storage.local.set(records), {
      'result:1': { state: 'error', name: 'NO_KEY', cause: 'SEC_ERROR_NO_KEY', message: '/home/taro', site: 'https://ca.example:8443', time: 2e12 },
      'result:2': { state: 'error', name: 'NO_SPACE', cause: '', message: '', site: '', time: 1e12 },
      'result:3': { state: 'error', name: 'SAVED', cause: '', message: '/home/taro/user.p12', site: '', time: 3e12 },
    });
    const text = await openReport(world);
    assert.match(text, /\nLast problem, at 2033-05-18T[^ ]+ with ca\.example: The key of this certificate is not in this Firefox profile\.[^\n]* \(NO_KEY, SEC_ERROR_NO_KEY\)$/);
    assert.doesNotMatch(text, /taro|:8443|SAVED/);
    await world.background((keys) => browser.storage.local.remove(keys), ['result:1', 'result:2', 'result:3']);
  });
  await t.test('no host: said once, with what to do and its name', async () => {
    await world.fresh();
    host.answers({ hello: { replies: [{ ...ERROR, code: 82, name: 'BAD_DATABASE' }] } });
    const text = await openReport(world);
    assert.match(text, /\nThe certificate store of this Firefox profile is missing[^\n]*Restart Firefox[^\n]* \(BAD_DATABASE\)$/);
    assert.equal(text.match(/BAD_DATABASE/g).length, 1);
    host.answers({});
  });
}

inFirefox('the report for the help desk', { seconds: 120 }, reports);
