// SPDX-License-Identifier: MPL-2.0
// Texts about what is unusual in certificates, which is no failure.
import { message } from './text.js';

/** Of what has no words here an empty text. */
export const oddWords = (odd = []) =>
  odd.map((word) => message(`odd_${word.replaceAll('-', '_')}`)).filter(Boolean).join(' ');

/** Texts by fingerprint; of one of which nobody can tell an empty one, too. */
export async function oddities(identities) {
  const fingerprints = identities.map(({ fingerprint }) => fingerprint);
  const found = await browser.runtime.sendMessage({ type: 'odd', fingerprints });
  return Object.fromEntries(fingerprints.map((one) => [one, oddWords(found[one])]));
}
