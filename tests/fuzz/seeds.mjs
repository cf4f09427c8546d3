// SPDX-License-Identifier: MPL-2.0
// What the targets begin with, made anew: a profile and two certificates in FOLDER/room, and valid and
// invalid files for each target in FOLDER/NAME/seeds. Files that no program makes are in
// tests/fuzz/seeds/NAME.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  at, ca, called, certBag, certificate, encryptedSafe, envelope, int, keyPair, localKeyId, octets, oid, openKey,
  openSafe, pem, pfx, seq, set, shrouded, tlv, utf8,
} from '../cli/der.mjs';
import { REQUESTS } from '../fields.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/* Larger ones make each try slow. */
const LARGEST = 32 << 10;

const user = keyPair();
/* The places where its CA can be asked about it; the address of the list is the one in crl.c, and its entry in the
   directory is below that of the CA. */
const uri = (text) => tlv(0x86, Buffer.from(text));
const entry = set(seq(oid('2.5.4.3'), utf8('x')));
const fragment = tlv(0xa1, entry.subarray(2));
const below = tlv(0xa4, seq(ca.name.subarray(2), entry));
const places = [
  seq(oid('2.5.29.31'), octets(seq(seq(at(0, at(0, uri('http://crl.example/ca.crl'), below))), seq(at(0, at(0, uri('ldap://crl.example')))),
    seq(at(0, at(0, below))), seq(at(0, at(0, tlv(0x82, Buffer.from('crl.example'))))), seq(at(0, fragment)), seq(at(2, below))))),
  seq(oid('1.3.6.1.5.5.7.1.1'), octets(seq(seq(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example')),
    seq(oid('1.3.6.1.5.5.7.48.1'), tlv(0x82, Buffer.from('ocsp.example'))), seq(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.example/ca.der'))))),
];
const userDer = certificate({ spki: user.spki, subject: called('Taro Yamada'), more: places });
const caDer = certificate({ spki: ca.spki, subject: ca.name, isCa: true });
const asPem = (...ders) => ders.map((der) => pem('CERTIFICATE', der)).join('');

function run(program, ...args) {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/* A profile in which the user's key waits for its certificate. */
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

const messages = () => [
  ...Object.entries(REQUESTS).map(([type, fields]) => JSON.stringify({ type, ...fields })),
  ...['https://[2001:db8::1]:8443', 'https://[::ffff:192.0.2.1]', 'http://localhost:65535', 'https://a.example/login?x']
    .map((site) => JSON.stringify({ type: 'clear', site })),
  '{"type":"issue","challenge":"\\u0000"}',
];

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

/* Inputs can change the bags that are not encrypted; the others lead through the code for encrypted ones. */
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

/* Damaged and hostile files of the tests of import, without those that take seconds each. */
function hostile(folder) {
  const made = path.join(folder, 'hostile');
  mkdirSync(made);
  const said = spawnSync('node', [path.join(HERE, '../cli/hostile.mjs'), made], { encoding: 'utf8' });
  if (said.status !== 0) throw new Error(said.stderr);
  return readdirSync(made).filter((name) => !/^(heav|many)/.test(name)).map((name) => path.join(made, name))
    .filter((file) => statSync(file).size <= LARGEST).map((file) => readFileSync(file));
}

/* An answer of the OCSP server, and a list of the CA, as their makers in tests/cli write them. */
function ocsp(folder, ...answers) {
  const room = (name) => path.join(folder, 'room', name);
  const out = path.join(folder, 'ocsp.der');
  run('node', path.join(HERE, '../cli/ocsp.mjs'), out, room('ca.pem'), room('ca.pem'), room('ca.key'), room('user.pem'), ...answers);
  return readFileSync(out);
}
const answers = (folder) => [
  ['--', 'good'], ['--', 'unknown'], ['--', 'revoked,reason=1,since=-9'], ['--', 'good,hash=sha256', 'revoked,reason=6'],
  ['--', 'good,serial=other', 'good,issuer=other', 'good,ext=critical:1.2.3'], ['ext=critical:1.2.3', '--', 'good,next='],
].map((words) => ocsp(folder, ...words));

function crl(folder, ...words) {
  const room = (name) => path.join(folder, 'room', name);
  const out = path.join(folder, 'list.crl');
  run('node', path.join(HERE, '../cli/crl.mjs'), room('ca.pem'), room('ca.key'), out, ...words);
  return readFileSync(out);
}
const address = at(0, at(0, uri('http://crl.example/ca.crl')));
const scopes = [[address], [tlv(0x81, [0xff])], [tlv(0x82, [0xff])], [tlv(0x83, Buffer.of(1, 0x40))], [tlv(0x84, [0xff])],
  [address, tlv(0x81, [0xff])], [at(0, fragment)], [at(0, tlv(0xa1, entry.subarray(2), entry.subarray(2)))]];
const lists = (folder) => [
  ...[[], ['entries=3'], ['last=03E8'], ['last=03E9', 'ext=2.5.29.29'], ['entries=1', 'ext=1.2.3', 'last=01'], ['outer=1.2.3']]
    .map((words) => crl(folder, ...words)),
  ...scopes.map((parts) => seq(...parts)),
];

/* The first bytes: the operation, the HTTP status, and other headers. */
const EC = '1.2.840.10045.2.1';
const attributes = () => [
  seq(), seq(seq(oid(EC), set(oid('1.3.132.0.34')))), seq(seq(oid('1.2.840.113549.1.1.1'), set(int(3072)))), seq(oid('1.2.840.113549.1.9.7')),
  seq(seq(oid('1.2.840.113549.1.9.14'), set(seq(seq(oid('2.5.29.37'), octets(seq(oid('1.3.6.1.5.5.7.3.2')))))))),
  seq(seq(oid('1.2.840.113549.1.9.16.2.61'), set(seq(int(0))))), seq(seq(oid(EC), set(oid('1.3.132.0.35')))),
];
const answered = (...first) => (body) => Buffer.concat([Buffer.from(first), Buffer.from(body)]);
const est = () => [
  ...attributes().map((der) => answered(1, 0, 0, 0)(der.toString('base64'))), ...attributes().map(answered(4, 0, 0, 0)),
  ...['https://ca.example', 'https://ca.example/.well-known/est/label', 'https://u:p@[::1]:8443/x?y#z'].map(answered(3, 0, 0, 0)),
  ...[0, 1, 2, 3, 4, 9, 255].flatMap((code) => [2, 34, 82].map((how) => answered(how, code, 0x1f, 60)('<p>No, <b>not</b> today</p>'))),
  answered(0, 0, 0, 0)(asPem(caDer)), answered(0, 8, 0, 0)('busy'),
];

const headers = () => [
  'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="x"\nwww-authenticate:\tDigest qop=auth\nWWW-Authenticate: Negotiate\n',
  'https://ca.example:8443/est', 'http://ocsp.example/?a=b', 'https://u:p@ca.example/#x', 'text/HTML; charset=utf-8',
  '<html><head><title>No</title></head><body>The request was rejected.</body></html>', 'https://[2001:db8::1]/', '../other',
];

const ID = '20261123T043808-9f2c41d07a33';
const FINGERPRINT = Array(32).fill('AB').join(':');
const job = { state: 'key', site: 'https://portal.example', target: 'https://ca.example:8443', key: 'p-384', keyHash: 'ab'.repeat(32),
  keyId: 'cd'.repeat(20), fingerprint: '', response: '', changed: '2026-11-23T04:38:08Z', cause: 0 };
const enrolment = { server: 'https://ca.example/.well-known/est', user: 'taro', subject: 'CN=Taro', email: 'taro@example.ac.jp',
  anchors: asPem(caDer), fingerprint: '', csr: userDer.toString('base64'), renews: FINGERPRINT, with: '', response: ID,
  retry: '2026-11-23T04:38:08Z', follow: 'copies', taken: true, bound: false };
const copy = { kind: 'backup', place: '/home/taro/backup.p12', hash: 'ab'.repeat(32), time: '2026-11-23T04:38:08Z' };
/* In the order of the table in journal.c. */
const records = () => [
  [job, { ...job, state: 'done', fingerprint: FINGERPRINT, response: ID }, { ...job, response: undefined, answer: ID }], [enrolment],
  [{ copies: [copy, { ...copy, kind: 'profile', hash: '' }] }, { copies: {} }],
  ['OCSP keyCompromise 1700000000 1700000000 1700000000\n', 'CRL certificateHold 1 2\n'], ['1700000000\n'],
  ['https://portal.example'], ['https://portal.example/login'], [asPem(userDer, caDer)], [userDer],
  [Buffer.concat([Buffer.from('https://portal.example\n'), userDer])],
].flatMap((texts, i) => texts.map((text) =>
  answered(i)(typeof text === 'string' || Buffer.isBuffer(text) ? text : JSON.stringify(text))));

/* In the order of the table in ini.c. */
const inis = () => [
  '[Install4F96D1932A9F858E]\nDefault=a.default-esr\nLocked=1\n\n[Profile0]\nName=default\nIsRelative=1\nPath=.\nDefault=1\n[Profile1]\nName=x\nIsRelative=0\nPath=/tmp\n',
  '[4F96D1932A9F858E]\nDefault=.\nLocked=1\n', '[App]\nVendor=Mozilla\nName=Firefox\nRemotingName=firefox-esr\n',
  'user_pref("security.osclientcerts.autoload", true);\n/* a\n b */ user_pref("a", "b\\"c"); // x\n', '# x\nuser_pref( "a" , -1 );\n',
  '; x\nexec = systemctl reload nginx\n',
].map((text, i) => answered(i)(text));

const extension = { id: 'nss-helper@nss-helper', location: 'app-system-share', version: '1.0', active: true, userDisabled: false,
  appDisabled: false, softDisabled: true };
const addons = () => [
  `${JSON.stringify({ schemaVersion: 36, addons: [{ id: 'a@b' }, extension] })}\f${JSON.stringify({
    'nss-helper@nss-helper': { permissions: ['internal:privateBrowsingAllowed'], origins: [] } })}`,
  JSON.stringify({ addons: [{ ...extension, location: 'app-profile', active: false, userDisabled: true }] }), '{"addons":{}}\f[]',
];

const isDer = (bytes) => bytes[0] === 0x30;

/** By target. */
function all(folder, temporary) {
  const crooked = hostile(temporary);
  return {
    frame: [...messages().map(frame), Buffer.concat(messages().slice(0, 9).map(frame)), Buffer.alloc(8)],
    message: messages(),
    response: [...responses(), ...crooked.filter((bytes) => !isDer(bytes))],
    pemkeys: [...keys(), ...crooked.filter((bytes) => !isDer(bytes))],
    settings: settings(),
    pkcs12: [...safes().map((parts) => pfx(parts)), ...['x', 'é🔑'].map((password) => pfx(safes()[0], { pbmac: true, password })),
      ...safes().map((parts) => seq(...parts)), ...crooked.filter(isDer)],
    ocsp: answers(folder),
    crl: lists(folder),
    est: est(),
    http: headers(),
    journal: records(),
    ini: inis(),
    addon: addons(),
  };
}

/* No call fails with these, as the last bytes. */
const CHOICE = Buffer.alloc(3);

function write(place, name, seeds) {
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
  for (const [name, seeds] of Object.entries(all(folder, temporary))) {
    write(path.join(folder, name, 'seeds'), name, seeds);
    write(path.join(folder, name, 'failing-seeds'), `failing-${name}`, seeds.map((bytes) => Buffer.concat([Buffer.from(bytes), CHOICE])));
  }
  rmSync(temporary, { recursive: true });
}
