// SPDX-License-Identifier: MPL-2.0
// Texts about what is unusual in certificates, which is no failure.
import { sentences } from '../site/sentences.js';
import { message } from './text.js';

/** What has no text here is left out. */
export const oddWords = (odd = []) => sentences(...odd.map((word) => message(`odd_${word.replaceAll('-', '_')}`)));

/** Texts by fingerprint; empty also where the host can't tell. */
export async function oddities(identities) {
  const fingerprints = identities.map(({ fingerprint }) => fingerprint);
  const found = await browser.runtime.sendMessage({ type: 'odd', fingerprints });
  return Object.fromEntries(fingerprints.map((one) => [one, oddWords(found[one])]));
}
