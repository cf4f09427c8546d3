// SPDX-License-Identifier: MPL-2.0
// A profile and a journal that are brought back to how they were prepared, as often as
// wanted, and the programs that act on them, with or without a fault.
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inDays, iso } from '../clock.mjs';
import { Authority } from '../host/ca.mjs';
import {
    CA_SITE, HOST, Port, issueRequest, makeProfile, makeWorld, preload, trustRoot,
} from '../host/lib.mjs';
import { execute } from './execute.mjs';

const build = path.dirname(HOST);
export const COMMAND = path.join(build, 'nss-helper');
const SHIM = path.join(build, 'faults', 'shim.so');
const JUDGE = path.join(build, 'faults', 'judge');
const LOCKS = path.join(build, 'faults', 'locks');
const BROWSER = '/usr/lib/firefox-esr';

export const say = (line) => process.stdout.write(`${line}\n`);

// How much is tried: few points, as in a run of all tests, more, or all.
export const sizeOfSample = ['more', 'all'].find((size) => size === process.env.FAULTS) ?? 'few';

// The last line of a program, and its exit code.
export function conclude(name, { points, lost, corrupt }) {
    say(`${name}: ${points} points, ${lost} lost, ${corrupt} corrupt`);
    process.exitCode = lost + corrupt > 0 ? 1 : 0;
}

export const nss = fs.existsSync(path.join(BROWSER, 'libsoftokn3.so')) ? ['system', 'browser']
    : ['system'];

export class Bench {
    constructor(name, { of = 'system', on = null } = {}) {
        this.world = makeWorld(`faults-${name}`);
        this.folder = fs.realpathSync(this.world.folder);
        this.ca = new Authority(path.join(this.folder, 'ca'));
        // What is watched, copied and judged; the CA and the logs lie beside it.
        this.disk = path.join(on ?? this.folder, 'disk');
        fs.mkdirSync(this.disk, { mode: 0o700 });
        this.env = { ...this.world.env, XDG_STATE_HOME: path.join(this.disk, 'state') };
        this.profile = makeProfile({ ...this.world, folder: this.disk });
        trustRoot(this.world, this.profile, this.ca.root);
        if (of === 'browser') {
            fs.writeFileSync(path.join(this.profile, 'compatibility.ini'),
                `[Compatibility]\nLastPlatformDir=${BROWSER}\n`);
        }
    }

    remove() {
        this.world.remove();
    }

    keep(name, bytes) {
        const file = path.join(this.folder, name);
        fs.writeFileSync(file, bytes);
        return file;
    }

    // Keeps the present state as the one that restore() brings back.
    prepared() {
        fs.cpSync(this.disk, path.join(this.folder, 'prepared'), { recursive: true });
    }

    restore() {
        fs.rmSync(this.disk, { recursive: true, force: true });
        fs.cpSync(path.join(this.folder, 'prepared'), this.disk, { recursive: true });
        this.world.ports = [];
    }

    // The environment of one program with a fault, "kill:17", or only with its log.
    shim(fault, { opens = false } = {}) {
        const log = path.join(this.folder, 'calls');
        fs.rmSync(log, { force: true });
        return { LD_PRELOAD: preload(SHIM), NH_FAULT_BELOW: this.disk, NH_FAULT_LOG: log,
            ...(fault && { NH_FAULT: fault }), ...(opens && { NH_FAULT_OPENS: '1' }) };
    }

    // [{number, name, path}] of the last program with a shim; on the network n1, n2 …
    calls() {
        const log = path.join(this.folder, 'calls');
        const text = fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '';
        return text.split('\n').filter((line) => line).map((line) => {
            const [number, name, ...rest] = line.split(' ');
            return { number, name, path: rest.join(' ').replace(this.disk, '') };
        });
    }

    run(args, env = {}) {
        return execute(COMMAND, [...args, '--profile', this.profile], { ...this.env, ...env });
    }

    /*
     * One conversation: `act` gets ask(message) and hear(), which answer a reply or throw
     * when there is none or an error. Resolves to all replies: {told: {type: reply}, code}.
     */
    async talk(act, env = {}) {
        const port = new Port(this.world, this.profile, { env: { ...this.env, ...env } });
        const told = {};
        const hear = async () => {
            const reply = await port.reply();
            if (reply)
                told[reply.type] = reply;
            if (!reply || reply.type === 'error')
                throw new Silence();
            return reply;
        };
        try {
            await act({ port, hear, ask: (message) => (port.send(message), hear()) });
        } catch (error) {
            if (!(error instanceof Silence))
                throw error;
        }
        port.child.stdin.end();
        await port.closed;
        return { told, code: port.code, stderr: port.stderr };
    }

    // The form: {told} with `request` and `ok`.
    press(env, fields = {}) {
        return this.talk(async ({ ask }) => {
            await ask({ type: 'hello', version: 1, language: 'en' });
            const { job } = await ask(issueRequest(fields));
            await ask({ type: 'sent', job });
        }, env);
    }

    // The answer: {told} with `received` and `installed`.
    deliver(bytes, env, options = {}) {
        return this.talk(async ({ port, ask, hear }) => {
            await ask({ type: 'hello', version: 1, language: 'en' });
            port.sendAnswer(bytes, { site: CA_SITE, ...options });
            await hear();
            await hear();
        }, env);
    }

    hello(env) {
        return this.talk(async ({ ask, hear }) => {
            await ask({ type: 'hello', version: 1, language: 'en' });
            const { resumed } = await ask({ type: 'replay' });
            for (let i = 0; i < resumed; i += 1)
                await hear();
        }, env);
    }

    // The CA's answer to a request: {bytes, certificate: file, fingerprint}.
    certify(spkac) {
        const der = this.ca.certify(spkac);
        return {
            bytes: this.ca.pkcs7(der),
            certificate: this.keep('certificate.pem', this.ca.pem(der)),
            fingerprint: new X509Certificate(der).fingerprint256.replaceAll(':', '').toLowerCase(),
        };
    }

    // {word, keys, certificates}; also "regardless" of damage.
    async judge(...words) {
        const { stdout, stderr, signal } =
            await execute(JUDGE, [this.profile, ...words], this.env);
        const [word = '', keys, certificates] = stdout.trim().split(' ');
        return { word: word || `no word (${signal} ${stderr})`, keys: Number(keys),
            certificates: Number(certificates), why: stderr.trim() };
    }

    // locks.c at work: `end` is its last word.
    async locks(mode) {
        const child = spawn(LOCKS, [this.profile, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
        let said = '';
        const ready = new Promise((resolve) => {
            child.stdout.on('data', (data) => { said += data; resolve(); });
        });
        const closed = new Promise((resolve) => { child.on('close', resolve); });
        await Promise.race([ready, closed]);
        if (!said.startsWith('ready'))
            throw new Error(`locks ${mode} does not start`);
        return {
            async end() {
                child.stdin.end();
                await closed;
                return said.replace('ready\n', '').trim();
            },
        };
    }

    // The folder of the profile's journal, or null before there is one.
    get journal() {
        const all = path.join(this.disk, 'state', 'nss-helper');
        const [name] = fs.existsSync(all) ? fs.readdirSync(all) : [];
        return name ? path.join(all, name) : null;
    }

    list(kind) {
        const folder = this.journal && path.join(this.journal, kind);
        return folder && fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    }

    // All jobs' records, with their file.
    jobs() {
        const names = (kind) => this.list(kind).filter((name) => name.endsWith('.json'));
        const folders = new Map(['ended', 'jobs'].flatMap((kind) => names(kind).map((name) => [name, kind])));
        return [...folders].map(([name, kind]) => {
            const file = path.join(this.journal, kind, name);
            return { id: name.slice(0, -5), file, ...JSON.parse(fs.readFileSync(file, 'utf8')) };
        });
    }

    // Makes jobs in these states, or those that did not get far, look as if untouched for a day.
    age(...states) {
        const changed = iso(inDays(-1));
        const aged = states.length > 0 ? states : ['intent', 'key'];
        for (const { id, file, ...fields } of this.jobs()) {
            if (id && aged.includes(fields.state))
                fs.writeFileSync(file, JSON.stringify({ ...fields, changed }));
        }
    }
}

// There was no reply, or an error: nobody goes on.
class Silence extends Error {}
