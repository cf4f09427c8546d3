// SPDX-License-Identifier: MPL-2.0
// What was left unfinished: answers that are handed over when the host is back, and those that the
// host has finished by itself or holds until the person decides.
import assert from 'node:assert/strict';
import test from 'node:test';
import { inDays, iso } from '../clock.mjs';
import {
  ASK, ERROR, HELLO, INSTALLED, JOB, JOBS, RECEIVED, REPLAYED, WAITING, closeLeftPort, goodHost, load, makeBrowser,
} from './lib.mjs';

const deliver = await load('answer/deliver.js');
const results = { ...await load('answer/record.js'), ...await load('answer/results.js') };
const native = await load('host/native.js');
const unfinished = { ...await load('site/begun.js'), ...await load('watch/unfinished.js'),
  ...await load('watch/replay.js') };
const { Failure, canRetry } = await load('host/failure.js');

native.onResumed(deliver.onResumed);
const said = (browser) => browser.sent.map(({ type }) => type);
const KEPT = { site: 'https://ca.example', mime: 'application/x-x509-user-cert', time: 1 };

/** A browser with a record of an earlier start; its bytes are 48 1 2. */
async function withRecord(record = {}, host = goodHost()) {
  const browser = makeBrowser();
  browser.host = host;
  await browser.storage.local.set({
    'result:r': { ...KEPT, kept: true, state: 'error', name: 'HOST_MISSING', ...record },
    'bytes:r': 'MAEC',
  });
  return browser;
}

test('the bytes go to the host by themselves when it is back, and the person is told', async () => {
  const browser = await withRecord();
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello', 'answer', 'bytes', 'end']);
  assert.equal((await results.get('r')).state, 'installed');
  assert.equal(await results.bytesOf('r'), null);
  assert.deepEqual(browser.opened, [{ url: results.pageOf('r') }]);
  await deliver.handOver();
  assert.equal(browser.ports.length, 1, 'once');
});

test('by themselves they leave the port alone that waits for a response', async () => {
  const browser = await withRecord();
  await native.exchange(async () => {}, { leaves: true });
  await deliver.handOver();
  assert.deepEqual(browser.ports.map(({ closed }) => closed), [false, true]);
  await closeLeftPort();
});

test('whoever looks at the result already gets no second page', async () => {
  const browser = await withRecord();
  browser.views = [results.pageOf('r')];
  await deliver.handOver();
  assert.deepEqual(browser.opened, []);
});

test('a host that is still away changes nothing', async () => {
  const browser = await withRecord({}, (message, reply, end) =>
    end(new Error('No such native application nss_helper')));
  await deliver.handOver();
  assert.deepEqual([(await results.get('r')).name, (await results.get('r')).kept], ['HOST_MISSING', true]);
  assert.deepEqual([...await results.bytesOf('r')], [48, 1, 2]);
  assert.deepEqual(browser.opened, []);
});

test('handing over several times at once delivers once', async () => {
  const browser = await withRecord();
  await Promise.all([deliver.handOver(), deliver.handOver(), deliver.handOver()]);
  assert.equal(browser.ports.length, 1);
});

test('what the host has received already is looked at there, not sent again', async () => {
  const browser = await withRecord({ answer: INSTALLED.answer });
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello', 'look']);
});

test('what the host has no longer is sent again', async () => {
  const gone = { ...ERROR, code: 97, name: 'NO_JOB' };
  const browser = await withRecord({ answer: INSTALLED.answer }, goodHost({ look: [gone] }));
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello', 'look', 'hello', 'answer', 'bytes', 'end']);
  assert.equal((await results.get('r')).state, 'installed');
});

test('if another host is working on it, it is waited for', async () => {
  const busy = { ...ERROR, code: 75, name: 'BUSY' };
  const answers = [busy, INSTALLED];
  const browser = await withRecord({ answer: INSTALLED.answer }, (message, reply) =>
    reply(message.type === 'hello' ? HELLO : answers.shift()));
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello', 'look', 'hello', 'look']);
  assert.equal((await results.get('r')).state, 'installed');
});

test('bytes and their record are written together, or neither', async () => {
  const browser = makeBrowser();
  const { set } = browser.storage.local;
  const writes = [];
  browser.storage.local.set = function put(values) {
    writes.push(Object.keys(values).sort());
    return set.call(this, values);
  };
  await results.begin('x', KEPT);
  await results.keep('x', new Uint8Array([0x30, 1, 2]));
  assert.deepEqual(writes[1], ['bytes:x', 'result:x']);
});

test('the person is not asked again after a yes', async () => {
  const browser = await withRecord({ answer: INSTALLED.answer, agreed: true });
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello', 'install']);
});

test('an answer that needs the person\'s yes is shown', async () => {
  const browser = await withRecord({}, goodHost({ end: [{ type: 'received', answer: ASK.answer }, ASK] }));
  await deliver.handOver();
  assert.equal((await results.get('r')).state, 'ask');
  assert.deepEqual(browser.opened, [{ url: results.pageOf('r') }]);
});

test('…and is not told twice where the host had it all the same', async () => {
  const browser = await withRecord({}, goodHost({
    hello: [{ ...HELLO, resumed: 1 }, INSTALLED], end: [RECEIVED, { ...INSTALLED, known: true }],
  }));
  await deliver.handOver();
  assert.equal((await results.get('r')).state, 'installed');
  assert.equal(browser.opened.length, 1);
});

test('what the host begins with is not asked for', async () => {
  const browser = await withRecord({ answer: INSTALLED.answer },
    goodHost({ hello: [{ ...HELLO, resumed: 1 }, INSTALLED] }));
  await deliver.handOver();
  assert.deepEqual(said(browser), ['hello']);
  assert.equal(browser.opened.length, 1);
});

test('presses and a hand-over at the same time: nothing is done twice', async () => {
  const browser = await withRecord();
  await Promise.all([deliver.onRetry({ id: 'r' }), deliver.handOver(), deliver.onRetry({ id: 'r' })]);
  assert.equal(browser.ports.length, 1);
});

test('a host that is not ready does not make its answer forgotten', async () => {
  const locked = { ...ERROR, code: 83, name: 'PRIMARY_PASSWORD' };
  await withRecord({ answer: INSTALLED.answer }, goodHost({ hello: [locked, 'die'] }));
  await deliver.handOver();
  const { name, answer } = await results.get('r');
  assert.deepEqual([name, answer], ['PRIMARY_PASSWORD', INSTALLED.answer]);
});

const INTERRUPTED = { state: 'working', life: 'earlier', kept: false };

test('killed before the bytes were kept: named as lost', async () => {
  const browser = await withRecord(INTERRUPTED);
  await browser.storage.local.remove('bytes:r');
  assert.deepEqual(await results.recover(), ['r']);
  await deliver.handOver();
  await deliver.onLost('r', []);
  assert.equal((await results.get('r')).name, 'LOST');
  assert.equal(browser.ports.length, 0);
  assert.deepEqual(browser.opened, [{ url: results.pageOf('r') }]);
});

test('…but for what the host has: it is installed, or asked about', async () => {
  for (const [host, answers, state] of [
    [goodHost({ replay: [{ ...REPLAYED, resumed: 1 }, INSTALLED] }), [], 'installed'],
    [goodHost({ look: [ASK] }), [WAITING], 'ask'],
  ]) {
    const browser = await withRecord(INTERRUPTED, host);
    await browser.storage.local.remove('bytes:r');
    await results.recover();
    await unfinished.lookBack(true);
    await deliver.onLost('r', answers);
    assert.equal((await results.get('r')).state, state);
    assert.deepEqual(browser.opened, [{ url: results.pageOf('r') }]);
  }
});

test('killed before bytes were removed: they are swept', async () => {
  const browser = await withRecord();
  await browser.storage.local.set({ 'result:i': { ...KEPT, state: 'installed' }, 'bytes:i': 'MAEC', 'bytes:x': 'MAEC' });
  await results.recover();
  assert.deepEqual([await results.bytesOf('i'), await results.bytesOf('x')], [null, null]);
  assert.ok(await results.bytesOf('r'));
});

test('a sweep at the start leaves what is just coming', async () => {
  const browser = makeBrowser();
  await results.begin('now', KEPT);
  await browser.storage.local.set({ 'bytes:now': 'MAEC' });
  assert.deepEqual(await results.recover(), []);
  assert.deepEqual([...await results.bytesOf('now')], [48, 1, 2]);
});

test('what was dismissed while the host was away can be looked at again', async () => {
  const browser = await withRecord({ state: 'ask', answer: ASK.answer, name: 'ASK' }, goodHost({ hello: ['die'] }));
  await deliver.onDismiss({ id: 'r' });
  assert.equal((await results.get('r')).name, 'DISMISSED');
  browser.host = goodHost({ look: [ASK] });
  await deliver.onLook(WAITING);
  assert.equal((await results.get('r')).state, 'ask');
});

test('nothing is tried again that can only fail again', async () => {
  for (const name of ['NO_KEY', 'OTHER_CA', 'BAD_DATA', 'INCOMPLETE', 'DISMISSED', 'NOT_SECURE', 'NOT_PROVEN', 'REVOKED', 'TOO_LARGE', 'UNUSABLE']) {
    const browser = await withRecord({ name });
    assert.ok(!canRetry(name));
    await deliver.handOver();
    assert.equal(browser.ports.length, 0, name);
  }
});

test('what a host has finished at its start becomes the result of its record', async () => {
  const browser = await withRecord({ answer: INSTALLED.answer, name: 'INTERRUPTED' },
    goodHost({ hello: [{ ...HELLO, resumed: 1 }, INSTALLED] }));
  await unfinished.onStatus();
  assert.equal((await results.get('r')).state, 'installed');
  assert.equal(await results.bytesOf('r'), null);
  assert.deepEqual(browser.opened, [{ url: results.pageOf('r') }]);
});

test('…or a record of its own, where the browser was killed before it knew', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ hello: [{ ...HELLO, resumed: 1 }, INSTALLED] });
  await unfinished.onStatus();
  const id = await results.find(INSTALLED.answer);
  const { state, site, identity } = await results.get(id);
  assert.deepEqual([state, site, identity], ['installed', INSTALLED.site, INSTALLED.identity]);
  assert.deepEqual(browser.opened, [{ url: results.pageOf(id) }]);
});

test('a PKCS#12 file is never kept', async () => {
  const browser = makeBrowser();
  const files = [[0x30, 0x82, 1, 2, 2, 1, 3, 0x30], [0x30, 0x80, 2, 1, 3], [0x30, 9, 2, 1, 3]]
    .map((start) => Buffer.concat([Buffer.from(start), Buffer.alloc(20, 7)]));
  const inBase64 = files.map((file) => Buffer.from(`\n${file.toString('base64')}\n`));
  const armoured = inBase64.map((file) => Buffer.from(`-----BEGIN PKCS12-----${file}`));
  await results.begin('p', KEPT);
  for (const bytes of [...files, ...inBase64, ...armoured]) {
    await results.keep('p', new Uint8Array(bytes));
    const { kept, secret } = await results.get('p');
    assert.deepEqual([kept, secret], [false, true]);
    assert.ok(!Object.keys(await browser.storage.local.get(null)).includes('bytes:p'));
    await results.received('p', INSTALLED.answer);
    assert.equal(await results.bytesOf('p'), null, 'nor in memory, when the host has it');
  }
  const certificate = [0x30, 0x82, 1, 2, 0x30, 0x82, 1, 0, 0xa0, 3, 2, 1, 2];
  for (const bytes of [certificate, Buffer.from(Buffer.from(certificate).toString('base64'))]) {
    await results.keep('p', new Uint8Array(bytes));
    const { kept, secret } = await results.get('p');
    assert.deepEqual([kept, secret], [true, false]);
  }
});

test('the status tells what is unfinished, and marks the button', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ jobs: [{ ...JOBS, jobs: [JOB], answers: [WAITING] }] });
  const { hello, unfinished: list } = await unfinished.onStatus();
  assert.equal(hello.profile.name, HELLO.profile.name);
  assert.deepEqual(list.jobs, [{ ...JOB, onItsWay: false }]);
  assert.equal(browser.badge, '!');
  browser.host = goodHost();
  await unfinished.onStatus();
  assert.equal(browser.badge, '');
});

test('a form that has just been sent is no reason for a mark', async () => {
  const browser = makeBrowser();
  await unfinished.isFirstWake();
  const changed = iso(Date.now());
  const command = { ...JOB, site: '', target: '' };
  browser.host = goodHost({ jobs: [{ ...JOBS, jobs: [{ ...JOB, changed }, command] }] });
  const { unfinished: { jobs } } = await unfinished.onStatus();
  assert.deepEqual(jobs.map(({ onItsWay }) => onItsWay), [true, false]);
  assert.equal(browser.badge, '');
});

test('a missing host is reported as missing', async () => {
  const browser = makeBrowser();
  browser.host = (message, reply, end) => end(new Error('No such native application nss_helper'));
  assert.equal((await unfinished.onStatus()).error, 'HOST_MISSING');
});

test('forget names the job, and answers with what is left', async () => {
  const browser = makeBrowser();
  const left = await unfinished.onForget({ job: JOB.job });
  assert.deepEqual(browser.sent[1], { type: 'forget', job: JOB.job });
  assert.deepEqual(left.unfinished, JOBS);
});

test('a start without any job begun asks no host', async () => {
  const browser = makeBrowser();
  assert.equal(await unfinished.isFirstWake(), true);
  assert.equal(await unfinished.isFirstWake(), false);
  await unfinished.lookBack();
  assert.equal(browser.ports.length, 0);
  await unfinished.began(JOB.job);
  await unfinished.lookBack();
  assert.deepEqual(said(browser), ['hello', 'replay', 'hello', 'jobs']);
  await unfinished.ended(JOB.job);
  await unfinished.lookBack();
  assert.equal(browser.ports.length, 2);
});

test('150 answers of 4 MiB: bytes are bounded, and no site pushes out those of another', async () => {
  const browser = makeBrowser();
  await results.begin('mine', KEPT);
  await results.keep('mine', new Uint8Array([48, 1, 2]));
  const bytes = new Uint8Array(4 << 20);
  const sum = async () => (await results.all()).reduce((all, [, { size = 0 }]) => all + size, 0);
  for (let i = 0; i < 10; i += 1) {
    const site = `https://evil${i % 5}.example`;
    await results.begin(`r${i}`, { site });
    await results.keep(`r${i}`, bytes);
    assert.ok(await results.bytesOf(`r${i}`), 'the newest is there');
  }
  assert.ok(await sum() <= 32 << 20);
  for (let i = 10; i < 13; i += 1) {
    await results.begin(`r${i}`, { site: 'https://evil0.example' });
    await results.keep(`r${i}`, bytes);
  }
  assert.ok(await sum() <= 32 << 20);
  const ofOne = (await results.all()).filter(([, { site }]) => site === 'https://evil0.example');
  assert.ok(ofOne.length <= 2);
  assert.ok(await results.bytesOf('mine'));
  const shelved = [...browser.storage.local.records.keys()].filter((key) => key.startsWith('bytes:'));
  assert.equal(shelved.length, (await results.all()).length);
});

test('what the person has pressed for stays in a flood; of what was dropped nothing comes back', async () => {
  makeBrowser();
  const site = 'https://evil.example';
  await results.begin('mine', { site, mayAsk: true });
  await results.begin('theirs', { site });
  for (let i = 0; i < 96; i += 1) {
    await results.begin(`r${i}`, { site });
  }
  const ids = async () => (await results.all()).map(([id]) => id);
  const left = await ids();
  assert.equal(left.length, 20);
  assert.ok(left.includes('mine') && !left.includes('theirs'));
  await results.keep('theirs', new Uint8Array([0x30, 1]));
  await results.received('theirs', '20261123T043911-5b1a7e60d2c4');
  await results.asking('theirs', 'pin');
  await results.failed('theirs', new Failure('NO_CERTIFICATE'));
  assert.deepEqual(await ids(), left);
  assert.equal(await results.bytesOf('theirs'), null);
  const identity = { fingerprint: 'aa' };
  await results.installed('theirs', { ...INSTALLED, site, identity });
  const record = Object.fromEntries(await results.all()).theirs;
  assert.deepEqual([record.state, record.site, record.identity], ['installed', site, identity]);
});

test('all of a site that was given up goes here, too, but for what is installed', async () => {
  const browser = await withRecord({ site: 'https://evil.example:8443' });
  await browser.storage.local.set({ 'result:i': { ...KEPT, site: 'https://evil.example', state: 'installed' }, 'result:o': KEPT });
  await results.dropSite('https://evil.example');
  assert.deepEqual((await results.all()).map(([id]) => id).sort(), ['i', 'o']);
  assert.equal(await results.bytesOf('r'), null);
});

test('what the host has removed for its age is said, and not brought again', async () => {
  const browser = await withRecord({ answer: ASK.answer, state: 'ask', name: 'ASK' });
  const { onDropped, replay, tellDropped } = unfinished;
  onDropped(results.onUnasked);
  const one = { answer: ASK.answer, site: KEPT.site, received: iso(0) };
  browser.host = goodHost({ replay: [{ ...REPLAYED, dropped: [one] }] });
  await replay();
  assert.equal((await results.get('r')).name, 'UNASKED');
  assert.equal(await results.bytesOf('r'), null);
  assert.deepEqual(await results.unsettled(), []);
  assert.deepEqual(await tellDropped(), [one]);
  assert.equal((await tellDropped()).length, 1, 'for a day');
  await browser.storage.local.set({ [`dropped:${one.answer}`]: { ...one, told: inDays(-1.01).getTime() } });
  assert.deepEqual([await tellDropped(), await tellDropped()], [[], []]);
});

const PROTOCOL = { ...ERROR, code: 76, name: 'PROTOCOL' };
for (const [what, replay, times] of [
  ['what is kept goes in once for each start', [REPLAYED], 1],
  ['…the rest at the next occasion, where a host says that there is more', [{ ...REPLAYED, more: true }], 2],
  ['…a host that replays with its greeting is not asked for it again', [PROTOCOL, 'die'], 1],
  ['…one that ends is', ['die'], 2],
]) {
  test(what, async () => {
    const browser = makeBrowser();
    browser.host = goodHost({ replay });
    await Promise.all([unfinished.replay(), unfinished.replay()]);
    await unfinished.replay();
    assert.deepEqual(said(browser).filter((type) => type === 'replay').length, times);
    assert.ok(browser.ports.every(({ closed }) => closed));
  });
}

test('an answer that waits is looked at once, and shown', async () => {
  const browser = makeBrowser();
  browser.host = goodHost({ look: [ASK] });
  await deliver.onLook(WAITING);
  await deliver.onLook(WAITING);
  assert.deepEqual(said(browser), ['hello', 'look', 'peek']);
  assert.equal((await results.get(await results.find(WAITING.answer))).state, 'ask');
  assert.equal(browser.opened.length, 2);
});
