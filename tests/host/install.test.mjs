// SPDX-License-Identifier: MPL-2.0
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inDays, iso } from '../clock.mjs';
import { Authority } from './ca.mjs';
import {
    CA_SITE, PORTAL, contents, deliver, issue, jobState, listCertificates, listKeys, makeProfile,
    makeWorld, open, stateFiles, storedPem, trustRoot,
} from './lib.mjs';

const world = makeWorld('install');
const NICKNAME = "Taro Yamada's Example University ID";
let ca, profiles = 0;

before(() => { ca = new Authority(path.join(world.folder, 'ca')); });
after(() => world.remove());

function trusting() {
    profiles += 1;
    const profile = makeProfile(world, `p${profiles}`);
    trustRoot(world, profile, ca.root);
    return profile;
}

const kept = () => stateFiles(world).answers;

function forgetJobs() {
    for (const profile of fs.readdirSync(world.state))
        fs.rmSync(path.join(world.state, profile), { recursive: true, force: true });
}

function assertStored(profile, der, nickname = NICKNAME) {
    const { 'Test Root': root, ...others } = listCertificates(world, profile);
    assert.equal(root, 'CT,C,');
    const issuers = Object.keys(others).filter((name) => name !== nickname);
    assert.equal(others[nickname], 'u,u,u', JSON.stringify(others));
    assert.equal(issuers.length, 1, JSON.stringify(others));
    assert.equal(others[issuers[0]], ',,');
    assert.ok(new X509Certificate(storedPem(world, profile, nickname)).raw.equals(der));
    const keys = listKeys(world, profile);
    assert.equal(keys.length, 1);
    assert.ok(keys[0].endsWith(nickname), keys[0]);
}

// Every word of "identity", against OpenSSL's reading of the same certificate.
function assertIdentity(identity, der, key) {
    const x509 = new X509Certificate(der);
    const serial = x509.serialNumber;
    assert.deepEqual(identity, {
        fingerprint: x509.fingerprint256,
        subject: 'CN=Taro Yamada,O=Example University,C=JP',
        name: 'Taro Yamada',
        emails: ['taro.yamada@example.ac.jp'],
        issuer: 'CN=Example CA G2,O=Example University,C=JP',
        issuerName: 'Example CA G2',
        serialHex: serial.match(/../g).join(':'),
        serialDecimal: BigInt(`0x${serial}`).toString(),
        notBefore: iso(x509.validFrom),
        notAfter: iso(x509.validTo),
        key,
        uses: ['login'],
        nickname: identity.nickname,
        chain: ['Example CA G2', 'Example Root CA'],
    });
}

const GOOD = {
    key: 'good', signs: 'good', dates: 'good', chain: 'good', revocation: 'not checked',
};

const WAYS = [
    { form: 'der', key: 'rsa-2048', says: 'RSA 2048', chunk: 196608 },
    { form: 'der', key: 'p-384', says: 'EC P-384', chunk: 1 },
    { form: 'pem', key: 'p-256', says: 'EC P-256', chunk: 196608 },
    { form: 'pem', key: 'rsa-3072', says: 'RSA 3072', chunk: 7 },
    { form: 'p7b', key: 'rsa-4096', says: 'RSA 4096', chunk: 196608 },
    { form: 'p7b', key: 'rsa-2048', says: 'RSA 2048', chunk: 100 },
    { form: 'p7b-pem', key: 'p-256', says: 'EC P-256', chunk: 64 },
];
for (const { form, key, says, chunk } of WAYS) {
    test(`the whole way: ${key}, ${form} in pieces of ${chunk}`, async () => {
        const profile = trusting();
        const { job, spkac } = await issue(world, profile, { key });
        const der = ca.certify(spkac);
        const bytes = ca.chain(der, form);
        // A single certificate needs its issuer, which another one has brought before.
        if (form === 'der')
            assert.equal((await deliver(world, profile, ca.chain(
                ca.certify((await issue(world, profile, {})).spkac, { name: 'Hanako Suzuki' }),
                'p7b'))).type, 'installed');
        const done = await deliver(world, profile, bytes, { chunk });
        assert.equal(done.type, 'installed', JSON.stringify(done));
        assert.deepEqual(Object.keys(done).sort(),
            ['added', 'answer', 'identity', 'job', 'known', 'older', 'others', 'proof', 'site', 'type']);
        assert.equal(done.job, job);
        assert.equal(done.known, false);
        assert.deepEqual(done.added, { identities: 1, intermediates: form === 'der' ? 0 : 1 });
        assert.deepEqual(done.proof, GOOD);
        assertIdentity(done.identity, der, says);
        assert.equal(done.identity.nickname, NICKNAME);
        if (form === 'der')
            assert.equal(listCertificates(world, profile)[NICKNAME], 'u,u,u');
        else
            assertStored(profile, der);
        const record = jobState(world, job);
        assert.deepEqual([record.state, record.fingerprint],
            ['verified', done.identity.fingerprint]);
        assert.deepEqual(kept(), []);
    });
}

test('the nickname is in the language of the browser', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const done = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)), { language: 'ja-JP' });
    assert.equal(done.identity.nickname, 'Taro Yamada の Example University ID');
    assert.ok('Taro Yamada の Example University ID' in listCertificates(world, profile));
});

test('the site of the form may answer as well as its target', async () => {
    const profile = trusting();
    const { job, spkac } = await issue(world, profile);
    const done = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)), { site: PORTAL });
    assert.equal(done.job, job);
});

test('an answer that comes before "sent" belongs to the job all the same', async () => {
    const profile = trusting();
    const port = await open(world, profile);
    const request = { type: 'issue', site: PORTAL, target: PORTAL, key: 'p-256', challenge: '' };
    const { job, spkac } = await port.ask(request, 'request');
    port.sendAnswer(ca.pkcs7(ca.certify(spkac)), { site: PORTAL });
    await port.expect('received');
    assert.equal((await port.expect('installed')).job, job);
    await port.close();
});

test("somebody else's certificate: NO_KEY, and nothing is stored", async () => {
    const profile = trusting();
    const { job } = await issue(world, profile);
    const old = contents(world, profile);
    for (const form of ['der', 'pem', 'p7b']) {
        const port = await open(world, profile);
        port.sendAnswer(ca.chain(ca.certifyOther(), form));
        await port.expect('received');
        const error = await port.expectError('NO_KEY');
        await port.close();
        assert.ok(!('answer' in error) && !('identity' in error), JSON.stringify(error));
    }
    assert.deepEqual(contents(world, profile), old);
    assert.equal(jobState(world, job).state, 'sent');
    assert.deepEqual(kept(), []);
});

test('a key that an open job waits with and that is not found: the certificate is kept', async () => {
    const profile = trusting();
    const { job, spkac } = await issue(world, profile);
    const keys = path.join(profile, 'key4.db');
    fs.renameSync(keys, `${keys}.aside`);
    fs.copyFileSync(path.join(trusting(), 'key4.db'), keys);
    const port = await open(world, profile);
    port.sendAnswer(ca.pkcs7(ca.certify(spkac)));
    const { answer } = await port.expect('received');
    assert.equal((await port.expectError('NSS')).answer, answer);
    await port.close();
    assert.equal(kept().length, 1);
    fs.renameSync(`${keys}.aside`, keys);
    const again = await open(world, profile);
    assert.equal((await again.ask({ type: 'replay' }, 'replayed')).resumed, 1);
    assert.equal((await again.expect('installed')).job, job);
    await again.close();
    assert.deepEqual(kept(), []);
});

const cut = Buffer.from('3082010a30820100', 'hex');
const NOTHING = {
    'no bytes': [Buffer.alloc(0), 'NO_CERTIFICATE'],
    'a web page': [Buffer.from('<!DOCTYPE html><title>Login</title>'), 'NO_CERTIFICATE'],
    'PEM of a key': [Buffer.from('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'),
        'NO_CERTIFICATE'],
    'a DER that is cut off': [cut, 'BAD_DATA'],
    'PEM without its end': [Buffer.from('-----BEGIN CERTIFICATE-----\nMIIC'), 'BAD_DATA'],
};
for (const [what, [bytes, name]] of Object.entries(NOTHING)) {
    test(`an answer of ${what}: ${name}, and nothing is kept`, async () => {
        const profile = trusting();
        const { job } = await issue(world, profile);
        const old = contents(world, profile);
        const error = await deliver(world, profile, bytes);
        assert.equal(error.name, name, JSON.stringify(error));
        assert.ok(!('answer' in error));
        assert.deepEqual(contents(world, profile), old);
        assert.deepEqual(kept(), []);
        assert.equal(jobState(world, job).state, 'sent');
    });
}

async function agree(profile, answer) {
    const port = await open(world, profile);
    const done = await port.ask({ type: 'install', answer }, 'installed');
    port.send({ type: 'install', answer });
    await port.expectError('NO_JOB');
    await port.close();
    return done;
}

async function deliverDoubtful(profile, bytes, reason, options) {
    const old = contents(world, profile);
    const error = await deliver(world, profile, bytes, options);
    assert.deepEqual([error.name, error.reason], ['ASK', reason], JSON.stringify(error));
    assert.equal(kept().length, 1);
    assert.equal(path.basename(kept()[0]), error.answer);
    assert.equal(fs.statSync(kept()[0]).mode & 0o777, 0o600);
    assert.deepEqual(contents(world, profile), old);
    return error;
}

test('from another site: ASK, and the person says yes', async () => {
    const profile = trusting();
    const { job, spkac } = await issue(world, profile);
    const der = ca.certify(spkac);
    for (const site of ['https://evil.example', 'https://ca.example', 'https://ca.example:8444']) {
        const asked = await deliverDoubtful(profile, ca.pkcs7(der), 'other-site', { site });
        assertIdentity(asked.identity, der, 'EC P-256');
        assert.equal(jobState(world, job).state, 'sent');
        fs.rmSync(kept()[0]);
    }
    const asked = await deliverDoubtful(profile, ca.pkcs7(der), 'other-site',
        { site: 'https://evil.example' });
    const done = await agree(profile, asked.answer);
    assert.deepEqual([done.answer, done.job], [asked.answer, job]);
    assert.deepEqual(done.proof, GOOD);
    assertStored(profile, der);
    assert.equal(jobState(world, job).state, 'verified');
    assert.deepEqual(kept(), []);
});

// The extension has the bytes of what has just come, but not of what was kept.
test('what was kept stays when it is refused at another try', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const { answer } = await deliverDoubtful(profile, ca.pkcs7(ca.certify(spkac)), 'other-site', { site: 'https://evil.example' });
    const [file] = kept();
    fs.writeFileSync(file, 'https://evil.example\nNot today.');
    const port = await open(world, profile);
    port.send({ type: 'install', answer });
    const error = await port.expect('error');
    assert.deepEqual([error.name, error.answer, fs.existsSync(file)], ['NO_CERTIFICATE', answer, true]);
    await port.close();
    fs.rmSync(file);
});

test('without a job: ASK, and the person says yes', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const der = ca.certify(spkac);
    forgetJobs();
    const asked = await deliverDoubtful(profile, ca.pkcs7(der), 'no-job');
    const done = await agree(profile, asked.answer);
    assert.deepEqual([done.job, done.known], ['', false]);
    assertStored(profile, der);
    assert.deepEqual(kept(), []);
});

test('a second certificate for the same key: ASK has-certificate', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    const renewed = ca.certify(spkac);
    const asked = await deliverDoubtful(profile, ca.pkcs7(renewed), 'has-certificate');
    const done = await agree(profile, asked.answer);
    assert.equal(done.identity.fingerprint, new X509Certificate(renewed).fingerprint256);
    assert.deepEqual(done.added, { identities: 1, intermediates: 0 });
    assert.equal(listKeys(world, profile).length, 1);
});

test('the same answer again is known, from whatever site', async () => {
    const profile = trusting();
    const { job, spkac } = await issue(world, profile);
    const bytes = ca.pkcs7(ca.certify(spkac));
    const first = await deliver(world, profile, bytes);
    const old = contents(world, profile);
    for (const site of [CA_SITE, 'https://evil.example']) {
        const again = await deliver(world, profile, bytes, { site });
        assert.equal(again.type, 'installed', JSON.stringify(again));
        assert.deepEqual([again.known, again.job], [true, '']);
        assert.deepEqual(again.added, { identities: 0, intermediates: 0 });
        assert.deepEqual(again.identity, first.identity);
        assert.deepEqual(again.proof, GOOD);
    }
    assert.deepEqual(contents(world, profile), old);
    assert.equal(jobState(world, job).state, 'verified');
    assert.deepEqual(kept(), []);
});

test('a known certificate brings no others in without the person\'s yes', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const der = ca.certify(spkac);
    await deliver(world, profile, der);
    const asked = await deliverDoubtful(profile, ca.pkcs7(der), 'no-job');
    const done = await agree(profile, asked.answer);
    assert.equal(done.known, true);
    assert.deepEqual(done.added, { identities: 0, intermediates: 1 });
});

test('an answer of another profile is not known here', async () => {
    const one = trusting(), other = trusting();
    const { spkac } = await issue(world, one);
    const asked = await deliverDoubtful(one, ca.pkcs7(ca.certify(spkac)), 'other-site',
        { site: 'https://evil.example' });
    const port = await open(world, other);
    port.send({ type: 'install', answer: asked.answer });
    await port.expectError('NO_JOB');
    await port.close();
    await agree(one, asked.answer);
});

const SPANS = {
    'that is over': { from: inDays(-20), until: inDays(-10) },
    'that has not begun': { from: inDays(10) },
};
for (const [what, span] of Object.entries(SPANS)) {
    test(`a certificate of a time ${what}: installed, and the proof says so`, async () => {
        const profile = trusting();
        const { job, spkac } = await issue(world, profile);
        const der = ca.certify(spkac, span);
        const done = await deliver(world, profile, ca.pkcs7(der));
        assert.equal(done.type, 'installed', JSON.stringify(done));
        assert.equal(done.identity.fingerprint, new X509Certificate(der).fingerprint256);
        assert.deepEqual([done.proof.signs, done.proof.dates], ['good', 'bad']);
        assert.equal(jobState(world, job).state, 'verified');
        assert.deepEqual(kept(), []);
    });
}

test('a chain without a trusted root is reported, and is no failure', async () => {
    profiles += 1;
    const profile = makeProfile(world, `p${profiles}`);
    const { job, spkac } = await issue(world, profile);
    const done = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    assert.equal(done.type, 'installed', JSON.stringify(done));
    assert.match(done.proof.chain, /^(untrusted|incomplete)$/);
    assert.equal(jobState(world, job).state, 'verified');
    const trust = Object.values(listCertificates(world, profile)).sort();
    assert.deepEqual(trust, [',,', ',,', 'u,u,u'], 'its CAs, the root as well, without any trust');
});

test('a CA alone: refused if it has issued nothing here; that of an own certificate needs a yes', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const issuing = Buffer.from(ca.issuingPem);
    const refused = await deliver(world, profile, issuing);
    assert.deepEqual([refused.type, refused.name], ['error', 'OTHER_CA']);
    assert.deepEqual(kept(), []);
    const done = await deliver(world, profile, ca.certify(spkac));
    const asked = await deliverDoubtful(profile, issuing, 'no-job');
    const completed = await agree(profile, asked.answer);
    assert.deepEqual([completed.identity.fingerprint, completed.known], [done.identity.fingerprint, true]);
    assert.deepEqual(completed.added, { identities: 0, intermediates: 1 });
    assert.equal(completed.proof.chain, 'good');
});

test('a certificate without its issuer: the chain is incomplete', async () => {
    const profile = trusting();
    const { spkac } = await issue(world, profile);
    const done = await deliver(world, profile, ca.certify(spkac));
    assert.equal(done.type, 'installed', JSON.stringify(done));
    assert.equal(done.proof.chain, 'incomplete');
    assert.deepEqual(done.identity.chain, []);
});

test('after a restart between two ports the work goes on', async () => {
    const profile = trusting();
    const port = await open(world, profile);
    const { job, spkac } = await port.ask(
        { type: 'issue', site: PORTAL, target: CA_SITE, key: 'p-256', challenge: '' }, 'request');
    await port.kill('SIGKILL');
    await port.closed;
    const next = await open(world, profile);
    await next.ask({ type: 'sent', job }, 'ok');
    await next.close();
    assert.equal((await deliver(world, profile, ca.pkcs7(ca.certify(spkac)))).job, job);
});
