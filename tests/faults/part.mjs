// SPDX-License-Identifier: MPL-2.0
// One kind of fault, tried by a program of its own, whose last line sums up: "kill: 54 points,
// 0 lost, 0 corrupt" or "mutants: 40 of 40 caught". FAULTS=more tries more points, FAULTS=all
// all of them.
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

// Its output, and its exit code.
function start(program, args, options) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args,
            { cwd: here, stdio: ['ignore', 'pipe', 'pipe'], ...options });
        let said = '';
        for (const stream of [child.stdout, child.stderr])
            stream.on('data', (data) => { said += data; });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, said }));
    });
}

// A temporary folder of an ordinary user, and the words that run a command as that user.
function ordinary() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-user-'));
    if (!isRoot)
        return { folder };
    fs.chownSync(folder, NOBODY, NOBODY);
    return { folder, uid: NOBODY, gid: NOBODY };
}

export async function asUser(...args) {
    const { folder, ...who } = ordinary();
    const env = { ...process.env, TMPDIR: folder, HOME: folder };
    try {
        return await start('node', args, { env, ...who });
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

export const asIs = (...args) => start('node', args);

// In a mount namespace of its own, a disk of 24 MiB; null where that is not allowed.
export async function onSmallDisk(...args) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-disk-'));
    const mount = 'mount -t tmpfs -o size=24m,mode=700 tmpfs "$1"';
    const inside = (how, script) => ['unshare', [how, 'sh', '-c', script, 'sh', folder, ...args]];
    const isAllowed = (how) => spawnSync(...inside(how, mount)).status === 0;
    try {
        const how = ['-m', '-Urm'].find(isAllowed);
        return how ? await start(...inside(how, `${mount} && exec node "$2" "$1"`)) : null;
    } finally {
        fs.rmdirSync(folder);
    }
}

const SUMS = / (\d+ points, \d+ lost, \d+ corrupt)$| (\d+ of \d+) caught$/;

// One file of tests is one part: `run` answers what the program said, or null.
export function part(name, run) {
    let summary = '';
    test(name, async (t) => {
        const done = await run();
        if (!done)
            return t.skip('this machine lets nobody mount');
        const { code, said } = done;
        const last = said.trimEnd().split('\n').at(-1);
        const [, points, caught] = last.match(SUMS) ?? [];
        t.diagnostic(last);
        assert.ok(points || caught, said);
        summary = `faults: ${points ?? `${caught} mutants caught`}\n`;
        return assert.equal(code, 0, said);
    });
    // tests/run adds these lines up at its end.
    after(() => process.stdout.write(summary));
}
