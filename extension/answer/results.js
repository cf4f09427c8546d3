// SPDX-License-Identifier: MPL-2.0
// Records the outcome of each response of a CA, and keeps the bytes of those that the host has not
// installed. Both survive a restart of the browser.
import { fromBase64, toBase64 } from '../host/bytes.js';
import { canRetry, failureOf, wantsPerson } from '../host/failure.js';
import { LIMITS } from '../host/limits.js';
import { DurableShelf, newId } from '../host/storage.js';
import { kindOf } from './kind.js';
import { isRetriable, results } from './record.js';

/* Limits in number and in bytes. No site can displace the records of others. */
const OF_SITE = { records: 20, bytes: 8 << 20 };
const IN_ALL = { records: 200, bytes: 32 << 20 };
const kept = new DurableShelf('bytes');

/* Identifies this start of the event page: work of earlier ones has ended. */
const life = newId();

/* Bytes that must not be written to a disk. */
const held = new Map();

/** The bytes that were kept, or null. */
export async function bytesOf(id) {
  const data = await kept.get(id);
  return data === undefined ? held.get(id) ?? null : fromBase64(data);
}

/**
 * A response of a site begins. The record makes sure that the person is told if it is lost.
 * @param {object} from site and mime, and mayAsk where the person has pressed for it or a job waits;
 *   `chosen` for a file of the person's own, which only they keep
 */
export async function begin(id, { site, mime = '', mayAsk = false, chosen = false }, answer) {
  await results.put(id, {
    site, mime, time: Date.now(), kept: false, state: 'working', life, answer, chosen, wanted: mayAsk,
  });
  await prune();
}

/**
 * Its bytes have come. Those of a file with a key are kept only in memory, because the file may
 * open without a password.
 */
export async function keep(id, bytes, isKeyFile = false) {
  const secret = isKeyFile || kindOf(bytes) === 'key';
  const has = bytes.length > 0 && !secret;
  const record = await results.get(id);
  if (!record) {
    return;
  }
  if (secret && bytes.length > 0) {
    held.set(id, bytes);
  }
  await DurableShelf.putAll([
    [results, id, { ...record, kept: has, secret, size: has ? bytes.length : 0 }],
    ...(has ? [[kept, id, toBase64(bytes)]] : []),
  ]);
  await prune();
}

/** A record for a response that the host has: the record of one that seemed lost, or a new one. */
export async function adopt(answer, site) {
  const lost = (await results.all()).find(([, record]) => record.name === 'LOST' && record.site === site);
  const id = lost?.[0] ?? newId();
  await begin(id, { site }, answer);
  return id;
}

/** The host has stored it under this name. */
export async function received(id, answer) {
  held.delete(id);
  await note(id, { answer });
}

/** Removes a record that is not needed any more. */
export async function drop(id) {
  held.delete(id);
  await kept.remove(id);
  await results.remove(id);
}

/** The id of the record for what the host calls `answer`, or undefined. */
export async function find(answer) {
  const found = (await results.all()).find(([, record]) => record.answer === answer);
  return found?.[0];
}

/** The records that can continue without the person. */
export async function unsettled() {
  return (await results.all())
    .filter(([, record]) => isRetriable(record) && !wantsPerson(record.name))
    .map(([id]) => id);
}

/** Adds something to a record, apart from its state, unless it was removed meanwhile. */
export async function note(id, more) {
  const record = await results.get(id);
  await (record && results.put(id, { ...record, ...more }));
}

/** A window of the host asks for a password. */
export const asking = (id, what) => note(id, { asking: what, asked: true });

/** Removes a record whose certificate has another record. */
export async function isTwin(id) {
  const { known, identity } = await results.get(id) ?? {};
  return known === true && (await results.all()).some(([other, record]) =>
    other !== id && record.identity?.fingerprint === identity.fingerprint);
}

/** Working on it again; `agreed`: the person has agreed to this certificate. */
export async function again(id, agreed = false) {
  await note(id, { state: 'working', life, agreed, asking: undefined, asked: false });
}

/** Records the installation, even if the record was removed meanwhile. */
export async function installed(id, { site: from, answer, identity, proof, others, older, added, known }) {
  const { site, mime, time } = await results.get(id) ?? { site: from, mime: '', time: Date.now() };
  await results.put(id, {
    site, mime, time, kept: false, state: 'installed', answer, identity, proof, others, older, added, known,
  });
  await kept.remove(id);
}

/* After these errors the host has not kept the response, unless it says so. */
const NOT_AT_HOST = ['BAD_DATA', 'NO_CERTIFICATE', 'NO_JOB', 'NO_KEY', 'OTHER_CA', 'SAVED'];

/* What only the person can give to open a file with a key. */
const OPENS = ['OPEN_KEY', 'PASSWORD'];

/** Records why it was not installed: the host asks the person, rejects it, or is not there. */
export async function failed(id, error) {
  const { name, details } = failureOf(error);
  const { identity, proof, odd, cause = '', message = '' } = details;
  const record = await results.get(id);
  if (!record) {
    return;
  }
  // The person has done nothing to get this file with a key, so they must agree first.
  const unasked = OPENS.includes(name) && !record.asked && details.answer !== undefined;
  const state = name === 'ASK' || unasked ? 'ask' : 'error';
  const ofFile = name === 'OPEN_KEY' ? 'open-key-file' : 'key-file';
  const reason = unasked ? ofFile : details.reason;
  console.error('nss-helper: answer:', name, message);
  const isGone = record.chosen || NOT_AT_HOST.includes(name);
  const answer = details.answer ?? (isGone ? undefined : record.answer);
  await results.put(id, {
    ...record, state, name, cause, message, answer, identity, proof, reason, odd, asking: undefined,
    saving: undefined,
  });
}

/**
 * At a start: what was going on at the end of the last one has been interrupted.
 * @returns the ids of the interrupted ones; of some nothing is left
 */
export async function recover() {
  const interrupted = (await results.all()).filter(([, record]) =>
    record.state === 'working' && record.life !== life);
  for (const [id, record] of interrupted) {
    const name = record.kept || record.answer ? 'INTERRUPTED' : 'LOST';
    await results.put(id, { ...record, state: 'error', name });
  }
  await sweep();
  return interrupted.map(([id]) => id);
}

/** Removes bytes that an earlier start did not remove. */
async function sweep() {
  for (const [id] of await kept.all()) {
    const record = await results.get(id);
    if (!record?.kept && record?.life !== life) {
      await kept.remove(id);
    }
  }
}

const mayGoIn = ({ state, name }) =>
  state === 'working' || state === 'ask' || (state === 'error' && canRetry(name));

/* 2 if the person has started it. */
const rank = (record) => (mayGoIn(record) ? 1 + (record.wanted ? 1 : 0) : 0);

/** First what can still be installed, the wanted ones before others; then the newest. */
const inOrder = ([, one], [, other]) => rank(other) - rank(one) || other.time - one.time;

/** The records beyond the limit. */
function beyond(records, most) {
  let bytes = 0;
  return records.filter(([, { kept: has, size = LIMITS.response }], at) => {
    bytes += has ? size : 0;
    return at >= most.records || bytes > most.bytes;
  });
}

/** The first of each site, then the second of each, and so on. */
function inTurns(sites) {
  const length = Math.max(0, ...sites.map((records) => records.length));
  return Array.from({ length }, (_, at) => sites.flatMap((records) => records.slice(at, at + 1))).flat();
}

const ofEachSite = (all) => {
  const sites = new Map();
  for (const one of all.sort(inOrder)) {
    sites.set(one[1].site, [...sites.get(one[1].site) ?? [], one]);
  }
  return [...sites.values()];
};

async function prune() {
  const sites = ofEachSite(await results.all());
  const left = sites.map((records) => {
    const gone = new Set(beyond(records, OF_SITE));
    return records.filter((one) => !gone.has(one));
  });
  const stay = new Set(left.flat());
  for (const one of beyond(inTurns(left), IN_ALL)) {
    stay.delete(one);
  }
  for (const one of sites.flat()) {
    await (stay.has(one) ? undefined : drop(one[0]));
  }
}

/** The host has removed it because nobody asked for it for a week. */
export async function onUnasked({ answer }) {
  const id = await find(answer);
  if (id !== undefined) {
    await note(id, { state: 'error', name: 'UNASKED', kept: false, answer: undefined });
    await kept.remove(id);
  }
}

/** The person has given up everything of this site. Records of installed certificates stay. */
export async function dropSite(site) {
  const host = (origin) => URL.canParse(origin) && new URL(origin).hostname;
  for (const [id, record] of await results.all()) {
    if (record.state !== 'installed' && host(record.site) === host(site)) {
      await drop(id);
    }
  }
}
