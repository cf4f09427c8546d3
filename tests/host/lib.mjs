// SPDX-License-Identifier: MPL-2.0
// A browser's part in the conversation: a process that holds a profile open, as
// Firefox does, starts the host as its child, and speaks over real pipes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerPinentry } from '../pinentry.mjs';
import { patience } from '../patience.mjs';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const HOST = path.resolve(top, process.env.B ?? 'build', 'nss-helper-host');
export const EXTENSION = 'nss-helper@nss-helper';
export const MANIFEST = '/usr/lib/mozilla/native-messaging-hosts/nss_helper.json';
export const PORTAL = 'https://portal.example';
export const CA_SITE = 'https://ca.example:8443';
export const MIME = 'application/x-x509-user-cert';
const PATIENCE = 60000 * patience;
// Where programs are, and what time it is.
const INHERITED = /^(PATH|TZ|LD_PRELOAD|FAKETIME.*)$/;

// Bash gives a command in the background another standard input, so it gets its own
// one by name. The host's pid comes on descriptor 3.
const BROWSER = `
if [ -n "$PROFILE" ]; then exec 7<"$PROFILE/.parentlock" 8<"$PROFILE/cert9.db"; fi
exec 4<&0
"$@" <&4 3>&- 4<&- 7<&- 8<&- &
echo $! >&3
exec 0<&- 1>&- 3>&- 4<&-
wait $!`;

const preloaded = new Map();

// A library for LD_PRELOAD, which takes no path with a space. It is there as long as this
// program runs.
export function preload(library) {
    if (!preloaded.has(library))
        preloaded.set(library, `/proc/${process.pid}/fd/${fs.openSync(library)}`);
    return preloaded.get(library);
}

// `quick`: its host protects a file by fewer rounds over the password (tests/rounds.c).
export function makeWorld(name, { quick = false } = {}) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `nss-helper-${name}-`));
    const env = { LANG: 'C.UTF-8', HOME: path.join(folder, 'home') };
    for (const name of Object.keys(process.env).filter((key) => INHERITED.test(key)))
        env[name] = process.env[name];
    for (const kind of ['CONFIG', 'STATE', 'DATA', 'CACHE'])
        env[`XDG_${kind}_HOME`] = path.join(folder, kind.toLowerCase());
    fs.mkdirSync(env.HOME);
    return {
        folder,
        env,
        host: quick ? path.join(path.dirname(HOST), 'quick', path.basename(HOST)) : HOST,
        ports: [],
        state: path.join(env.XDG_STATE_HOME, 'nss-helper'),
        remove() {
            // After a failed test: an open pipe would keep this process for ever.
            this.ports.filter((port) => port.code === undefined).forEach((port) => port.abandon());
            fs.rmSync(folder, { recursive: true, force: true });
        },
    };
}

export const setAnswers = (world, ...lines) => answerPinentry({
    folder: path.join(world.folder, 'pinentry'), config: world.env.XDG_CONFIG_HOME, lines,
});

export function run(command, args, options = {}) {
    const done = spawnSync(command, args, { encoding: 'utf8', ...options });
    assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.error ?? done.stderr}`);
    return done.stdout;
}

// Options of `certutil -N` for another password come in `how`.
export function makeProfile(world, name = 'profile', how = ['--empty-password']) {
    const folder = path.join(world.folder, name);
    fs.mkdirSync(folder, { mode: 0o700 });
    run('certutil', ['-N', '-d', `sql:${folder}`, ...how], { env: world.env });
    fs.writeFileSync(path.join(folder, '.parentlock'), '');
    return folder;
}

function certutil(world, profile, ...args) {
    const done = spawnSync('certutil', [...args, '-d', `sql:${profile}`],
        { encoding: 'utf8', env: world.env });
    assert.ok(done.status === 0 || /no keys found/.test(done.stdout + done.stderr), done.stderr);
    return done.stdout;
}

export const trustRoot = (world, profile, root) =>
    certutil(world, profile, '-A', '-n', 'Test Root', '-t', 'CT,C,', '-i', root);

// {nickname: trust}
export function listCertificates(world, profile) {
    const list = {};
    for (const line of certutil(world, profile, '-L').split('\n').slice(3)) {
        const fit = line.match(/^(.*\S)\s+(\S*,\S*,\S*)\s*$/);
        if (fit)
            list[fit[1]] = fit[2];
    }
    return list;
}

// ["rsa … nickname"]: a key without a certificate is called (orphan).
export const listKeys = (world, profile) =>
    certutil(world, profile, '-K').split('\n').filter((line) => line.startsWith('<'))
        .map((line) => line.replace(/^<[ \d]+>\s*/, '').trim());

export const contents = (world, profile) =>
    ({ certificates: listCertificates(world, profile), keys: listKeys(world, profile).sort() });

export const storedPem = (world, profile, nickname) =>
    certutil(world, profile, '-L', '-n', nickname, '-a');

export async function until(what, condition) {
    for (let i = 0; i < 1500 * patience; i += 1) {
        if (condition())
            return;
        await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    assert.fail(`never ${what}`);
}

// The files below the state folder: {answers, jobs, certificates, rooms}, each a list.
export function stateFiles(world) {
    const found = { answers: [], jobs: [], certificates: [], rooms: [] };
    if (!fs.existsSync(world.state))
        return found;
    for (const profile of fs.readdirSync(world.state)) {
        for (const kind of ['answers', 'jobs', 'certificates']) {
            const folder = path.join(world.state, profile, kind);
            for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
                found[name.endsWith('.space') ? 'rooms' : kind].push(path.join(folder, name));
        }
    }
    return found;
}

export const jobState = (world, job) => JSON.parse(fs.readFileSync(
    stateFiles(world).jobs.find((file) => path.basename(file) === `${job}.json`), 'utf8'));

export function frame(message) {
    const body = Buffer.isBuffer(message) ? message
        : Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    return Buffer.concat([prefix(body.length), body]);
}

export function prefix(length) {
    const bytes = Buffer.alloc(4);
    if (os.endianness() === 'LE')
        bytes.writeUInt32LE(length);
    else
        bytes.writeUInt32BE(length);
    return bytes;
}

export class Port {
    #replies = [];
    #waiting = [];
    #bytes = Buffer.alloc(0);

    constructor(world, profile, { args = [MANIFEST, EXTENSION], env = {}, browser = 'bash' } = {}) {
        this.stderr = '';
        world.ports.push(this);
        this.child = spawn(browser, ['-c', BROWSER, 'browser', world.host, ...args], {
            env: { ...world.env, ...env, PROFILE: profile ?? '' },
            stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
        });
        this.pid = new Promise((resolve) => {
            this.child.stdio[3].on('data', (data) => resolve(Number(String(data))));
        });
        this.child.stdin.on('error', () => {}); // the host may have ended before all was read
        this.child.stdout.on('data', (data) => this.#take(data));
        this.child.stderr.on('data', (data) => { this.stderr += data; });
        this.closed = new Promise((resolve) => {
            this.child.on('close', (code) => {
                this.code = code;
                this.#waiting.splice(0).forEach(({ resolve: tell }) => tell(null));
                resolve(code);
            });
        });
    }

    #take(data) {
        this.#bytes = Buffer.concat([this.#bytes, data]);
        while (this.#bytes.length >= 4) {
            const length = os.endianness() === 'LE' ? this.#bytes.readUInt32LE()
                : this.#bytes.readUInt32BE();
            assert.ok(length <= 1048576, `a reply of ${length} bytes`);
            if (this.#bytes.length < 4 + length)
                return;
            const reply = JSON.parse(this.#bytes.subarray(4, 4 + length).toString());
            this.#bytes = this.#bytes.subarray(4 + length);
            const next = this.#waiting.shift();
            if (next)
                next.resolve(reply);
            else
                this.#replies.push(reply);
        }
    }

    send(message) {
        this.child.stdin.write(frame(message));
    }

    raw(bytes) {
        this.child.stdin.write(bytes);
    }

    // The next reply, or null when the host has ended.
    async reply() {
        if (this.#replies.length > 0)
            return this.#replies.shift();
        if (this.code !== undefined)
            return null;
        let timer;
        const late = new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(`no reply. ${this.stderr}`)), PATIENCE);
        });
        const next = new Promise((resolve) => { this.#waiting.push({ resolve }); });
        return Promise.race([next, late]).finally(() => clearTimeout(timer));
    }

    async ask(message, type) {
        this.send(message);
        return this.expect(type);
    }

    async expect(type) {
        const reply = await this.reply();
        assert.equal(reply?.type, type, JSON.stringify(reply) + this.stderr);
        return reply;
    }

    // The next reply that no window comes before, and what the windows before it asked for.
    async replyAfterAsking() {
        const asked = [];
        let reply = await this.reply();
        for (; reply?.type === 'asking'; reply = await this.reply())
            asked.push(reply.for);
        return { reply, asked };
    }

    async expectError(name) {
        const reply = await this.expect('error');
        assert.equal(reply.name, name, JSON.stringify(reply));
        assert.equal(reply.code, CODES[name]);
        assert.ok(reply.message.length > 0);
        assert.equal(typeof reply.cause, 'string');
        return reply;
    }

    async hello(language = 'en') {
        this.greeting = await this.ask({ type: 'hello', version: 1, language }, 'hello');
        return this.greeting;
    }

    abandon() {
        this.child.stdio.forEach((stream) => stream.destroy());
        this.child.unref();
    }

    async kill(signal) {
        process.kill(await this.pid, signal);
    }

    sendAnswer(bytes, { site = CA_SITE, chunk = 196608, end = true, ask = 'no' } = {}) {
        this.send({ type: 'answer', site, mime: MIME, ask });
        this.#sendBytes(bytes, chunk, end);
    }

    sendFile(bytes, name) {
        this.send({ type: 'file', name });
        this.#sendBytes(bytes, 196608, true);
    }

    #sendBytes(bytes, chunk, end) {
        for (let at = 0; at < bytes.length; at += chunk)
            this.send({ type: 'bytes', data: bytes.subarray(at, at + chunk).toString('base64') });
        if (end)
            this.send({ type: 'end' });
    }

    // As the browser does it: it closes the input, and the host ends by itself.
    async close() {
        this.child.stdin.end();
        assert.equal(await this.closed, 0, this.stderr);
        assert.equal(this.stderr, '');
        assert.equal(await this.reply(), null, 'a reply that nobody asked for');
        assert.equal(this.#bytes.length, 0, 'half a reply');
    }

    // The host has ended the port itself, with the code of its last error.
    async refused(name) {
        assert.equal(await this.reply(), null, 'a reply after the last one');
        assert.equal(await this.closed, CODES[name], this.stderr);
        assert.match(this.stderr, new RegExp(`^nss-helper-host: ${name}: .*\\n$`));
        this.child.stdin.destroy();
    }
}

// Written out once more, for these numbers must never change.
export const CODES = {
    USAGE: 64, BAD_DATA: 65, BUSY: 75, PROTOCOL: 76, BAD_DATABASE: 82, PRIMARY_PASSWORD: 83, NO_KEY: 85,
    HAS_CERTIFICATE: 86,
    KEY_KIND: 90, NO_CERTIFICATE: 89, DATES: 92, CHAIN: 93, TOO_LARGE: 94, NO_SPACE: 95, ASK: 96,
    NO_JOB: 97, NO_BROWSER: 98, PASSWORD: 100, CANCELLED: 101, NO_PINENTRY: 102,
    NO_IDENTITY: 87, PERMISSION: 77, NSS: 99, OTHER_SITE: 115, SITE_LIST: 116,
};

export async function open(world, profile, language) {
    const port = new Port(world, profile);
    await port.hello(language);
    return port;
}

export const issueRequest = (fields = {}) =>
    ({ type: 'issue', site: PORTAL, target: CA_SITE, key: 'p-256', challenge: 'abc', ...fields });

// {job, spkac} of a form that was sent.
export async function issue(world, profile, fields) {
    const port = await open(world, profile);
    const reply = await port.ask(issueRequest(fields), 'request');
    await port.ask({ type: 'sent', job: reply.job }, 'ok');
    await port.close();
    return reply;
}

// The last reply to an answer; the port is closed afterwards.
export async function deliver(world, profile, bytes, options = {}) {
    const port = await open(world, profile, options.language);
    port.sendAnswer(bytes, options);
    const received = await port.expect('received');
    const reply = await port.reply();
    await port.close();
    assert.ok(reply.answer === undefined || reply.answer === received.answer);
    return reply;
}
