// SPDX-License-Identifier: MPL-2.0
// What a fault may hit. A scene prepares a bench; then, from there and as often as wanted:
//
//   attack(env) -> outcome   one program acts; env brings the fault
//   person(outcome)          what a person does then, on a machine that works; the
//                            sentences that say what went wrong meanwhile
//   facts                    {certificate, fingerprint, bytes} once there is a certificate;
//                            with "identities" there are so many, and nothing is unfinished
//   turns                    in a sample, too, it is killed wherever it goes on to something else
//
// outcome: {told, code, signal, stderr, done: success was told}
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CA_SITE, run } from '../host/lib.mjs';
import { COMMAND } from './bench.mjs';
import { startEst } from './est.mjs';

// Without a fault this has to work.
function must(what, outcome, word) {
    if (outcome.told?.[word] || (word === 'exit' && outcome.code === 0))
        return [];
    return [`${what}: ${JSON.stringify(outcome.told?.error ?? outcome.stderr)}`];
}

async function replay(bench) {
    const hello = await bench.hello();
    return must('the host can\'t start', hello, 'hello');
}

async function pressed(bench) {
    const { told } = await bench.press();
    return { ...bench.certify(told.request.spkac), job: told.request.job };
}

const isSigned = (spkac) => spawnSync('openssl', ['spkac', '-verify', '-noout'],
    { input: `SPKAC=${spkac}\n` }).status === 0;

const imported = (bench, args, env) =>
    bench.run(args, env).then((outcome) => ({ ...outcome, done: outcome.code === 0 }));

// After a reported success nothing is left to do. Otherwise the person repeats the command.
async function importAgain(bench, args, { done }) {
    const wrong = await replay(bench);
    return done ? wrong
        : [...wrong, ...must('the import fails again', await imported(bench, args), 'exit')];
}

function makePkcs12(bench) {
    const key = path.join(bench.folder, 'p12.key');
    const file = path.join(bench.folder, 'p12.p12');
    run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-out', key]);
    const spkac = run('openssl', ['spkac', '-key', key, '-digest', 'sha256']);
    const facts = bench.certify(spkac.match(/SPKAC=(.*)/)[1]);
    const chain = bench.keep('p12.pem', fs.readFileSync(facts.certificate) + bench.ca.issuingPem);
    run('openssl', ['pkcs12', '-export', '-in', chain, '-inkey', key, '-out', file,
        '-passout', 'pass:hemmelig']);
    const password = bench.keep('p12.password', 'hemmelig\n');
    return { ...facts, args: ['import', file, '--password-file', password] };
}

// What a CA has brought, beside the `old` identity: {certificate, fingerprint, job}, or null.
function broughtBy(bench, old) {
    const ended = bench.jobs().filter(({ id, state }) => state === 'verified' && id !== old?.job);
    if (ended.length !== 1)
        return null;
    const fingerprint = ended[0].fingerprint.replaceAll(':', '').toLowerCase();
    return { job: ended[0].id, fingerprint, identities: old ? 2 : 1,
        certificate: path.join(bench.journal, 'certificates', `${fingerprint}.pem`) };
}

// An answer that lies in the spool whole.
const hasCome = (bench) => bench.list('answers').some((name) => !name.includes('.'));

// What has to be true of the CA and of an `old` identity then.
async function* asked(bench, est, { facts }, old) {
    if (!est.issued().includes(facts?.fingerprint))
        yield 'not one certificate of the CA has come to its end';
    if (old && (await bench.judge(old.certificate)).word !== 'good')
        yield 'the old identity does not work any more';
}

const TIMER = ['renew', '--all', '--due'];

/*
 * A CA is asked by EST with these words. Unless that was finished, the person repeats them. If
 * there is an `old` identity to renew, a timer runs, too: every second time before the person.
 */
function asking(bench, est, words, old = null) {
    const scene = { facts: null, turns: true };
    let times = 0;
    const ask = async (args, env) => {
        scene.facts = null;
        const outcome = await imported(bench, args, env);
        scene.facts = broughtBy(bench, old);
        return outcome;
    };
    const askAgain = async (args) => must(`"${args[0]}" fails then`, await ask(args), 'exit');
    scene.attack = (env) => ask(words, env);
    scene.person = async (outcome) => {
        times += 1;
        const wrong = [];
        const issued = est.issued().length;
        const waits = hasCome(bench);
        // A person who sees it in the list, and nothing waiting, does not ask for another.
        const isEnded = outcome.done || (scene.facts && !waits);
        if (!isEnded)
            wrong.push(...await askAgain(old && times % 2 ? TIMER : words));
        if (old)
            wrong.push(...await askAgain(TIMER));
        if ((isEnded || waits) && est.issued().length > issued)
            wrong.push('the CA is asked again, though its answer had come');
        for await (const fault of asked(bench, est, scene, old))
            wrong.push(fault);
        return wrong;
    };
    bench.prepared();
    return scene;
}

export const scenes = {
    // The button is pressed: a key, a request, and the word that the form was sent.
    async press(bench) {
        bench.prepared();
        const scene = { facts: null };
        scene.attack = async (env) => {
            scene.facts = null;
            const outcome = await bench.press(env);
            return { ...outcome, done: Boolean(outcome.told.ok) };
        };
        // Without "ok" the form was not sent: the person presses again.
        scene.person = async ({ told, done }) => {
            const wrong = await replay(bench);
            if (told.request && !isSigned(told.request.spkac))
                wrong.push('the request is not signed by its key');
            const request = done ? told.request : (await bench.press()).told.request;
            if (!request)
                return [...wrong, 'pressing again fails'];
            scene.facts = { ...bench.certify(request.spkac), job: request.job };
            const delivered = await bench.deliver(scene.facts.bytes);
            return [...wrong, ...must('the answer is not installed', delivered, 'installed')];
        };
        return scene;
    },

    // The CA's answer to a form that was sent.
    async answer(bench) {
        const facts = await pressed(bench);
        bench.prepared();
        return {
            facts,
            attack: (env) => bench.deliver(facts.bytes, env, { chunk: 700 })
                .then((outcome) => ({ ...outcome, done: Boolean(outcome.told.installed) })),
            // After "received" nothing is sent again; without it the browser still has the bytes.
            async person({ told }) {
                const wrong = await replay(bench);
                return told.received ? wrong : [...wrong, ...must('the answer does not go in',
                    await bench.deliver(facts.bytes), 'installed')];
            },
        };
    },

    // The replay of an answer that is in the spool.
    async resume(bench) {
        const facts = await pressed(bench);
        const waiting = Buffer.concat([Buffer.from(`${CA_SITE}\n`), facts.bytes]);
        fs.writeFileSync(path.join(bench.journal, 'answers', '20261124T000000-0123456789ab'),
            waiting, { mode: 0o600 });
        bench.prepared();
        return {
            facts,
            attack: (env) => imported(bench, ['jobs', 'resume'], env),
            person: async () => must('"jobs resume" fails',
                await imported(bench, ['jobs', 'resume']), 'exit'),
        };
    },

    // A job that has ended is folded away.
    async fold(bench) {
        const facts = await pressed(bench);
        await bench.deliver(facts.bytes);
        bench.age('verified');
        bench.prepared();
        return {
            facts,
            attack: (env) => imported(bench, ['jobs', 'resume'], env),
            person: async () => must('"jobs resume" fails',
                await imported(bench, ['jobs', 'resume']), 'exit'),
        };
    },

    // A certificate with its chain in a file, for a key that waits.
    async p7b(bench) {
        const file = path.join(bench.folder, 'request.spkac');
        await bench.run(['request', '--spkac', '--key', 'p-256', '-o', file]);
        const facts = bench.certify(fs.readFileSync(file, 'utf8').match(/^SPKAC=(\S+)/)[1]);
        facts.job = bench.jobs()[0].id;
        const args = ['import', bench.keep('answer.p7b', facts.bytes)];
        bench.prepared();
        return { facts, attack: (env) => imported(bench, args, env),
            person: (outcome) => importAgain(bench, args, outcome) };
    },

    // Key and certificate in a file.
    async p12(bench) {
        const { args, ...facts } = makePkcs12(bench);
        bench.prepared();
        return { facts, attack: (env) => imported(bench, args, env),
            person: (outcome) => importAgain(bench, args, outcome) };
    },

    // A request to a CA by EST.
    async enroll(bench) {
        const est = await startEst(bench.world);
        est.answer('none');
        return asking(bench, est, est.enroll);
    },

    // A renewal there, where the old key logs in.
    async renew(bench) {
        const est = await startEst(bench.world);
        est.answer('none brief');
        await bench.run(est.enroll);
        const { certificate, ...old } = broughtBy(bench, null);
        old.certificate = bench.keep('old.pem', fs.readFileSync(certificate));
        est.answer('none');
        return asking(bench, est, ['renew', old.fingerprint], old);
    },
};

const knowsPkcs12 = () => spawnSync(COMMAND, ['help', 'import'], { encoding: 'utf8' })
    .stdout.includes('--password-file');

export const sceneNames = () =>
    Object.keys(scenes).filter((name) => name !== 'p12' || knowsPkcs12());

