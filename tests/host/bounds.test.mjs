// SPDX-License-Identifier: MPL-2.0
// How much of a site is stored: what nobody asked for is removed first, what was asked for never.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import {
    CA_SITE, MIME, PORTAL, contents, deliver, issue, issueRequest, jobState, listKeys, makeProfile, makeWorld,
    open, run, stateFiles, until,
} from './lib.mjs';

const world = makeWorld('bounds');
const OF_SITE = { responses: 16, bytes: 16 << 20, jobs: 16 };
const IN_ALL = { responses: 256, jobs: 64 };
const EVIL = 'https://evil.example';
let ca, profiles = 0;

before(() => { ca = new Authority(path.join(world.folder, 'ca')); });
after(() => world.remove());

function fresh() {
    profiles += 1;
    fs.rmSync(world.state, { recursive: true, force: true });
    return makeProfile(world, `p${profiles}`);
}

const answers = () => stateFiles(world).answers.map((file) => path.basename(file));
const arriving = () => answers().filter((name) => name.endsWith('.part'));
const bytesOf = () => stateFiles(world).answers.reduce((sum, file) => sum + fs.statSync(file).size, 0);

// It begins like a PKCS#12 file, but nothing can open it.
const p12 = (size) => Buffer.concat([Buffer.from([0x30, 0x83, 0xff, 0xff, 0xff, 2, 1, 3, 0x30]), randomBytes(size - 9)]);

// The last reply to an answer on an open port.
async function send(port, bytes, options) {
    port.sendAnswer(bytes, { site: EVIL, ...options });
    const first = await port.reply();
    return first.type === 'received' ? (await port.replyAfterAsking()).reply : first;
}

async function sendMany(profile, count, bytes, options) {
    const port = await open(world, profile);
    const replies = [];
    for (let i = 0; i < count; i += 1)
        replies.push(await send(port, bytes, options));
    await port.close();
    return replies;
}

// What is in the spool: {name: whether it was asked for}.
const marks = () => Object.fromEntries(stateFiles(world).answers.map((file) =>
    [path.basename(file), (fs.statSync(file).mode & 0o1000) === 0]));

// Names made within one second have no order, so each is made older than those before.
function age(name, seconds) {
    const folder = path.dirname(stateFiles(world).answers[0]);
    const time = new Date(Date.now() - seconds * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
    fs.renameSync(path.join(folder, name), path.join(folder, `${time}${name.slice(15)}`));
    return `${time}${name.slice(15)}`;
}

test('96 files that nobody pressed for: sixteen are kept, and the next that is wanted has its place', async () => {
    const profile = fresh();
    const replies = await sendMany(profile, 96, p12(2000));
    assert.deepEqual([...new Set(replies.map(({ name }) => name))], ['PASSWORD']);
    assert.equal(answers().length, OF_SITE.responses);
    assert.deepEqual([...new Set(Object.values(marks()))], [false]);
    const wanted = await sendMany(profile, 2, p12(2000), { ask: 'yes' });
    assert.equal(answers().length, OF_SITE.responses);
    assert.deepEqual(wanted.map(({ answer }) => marks()[answer]), [true, true]);
});

test('what was asked for is never removed: then the next one is refused', async () => {
    const profile = fresh();
    const kept = await sendMany(profile, OF_SITE.responses, p12(2000), { ask: 'yes' });
    const [unasked, asked] = [...await sendMany(profile, 1, p12(2000)), ...await sendMany(profile, 1, p12(2000), { ask: 'yes' })];
    assert.deepEqual([unasked.name, asked.name, unasked.code], ['TOO_MANY', 'TOO_MANY', 109]);
    assert.equal(unasked.answer, undefined);
    assert.deepEqual(answers().sort(), kept.map(({ answer }) => answer).sort());
    const [port] = await sendMany(profile, 1, p12(2000), { site: `${EVIL}:8443`, ask: 'yes' });
    assert.equal(port.name, 'TOO_MANY', 'another port of it counts as the same site');
    const [other] = await sendMany(profile, 1, p12(2000), { site: `${EVIL}.test`, ask: 'yes' });
    assert.equal(other.name, 'NO_PINENTRY');
});

test('150 answers of the largest size: their bytes are bounded, too', async () => {
    const profile = fresh();
    const most = 262144;
    await sendMany(profile, 8, Buffer.concat([Buffer.from('-----BEGIN ENCRYPTED PRIVATE KEY-----\n'), Buffer.alloc((4 << 20) - 100, 'A'),
        Buffer.from('\n-----END ENCRYPTED PRIVATE KEY-----\n')]));
    assert.ok(bytesOf() <= OF_SITE.bytes, `${bytesOf()}`);
    assert.ok(answers().length >= 2);
    await sendMany(profile, 150, p12(most));
    assert.ok(bytesOf() <= OF_SITE.bytes, `${bytesOf()}`);
    assert.equal(answers().length, OF_SITE.responses);
});

test('the oldest goes first', async () => {
    const profile = fresh();
    const names = (await sendMany(profile, OF_SITE.responses, p12(500))).map(({ answer }, i) => age(answer, 100 - i));
    await sendMany(profile, 1, p12(500));
    assert.deepEqual(names.filter((name) => !answers().includes(name)), names.slice(0, 1));
});

test('in all: what is wanted makes others go, what is not wanted makes none', async () => {
    const profile = fresh();
    await sendMany(profile, 1, p12(500));
    const folder = path.dirname(stateFiles(world).answers[0]);
    const bytes = p12(500);
    for (let i = 1; i < IN_ALL.responses; i += 1) {
        const name = path.join(folder, `20260101T000000-${String(i).padStart(12, '0')}`);
        fs.writeFileSync(name, Buffer.concat([Buffer.from(`https://evil${i % 30}.example\n`), bytes]));
        fs.chmodSync(name, 0o1600);
    }
    const [refused] = await sendMany(profile, 1, p12(500), { site: 'https://other.example' });
    assert.equal(refused.name, 'TOO_MANY');
    const [kept] = await sendMany(profile, 1, p12(500), { site: 'https://other.example', ask: 'yes' });
    assert.equal(kept.name, 'NO_PINENTRY');
    assert.equal(answers().length, IN_ALL.responses);
    assert.ok(!answers().includes('20260101T000000-000000000001'));
});

test('what an open job waits for comes in through any flood', async () => {
    const profile = fresh();
    const { job, spkac } = await issue(world, profile, { site: EVIL, target: EVIL });
    await sendMany(profile, 40, p12(500), { ask: 'yes' });
    const certificate = ca.pkcs7(ca.certify(spkac));
    const reply = await deliver(world, profile, certificate, { site: EVIL });
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    assert.equal(jobState(world, job).state, 'verified');
});

test('a locked profile: the awaited certificate is seen by its key, and kept; others go', async () => {
    const profile = fresh();
    const { spkac } = await issue(world, profile, { site: EVIL, target: EVIL });
    const certificate = ca.pkcs7(ca.certify(spkac));
    const [none, secret] = ['', 'secret'].map((password) => {
        fs.writeFileSync(path.join(world.folder, `password${password}`), `${password}\n`);
        return path.join(world.folder, `password${password}`);
    });
    run('certutil', ['-W', '-d', `sql:${profile}`, '-f', none, '-@', secret], { env: world.env });
    const [awaited] = await sendMany(profile, 1, certificate);
    assert.equal(awaited.name, 'PRIMARY_PASSWORD');
    await sendMany(profile, 30, p12(500));
    assert.equal(marks()[awaited.answer], true);
    assert.ok(answers().length <= OF_SITE.responses + 1, `${answers().length}`);
});

test('too many requests: no key is made, and one that is forgotten makes place', async () => {
    const profile = fresh();
    const port = await open(world, profile);
    const jobs = [];
    for (let i = 0; i < OF_SITE.jobs; i += 1)
        jobs.push((await port.ask(issueRequest({ site: `${EVIL}:${8000 + i}`, target: EVIL }), 'request')).job);
    const old = contents(world, profile);
    port.send(issueRequest({ site: EVIL, target: EVIL }));
    assert.equal((await port.expect('error')).name, 'TOO_MANY');
    assert.deepEqual(contents(world, profile), old);
    assert.equal(stateFiles(world).rooms.length, OF_SITE.jobs);
    await port.ask(issueRequest({ site: PORTAL, target: CA_SITE }), 'request');
    await port.ask({ type: 'forget', job: jobs[0] }, 'ok');
    await port.ask(issueRequest({ site: EVIL, target: EVIL }), 'request');
    await port.close();
    assert.equal(listKeys(world, profile).length, OF_SITE.jobs + 1);
});

test('too many requests in all, each of another site', async () => {
    const profile = fresh();
    await issue(world, profile, { site: EVIL, target: EVIL });
    const [file] = stateFiles(world).jobs;
    const record = fs.readFileSync(file, 'utf8');
    const begun = file.slice(0, -'123456789abc.json'.length);
    for (let i = 1; i < IN_ALL.jobs - 1; i += 1) {
        fs.writeFileSync(`${begun}${String(i).padStart(12, '0')}.json`,
            record.replaceAll(EVIL, `https://other${i}.example`), { mode: 0o600 });
    }
    const port = await open(world, profile);
    await port.ask(issueRequest({ site: PORTAL, target: CA_SITE }), 'request');
    port.send(issueRequest({ site: 'https://last.example', target: CA_SITE }));
    assert.equal((await port.expect('error')).name, 'TOO_MANY');
    await port.close();
    assert.equal(listKeys(world, profile).length, 2);
});

test('many hosts at once do not come past the bound', async () => {
    const profile = fresh();
    const ports = await Promise.all(Array.from({ length: OF_SITE.jobs + 4 }, () => open(world, profile)));
    ports.forEach((port) => port.send(issueRequest({ site: EVIL, target: EVIL })));
    const replies = await Promise.all(ports.map((port) => port.reply()));
    assert.equal(replies.filter(({ type }) => type === 'request').length, OF_SITE.jobs);
    assert.equal(replies.filter(({ name }) => name === 'TOO_MANY').length, 4);
    for (const port of ports)
        await port.close();
});

test('an answer that is arriving has the place of the largest one', async () => {
    const profile = fresh();
    const [last, ...ports] = await Promise.all(Array.from({ length: 4 }, () => open(world, profile)));
    for (const [i, port] of ports.entries()) {
        port.sendAnswer(p12(500), { site: EVIL, end: false });
        await until('it to arrive', () => arriving().length === i + 1);
    }
    assert.equal((await send(last, p12(500))).name, 'TOO_MANY');
    for (const port of ports) {
        port.send({ type: 'end' });
        await port.expect('received');
        await port.replyAfterAsking();
    }
    assert.equal((await send(last, p12(500))).name, 'PASSWORD');
    for (const port of [last, ...ports])
        await port.close();
});

test('all of a site is forgotten, but for what is installed, and nothing of another', async () => {
    const profile = fresh();
    const { spkac } = await issue(world, profile, { site: EVIL, target: EVIL });
    await deliver(world, profile, ca.pkcs7(ca.certify(spkac)), { site: EVIL });
    const old = contents(world, profile);
    await issue(world, profile, { site: `${EVIL}:8443`, target: CA_SITE });
    await sendMany(profile, 3, p12(500));
    const other = await issue(world, profile, { site: PORTAL, target: CA_SITE });
    const [kept] = await sendMany(profile, 1, p12(500), { site: PORTAL });
    const port = await open(world, profile);
    assert.deepEqual(await port.ask({ type: 'clear', site: EVIL }, 'cleared'), { type: 'cleared', jobs: 1, answers: 3 });
    assert.deepEqual(await port.ask({ type: 'clear', site: EVIL }, 'cleared'), { type: 'cleared', jobs: 0, answers: 0 });
    const left = await port.ask({ type: 'jobs' }, 'jobs');
    assert.deepEqual([left.jobs.map(({ job }) => job), left.answers.map(({ answer }) => answer)], [[other.job], [kept.answer]]);
    await port.close();
    assert.deepEqual(contents(world, profile).certificates, old.certificates);
    assert.equal(listKeys(world, profile).length, old.keys.length + 1);
});

for (const [what, bytes, most] of [
    ['a .p12', p12(1048577), 1048576],
    ['…in base64', Buffer.from(p12(1200000).toString('base64').replace(/.{64}/g, '$&\n')), 1572864],
    ['…with armour', Buffer.from(`-----BEGIN PKCS12-----\n${p12(1200000).toString('base64').replace(/.{64}/g, '$&\n')}`), 1572864],
]) {
    test(`${what} over its limit is refused while it comes`, async () => {
        const profile = fresh();
        const port = await open(world, profile);
        port.send({ type: 'answer', site: EVIL, mime: MIME, ask: 'no' });
        for (let at = 0; at <= most; at += 65536) {
            const piece = bytes.subarray(at, Math.min(at + 65536, most + 1));
            port.send({ type: 'bytes', data: piece.toString('base64') });
        }
        assert.equal((await port.expect('error')).name, 'TOO_LARGE');
        await port.refused('TOO_LARGE');
        assert.deepEqual(answers(), []);
        const just = await open(world, profile);
        assert.notEqual((await send(just, bytes.subarray(0, most))).name, 'TOO_LARGE');
        await just.close();
    });
}
