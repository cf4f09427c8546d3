// SPDX-License-Identifier: MPL-2.0
// What became of each answer of a CA, for the result page; and the bytes of those that
// the host has not installed. Both outlive the browser.
import { fromBase64, toBase64 } from './bytes.js';
import { failureOf } from './failure.js';
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

/** All bytes of an answer have come from a site; whether it is installed is yet open. */
export async function begin(id, { site, mime }, bytes) {
  if (bytes.length > 0) {
    await kept.put(id, toBase64(bytes));
  }
  const record = { site, mime, time: Date.now(), kept: bytes.length > 0 };
  await results.put(id, { ...record, state: 'working', life });
  await prune(site);
}

/** Back to work; `agreed` where the person has said yes to this certificate. */
export async function again(id, agreed = false) {
  await results.put(id, { ...await results.get(id), state: 'working', life, agreed });
}

export async function installed(id, { identity, proof, added, known }) {
  await kept.remove(id);
  const { site, mime, time } = await results.get(id);
  await results.put(id, {
    site, mime, time, kept: false, state: 'installed', identity, proof, added, known,
  });
}

/** The host asks for the person's word, or refuses, or is not there: the bytes stay. */
export async function failed(id, error) {
  const { name, details } = failureOf(error);
  const { answer, identity, proof, reason, cause = '', message = '' } = details;
  const state = name === 'ASK' ? 'ask' : 'error';
  console.error('nss-helper: answer:', name, message);
  const record = await results.get(id);
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
