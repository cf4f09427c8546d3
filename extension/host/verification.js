// SPDX-License-Identifier: MPL-2.0
// Whether an identity still works, and what its CA says of it, now or the last time: { fingerprint }. Which issuer
// is missing: { fingerprint, fetch }, with "yes" to get it from the address in the certificate.
import { date, fingerprint, listOf, matching, oneOf, optional, shape, text, truth } from './field.js';
import { reply, request, yesOrNo } from './message.js';
import { proof } from './objects.js';

const settled = shape({
  state: oneOf('good', 'revoked'),
  by: oneOf('OCSP', 'CRL'),
  asked: date, // when the CA said so
  since: optional(date),
  reason: optional(matching(/^[A-Za-z]{1,64}$/)),
});

/* Why nobody could say it. */
const unsettled = shape({ state: oneOf('not checked'), why: text() });

const verdict = (value) => settled(value) || unsettled(value);

export const verify = request('verify', { fingerprint }, reply('verified', { proof, revocation: verdict }));

/** What is known already: no server is asked. */
export const revocation = request('revocation', { fingerprint }, reply('revocation', { revocation: verdict }));

export const issuers = request('issuers', { fingerprint, fetch: yesOrNo }, reply('issuers', {
  proof,
  missing: optional(shape({ name: text(), address: text(), web: truth })),
  fault: optional(shape({ name: text(), what: text() })),
  fetched: listOf(shape({ name: text(), address: text() })),
}));
