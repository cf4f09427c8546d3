// SPDX-License-Identifier: MPL-2.0
// What is done while the power is cut. Each scene prepares a world, acts in it while its
// log is written, and says what must be true on any disk once a word was told: by the
// host's replies, or by the success of a command ("done").
//
// scene(tools) -> {world, act, states, promise}
//   tools.plain, .logged   environments of the programs; tools.tell(word)
//   act() -> {record, fingerprint, certificate, import, …}   what came out; with "remove" it is
//                          removed, and its key never before it; with "asks" a CA issues one
//                          more whenever it is asked, and "import" asks; with "site" it is
//                          listed under that site in the end; "earlier": the same fields of an
//                          identity that was there before, and must stay as it is
//   states                 that the job enters durably, from the first that is there
//   promise(told) -> {
//     state    how far the job's record is, at the least, before anything is repaired
//     ended    the last state of the record, instead
//     again    the CA's answer can be imported
//     by       with this command, instead of "import"
//     key      its key is there
//     kept     the certificate is there, without anything that the person has to do
//     waits    an answer waits for the person's yes, unless it has been given already
//     file     the file that was written is there, too
//     noted    the journal knows of that file
//     gone     the key is not there any more }
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMAND } from '../bench.mjs';
import { startEst } from '../est.mjs';
import { inDays, iso } from '../../clock.mjs';
import { Authority } from '../../host/ca.mjs';
import {
    CA_SITE, Port, issueRequest, makeProfile, makeWorld, run, setAnswers, trustRoot,
} from '../../host/lib.mjs';

// How far a job is, at the least.
export const STATES = ['intent', 'key', 'sent', 'received', 'installed', 'verified'];

function makeScene(name) {
    const world = makeWorld(`power-${name}`);
    world.folder = fs.realpathSync(world.folder);
    world.ca = new Authority(path.join(world.folder, 'ca'));
    world.profile = makeProfile(world);
    trustRoot(world, world.profile, world.ca.root);
    return world;
}

function keep(world, name, bytes) {
    const file = path.join(world.folder, name);
    fs.writeFileSync(file, bytes);
    return file;
}

// A certificate as it is named and asked for; with it in the profile are its issuers.
const described = (world, der) => ({
    fingerprint: new X509Certificate(der).fingerprint256,
    certificate: keep(world, 'certificate.der', der),
    certificates: 3,
});

// The CA's answer to a request, as bytes and as the command that imports it.
function answer(world, der) {
    const bytes = world.ca.pkcs7(der);
    return { bytes, ...described(world, der),
        import: ['import', keep(world, 'answer.p7b', bytes)] };
}

async function openPort(world, env) {
    const port = new Port(world, world.profile, { env });
    await port.hello();
    return port;
}

function command(world, env, ...args) {
    return run(COMMAND, [...args, '--profile', world.profile], { env: { ...world.env, ...env } });
}

function request(world, env) {
    const file = path.join(world.folder, 'request.spkac');
    command(world, env, 'request', '--spkac', '--key', 'p-256', '-o', file);
    return fs.readFileSync(file, 'utf8').match(/^SPKAC=(\S+)/)[1];
}

// The record of the one job that there is, beside that of an earlier one.
function recordOf(world, earlier) {
    const [folder] = fs.readdirSync(world.state);
    const jobs = path.join(world.state, folder, 'jobs');
    return fs.readdirSync(jobs).filter((name) => name.endsWith('.json'))
        .map((name) => path.join(jobs, name)).find((record) => record !== earlier?.record);
}

async function press(world, env) {
    const port = await openPort(world, env);
    const { job, spkac } = await port.ask(issueRequest(), 'request');
    await port.ask({ type: 'sent', job }, 'ok');
    await port.close();
    return { job, spkac, record: recordOf(world) };
}

// An answer that was received when the host died.
function spool(record, site, bytes) {
    const folder = path.join(path.dirname(record), '../answers');
    const id = '20261124T000000-0123456789ab';
    fs.writeFileSync(path.join(folder, id), Buffer.concat([Buffer.from(`${site}\n`), bytes]),
        { mode: 0o600 });
    return id;
}

function makePkcs12(world) {
    const key = path.join(world.folder, 'p12.key');
    const file = path.join(world.folder, 'p12.p12');
    run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-out', key]);
    const spkac = run('openssl', ['spkac', '-key', key, '-digest', 'sha256']).match(/SPKAC=(.*)/)[1];
    const der = world.ca.certify(spkac);
    const pem = keep(world, 'p12.pem', world.ca.pem(der) + world.ca.issuingPem);
    run('openssl', ['pkcs12', '-export', '-in', pem, '-inkey', key, '-out', file,
        '-passout', 'pass:hemmelig']);
    const password = keep(world, 'p12.password', 'hemmelig\n');
    return { ...described(world, der), import: ['import', file, '--password-file', password] };
}

// What a job at an EST server has brought; with it in the profile are the CA's, up to its root.
function enrolled(world, earlier) {
    const record = recordOf(world, earlier);
    return { record, asks: true, earlier, certificates: earlier ? 5 : 4,
        fingerprint: JSON.parse(fs.readFileSync(record)).fingerprint };
}

// The identity that is there is to be renewed: its certificate is kept for the judge.
function enrolledBefore(world) {
    const { record, fingerprint } = enrolled(world);
    const name = `${fingerprint.replaceAll(':', '').toLowerCase()}.pem`;
    const kept = path.join(path.dirname(record), '../certificates', name);
    return { record, fingerprint, certificate: keep(world, 'earlier.pem', fs.readFileSync(kept)) };
}

// Until the time that the CA has named, as the journal keeps it.
async function untilRetry(world) {
    const [folder] = fs.readdirSync(world.state);
    const enrolments = path.join(world.state, folder, 'enrolments');
    const [name] = fs.readdirSync(enrolments).filter((file) => file.endsWith('.json'));
    const { retry } = JSON.parse(fs.readFileSync(path.join(enrolments, name)));
    await sleep(Math.max(0, Date.parse(retry) - Date.now()));
}

// By a command that asks a CA and waits for its answer.
const asked = (told) => ({ state: told.done ? 'verified' : null, key: told.done,
    again: !told.done, kept: told.done });

const PENDING = 105;

export const scenes = {
    // A press of the button, and its answer by a second port.
    issue(tools) {
        const world = makeScene('issue');
        const act = async () => {
            const { record, spkac } = await press(world, tools.logged);
            const found = answer(world, world.ca.certify(spkac));
            const port = await openPort(world, tools.logged);
            port.sendAnswer(found.bytes);
            await port.expect('received');
            await port.expect('installed');
            await port.close();
            return { record, ...found };
        };
        const promise = (told) => ({
            key: told.request,
            state: told.installed ? 'verified' : told.ok ? 'sent' : told.request ? 'key' : null,
            again: told.ok && !told.received,
            kept: told.received,
        });
        return { world, act, promise, states: STATES };
    },

    // The replay of an answer that was received, and no more.
    async resume(tools) {
        const world = makeScene('resume');
        const { record, spkac } = await press(world, tools.plain);
        const found = answer(world, world.ca.certify(spkac));
        spool(record, CA_SITE, found.bytes);
        const act = () => {
            command(world, tools.logged, 'jobs', 'resume');
            tools.tell('done');
            return { record, ...found };
        };
        const promise = (told) => ({ state: told.done ? 'verified' : 'sent', kept: true });
        return { world, act, promise, states: STATES.slice(2) };
    },

    // A job that has ended is folded away, and the site of its certificate kept before.
    async fold(tools) {
        const world = makeScene('fold');
        const { record, spkac } = await press(world, tools.plain);
        const found = answer(world, world.ca.certify(spkac));
        const port = await openPort(world, tools.plain);
        port.sendAnswer(found.bytes);
        await port.expect('received');
        await port.expect('installed');
        await port.close();
        const fields = JSON.parse(fs.readFileSync(record));
        fs.writeFileSync(record, JSON.stringify({ ...fields, changed: iso(inDays(-1)) }));
        const act = () => {
            command(world, tools.logged, 'jobs', 'resume');
            tools.tell('done');
            return { record, site: fields.site, ...found };
        };
        return { world, act, promise: () => ({ state: 'verified', kept: true }),
            states: ['verified'] };
    },

    // The person's yes to an answer from another site.
    async agreed(tools) {
        const world = makeScene('agreed');
        const { record, spkac } = await press(world, tools.plain);
        const found = answer(world, world.ca.certify(spkac));
        const waits = spool(record, 'https://elsewhere.example', found.bytes);
        const act = async () => {
            const port = await openPort(world, tools.logged);
            await port.ask({ type: 'install', answer: waits }, 'installed');
            await port.close();
            return { record, ...found };
        };
        const promise = (told) => ({ state: told.installed ? 'verified' : 'sent', kept: true,
            waits: told.installed ? null : waits });
        return { world, act, promise, states: STATES.slice(2) };
    },

    // A certificate in a file, for a key that waits.
    p7b(tools) {
        const world = makeScene('p7b');
        const found = answer(world, world.ca.certify(request(world, tools.plain)));
        found.record = recordOf(world);
        const act = () => {
            command(world, tools.logged, ...found.import);
            tools.tell('done');
            return found;
        };
        const promise = (told) => ({ state: told.done ? 'verified' : 'sent', again: !told.done,
            kept: told.done });
        return { world, act, promise, states: ['sent', 'installed', 'verified'] };
    },

    // Key and certificate in a file.
    p12(tools) {
        const world = makeScene('p12');
        const found = makePkcs12(world);
        const act = () => {
            command(world, tools.logged, ...found.import);
            tools.tell('done');
            return found;
        };
        return { world, act, promise: (told) => ({ again: !told.done, kept: told.done }), states: [] };
    },

    // A request for any CA, in a file.
    request(tools) {
        const world = makeScene('request');
        const file = path.join(world.folder, 'request.spkac');
        const act = () => {
            const spkac = request(world, tools.logged);
            tools.tell('done');
            return { record: recordOf(world), file, text: fs.readFileSync(file),
                ...answer(world, world.ca.certify(spkac)) };
        };
        const promise = (told) => ({ state: told.done ? 'sent' : null, again: told.done,
            file: told.done });
        return { world, act, promise, states: ['intent', 'key', 'sent'] };
    },

    // A copy of an identity, under a password that the person types.
    backup(tools) {
        const world = makeScene('backup');
        const found = makePkcs12(world);
        const file = path.join(world.folder, 'Taro-Yamada-backup.p12');
        command(world, tools.plain, ...found.import);
        fs.mkdirSync(world.env.XDG_CONFIG_HOME, { recursive: true });
        fs.writeFileSync(path.join(world.env.XDG_CONFIG_HOME, 'user-dirs.dirs'),
            `XDG_DOWNLOAD_DIR="${world.folder}"\n`);
        const act = async () => {
            setAnswers(world, 'hemmelig', 'hemmelig');
            const port = await openPort(world, tools.logged);
            await port.ask({ type: 'export', fingerprint: found.fingerprint, for: 'backup',
                password: 'own', settings: '' }, 'asking');
            await port.expect('exported');
            await port.close();
            return { file, text: fs.readFileSync(file), ...found };
        };
        const promise = (told) => ({ kept: true, file: told.exported, noted: told.exported });
        return { world, act, promise, states: [] };
    },

    // An identity for another program, in a folder of several files.
    wifi(tools) {
        const world = makeScene('wifi');
        const found = makePkcs12(world);
        const folder = path.join(world.folder, 'wifi');
        const file = path.join(folder, 'certificate.p12');
        const password = keep(world, 'password', 'hemmelig');
        command(world, tools.plain, ...found.import);
        const act = () => {
            command(world, tools.logged, 'export', found.fingerprint, '--for',
                'eduroam-wpa_supplicant', '-o', folder, '--password-file', password, '--radius-ca',
                world.ca.root, '--radius-name', 'radius.example.ac.jp', '--realm', 'example.ac.jp');
            tools.tell('done');
            return { file, text: fs.readFileSync(file), ...found };
        };
        const promise = (told) => ({ kept: true, file: told.done, noted: told.done });
        return { world, act, promise, states: [] };
    },

    // A certificate and its key that the person wants no more.
    remove(tools) {
        const world = makeScene('remove');
        const found = makePkcs12(world);
        const remove = ['remove', found.fingerprint, '--no-backup', '--yes'];
        command(world, tools.plain, ...found.import);
        const act = () => {
            command(world, tools.logged, ...remove);
            tools.tell('done');
            return { remove, ...found };
        };
        return { world, act, promise: (told) => ({ gone: told.done }), states: [] };
    },

    // A job that the person gives up, and its key with it.
    async forget(tools) {
        const world = makeScene('forget');
        const { job, record, spkac } = await press(world, tools.plain);
        const found = answer(world, world.ca.certify(spkac));
        const act = () => {
            command(world, tools.logged, 'jobs', 'forget', job);
            tools.tell('done');
            return { record, ...found };
        };
        const promise = (told) => ({ ended: told.done && 'forgotten', gone: told.done });
        return { world, act, promise, states: ['sent', 'forgotten'] };
    },

    // An issue that broke off before its key was made.
    async failed(tools) {
        const world = makeScene('failed');
        const { job, record } = await press(world, tools.plain);
        command(world, tools.plain, 'jobs', 'forget', job);
        const old = { state: 'intent', keyHash: '', changed: iso(inDays(-300)) };
        const fields = { ...JSON.parse(fs.readFileSync(record)), ...old };
        fs.writeFileSync(record, JSON.stringify(fields));
        const act = () => {
            command(world, tools.logged, 'jobs', 'resume');
            tools.tell('done');
            return { record };
        };
        return { world, act, promise: (told) => ({ ended: told.done && 'failed' }),
            states: ['intent', 'failed'] };
    },

    // A request to a CA that answers at once.
    async enroll(tools) {
        const world = makeScene('enroll');
        const est = await startEst(world);
        est.answer('none');
        const act = () => {
            command(world, tools.logged, ...est.enroll);
            tools.tell('done');
            return { import: est.enroll, ...enrolled(world) };
        };
        return { world, act, promise: asked, states: STATES };
    },

    // A renewal by the old key.
    async renew(tools) {
        const world = makeScene('renew');
        const est = await startEst(world);
        est.answer('none');
        command(world, tools.plain, ...est.enroll);
        const earlier = enrolledBefore(world);
        const renew = ['renew', earlier.fingerprint];
        const act = () => {
            command(world, tools.logged, ...renew);
            tools.tell('done');
            return { import: renew, ...enrolled(world, earlier) };
        };
        return { world, act, promise: asked, states: STATES };
    },

    // One to a CA that decides later, and the timer that comes when it has.
    async later(tools) {
        const world = makeScene('later');
        const est = await startEst(world);
        const act = async () => {
            est.answer('none 202-seconds');
            const { status } = spawnSync(COMMAND, [...est.enroll, '--profile', world.profile],
                { env: { ...world.env, ...tools.logged } });
            assert.equal(status, PENDING);
            tools.tell('waits');
            est.answer('none');
            await untilRetry(world);
            command(world, tools.logged, 'renew', '--all', '--due');
            tools.tell('done');
            return { import: est.enroll, ...enrolled(world) };
        };
        const promise = (told) => ({ again: !told.done, kept: told.done, key: told.waits,
            state: told.done ? 'verified' : told.waits ? 'sent' : null,
            ...(told.waits && { by: ['renew', '--all', '--due'] }) });
        return { world, act, promise, states: STATES };
    },
};
