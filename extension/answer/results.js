// SPDX-License-Identifier: MPL-2.0
// Writes down what becomes of each response of a CA, and keeps the bytes of those that the
// host has not installed. Both outlive the browser.
import { fromBase64, toBase64 } from '../host/bytes.js';
import { canRetry, failureOf, wantsPerson } from '../host/failure.js';
import { DurableShelf, newId } from '../host/storage.js';
import { isPfx } from './pfx.js';
import { isRetriable, results } from './record.js';

const MOST = 20; // records of one site: no site can push out those of another
const kept = new DurableShelf('bytes');

/* Of this start of the event page: work of an earlier one is not going on any more. */
const life = newId();

/* Bytes of this start of the event page that no disk may have. */
const held = new Map();

/** The bytes that were kept, or null. */
export async function bytesOf(id) {
  const data = await kept.get(id);
  return data === undefined ? held.get(id) ?? null : fromBase64(data);
}

/** A response begins to come from a site: if it is lost, the person is told at least. */
export async function begin(id, { site, mime = '' }, answer) {
  await results.put(id, {
    site, mime, time: Date.now(), kept: false, state: 'working', life, answer,
  });
  await prune(site);
}

/**
 * Its bytes have come. Those of a PKCS#12 file are kept nowhere but in memory: one that
 * opens without a password is an open key.
 */
export async function keep(id, bytes, isKeyFile = false) {
  const secret = isKeyFile || isPfx(bytes);
  if (secret) {
    held.set(id, bytes);
  }
  const has = bytes.length > 0 && !secret;
  await DurableShelf.putAll([
    [results, id, { ...await results.get(id), kept: has, secret }],
    ...(has ? [[kept, id, toBase64(bytes)]] : []),
  ]);
}

/** A record for a response that the host has: that of one that seemed lost, or a new one. */
export async function adopt(answer, site) {
  const lost = (await results.all()).find(([, record]) => record.name === 'LOST' && record.site === site);
  const id = lost?.[0] ?? newId();
  await begin(id, { site }, answer);
  return id;
}

/** The host has it, under this name. */
export async function received(id, answer) {
  held.delete(id);
  await note(id, { answer });
}

/** The id of the record for what the host calls `answer`, or undefined. */
export async function find(answer) {
  const found = (await results.all()).find(([, record]) => record.answer === answer);
  return found?.[0];
}

/** What may go on without the person. */
export async function unsettled() {
  return (await results.all())
    .filter(([, record]) => isRetriable(record) && !wantsPerson(record.name))
    .map(([id]) => id);
}

/** Something more about a record, beside its state. */
export const note = async (id, more) => results.put(id, { ...await results.get(id), ...more });

/** A window of the host asks for a password. */
export const asking = (id, what) => note(id, { asking: what, asked: true });

/** The same certificate has another record. */
export async function isTwin(id) {
  const { known, identity } = await results.get(id);
  return known === true && (await results.all()).some(([other, record]) =>
    other !== id && record.identity?.fingerprint === identity.fingerprint);
}

/** Back to work; `agreed` where the person has said yes to this certificate. */
export async function again(id, agreed = false) {
  await note(id, { state: 'working', life, agreed, asking: undefined, asked: false });
}

export async function installed(id, { answer, identity, proof, others, older, added, known }) {
  const { site, mime, time } = await results.get(id);
  await results.put(id, {
    site, mime, time, kept: false, state: 'installed', answer, identity, proof, others, older, added, known,
  });
  await kept.remove(id);
}

/* With these the host has not kept the response, unless it says so. */
const NOT_AT_HOST = ['BAD_DATA', 'NO_CERTIFICATE', 'NO_JOB', 'NO_KEY', 'SAVED'];

/** The host asks for the person's word, or refuses, or is not there: the bytes stay. */
export async function failed(id, error) {
  const { name, details } = failureOf(error);
  const { identity, proof, cause = '', message = '' } = details;
  const record = await results.get(id);
  // A file with a key came without a press of the person's: first they say yes to it.
  const unasked = name === 'PASSWORD' && !record.asked && details.answer !== undefined;
  const state = name === 'ASK' || unasked ? 'ask' : 'error';
  const reason = unasked ? 'key-file' : details.reason;
  console.error('nss-helper: answer:', name, message);
  const answer = details.answer ?? (NOT_AT_HOST.includes(name) ? undefined : record.answer);
  await results.put(id, {
    ...record, state, name, cause, message, answer, identity, proof, reason, asking: undefined,
    saving: undefined,
  });
}

/**
 * At a start: what was going on at the end of the last one has been interrupted.
 * @returns the ids of those: some may go on, of some nothing is left
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

/** Bytes that an earlier life has not come to remove. */
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

async function prune(site) {
  const ofSite = (await results.all()).filter(([, record]) => record.site === site);
  // What may yet be installed goes last.
  ofSite.sort(([, one], [, other]) => mayGoIn(other) - mayGoIn(one) || other.time - one.time);
  for (const [id] of ofSite.slice(MOST)) {
    await kept.remove(id);
    await results.remove(id);
  }
}
