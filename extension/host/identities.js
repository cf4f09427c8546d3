// SPDX-License-Identifier: MPL-2.0
// The identities of the profile.
import {
  date, fingerprint, integer, listOf, matching, oneOf, orNone, shape, site, text, truth,
} from './field.js';
import { LIMITS } from './limits.js';
import { reply, request } from './message.js';
import { identity } from './objects.js';

/** The states of a certificate. */
export const STATES = Object.freeze(['revoked', 'broken', 'soon', 'not-yet', 'good', 'expired']);

/* Addresses as they were stored: an older version of this extension accepted more of them. */
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
