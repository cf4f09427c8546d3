// SPDX-License-Identifier: MPL-2.0
// Whoever goes away, and when: the certificate is either installed or never was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import {
    contents, deliver, frame, issue, issueRequest, jobState, listCertificates, listKeys,
    makeProfile, makeWorld, open, prefix, stateFiles, trustRoot, until,
} from './lib.mjs';
import { patience } from '../patience.mjs';

const world = makeWorld('endings');
const NICKNAME = "Taro Yamada's Example University ID";
let ca, profile;

before(() => {
    ca = new Authority(path.join(world.folder, 'ca'));
    profile = makeProfile(world);
    trustRoot(world, profile, ca.root);
});
after(() => world.remove());

const kept = () => stateFiles(world).answers;

// The host has read all that was written to it.
async function taken({ child: { stdin } }) {
    await new Promise((resolve) => { stdin.write('', resolve); });
    const wait = spawn('perl', ['-e', `while (1) {
        ioctl STDIN, 0x5411, my $left = pack "i", 0 or die $!; # TIOCOUTQ
        exit if unpack("i", $left) == 0;
        select undef, undef, undef, 0.02;
    }`], { stdio: [stdin, 'ignore', 'inherit'] });
    assert.deepEqual(await once(wait, 'exit'), [0, null]);
}

// {port, job, bytes} with a fresh certificate for a job that waits.
async function prepare() {
    const { job, spkac } = await issue(world, profile);
    const der = ca.certify(spkac);
    const fingerprint = new X509Certificate(der).fingerprint256;
    return { port: await open(world, profile), job, bytes: ca.pkcs7(der), fingerprint };
}

// What ends the host in the middle of an answer, and the code that it then has.
const ENDS = {
    'end of input': [(port) => port.child.stdin.end(), 0],
    'end of input inside a message': [(port) => {
        port.raw(prefix(50));
        port.raw('{"type":"by');
        port.child.stdin.end();
    }, 76],
    SIGTERM: [(port) => port.kill('SIGTERM'), 0],
    SIGHUP: [(port) => port.kill('SIGHUP'), 0],
    SIGINT: [(port) => port.kill('SIGINT'), 0],
    'SIGTERM inside a message': [async (port) => {
        port.raw(prefix(50));
        port.raw('{"type":"by');
        await taken(port);
        await port.kill('SIGTERM');
    }, 76],
    'a broken message': [(port) => port.send('{'), 76],
};
for (const [what, [end, code]] of Object.entries(ENDS)) {
    test(`${what} in the middle of an answer: nothing is left, the job stays`, async () => {
        const { port, job, bytes } = await prepare();
        const old = contents(world, profile);
        port.sendAnswer(bytes, { chunk: 100, end: false });
        await until('spooled', () => kept().length === 1);
        await end(port);
        assert.equal(await port.closed, code, port.stderr);
        assert.deepEqual(kept(), []);
        assert.deepEqual(contents(world, profile), old);
        assert.equal(jobState(world, job).state, 'sent');
        const done = await deliver(world, profile, bytes);
        assert.deepEqual([done.type, done.job], ['installed', job]);
    });
}

const LATE = {
    'end of input': (port) => port.child.stdin.end(),
    SIGTERM: (port) => port.kill('SIGTERM'),
    'SIGTERM and end of input': async (port) => {
        port.child.stdin.end();
        await port.kill('SIGTERM');
    },
    'end of input, and nobody listens': (port) => {
        port.child.stdin.end();
        port.child.stdout.destroy();
    },
};
for (const [what, end] of Object.entries(LATE)) {
    test(`${what} right after "end": installed all the same`, async () => {
        for (let i = 0; i < 5; i += 1) {
            const { port, job, bytes, fingerprint } = await prepare();
            await port.pid;
            port.sendAnswer(bytes);
            // What was written is in the pipe before the end comes.
            await new Promise((resolve) => { port.child.stdin.write('', resolve); });
            await end(port);
            await port.closed;
            const record = jobState(world, job);
            assert.deepEqual([record.state, record.fingerprint], ['verified', fingerprint],
                port.stderr);
            assert.deepEqual(kept(), []);
        }
        assert.equal(listCertificates(world, profile)[NICKNAME], 'u,u,u');
    });
}

test('SIGTERM while a key is made: it is kept, and the job knows it', async () => {
    const port = await open(world, profile);
    const keys = listKeys(world, profile).length;
    const jobs = stateFiles(world).jobs;
    port.send(issueRequest({ key: 'rsa-4096' }));
    await until('begun', () => stateFiles(world).jobs.some((file) =>
        file.endsWith('.json') && !jobs.includes(file)));
    await port.kill('SIGTERM');
    const { job } = await port.expect('request');
    assert.equal(await port.closed, 0);
    assert.equal(jobState(world, job).state, 'key');
    assert.equal(listKeys(world, profile).length, keys + 1);
});

test('a host that waits ends at once at SIGTERM', async () => {
    const port = await open(world, profile);
    const begun = Date.now();
    await port.kill('SIGTERM');
    assert.equal(await port.closed, 0);
    assert.ok(Date.now() - begun < 2000 * patience);
});

test('two hosts install at once', async () => {
    const work = await Promise.all([prepare(), prepare(), prepare()]);
    for (const { port, bytes } of work)
        port.sendAnswer(bytes);
    for (const { port, job } of work) {
        await port.expect('received');
        assert.equal((await port.expect('installed')).job, job);
        await port.close();
        assert.equal(jobState(world, job).state, 'verified');
    }
    assert.deepEqual(kept(), []);
});

test('the input ends before a word is said', async () => {
    const port = await open(world, profile);
    await port.close();
    const silent = frame({ type: 'hello', version: 1, language: 'en' });
    for (let length = 1; length < silent.length; length += 9) {
        const half = await open(world, profile);
        half.raw(silent.subarray(0, length));
        half.child.stdin.end();
        await half.expectError('PROTOCOL');
        await half.refused('PROTOCOL');
    }
});
