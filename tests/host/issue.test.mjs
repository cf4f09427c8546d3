// SPDX-License-Identifier: MPL-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import {
    CA_SITE, CODES, EXTENSION, HOST, MANIFEST, PORTAL, Port, contents, frame, issueRequest,
    jobState, listKeys, makeProfile, makeWorld, open, run, stateFiles,
} from './lib.mjs';

const world = makeWorld('issue');
let ca;

before(() => { ca = new Authority(path.join(world.folder, 'ca')); });
after(() => world.remove());

test('hello names the program, its NSS and the profile of the browser', async () => {
    const profile = makeProfile(world, 'x.default-esr');
    const port = new Port(world, profile);
    const reply = await port.hello('ja');
    await port.close();
    assert.deepEqual(Object.keys(reply).sort(),
        ['nss', 'nssPath', 'profile', 'program', 'resumed', 'type', 'version']);
    assert.equal(reply.version, 1);
    assert.match(reply.program, /^\d+\.\d+\.\d+$/);
    assert.match(reply.nss, /^3\.\d+/);
    assert.ok(fs.existsSync(path.join(reply.nssPath, 'libnss3.so')), reply.nssPath);
    assert.deepEqual(reply.profile, { name: 'x.default-esr', path: fs.realpathSync(profile), locked: false });
});

test('hello uses the name that profiles.ini gives', async () => {
    const root = path.join(world.env.HOME, '.mozilla/firefox');
    fs.mkdirSync(root, { recursive: true });
    const profile = makeProfile(world, path.relative(world.folder, path.join(root, 'abc.taro')));
    fs.writeFileSync(path.join(root, 'profiles.ini'),
        '[Profile0]\nName=太郎\nIsRelative=1\nPath=abc.taro\n');
    const port = new Port(world, profile);
    const reply = await port.hello();
    await port.close();
    fs.rmSync(path.join(root, 'profiles.ini'));
    assert.equal(reply.profile.name, '太郎');
});

test('hello changes nothing in the profile', async () => {
    const profile = makeProfile(world, 'untouched');
    const digest = () => ['cert9.db', 'key4.db'].map((name) =>
        createHash('sha256').update(fs.readFileSync(path.join(profile, name))).digest('hex'));
    const old = digest();
    await (await open(world, profile)).close();
    assert.deepEqual(digest(), old);
});

const KINDS = {
    'rsa-2048': { type: 'rsa', detail: 2048, signature: /sha256WithRSAEncryption/ },
    'rsa-3072': { type: 'rsa', detail: 3072, signature: /sha256WithRSAEncryption/ },
    'rsa-4096': { type: 'rsa', detail: 4096, signature: /sha256WithRSAEncryption/ },
    'p-256': { type: 'ec', detail: 'prime256v1', signature: /ecdsa-with-SHA256/ },
    'p-384': { type: 'ec', detail: 'secp384r1', signature: /ecdsa-with-SHA384/ },
};
for (const [kind, expected] of Object.entries(KINDS)) {
    test(`issue ${kind}: OpenSSL verifies the request, certutil lists the key`, async () => {
        const profile = makeProfile(world, kind);
        const challenge = `${kind} k2Jd+/= "\\ <&>`;
        const port = await open(world, profile);
        const reply = await port.ask(issueRequest({ key: kind, challenge }), 'request');
        assert.deepEqual(Object.keys(reply).sort(), ['job', 'spkac', 'type']);
        assert.match(reply.job, /^\d{8}T\d{6}-[0-9a-f]{12}$/);
        const seen = ca.verify(reply.spkac);
        assert.equal(seen.challenge, challenge);
        assert.match(seen.text, expected.signature);
        assert.equal(seen.key.asymmetricKeyType, expected.type);
        const details = seen.key.asymmetricKeyDetails;
        assert.equal(details.modulusLength ?? details.namedCurve, expected.detail);
        // Stored before the reply, while the host still runs.
        const keys = listKeys(world, profile);
        assert.equal(keys.length, 1);
        assert.match(keys[0], new RegExp(`^${expected.type}\\b.*orphan`));
        await port.close();
        const record = jobState(world, reply.job);
        const info = seen.key.export({ type: 'spki', format: 'der' });
        assert.equal(record.keyHash, createHash('sha256').update(info).digest('hex'));
        assert.deepEqual([record.state, record.site, record.target, record.key],
            ['key', PORTAL, CA_SITE, kind]);
    });
}

test('an empty challenge and the longest one', async () => {
    const profile = makeProfile(world, 'challenges');
    const port = await open(world, profile);
    for (const challenge of ['', 'x'.repeat(4096)]) {
        const reply = await port.ask(issueRequest({ challenge }), 'request');
        assert.equal(ca.verify(reply.spkac).challenge, challenge);
    }
    await port.close();
    assert.equal(listKeys(world, profile).length, 2);
});

test('another kind of key is refused, and the port goes on', async () => {
    const profile = makeProfile(world, 'kinds');
    const jobs = stateFiles(world).jobs.length;
    const port = await open(world, profile);
    for (const key of ['', 'rsa-1024', 'rsa-2048 ', 'RSA-2048', 'p-521', 'ed25519', 'rsa']) {
        port.send(issueRequest({ key }));
        await port.expectError('KEY_KIND');
    }
    assert.equal(stateFiles(world).jobs.length, jobs);
    assert.deepEqual(listKeys(world, profile), []);
    await port.ask(issueRequest(), 'request');
    await port.close();
});

test('sent is said once only, and only of a request that waits', async () => {
    const profile = makeProfile(world, 'sent');
    const port = await open(world, profile);
    const { job } = await port.ask(issueRequest(), 'request');
    assert.deepEqual(await port.ask({ type: 'sent', job }, 'ok'), { type: 'ok' });
    assert.equal(jobState(world, job).state, 'sent');
    port.send({ type: 'sent', job });
    await port.expectError('NO_JOB');
    port.send({ type: 'sent', job: '20200101T000000-000000000000' });
    await port.expectError('NO_JOB');
    await port.close();
    const again = await open(world, profile);
    again.send({ type: 'sent', job });
    await again.expectError('NO_JOB');
    await again.close();
});

test('unsent: a form that did not leave after all may leave again, and only that', async () => {
    const profile = makeProfile(world, 'unsent');
    const port = await open(world, profile);
    const { job } = await port.ask(issueRequest(), 'request');
    port.send({ type: 'unsent', job });
    await port.expectError('NO_JOB');
    await port.ask({ type: 'sent', job }, 'ok');
    assert.deepEqual(await port.ask({ type: 'unsent', job }, 'ok'), { type: 'ok' });
    assert.equal(jobState(world, job).state, 'key');
    port.send({ type: 'unsent', job });
    await port.expectError('NO_JOB');
    await port.ask({ type: 'sent', job }, 'ok');
    await port.ask({ type: 'forget', job }, 'ok');
    port.send({ type: 'unsent', job });
    await port.expectError('NO_JOB');
    await port.close();
});

test('a job belongs to its profile', async () => {
    const one = await open(world, makeProfile(world, 'owner'));
    const { job } = await one.ask(issueRequest(), 'request');
    await one.close();
    const other = await open(world, makeProfile(world, 'stranger'));
    for (const type of ['sent', 'unsent']) {
        other.send({ type, job });
        await other.expectError('NO_JOB');
    }
    await other.close();
});

test('journal and spool can be read by their owner only', async () => {
    const profile = makeProfile(world, 'modes');
    const port = await open(world, profile);
    const { job } = await port.ask(issueRequest(), 'request');
    port.sendAnswer(Buffer.from('half'), { end: false });
    await port.ask({ type: 'end' }, 'received');
    await port.expectError('NO_CERTIFICATE');
    await port.close();
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    for (let at = path.dirname(file); at.startsWith(world.state); at = path.dirname(at))
        assert.equal(fs.statSync(at).mode & 0o777, 0o700, at);
});

test('two hosts at once: nothing is lost', async () => {
    const profile = makeProfile(world, 'pair');
    const work = async (site) => {
        const port = await open(world, profile);
        const jobs = [];
        for (let i = 0; i < 10; i += 1)
            jobs.push((await port.ask(issueRequest({ site, challenge: String(i) }), 'request')).job);
        await port.close();
        return jobs;
    };
    const jobs = (await Promise.all([work(PORTAL), work(CA_SITE)])).flat();
    assert.equal(new Set(jobs).size, 20);
    assert.equal(listKeys(world, profile).length, 20);
    for (const job of jobs)
        assert.equal(jobState(world, job).state, 'key');
});

test('requests that are sent at once are answered in order', async () => {
    const profile = makeProfile(world, 'order');
    const port = new Port(world, profile);
    port.raw(Buffer.concat([{ type: 'hello', version: 1, language: 'en' }, issueRequest(),
        issueRequest({ key: 'none' }), issueRequest()].map(frame)));
    await port.expect('hello');
    await port.expect('request');
    await port.expectError('KEY_KIND');
    await port.expect('request');
    await port.close();
});

const garbage = (length) => Buffer.alloc(length, 'not a database. ');
const DAMAGE = {
    'an empty cert9.db': (folder) => fs.truncateSync(path.join(folder, 'cert9.db')),
    'an empty key4.db': (folder) => fs.truncateSync(path.join(folder, 'key4.db')),
    'no key4.db': (folder) => fs.rmSync(path.join(folder, 'key4.db')),
    'a cert9.db of something else': (folder) =>
        fs.writeFileSync(path.join(folder, 'cert9.db'), garbage(8192)),
    'a cert9.db with nothing behind its head': (folder) => {
        const file = path.join(folder, 'cert9.db');
        const bytes = fs.readFileSync(file);
        fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, 16), garbage(bytes.length - 16)]));
    },
    'a cut off key4.db': (folder) => fs.truncateSync(path.join(folder, 'key4.db'), 700),
};
for (const [what, damage] of Object.entries(DAMAGE)) {
    test(`${what}: BAD_DATABASE, and nothing is changed`, async () => {
        const profile = makeProfile(world, what.replace(/\W/g, '-'));
        damage(profile);
        const look = () => fs.readdirSync(profile).sort().map((name) =>
            [name, fs.readFileSync(path.join(profile, name)).toString('base64')]);
        const old = look();
        const port = new Port(world, profile);
        port.send({ type: 'hello', version: 1, language: 'en' });
        await port.expectError('BAD_DATABASE');
        await port.refused('BAD_DATABASE');
        assert.deepEqual(look(), old);
    });
}

test('no browser above it: NO_BROWSER', async () => {
    const port = new Port(world, null);
    port.send({ type: 'hello', version: 1, language: 'en' });
    await port.expectError('NO_BROWSER');
    await port.refused('NO_BROWSER');
});

test('started in another way: usage', () => {
    const wrong = [[], [MANIFEST], [MANIFEST, 'other@example'], [MANIFEST, EXTENSION, 'more'],
        ['nss_helper.json', EXTENSION], ['--help'], ['', EXTENSION]];
    for (const args of wrong) {
        const done = spawnSync(HOST, args, { encoding: 'utf8', env: world.env, input: '' });
        assert.equal(done.status, CODES.USAGE, args.join(' '));
        assert.equal(done.stdout, '');
        assert.match(done.stderr, /^usage: /);
    }
    assert.match(run(HOST, ['--version'], { env: world.env }), /^nss-helper-host \d+\.\d+\.\d+\n$/);
});

// Only root may look into the host. An ordinary user may if it runs in a user namespace of
// theirs.
function openToUs() {
    const browser = path.join(world.folder, 'own-namespace');
    fs.writeFileSync(browser, '#!/bin/sh\nexec unshare -r bash "$@"\n', { mode: 0o700 });
    return process.getuid() === 0 ? 'bash' : browser;
}

test('standard input and output are out of reach for libraries', async () => {
    const port = new Port(world, makeProfile(world, 'channels'), { browser: openToUs() });
    await port.hello();
    const folder = `/proc/${await port.pid}/fd`;
    const links = [0, 1].map((fd) => fs.readlinkSync(`${folder}/${fd}`));
    await port.close();
    assert.deepEqual(links, ['/dev/null', '/dev/null']);
});

const FIREFOX = '/usr/lib/firefox-esr';
test('it runs on the NSS of a browser with a newer one', async (t) => {
    if (!fs.existsSync(path.join(FIREFOX, 'libsoftokn3.so'))) {
        t.skip(`there is no ${FIREFOX}`);
        return;
    }
    const folder = path.join(world.folder, 'browser');
    fs.mkdirSync(folder);
    for (const name of fs.readdirSync(FIREFOX)) {
        if (/^lib(nss|nspr|pl|smime|ssl|soft|free|mozsqlite).*\.(so|chk)$/.test(name))
            fs.copyFileSync(path.join(FIREFOX, name), path.join(folder, name));
    }
    fs.copyFileSync(fs.realpathSync('/bin/bash'), path.join(folder, 'bash'));
    const profile = makeProfile(world, 'newer');
    const port = new Port(world, profile, { browser: path.join(folder, 'bash') });
    const reply = await port.hello();
    assert.equal(reply.nssPath, fs.realpathSync(folder));
    ca.verify((await port.ask(issueRequest(), 'request')).spkac);
    await port.close();
    assert.equal(listKeys(world, profile).length, 1);
});

test('what is in the environment moves neither the profile nor NSS', async () => {
    const profile = makeProfile(world, 'environment');
    const other = makeProfile(world, 'environment-other');
    const log = path.join(world.folder, 'keylog');
    const port = new Port(world, profile, {
        env: {
            NSS_DEFAULT_DB_TYPE: 'dbm', SSL_DIR: other, PROFILE_DIR: other,
            SSLKEYLOGFILE: log, NSS_SDB_USE_CACHE: 'yes',
        },
    });
    const reply = await port.hello();
    assert.equal(reply.profile.path, fs.realpathSync(profile));
    await port.ask(issueRequest(), 'request');
    await port.close();
    assert.equal(contents(world, profile).keys.length, 1);
    assert.equal(contents(world, other).keys.length, 0);
    assert.ok(!fs.existsSync(log));
});
