// SPDX-License-Identifier: MPL-2.0
// The browser cancels a question while its window is open: the window closes, and nothing is left of it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { contents, listCertificates, makeProfile, makeWorld, open, setAnswers, stateFiles, until } from './lib.mjs';

const PIN = '1a2B3c%4D';
const CANCEL = { type: 'cancel' };
let world, p12;

before(() => {
    world = makeWorld('cancel');
    p12 = new Authority(path.join(world.folder, 'ca')).pkcs12('Taro Yamada', PIN);
});
after(() => world.remove());

// A file is handed over, and the window asks for the first time.
async function asked(name, ...answers) {
    const profile = makeProfile(world, name);
    const pinentry = setAnswers(world, ...answers);
    const port = await open(world, profile);
    return { profile, pinentry, port };
}

const hasEnded = (pinentry) => until('the window ended', () => pinentry.told().includes('!ended'));

test('a file: the window goes, nothing is in the profile, nothing is kept, and the port goes on', async () => {
    const { profile, pinentry, port } = await asked('file', '!wait');
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    await port.expect('asking');
    await until('the question', () => pinentry.questions() === 1);
    port.send(CANCEL);
    assert.equal((await port.expectError('CANCELLED')).answer, undefined);
    await hasEnded(pinentry);
    assert.deepEqual(contents(world, profile), { certificates: {}, keys: [] });
    assert.deepEqual(stateFiles(world).answers, []);
    const again = setAnswers(world, PIN);
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    assert.equal((await port.replyAfterAsking()).reply.type, 'installed');
    assert.equal(again.questions(), 1);
    await port.close();
});

test('what a site has handed out is kept, and may be opened later', async () => {
    const { profile, pinentry, port } = await asked('site', '!wait');
    port.sendAnswer(p12, { ask: 'yes' });
    await port.expect('received');
    await port.expect('asking');
    port.send(CANCEL);
    const { answer } = await port.expectError('CANCELLED');
    await hasEnded(pinentry);
    setAnswers(world, PIN);
    port.send({ type: 'look', answer, ask: 'yes' });
    assert.equal((await port.replyAfterAsking()).reply.type, 'installed');
    await port.close();
    assert.equal(Object.keys(listCertificates(world, profile)).length, 2);
});

test('after a wrong PIN: the second window goes as well', async () => {
    const { profile, pinentry, port } = await asked('second', 'wrong', '!wait');
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    await port.expect('asking');
    await port.expect('asking');
    port.send(CANCEL);
    await port.expectError('CANCELLED');
    await hasEnded(pinentry);
    await port.close();
    assert.deepEqual(contents(world, profile).keys, []);
});

test('any other message keeps the window open, and has its turn after it', async () => {
    const { pinentry, port } = await asked('other', '!hold', PIN);
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    await port.expect('asking');
    await until('the question', () => pinentry.questions() === 1);
    port.send({ type: 'jobs' });
    port.send(CANCEL);
    pinentry.go();
    await port.expect('installed');
    await port.expect('jobs');
    await port.close();
    assert.ok(!pinentry.told().includes('!ended'));
});

test('the end of the input keeps the window open, too: what was handed over is installed', async () => {
    const { profile, pinentry, port } = await asked('end', '!hold', PIN);
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    await port.expect('asking');
    await until('the question', () => pinentry.questions() === 1);
    port.child.stdin.end();
    pinentry.go();
    await port.expect('installed');
    await port.close();
    assert.equal(contents(world, profile).keys.length, 1);
});

test('"cancel" without a window does nothing; with a field, or out of turn, it is refused', async () => {
    const { port, profile } = await asked('nothing');
    port.send(CANCEL);
    assert.equal((await port.ask({ type: 'jobs' }, 'jobs')).more, false);
    port.send({ ...CANCEL, job: 'x' });
    await port.expectError('PROTOCOL');
    await port.refused('PROTOCOL');
    const other = await open(world, profile);
    other.send({ type: 'file', name: 'x' });
    other.send(CANCEL);
    await other.expectError('PROTOCOL');
    await other.refused('PROTOCOL');
});
