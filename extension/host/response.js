// SPDX-License-Identifier: MPL-2.0
// A CA's response (on the wire an "answer"), or a file that the person has chosen: as it arrives,
// and as the host keeps it.
import { toBase64 } from './bytes.js';
import {
  base64, count, id, listOf, orNone, shape, site, text, truth,
} from './field.js';
import { LIMITS } from './limits.js';
import { ok, reply, request, wordOf, yesOrNo } from './message.js';
import { identity, proof } from './objects.js';

/** The host has stored all its bytes. */
export const received = reply('received', { answer: id });

export const installed = reply('installed', {
  answer: id,
  job: orNone(id),
  site: orNone(site),
  identity,
  proof,
  others: listOf(identity),
  older: listOf(identity),
  added: shape({ identities: count, intermediates: count }),
  known: truth,
});

const makeBegin = request('answer', { site, mime: text(LIMITS.string), ask: yesOrNo });
const makeLook = request('look', { answer: id, ask: yesOrNo }, installed);

/** A CA's response from that site begins to arrive. */
export const begin = (from, mime, mayAsk) => makeBegin({ site: from, mime, ask: wordOf(mayAsk) });

/** A file with this { name } begins to arrive. */
export const file = request('file', { name: text(LIMITS.string) });

const data = base64(LIMITS.base64);
const makeBytes = request('bytes', { data: (value) => value !== '' && data(value) });
export const bytes = (piece) => makeBytes({ data: toBase64(piece) });

/** All of it was sent. After `received` comes `installed`, or an error. */
export const end = request('end', {}, received);

/** The person agrees to it: { answer }. */
export const install = request('install', { answer: id }, installed);

/** Try it again, without asking the person. */
export const look = (answer, mayAsk) => makeLook({ answer, ask: wordOf(mayAsk) });

/** The person does not want it: { answer }. */
export const discard = request('discard', { answer: id }, ok);

/** The person wants the file itself: { answer }. */
export const save = request('save', { answer: id }, reply('saved', { path: text() }));
