// SPDX-License-Identifier: MPL-2.0
// The objects that several replies have in them (PROTOCOL.md).
import { date, fingerprint, listOf, matching, oneOf, shape, text } from './field.js';

export const identity = shape({
  fingerprint,
  subject: text(),
  name: text(),
  emails: listOf(text()),
  issuer: text(),
  issuerName: text(),
  serialHex: matching(/^[0-9A-F]{2}(:[0-9A-F]{2})*$/),
  serialDecimal: matching(/^-?\d+$/),
  notBefore: date,
  notAfter: date,
  key: text(),
  uses: listOf(oneOf('login', 'mail')),
  nickname: text(),
  chain: listOf(text()),
});

const verdict = oneOf('good', 'bad');

export const proof = shape({
  key: verdict,
  signs: verdict,
  dates: verdict,
  chain: oneOf('good', 'untrusted', 'incomplete', 'bad'),
  revocation: oneOf('not checked'),
});
