// SPDX-License-Identifier: MPL-2.0
// What became of each answer of a CA, for the result page; and the bytes of those that
// the host has not installed. Both outlive the browser.
import { fromBase64, isPfx, toBase64 } from './bytes.js';
import { canRetry, failureOf } from './failure.js';
import { DurableShelf, newId } from './state.js';

const MOST = 20; // records of one site: no site can push out those of another
const results = new DurableShelf('result');
const kept = new DurableShelf('bytes');

/* Of this start of the event page: work of an earlier one is not going on any more. */
const life = newId();

export const get = (id) => results.get(id);
export const keyOf = (id) => results.key(id);
export const pageOf = (id) => browser.runtime.getURL(`pages/result.html?id=${id}`);

/** The bytes that were kept, or null. */
export async function bytesOf(id) {
  const data = await kept.get(id);
  return data === undefined ? null : fromBase64(data);
}

/**
 * All bytes of an answer have come from a site; whether it is installed is yet open. A
 * PKCS#12 file is never kept: one that opens without a password is an open key.
 */
export async function begin(id, { site, mime }, bytes) {
  const keep = bytes.length > 0 && !isPfx(bytes);
  const record = { site, mime, time: Date.now(), kept: keep, state: 'working', life };
  await DurableShelf.putAll([
    [results, id, record],
    ...(keep ? [[kept, id, toBase64(bytes)]] : []),
  ]);
  await prune(site);
}

/** A record for an answer that the host has, and this extension knows nothing of. */
export async function adopt(answer, site) {
  const id = newId();
  await results.put(id, {
    site, mime: '', time: Date.now(), kept: false, state: 'working', life, answer,
  });
  return id;
}

/** The host has it, under this name. */
export async function received(id, answer) {
  await results.put(id, { ...await results.get(id), answer });
}

/** The id of the record for what the host calls `answer`, or undefined. */
export async function find(answer) {
  const found = (await results.all()).find(([, record]) => record.answer === answer);
  return found?.[0];
}

/** Those that may go in if they are tried again. */
export async function unsettled() {
  return (await results.all()).filter(([, { state, name, kept: has, answer }]) =>
    state === 'error' && canRetry(name) && (has || answer)).map(([id]) => id);
}

/** Back to work; `agreed` where the person has said yes to this certificate. */
export async function again(id, agreed = false) {
  await results.put(id, { ...await results.get(id), state: 'working', life, agreed });
}

export async function installed(id, { answer, identity, proof, added, known }) {
  await kept.remove(id);
  const { site, mime, time } = await results.get(id);
  await results.put(id, {
    site, mime, time, kept: false, state: 'installed', answer, identity, proof, added, known,
  });
}

/** The host asks for the person's word, or refuses, or is not there: the bytes stay. */
export async function failed(id, error) {
  const { name, details } = failureOf(error);
  const { identity, proof, reason, cause = '', message = '' } = details;
  const state = name === 'ASK' ? 'ask' : 'error';
  console.error('nss-helper: answer:', name, message);
  const record = await results.get(id);
  // A host that says an error says, too, whether it has kept the answer.
  const answer = details.code === undefined ? record.answer : details.answer;
  await results.put(id, {
    ...record, state, name, cause, message, answer, identity, proof, reason,
  });
}

/** At a start: what was going on at the end of the last one has been interrupted. */
export async function recover() {
  for (const [id, record] of await results.all()) {
    if (record.state === 'working' && record.life !== life) {
      await results.put(id, { ...record, state: 'error', name: 'INTERRUPTED' });
    }
  }
}

async function prune(site) {
  const ofSite = (await results.all()).filter(([, record]) => record.site === site);
  ofSite.sort(([, one], [, other]) => other.time - one.time);
  for (const [id] of ofSite.slice(MOST)) {
    await kept.remove(id);
    await results.remove(id);
  }
}
