// SPDX-License-Identifier: MPL-2.0
// The ends of certificates, with a clock that the tests set: the mark, the notifications, the snooze,
// and when a host is asked at all.
import assert from 'node:assert/strict';
import test from 'node:test';
import { DAY, iso } from '../clock.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import {
  ERROR, HELLO, IDENTITIES, IDENTITY, INSTALLED, JOBS, OWNED, RECEIVED, REMOVED, WAITING, goodHost, json, load, makeBrowser,
} from './lib.mjs';

const LOCKED = { ...HELLO, profile: { ...HELLO.profile, locked: true } };
const START = new Date(2027, 2, 1, 10).getTime(); // where the person is
const messages = json('_locales/en/messages.json');

const deliver = await load('answer/deliver.js');
const expiry = await load('watch/expiry.js');
const results = { ...await load('answer/record.js'), ...await load('answer/results.js') };
const { reminders } = await load('watch/ends.js');
const { onIdentities, onRemove } = await load('watch/certificates.js');
const { onStatus } = await load('watch/unfinished.js');

/** The words of a locale, with their parts put in. */
const words = (name, parts = []) => {
  const { message, placeholders = {} } = messages[name];
  return Object.entries(placeholders).reduce((text, [key, { content }]) =>
    text.replaceAll(`$${key.toUpperCase()}$`, [parts].flat()[Number(content.slice(1)) - 1]), message);
};

const at = (days = 0) => iso(START + days * DAY);
const fingerprintOf = (name) => Array(32).fill(Buffer.from(name[0]).toString('hex').toUpperCase()).join(':');

/** A certificate of the host's list that ends this many days after the start. Its fingerprint comes from its name. */
const named = (name, days, more) => ({
  ...OWNED,
  identity: { ...IDENTITY, name, fingerprint: fingerprintOf(name), notBefore: at(-400), notAfter: at(days) },
  ...more,
});

/** A browser whose host has these, and whose extension has seen the list. */
async function knowing(t, ...owned) {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const browser = makeBrowser();
  browser.i18n.getMessage = words;
  const has = (...list) => {
    browser.host = goodHost({ identities: [{ ...IDENTITIES, identities: list }] });
  };
  has(...owned);
  await onIdentities();
  const said = () => browser.sent.splice(0).map(({ type }) => type);
  const told = () => browser.notices.splice(0).map(({ title }) => title);
  said();
  return { browser, has, said, told, day: (days) => t.mock.timers.setTime(START + days * DAY) };
}

test('31 days before an end: nothing is marked or told, and no host is asked', async (t) => {
  const { browser, said, told } = await knowing(t, named('Taro', 31));
  await expiry.check();
  assert.deepEqual([browser.badge, told(), said()], ['', [], []]);
});

test('told at 30, at 7 and at 1 day, each once however often it is looked at', async (t) => {
  const { browser, told, day } = await knowing(t, named('Taro', 40));
  const all = [];
  for (let now = 0; now <= 42; now += 0.5) {
    day(now);
    await expiry.check();
    all.push(...told().map((title) => [now, title]));
    if (now === 25) assert.deepEqual([browser.badge, browser.title], ['15d', 'Taro: 15 days left']);
  }
  assert.deepEqual(all, [[10, 'Taro: 30 days left'], [33, 'Taro: 7 days left'], [39, 'Taro: 1 day left']]);
  assert.equal(browser.badge, '', 'what has ended is marked no more');
});

test('a certificate for five days is reported in the last third of them, and not before', async (t) => {
  const brief = named('Taro', 5);
  brief.identity.notBefore = at(0);
  const { browser, told, day } = await knowing(t, brief);
  const all = [];
  for (let now = 0; now <= 6; now += 1 / 12) {
    day(now);
    await expiry.check();
    all.push(...told().map((title) => [now.toFixed(1), title]));
    if (now < 3) assert.equal(browser.badge, '');
  }
  assert.equal(all[0][0], '3.3', 'not before the last third');
  assert.equal(all.at(-1)[1], 'Taro: 1 day left');
});

test('a record of an older version, without the beginning, is treated as before', async (t) => {
  const { told } = await knowing(t, named('Taro', 30));
  const { DurableShelf } = await load('host/storage.js');
  const ends = new DurableShelf('end');
  const [[fingerprint, { notBefore, told: before, ...record }]] = await ends.all();
  assert.deepEqual([notBefore, before], [at(-400), undefined]);
  await ends.put(fingerprint, record);
  await expiry.check();
  assert.deepEqual(told(), ['Taro: 30 days left']);
});

test('days are those of the dates where the person is', async (t) => {
  const { TZ } = process.env;
  t.after(() => { process.env.TZ = TZ; });
  const taro = named('Taro');
  taro.identity.notAfter = '2027-03-11T10:00:00Z';
  const { browser } = await knowing(t, taro);
  const badges = {};
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
    process.env.TZ = zone;
    t.mock.timers.setTime(Date.parse('2027-03-02T05:00:00Z'));
    await expiry.check();
    badges[zone] = browser.badge;
  }
  assert.deepEqual(badges, { UTC: '9d', 'Asia/Tokyo': '9d', 'America/Los_Angeles': '10d' });
});

test('a start long after a step: one notice, for where it stands now', async (t) => {
  const { told, day } = await knowing(t, named('Taro', 40));
  day(36);
  await expiry.check();
  await expiry.check();
  assert.deepEqual(told(), ['Taro: 4 days left']);
});

test('two looks at the same moment tell once', async (t) => {
  const { browser, told } = await knowing(t, named('Taro', 20));
  const { local } = browser.storage;
  const { set } = local;
  browser.host = goodHost({ hello: [LOCKED] });
  local.set = async (values) => {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    return set.call(local, values);
  };
  await Promise.all([expiry.check(), expiry.check(), expiry.check()]);
  assert.deepEqual(told(), ['Taro: 20 days left']);
});

test('several: one notice, the next end first, and the mark is that of it', async (t) => {
  const { browser } = await knowing(t, named('Taro', 20), named('Hanako', 5), named('Jiro', 90));
  await expiry.check();
  assert.deepEqual(browser.notices.map(({ title, message }) => [title, message]),
    [['2 certificates expire soon', 'Hanako: 5 days left\nTaro: 20 days left']]);
  assert.deepEqual([browser.badge, browser.title], ['5d', '2 certificates expire soon']);
  assert.deepEqual(await expiry.onExpiring(), [{ name: 'Hanako', daysLeft: 5 }, { name: 'Taro', daysLeft: 20 }]);
});

test('one to log in with and one for mail, of the same person: told apart', async (t) => {
  const used = (days, letter, uses) => {
    const { identity, ...rest } = named('Taro', days);
    return { ...rest, identity: { ...identity, fingerprint: fingerprintOf(letter), uses } };
  };
  const { browser } = await knowing(t, used(20, 'A', ['login']), used(25, 'B', ['mail']), named('Jiro', 26));
  await expiry.check();
  const lines = ['Taro (login): 20 days left', 'Taro (e-mail): 25 days left', 'Jiro: 26 days left'];
  assert.equal(browser.notices.at(-1).message, lines.join('\n'));
  assert.deepEqual((await expiry.onExpiring()).map(({ name }) => name), ['Taro (login)', 'Taro (e-mail)', 'Jiro']);
});

test('a notice says who issued it and until when; a press on it shows the list', async (t) => {
  const { browser } = await knowing(t, named('Taro', 0.1));
  await expiry.check();
  const [{ id, title, message, iconUrl }] = browser.notices;
  assert.equal(title, 'Taro: expires today');
  assert.match(message, /issued by Example CA G2 is valid until March 1, 2027\. Renew it before then/);
  assert.match(iconUrl, /nss-helper\.svg$/);
  await expiry.onNotice('of another');
  assert.deepEqual(browser.opened, []);
  await expiry.onNotice(id);
  assert.deepEqual(browser.opened, [{ url: 'moz-extension://id/pages/certificates.html' }]);
  assert.deepEqual(browser.notices, []);
});

test('there is no notification for what does not work, has ended or was renewed', async (t) => {
  const { browser, told } = await knowing(t, named('Taro', 5, { state: 'broken' }),
    named('Hanako', 5, { state: 'revoked' }), named('Jiro', -1, { state: 'expired' }),
    named('Saburo', 5, { newer: fingerprintOf('Taro') }));
  await expiry.check();
  assert.deepEqual([browser.badge, told()], ['', []]);
});

test('put off: no mark and no notice for a week, then both again', async (t) => {
  const { browser, told, day } = await knowing(t, named('Taro', 25));
  await expiry.check();
  assert.equal(told().length, 1);
  const reminder = await expiry.onSnooze({ fingerprint: fingerprintOf('Taro') });
  assert.deepEqual(reminder, { [fingerprintOf('Taro')]: new Date(2027, 2, 8).getTime() });
  assert.deepEqual([browser.badge, await expiry.onExpiring()], ['', []]);
  for (const now of [0, 3, 6.5]) {
    day(now);
    await expiry.check();
    assert.deepEqual([browser.badge, told()], ['', []], String(now));
  }
  day(7);
  await expiry.check();
  await expiry.check();
  assert.deepEqual([browser.badge, told()], ['18d', ['Taro: 18 days left']]);
  assert.deepEqual(await reminders(), {});
});

test('put off near the end: the reminder of the day before is not missed', async (t) => {
  const { told, day } = await knowing(t, named('Taro', 5));
  await expiry.check();
  told();
  await expiry.onSnooze({ fingerprint: fingerprintOf('Taro') });
  day(3.5);
  await expiry.check();
  assert.deepEqual(told(), []);
  day(3.6);
  await expiry.check();
  assert.deepEqual(told(), ['Taro: 1 day left']);
  await expiry.onSnooze({ fingerprint: fingerprintOf('Taro') });
  await expiry.check();
  assert.deepEqual([await reminders(), told()], [{}, []], 'there is no later any more');
});

test('what is not known can\'t be put off', async (t) => {
  const { browser } = await knowing(t, named('Taro', 5), named('Hanako', 90));
  const before = structuredClone([...browser.storage.local.records]);
  for (const name of ['Jiro', 'Hanako']) assert.deepEqual(await expiry.onSnooze({ fingerprint: fingerprintOf(name) }), {});
  assert.deepEqual([...browser.storage.local.records], before);
});

test('a near end: the host is asked, and what it has no more is forgotten', async (t) => {
  const { browser, has, said, told } = await knowing(t, named('Taro', 5), named('Hanako', 5));
  has(named('Hanako', 5));
  await expiry.check();
  assert.deepEqual(said(), ['hello', 'identities']);
  assert.deepEqual(told(), ['Hanako: 5 days left']);
  has(named('Hanako', 365));
  await expiry.check();
  assert.deepEqual([browser.badge, told(), said()], ['', [], ['hello', 'identities']]);
  await expiry.check();
  assert.deepEqual(said(), [], 'nothing is near any more');
});

test('what was removed on the page is forgotten at once', async (t) => {
  const { browser } = await knowing(t, named('Taro', 5));
  browser.host = goodHost({ remove: [ERROR] });
  await onRemove({ fingerprint: fingerprintOf('Taro'), backup: 'yes' });
  assert.equal(browser.badge, '5d');
  browser.host = goodHost({ remove: [REMOVED] });
  await onRemove({ fingerprint: fingerprintOf('Taro'), backup: 'yes' });
  assert.equal(browser.badge, '');
});

test('a list that is not whole forgets nothing', async (t) => {
  const { browser, told } = await knowing(t, named('Taro', 5), named('Hanako', 5));
  browser.host = goodHost({ identities: [{ ...IDENTITIES, identities: [named('Hanako', 5)], more: true }] });
  await expiry.check();
  assert.deepEqual(told(), ['2 certificates expire soon']);
});

test('a profile with a primary password: its host is greeted, and not asked; what is known is shown', async (t) => {
  const { browser, said, told } = await knowing(t, named('Taro', 5));
  browser.host = goodHost({ hello: [LOCKED] });
  await expiry.check();
  assert.deepEqual(said(), ['hello']);
  assert.deepEqual(told(), ['Taro: 5 days left']);
});

test('a host that fails, or is missing: what is known is shown', async (t) => {
  const { browser, told, day } = await knowing(t, named('Taro', 8));
  t.mock.method(console, 'error', () => {});
  browser.host = goodHost({ identities: [ERROR] });
  await expiry.check();
  browser.host = (message, reply, end) => end(new Error('No such native application nss_helper'));
  day(1);
  await expiry.check();
  assert.deepEqual(told(), ['Taro: 8 days left', 'Taro: 7 days left']);
});

test('what comes from a file, and what a host has finished at its start, is known', async (t) => {
  const { browser } = await knowing(t);
  const ends = () => [...browser.storage.local.records.keys()].filter((key) => key.startsWith('end:')).length;
  const [file, resumed] = [named('Hanako', 5), named('Jiro', 5)].map(({ identity }) => identity);
  browser.host = goodHost({ end: [RECEIVED, { ...INSTALLED, identity: file }] });
  const id = await deliver.onImport({ name: 'a.p12', bytes: new Uint8Array([48, 1, 2]) });
  await until('what went in to be known', async () => ends() > 0);
  assert.deepEqual([(await results.get(id)).state, ends()], ['installed', 1]);
  await deliver.onResumed({ ...INSTALLED, answer: 'another', identity: resumed });
  assert.equal(ends(), 2);
});

test('what was installed is known without another look', async (t) => {
  const { browser, told } = await knowing(t, named('Taro', 90));
  const [soon, bad, other] = [named('Hanako', 5), named('Jiro', 5), named('Saburo', 6)].map(({ identity }) => identity);
  await expiry.rememberInstalled({ ...INSTALLED, identity: soon, others: [other] });
  await expiry.rememberInstalled({ ...INSTALLED, identity: bad, proof: { ...INSTALLED.proof, chain: 'bad' } });
  assert.deepEqual([browser.badge, browser.title, told()], ['5d', '2 certificates expire soon', []]);
});

test('a renewal ends the mark of the certificate that it replaces, without another look', async (t) => {
  const { browser } = await knowing(t, named('Taro', 5));
  assert.equal(browser.badge, '5d');
  const { identity } = named('Renewed', 700);
  await expiry.rememberInstalled({ ...INSTALLED, identity, older: [named('Taro', 5).identity] });
  assert.equal(browser.badge, '');
});

test('a full disk: what is installed stays installed, and the list is shown', async (t) => {
  const { browser, has } = await knowing(t);
  has(named('Taro', 5));
  browser.storage.local.full = true;
  browser.storage.session.full = true;
  t.mock.method(console, 'error', () => {});
  assert.equal((await onIdentities()).identities.length, 1);
  await expiry.rememberInstalled(INSTALLED);
  browser.storage.local.full = browser.storage.session.full = false;
});

test('two that want the mark: what is unfinished has it, and the tooltip tells both', async (t) => {
  const { browser, has } = await knowing(t, named('Taro', 5));
  assert.equal(browser.badge, '5d');
  browser.host = goodHost({ jobs: [{ ...JOBS, answers: [WAITING] }] });
  await onStatus();
  assert.deepEqual([browser.badge, browser.title],
    ['!', 'NSS Helper: a certificate request is not finished\nTaro: 5 days left']);
  has(named('Taro', 4));
  await onIdentities();
  assert.equal(browser.badge, '!');
  await onStatus();
  assert.deepEqual([browser.badge, browser.title], ['4d', 'Taro: 4 days left']);
  has();
  await onIdentities();
  assert.deepEqual([browser.badge, browser.title], ['', null]);
});

test('a look once a day', async (t) => {
  const { browser } = await knowing(t);
  await expiry.watch();
  const [[name, { periodInMinutes }]] = browser.alarm;
  assert.equal(periodInMinutes, 24 * 60);
  assert.ok(expiry.isAlarm({ name }) && !expiry.isAlarm({ name: 'another' }));
});
