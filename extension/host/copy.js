// SPDX-License-Identifier: MPL-2.0
// Copy an identity into another profile of the same user.
import { fingerprint, listOf, oneOf, shape, text, truth } from './field.js';
import { LIMITS } from './limits.js';
import { reply, request } from './message.js';

const place = shape({
  path: text(), name: text(), product: text(), family: oneOf('firefox', 'thunderbird', 'chromium'), running: truth,
});

/** The profiles that a copy can go to. */
export const places = request('places', {}, reply('places', { places: listOf(place) }));

/** { fingerprint, to }: the path of such a place. */
export const copy = request('copy', { fingerprint, to: text(LIMITS.string) },
  reply('copied', { known: truth, steps: listOf(text()) }));
