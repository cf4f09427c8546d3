// SPDX-License-Identifier: MPL-2.0
// What became of a CA's response: results.js writes it, the result page shows it.
import { canRetry, wantsPerson } from '../host/failure.js';
import { DurableShelf } from '../host/storage.js';

export const results = new DurableShelf('result');

export const get = (id) => results.get(id);
export const all = () => results.all();
export const keyOf = (id) => results.key(id);
export const pageOf = (id) => browser.runtime.getURL(`pages/result.html?id=${id}`);

/** It may go in if it is tried again. */
export const isRetriable = ({ state, name, kept: has, answer }) =>
  state === 'error' && canRetry(name) && Boolean(has || answer);

/** Only the person can go on: what to do is said in full, and there is no more to tell. */
export const isForPerson = ({ name }) => wantsPerson(name);

/** Nobody but the host has it: what the person has chosen is theirs, and other bytes are kept here. */
export const isOnlyCopy = ({ site, kept: has }) => site !== '' && !has;

/** It is in the profile, and does not work: what is kept of it would bring it back at each start. */
export const isStored = ({ state, name, proof }) =>
  state === 'error' && name === 'NOT_PROVEN' && Boolean(proof);

/** The person may throw it away: the host has it, and it waits for them, or in vain. */
export const isDismissible = ({ state, name, answer }) =>
  state === 'ask' || (state === 'error' && Boolean(answer) && name !== 'DISMISSED'
    && (wantsPerson(name) || !canRetry(name)));
