// SPDX-License-Identifier: MPL-2.0
// What somebody could do who has taken the host over: a library inside it (inside.c) tries, on a port of
// each kind, what the host never does, and what it has to go on doing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { makeProfile, makeWorld, open, preload, run, until } from './lib.mjs';

const NOBODY = `${'AB:'.repeat(31)}CD`;
const world = makeWorld('inside');
const { HOME, XDG_CONFIG_HOME } = world.env;
const inHome = (name) => path.join(HOME, name);
const inWorld = (name) => path.join(world.folder, name);
const commands = inWorld('commands');
let profile, other, victim, listener, local;

function put(file, text = 'x\n') {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, text);
    return file;
}

before(async () => {
    run('cc', ['-D_GNU_SOURCE', '-fPIC', '-shared', '-o', inWorld('inside.so'), new URL('inside.c', import.meta.url).pathname]);
    const root = inHome('.mozilla/firefox');
    fs.mkdirSync(root, { recursive: true, mode: 0o700 });
    profile = makeProfile(world, 'home/.mozilla/firefox/own');
    other = makeProfile(world, 'home/.mozilla/firefox/other');
    put(path.join(root, 'profiles.ini'), '[Profile0]\nName=own\nPath=own\n\n[Profile1]\nName=other\nPath=other\n');
    put(inHome('.ssh/id_rsa'));
    put(inHome('.vimrc'));
    put(inWorld('elsewhere'));
    put(path.join(XDG_CONFIG_HOME, 'nss-helper/nss-helper.conf'));
    fs.mkdirSync(inHome('Downloads'), { mode: 0o700 });
    fs.mkdirSync(inHome('.config/autostart'), { recursive: true });
    victim = spawn('sleep', ['600']);
    listener = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    local = net.createServer((socket) => socket.end()).listen(inWorld('bus'));
    await once(local, 'listening');
});
after(() => {
    victim.kill();
    listener.close();
    local.close();
    world.remove();
});

// What came of each, {line: "done", "refused" or another errno's name}, after this was the first request.
async function inside(request, lines) {
    put(commands, lines.join('\n'));
    put(`${commands}.said`, '');
    Object.assign(world.env, { LD_PRELOAD: preload(inWorld('inside.so')), INSIDE: commands });
    const port = await open(world, profile);
    port.send(request);
    if (request.type === 'preview')
        port.send({ type: 'end' });
    await port.replyAfterAsking();
    await port.kill('SIGUSR1');
    await until('tried', () => /^done$/m.test(fs.readFileSync(`${commands}.said`, 'utf8')));
    port.child.stdin.end();
    await port.closed;
    return Object.fromEntries(fs.readFileSync(`${commands}.said`, 'utf8').split('\n').slice(0, -2)
        .map((line) => line.match(/^(.*): (\w+)$/).slice(1))
        .map(([line, error]) => [line, error === '0' ? 'done' : /^E(PERM|ACCES)$/.test(error) ? 'refused' : error]));
}

const all = (what, lines) => Object.fromEntries(lines.map((line) => [line, what]));

const READS = () => [`read ${inHome('.ssh/id_rsa')}`, `read ${inHome('.vimrc')}`, `list ${HOME}`, `read ${path.join(other, 'key4.db')}`];
const WRITES = () => [`write ${inHome('.vimrc')}`, `write ${inHome('.config/autostart/x.desktop')}`, `write ${inHome('new')}`,
    `append ${inHome('.vimrc')}`, `truncate ${inHome('.vimrc')}`, `unlink ${inHome('.vimrc')}`, `rename ${inHome('.vimrc')}`,
    `append ${inWorld('elsewhere')}`, `write ${inWorld('new')}`, 'write /tmp/nss-helper-inside', 'write /etc/nss-helper-inside',
    `append ${path.join(other, 'key4.db')}`, `append ${path.join(XDG_CONFIG_HOME, 'nss-helper/nss-helper.conf')}`];
const PROGRAMS = ['execute /bin/sh', 'spawn /bin/sh', 'fork'];
const CALLS = () => [`ptrace ${victim.pid}`, `memory ${victim.pid}`, `signal ${victim.pid}`, `mount ${HOME}`, 'unshare', 'perf', 'keys',
    'ring', 'core', 'rights', 'socket 17', 'socket 40'];
const INTERNET = () => [`connect ${listener.address().port}`, 'socket 2', 'socket 10', 'socket 16'];
const BUS = () => [`local ${inWorld('bus')}`];

// Whatever the port was opened for.
const never = async (request) => {
    const lines = [...WRITES(), ...CALLS()];
    assert.deepEqual(await inside(request, lines), all('refused', lines));
};

test('a port that takes in what a CA sends: no other file, no program, nobody to speak to', async () => {
    const lines = [...READS(), ...PROGRAMS, ...INTERNET(), ...BUS()];
    const request = { type: 'preview' };
    assert.deepEqual(await inside(request, lines), all('refused', lines));
    await never(request);
});

test('it goes on with what it is for: the profile, its records, the system, a thread', async () => {
    const job = path.join(world.state, 'new');
    const lines = [`append ${path.join(profile, 'key4.db')}`, `write ${path.join(profile, 'new')}`, `unlink ${path.join(profile, 'new')}`,
        `write ${job}`, `rename ${job}`, `unlink ${job}.new`, 'read /etc/passwd', 'list /usr/lib', 'read /proc/self/status',
        `read ${path.join(XDG_CONFIG_HOME, 'nss-helper/nss-helper.conf')}`, `read ${inWorld('elsewhere')}`,
        'append /dev/null', 'thread', 'socket 1'];
    assert.deepEqual(await inside({ type: 'jobs' }, lines), all('done', lines));
});

test('what is for the download folder goes there, and reads what was saved before', async () => {
    const request = { type: 'removals' };
    const lines = [`write ${inHome('Downloads/x')}`, `unlink ${inHome('Downloads/x')}`, `read ${inHome('.vimrc')}`];
    assert.deepEqual(await inside(request, lines), all('done', lines));
    const refused = [...WRITES(), ...PROGRAMS, ...INTERNET(), ...BUS()];
    assert.deepEqual(await inside(request, refused), all('refused', refused));
    await never(request);
});

test('a copy goes into other profiles, and no further', async () => {
    const request = { type: 'places' };
    const lines = [`append ${path.join(other, 'key4.db')}`, `read ${inHome('.mozilla/firefox/profiles.ini')}`];
    assert.deepEqual(await inside(request, lines), all('done', lines));
    const refused = [...READS().slice(0, 3), ...WRITES().filter((line) => !line.includes(other)), ...PROGRAMS, ...CALLS(), ...INTERNET()];
    assert.deepEqual(await inside(request, refused), all('refused', refused));
});

test('servers of a CA are asked on a port for that, which reads and starts nothing else', async () => {
    const request = { type: 'verify', fingerprint: NOBODY };
    const lines = [`connect ${listener.address().port}`, 'socket 2', 'socket 10', 'socket 16'];
    assert.deepEqual(await inside(request, lines), all('done', lines));
    const refused = [...READS(), ...PROGRAMS];
    assert.deepEqual(await inside(request, refused), all('refused', refused));
    await never(request);
});

test('the doctor looks at all and starts programs, and writes no more than others', async () => {
    const lines = [`read ${inHome('.vimrc')}`, 'spawn /bin/sh'];
    assert.deepEqual(await inside({ type: 'report' }, lines), all('done', lines));
    await never({ type: 'report' });
});

test('a later request that needs more than the first is refused, and the port goes on', async () => {
    delete world.env.LD_PRELOAD;
    const port = await open(world, profile);
    await port.ask({ type: 'jobs' }, 'jobs');
    port.send({ type: 'report' });
    await port.expectError('PERMISSION');
    await port.ask({ type: 'jobs' }, 'jobs');
    await port.close();
});
