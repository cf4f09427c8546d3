// SPDX-License-Identifier: MPL-2.0
// Whether an identity still works, and what its CA says of it: { fingerprint }.
import { date, fingerprint, matching, oneOf, optional, shape, text } from './field.js';
import { reply, request } from './message.js';
import { proof } from './objects.js';

const settled = shape({
  state: oneOf('good', 'revoked'),
  by: oneOf('OCSP', 'CRL'),
  asked: date,
  since: optional(date),
  reason: optional(matching(/^[A-Za-z]{1,64}$/)),
});

/* Nobody could say it, and why. */
const unsettled = shape({ state: oneOf('not checked'), why: text() });

export const verify = request('verify', { fingerprint }, reply('verified', {
  proof,
  revocation: (value) => settled(value) || unsettled(value),
}));
