// SPDX-License-Identifier: MPL-2.0
// PROTOCOL.md as code: requests, and the check of every reply. It knows no port.
import { toBase64 } from './bytes.js';
import { Failure } from './failure.js';
import { LIMITS } from './limits.js';

export const VERSION = 1;

export const KEYS = Object.freeze(['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384']);

/** The names and codes of nss-helper/base/status.h. */
export const CODES = Object.freeze({
  USAGE: 64, BAD_DATA: 65, NO_INPUT: 66, UNAVAILABLE: 69, INTERNAL: 70, SYSTEM: 71,
  CANT_CREATE: 73, IO: 74,
  BUSY: 75, PROTOCOL: 76, PERMISSION: 77, CONFIG: 78, NO_PROFILE: 80, MANY_PROFILES: 81,
  BAD_DATABASE: 82, PRIMARY_PASSWORD: 83, OLD_NSS: 84, NO_KEY: 85, HAS_CERTIFICATE: 86,
  NO_IDENTITY: 87, MANY_IDENTITIES: 88, NO_CERTIFICATE: 89, KEY_KIND: 90, NOT_PROVEN: 91,
  DATES: 92, CHAIN: 93, TOO_LARGE: 94, NO_SPACE: 95, ASK: 96, NO_JOB: 97, NO_BROWSER: 98,
  NSS: 99, PASSWORD: 100, CANCELLED: 101, NO_PINENTRY: 102, TLS: 103,
  REFUSED: 104, PENDING: 105, NO_NETWORK: 106, REVOKED: 107, LOGIN: 108,
});

const encoder = new TextEncoder();
const lengthOf = (text) => encoder.encode(text).length;

/* Checks of one value each. */
const text = (max = LIMITS.words) => (value) =>
  typeof value === 'string' && !value.includes('\0') && lengthOf(value) <= max;
const matching = (pattern, max) => (value) => text(max)(value) && pattern.test(value);
const oneOf = (...words) => (value) => words.includes(value);
const listOf = (check, max = LIMITS.list) => (value) =>
  Array.isArray(value) && value.length <= max && value.every(check);
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const integer = Number.isSafeInteger;
const truth = (value) => typeof value === 'boolean';
const optional = (check) => Object.assign((value) => check(value), { optional: true });

/** An object with these fields and no other. */
const shape = (fields) => (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
  && Object.keys(value).every((key) => Object.hasOwn(fields, key))
  && Object.entries(fields).every(([key, check]) =>
    (Object.hasOwn(value, key) ? check(value[key]) : check.optional === true));

const name = matching(/^[0-9A-Za-z-]{1,64}$/);
const date = (value) =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)(value) && !Number.isNaN(Date.parse(value));
const verdict = oneOf('good', 'bad');

const fingerprint = matching(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);

const identity = shape({
  fingerprint,
  subject: text(),
  name: text(),
  emails: listOf(text()),
  issuer: text(),
  issuerName: text(),
  serialHex: matching(/^[0-9A-F]{2}(:[0-9A-F]{2})*$/),
  serialDecimal: matching(/^-?\d+$/),
  notBefore: date,
  notAfter: date,
  key: text(),
  uses: listOf(oneOf('login', 'mail')),
  nickname: text(),
  chain: listOf(text()),
});

const proof = shape({
  key: verdict,
  signs: verdict,
  dates: verdict,
  chain: oneOf('good', 'untrusted', 'incomplete', 'bad'),
  revocation: oneOf('not checked'),
});

/* What its CA says, or why nobody could say it. */
const settled = shape({
  state: oneOf('good', 'revoked'),
  by: oneOf('OCSP', 'CRL'),
  asked: date,
  since: optional(date),
  reason: optional(matching(/^[A-Za-z]{1,64}$/)),
});
const unsettled = shape({ state: oneOf('not checked'), why: text() });
const revocation = (value) => settled(value) || unsettled(value);

const site = matching(/^https?:\/\/[^/\s]+$/, LIMITS.site);
/** None where no job, or no site, is known for it. */
const orNone = (check) => (value) => value === '' || check(value);

/** Where a person logs in: an origin, and a path behind it. */
const address = matching(/^https?:\/\/[^/\s]+(\/[\x21-\x7e]*)?$/, LIMITS.site);

const unfinished = shape({
  job: name,
  state: oneOf('key', 'sent', 'received', 'installed'),
  site: orNone(site), // none: requested by the command
  target: orNone(site),
  key: oneOf(...KEYS),
  begun: date,
  changed: date,
  repeats: oneOf('no', 'itself', 'person'), // an EST server is asked again
});

const waiting = shape({ answer: name, site: orNone(site), received: date, job: orNone(name) });

const copy = shape({ kind: text(), place: text(), time: date });

/** How a certificate stands. */
export const STATES = Object.freeze(['revoked', 'broken', 'soon', 'not-yet', 'good', 'expired']);

const owned = shape({
  identity,
  state: oneOf(...STATES),
  daysLeft: integer,
  site: orNone(site),
  portal: orNone(address),
  newer: orNone(fingerprint),
  copies: listOf(copy, LIMITS.copies),
});

const error = {
  type: oneOf('error'),
  code: count,
  name: matching(/^[A-Z][A-Z0-9_]*$/, 64),
  cause: text(),
  message: text(),
  answer: optional(name),
  identity: optional(identity),
  proof: optional(proof),
};

const REPLIES = {
  hello: shape({
    type: oneOf('hello'),
    version: count,
    program: text(),
    nss: text(),
    nssPath: text(),
    profile: shape({ name: text(), path: text(), locked: truth }),
    resumed: count,
  }),
  request: shape({
    type: oneOf('request'),
    job: name,
    spkac: matching(/^[0-9A-Za-z+/]+={0,2}$/, LIMITS.spkac),
  }),
  ok: shape({ type: oneOf('ok') }),
  received: shape({ type: oneOf('received'), answer: name }),
  asking: shape({ type: oneOf('asking'), for: oneOf('file', 'profile', 'new', 'made') }),
  saved: shape({ type: oneOf('saved'), path: text() }),
  installed: shape({
    type: oneOf('installed'),
    answer: name,
    job: orNone(name),
    site: orNone(site),
    identity,
    proof,
    others: listOf(identity),
    older: listOf(identity),
    added: shape({ identities: count, intermediates: count }),
    known: truth,
  }),
  identities: shape({
    type: oneOf('identities'),
    identities: listOf(owned),
    more: truth,
  }),
  verified: shape({ type: oneOf('verified'), proof, revocation }),
  removed: shape({ type: oneOf('removed'), path: text(), key: truth }),
  exported: shape({ type: oneOf('exported'), path: text(), network: text(), steps: listOf(text()) }),
  jobs: shape({
    type: oneOf('jobs'),
    jobs: listOf(unfinished, LIMITS.jobs),
    answers: listOf(waiting, LIMITS.jobs),
    more: truth,
  }),
};

const plainError = shape(error);
const askError = shape({
  ...error, answer: name, identity, reason: oneOf('other-site', 'no-job', 'has-certificate'),
});

/** Names that are new to this version may come; one that is known has its own code. */
function isError(reply) {
  return (reply.name === 'ASK' ? askError : plainError)(reply)
    && (!Object.hasOwn(CODES, reply.name) || CODES[reply.name] === reply.code);
}

/**
 * A reply of the host that is of one of the expected types and right in every field.
 * Throws the host's own error as a Failure, and HOST_REPLY for everything else.
 */
export function checkReply(reply, ...expected) {
  const type = typeof reply === 'object' && reply !== null ? reply.type : undefined;
  if (type === 'error' && isError(reply)) {
    throw new Failure(reply.name, reply);
  }
  if (!expected.includes(type) || !REPLIES[type](reply)) {
    throw new Failure('HOST_REPLY', { message: `a bad reply to ${expected.join(' or ')}` });
  }
  return reply;
}

// eslint-disable-next-line no-control-regex -- IA5 is exactly this range; NUL is refused
const ascii = matching(/^[\x01-\x7f]*$/, LIMITS.challenge);

const REQUESTS = {
  hello: shape({ type: oneOf('hello'), version: count, language: text(LIMITS.string) }),
  issue: shape({
    type: oneOf('issue'), site, target: site, key: oneOf(...KEYS), challenge: ascii,
  }),
  sent: shape({ type: oneOf('sent'), job: name }),
  answer: shape({ type: oneOf('answer'), site, mime: text(LIMITS.string), ask: oneOf('yes', 'no') }),
  file: shape({ type: oneOf('file'), name: text(LIMITS.string) }),
  bytes: shape({ type: oneOf('bytes'), data: matching(/^[0-9A-Za-z+/]+={0,2}$/, 262144) }),
  end: shape({ type: oneOf('end') }),
  install: shape({ type: oneOf('install'), answer: name }),
  look: shape({ type: oneOf('look'), answer: name, ask: oneOf('yes', 'no') }),
  discard: shape({ type: oneOf('discard'), answer: name }),
  save: shape({ type: oneOf('save'), answer: name }),
  jobs: shape({ type: oneOf('jobs') }),
  forget: shape({ type: oneOf('forget'), job: name }),
  identities: shape({ type: oneOf('identities') }),
  remove: shape({ type: oneOf('remove'), fingerprint, backup: oneOf('yes', 'no') }),
  verify: shape({ type: oneOf('verify'), fingerprint }),
  portal: shape({ type: oneOf('portal'), fingerprint, address }),
  export: shape({
    type: oneOf('export'), fingerprint, for: text(LIMITS.string), password: oneOf('own', 'made'),
    settings: matching(/^([0-9A-Za-z+/]+={0,2})?$/, 524288),
  }),
};

/** A request that keeps the protocol's rules; BAD_FORM where a page's words break them. */
export function checkRequest(request) {
  if (!REQUESTS[request.type]?.(request) || lengthOf(JSON.stringify(request)) > LIMITS.message) {
    throw new Failure('BAD_FORM', { message: `not a request: ${request.type}` });
  }
  return request;
}

export const hello = (language) => ({ type: 'hello', version: VERSION, language });
export const issue = (from, target, key, challenge) =>
  ({ type: 'issue', site: from, target, key, challenge });
export const sent = (job) => ({ type: 'sent', job });
/* Whether a window may open and ask for a password: only where the person has just pressed. */
const yesOrNo = (may) => (may ? 'yes' : 'no');

export const answer = (from, mime, mayAsk) =>
  ({ type: 'answer', site: from, mime, ask: yesOrNo(mayAsk) });
export const file = (called) => ({ type: 'file', name: called });
export const bytes = (piece) => ({ type: 'bytes', data: toBase64(piece) });
export const end = () => ({ type: 'end' });
export const install = (id) => ({ type: 'install', answer: id });
export const look = (id, mayAsk) => ({ type: 'look', answer: id, ask: yesOrNo(mayAsk) });
export const discard = (id) => ({ type: 'discard', answer: id });
export const save = (id) => ({ type: 'save', answer: id });
export const jobs = () => ({ type: 'jobs' });
export const forget = (id) => ({ type: 'forget', job: id });
export const identities = () => ({ type: 'identities' });
export const remove = (of, withBackup) => ({ type: 'remove', fingerprint: of, backup: yesOrNo(withBackup) });
export const verify = (of) => ({ type: 'verify', fingerprint: of });
export const portal = (of, where) => ({ type: 'portal', fingerprint: of, address: where });
/**
 * @param {boolean} made a password that the host makes and shows, else one of the person's own
 * @param {Uint8Array} [settings] of the network, for a Wi-Fi profile
 */
export const exportFor = (target, of, made, settings = new Uint8Array()) => ({
  type: 'export', fingerprint: of, for: target, password: made ? 'made' : 'own',
  settings: toBase64(settings),
});
