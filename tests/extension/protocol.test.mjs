// SPDX-License-Identifier: MPL-2.0
// Every reply of the host is checked field by field; every request keeps the limits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
  ASK, COPY, ERROR, EXPORTED, FETCHED, HEARD, HELLO, IDENTITIES, INSTALLED, JOB, JOBS, MISSING, PREVIEWED, RECEIVED, REMOVED, REPORT, REQUEST, SITES, TOP,
  VERIFIED, WAITING, load,
} from './lib.mjs';

const { LIMITS } = await load('host/limits.js');
const { CODES, VERSION, asking, cancel, checkReply, ok, request } = await load('host/message.js');
const { text } = await load('host/field.js');
const { hello } = await load('host/hello.js');
const { KEYS, issue, jobs, sent } = await load('host/job.js');
const response = await load('host/response.js');
const { identities } = await load('host/identities.js');
const { exportFor } = await load('host/export.js');
const { remove } = await load('host/removal.js');
const { portal } = await load('host/portal.js');
const { odd, peek } = await load('host/odd.js');
const { sites } = await load('host/sites.js');
const { preview } = await load('host/preview.js');
const { report } = await load('host/report.js');
const { issuers, revocation, verify } = await load('host/verification.js');
const clone = structuredClone;
const S = 'https://a.example';

const { fingerprint } = INSTALLED.identity;
const { answer } = RECEIVED;
const { job } = REQUEST;
const ISSUE = { site: S, target: S, key: 'p-256', challenge: '' };
const EXPORT = { target: 'windows', fingerprint, made: true };

/** Each reply, as the request for it expects it. */
const REPLIES = {
  hello: hello('ja').reply, request: issue(ISSUE).reply, ok, received: response.received,
  installed: response.installed, asking, saved: response.save({ answer }).reply,
  verified: verify({ fingerprint }).reply, removed: remove({ fingerprint, backup: 'yes' }).reply,
  exported: exportFor(EXPORT).reply, identities: identities().reply, jobs: jobs().reply,
  odd: odd({ fingerprint }).reply, revocation: revocation({ fingerprint }).reply, issuers: issuers({ fingerprint, fetch: 'no' }).reply,
  sites: sites().reply, report: report().reply, previewed: preview().reply,
};

const GOOD = { hello: HELLO, request: REQUEST, ok: { type: 'ok' }, received: RECEIVED, installed: INSTALLED,
  asking: { type: 'asking', for: 'file' }, saved: { type: 'saved', path: '/home/taro/x.p12' },
  verified: VERIFIED, removed: REMOVED, exported: EXPORTED, identities: IDENTITIES,
  jobs: { ...JOBS, jobs: [JOB], answers: [WAITING] }, odd: { type: 'odd', odd: ['authority'] },
  issuers: FETCHED, revocation: { ...HEARD, revocation: VERIFIED.revocation }, sites: { ...SITES, sites: [{ site: S, name: '', test: '', wifi: true }] }, report: REPORT, previewed: PREVIEWED };

/** All fields of an object and of those in it, as paths. */
function pathsOf(value, before = []) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).flatMap((key) => [[...before, key], ...pathsOf(value[key], [...before, key])]);
}

function changed(reply, keys, change) {
  const copy = clone(reply);
  change(keys.slice(0, -1).reduce((at, key) => at[key], copy), keys.at(-1));
  return copy;
}

const refused = (reply, type, why) =>
  assert.throws(() => checkReply(reply, REPLIES[type]), { name: 'HOST_REPLY' }, why);

test('issuers: what is missing, or at fault, is there only where something is', () => {
  const bad = { ...FETCHED, fault: { name: 'Example CA G2', what: 'is not valid today' } };
  for (const reply of [MISSING, FETCHED, bad]) assert.equal(checkReply(reply, REPLIES.issuers), reply);
  for (const missing of [{}, { name: 'x', address: '' }, { ...MISSING.missing, web: 'yes' }, { ...MISSING.missing, more: 1 }]) {
    refused({ ...MISSING, missing }, 'issuers');
  }
});

for (const [type, reply] of Object.entries(GOOD)) {
  test(`${type}: right, it is taken as it is`, () => {
    assert.deepEqual(checkReply(clone(reply), REPLIES[type]), reply);
  });
  test(`${type}: without any one of its fields it is refused`, () => {
    for (const keys of pathsOf(reply)) {
      refused(changed(reply, keys, (at, key) => delete at[key]), type, `without ${keys.join('.')}`);
    }
  });
  test(`${type}: with any one field of another kind it is refused`, () => {
    for (const keys of pathsOf(reply)) {
      for (const wrong of [null, 1.5, -1, {}, ['', 1], 'x\0y', 'x'.repeat(20000), undefined]) {
        refused(changed(reply, keys, (at, key) => { at[key] = wrong; }), type,
          `${keys.join('.')} = ${JSON.stringify(wrong)?.slice(0, 30)}`);
      }
    }
  });
  test(`${type}: with a field too many, at any depth, it is refused`, () => {
    for (const keys of [['more'], ...pathsOf(reply).map((k) => [...k, 'more'])]) {
      const at = keys.slice(0, -1).reduce((inner, key) => inner[key], reply);
      if (typeof at === 'object' && !Array.isArray(at)) {
        refused(changed(reply, keys, (inner, key) => { inner[key] = 1; }), type, keys.join('.'));
      }
    }
  });
  test(`${type}: where another reply is due it is refused`, () => {
    for (const other of Object.keys(GOOD).filter((name) => name !== type)) refused(reply, other);
  });
}

test('a reply keeps its limits, and one more is refused', () => {
  const [owned] = IDENTITIES.identities;
  const one = (fields) => ({ ...IDENTITIES, identities: [{ ...owned, ...fields }] });
  for (const [type, most, make] of [
    ['saved', LIMITS.words, (n) => ({ type: 'saved', path: 'x'.repeat(n) })],
    ['request', LIMITS.spkac, (n) => ({ ...REQUEST, spkac: 'A'.repeat(n) })],
    ['jobs', LIMITS.jobs, (n) => ({ ...JOBS, jobs: Array(n).fill(JOB) })],
    ['jobs', LIMITS.jobs, (n) => ({ ...JOBS, answers: Array(n).fill(WAITING) })],
    ['identities', LIMITS.list, (n) => ({ ...IDENTITIES, identities: Array(n).fill(owned) })],
    ['identities', LIMITS.copies, (n) => one({ copies: Array(n).fill(COPY) })],
  ]) {
    assert.deepEqual(checkReply(make(most), REPLIES[type]), make(most));
    refused(make(most + 1), type, `${type}: ${most + 1}`);
  }
});

test('network settings have a limit', () => {
  const { message } = exportFor({ ...EXPORT, settings: new Uint8Array(LIMITS.settings) });
  assert.equal(message.settings.length, LIMITS.settingsBase64);
  assert.throws(() => exportFor({ ...EXPORT, settings: new Uint8Array(LIMITS.settings + 1) }), { name: 'BAD_FORM' });
});

test('what is no object is refused', () => {
  for (const reply of [null, undefined, 1, 'hello', [], [HELLO], {}, { type: 'new' }, { type: '__proto__' }]) {
    refused(reply, 'hello', JSON.stringify(reply));
  }
});

test('a certificate may have ended no job, and a path or a subject may be long', () => {
  const subject = `CN=${'x'.repeat(3000)}`;
  const reply = { ...INSTALLED, job: '', identity: { ...INSTALLED.identity, subject } };
  assert.deepEqual(checkReply(reply, REPLIES.installed), reply);
});

test('values that only look right are refused', () => {
  const bad = {
    spkac: ['', 'MI IC', 'MIIC\n', '=', 'MIIC===', 'ä'],
    job: ['', '../x', 'a b', 'x'.repeat(65)],
  };
  for (const [key, values] of Object.entries(bad)) {
    for (const value of values) refused({ ...REQUEST, [key]: value }, 'request', `${key} ${value}`);
  }
  const identity = {
    fingerprint: ['', 'ab:cd', INSTALLED.identity.fingerprint.toLowerCase(), `${INSTALLED.identity.fingerprint}:AB`],
    serialHex: ['', '1', '01:', '0g'],
    serialDecimal: ['', '1.5', '0x1', '-'],
    notBefore: ['', '2026-11-23', '2026-13-40T00:00:00Z', '2026-11-23T00:00:00+09:00'],
    uses: [['server'], 'login'],
    emails: [[1], Array(1025).fill('a@b')],
  };
  for (const [key, values] of Object.entries(identity)) {
    for (const value of values) {
      refused({ ...INSTALLED, identity: { ...INSTALLED.identity, [key]: value } }, 'installed', `${key} ${value}`);
    }
  }
  for (const [key, value] of [['key', 'maybe'], ['chain', 'GOOD'], ['revocation', 'good']]) {
    refused({ ...INSTALLED, proof: { ...INSTALLED.proof, [key]: value } }, 'installed');
  }
});

test("an error comes as a failure of the host's own name", () => {
  const { identity, proof } = INSTALLED;
  for (const reply of [ERROR, { ...ERROR, answer: RECEIVED.answer }, { ...ERROR, identity, proof }, ASK,
    { ...ASK, reason: 'other-site' }, { ...ASK, reason: 'has-certificate' }]) {
    assert.throws(() => checkReply(reply, REPLIES.installed), { name: reply.name, details: reply });
  }
});

test('an error of a name that is not known yet is taken, too', () => {
  assert.throws(() => checkReply({ ...ERROR, code: 120, name: 'NEW_NAME' }, ok), { name: 'NEW_NAME' });
});

test('a malformed error is refused', () => {
  const bad = [
    { ...ERROR, code: 86 }, { ...ERROR, code: '85' }, { ...ERROR, name: 'no_key' }, { ...ERROR, name: '' },
    { ...ERROR, cause: null }, { ...ERROR, message: undefined }, { ...ERROR, answer: '' },
    { ...ERROR, reason: 'no-job' }, { ...ERROR, more: 1 }, { ...ERROR, identity: {} }, { ...ERROR, proof: 'good' },
    { ...ASK, identity: undefined }, { ...ASK, reason: 'why-not' }, { ...ASK, answer: undefined },
    { ...ASK, identity: { ...ASK.identity, name: 1 } },
  ];
  for (const reply of bad) refused(reply, 'installed', JSON.stringify(reply));
});

test('the codes are those of status.h', () => {
  const header = readFileSync(path.join(TOP, 'nss-helper/base/status.h'), 'utf8');
  const known = [...header.matchAll(/^\s+NH_([A-Z_]+) = (\d+),/gm)]
    .filter(([, name]) => name !== 'OK').map(([, name, code]) => [name, Number(code)]);
  assert.ok(known.length > 20);
  assert.deepEqual(CODES, Object.fromEntries(known));
});

test('the keys are those of PROTOCOL.md', () => {
  const words = readFileSync(path.join(TOP, 'native-messaging/PROTOCOL.md'), 'utf8');
  for (const key of KEYS) assert.ok(words.includes(`\`${key}\``), key);
});

test('requests that keep the rules go out as they are', () => {
  const good = [
    [hello('ja'), { type: 'hello', version: VERSION, language: 'ja' }],
    [issue({ ...ISSUE, target: 'http://localhost:8443' }), { type: 'issue', ...ISSUE, target: 'http://localhost:8443' }],
    [issue({ ...ISSUE, challenge: 'x'.repeat(LIMITS.challenge) }),
      { type: 'issue', ...ISSUE, challenge: 'x'.repeat(LIMITS.challenge) }],
    [sent({ job }), { type: 'sent', job }],
    [response.begin(S, 'application/x-x509-user-cert', true),
      { type: 'answer', site: S, mime: 'application/x-x509-user-cert', ask: 'yes' }],
    [response.file({ name: '太郎.p12' }), { type: 'file', name: '太郎.p12' }],
    [response.look(answer, false), { type: 'look', answer, ask: 'no' }],
    [identities(), { type: 'identities' }],
    [exportFor(EXPORT), { type: 'export', fingerprint, for: 'windows', password: 'made', settings: '' }],
    [exportFor({ ...EXPORT, made: false, settings: new Uint8Array(3) }),
      { type: 'export', fingerprint, for: 'windows', password: 'own', settings: 'AAAA' }],
    [remove({ fingerprint, backup: 'kept' }), { type: 'remove', fingerprint, backup: 'kept' }],
    [verify({ fingerprint }), { type: 'verify', fingerprint }],
    [odd({ fingerprint }), { type: 'odd', fingerprint }],
    [revocation({ fingerprint }), { type: 'revocation', fingerprint }],
    [sites(), { type: 'sites' }],
    [peek({ answer, fingerprint }), { type: 'peek', answer, fingerprint }],
    [report(), { type: 'report' }],
    [preview(), { type: 'preview' }],
    [cancel(), { type: 'cancel' }],
    [issuers({ fingerprint, fetch: 'yes' }), { type: 'issuers', fingerprint, fetch: 'yes' }],
    [portal({ fingerprint, address: S }), { type: 'portal', fingerprint, address: S }],
    [portal({ fingerprint, address: `${S}/log-in?a=1#b` }), { type: 'portal', fingerprint, address: `${S}/log-in?a=1#b` }],
    [response.bytes(new Uint8Array(LIMITS.piece)), { type: 'bytes', data: 'A'.repeat(LIMITS.base64) }],
    [response.end(), { type: 'end' }],
    [response.install({ answer }), { type: 'install', answer }],
  ];
  for (const [{ message }, expected] of good) assert.deepEqual(message, expected);
});

test('requests that break a rule never go out', () => {
  const bad = [
    () => issue({ ...ISSUE, key: 'rsa-1024' }), () => issue({ ...ISSUE, key: undefined }),
    () => issue({ ...ISSUE, challenge: 'x'.repeat(LIMITS.challenge + 1) }), () => issue({ ...ISSUE, challenge: 'é' }),
    () => issue({ ...ISSUE, challenge: 'a\0b' }), () => issue({ ...ISSUE, challenge: null }),
    () => issue({ ...ISSUE, site: 'file:///x' }), () => issue({ ...ISSUE, site: `${S}/path` }),
    () => issue({ ...ISSUE, site: `https://${'x'.repeat(LIMITS.site)}` }), () => issue({ ...ISSUE, more: 1 }),
    () => response.bytes(new Uint8Array(LIMITS.piece + 1)), () => response.bytes(new Uint8Array(0)),
    () => response.end({ more: 1 }), () => response.end({ type: 'delete' }),
    () => response.file({ name: 'x'.repeat(LIMITS.string + 1) }), () => response.file({}),
    () => exportFor({ ...EXPORT, fingerprint: 'AB:CD' }), () => exportFor({ ...EXPORT, target: undefined }),
    () => portal({ fingerprint, address: 'file:///etc/passwd' }),
    () => portal({ fingerprint, address: `${S}/a b` }), () => portal({ fingerprint: 'AB', address: S }),
  ];
  for (const make of bad) {
    assert.throws(make, { name: 'BAD_FORM' }, String(make));
  }
});

test('the largest message stays below the cap of both sides', () => {
  assert.ok(JSON.stringify(response.bytes(new Uint8Array(LIMITS.piece)).message).length < LIMITS.message);
});

test('a message goes out up to that cap in bytes, and not with one more', () => {
  const wide = request('wide', { words: text(LIMITS.message) });
  const most = LIMITS.message - JSON.stringify({ type: 'wide', words: '' }).length;
  for (const words of ['x'.repeat(most), `${'日'.repeat(most / 3)}${'x'.repeat(most % 3)}`]) {
    assert.equal(Buffer.byteLength(JSON.stringify(wide({ words }).message)), LIMITS.message);
    assert.throws(() => wide({ words: `${words}x` }), { name: 'BAD_FORM' });
  }
});
