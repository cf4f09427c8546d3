// SPDX-License-Identifier: MPL-2.0
// What one certificate costs on its way through the host, in things that can be counted: messages and
// their bytes, opens of the database, fsyncs, what stays on the disk, and the size of the programs.
// A number here may always shrink; to let it grow, say why in the sentence beside it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { callsOf, durable, opened, read } from '../strace.mjs';
import { Authority } from './ca.mjs';
import { HOST, Port, issueRequest, makeProfile, makeWorld, run, stateFiles, trustRoot } from './lib.mjs';

const world = makeWorld('budget');
const ca = new Authority(path.join(world.folder, 'ca'));
const log = path.join(world.folder, 'trace');
world.host = path.join(world.folder, 'host');
fs.writeFileSync(world.host, `#!/bin/sh\nexec strace -D -f -o '${log}' '${HOST}' "$@"\n`, { mode: 0o700 });
after(() => world.remove());

function profileAt(name) {
    const profile = makeProfile(world, name);
    trustRoot(world, profile, ca.root);
    return profile;
}

function within(what, number, most) {
    assert.ok(number <= most, `${what}: ${number}, and ${most} at most`);
}

/** A conversation: what `act` returns in `found`, the messages and bytes each way, and the calls. */
async function conversation(profile, act) {
    const port = new Port(world, profile);
    const cost = { asked: 0, said: 0, bytesSaid: 0 };
    const { send, reply } = port;
    port.send = (...words) => { cost.asked += 1; send.apply(port, words); };
    port.reply = async () => {
        const heard = await reply.call(port);
        cost.said += heard ? 1 : 0;
        return heard;
    };
    port.child.stdout.on('data', (data) => { cost.bytesSaid += data.length; });
    await port.hello();
    cost.found = await act(port);
    cost.bytesAsked = port.child.stdin.bytesWritten;
    await port.close();
    return { ...cost, trace: read(log) };
}

async function issue(port, key, prepared) {
    if (prepared)
        await port.ask({ type: 'prepare', site: 'https://portal.example', key }, 'prepared');
    const reply = await port.ask(issueRequest({ key }), 'request');
    await port.ask({ type: 'sent', job: reply.job }, 'ok');
    return reply;
}

async function install(port, bytes) {
    port.sendAnswer(bytes);
    await port.expect('received');
    return port.expect('installed');
}

// The key's commits, INTENT, KEY and SENT, the room for the response, and the profile's folder.
test('an issue: three messages each way, and its records', async () => {
    const cost = await conversation(profileAt('issue'), (port) => issue(port, 'p-256', false));
    assert.deepEqual([cost.asked, cost.said], [3, 3]);
    within('bytes to the host', cost.bytesAsked, 256);
    within('bytes from the host', cost.bytesSaid, 640);
    within('opens', opened(cost.trace), 7);
    within('fsyncs', durable(cost.trace), 20);
    within('system calls', callsOf(cost.trace), 1600);
});

// Nothing of a prepared key is on the disk before the press, and after it no more than of any other key.
test('a prepared key: one message more each way, and nothing more on the disk', async () => {
    const profile = profileAt('prepared');
    const prepare = () => conversation(profile, (port) =>
        port.ask({ type: 'prepare', site: 'https://portal.example', key: 'rsa-2048' }, 'prepared'));
    await prepare(); // makes the journal's folder
    assert.equal(durable((await prepare()).trace), 0);
    const cost = await conversation(profile, (port) => issue(port, 'rsa-2048', true));
    assert.deepEqual([cost.asked, cost.said], [4, 4]);
    within('bytes from the host', cost.bytesSaid, 1200);
    within('opens', opened(cost.trace), 9);
    within('fsyncs', durable(cost.trace), 20);
});

// Commits of certificate and intermediate, the spool, RECEIVED, INSTALLED, VERIFIED, the archive.
test('a response with an intermediate: three messages there, two back, the certificate once', async () => {
    const profile = profileAt('response');
    const { found: { spkac } } = await conversation(profile, (port) => issue(port, 'p-256', false));
    const bytes = ca.pkcs7(ca.certify(spkac));
    const cost = await conversation(profile, (port) => install(port, bytes));
    assert.deepEqual([cost.asked, cost.said], [4, 3]);
    within('bytes to the host, beside the response in base64', cost.bytesAsked - bytes.length * 4 / 3, 256);
    within('bytes from the host', cost.bytesSaid, 1400);
    within('opens', opened(cost.trace), 10);
    within('fsyncs', durable(cost.trace), 32);
    within('system calls', callsOf(cost.trace), 5400);
});

// One record, and the certificate with its chain, which doctor can put back.
test('what stays of it: two files, and no response', async () => {
    fs.rmSync(world.state, { recursive: true, force: true });
    const profile = profileAt('stays');
    const { found: { spkac } } = await conversation(profile, (port) => issue(port, 'p-256', false));
    const der = ca.certify(spkac);
    await conversation(profile, (port) => install(port, ca.pkcs7(der)));
    const { answers, jobs, certificates, rooms } = stateFiles(world);
    assert.deepEqual([answers, rooms], [[], []]);
    within('files', jobs.length + certificates.length, 2);
    const bytes = [...jobs, ...certificates].reduce((sum, file) => sum + fs.statSync(file).size, 0);
    within('bytes beside the certificates', bytes - ca.pem(der).length - ca.issuingPem.length, 768);
});

test('the list of a page: a message there, one back, and of each further certificate what is shown', async () => {
    const profile = profileAt('list');
    const sizes = [];
    for (let count = 1; count <= 2; count += 1) {
        const { found: { spkac } } = await conversation(profile, (port) => issue(port, 'p-256', false));
        await conversation(profile, (port) => install(port, ca.pkcs7(ca.certify(spkac))));
        const cost = await conversation(profile, (port) => port.ask({ type: 'identities' }, 'identities'));
        assert.deepEqual([cost.asked, cost.said], [2, 2]);
        assert.equal(durable(cost.trace), 0);
        within('opens', opened(cost.trace), 4);
        sizes.push(cost.bytesSaid);
    }
    within('bytes of each further one', sizes[1] - sizes[0], 1024);
});

/** Without what only a debugger reads, in KiB. */
function sizeOf(name) {
    const out = path.join(world.folder, name);
    run('strip', ['-o', out, path.join(path.dirname(HOST), name)]);
    return fs.statSync(out).size / 1024;
}

// Code, texts, and tables; tests/bench/README.md says how much of each. The bound has room for other compilers.
test('the programs and the package stay small', (t) => {
    if (run('nm', [HOST], { maxBuffer: 1 << 26 }).match(/__asan_init|__gcov_/)) {
        t.skip('built for a test of another kind');
        return;
    }
    within('KiB of the host', sizeOf('nss-helper-host'), 480);
    within('KiB of the command', sizeOf('nss-helper'), 640);
    within('KiB of the package', fs.statSync(path.join(path.dirname(HOST), 'nss-helper.xpi')).size / 1024, 560);
});
