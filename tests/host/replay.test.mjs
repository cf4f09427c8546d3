// SPDX-License-Identifier: MPL-2.0
// What a host leaves unfinished, the next one finishes; and what waits is listed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inDays, iso } from '../clock.mjs';
import { patience } from '../patience.mjs';
import { Authority } from './ca.mjs';
import {
    CA_SITE, HOST, PORTAL, Port, contents, deliver, issue, issueRequest, jobState, listKeys,
    makeProfile, makeWorld, open, run, stateFiles, trustRoot,
} from './lib.mjs';

const world = makeWorld('replay');
const HELPER = path.join(path.dirname(HOST), 'nss-helper');
const OTHER = 'https://other.example';
let ca, profiles = 0;

before(() => { ca = new Authority(path.join(world.folder, 'ca')); });
after(() => world.remove());

function fresh() {
    profiles += 1;
    const profile = makeProfile(world, `p${profiles}`);
    trustRoot(world, profile, ca.root);
    fs.rmSync(world.state, { recursive: true, force: true });
    return profile;
}

const answers = () => stateFiles(world).answers;

// {job, bytes, fingerprint} of a request that was sent and its certificate.
async function requested(profile, fields, options) {
    const { job, spkac } = await issue(world, profile, fields);
    const der = ca.certify(spkac, options);
    return { job, spkac, bytes: ca.pkcs7(der), fingerprint: new X509Certificate(der).fingerprint256 };
}

// A finished answer in the spool, as a host leaves it that is killed after `received`.
function leave(bytes, site = CA_SITE, days = 1) {
    const [profile] = fs.readdirSync(world.state);
    const folder = path.join(world.state, profile, 'answers');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const time = iso(inDays(-days).setUTCMilliseconds(0) + answers().length * 1000);
    const name = `${time.replace(/[-:Z]/g, '')}-9f2c41d07a33`;
    fs.writeFileSync(path.join(folder, name), Buffer.concat([Buffer.from(`${site}\n`), bytes]));
    return name;
}

// The time in its name.
const receivedAt = (answer) => answer.replace(/^(....)(..)(..T..)(..)(..)-.*/, '$1-$2-$3:$4:$5Z');

// {replayed, installed}: what a new host has finished, and what it says of the rest.
async function start(profile) {
    const port = new Port(world, profile);
    const hello = await port.hello();
    assert.equal(hello.resumed, 0);
    const replayed = await port.ask({ type: 'replay' }, 'replayed');
    const installed = [];
    for (let i = 0; i < replayed.resumed; i += 1)
        installed.push(await port.expect('installed'));
    return { port, replayed, installed };
}

function helper(profile, ...words) {
    const done = spawnSync(HELPER, [...words, '--json', '-p', profile],
        { encoding: 'utf8', env: world.env });
    return { ...done, said: JSON.parse(done.stdout) };
}

test('a received answer is installed at the next start, and told once', async () => {
    const profile = fresh();
    const { job, bytes, fingerprint } = await requested(profile);
    const answer = leave(bytes);
    const { port, installed } = await start(profile);
    assert.equal(installed.length, 1);
    assert.deepEqual([installed[0].answer, installed[0].job, installed[0].site],
        [answer, job, CA_SITE]);
    assert.equal(installed[0].identity.fingerprint, fingerprint);
    assert.equal(jobState(world, job).state, 'verified');
    await port.close();
    assert.deepEqual(answers(), []);
    const again = await start(profile);
    assert.equal(again.replayed.resumed, 0);
    await again.port.close();
});

test('what is installed at the next start tells which certificate it replaces', async () => {
    const profile = fresh();
    const first = await requested(profile, {}, { from: inDays(-300) });
    leave(first.bytes);
    const begun = await start(profile);
    assert.deepEqual(begun.installed[0].older, []);
    await begun.port.close();
    const keyless = ca.identity('Taro Yamada', inDays(-200)).certificate;
    run('certutil', ['-A', '-d', `sql:${profile}`, '-n', 'without its key', '-t', ',,', '-i', keyless]);
    leave((await requested(profile)).bytes);
    const { port, installed } = await start(profile);
    assert.deepEqual(installed[0].older.map(({ fingerprint }) => fingerprint), [first.fingerprint]);
    await port.close();
});

// This many more answers, none of which can be used.
function flood(count, bytes) {
    const first = leave(bytes, OTHER);
    const folder = path.dirname(answers()[0]);
    for (let i = 1; i < count; i += 1)
        fs.copyFileSync(path.join(folder, first),
            path.join(folder, `${first.slice(0, 16)}${String(i).padStart(12, '0')}`));
    return folder;
}

test('10,000 kept answers: the greeting is as quick as ever, and each has its turn', async () => {
    const HANDSHAKE = 15000 * patience; // so long the extension waits
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    const folder = flood(10000, ca.certifyOther());
    leave(bytes);
    const begun = Date.now();
    const port = new Port(world, profile);
    await port.hello();
    const took = Date.now() - begun;
    assert.ok(took < HANDSHAKE / 3, `${took} ms`);
    const tried = () => fs.readdirSync(folder).filter((name) => fs.statSync(path.join(folder, name)).mtimeMs >= begun
        && /^[0-9T]{15}-[0-9a-f]{12}$/.test(name)).length;
    const all = fs.readdirSync(folder);
    all.forEach((name) => fs.utimesSync(path.join(folder, name), 1, 1));
    let replayed = await port.ask({ type: 'replay' }, 'replayed');
    assert.equal(replayed.resumed, 1, 'what a job waits for comes first');
    assert.equal((await port.expect('installed')).job, job);
    for (let before = tried(); replayed.more && before < 10000; before = 10000) {
        replayed = await port.ask({ type: 'replay' }, 'replayed');
        assert.ok(tried() > before, 'it is the turn of other responses than last time');
    }
    await port.close();
});

test('`nss-helper jobs resume` does the same', async () => {
    const profile = fresh();
    const { job, bytes, fingerprint } = await requested(profile);
    leave(bytes);
    const { status, said } = helper(profile, 'jobs', 'resume');
    assert.equal(status, 0);
    assert.deepEqual(said.answers.map((item) => [item.job, item.site, item.identity.fingerprint]),
        [[job, CA_SITE, fingerprint]]);
    assert.deepEqual(helper(profile, 'jobs', 'resume').said.answers, []);
});

test('an answer that was verified and is still in the spool is removed, with the same outcome', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    assert.equal((await deliver(world, profile, bytes)).type, 'installed');
    const { response: answer } = jobState(world, job);
    assert.equal(leave(bytes).length, answer.length);
    const old = contents(world, profile);
    const { port, installed } = await start(profile);
    assert.deepEqual(installed.map(({ known }) => known), [true]);
    await port.close();
    assert.deepEqual(contents(world, profile), old);
    assert.equal(jobState(world, job).state, 'verified');
    assert.deepEqual(answers(), []);
});

test('an answer that needs the person\'s yes waits, through any number of starts', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    const answer = leave(bytes, OTHER);
    for (let i = 0; i < 3; i += 1) {
        const { port, installed } = await start(profile);
        assert.deepEqual(installed, []);
        const list = await port.ask({ type: 'jobs' }, 'jobs');
        assert.deepEqual(list.answers,
            [{ answer, site: OTHER, received: receivedAt(answer), job: '' }]);
        assert.deepEqual(list.jobs.map((item) => [item.job, item.state]), [[job, 'sent']]);
        port.send({ type: 'look', answer, ask: 'no' });
        const error = await port.expectError('ASK');
        assert.equal(error.reason, 'other-site');
        await port.close();
    }
    const { port } = await start(profile);
    port.send({ type: 'install', answer });
    assert.equal((await port.expect('installed')).job, job);
    assert.deepEqual(await port.ask({ type: 'jobs' }, 'jobs'),
        { type: 'jobs', jobs: [], answers: [], more: false });
    await port.close();
});

test('a request to an EST server is listed as one that is repeated', async () => {
    const profile = fresh();
    const { job } = await issue(world, profile);
    const told = async () => {
        const { port } = await start(profile);
        const { jobs } = await port.ask({ type: 'jobs' }, 'jobs');
        await port.close();
        return jobs.map((item) => [item.job, item.repeats]);
    };
    assert.deepEqual(await told(), [[job, 'no']]);
    const folder = path.join(world.state, fs.readdirSync(world.state)[0], 'enrolments');
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.writeFileSync(path.join(folder, `${job}.json`), JSON.stringify({
        server: 'https://est.example', user: '', subject: '', email: '', anchors: '',
        fingerprint: '', csr: 'MAA=', renews: '', response: '', retry: iso(inDays(-1)),
    }));
    assert.deepEqual(await told(), [[job, 'itself']]);
});

test('a yes outlives the host that heard it', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    const answer = leave(bytes, OTHER);
    // As the host writes it, before the certificate goes in.
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    fs.writeFileSync(file, JSON.stringify({ ...jobState(world, job), state: 'received', response: answer }));
    const { port, installed } = await start(profile);
    assert.deepEqual(installed.map((item) => item.job), [job]);
    await port.close();
});

test('a yes to another answer does not count for this one', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    fs.writeFileSync(file, JSON.stringify(
        { ...jobState(world, job), state: 'received', response: '20261123T043808-aaaaaaaaaaaa' }));
    leave(bytes, OTHER);
    const { port, installed } = await start(profile);
    assert.deepEqual(installed, []);
    await port.close();
});

test('what was installed and not proven is proven at the next start', async () => {
    const profile = fresh();
    const { job, bytes, fingerprint } = await requested(profile);
    await deliver(world, profile, bytes);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    fs.writeFileSync(file, JSON.stringify({ ...jobState(world, job), state: 'installed' }));
    stateFiles(world).certificates.forEach((name) => fs.rmSync(name));
    const { port } = await start(profile);
    await port.close();
    assert.equal(jobState(world, job).state, 'verified');
    assert.deepEqual(stateFiles(world).certificates.map((name) => path.basename(name)),
        [`${fingerprint.replaceAll(':', '').toLowerCase()}.pem`]);
});

test('an intent that led to nothing fails after ten minutes, and no sooner', async () => {
    const profile = fresh();
    const { job } = await requested(profile);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    const age = async (minutes) => {
        const changed = iso(Date.now() - minutes * 60000);
        fs.writeFileSync(file, JSON.stringify(
            { ...jobState(world, job), state: 'intent', keyHash: '', changed }));
        const { port } = await start(profile);
        const { jobs } = await port.ask({ type: 'jobs' }, 'jobs');
        await port.close();
        assert.deepEqual(jobs, []);
        return jobState(world, job).state;
    };
    assert.equal(await age(9), 'intent');
    assert.equal(await age(11), 'failed');
});

test('a key that was never sent is listed after ten minutes', async () => {
    const profile = fresh();
    const port = await open(world, profile);
    const { job } = await port.ask(issueRequest(), 'request');
    assert.deepEqual((await port.ask({ type: 'jobs' }, 'jobs')).jobs, []);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    const changed = iso(inDays(-300));
    fs.writeFileSync(file, JSON.stringify({ ...jobState(world, job), changed }));
    const [item] = (await port.ask({ type: 'jobs' }, 'jobs')).jobs;
    await port.close();
    assert.deepEqual({ ...item, begun: '' }, {
        job, state: 'key', site: PORTAL, target: CA_SITE, key: 'p-256', begun: '',
        changed, repeats: 'no',
    });
    assert.ok(Math.abs(Date.parse(item.begun) - Date.now()) < 60000);
});

test('forget removes the key of a job, and only that', async () => {
    const profile = fresh();
    const { job } = await requested(profile);
    const kept = await requested(profile);
    const port = await open(world, profile);
    assert.equal(listKeys(world, profile).length, 2);
    await port.ask({ type: 'forget', job }, 'ok');
    assert.equal(listKeys(world, profile).length, 1);
    assert.equal(jobState(world, job).state, 'forgotten');
    for (const id of [job, '20261123T043808-9f2c41d07a33']) {
        port.send({ type: 'forget', job: id });
        await port.expectError('NO_JOB');
    }
    await port.close();
    assert.equal(stateFiles(world).rooms.length, 1);
    assert.equal((await deliver(world, profile, kept.bytes)).job, kept.job);
    assert.equal(stateFiles(world).rooms.length, 0);
});

test('a key with a certificate is never removed', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    await deliver(world, profile, bytes);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    fs.writeFileSync(file, JSON.stringify({ ...jobState(world, job), state: 'sent' }));
    const old = contents(world, profile);
    const port = await open(world, profile);
    await port.ask({ type: 'forget', job }, 'ok');
    await port.close();
    assert.deepEqual(contents(world, profile), old);
});

test('a job whose answer waits is not forgotten by mistake', async () => {
    const profile = fresh();
    const { job, bytes } = await requested(profile);
    const answer = leave(bytes, OTHER);
    const file = stateFiles(world).jobs.find((name) => name.includes(job));
    const keys = listKeys(world, profile);
    const port = await open(world, profile);
    fs.writeFileSync(file, JSON.stringify({ ...jobState(world, job), state: 'received', response: answer }));
    port.send({ type: 'forget', job });
    await port.expectError('HAS_CERTIFICATE');
    assert.deepEqual(listKeys(world, profile), keys);
    await port.ask({ type: 'discard', answer }, 'ok');
    assert.deepEqual(answers(), []);
    assert.deepEqual([jobState(world, job).state, jobState(world, job).response], ['sent', '']);
    port.send({ type: 'discard', answer });
    await port.expectError('NO_JOB');
    await port.close();
});

test('an answer that is refused at a replay, where nobody hears of it, is kept', async () => {
    const profile = fresh();
    await requested(profile);
    leave(ca.certifyOther());
    leave(Buffer.from('no certificate'));
    const { port, installed } = await start(profile);
    assert.deepEqual(installed, []);
    assert.equal((await port.ask({ type: 'jobs' }, 'jobs')).answers.length, 2);
    await port.close();
    const { status, said } = helper(profile, 'jobs', 'resume');
    assert.deepEqual(said.answers.map(({ error }) => error.name).sort(),
        ['NO_CERTIFICATE', 'NO_KEY']);
    assert.notEqual(status, 0);
    for (const file of answers())
        assert.equal(helper(profile, 'jobs', 'forget', path.basename(file)).status, 0);
    assert.deepEqual(answers(), []);
});

test('what nobody asked for is dropped after a week and no sooner, and that is reported', async () => {
    const profile = fresh();
    const { job, bytes, spkac } = await requested(profile);
    await deliver(world, profile, bytes);
    fs.rmSync(stateFiles(world).jobs.find((name) => name.includes(job)));
    await requested(profile, { site: PORTAL, target: PORTAL });
    const again = ca.pkcs7(ca.certify(spkac));
    const kept = [
        leave(ca.certifyOther(), OTHER, 6.9), leave(again, OTHER, 6.9),
        leave(Buffer.from('no certificate'), PORTAL, 8), // a job waits at that site
        leave(ca.certifyOther(), PORTAL, 8),
    ];
    const old = [leave(ca.certifyOther(), OTHER, 7.1), leave(Buffer.from('rubbish'), CA_SITE, 7.1)];
    assert.equal(helper(profile, 'jobs', 'resume').said.answers.length, 6, 'a command drops nothing');
    const { port, replayed } = await start(profile);
    assert.deepEqual(replayed.dropped.map(({ answer, site, received }) => [answer, site, received]).sort(),
        old.map((answer, i) => [answer, i ? CA_SITE : OTHER, receivedAt(answer)]).sort());
    await port.close();
    assert.deepEqual(answers().map((file) => path.basename(file)).sort(), kept.sort());
    const next = await start(profile);
    assert.deepEqual(next.replayed.dropped, []);
    await next.port.close();
});

test('one replay drops 32 at most, and the next goes on', async () => {
    const profile = fresh();
    await requested(profile);
    for (let i = 0; i < 33; i += 1)
        leave(Buffer.from('rubbish'), OTHER, 7.1);
    for (const count of [32, 1]) {
        const { port, replayed } = await start(profile);
        assert.equal(replayed.dropped.length, count);
        await port.close();
    }
    assert.deepEqual(answers(), []);
});

test('what a killed host left half done is swept', async () => {
    const profile = fresh();
    const { bytes } = await requested(profile);
    const port = await open(world, profile);
    port.sendAnswer(bytes, { end: false });
    for (let i = 0; i < 200 && answers().length === 0; i += 1)
        await new Promise((resolve) => { setTimeout(resolve, 20); });
    assert.match(answers()[0], /\.part$/);
    await port.kill('SIGKILL');
    await port.closed;
    const [journal] = fs.readdirSync(world.state);
    const temporary = path.join(world.state, journal, 'jobs', '.x.json.0123456789abcdef');
    fs.writeFileSync(temporary, 'half');
    const next = await start(profile);
    await next.port.close();
    assert.deepEqual(answers(), []);
    assert.equal(fs.existsSync(temporary), false);
});

test('two hosts at once: one installs, no answer is asked for twice', async () => {
    const profile = fresh();
    const work = [];
    for (let i = 0; i < 4; i += 1)
        work.push(await requested(profile));
    work.forEach(({ bytes }) => leave(bytes));
    const started = await Promise.all([start(profile), start(profile), start(profile)]);
    const jobs = started.flatMap(({ installed }) => installed.map((item) => item.job));
    assert.deepEqual(jobs.sort(), work.map((item) => item.job).sort());
    for (const { port } of started)
        await port.close();
    assert.deepEqual(answers(), []);
    work.forEach(({ job }) => assert.equal(jobState(world, job).state, 'verified'));
});

test('the chain is kept for good, and puts back what a refreshed profile has lost', async () => {
    const profile = fresh();
    const { bytes, fingerprint } = await requested(profile);
    await deliver(world, profile, bytes);
    const [file] = stateFiles(world).certificates;
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    const pem = fs.readFileSync(file, 'utf8').match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g);
    assert.deepEqual(pem.map((text) => new X509Certificate(text).fingerprint256),
        [fingerprint, new X509Certificate(ca.issuingPem).fingerprint256]);
    // "Refresh Firefox" copies key4.db and not cert9.db.
    const bare = makeProfile(world, `bare${profiles}`);
    fs.copyFileSync(path.join(bare, 'cert9.db'), path.join(profile, 'cert9.db'));
    const { keys } = helper(profile, 'jobs').said;
    assert.equal(keys.length, 1);
    assert.equal(helper(profile, 'import', file).status, 0);
    assert.deepEqual(helper(profile, 'jobs').said.keys, []);
    assert.equal(helper(profile, 'list').said.identities[0].fingerprint, fingerprint);
});
