// SPDX-License-Identifier: MPL-2.0
// An identity straight into another profile of the same person.
import { fingerprint, listOf, oneOf, shape, text, truth } from './field.js';
import { LIMITS } from './limits.js';
import { reply, request } from './message.js';

const place = shape({
  path: text(), name: text(), product: text(), family: oneOf('firefox', 'thunderbird', 'chromium'), running: truth,
});

/** Where a copy can go. */
export const places = request('places', {}, reply('places', { places: listOf(place) }));

/** { fingerprint, to }: the path of such a place. */
export const copy = request('copy', { fingerprint, to: text(LIMITS.string) },
  reply('copied', { known: truth, steps: listOf(text()) }));
