// SPDX-License-Identifier: MPL-2.0
// What was removed comes back from its backup, for as long as that is there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inDays, iso } from '../clock.mjs';
import { Authority } from './ca.mjs';
import { HOST, contents, listKeys, makeProfile, makeWorld, open, setAnswers } from './lib.mjs';

const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const PIN = '1a2B3c%4D';
const OWN = 'my own 秘密';
const NOBODY = `${'AB:'.repeat(31)}CD`;
let world, ca, p12, downloads;

before(() => {
    world = makeWorld('restore', { quick: true });
    ca = new Authority(path.join(world.folder, 'ca'));
    p12 = ca.pkcs12('Taro Yamada', PIN, new Date(Date.now() - 60000));
    downloads = path.join(world.env.HOME, 'Downloads');
    fs.mkdirSync(downloads);
});
after(() => world.remove());

/** What comes last, and what the windows before it asked for. */
async function ask(profile, message) {
    const port = await open(world, profile);
    port.send(message);
    const { reply, asked } = await port.replyAfterAsking();
    await port.close();
    return { ...reply, asked };
}

async function withIdentity(name, how) {
    const profile = makeProfile(world, name, how);
    setAnswers(world, PIN);
    const port = await open(world, profile);
    port.sendFile(p12, 'taro.p12');
    for (const type of ['received', 'asking'])
        await port.expect(type);
    const { identity } = await port.expect('installed');
    await port.close();
    return [profile, identity];
}

async function removed(name, backup = 'yes') {
    const [profile, identity] = await withIdentity(name);
    const stood = contents(world, profile);
    setAnswers(world, OWN, OWN);
    const reply = await ask(profile, { type: 'remove', fingerprint: identity.fingerprint, backup });
    assert.equal(reply.type, 'removed', JSON.stringify(reply));
    assert.deepEqual(listKeys(world, profile), []);
    return { profile, identity, file: reply.path, stood };
}

const listOf = async (profile) => (await ask(profile, { type: 'removals' })).removals;
const restore = (profile, { fingerprint }) => ask(profile, { type: 'restore', fingerprint });

/** The note of the only one that can be restored. */
function noteOf(profile) {
    const folder = fs.readdirSync(world.state).find((name) => name.startsWith(`${path.basename(profile)}-`));
    const notes = path.join(world.state, folder, 'restorable');
    return path.join(notes, fs.readdirSync(notes)[0]);
}

test('what was removed is listed with its backup, and comes back as it was', async () => {
    const { profile, identity, file, stood } = await removed('back');
    const [it, ...more] = await listOf(profile);
    assert.deepEqual(more, []);
    assert.equal(it.identity.fingerprint, identity.fingerprint);
    assert.deepEqual([it.identity.name, it.path, it.there], ['Taro Yamada', file, true]);
    assert.ok(Math.abs(Date.parse(it.removed) - Date.now()) < 60000, it.removed);
    const pinentry = setAnswers(world, OWN);
    const reply = await restore(profile, identity);
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    assert.deepEqual([reply.identity.fingerprint, reply.proof.signs, reply.known], [identity.fingerprint, 'good', false]);
    assert.deepEqual(reply.asked, ['file']);
    assert.ok(pinentry.told().some((line) => line.includes(path.basename(file))), 'the window names the file');
    assert.deepEqual(contents(world, profile), stood);
    assert.deepEqual(await listOf(profile), [], 'it is back');
    assert.equal(fs.existsSync(file), true, 'the backup stays');
    assert.equal((await restore(profile, identity)).name, 'NO_IDENTITY', 'no removal is known any more');
});

test('removed by the command it is listed as well; by any file with its key', async () => {
    const [profile, identity] = await withIdentity('command');
    setAnswers(world, OWN, OWN);
    const { path: file } = await ask(profile,
        { type: 'export', fingerprint: identity.fingerprint, for: 'pem', password: 'own', settings: '' });
    const { status } = spawnSync(COMMAND, ['remove', identity.fingerprint, '--yes', '--profile', profile], { env: world.env });
    assert.equal(status, 0);
    assert.deepEqual((await listOf(profile)).map((it) => it.path), [file]);
    setAnswers(world, OWN);
    assert.equal((await restore(profile, identity)).type, 'installed');
});

test('a backup counts before a newer file for another program, which counts where the backup is gone', async () => {
    const [profile, identity] = await withIdentity('newer');
    const files = {};
    for (const [target, password] of [['backup', OWN], ['windows', 'another one']]) {
        setAnswers(world, password, password);
        ({ path: files[target] } = await ask(profile,
            { type: 'export', fingerprint: identity.fingerprint, for: target, password: 'own', settings: '' }));
    }
    assert.equal((await ask(profile, { type: 'remove', fingerprint: identity.fingerprint, backup: 'kept' })).path, files.backup);
    const bytes = fs.readFileSync(files.backup);
    fs.rmSync(files.backup);
    assert.deepEqual((await listOf(profile)).map((it) => [it.path, it.there]), [[files.windows, true]]);
    fs.rmSync(files.windows);
    assert.deepEqual((await listOf(profile)).map((it) => [it.path, it.there]), [[files.backup, false]]);
    fs.writeFileSync(files.backup, bytes);
    assert.deepEqual((await listOf(profile)).map((it) => it.path), [files.backup]);
    setAnswers(world, OWN);
    assert.equal((await restore(profile, identity)).type, 'installed');
});

test('wrong passwords and a closed window change nothing, and it can be tried again', async () => {
    const { profile, identity } = await removed('wrong');
    setAnswers(world, 'x', 'y', 'z');
    const reply = await restore(profile, identity);
    assert.deepEqual([reply.name, reply.answer, ...new Set(reply.asked)], ['PASSWORD', undefined, 'file']);
    setAnswers(world, '!cancel');
    assert.equal((await restore(profile, identity)).name, 'CANCELLED');
    assert.deepEqual(listKeys(world, profile), []);
    assert.equal((await listOf(profile)).length, 1);
    setAnswers(world, OWN);
    assert.equal((await restore(profile, identity)).type, 'installed');
});

test('a backup that is gone, or is another file now: told, and nobody is asked; back again it counts', async () => {
    const { profile, identity, file } = await removed('gone');
    const bytes = fs.readFileSync(file);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] ^= 1;
    for (const other of [null, changed, Buffer.concat([bytes, Buffer.from('x')]), p12, Buffer.alloc(0)]) {
        fs.rmSync(file, { force: true });
        if (other)
            fs.writeFileSync(file, other);
        assert.deepEqual((await listOf(profile)).map((it) => [it.path, it.there]), [[file, false]]);
        const reply = await restore(profile, identity);
        assert.deepEqual([reply.name, reply.asked], ['NO_INPUT', []]);
    }
    fs.writeFileSync(file, bytes);
    assert.deepEqual((await listOf(profile)).map(({ there }) => there), [true]);
});

test('30 days after the removal one without its backup is forgotten, and one with it is not', async () => {
    const { profile, file } = await removed('old');
    const age = (days) => fs.utimesSync(noteOf(profile), inDays(days), inDays(days));
    age(-31);
    assert.deepEqual((await listOf(profile)).map((it) => it.removed.slice(0, 10)), [iso(inDays(-31)).slice(0, 10)]);
    fs.rmSync(file);
    age(-29);
    assert.equal((await listOf(profile)).length, 1);
    age(-31);
    assert.deepEqual(await listOf(profile), []);
});

test('without a backup, in another profile, or never removed: nothing is listed and nothing comes back', async () => {
    const { profile, identity } = await removed('without', 'no');
    assert.deepEqual(await listOf(profile), []);
    assert.equal((await restore(profile, identity)).name, 'NO_IDENTITY');
    const { identity: other } = await removed('one');
    const [another, there] = await withIdentity('another');
    assert.equal(other.fingerprint, there.fingerprint);
    assert.deepEqual(await listOf(another), []);
    for (const fingerprint of [other.fingerprint, NOBODY])
        assert.equal((await restore(another, { fingerprint })).name, 'NO_IDENTITY');
});

test('a profile with a primary password: listed without it, restored with it', async () => {
    const words = path.join(world.folder, 'primary');
    fs.writeFileSync(words, 'correct horse\n');
    const profile = makeProfile(world, 'locked', ['-f', words]);
    const port = async (message, ...answers) => {
        setAnswers(world, ...answers);
        return ask(profile, message);
    };
    setAnswers(world, 'correct horse', PIN);
    const first = await open(world, profile);
    first.sendFile(p12, 'taro.p12');
    await first.expect('received');
    const { reply: { identity: { fingerprint } } } = await first.replyAfterAsking();
    await first.close();
    await port({ type: 'remove', fingerprint, backup: 'yes' }, 'correct horse', OWN, OWN);
    const { removals, asked } = await port({ type: 'removals' });
    assert.deepEqual([removals.length, asked], [1, []]);
    const back = await port({ type: 'restore', fingerprint }, 'correct horse', OWN);
    assert.deepEqual([back.type, back.asked], ['installed', ['profile', 'file']]);
});
