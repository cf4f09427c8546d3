// SPDX-License-Identifier: MPL-2.0
// The files of tests/cases/table, each chosen on the import page: the host ends as the command does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { contents, listKeys, makeProfile, makeWorld, open, setAnswers, stateFiles } from './lib.mjs';

const cases = new URL('../cases/', import.meta.url).pathname;
const rows = fs.readFileSync(path.join(cases, 'table'), 'utf8').trim().split('\n')
    .filter((line) => !line.startsWith('#')).map((line) => line.split('|'));
const PASSWORD = 'Sakura-2026';
let world, made;

before(() => {
    world = makeWorld('cases');
    made = path.join(world.folder, 'made');
    fs.mkdirSync(made);
    execFileSync(path.join(cases, 'make'), [made]);
});
after(() => world.remove());

async function choose(profile, file) {
    const port = await open(world, profile);
    port.sendFile(fs.readFileSync(path.join(made, file)), file);
    await port.expect('received');
    const { reply } = await port.replyAfterAsking();
    await port.close();
    return reply;
}

const nothing = { certificates: {}, keys: [] };

for (const [file, , code, words] of rows.filter(([, , host]) => host !== '')) {
    test(`${file}: ${code}`, async () => {
        const profile = makeProfile(world, file);
        setAnswers(world, ...(/^(p-key\.pem|p-enc\.p8)$|\.p12$|^(asked|wrong)\./.test(file) ? [PASSWORD] : []));
        const reply = await choose(profile, file);
        assert.equal(reply.type === 'installed' ? 0 : reply.code, Number(code), JSON.stringify(reply));
        if (reply.type === 'installed') {
            assert.equal(reply.identity.name, words);
            assert.equal(reply.proof.signs, 'good');
            assert.ok(listKeys(world, profile).length > 0);
        } else {
            assert.ok(reply.name === 'CANCELLED' || reply.message.includes(words), reply.message);
            assert.deepEqual(contents(world, profile), nothing);
        }
        assert.deepEqual(stateFiles(world).answers, []);
    });
}

for (const [file, answers] of [['open.p12', [PASSWORD, '!yes']], ['plain-key.der', ['!yes']], ['open.pem', ['!yes']]]) {
    test(`${file}: a key in the open, and a yes`, async () => {
        if (file === 'open.pem')
            fs.writeFileSync(path.join(made, file), ['key.pem', 'cert.pem'].map((part) => fs.readFileSync(path.join(made, part), 'utf8')).join(''));
        const profile = makeProfile(world, `${file} yes`);
        const pinentry = setAnswers(world, ...answers);
        const reply = await choose(profile, file);
        const asked = pinentry.told().filter((line) => line === 'CONFIRM' || line === 'GETPIN');
        assert.deepEqual(asked, file === 'open.p12' ? ['GETPIN', 'CONFIRM'] : ['CONFIRM']);
        assert.equal(reply.type === 'installed' ? 0 : reply.code, file === 'plain-key.der' ? 89 : 0, JSON.stringify(reply));
        assert.equal(listKeys(world, profile).length, file === 'plain-key.der' ? 0 : 1);
    });
}

test('a key under another password than its file: both are asked for', async () => {
    const profile = makeProfile(world, 'two passwords');
    const pinentry = setAnswers(world, PASSWORD, 'wrong', 'Other-2026');
    assert.equal((await choose(profile, 'twopw.p12')).type, 'installed');
    assert.equal(pinentry.questions(), 3);
    assert.equal(listKeys(world, profile).length, 1);
});
