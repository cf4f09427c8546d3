// SPDX-License-Identifier: MPL-2.0
// Identities whose keys were made in Firefox are copied to a running Thunderbird, by the button of the
// page and by the command: it decrypts what OpenSSL has encrypted for them, and OpenSSL verifies what it
// signs. Before the copy, it can do neither.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Authority } from '../host/ca.mjs';
import { copyByButton, startWithExtension } from './lib/copies.mjs';
import { firstStart as firstFirefox } from './lib/firefox.mjs';
import { arrive, chooseCertificate, makeAccount, read, sendLater, sentLater } from './lib/mail.mjs';
import { run, serialOf } from './lib/makers.mjs';
import { trustRoot } from './lib/primary.mjs';
import { leaveHome } from './lib/processes.mjs';
import { firstStart, Thunderbird } from './lib/thunderbird.mjs';
import { fingerprintOf } from './lib/witnesses.mjs';
import { programs } from './lib/world.mjs';
import { patience } from '../patience.mjs';

const home = mkdtempSync(path.join(tmpdir(), 'smime-'));
const at = (name) => path.join(home, name);
const ca = new Authority(at('ca'));
const PEOPLE = [{ name: 'taro', kind: 'rsa-2048', use: 'keyEncipherment', copy: byButton },
  { name: 'hanako', kind: 'p-256', use: 'keyAgreement', copy: byCommand }];

const helper = ({ env }, ...args) => run(programs.helper, [...args, '--quiet'], { env });

/** The key is made in Firefox's own database; the certificate is for mail. */
function beBorn(firefox, { name, kind, use, copy }) {
  const email = `${name}@example.ac.jp`;
  const csr = at(`${name}.csr`);
  helper(firefox, 'request', '--profile', firefox.profile, '--key', kind, '--subject', `CN=${name}`, '--email', email, '-o', csr);
  const file = ca.sign(csr, `basicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature,${use}\n`
    + `extendedKeyUsage = emailProtection\nsubjectAltName = email:${email}\n`);
  const pem = readFileSync(file, 'utf8');
  writeFileSync(at(`${name}.pem`), pem + ca.issuingPem);
  helper(firefox, 'import', '--profile', firefox.profile, at(`${name}.pem`));
  return { name, email, file, copy, serial: serialOf(file), sha256: fingerprintOf(pem) };
}

async function byButton({ driver }, { profile }, { sha256 }) {
  const words = await copyByButton(driver, sha256, 'Thunderbird');
  assert.match(words, /^Copied to Thunderbird [^]*Account Settings › End-To-End Encryption[^]*Select…/, profile);
}

function byCommand(firefox, { profile }, { sha256 }) {
  helper(firefox, 'copy', sha256.replaceAll(':', ''), '--profile', firefox.profile, '--to', profile);
}

function encrypt(text, { email, file }) {
  writeFileSync(at('text'), `Content-Type: text/plain\n\n${text}\n`);
  return run('openssl', ['cms', '-encrypt', '-aes256', '-in', at('text'), '-from', 'ca@example.ac.jp', '-to', email,
    '-subject', 'for you', file]);
}

/** {text, sha256} of a message whose signature OpenSSL has verified, up to the root. */
function verify(message) {
  writeFileSync(at('signed.eml'), message);
  const part = run('openssl', ['cms', '-verify', '-in', at('signed.eml'), '-CAfile', ca.root, '-purpose', 'smimesign',
    '-signer', at('signer.pem')]);
  const text = Buffer.from(part.split('\r\n\r\n')[1], 'base64').toString().replaceAll('\r\n', '\n');
  return { text, sha256: fingerprintOf(readFileSync(at('signer.pem'), 'utf8').match(/-----BEGIN[^]*/)[0]) };
}

async function tryMail(t, { firefox, thunderbird, person, identity }) {
  const { driver } = thunderbird;
  const { name, serial, sha256 } = person;
  const secret = `only for ${name}`;
  const number = await arrive(driver, encrypt(secret, person));
  const message = { to: 'ca@example.ac.jp', subject: `from ${name}`, body: `${name} wrote this\n` };
  await t.test(`${name}: without the certificate it neither opens nor signs`, async () => {
    const { encrypted, text } = await read(driver, number);
    assert.equal(encrypted, 'notok');
    assert.match(text, /cannot decrypt this message/);
    await chooseCertificate(driver, identity, serial);
    assert.match(await sendLater(driver, identity, message), /cannot be digitally signed/);
  });
  await person.copy(firefox, thunderbird, person);
  await t.test(`${name}: it opens what was encrypted for the copied one`, async () => {
    const { encrypted, text } = await read(driver, number);
    assert.equal(encrypted, 'ok');
    assert.match(text, new RegExp(secret));
  });
  await t.test(`${name}: it signs with it`, async () => {
    await chooseCertificate(driver, identity, serial);
    assert.equal(await sendLater(driver, identity, message), '');
    const signed = await sentLater(thunderbird, message.subject);
    assert.deepEqual(verify(signed), { text: message.body, sha256 });
    assert.equal((await read(driver, await arrive(driver, signed))).signed, 'ok');
  });
}

test('mail in Thunderbird with a copied identity', { timeout: 120000 * patience }, async (t) => {
  const firefox = await firstFirefox(at('one'));
  const people = PEOPLE.map((person) => beBorn(firefox, person));
  const thunderbird = new Thunderbird({ home: at('one'), profile: await firstStart(at('one')) });
  try {
    await startWithExtension(firefox);
    const driver = await thunderbird.start();
    await trustRoot(driver, ca.root);
    const identities = await makeAccount(driver, people.map(({ email }) => email));
    for (const person of people) await tryMail(t, { firefox, thunderbird, person, identity: identities.shift() });
  } finally {
    await thunderbird.stop();
    await firefox.stop();
  }
});

test.after(() => leaveHome(home));
