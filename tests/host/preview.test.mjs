// SPDX-License-Identifier: MPL-2.0
// What a file would bring, before the person imports it: nobody is asked, and nothing changes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { contents, issue, makeProfile, makeWorld, open, setAnswers, stateFiles } from './lib.mjs';

const PIN = '1a2B3c%4D';
let world, ca;
const read = (file) => fs.readFileSync(file, 'utf8');

// A key that is not encrypted, and its certificate, in PEM.
function openKey(name) {
    const { key, certificate } = ca.identity(name);
    return { key: read(key), pem: read(certificate) };
}

before(() => {
    world = makeWorld('preview');
    ca = new Authority(path.join(world.folder, 'ca'));
});
after(() => world.remove());

function send(port, bytes) {
    port.send({ type: 'preview' });
    for (let at = 0; at < bytes.length; at += 196608)
        port.send({ type: 'bytes', data: bytes.subarray(at, at + 196608).toString('base64') });
    port.send({ type: 'end' });
}

// What is said of each, on one port; the profile, what is kept and the windows stay as they were.
async function previews(profile, ...files) {
    const before = contents(world, profile);
    const pinentry = setAnswers(world);
    const port = await open(world, profile);
    const said = [];
    for (const bytes of files) {
        send(port, Buffer.from(bytes));
        const { identity, ...reply } = await port.reply();
        said.push(reply.type === 'error' ? reply.name : [identity?.name, reply.key, reply.sealed, reply.known, reply.others]);
    }
    await port.close();
    assert.deepEqual(contents(world, profile), before);
    assert.deepEqual(stateFiles(world).answers, []);
    assert.deepEqual(pinentry.told(), ['']);
    return said;
}

test('files with keys: sealed ones name nobody, an open one names the person', async () => {
    const profile = makeProfile(world, 'keys');
    const { key, pem } = openKey('Hanako');
    assert.deepEqual(await previews(profile, ca.pkcs12('Taro', PIN), `${key}\n${pem}`, key), [
        [undefined, true, true, false, 0], ['Hanako', true, false, false, 0], 'NO_CERTIFICATE',
    ]);
});

test('certificates: for a key of the profile, known ones, those of others, and a file that is none', async () => {
    const profile = makeProfile(world, 'certificates');
    const der = ca.certify((await issue(world, profile)).spkac, { name: 'Taro' });
    const foreign = openKey('Jiro').pem;
    assert.deepEqual(await previews(profile, der, ca.chain(der, 'pem'), foreign, 'no certificate', ca.issuingPem), [
        ['Taro', false, false, false, 0], ['Taro', false, false, false, 1], 'NO_KEY', 'NO_CERTIFICATE', 'OTHER_CA',
    ]);
    const port = await open(world, profile);
    port.sendFile(Buffer.from(ca.chain(der, 'pem')), 'taro.pem');
    await port.expect('received');
    await port.expect('installed');
    await port.close();
    assert.deepEqual(await previews(profile, der), [['Taro', false, false, true, 0]]);
});

test('a primary password is not asked for: the certificate is shown, and keys count as sealed', async () => {
    const secret = path.join(world.folder, 'secret');
    fs.writeFileSync(secret, 'correct horse\n');
    const profile = makeProfile(world, 'locked', ['-f', secret]);
    const { key, pem } = openKey('Hanako');
    assert.deepEqual(await previewsOfLocked(profile, pem, `${key}\n${pem}`),
        [['Hanako', false, false], [undefined, true, true]]);
});

async function previewsOfLocked(profile, ...files) {
    const pinentry = setAnswers(world);
    const port = await open(world, profile);
    const said = [];
    for (const bytes of files) {
        send(port, Buffer.from(bytes));
        const { identity, key, sealed } = await port.expect('previewed');
        said.push([identity?.name, key, sealed]);
    }
    await port.close();
    assert.deepEqual(pinentry.told(), ['']);
    return said;
}

test('up to 4 MiB are accepted; an empty file has no certificate', async () => {
    const profile = makeProfile(world, 'large');
    assert.deepEqual(await previews(profile, Buffer.alloc(4194304, 7), ''), ['NO_CERTIFICATE', 'NO_CERTIFICATE']);
    const port = await open(world, profile);
    send(port, Buffer.alloc(4194305, 7));
    await port.expectError('TOO_LARGE');
    await port.refused('TOO_LARGE');
});

test('a broken port leaves nothing behind', async () => {
    const profile = makeProfile(world, 'broken');
    const port = await open(world, profile);
    port.send({ type: 'preview' });
    port.send({ type: 'bytes', data: 'AAAA' });
    await port.close();
    assert.deepEqual(stateFiles(world).answers, []);
});
