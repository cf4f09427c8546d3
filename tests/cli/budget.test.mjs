// SPDX-License-Identifier: MPL-2.0
// Limits for the work of the command in countable operations, which, unlike times, are the same on
// every machine. tests/bench/README.md explains them. A number may always be reduced; to raise one,
// say why in the sentence beside it.
import assert from 'node:assert/strict';
import { Certificate, X509Certificate, createPublicKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inDays, iso } from '../clock.mjs';
import { HOST, Port, issueRequest, makeProfile, makeWorld, run } from '../host/lib.mjs';
import { callsOf, durable, opened, read } from '../strace.mjs';
import { ca, called, certificate, keyPair } from './der.mjs';

const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const world = makeWorld('budget');
const file = (name) => path.join(world.folder, name);
const pem = (what) => new X509Certificate(certificate(what)).toString();

function traced(...words) {
    const log = file('trace');
    run('strace', ['-f', '-o', log, COMMAND, ...words], { env: world.env });
    return read(log);
}

function within(what, number, most) {
    assert.ok(number <= most, `${what}: ${number}, and ${most} at most`);
}

/** Keys with their certificates, a file each. */
function identities(from, count) {
    return Array.from({ length: count }, (_, i) => {
        const { key, spki } = keyPair();
        const name = file(`identity-${from + i}.pem`);
        fs.writeFileSync(name, key.export({ type: 'pkcs8', format: 'pem' }) +
            pem({ subject: called(`Person ${from + i}`), spki }));
        return name;
    });
}

function profile(name) {
    const folder = makeProfile(world, name);
    run('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'CA', '-t', 'CT,C,', '-i', file('ca.pem')]);
    return folder;
}

const importing = (folder, files) =>
    traced('import', ...files, '--accept-open-key', '-q', '-p', folder);

let folder, one, four;

before(() => {
    fs.writeFileSync(file('ca.pem'), pem({ subject: ca.name, spki: ca.spki, isCa: true }));
    folder = profile('profile');
    one = importing(folder, identities(0, 1));
    four = importing(profile('other'), identities(10, 4));
});
after(() => world.remove());

// NSS opens cert9.db again for each of its commits there; the database is read anew once for all files.
test('import: each further identity costs its own commits and records, and no more', () => {
    assert.equal(opened(one), 6);
    within('opens for each further one', (opened(four) - opened(one)) / 3, 3);
    within('fsyncs of one', durable(one), 35);
    within('fsyncs of each further one', (durable(four) - durable(one)) / 3, 29);
    within('system calls of each further one', (four.calls - one.calls) / 3, 3200);
});

// Nothing is written, so that nothing waits for the disk.
test('list: one identity', () => {
    const trace = traced('list', '-p', folder);
    assert.equal(opened(trace), 2);
    assert.equal(durable(trace), 0);
    within('system calls', callsOf(trace), 1400);
});

// To prove its pair and its chain takes some 90 searches, each with seven calls of NSS's SQLite.
test('list: each further identity', () => {
    const first = traced('list', '-p', folder);
    importing(folder, identities(20, 4));
    const more = traced('list', '-p', folder);
    assert.equal(opened(more), opened(first));
    within('system calls', (more.calls - first.calls) / 4, 720);
    assert.equal(more.count('openat', 'libnssckbi'), first.count('openat', 'libnssckbi'));
});

// Four states of the journal and the archive have a file and its folder each; the rest is NSS's.
test('a request and its response', () => {
    const csr = file('csr');
    const request = traced('request', '--key', 'p-256', '--subject', 'CN=Taro', '-p', folder, '-o', csr);
    within('fsyncs of the request', durable(request), 17);
    const spki = createPublicKey(run('openssl', ['req', '-pubkey', '-noout', '-in', csr]))
        .export({ type: 'spki', format: 'der' });
    fs.writeFileSync(file('response.pem'), pem({ subject: called('Taro'), spki }));
    const response = importing(folder, [file('response.pem')]);
    within('fsyncs of the response', durable(response), 23);
    assert.equal(opened(response), 7);
});

/** Records of requests that were finished long ago. */
function past(journal, count) {
    const record = (i) => ({
        state: 'verified', site: 'https://portal.example', target: 'https://portal.example', key: 'p-256',
        keyHash: '', keyId: '', fingerprint: `${i}`.padStart(64, '0').match(/../g).join(':'),
        response: '', changed: iso(inDays(-30)), cause: 0,
    });
    for (let i = 0; i < count; i += 1)
        fs.writeFileSync(path.join(journal, 'jobs', `20250101T000000-${`${i}`.padStart(12, '0')}.json`),
            JSON.stringify(record(i)), { mode: 0o600 });
}

/** The calls of a host in a conversation after its greeting, and what `act` has returned. */
async function conversation(of, act = () => undefined) {
    const log = file('hello');
    world.host = file('host');
    fs.writeFileSync(world.host, `#!/bin/sh\nexec strace -D -f -o '${log}' '${HOST}' "$@"\n`, { mode: 0o700 });
    const port = new Port(world, of);
    await port.hello();
    const found = await act(port);
    await port.close();
    return { ...read(log), found };
}

// Finished jobs cost no time at a start: they are folded, some at each start.
test('requests of the past cost nothing', async () => {
    const other = profile('past');
    importing(other, identities(30, 1));
    const works = { list: () => traced('list', '-p', other), jobs: () => traced('jobs', '-p', other),
        resume: () => traced('jobs', 'resume', '-p', other), hello: () => conversation(other) };
    const opens = async () => {
        const found = {};
        for (const [name, work] of Object.entries(works))
            found[name] = (await work()).count('openat');
        return found;
    };
    traced('jobs', 'resume', '-p', other);
    const before = await opens();
    const [name] = fs.readdirSync(world.state).filter((it) => it.startsWith('past-'));
    const jobs = path.join(world.state, name, 'jobs');
    past(path.dirname(jobs), 200);
    const left = () => fs.readdirSync(jobs).length;
    for (let last = Infinity; left() < last;) {
        last = left();
        traced('jobs', 'resume', '-p', other);
    }
    const after = await opens();
    for (const work of Object.keys(works))
        within(`files opened by ${work}`, after[work] - before[work], 2);
    assert.equal(fs.readdirSync(path.join(world.state, name, 'ended')).length, 200);
});

// Loading OpenSSL alone would double the time of a start.
test('the command and the host start without what only a connection needs', async () => {
    const hello = await conversation(folder);
    for (const trace of [hello, traced('list', '-p', folder)])
        for (const library of ['libssl', 'libcrypto', 'libcurl'])
            assert.equal(trace.count('openat', library), 0, library);
    assert.equal(opened(hello), 2);
    assert.equal(durable(hello), 0);
    within('system calls', hello.calls, 650);
});

const FEW = 2;
const MANY = 22;

/** The system calls that each further identity in the profile adds to each of these works. */
async function growth(works) {
    const counts = [];
    for (const [i, count] of [FEW, MANY].entries()) {
        const name = `of-${count}-${Object.keys(works)[0]}`;
        const other = profile(name);
        run(COMMAND, ['import', ...identities(1000 * (i + 1), count), '--accept-open-key', '-q', '-p', other], { env: world.env });
        const listed = JSON.parse(run(COMMAND, ['list', '--json', '-p', other], { env: world.env }));
        const calls = {};
        for (const [work, act] of Object.entries(works)) // of the last one that a walk over the keys meets
            calls[work] = callsOf(await act(other, listed.identities.at(-1).fingerprint));
        counts.push(calls);
    }
    return Object.fromEntries(Object.keys(works).map((work) => [work, (counts[1][work] - counts[0][work]) / (MANY - FEW)]));
}

// To find an ID, all identities are described, once: some 310 calls each. By the ID of its key, NSS finds one at once.
test('the command: other identities add a single search to the work on one', async () => {
    const [coming] = identities(3000, 1);
    const there = profile('there');
    const each = await growth({
        dry: (other) => traced('import', coming, '--accept-open-key', '--dry-run', '-q', '-p', other),
        verify: (other, id) => traced('verify', id, '--offline', '-q', '-p', other),
        copy: (other, id) => traced('copy', id, '--to', there, '-q', '-p', other),
        remove: (other, id) => traced('remove', id, '--yes', '--no-backup', '-q', '-p', other),
    });
    within('system calls of a dry run', each.dry, 10);
    within('system calls of verify', each.verify, 350);
    within('system calls of copy', each.copy, 350);
    within('system calls of remove, which looks through the public keys, too', each.remove, 390);
});

/** An issue through the host, and the response to it. */
async function issue(other) {
    const reply = await conversation(other, (port) => port.ask(issueRequest({ key: 'p-256' }), 'request'));
    const spki = createPublicKey(Certificate.exportPublicKey(reply.found.spkac)).export({ type: 'spki', format: 'der' });
    return conversation(other, async (port) => {
        port.sendAnswer(Buffer.from(pem({ subject: called('Taro'), spki })));
        await port.expect('received');
        await port.expect('installed');
    });
}

// A response is compared with the certificates of its person only, which NSS finds by their subject. With only a
// fingerprint, the host walks over the keys: 150 calls each.
test('the host: other identities add nothing to a response, and a single walk to the work on one', async () => {
    const each = await growth({
        installed: issue,
        verify: (other, fingerprint) => conversation(other, (port) => port.ask({ type: 'verify', fingerprint }, 'verified')),
        remove: (other, fingerprint) => conversation(other, (port) =>
            port.ask({ type: 'remove', fingerprint, backup: 'no' }, 'removed')),
    });
    within('system calls of a response', each.installed, 10);
    within('system calls of verify', each.verify, 180);
    within('system calls of remove, which looks through the public keys, too', each.remove, 220);
});
