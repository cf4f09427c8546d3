// SPDX-License-Identifier: MPL-2.0
// A host that was not started by the browser but by a service of the desktop. The browser is the
// process with the other ends of its pipes, and the profile is the one that this browser has locked.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CODES, EXTENSION, MANIFEST, frame, makeProfile, makeWorld, run, until } from './lib.mjs';

const world = makeWorld('boxed');
const BOX = ['unshare', '-rm', '--propagation', 'private'];
const boxes = spawnSync(BOX[0], [...BOX.slice(1), 'true']).status === 0;
let listed, one, other;

before(() => {
    const root = path.join(world.env.HOME, '.mozilla/firefox');
    fs.mkdirSync(root, { recursive: true });
    listed = makeProfile(world, path.relative(world.folder, path.join(root, 'abc.listed')));
    fs.writeFileSync(path.join(root, 'profiles.ini'), '[Profile0]\nName=listed\nIsRelative=1\nPath=abc.listed\n');
    [one, other] = [makeProfile(world, 'one'), makeProfile(world, 'other')];
});
after(() => world.remove());

// A process that has the profile and these ends of the pipes open, until it is told to end.
const HOLDS = `
if [ "$2" != "$1" ]; then mount --bind "$1" "$2" || exit 1; fi
ln -sfn "127.0.0.1:+$$" "$2/lock"
exec 7<"$2/.parentlock" 3>"$IN"
if [ "$3" = both ]; then exec 4<>"$OUT"; fi
echo ready
read -r _`;

async function browse(env, { profile, inside = profile, ends = 'both' }) {
    const [command, ...args] = [...inside === profile ? [] : BOX, 'bash', '-c', HOLDS, 'browser', profile, inside, ends];
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    assert.equal(String(said), 'ready\n');
    return child;
}

// What has come through so far.
function available(fd) {
    const bytes = Buffer.alloc(65536);
    try {
        return bytes.subarray(0, fs.readSync(fd, bytes));
    } catch (e) {
        if (e.code === 'EAGAIN')
            return bytes.subarray(0, 0);
        throw e;
    }
}

async function replyTo(fd) {
    let bytes = Buffer.alloc(0);
    await until('replied', () => {
        bytes = Buffer.concat([bytes, available(fd)]);
        return bytes.length > 4 && bytes.length >= 4 + bytes.readUInt32LE();
    });
    return JSON.parse(bytes.subarray(4, 4 + bytes.readUInt32LE()).toString());
}

// What the host answers to hello, with these browsers at its pipes and this test as its parent.
async function hello(...browsers) {
    const folder = fs.mkdtempSync(path.join(world.folder, 'pipes-'));
    const env = { ...world.env, IN: path.join(folder, 'in'), OUT: path.join(folder, 'out') };
    run('mkfifo', [env.IN, env.OUT]);
    const input = fs.openSync(env.IN, 'r+');
    const output = fs.openSync(env.OUT, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    const host = spawn('bash', ['-c', 'exec "$@" <"$IN" >"$OUT"', 'service', world.host, MANIFEST, EXTENSION],
        { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(host, 'exit');
    const there = [];
    try {
        for (const browser of browsers)
            there.push(await browse(env, browser));
        fs.writeSync(input, frame({ type: 'hello', version: 1, language: 'en' }));
        return await replyTo(output);
    } finally {
        for (const child of there) {
            child.stdin.end();
            if (child.exitCode === null)
                await once(child, 'exit');
        }
        fs.closeSync(input);
        await ended;
        fs.closeSync(output);
    }
}

const isOf = (reply, profile) => assert.equal(reply.profile?.path, fs.realpathSync(profile), JSON.stringify(reply));
const isOfNone = (reply) => assert.equal(reply.code, CODES.NO_BROWSER, JSON.stringify(reply));

test('the profile of the browser at the pipes', async () => {
    isOf(await hello({ profile: listed }), listed);
    isOf(await hello({ profile: one }), one);
});

test('two browsers at the pipes: none of them', async () => {
    isOfNone(await hello({ profile: one }, { profile: listed }));
});

test('a browser with one end only is another one', async () => {
    isOfNone(await hello({ profile: one, ends: 'input' }));
    isOf(await hello({ profile: one, ends: 'input' }, { profile: other }), other);
});

test('in a box it goes by the name of another profile', { skip: !boxes && 'no namespaces here' }, async () => {
    isOf(await hello({ profile: listed, inside: other }), listed);
    isOfNone(await hello({ profile: one, inside: other }));
    isOfNone(await hello({ profile: one, inside: listed }));
});
