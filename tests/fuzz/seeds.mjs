// SPDX-License-Identifier: MPL-2.0
// What the targets begin with, made anew: a profile and two certificates in FOLDER/room, and for
// each target sound files and crooked ones in FOLDER/NAME/seeds. Those that no program makes lie in
// tests/fuzz/seeds/NAME.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ca, called, certBag, certificate, encryptedSafe, envelope, int, keyPair, localKeyId, octets, oid, openKey,
  openSafe, pem, pfx, seq, set, shrouded,
} from '../cli/der.mjs';
import { REQUESTS } from '../fields.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/* Larger ones make each try slow. */
const LARGEST = 32 << 10;

const user = keyPair();
const userDer = certificate({ spki: user.spki, subject: called('Taro Yamada') });
const caDer = certificate({ spki: ca.spki, subject: ca.name, isCa: true });
const asPem = (...ders) => ders.map((der) => pem('CERTIFICATE', der)).join('');

function run(program, ...args) {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/* The user's key is there, and waits for its certificate. */
function makeProfile(room) {
  const p = path.join(room, 'p');
  mkdirSync(p, { mode: 0o700 });
  const p12 = path.join(room, 'user.p12');
  const id = localKeyId('1');
  writeFileSync(p12, pfx([openSafe(shrouded(user.pkcs8, {}, id)), encryptedSafe([certBag(userDer, id)])]));
  run('certutil', '-N', '-d', `sql:${p}`, '--empty-password');
  run('pk12util', '-i', p12, '-d', `sql:${p}`, '-W', 'x', '-K', '');
  const listed = execFileSync('certutil', ['-L', '-d', `sql:${p}`], { encoding: 'utf8' });
  const [, nickname] = /^(.*?) +u,u,u *$/m.exec(listed);
  run('certutil', '-D', '-d', `sql:${p}`, '-n', nickname);
}

function makeRoom(room) {
  mkdirSync(room, { recursive: true });
  const files = {
    'user.der': userDer, 'ca.der': caDer, 'user.pem': asPem(userDer), 'ca.pem': asPem(caDer),
    'ca.key': ca.key.export({ type: 'pkcs8', format: 'pem' }),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(room, name), bytes);
  makeProfile(room);
}

const frame = (text) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
};

const messages = () => Object.entries(REQUESTS).map(([type, fields]) => JSON.stringify({ type, ...fields }));

/* PKCS#7 with certificates alone (RFC 2315), and Netscape's sequence of them. */
const signedData = (...ders) => seq(oid('1.2.840.113549.1.7.2'), Buffer.concat([Buffer.of(0xa0, 0x82), lengthOf(inside(ders)), inside(ders)]));
const lengthOf = (bytes) => Buffer.of(bytes.length >> 8, bytes.length & 0xff);
const inside = (ders) => seq(int(1), set(), seq(oid('1.2.840.113549.1.7.1')),
  Buffer.concat([Buffer.of(0xa0, 0x82), lengthOf(Buffer.concat(ders)), ...ders]), set());

const responses = () => [
  userDer, caDer, asPem(userDer, caDer), signedData(userDer, caDer), pem('PKCS7', signedData(userDer, caDer)),
  userDer.toString('base64'), Buffer.from(userDer.toString('latin1'), 'utf8'),
  Buffer.concat([Buffer.from('\n\r\n'), userDer]), `Dear\n${asPem(userDer)}bye\n${asPem(caDer)}`,
  Buffer.from(asPem(userDer), 'utf16le'), Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(asPem(userDer), 'utf16le')]),
];

const oldForm = (pair, type) => pair.key.export({ type, format: 'pem' });
const legacy = (pair, type) => pair.key.export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' });
const rsa = keyPair('rsa', { modulusLength: 1024 });
const rsaDer = certificate({ spki: rsa.spki, subject: called('RSA') });
const keys = () => [
  oldForm(user, 'pkcs8') + asPem(userDer), oldForm(user, 'sec1') + asPem(userDer), oldForm(rsa, 'pkcs1') + asPem(rsaDer),
  legacy(user, 'sec1') + asPem(userDer), legacy(rsa, 'pkcs1') + asPem(rsaDer, caDer), user.pkcs8, rsa.pkcs8,
  pem('ENCRYPTED PRIVATE KEY', envelope(user.pkcs8)) + asPem(userDer, caDer), envelope(user.pkcs8),
];

/* The bags in the open are what a try can change; the others show the ways to them. */
const safes = () => [
  [openSafe(openKey(user.pkcs8, localKeyId('1')), certBag(userDer, localKeyId('1')), certBag(caDer))],
  [openSafe(openKey(rsa.pkcs8), certBag(rsaDer))],
  [openSafe(shrouded(user.pkcs8, {}, localKeyId('1'))), encryptedSafe([certBag(userDer)])],
];

const settings = () => {
  const p12 = pfx(safes()[0]).toString('base64');
  const anchor = caDer.toString('base64');
  const client = `<ClientSideCredential><OuterIdentity>anonymous@example.ac.jp</OuterIdentity><ClientCertificate format="PKCS12"
encoding="base64">${p12}</ClientCertificate><Passphrase>x</Passphrase></ClientSideCredential>`;
  const eap = `<?xml version="1.0" encoding="utf-8"?><EAPIdentityProviderList><EAPIdentityProvider ID="example.ac.jp"
namespace="urn:RFC4282:realm"><AuthenticationMethods><AuthenticationMethod><EAPMethod><Type>13</Type></EAPMethod>
<ServerSideCredential><CA format="X.509" encoding="base64">${anchor}</CA><ServerID>radius.example.ac.jp</ServerID>
</ServerSideCredential>${client}</AuthenticationMethod></AuthenticationMethods><CredentialApplicability><IEEE80211>
<SSID>eduroam</SSID><MinRSNProto>CCMP</MinRSNProto></IEEE80211></CredentialApplicability></EAPIdentityProvider></EAPIdentityProviderList>`;
  const dict = (type, more) => `<dict><key>PayloadType</key><string>${type}</string>${more}</dict>`;
  const apple = `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/x.dtd"><plist version="1.0"><dict>
<key>PayloadContent</key><array>${dict('com.apple.security.root', `<key>PayloadUUID</key><string>A</string>
<key>PayloadContent</key><data>${anchor}</data>`)}${dict('com.apple.security.pkcs12', `<key>Password</key><string>x</string>
<key>PayloadContent</key><data>${p12}</data>`)}${dict('com.apple.wifi.managed', `<key>SSID_STR</key><string>eduroam</string>
<key>EAPClientConfiguration</key><dict><key>OuterIdentity</key><string>@example.ac.jp</string><key>AcceptEAPTypes</key><array>
<integer>13</integer></array><key>UserName</key><string>taro@example.ac.jp</string><key>PayloadCertificateAnchorUUID</key><array>
<string>a</string></array><key>TLSTrustedServerNames</key><array><string>radius.example.ac.jp</string></array></dict>`)}
</array></dict></plist>`;
  const signed = seq(oid('1.2.840.113549.1.7.1'), Buffer.concat([Buffer.of(0xa0, 0x82), lengthOf(octets(Buffer.from(apple))), octets(Buffer.from(apple))]));
  return [eap, apple, signed, '<!DOCTYPE a [<!ENTITY b "c">]><plist><dict>&b;</dict></plist>'];
};

/* Damaged and hostile files of the tests of import: for each target what begins as its files do. */
function hostile(folder) {
  const made = path.join(folder, 'hostile');
  mkdirSync(made);
  const said = spawnSync('node', [path.join(HERE, '../cli/hostile.mjs'), made], { encoding: 'utf8' });
  if (said.status !== 0) throw new Error(said.stderr);
  return readdirSync(made).map((name) => path.join(made, name))
    .filter((file) => statSync(file).size <= LARGEST).map((file) => readFileSync(file));
}

const isDer = (bytes) => bytes[0] === 0x30;

/** By target; FOLDER is a temporary one. */
function all(folder) {
  const crooked = hostile(folder);
  return {
    frame: [...messages().map(frame), Buffer.concat(messages().slice(0, 9).map(frame)), Buffer.alloc(8)],
    message: messages(),
    response: [...responses(), ...crooked.filter((bytes) => !isDer(bytes))],
    pemkeys: [...keys(), ...crooked.filter((bytes) => !isDer(bytes))],
    settings: settings(),
  };
}

function write(folder, name, seeds) {
  const place = path.join(folder, name, 'seeds');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  seeds.forEach((bytes, i) => writeFileSync(path.join(place, String(i)), bytes));
  const kept = path.join(HERE, 'seeds', name);
  if (existsSync(kept)) cpSync(kept, place, { recursive: true });
}

/** Writes all of it below this folder. */
export function makeSeeds(folder) {
  const temporary = mkdtempSync(path.join(tmpdir(), 'nss-helper-seeds-'));
  rmSync(path.join(folder, 'room'), { recursive: true, force: true });
  makeRoom(path.join(folder, 'room'));
  for (const [name, seeds] of Object.entries(all(temporary))) write(folder, name, seeds);
  rmSync(temporary, { recursive: true });
}
