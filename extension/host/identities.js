// SPDX-License-Identifier: MPL-2.0
// The identities of the profile.
import {
  date, fingerprint, integer, listOf, matching, oneOf, orNone, shape, site, text, truth,
} from './field.js';
import { LIMITS } from './limits.js';
import { reply, request } from './message.js';
import { identity } from './objects.js';

/** How a certificate stands. */
export const STATES = Object.freeze(['revoked', 'broken', 'soon', 'not-yet', 'good', 'expired']);

/* As it was kept: an older version of this extension let more pass. */
const kept = matching(/^https?:\/\/[^/\s]+(\/[\x21-\x7e]*)?$/, LIMITS.site);

const copy = shape({ kind: text(), place: text(), time: date });

const owned = shape({
  identity,
  state: oneOf(...STATES),
  daysLeft: integer,
  site: orNone(site),
  portal: orNone(kept),
  newer: orNone(fingerprint),
  copies: listOf(copy, LIMITS.copies),
});

export const identities = request('identities', {}, reply('identities', {
  identities: listOf(owned),
  more: truth,
}));
