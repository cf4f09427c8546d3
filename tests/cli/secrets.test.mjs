// SPDX-License-Identifier: MPL-2.0
// Passwords and keys that can't be mistaken for anything else go through the command, by descriptor, by
// file and by pinentry. At its end they are nowhere in its memory any more, and nowhere else. The first
// tests are of the search itself: it finds what is planted, in each place and in each form.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  canary, find, findInFiles, findInProcesses, formsOfKey, formsOfPrimary, formsOfText, nowhere, onceLocked, summary,
  takeImage, takeImages, watched,
} from '../hunt.mjs';
import { Authority } from '../host/ca.mjs';
import { HOST, makeProfile, makeWorld, run, setAnswers, until } from '../host/lib.mjs';

const COMMAND = path.join(path.dirname(HOST), 'quick', 'nss-helper');
const texts = Object.fromEntries(['primary', 'pin', 'wrong', 'own', 'server'].map((name) => [name, canary(name)]));
const secrets = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, formsOfText(text)]));
const world = makeWorld('secrets');
const at = (name) => path.join(world.folder, name);
let ca, profile;

before(() => {
  ca = new Authority(at('ca'));
  fs.writeFileSync(at('ca/in.p12'), ca.pkcs12('Taro Yamada', texts.pin));
  secrets.key = formsOfKey(fs.readFileSync(at('ca/1.key')));
  fs.mkdirSync(at('images'));
  fs.writeFileSync(at('ca/primary'), `${texts.primary}\n`);
  fs.writeFileSync(at('ca/pin'), `${texts.pin}\n`);
  profile = makeProfile(world, 'profile', ['-f', at('ca/primary')]);
  secrets.primary = formsOfPrimary(profile, texts.primary);
});
after(() => world.remove());

/* Secrets come by descriptors, from 3 on. */
function start(args, { lines = [], env = {}, program = [COMMAND] } = {}) {
  const [first, ...more] = [...program, ...args];
  const child = spawn(first, more, {
    env: { ...world.env, ...env, ...watched(at('images')) }, stdio: ['ignore', 'pipe', 'pipe', ...lines.map(() => 'pipe')],
  });
  lines.forEach((line, i) => child.stdio[3 + i].end(`${line}\n`));
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
  return { pid: child.pid, said: () => Buffer.concat(said), ended: new Promise((resolve) => { child.on('close', resolve); }) };
}

const inFiles = () => findInFiles(secrets, world.folder, (name) => /^(ca|images)\/|^pinentry\/answers$/.test(name));

/** Waits for its end, and checks that nothing is left behind. Resolves to its output. */
async function end(what, { ended, said }, code = 0) {
  assert.equal(await ended, code, `${what}: ${said()}`);
  const images = takeImages(at('images'));
  assert.ok(images.length > 0, 'its memory was looked at');
  for (const image of images) nowhere(`${what}: memory when the command ends`, image.find(secrets));
  nowhere(`${what}: output`, find(secrets, said()));
  nowhere(`${what}: files`, inFiles());
  return String(said());
}

const through = (args, lines, more) => end(args[0], start(args, { lines, ...more }));

test('each form of a password and of a key is found, whole and as its end alone', () => {
  for (const [name, forms] of Object.entries(secrets)) {
    for (const { form, bytes } of forms) {
      const around = Buffer.concat([randomBytes(4099), bytes, randomBytes(17)]);
      assert.ok(find({ [name]: forms }, around).some((one) => one.form === form), `${name} as ${form}`);
      assert.equal(find({ [name]: [{ form, bytes }] }, Buffer.concat([bytes.subarray(1), bytes.subarray(0, 1)])).length, 0);
    }
  }
  const kinds = (forms) => [...new Set(forms.map(({ form }) => form))];
  assert.deepEqual(kinds(secrets.pin), ['UTF-8', 'UTF-16LE', 'BMPString', 'base64', 'hex']);
  assert.deepEqual(kinds(secrets.key), ['d', 'd, digits of 64 bits', 'd in base64', 'd in hex']);
});

test('a secret that is planted is found in memory, arguments, environment, output and files', async () => {
  const pinentry = setAnswers(world, '!hold', texts.primary);
  const command = start(['list', '-p', profile, '--expiring', texts.own], { env: { PLANTED: texts.pin } });
  assert.notEqual(await command.ended, 0);
  const [image] = takeImages(at('images'));
  const where = summary(image.find(secrets)).join('\n');
  assert.match(where, /^own as UTF-8 in \[stack\]/m);
  assert.match(where, /^pin as UTF-8 in \[stack\]/m);
  assert.deepEqual(find(secrets, command.said()).map(({ secret }) => secret), ['own'], String(command.said()));
  const waiting = start(['list', '-p', profile], { env: { PLANTED: texts.pin, ALSO: texts.own } });
  await until('asked', () => pinentry.questions() === 1);
  assert.deepEqual([...new Set(findInProcesses(secrets, waiting.pid).map(({ secret }) => secret))].sort(), ['own', 'pin']);
  const sleeper = spawn('sleep', ['60'], { argv0: texts.wrong, stdio: 'ignore' });
  await until('started', () => findInProcesses(secrets, sleeper.pid).length > 0);
  assert.equal(findInProcesses(secrets, sleeper.pid)[0].where, 'cmdline');
  sleeper.kill();
  pinentry.go();
  await waiting.ended;
  takeImages(at('images'));
  for (const name of ['profile/logins.json', 'state/nss-helper/profile/jobs/x.json', 'state/nss-helper/profile/answers/x', 'home/.x', 'log']) {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), Buffer.concat([randomBytes(100), Buffer.from(texts.pin)]));
    assert.deepEqual(summary(inFiles()), [`pin as UTF-8 in ${name}: 1`]);
    fs.rmSync(at(name));
  }
  nowhere('nothing is left of it', inFiles());
});

test('import, by pinentry: while it waits and at its end', async () => {
  const pinentry = setAnswers(world, texts.primary, texts.wrong, '!hold', texts.pin);
  const command = start(['import', '-p', profile, at('ca/in.p12')]);
  await until('asked thrice', () => pinentry.questions() === 3);
  onceLocked('a window is open', (await takeImage(at('images'), command.pid, until)).find(secrets), ['primary']);
  nowhere('arguments and environment', findInProcesses(secrets, command.pid));
  pinentry.go();
  await end('import', command);
});

test('verbs, by descriptor and by file', async () => {
  const primary = ['-p', profile, '--primary-password-fd', '3'];
  const list = JSON.parse(await through(['list', '--json', ...primary], [texts.primary]));
  const { fingerprint } = list.identities[0];
  const sealed = [fingerprint, ...primary, '--password-fd', '4'];
  await through(['export', ...sealed, '--for', 'windows', '-o', at('x.p12')], [texts.primary, texts.own]);
  await through(['export', ...sealed, '--for', 'pem', '-o', at('x.pem')], [texts.primary, texts.own]);
  await through(['copy', fingerprint, '--to', makeProfile(world, 'other'), ...primary], [texts.primary]);
  await through(['import', at('ca/in.p12'), '-p', makeProfile(world, 'by-file'), '--password-file', at('ca/pin')]);
  const certificate = fs.readdirSync(at('ca')).find((name) => /^3\.pem$/.test(name));
  await through(['import', at('ca/1.key'), at(`ca/${certificate}`), '--accept-open-key', '-p', makeProfile(world, 'open')]);
});

test('where no memory may be locked, all works, and nothing is left', async () => {
  const limited = ['sh', '-c', 'ulimit -l 0 && exec "$@"', 'sh'];
  const program = process.getuid() === 0 ? ['setpriv', '--bounding-set=-ipc_lock', '--inh-caps=-ipc_lock', ...limited] : limited;
  const pinentry = setAnswers(world, texts.primary, '!hold', texts.pin);
  const command = start(['import', '-p', profile, at('ca/in.p12')], { program: [...program, COMMAND] });
  await until('asked twice', () => pinentry.questions() === 2);
  const found = (await takeImage(at('images'), command.pid, until)).find(secrets);
  assert.deepEqual(summary(found), ['primary as UTF-8 in anonymous memory: 1']);
  pinentry.go();
  await end('import', command);
});

/** A server that asks for a password in this way, and takes its time with what comes then. */
async function serve(way) {
  const held = {};
  const cacerts = run('openssl', ['crl2pkcs7', '-nocrl', '-certfile', ca.root]).replace(/-----.*/g, '');
  const tls = { key: fs.readFileSync(at('ca/tls.key')), cert: fs.readFileSync(at('ca/tls.pem')) };
  const server = https.createServer(tls, (request, response) => {
    request.resume();
    if (request.url.endsWith('cacerts')) response.end(cacerts);
    else if (request.url.endsWith('csrattrs')) response.writeHead(204).end();
    else if (!request.headers.authorization) response.writeHead(401, { 'WWW-Authenticate': way }).end();
    else held.response = response;
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  after(() => { server.close(); server.closeAllConnections(); });
  return { held, url: `https://localhost:${server.address().port}` };
}

test('the password of a server: libcurl has it while it asks, and no longer', async () => {
  fs.writeFileSync(at('ca/names'), 'subjectAltName=DNS:localhost\n');
  run('openssl', ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-keyout', at('ca/tls.key'), '-out', at('ca/tls.csr'), '-subj', '/CN=localhost']);
  run('openssl', ['x509', '-req', '-in', at('ca/tls.csr'), '-CA', at('ca/root.pem'), '-CAkey', at('ca/root.key'),
    '-extfile', at('ca/names'), '-out', at('ca/tls.pem')]);
  for (const [way, realm] of [['Basic', ''], ['Digest', ', nonce="abc", qop="auth", algorithm=SHA-256']]) {
    const server = await serve(`${way} realm="CA"${realm}`);
    const command = start(['enroll', '-p', profile, '--primary-password-fd', '3', '--est', server.url, '--cacert', ca.root,
      '--user', 'taro', '-s', 'CN=Taro', '-k', 'p-256', '--password-fd', '4'], { lines: [texts.primary, texts.server] });
    await until('asked the server', () => server.held.response);
    const found = (await takeImage(at('images'), command.pid, until)).find(secrets);
    const ours = found.filter(({ locked }) => locked);
    onceLocked(way, ours, ['primary', 'server']);
    const theirs = found.filter(({ locked }) => !locked);
    assert.deepEqual([...new Set(theirs.map(({ secret, where }) => `${secret} in ${where}`))], ['server in [heap]'], 'those of libcurl');
    server.held.response.writeHead(403).end();
    await end(way, command, 104);
  }
});
