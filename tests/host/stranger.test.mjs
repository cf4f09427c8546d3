// SPDX-License-Identifier: MPL-2.0
// Any program of the same person can start the host and speak as the extension does. It gets nothing
// by that which it could not read or write in the profile anyway: no key, no password, no file
// where it wants one, and behind a primary password nothing without the person.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { canary, find, formsOfKey, formsOfText } from '../hunt.mjs';
import { Authority } from './ca.mjs';
import { contents, issueRequest, makeProfile, makeWorld, open, Port, setAnswers, stateFiles } from './lib.mjs';

const PRIMARY = canary('primary');
const PIN = canary('pin');
const world = makeWorld('stranger', { quick: true });
const at = (name) => path.join(world.folder, name);
let locked, unlocked, identity, secrets;

before(async () => {
  const ca = new Authority(at('ca'));
  const p12 = ca.pkcs12('Taro Yamada', PIN);
  secrets = { key: formsOfKey(fs.readFileSync(at('ca/1.key'))), primary: formsOfText(PRIMARY), pin: formsOfText(PIN) };
  fs.writeFileSync(at('ca/typed'), `${PRIMARY}\n`);
  unlocked = makeProfile(world, 'unlocked');
  locked = makeProfile(world, 'locked', ['-f', at('ca/typed')]);
  for (const profile of [unlocked, locked]) {
    setAnswers(world, ...(profile === locked ? [PRIMARY, PIN] : [PIN]));
    const port = await open(world, profile);
    port.sendFile(p12, 'taro.p12');
    await port.expect('received');
    const { reply } = await port.replyAfterAsking();
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
    identity = reply.identity;
    await port.close();
  }
});
after(() => world.remove());

const exporting = () => ({ type: 'export', fingerprint: identity.fingerprint, for: 'linux', password: 'made', settings: '' });
const removing = () => ({ type: 'remove', fingerprint: identity.fingerprint, backup: 'no' });

test('behind a primary password: each port asks the person anew, and without them nothing is made, written or removed', async () => {
  const database = () => ['cert9.db', 'key4.db'].map((name) => fs.readFileSync(path.join(locked, name)).toString('base64'));
  const then = [database(), stateFiles(world).jobs.length];
  for (const message of [issueRequest(), exporting(), removing(), { type: 'identities' }]) {
    setAnswers(world, '!cancel');
    const port = await open(world, locked);
    port.send(message);
    const { reply, asked } = await port.replyAfterAsking();
    assert.deepEqual([asked, reply.name], [['profile'], 'CANCELLED'], `${message.type}: ${JSON.stringify(reply)}`);
    await port.close();
  }
  assert.deepEqual([database(), stateFiles(world).jobs.length], then);
});

test('a message names no password, no file to write and no file to read', async () => {
  for (const fields of [{ password: 'a password of mine' }, { path: '/tmp/x' }, { to: '/tmp/x' }]) {
    const port = await open(world, unlocked);
    port.send({ ...exporting(), ...fields });
    const reply = await port.reply();
    assert.deepEqual([reply.type, reply.name], ['error', 'PROTOCOL'], JSON.stringify(fields));
    await port.refused('PROTOCOL');
  }
});

test('what comes back has no secret, also of a password that the host makes', async () => {
  const port = new Port(world, unlocked);
  const heard = [];
  port.child.stdout.on('data', (data) => heard.push(data));
  await port.hello();
  const pinentry = setAnswers(world);
  port.send(exporting());
  const { reply } = await port.replyAfterAsking();
  assert.equal(reply.type, 'exported', JSON.stringify(reply));
  assert.equal(path.dirname(reply.path), world.env.HOME, 'where downloads go, and nowhere else');
  await port.close();
  const [made] = pinentry.told().join('\n').match(/[a-z2-9]{4}(-[a-z2-9]{4}){4}/);
  assert.deepEqual(find({ ...secrets, made: formsOfText(made) }, Buffer.concat(heard)), []);
  assert.equal(contents(world, unlocked).keys.length, 1);
});

test('a program that holds no profile open is no browser', async () => {
  const port = new Port(world);
  port.send({ type: 'hello', version: 1, language: 'en' });
  await port.expectError('NO_BROWSER');
  await port.refused('NO_BROWSER');
});
