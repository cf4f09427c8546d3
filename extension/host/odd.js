// SPDX-License-Identifier: MPL-2.0
// What is unusual in a certificate. Words may come that are new to this version.
import { fingerprint, id, listOf, matching } from './field.js';
import { reply, request } from './message.js';

const its = reply('odd', {
  odd: listOf(matching(/^[a-z-]{1,64}$/)),
});

/** In a certificate of the profile: { fingerprint }. */
export const odd = request('odd', { fingerprint }, its);

/** In a certificate of a stored response, before the person agrees to it: { answer, fingerprint }. */
export const peek = request('peek', { answer: id, fingerprint }, its);
