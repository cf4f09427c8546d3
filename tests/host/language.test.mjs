// SPDX-License-Identifier: MPL-2.0
// The language of the sentences is that of "hello"; codes, names and states are the same in each.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Port, makeProfile, makeWorld, open } from './lib.mjs';

const JAPANESE = /[ぁ-ん]/;
const UNKNOWN = Array(32).fill('AB').join(':');
const world = makeWorld('language');
let profile;

before(() => { profile = makeProfile(world); });
after(() => world.remove());

/** An error, and what was looked at. */
async function said(language) {
    const port = await open(world, profile, language);
    port.send({ type: 'verify', fingerprint: UNKNOWN });
    const error = await port.expectError('NO_IDENTITY');
    await port.close();
    const other = await open(world, profile, language);
    const { findings } = await other.ask({ type: 'report' }, 'report');
    await other.close();
    return { error, findings };
}

const codes = ({ error, findings }) => [error.name, error.code, error.cause,
    findings.map(({ check, state, name }) => [check, state, name])];

for (const language of ['ja', 'ja-JP', 'ja_JP.UTF-8']) {
    test(`"${language}": sentences are Japanese, and nothing else is`, async () => {
        const [here, english] = [await said(language), await said('en')];
        assert.match(here.error.message, JAPANESE);
        here.findings.forEach(({ check, what }) => assert.match(what, JAPANESE, check));
        assert.deepEqual(codes(here), codes(english));
    });
}

for (const language of ['en-US', 'de', 'jam', '', '../ja', 'de:ja']) {
    test(`"${language}": English`, async () => {
        const { error, findings } = await said(language);
        assert.equal(error.message, 'The certificate is not in the profile.');
        findings.forEach(({ check, what }) => assert.doesNotMatch(what, JAPANESE, check));
    });
}

test('the language of the desktop makes no difference', async () => {
    for (const [language, env, japanese] of [['en', { LC_ALL: 'C.UTF-8', LANGUAGE: 'ja' }, false],
        ['ja', { LC_ALL: 'C', LANGUAGE: 'en' }, true]]) {
        const port = new Port(world, profile, { env });
        await port.hello(language);
        port.send({ type: 'verify', fingerprint: UNKNOWN });
        assert.equal(JAPANESE.test((await port.expectError('NO_IDENTITY')).message), japanese, language);
        await port.close();
    }
});

test('a refusal that ends the port is Japanese, too', async () => {
    const port = await open(world, profile, 'ja');
    port.send({ type: 'stop' });
    assert.match((await port.expectError('PROTOCOL')).message, JAPANESE);
    await port.refused('PROTOCOL');
});
