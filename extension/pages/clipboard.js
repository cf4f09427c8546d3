// SPDX-License-Identifier: MPL-2.0
// Copies a text for the person.
import { message } from './text.js';

/** @param {HTMLElement} told says whether that worked */
export async function copyText(text, told) {
  told.textContent = '';
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  told.textContent = message(copied ? 'result_copied' : 'result_not_copied');
}
