// SPDX-License-Identifier: MPL-2.0
// The file that was written last, in the person's file manager. A message names no file, and no
// character of a name is taken for a command.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Authority } from './ca.mjs';
import { Port, makeProfile, makeWorld, run, setAnswers, until } from './lib.mjs';

const PIN = '1a2B3c%4D';
const OWN = 'my own 秘密';
const MANAGER = fileURLToPath(new URL('filemanager.py', import.meta.url));
const ODD = `it's "a", $(touch x) %41;大学 --help`;
let world, ca, profile, fingerprint, downloads, bin;
const at = (name) => path.join(world.folder, name);
const bash = run('sh', ['-c', 'command -v bash']).trim();

async function ask(message, { env = {}, answers = [] } = {}) {
    setAnswers(world, ...answers);
    const port = new Port(world, profile, { env, browser: bash });
    await port.hello();
    port.send(message);
    const { reply } = await port.replyAfterAsking();
    await port.close();
    return reply;
}

const show = (env, of = fingerprint) => ask({ type: 'show', fingerprint: of }, { env });
const save = (target = 'backup') => ask({ type: 'export', fingerprint, for: target, password: 'own', settings: '' }, { answers: [OWN, OWN] });

/** Programs of a desktop that log their arguments, and exit with this status. No others are there. */
function desktop(programs) {
    fs.rmSync(bin, { recursive: true, force: true });
    fs.mkdirSync(bin);
    fs.rmSync(at('called'), { force: true });
    for (const [name, code] of Object.entries(programs)) {
        fs.writeFileSync(path.join(bin, name), `#!${bash}\nprintf '%s\\n' ${name} "$@" >>'${at('called')}.${name}'\n`
            + `${process.execPath} -e 'fs.renameSync(process.argv[1], process.argv[2])' '${at('called')}.${name}' '${at('called')}'\nexit ${code}\n`, { mode: 0o755 });
    }
    return { PATH: bin, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
}

/** What the last of them was given. */
async function called() {
    await until('called', () => fs.existsSync(at('called')));
    return fs.readFileSync(at('called'), 'utf8').trimEnd().split('\n');
}

before(async () => {
    world = makeWorld('show', { quick: true });
    bin = at('bin');
    ca = new Authority(at('ca'));
    downloads = path.join(world.env.HOME, ODD);
    fs.mkdirSync(downloads);
    fs.symlinkSync(downloads, path.join(world.env.HOME, 'Downloads'));
    profile = makeProfile(world, 'profile');
    setAnswers(world, PIN);
    const port = new Port(world, profile);
    await port.hello();
    port.sendFile(ca.pkcs12('Taro Yamada', PIN, new Date(Date.now() - 60000)), 'taro.p12');
    for (const type of ['received', 'asking'])
        await port.expect(type);
    ({ identity: { fingerprint } } = await port.expect('installed'));
    await port.close();
});
after(() => world.remove());

test('nothing was written yet, and a certificate that nobody knows', async () => {
    const env = desktop({ busctl: 0, 'xdg-open': 0 });
    for (const of of [fingerprint, `${'AB:'.repeat(31)}CD`])
        assert.equal((await show(env, of)).name, 'NO_INPUT');
    assert.equal(fs.existsSync(at('called')), false);
});

test('a file manager on the bus is given the file that was written last, whatever it is called', async () => {
    const address = `unix:path=${encodeURI(at('bus'))}`;
    const env = { DBUS_SESSION_BUS_ADDRESS: address };
    const bus = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], { stdio: 'ignore' });
    await until('a bus', () => fs.existsSync(at('bus')));
    const manager = spawn('/usr/bin/python3', [MANAGER], { env: { ...world.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    manager.stdout.on('data', (data) => { said += data; });
    try {
        await until('a file manager', () => said.includes('ready'));
        for (const target of ['backup', 'pem']) {
            const { path: file } = await save(target);
            assert.equal(path.dirname(file), downloads);
            said = '';
            assert.equal((await show(env)).type, 'ok');
            const [, uri, startup] = said.match(/^show (\S+) (\S+)\n$/);
            assert.deepEqual([fileURLToPath(uri), startup], [file, "''"]);
        }
    } finally {
        manager.kill();
        bus.kill();
        await Promise.all([once(manager, 'close'), once(bus, 'close')]);
    }
});

test('without busctl by dbus-send; where neither reaches a file manager, its folder by xdg-open', async () => {
    const { path: file } = await save();
    const uri = (words) => fileURLToPath(words.find((word) => word.includes('file://')).replace(/^array:string:/, ''));
    assert.equal((await show(desktop({ busctl: 0, 'dbus-send': 0, 'xdg-open': 0 }))).type, 'ok');
    let words = await called();
    assert.deepEqual([words[0], uri(words)], ['busctl', file]);
    assert.equal((await show(desktop({ 'dbus-send': 0, 'xdg-open': 0 }))).type, 'ok');
    words = await called();
    assert.deepEqual([words[0], uri(words), words.at(-1)], ['dbus-send', file, 'string:']);
    assert.ok(!words.find((word) => word.startsWith('array:')).slice(13).includes(','), 'one item');
    for (const others of [{}, { busctl: 1 }, { busctl: 1, 'dbus-send': 1 }]) {
        assert.equal((await show(desktop({ ...others, 'xdg-open': 0 }))).type, 'ok');
        await until('the folder is opened', () => fs.existsSync(at('called')) && fs.readFileSync(at('called'), 'utf8').startsWith('xdg-open'));
        assert.deepEqual(await called(), ['xdg-open', downloads]);
    }
    assert.equal((await show(desktop({ busctl: 1 }))).name, 'UNAVAILABLE');
    assert.equal(fs.existsSync(path.join(downloads, 'x')) || fs.existsSync('x'), false);
});

test('a file that is gone is not shown, and no older one in its place', async () => {
    const env = desktop({ busctl: 0 });
    const { path: file } = await save();
    fs.rmSync(file);
    assert.equal((await show(env)).name, 'NO_INPUT');
    assert.equal(fs.existsSync(at('called')), false);
});
