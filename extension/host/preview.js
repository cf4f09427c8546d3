// SPDX-License-Identifier: MPL-2.0
// What a file that the person has chosen would bring, before they import it. Its bytes and their `end`
// are those of response.js.
import { count, oneOf, truth } from './field.js';
import { reply, request } from './message.js';
import { identity } from './objects.js';

const fields = { key: truth, known: truth, others: count };
const open = reply('previewed', { ...fields, sealed: oneOf(false), identity });
const sealed = reply('previewed', { ...fields, sealed: oneOf(true) });

/** `key`: whether it has a key; `sealed`: its content needs its password; `others`: certificates beside the identity. */
export const previewed = Object.freeze({
  type: 'previewed', fits: (said) => open.fits(said) || sealed.fits(said),
});

export const preview = request('preview', {}, previewed);
