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

/** The person may throw it away: the host has it, and it waits for them, or in vain. */
export const isDismissible = ({ state, name, answer }) =>
  state === 'ask' || (state === 'error' && Boolean(answer) && name !== 'DISMISSED'
    && (wantsPerson(name) || !canRetry(name)));
