// SPDX-License-Identifier: MPL-2.0
// What the host says of an unusual certificate: in a message of its own, because an older extension
// refuses a reply that has a field which it does not know.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { IDENTITY } from '../extension/replies.mjs';
import { Authority } from './ca.mjs';
import { deliver, issue, listCertificates, makeProfile, makeWorld, open, run } from './lib.mjs';

let world, ca;

before(() => {
    world = makeWorld('odd');
    ca = new Authority(path.join(world.folder, 'ca'));
});
after(() => world.remove());

async function install(profile, extensions) {
    const { spkac } = await issue(world, profile);
    const done = await deliver(world, profile, ca.pkcs7(ca.certify(spkac, { extensions })));
    assert.equal(done.type, 'installed', JSON.stringify(done));
    return done.identity;
}

async function oddOf(profile, ...fingerprints) {
    const port = await open(world, profile);
    const said = [];
    for (const fingerprint of fingerprints)
        said.push((await port.ask({ type: 'odd', fingerprint }, 'odd')).odd);
    await port.close();
    return said;
}

test('CA:TRUE for the key of a person is odd', async () => {
    const profile = makeProfile(world, 'profile');
    const odd = await install(profile, 'basicConstraints=critical,CA:TRUE\nextendedKeyUsage=clientAuth\n');
    const usual = await install(profile);
    const bare = await install(profile, 'extendedKeyUsage=clientAuth\n');
    const prints = [odd, usual, bare].map(({ fingerprint }) => fingerprint);
    assert.deepEqual(await oddOf(profile, ...prints), [['authority'], [], []]);
    assert.deepEqual(Object.keys(odd), Object.keys(IDENTITY), 'no field that is new');
});

test('one that is not there', async () => {
    const port = await open(world, makeProfile(world, 'empty'));
    port.send({ type: 'odd', fingerprint: Array(32).fill('AB').join(':') });
    await port.expectError('NO_IDENTITY');
    await port.close();
});

async function lock(profile) {
    const [none, secret] = ['none', 'secret'].map((name) => path.join(world.folder, name));
    writeFileSync(none, '\n');
    writeFileSync(secret, 'a primary password\n');
    run('certutil', ['-W', '-d', `sql:${profile}`, '-f', none, '-@', secret], { env: world.env });
    const port = await open(world, profile);
    assert.equal(port.greeting.profile.locked, true);
    await port.close();
}

test('no primary password is asked for', async () => {
    const profile = makeProfile(world, 'locked');
    const { fingerprint } = await install(profile, 'basicConstraints=CA:TRUE\n');
    await lock(profile);
    assert.deepEqual(await oddOf(profile, fingerprint), [['authority']]);
});

/** A certificate for a key of the profile, from a site that has no job: the person is asked. */
async function offer(profile, extensions) {
    const { spkac } = await issue(world, profile);
    const asked = await deliver(world, profile, ca.pkcs7(ca.certify(spkac, { extensions })), { site: 'https://evil.example' });
    assert.equal(asked.name, 'ASK', JSON.stringify(asked));
    return asked;
}

async function peek(profile, ...offers) {
    const port = await open(world, profile);
    const said = [];
    for (const { answer, identity: { fingerprint } } of offers)
        said.push((await port.ask({ type: 'peek', answer, fingerprint }, 'odd')).odd);
    await port.close();
    return said;
}

const AUTHORITY = 'basicConstraints=critical,CA:TRUE\nextendedKeyUsage=clientAuth\n';

test('a response that waits for the person: what is odd is reported before their yes, and that changes nothing', async () => {
    const profile = makeProfile(world, 'asked');
    const offers = [await offer(profile, AUTHORITY), await offer(profile), await offer(profile, 'extendedKeyUsage=serverAuth\n')];
    assert.deepEqual(await peek(profile, ...offers), [['authority'], [], ['uses']]);
    assert.deepEqual(listCertificates(world, profile), {});
    const port = await open(world, profile);
    const { answer, identity } = offers[0];
    const done = await port.ask({ type: 'install', answer }, 'installed');
    assert.equal(done.identity.fingerprint, identity.fingerprint);
    await port.close();
});

test('…and asks for no primary password', async () => {
    const profile = makeProfile(world, 'asked-locked');
    const offered = await offer(profile, AUTHORITY);
    await lock(profile);
    assert.deepEqual(await peek(profile, offered), [['authority']]);
});

test('…and for a response with issuers only, what is odd in the certificate that they have issued', async () => {
    const profile = makeProfile(world, 'asked-issuers');
    const { spkac } = await issue(world, profile);
    const stored = await deliver(world, profile, ca.certify(spkac, { extensions: AUTHORITY }));
    assert.equal(stored.type, 'installed', JSON.stringify(stored));
    const asked = await deliver(world, profile, Buffer.from(ca.issuingPem));
    assert.deepEqual([asked.name, asked.identity?.fingerprint], ['ASK', stored.identity.fingerprint]);
    assert.deepEqual(await peek(profile, asked), [['authority']]);
});

test('…but nothing of one that is not there, nor of a certificate that it has not', async () => {
    const [profile, other] = ['here', 'elsewhere'].map((name) => makeProfile(world, name));
    const { answer, identity: { fingerprint } } = await offer(profile);
    const port = await open(world, profile);
    port.send({ type: 'peek', answer, fingerprint: fingerprint.replace(/^../, (pair) => (pair === 'AB' ? 'AC' : 'AB')) });
    await port.expectError('NO_IDENTITY');
    port.send({ type: 'peek', answer: answer.replace(/.$/, (last) => (last === '0' ? '1' : '0')), fingerprint });
    await port.expectError('NO_JOB');
    await port.close();
    const stranger = await open(world, other);
    stranger.send({ type: 'peek', answer, fingerprint });
    await stranger.expectError('NO_JOB');
    await stranger.close();
});
