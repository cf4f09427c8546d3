// SPDX-License-Identifier: MPL-2.0
// Files with a key and locked profiles: the person is asked by a pinentry, and no
// password is in a message.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import {
    contents, issueRequest, listCertificates, makeProfile, makeWorld, open,
    setAnswers, stateFiles,
} from './lib.mjs';

const PIN = '1a2B3c%4D';
const PRIMARY = 'correct horse';
let world, ca, p12;

before(() => {
    world = makeWorld('passwords');
    ca = new Authority(path.join(world.folder, 'ca'));
    p12 = ca.pkcs12('Taro Yamada', PIN);
});
after(() => world.remove());

function lockedProfile(name) {
    const secret = path.join(world.folder, 'secret');
    fs.writeFileSync(secret, `${PRIMARY}\n`);
    return makeProfile(world, name, ['-f', secret]);
}

// What `bytes` of a kind of file are answered with, from "received" on.
async function hand(profile, bytes, { file, ask = 'yes' } = {}) {
    const port = await open(world, profile);
    if (file)
        port.sendFile(bytes, file);
    else
        port.sendAnswer(bytes, { ask });
    await port.expect('received');
    const heard = await port.replyAfterAsking();
    await port.close();
    return heard;
}

const nothing = { certificates: {}, keys: [] };

test('a .p12 of a site: the PIN is asked for, the identity is in, the file is gone', async () => {
    const profile = makeProfile(world, 'site');
    const pinentry = setAnswers(world, PIN);
    const { reply, asked } = await hand(profile, p12);
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    assert.deepEqual(asked, ['file']);
    assert.equal(reply.identity.name, 'Taro Yamada');
    assert.deepEqual(reply.added, { identities: 1, intermediates: 1 });
    assert.equal(reply.proof.signs, 'good');
    assert.equal(pinentry.questions(), 1);
    assert.ok(pinentry.told().some((line) => line.startsWith('SETDESC ca.example:8443 ')));
    assert.deepEqual(Object.values(listCertificates(world, profile)).sort(), [',,', 'u,u,u']);
    assert.deepEqual(stateFiles(world).answers, []);
    assert.ok(!JSON.stringify(reply).includes(PIN));
});

test('the same once more: known, nothing twice', async () => {
    const profile = makeProfile(world, 'twice');
    setAnswers(world, PIN, PIN);
    await hand(profile, p12);
    const then = contents(world, profile);
    const { reply } = await hand(profile, p12);
    assert.deepEqual([reply.known, reply.added.identities], [true, 0]);
    assert.deepEqual(contents(world, profile), then);
});

test('two wrong PINs and the right one', async () => {
    const profile = makeProfile(world, 'wrong');
    const pinentry = setAnswers(world, 'wrong', 'WRONG', PIN);
    const { reply, asked } = await hand(profile, p12);
    assert.equal(reply.type, 'installed');
    assert.deepEqual(asked, ['file', 'file', 'file']);
    assert.ok(pinentry.told().some((line) => /^SETERROR .*attempt 3 of 3/.test(line)));
});

for (const [name, answers, code] of [
    ['three wrong PINs', ['a', 'b', 'c', PIN], 'PASSWORD'],
    ['cancel', ['!cancel', PIN], 'CANCELLED'],
    ['a pinentry that ends', ['!die', PIN], 'NO_PINENTRY'],
    ['an empty PIN', ['', '', ''], 'PASSWORD'],
]) {
    test(`${name}: ${code}, nothing in the profile, and the file waits for another try`, async () => {
        const profile = makeProfile(world, name.replace(/\W/g, '-'));
        setAnswers(world, ...answers);
        const { reply } = await hand(profile, p12);
        assert.equal(reply.name, code, JSON.stringify(reply));
        assert.deepEqual(contents(world, profile), nothing);
        setAnswers(world, PIN);
        const port = await open(world, profile);
        assert.equal((await port.ask({ type: 'jobs' }, 'jobs')).answers[0].answer, reply.answer);
        const waits = await port.ask({ type: 'look', answer: reply.answer, ask: 'no' }, 'error');
        assert.equal(waits.name, 'PASSWORD', 'no window without the person');
        await port.ask({ type: 'look', answer: reply.answer, ask: 'yes' }, 'asking');
        await port.expect('installed');
        await port.close();
        assert.deepEqual(stateFiles(world).answers, []);
    });
}

test('without a press no window opens; after the person\'s yes one does', async () => {
    const profile = makeProfile(world, 'unasked');
    const pinentry = setAnswers(world, PIN);
    const { reply, asked } = await hand(profile, p12, { ask: 'no' });
    assert.deepEqual([reply.name, asked, pinentry.questions()], ['PASSWORD', [], 0]);
    const port = await open(world, profile);
    await port.ask({ type: 'install', answer: reply.answer }, 'asking');
    await port.expect('installed');
    await port.close();
});

test('no pinentry at all: NO_PINENTRY names the package, and the next start does not ask', async () => {
    const profile = makeProfile(world, 'none');
    setAnswers(world);
    fs.rmSync(path.join(world.env.XDG_CONFIG_HOME, 'nss-helper'), { recursive: true });
    const { reply } = await hand(profile, p12);
    assert.equal(reply.name, 'NO_PINENTRY');
    assert.match(reply.message, /apt install pinentry/);
    setAnswers(world, PIN);
    const port = await open(world, profile);
    await port.ask({ type: 'discard', answer: reply.answer }, 'ok');
    await port.close();
    assert.deepEqual(stateFiles(world).answers, []);
});

test('the file itself, as it came, for the person: in the download folder, and nowhere else', async () => {
    const profile = makeProfile(world, 'saved');
    setAnswers(world, '!cancel');
    const { reply } = await hand(profile, p12);
    assert.equal(reply.name, 'CANCELLED');
    const port = await open(world, profile);
    const { path: file, ...rest } = await port.ask({ type: 'save', answer: reply.answer }, 'saved');
    assert.deepEqual(rest, { type: 'saved' });
    assert.equal(path.basename(file), 'ca.example.p12', 'as the panel calls the site: without its port');
    assert.deepEqual(fs.readFileSync(file), p12);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(stateFiles(world).answers, []);
    assert.equal((await port.ask({ type: 'save', answer: reply.answer }, 'error')).name, 'NO_JOB');
    await port.close();
    assert.deepEqual(contents(world, profile), nothing);
    fs.rmSync(file);
});

test('a damaged .p12 of a site is kept, for the extension keeps none', async () => {
    const profile = makeProfile(world, 'damaged');
    setAnswers(world, PIN);
    const { reply } = await hand(profile, p12.subarray(0, p12.length - 40));
    assert.equal(reply.name, 'BAD_DATA', JSON.stringify(reply));
    const port = await open(world, profile);
    await port.ask({ type: 'discard', answer: reply.answer }, 'ok');
    await port.close();
});

test('a chosen file: its name in the question, no site, nothing left', async () => {
    const profile = makeProfile(world, 'file');
    const pinentry = setAnswers(world, PIN);
    const { reply } = await hand(profile, p12, { file: '太郎\u202egpj.p12' });
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    assert.equal(reply.site, '');
    assert.ok(pinentry.told().some((line) => line.startsWith('SETDESC The certificate file “太郎?gpj.p12”')),
        'characters that change the direction of text are not in it');
});

for (const [answers, code] of [[['a', 'b', 'c'], 'PASSWORD'], [['!cancel'], 'CANCELLED']]) {
    test(`a chosen file and ${code}: nothing is kept of it`, async () => {
        const profile = makeProfile(world, `file-${code}`);
        setAnswers(world, ...answers);
        const { reply } = await hand(profile, p12, { file: 'taro.p12' });
        assert.deepEqual([reply.name, reply.answer], [code, undefined]);
        assert.deepEqual(stateFiles(world).answers, []);
        assert.deepEqual(contents(world, profile), nothing);
    });
}

test('several identities of one file: all are reported', async () => {
    const profile = makeProfile(world, 'several');
    setAnswers(world, PIN);
    const { reply } = await hand(profile, ca.pkcs12OfAll(['One', 'Two'], PIN), { file: 'both.p12' });
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    assert.deepEqual([reply.identity, ...reply.others].map(({ name }) => name).sort(), ['One', 'Two']);
    assert.equal(reply.added.identities, 2);
    assert.deepEqual(Object.values(listCertificates(world, profile)), ['u,u,u', 'u,u,u']);
});

test('a locked profile: hello does not ask, issue does, and so does the answer', async () => {
    const profile = lockedProfile('locked');
    const pinentry = setAnswers(world, PRIMARY, PRIMARY);
    const port = await open(world, profile);
    assert.equal(port.greeting.profile.locked, true);
    assert.equal(pinentry.questions(), 0);
    port.send(issueRequest());
    assert.equal((await port.expect('asking')).for, 'profile');
    const { job, spkac } = await port.expect('request');
    await port.ask({ type: 'sent', job }, 'ok');
    await port.close();
    const { reply, asked } = await hand(profile, ca.chain(ca.certify(spkac), 'p7b'));
    assert.deepEqual([reply.type, asked], ['installed', ['profile']], JSON.stringify(reply));
    assert.equal(reply.proof.signs, 'good');
});

test('a locked profile that stays locked: the answer waits, and is installed with the password', async () => {
    const profile = lockedProfile('stays');
    setAnswers(world, PRIMARY, '!cancel');
    const port = await open(world, profile);
    port.send(issueRequest());
    await port.expect('asking');
    const { job, spkac } = await port.expect('request');
    await port.ask({ type: 'sent', job }, 'ok');
    await port.close();
    const { reply } = await hand(profile, ca.chain(ca.certify(spkac), 'p7b'));
    assert.equal(reply.name, 'CANCELLED');
    const pinentry = setAnswers(world, 'wrong', PRIMARY);
    const next = await open(world, profile);
    assert.equal(pinentry.questions(), 0, 'no window at a start');
    await next.ask({ type: 'look', answer: reply.answer, ask: 'yes' }, 'asking');
    assert.equal((await next.expect('installed')).job, job);
    await next.close();
});

test('a .p12 into a locked profile: both are asked for', async () => {
    const profile = lockedProfile('both');
    setAnswers(world, PRIMARY, PIN);
    const { reply, asked } = await hand(profile, p12);
    assert.deepEqual([reply.type, asked], ['installed', ['profile', 'file']], JSON.stringify(reply));
});

test('the host ends while a window is open: so does the window, and nothing is lost', async () => {
    const profile = makeProfile(world, 'ends');
    const pinentry = setAnswers(world, '!wait');
    const port = await open(world, profile);
    port.sendAnswer(p12, { ask: 'yes' });
    const { answer } = await port.expect('received');
    await port.expect('asking');
    const hears = async (line) => {
        for (let i = 0; i < 200 && !pinentry.told().includes(line); i += 1)
            await new Promise((resolve) => setTimeout(resolve, 50));
        assert.ok(pinentry.told().includes(line), line);
    };
    await hears('GETPIN');
    await port.kill('SIGKILL');
    port.abandon();
    await hears('!ended');
    setAnswers(world, PIN);
    const next = await open(world, profile);
    await next.ask({ type: 'install', answer }, 'asking');
    await next.expect('installed');
    await next.close();
});

test('one window for all hosts of a person: the next one is refused, and asks when the first has ended', async () => {
    const [profile, other] = [makeProfile(world, 'window'), makeProfile(world, 'next-window')];
    const pinentry = setAnswers(world, '!hold', PIN, PIN);
    const first = await open(world, profile);
    first.sendAnswer(p12, { ask: 'yes' });
    await first.expect('received');
    await first.expect('asking');
    const second = await Promise.all([profile, other].map((one) => hand(one, p12)));
    for (const { reply, asked } of second)
        assert.deepEqual([reply.name, asked], ['BUSY', []], JSON.stringify(reply));
    assert.equal(pinentry.questions(), 1);
    pinentry.go();
    await first.expect('installed');
    await first.close();
    const port = await open(world, other);
    await port.ask({ type: 'look', answer: second[1].reply.answer, ask: 'yes' }, 'asking');
    await port.expect('installed');
    await port.close();
    assert.equal(pinentry.questions(), 2);
});

test('a host that is killed gives its turn back', async () => {
    const profile = makeProfile(world, 'killed');
    setAnswers(world, '!wait');
    const first = await open(world, profile);
    first.sendAnswer(p12, { ask: 'yes' });
    await first.expect('received');
    await first.expect('asking');
    await first.kill('SIGKILL');
    first.abandon();
    setAnswers(world, PIN);
    const { reply, asked } = await hand(profile, p12);
    assert.deepEqual([reply.type, asked], ['installed', ['file']], JSON.stringify(reply));
});
