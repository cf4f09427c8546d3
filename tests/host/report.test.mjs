// SPDX-License-Identifier: MPL-2.0
// What the host tells the help desk: the doctor's findings, and nothing that says who the person is.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { deliver, issue, makeProfile, makeWorld, open } from './lib.mjs';

let world, ca;

before(() => {
    world = makeWorld('report-taro.yamada');
    ca = new Authority(path.join(world.folder, 'ca'));
});
after(() => world.remove());

async function report(profile, language) {
    const port = await open(world, profile, language);
    const { findings } = await port.ask({ type: 'report' }, 'report');
    await port.close();
    return findings;
}

const of = (findings, check) => findings.find((one) => one.check === check);

test('what was looked at, with its state', async () => {
    const findings = await report(makeProfile(world, 'first'));
    for (const check of ['home', 'state-folder', 'space', 'pinentry', 'sites', 'confinement', 'host-manifest', 'packaging', 'nocertdb',
        'extension', 'database', 'nss', 'primary-password'])
        assert.ok(of(findings, check), check);
    assert.deepEqual(of(findings, 'primary-password').state, 'good');
    const nss = of(findings, 'nss');
    assert.match(nss.what, /NSS \d/);
    assert.ok(findings.every(({ state }) => ['good', 'hint', 'bad', 'unknown'].includes(state)));
});

test('no name, no address, no path of the person, whatever is wrong', async () => {
    const profile = makeProfile(world, 'Taro Yamada');
    const { spkac } = await issue(world, profile);
    await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    fs.chmodSync(path.join(profile, 'key4.db'), 0o644);
    fs.chmodSync(world.state, 0o755);
    for (const [language, home] of [['en', 'The home folder …'], ['ja', 'ホームフォルダーはこのコンピューターにあります: …']]) {
        const findings = await report(profile, language);
        assert.notEqual(of(findings, 'database-rights')?.state, 'good');
        assert.equal(of(findings, 'state-folder').state, 'hint');
        const said = JSON.stringify(findings);
        assert.doesNotMatch(said, /taro|yamada/i);
        assert.doesNotMatch(said, /\/tmp|\/home|\/root/);
        assert.doesNotMatch(said.replaceAll('nss-helper@nss-helper', ''), /@/);
        assert.equal(of(findings, 'home').what, home);
    }
});
