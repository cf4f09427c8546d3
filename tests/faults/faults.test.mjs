// SPDX-License-Identifier: MPL-2.0
// Everything that may go wrong outside, each kind by a program of its own, whose last line
// adds up: "kill: 54 points, 0 lost, 0 corrupt". FAULTS=more tries more points,
// FAULTS=all each.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const isRoot = process.getuid() === 0;
const NOBODY = 65534;
const total = { points: 0, lost: 0, corrupt: 0, caught: 0, mutants: 0 };

// Its output, and its exit code.
function start(program, args, options) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
        let said = '';
        for (const stream of [child.stdout, child.stderr])
            stream.on('data', (data) => { said += data; });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, said }));
    });
}

// An ordinary user's folder for temporary files, and to be that user.
function ordinary() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-user-'));
    if (!isRoot)
        return { folder };
    fs.chownSync(folder, NOBODY, NOBODY);
    return { folder, uid: NOBODY, gid: NOBODY };
}

async function asUser(args) {
    const { folder, ...who } = ordinary();
    const env = { ...process.env, TMPDIR: folder, HOME: folder };
    try {
        return await start('node', args, { env, cwd: here, ...who });
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

const asIs = (args) => start('node', args, { cwd: here });

// In a mount namespace of its own, a disk of 24 MiB; null where that is not allowed.
async function onSmallDisk(args) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-disk-'));
    const mount = 'mount -t tmpfs -o size=24m,mode=700 tmpfs "$1"';
    const inside = (how, script) => ['unshare', [how, 'sh', '-c', script, 'sh', folder, ...args]];
    const isAllowed = (how) => spawnSync(...inside(how, mount)).status === 0;
    try {
        const how = ['-m', '-Urm'].find(isAllowed);
        return how ? await start(...inside(how, `${mount} && exec node "$2" "$1"`), { cwd: here })
            : null;
    } finally {
        fs.rmdirSync(folder);
    }
}

const last = (said) => said.trimEnd().split('\n').at(-1);

function judge(t, done) {
    if (!done)
        return t.skip('this machine lets nobody mount');
    const { code, said } = done;
    const [, points, lost, corrupt] =
        last(said).match(/: (\d+) points, (\d+) lost, (\d+) corrupt$/) ?? [];
    t.diagnostic(last(said));
    assert.ok(points, said);
    total.points += Number(points);
    total.lost += Number(lost);
    total.corrupt += Number(corrupt);
    return assert.equal(code, 0, said);
}

const parts = {
    'killed before each call': () => asUser(['matrix.mjs', 'kill']),
    'an error from each call': () => asUser(['matrix.mjs', 'error']),
    'errors from one call on': () => asUser(['matrix.mjs', 'broken']),
    'no memory': () => asUser(['matrix.mjs', 'memory']),
    'flipped bits': () => asUser(['flips.mjs']),
    locks: () => asUser(['locks.mjs']),
    'a full disk': () => onSmallDisk(['full.mjs']),
    'power cuts': () => asIs(['power.mjs']),
};

for (const [name, part] of Object.entries(parts))
    test(name, async (t) => judge(t, await part()));

test('each durable step left out is noticed', async (t) => {
    const { code, said } = await asIs(['mutants.mjs']);
    const [, caught, count] = last(said).match(/^mutants: (\d+) of (\d+) caught$/) ?? [];
    t.diagnostic(last(said));
    assert.ok(count, said);
    total.caught += Number(caught);
    total.mutants += Number(count);
    assert.equal(code, 0, said);
});

after(() => {
    const { points, lost, corrupt, caught, mutants } = total;
    // tests/run prints this line at its end.
    process.stdout.write(`faults: ${points} points, ${lost} lost, ${corrupt} corrupt, ` +
        `${caught} of ${mutants} mutants caught\n`);
});
