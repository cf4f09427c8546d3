// SPDX-License-Identifier: MPL-2.0
// What the host says of the certificates that a profile has: how each stands, the days it has
// left, and the site that it came from.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { clearOfMidnight, endOfDate, inDays } from '../clock.mjs';
import { OWNED } from '../extension/replies.mjs';
import { Authority } from './ca.mjs';
import { PORTAL, deliver, issue, makeProfile, makeWorld, open, setAnswers } from './lib.mjs';

const PIN = '1a2B3c%4D';
let world, ca;

before(() => {
    world = makeWorld('identities');
    ca = new Authority(path.join(world.folder, 'ca'));
});
after(() => world.remove());

async function list(profile) {
    const port = await open(world, profile);
    const { identities } = await port.ask({ type: 'identities' }, 'identities');
    await port.close();
    return identities;
}

async function issued(profile, days, { from = inDays(-400), site = PORTAL } = {}) {
    const { spkac } = await issue(world, profile, { site });
    const der = ca.certify(spkac, { from, until: endOfDate(days), name: `in ${days}` });
    assert.equal((await deliver(world, profile, ca.pkcs7(der))).type, 'installed');
}

test('states, days and sites, what wants a look first', async () => {
    await clearOfMidnight();
    const profile = makeProfile(world, 'states');
    for (const days of [-1, 30, 31, -300])
        await issued(profile, days);
    await issued(profile, 0, { site: 'https://other.example:8443' });
    await issued(profile, 500, { from: endOfDate(2) });
    const identities = await list(profile);
    assert.deepEqual(identities.map(({ identity, state, daysLeft, site }) => [identity.name, state, daysLeft, site]), [
        ['in 0', 'soon', 0, 'https://other.example:8443'], ['in 30', 'soon', 30, PORTAL],
        ['in 500', 'not-yet', 500, PORTAL], ['in 31', 'good', 31, PORTAL],
        ['in -1', 'expired', -1, PORTAL], ['in -300', 'expired', -300, PORTAL],
    ]);
    assert.deepEqual(Object.keys(identities[0]), Object.keys(OWNED), 'the fields of PROTOCOL.md');
});

test('a file that the person has chosen came from no site', async () => {
    const profile = makeProfile(world, 'file');
    setAnswers(world, PIN);
    const port = await open(world, profile);
    port.sendFile(ca.pkcs12('Taro Yamada', PIN), 'taro.p12');
    for (const type of ['received', 'asking', 'installed'])
        await port.expect(type);
    await port.close();
    assert.deepEqual((await list(profile)).map(({ state, site }) => [state, site]), [['good', '']]);
});

test('one that came with its key from a site has that site', async () => {
    const profile = makeProfile(world, 'site');
    setAnswers(world, PIN);
    const port = await open(world, profile);
    port.sendAnswer(ca.pkcs12OfAll(['One', 'Two'], PIN), { site: PORTAL, ask: 'yes' });
    for (const type of ['received', 'asking', 'installed'])
        await port.expect(type);
    const { identities: [{ identity: { fingerprint } }] } = await port.ask({ type: 'identities' }, 'identities');
    await port.ask({ type: 'portal', fingerprint, address: 'https://portal.example/login' }, 'ok');
    await port.close();
    assert.deepEqual((await list(profile)).map(({ identity, site, portal }) => [identity.name, site, portal]).sort(), [
        ['One', PORTAL, 'https://portal.example/login'], ['Two', PORTAL, 'https://portal.example/login'],
    ], 'the portal is for all of the site');
});

test('one that came twice keeps its site', async () => {
    await clearOfMidnight();
    const profile = makeProfile(world, 'twice');
    const { spkac } = await issue(world, profile, {});
    const der = ca.certify(spkac, { until: endOfDate(90) });
    await deliver(world, profile, ca.pkcs7(der));
    assert.equal((await deliver(world, profile, ca.pkcs7(der))).known, true);
    assert.deepEqual((await list(profile)).map(({ daysLeft, site }) => [daysLeft, site]), [[90, PORTAL]]);
});
