// SPDX-License-Identifier: MPL-2.0
// Passwords and keys that can't be mistaken for anything else go through the host. While a window is
// open, what was typed before is in memory once, and locked, if it is needed again. After the work it
// is nowhere, except that the primary password stays in locked memory until the port closes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  canary, find, findInFiles, findInProcesses, formsOfKey, formsOfPrimary, formsOfText, nowhere, onceLocked, summary,
  takeImage, takeImages, watched,
} from '../hunt.mjs';
import { Authority } from './ca.mjs';
import { HOST, issueRequest, makeProfile, makeWorld, PORTAL, Port, run, setAnswers, until } from './lib.mjs';

const texts = Object.fromEntries(['primary', 'pin', 'wrong', 'own'].map((name) => [name, canary(name)]));
const secrets = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, formsOfText(text)]));
const world = makeWorld('secrets', { quick: true });
const at = (name) => path.join(world.folder, name);
let ca, p12, profile, taro;

before(() => {
  ca = new Authority(at('ca'));
  p12 = ca.pkcs12('Taro Yamada', texts.pin);
  secrets.key = formsOfKey(fs.readFileSync(at('ca/1.key')));
  fs.mkdirSync(at('images'));
  fs.writeFileSync(at('ca/typed'), `${texts.primary}\n`);
  profile = makeProfile(world, 'profile', ['-f', at('ca/typed')]);
  secrets.primary = formsOfPrimary(profile, texts.primary);
});
after(() => world.remove());

/** A port, and all that was heard of it. */
class Watched extends Port {
  #heard = [];

  constructor() {
    super(world, profile, { env: watched(at('images')) });
    this.child.stdout.on('data', (data) => this.#heard.push(data));
  }

  /** What is in its memory. Fails if anything of it is elsewhere. */
  async hunt(what) {
    const pid = await this.pid;
    this.nowhereElse(what);
    nowhere(`${what}: arguments and environment`, findInProcesses(secrets, pid));
    const image = await takeImage(at('images'), pid, until);
    return image.find(secrets);
  }

  nowhereElse(what) {
    nowhere(`${what}: messages`, find(secrets, Buffer.concat(this.#heard)));
    nowhere(`${what}: standard error`, find(secrets, Buffer.from(this.stderr)));
    nowhere(`${what}: files`, findInFiles(secrets, world.folder, (name) => /^(ca|images)\/|^pinentry\/answers$/.test(name)));
  }

  async end(what) {
    await this.close();
    this.nowhereElse(what);
    for (const image of takeImages(at('images'))) nowhere(`${what}: memory when the host ends`, image.find(secrets));
  }
}

async function openWatched() {
  const port = new Watched();
  await port.hello();
  return port;
}

const exporting = (identity, fields) =>
  ({ type: 'export', fingerprint: identity.fingerprint, for: 'windows', password: 'own', settings: '', ...fields });

test('a .p12 with a wrong PIN and the right one', async () => {
  const pinentry = setAnswers(world, texts.primary, texts.wrong, '!hold', texts.pin);
  const port = await openWatched();
  port.sendAnswer(p12, { ask: 'yes' });
  await port.expect('received');
  await until('asked thrice', () => pinentry.questions() === 3);
  onceLocked('a window is open', await port.hunt('a window is open'), ['primary']);
  pinentry.go();
  const { reply } = await port.replyAfterAsking();
  assert.equal(reply.type, 'installed', JSON.stringify(reply));
  onceLocked('installed', await port.hunt('installed'), ['primary']);
  await port.end('closed');
  taro = reply.identity;
});

/** Of an identity, under a new password. */
async function exportIt(identity, fields) {
  setAnswers(world, texts.primary, texts.own, texts.own);
  const port = await openWatched();
  port.send(exporting(identity, fields));
  const { reply } = await port.replyAfterAsking();
  assert.equal(reply.type, 'exported', JSON.stringify(reply));
  onceLocked('exported', await port.hunt('exported'), ['primary']);
  await port.end('closed');
  return reply.path;
}

test('files under a new password: PKCS#12 and PEM', async () => {
  await exportIt(taro);
  await exportIt(taro, { for: 'pem' });
});

test('a password that is made and shown', async () => {
  const port = await openWatched();
  const pinentry = setAnswers(world, texts.primary);
  pinentry.hold();
  port.send(exporting(taro, { for: 'macos', password: 'made' }));
  for (const what of ['profile', 'made']) assert.equal((await port.expect('asking')).for, what);
  await until('shown', () => pinentry.told().includes('MESSAGE'));
  const [made] = pinentry.told().join('\n').match(/[a-z2-9]{4}(-[a-z2-9]{4}){4}/);
  const shown = { ...secrets, made: formsOfText(made) };
  const image = await takeImage(at('images'), await port.pid, until);
  // Whole, and in the text of the window; libassuan has what it sent until the window closes.
  const found = image.find(shown).filter(({ secret }) => secret === 'made');
  assert.ok(found.filter(({ locked }) => locked).length >= 1, summary(found).join('\n'));
  assert.deepEqual(found.filter(({ locked, where }) => !locked && where !== '[heap]'), [], summary(found).join('\n'));
  pinentry.go();
  await port.expect('exported');
  onceLocked('exported', (await takeImage(at('images'), await port.pid, until)).find(shown), ['primary']);
  await port.close();
  for (const last of takeImages(at('images'))) nowhere('closed', last.find(shown));
});

test('a key without a password, and settings with their passphrase', async () => {
  run('openssl', ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca/open.key'), '-out', at('ca/open.csr'), '-subj', '/CN=Hanako']);
  secrets.open = formsOfKey(fs.readFileSync(at('ca/open.key')));
  const certificate = ca.sign(at('ca/open.csr'));
  const settings = `<?xml version="1.0"?><EAPIdentityProviderList><EAPIdentityProvider ID="x" namespace="y">
<AuthenticationMethods><AuthenticationMethod><EAPMethod><Type>13</Type></EAPMethod><ClientSideCredential>
<ClientCertificate format="PKCS12" encoding="base64">${p12.toString('base64')}</ClientCertificate>
<Passphrase>${texts.pin}</Passphrase></ClientSideCredential></AuthenticationMethod></AuthenticationMethods>
</EAPIdentityProvider></EAPIdentityProviderList>`;
  const pem = Buffer.concat([at('ca/open.key'), certificate].map((name) => fs.readFileSync(name)));
  setAnswers(world, '!yes', texts.primary, '!yes', texts.primary);
  const port = await openWatched();
  for (const [name, bytes] of [['hanako.pem', pem], ['taro.eap-config', Buffer.from(settings)]]) {
    setAnswers(world, ...(name.endsWith('pem') ? [texts.primary, '!yes'] : []));
    port.sendFile(bytes, name);
    await port.expect('received');
    const { reply } = await port.replyAfterAsking();
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    onceLocked(name, await port.hunt(name), ['primary']);
  }
  await port.end('closed');
});

test('a key that is born in the host: prepared, stored, its certificate installed', async () => {
  const images = [];
  const port = await openWatched();
  const look = async () => images.push(await takeImage(at('images'), await port.pid, until));
  setAnswers(world, texts.primary);
  const { ready } = await port.ask({ type: 'prepare', site: PORTAL, key: 'rsa-2048' }, 'prepared');
  await look();
  port.send(issueRequest({ key: 'rsa-2048' }));
  const request = (await port.replyAfterAsking()).reply;
  assert.equal(request.type, 'request', JSON.stringify(request));
  await look();
  await port.ask({ type: 'sent', job: request.job }, 'ok');
  port.sendAnswer(ca.certify(request.spkac, { name: 'Jiro' }));
  await port.expect('received');
  const { identity } = await port.expect('installed');
  await look();
  await port.end('closed');
  const file = await exportIt(identity);
  const born = formsOfKey(run('openssl', ['pkcs12', '-in', file, '-nocerts', '-nodes', '-passin', `pass:${texts.own}`]));
  const [prepared, ...later] = images.map((image) => image.find({ born }));
  assert.equal(prepared.length > 0, ready, 'it is there before it is stored');
  assert.deepEqual(prepared.filter(({ locked }) => !locked), [], summary(prepared).join('\n'));
  for (const found of later) nowhere('stored', found);
});

test('nobody else may read its memory, and it leaves no core file', async () => {
  const port = await openWatched();
  const pid = await port.pid;
  assert.equal(fs.statSync(`/proc/${pid}/mem`).uid, 0, 'not its user but root');
  assert.match(fs.readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
  await port.end('closed');
});

test('from its first request on, its memory, files and descriptors are bounded', async () => {
  const port = await openWatched();
  await port.ask({ type: 'jobs' }, 'jobs');
  const limits = fs.readFileSync(`/proc/${await port.pid}/limits`, 'utf8');
  assert.match(limits, /^Max file size +1073741824 +1073741824 /m);
  assert.match(limits, /^Max open files +1024 +1024 /m);
  // ASan reserves far more than it uses.
  if (!fs.readFileSync(HOST).includes('__asan_init')) assert.match(limits, /^Max data size +1073741824 +1073741824 /m);
  await port.end('closed');
});
