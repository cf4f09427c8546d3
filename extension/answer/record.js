// SPDX-License-Identifier: MPL-2.0
// The record of a CA's response: results.js writes it, and the result page shows it.
import { canRetry, wantsPerson } from '../host/failure.js';
import { DurableShelf } from '../host/storage.js';

export const results = new DurableShelf('result');

export const get = (id) => results.get(id);
export const all = () => results.all();
export const keyOf = (id) => results.key(id);
export const pageOf = (id) => browser.runtime.getURL(`pages/result.html?id=${id}`);

/** Whether trying again could install it. */
export const isRetriable = ({ state, name, kept: has, answer }) =>
  state === 'error' && canRetry(name) && Boolean(has || answer);

/** Whether only the person can continue, so that no technical details are shown. */
export const isForPerson = ({ name }) => wantsPerson(name);

/** Whether only the host has it: the person has a file of their own, and other bytes are stored here. */
export const isOnlyCopy = ({ site, kept: has }) => site !== '' && !has;

/**
 * Whether it is in the profile but does not work. It must not be kept, or each start would install
 * it again.
 */
export const isStored = ({ state, name, proof }) =>
  state === 'error' && name === 'NOT_PROVEN' && Boolean(proof);

/** Whether the person may discard it: the host has it, and it is not installed. */
export const isDismissible = ({ state, name, answer }) =>
  state === 'ask' || (state === 'error' && Boolean(answer) && name !== 'DISMISSED'
    && (wantsPerson(name) || !canRetry(name)));
