// SPDX-License-Identifier: MPL-2.0
// What somebody could do who has taken the command over by a file or a response: a library inside it
// (../inside.c) tries, at its end or where it speaks to a server, what the verb never does, and what it has
// to go on doing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startEst } from '../faults/est.mjs';
import { HOST, makeWorld, run } from '../host/lib.mjs';
import { all, makeStage } from '../inside.mjs';
import { called, certificate, keyPair } from './der.mjs';

const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const ON_TERMINAL = new URL('onterminal.py', import.meta.url).pathname;
const world = makeWorld('inside');
let stage, file, password, id;

before(async () => {
    stage = await makeStage(world);
    const { key, spki } = keyPair();
    file = stage.put(stage.inHome('files/taro.pem'), key.export({ type: 'pkcs8', format: 'pem' }) +
        new X509Certificate(certificate({ subject: called('Taro'), spki })).toString());
    password = stage.put(stage.inHome('password'), 'correct horse\n');
    fs.mkdirSync(stage.inHome('sent'), { mode: 0o700 });
    run(COMMAND, ['import', file, '--accept-open-key', '-q', '-p', stage.other], { env: world.env });
    const listed = JSON.parse(run(COMMAND, ['list', '--json', '-p', stage.other], { env: world.env }));
    id = listed.identities[0].fingerprint;
});
after(() => {
    stage.close();
    world.remove();
});

/** The lines are tried by `processes` of this verb `at` a place that ../inside.c names; each comes to `what`. */
function areAt(at, processes, what, words, ...lines) {
    const env = { ...stage.trying(lines.flat()), INSIDE_AT: at };
    const done = spawnSync(COMMAND, [...words, '-p', 'own'], { env, encoding: 'utf8', input: '' });
    assert.deepEqual(stage.tried(), Array(processes).fill(all(what, lines.flat())), done.stderr);
    return done;
}

/** The same at the end of the verb, or where it speaks to a server. */
const are = (what, words, ...lines) => areAt(words[0] === 'renew' ? 'connect' : 'end', 1, what, words, ...lines);

/** The same on a terminal, where the person can be asked. */
function areOnTerminal(what, words, ...lines) {
    const env = { ...stage.trying(lines.flat()), INSIDE_AT: 'end' };
    spawnSync('python3', [ON_TERMINAL, '80', COMMAND, ...words, '-p', 'own'], { env, cwd: world.folder });
    assert.deepEqual(stage.tried(), [all(what, lines.flat())]);
}

/** Whatever the verb is. */
const never = (words, ...lines) => are('refused', words, stage.writes, stage.programs, stage.calls, ...lines);
const alone = () => [...stage.internet, ...stage.bus];

test('import: the profile, its records, the system, and nothing else', () => {
    const words = ['import', file, '--accept-open-key'];
    are('done', words, stage.own);
    never(words, stage.reads, stage.toOther, stage.toDownloads, alone(), `read ${file}`, `unlink ${file}`);
});

test('import at a terminal: a file that the person no longer wants can be deleted, and not read', () => {
    const words = ['import', stage.inHome('files/none')];
    const unwanted = stage.put(stage.inHome('files/unwanted'));
    areOnTerminal('refused', words, `read ${unwanted}`, `append ${unwanted}`, `write ${stage.inHome('files/new')}`,
        `list ${stage.inHome('files')}`, `unlink ${stage.inHome('.vimrc')}`);
    areOnTerminal('done', words, `unlink ${unwanted}`);
});

test('a file that an option names can be read, and no other', () => {
    const words = ['import', '-', '--password-file', password];
    are('done', words, `read ${password}`);
    never(words, stage.reads, `read ${file}`, `append ${password}`);
});

test('export: into the folder of the file, and into no other', () => {
    const words = ['export', id, '--for', 'windows', '--password-file', password, '-o', stage.inHome('sent/a.p12')];
    are('done', words, `write ${stage.inHome('sent/new')}`, `read ${stage.inHome('sent/a.p12')}`);
    never(words, stage.reads, stage.toOther, stage.toDownloads, alone());
});

test('export without a name: into the download folder', () => {
    const words = ['export', id, '--for', 'windows', '--password-file', password];
    are('done', words, stage.toDownloads);
    never(words, stage.toOther, alone(), `write ${stage.inHome('sent/no')}`);
});

test('request: into the folder of the file, and into no other', () => {
    const words = ['request', '--key', 'p-256', '--subject', 'CN=Taro', '-o', stage.inHome('sent/a.csr')];
    are('done', words, `write ${stage.inHome('sent/new')}`);
    never(words, stage.reads, stage.toOther, stage.toDownloads, alone());
});

test('copy: into that profile, and into no other place', () => {
    const words = ['copy', id, '--to', stage.other];
    are('done', words, stage.toOther);
    never(words, stage.reads.slice(0, 3), stage.toDownloads, alone());
});

test('verify, enroll and renew ask servers, and neither read nor write more for that', () => {
    const est = ['--est', 'https://127.0.0.1:1'];
    for (const words of [['verify', id], ['enroll', ...est, '--subject', 'CN=Taro'], ['renew', id, ...est]]) {
        are('done', words, alone());
        never(words, stage.reads, stage.toOther, stage.toDownloads);
    }
});

/* A first process looks through what is left of earlier runs, and a second one asks the CA. */
test('renew --all: what reads responses reaches the profile, its records and servers', async () => {
    const est = await startEst(world);
    const words = ['renew', '--all'];
    est.answer('none');
    run(COMMAND, [...est.enroll, '-q', '-p', 'own'], { env: world.env });
    for (const [at, processes] of [['connect', 1], ['worker', 2]]) {
        const { status, stderr } = areAt(at, processes, 'done', words, stage.own, alone());
        assert.equal(status, 0, stderr);
        areAt(at, processes, 'refused', words, stage.reads, stage.writes, stage.programs, stage.calls, stage.toOther, stage.toDownloads);
    }
});

test('what lies where everybody may write is not read', () => {
    const line = `read ${stage.inWorld('elsewhere')}`;
    are('done', ['list'], line);
    fs.chmodSync(world.folder, 0o1777);
    are('refused', ['list'], line);
    fs.chmodSync(world.folder, 0o700);
});

test('list reads no other file', () => {
    never(['list'], stage.reads, stage.toOther, stage.toDownloads, alone());
});

test('jobs and remove look at what was saved before', () => {
    are('done', ['jobs', 'save', 'x'], stage.reads, stage.toDownloads);
    never(['jobs', 'save', 'x'], stage.toOther, alone());
    never(['remove', id, '--no-backup', '--yes'], stage.toOther, stage.toDownloads, alone());
});
