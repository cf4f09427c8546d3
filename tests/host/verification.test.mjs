// SPDX-License-Identifier: MPL-2.0
// Which issuer of a certificate is missing, and how it is fetched from the address in the certificate;
// and what its CA says of a revocation.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { contents, deliver, issue, listCertificates, makeProfile, makeWorld, open, trustRoot } from './lib.mjs';

let world, ca, server, web, lies = '';
const asked = [];

before(async () => {
    world = makeWorld('verification');
    ca = new Authority(path.join(world.folder, 'ca'));
    server = createServer((request, response) => {
        asked.push(request.url);
        response.end(lies);
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    web = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
    server.close();
    world.remove();
});

let profiles = 0;

/** A profile with a certificate whose issuer is missing; its fingerprint. */
async function lacking(address) {
    const profile = makeProfile(world, `lacking${profiles += 1}`);
    trustRoot(world, profile, ca.root);
    const { spkac } = await issue(world, profile);
    const extensions = `extendedKeyUsage=clientAuth\n${address ? `authorityInfoAccess=caIssuers;URI:${address}\n` : ''}`;
    const done = await deliver(world, profile, ca.certify(spkac, { extensions }));
    assert.equal(done.type, 'installed', JSON.stringify(done));
    assert.equal(done.proof.chain, 'incomplete');
    asked.length = 0;
    return { profile, fingerprint: done.identity.fingerprint };
}

async function issuersOf({ profile, fingerprint }, fetch) {
    const port = await open(world, profile);
    const reply = await port.ask({ type: 'issuers', fingerprint, fetch }, 'issuers');
    await port.close();
    return reply;
}

test('the issuer that is missing, and its address: no server is asked', async () => {
    const one = await lacking(`${web}/g2.crt`);
    const reply = await issuersOf(one, 'no');
    assert.equal(reply.proof.chain, 'incomplete');
    assert.deepEqual(reply.missing, { name: 'Example CA G2', address: `${web}/g2.crt`, web: true });
    assert.deepEqual(reply.fetched, []);
    assert.deepEqual(asked, []);
});

test('fetched on the person\'s word: stored without trust, and the chain is good', async () => {
    const one = await lacking(`${web}/g2.crt`);
    lies = readFileSync(path.join(ca.folder, 'issuing.pem'));
    const reply = await issuersOf(one, 'yes');
    assert.equal(reply.proof.chain, 'good');
    assert.equal(reply.missing, undefined);
    assert.deepEqual(reply.fetched, [{ name: 'Example CA G2', address: `${web}/g2.crt` }]);
    assert.deepEqual(asked, ['/g2.crt']);
    const [, trust] = Object.entries(listCertificates(world, one.profile)).find(([name]) => /CA G2/.test(name));
    assert.equal(trust, ',,');
    assert.deepEqual((await issuersOf(one, 'yes')).fetched, []);
    assert.deepEqual(asked, ['/g2.crt'], 'nothing is missing any more');
});

test('a file that is not the issuer is not stored', async () => {
    const one = await lacking(`${web}/g2.crt`);
    const old = contents(world, one.profile);
    for (const [name, bytes] of [['BAD_DATA', readFileSync(ca.root)], ['NO_CERTIFICATE', '<html>'], ['TOO_LARGE', Buffer.alloc(300000)]]) {
        lies = bytes;
        const port = await open(world, one.profile);
        port.send({ type: 'issuers', fingerprint: one.fingerprint, fetch: 'yes' });
        await port.expectError(name);
        await port.close();
    }
    assert.deepEqual(contents(world, one.profile), old);
});

test('a certificate that names no address, or none of the web', async () => {
    for (const address of ['', 'ldap://127.0.0.1/cn=x?cACertificate']) {
        const one = await lacking(address);
        assert.deepEqual((await issuersOf(one, 'no')).missing, { name: 'Example CA G2', address, web: false });
        const port = await open(world, one.profile);
        port.send({ type: 'issuers', fingerprint: one.fingerprint, fetch: 'yes' });
        await port.expectError('CHAIN');
        await port.close();
    }
});

test('"asked" is when the CA spoke, and no other field is there, which 0.1.0 would refuse', async () => {
    const profile = makeProfile(world, 'spoken');
    trustRoot(world, profile, ca.root);
    const { spkac } = await issue(world, profile);
    const der = ca.certify(spkac, { extensions: `extendedKeyUsage=clientAuth\ncrlDistributionPoints=URI:${web}/list\n` });
    const { identity } = await deliver(world, profile, ca.chain(der, 'pem'));
    const said = Math.floor(Date.now() / 1000) * 1000 - 3 * 864e5;
    lies = ca.list(new Date(said), new Date(Date.now() + 864e5));
    const port = await open(world, profile);
    const { revocation } = await port.ask({ type: 'verify', fingerprint: identity.fingerprint }, 'verified');
    await port.close();
    assert.equal(Date.parse(revocation.asked), said);
    assert.deepEqual(revocation, { state: 'good', by: 'CRL', asked: revocation.asked });
});

test('"revocation" says what was heard, and asks nobody', async () => {
    const profile = makeProfile(world, 'heard');
    trustRoot(world, profile, ca.root);
    const { spkac } = await issue(world, profile);
    const der = ca.certify(spkac, { extensions: `extendedKeyUsage=clientAuth\ncrlDistributionPoints=URI:${web}/list\n` });
    const { identity: { fingerprint } } = await deliver(world, profile, ca.chain(der, 'pem'));
    const port = await open(world, profile);
    const heard = async (of) => (await port.ask({ type: 'revocation', fingerprint: of }, 'revocation')).revocation;
    assert.deepEqual(await heard(fingerprint), { state: 'not checked', why: '' });
    ca.revoke(der, 'superseded');
    const said = Math.floor(Date.now() / 1000) * 1000 - 864e5;
    lies = ca.list(new Date(said), new Date(Date.now() + 864e5));
    const other = await open(world, profile);
    const { revocation } = await other.ask({ type: 'verify', fingerprint }, 'verified');
    await other.close();
    const count = asked.length;
    assert.deepEqual(await heard(fingerprint), revocation);
    assert.deepEqual([revocation.state, revocation.reason, Date.parse(revocation.asked)], ['revoked', 'superseded', said]);
    assert.deepEqual(await heard(fingerprint.replaceAll('A', 'B')), { state: 'not checked', why: '' }, 'of another one');
    assert.equal(asked.length, count);
    await port.close();
});
