// SPDX-License-Identifier: MPL-2.0
// An identity is copied straight into another profile, but only into a listed one of this person.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { holdLock } from '../e2e/lib/database-lock.mjs';
import { Authority } from './ca.mjs';
import { HOST, contents, listKeys, makeProfile, makeWorld, open, run, setAnswers } from './lib.mjs';

const PIN = '1a2B3c%4D';
const PRIMARY = 'correct horse';
const NOBODY = `${'AB:'.repeat(31)}CD`;
let world, ca, p12, own, fingerprint;

const at = (name) => path.join(world.folder, name);
const ask = async (message, ...answers) => {
    const pinentry = setAnswers(world, ...answers);
    const port = await open(world, own);
    port.send(message);
    const { reply, asked } = await port.replyAfterAsking();
    await port.close();
    return { ...reply, asked, pinentry };
};
const copy = (to, answers = [], of = fingerprint) => ask({ type: 'copy', fingerprint: of, to }, ...answers);

/** Lists profiles as the program whose folder this is does. */
function list(root, profiles) {
    const folder = path.join(world.env.HOME, root);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'profiles.ini'), profiles.map((profile, number) =>
        `[Profile${number}]\nName=${path.basename(profile)}\nIsRelative=0\nPath=${profile}\n`).join('\n'));
}

before(async () => {
    world = makeWorld('copy', { quick: true });
    ca = new Authority(at('ca'));
    p12 = ca.pkcs12('Taro Yamada', PIN, new Date(Date.now() - 60000));
    fs.writeFileSync(at('primary'), `${PRIMARY}\n`);
    own = makeProfile(world, 'own');
    const port = await open(world, own);
    setAnswers(world, PIN);
    port.sendFile(p12, 'taro.p12');
    for (const type of ['received', 'asking'])
        await port.expect(type);
    ({ identity: { fingerprint } } = await port.expect('installed'));
    await port.close();
    for (const name of ['mail', 'second', 'unlisted', 'busy'])
        makeProfile(world, name);
    makeProfile(world, 'locked', ['-f', at('primary')]);
    fs.mkdirSync(at('empty'));
    fs.mkdirSync(path.join(world.env.XDG_DATA_HOME, 'pki'), { recursive: true });
    fs.renameSync(makeProfile(world, 'nssdb'), path.join(world.env.XDG_DATA_HOME, 'pki/nssdb'));
    fs.symlinkSync(own, at('own-by-another-name'));
    list('.thunderbird', [at('mail'), at('locked'), at('empty'), at('gone'), at('busy')]);
    list('.mozilla/firefox', [own, at('own-by-another-name'), at('second')]);
});
after(() => world.remove());

test('the places: other profiles that have databases, and this one under no name', async () => {
    const { places } = await ask({ type: 'places' });
    assert.deepEqual(places.map((place) => [place.path, place.name, place.product, place.family, place.running]), [
        [at('second'), 'second', 'Firefox', 'firefox', false],
        [at('mail'), 'mail', 'Thunderbird', 'thunderbird', false],
        [at('locked'), 'locked', 'Thunderbird', 'thunderbird', false],
        [at('busy'), 'busy', 'Thunderbird', 'thunderbird', false],
        [path.join(world.env.XDG_DATA_HOME, 'pki/nssdb'), 'nssdb', 'Chromium', 'chromium', false],
    ]);
});

test('into Thunderbird and Chromium: the key is there, what to do is said, and it is noted down', async () => {
    for (const [to, words] of [[at('mail'), /logging in, not for e-mail/],
        [path.join(world.env.XDG_DATA_HOME, 'pki/nssdb'), /restart Chromium/]]) {
        const reply = await copy(to);
        assert.deepEqual([reply.type, reply.known, reply.asked], ['copied', false, []], JSON.stringify(reply));
        assert.match(reply.steps.join(' '), words);
        assert.deepEqual(contents(world, to), contents(world, own));
        assert.deepEqual([(await copy(to)).known, listKeys(world, to).length], [true, 1], 'repeating changes nothing');
    }
    const { identities: [{ copies }] } = await ask({ type: 'identities' });
    assert.deepEqual(copies.map(({ kind }) => kind), ['profile', 'profile']);
});

test('into another Firefox: one that does not run needs nothing more', async () => {
    const { type, steps } = await copy(at('second'));
    assert.deepEqual([type, steps], ['copied', []]);
});

test('no other path: none that is not listed, has no database, is this profile, or leads elsewhere', async () => {
    const wrong = [at('unlisted'), at('empty'), at('gone'), own, at('own-by-another-name'), `${at('mail')}/`, `${at('mail')}/../mail`,
        at('mai'), '', '.', 'mail', 'Thunderbird:mail', '--to', `${at('mail')}\n`];
    for (const to of wrong) {
        const { name, asked } = await copy(to);
        assert.deepEqual([name, asked], ['NO_PROFILE', []], to);
    }
    assert.deepEqual(listKeys(world, at('unlisted')), []);
});

test('a certificate that is not in this profile', async () => {
    assert.equal((await copy(at('mail'), [], NOBODY)).name, 'NO_IDENTITY');
});

test('one with a primary password: the window names it; wrong or cancelled, nothing is there', async () => {
    const keys = () => run('certutil', ['-L', '-d', `sql:${at('locked')}`], { env: world.env });
    const before = keys();
    const wrong = await copy(at('locked'), ['x', 'y', 'z']);
    assert.deepEqual([wrong.name, ...new Set(wrong.asked)], ['PRIMARY_PASSWORD', 'profile']);
    assert.equal(wrong.pinentry.questions(), 3, 'and not for its own profile after that');
    assert.equal((await copy(at('locked'), ['!cancel'])).name, 'CANCELLED');
    assert.equal(keys(), before);
    const right = await copy(at('locked'), [PRIMARY]);
    assert.deepEqual([right.type, right.asked], ['copied', ['profile']]);
    assert.ok(right.pinentry.told().some((line) => line.includes('locked')));
    assert.match(keys(), /Taro Yamada/);
});

test('one that is in use by another program just then: BUSY, and later it goes', async () => {
    const letGo = await holdLock(path.join(path.dirname(HOST), 'hold-lock'), { profile: at('busy') }, 'cert9.db');
    assert.equal((await copy(at('busy'))).name, 'BUSY');
    await letGo();
    assert.equal((await copy(at('busy'))).type, 'copied');
});

test('65 places: 64 are told', async () => {
    const many = Array.from({ length: 64 }, (_, i) => at(`many${i}`));
    for (const folder of many)
        fs.cpSync(at('second'), folder, { recursive: true });
    list('.thunderbird', []);
    // One more is in ~/.local/share/pki.
    for (const count of [63, 64]) {
        list('.mozilla/firefox', many.slice(0, count));
        const { places } = await ask({ type: 'places' });
        assert.equal(places.length, 64);
        assert.deepEqual(many.slice(0, count).filter((folder) => !places.some((place) => place.path === folder)).length, 0);
    }
});
