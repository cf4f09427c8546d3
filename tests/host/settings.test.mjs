// SPDX-License-Identifier: MPL-2.0
// Network settings with a person's key in them: a file that the person has chosen, or one that a site
// hands out. The passphrase in them opens the key, and is in no message.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { deliver, listKeys, makeProfile, makeWorld, open, setAnswers } from './lib.mjs';

const PIN = '1a2B3c%4D';
let world, p12;

before(() => {
    world = makeWorld('settings', { quick: true });
    p12 = new Authority(path.join(world.folder, 'ca')).pkcs12('Taro Yamada', PIN);
});
after(() => world.remove());

const settings = (client) => Buffer.from(`<EAPIdentityProviderList><EAPIdentityProvider><AuthenticationMethods>
    <AuthenticationMethod><EAPMethod><Type>13</Type></EAPMethod><ClientSideCredential>${client}</ClientSideCredential>
    </AuthenticationMethod></AuthenticationMethods></EAPIdentityProvider></EAPIdentityProviderList>`);
const withKey = (passphrase = '') => settings(
    `<ClientCertificate>${p12.toString('base64')}</ClientCertificate>${passphrase}`);
const OWN = `<Passphrase>${PIN}</Passphrase>`;

// The types of the replies until the last one, which comes with them.
async function send(name, give, ...answers) {
    const profile = makeProfile(world, name);
    const pinentry = setAnswers(world, ...answers);
    const port = await open(world, profile);
    give(port);
    await port.expect('received').catch(() => {});
    const { reply, asked } = await port.replyAfterAsking();
    await port.close();
    assert.ok(!JSON.stringify(reply).includes(PIN));
    const confirmed = pinentry.told().filter((line) => line === 'CONFIRM').length;
    return { reply, asked, confirmed, questions: pinentry.questions(), keys: listKeys(world, profile).length };
}

test('a chosen file that has its passphrase: in at once, and nobody is asked', async () => {
    const { reply, keys, questions } = await send('clear', (port) => port.sendFile(withKey(OWN), 'a.eap-config'));
    assert.deepEqual([reply.type, reply.identity?.name, keys, questions], ['installed', 'Taro Yamada', 1, 0]);
});

test('one without it, or with a wrong one: its password is asked for', async () => {
    for (const [name, passphrase] of [['none', ''], ['wrong', '<Passphrase>other</Passphrase>']]) {
        const { reply, keys, questions } = await send(name, (port) => port.sendFile(withKey(passphrase), 'a.eap-config'), PIN);
        assert.deepEqual([reply.type, keys, questions], ['installed', 1, 1], name);
    }
});

test('from a site: the person is asked whether to install it, and not for the password that is in it', async () => {
    const { reply, keys, questions, confirmed } = await send('site', (port) => port.sendAnswer(withKey(OWN), { ask: 'yes' }), '!yes');
    assert.deepEqual([reply.type, keys, questions, confirmed], ['installed', 1, 0, 1]);
});

test('…and a no', async () => {
    const { reply, keys, confirmed } = await send('no', (port) => port.sendAnswer(withKey(OWN), { ask: 'yes' }), '!cancel');
    assert.deepEqual([reply.name, keys, confirmed], ['CANCELLED', 0, 1]);
});

test('…if the passphrase has to be typed, or is wrong, a window asks for it', async () => {
    for (const [name, passphrase, ...answers] of [['typed', '', PIN], ['mistaken', '<Passphrase>other</Passphrase>', '!yes', PIN]]) {
        const { reply, keys, questions, confirmed } =
            await send(name, (port) => port.sendAnswer(withKey(passphrase), { ask: 'yes' }), ...answers);
        assert.deepEqual([reply.type, keys, questions, confirmed], ['installed', 1, 1, answers.length - 1], name);
    }
});

test('…and of settings only nobody is asked', async () => {
    const { reply, questions, confirmed } = await send('only-site', (port) => port.sendAnswer(settings(''), { ask: 'yes' }));
    assert.deepEqual([reply.name, questions, confirmed], ['NO_CERTIFICATE', 0, 0]);
});

test('from a site, and nobody has pressed: nothing is installed before the person\'s yes', async () => {
    const profile = makeProfile(world, 'unpressed');
    const pinentry = setAnswers(world);
    const waits = await deliver(world, profile, withKey(OWN), { ask: 'no' });
    assert.deepEqual([waits.name, listKeys(world, profile).length], ['OPEN_KEY', 0]);
    const port = await open(world, profile);
    port.send({ type: 'install', answer: waits.answer });
    const done = await port.expect('installed');
    const windows = pinentry.told().filter((line) => line === 'CONFIRM' || line === 'GETPIN');
    assert.deepEqual([listKeys(world, profile).length, windows], [1, []]);
    assert.deepEqual((await port.ask({ type: 'odd', fingerprint: done.identity.fingerprint }, 'odd')).odd, ['open-key']);
    await port.close();
});

test('a key from a file that anybody could open is reported from then on; another one is not', async () => {
    for (const [name, passphrase, odd] of [['open', OWN, ['open-key']], ['shut', '', []]]) {
        const profile = makeProfile(world, name);
        setAnswers(world, PIN);
        const port = await open(world, profile);
        port.sendFile(withKey(passphrase), 'a.eap-config');
        await port.expect('received');
        const { reply: { identity: { fingerprint } } } = await port.replyAfterAsking();
        assert.deepEqual((await port.ask({ type: 'odd', fingerprint }, 'odd')).odd, odd, name);
        await port.close();
    }
});

test('settings only are named as that', async () => {
    const { reply } = await send('only', (port) => port.sendFile(settings(''), 'a.eap-config'));
    assert.equal(reply.name, 'NO_CERTIFICATE');
    assert.match(reply.message, /only the settings of a network/);
});
