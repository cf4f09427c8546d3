// SPDX-License-Identifier: MPL-2.0
// Export an identity for another program, as a file in the download folder.
import { toBase64 } from './bytes.js';
import { base64, fingerprint, listOf, oneOf, text } from './field.js';
import { LIMITS } from './limits.js';
import { ok, reply, request } from './message.js';

const make = request('export', {
  fingerprint,
  for: text(LIMITS.string),
  password: oneOf('own', 'made'),
  settings: base64(LIMITS.settingsBase64),
}, reply('exported', { path: text(), network: text(), steps: listOf(text()) }));

/**
 * @param {boolean} made the host makes and shows the password; else the person chooses it
 * @param {Uint8Array} [settings] of the network, for a Wi-Fi profile
 */
export const exportFor = ({ target, fingerprint: of, made, settings = new Uint8Array() }) =>
  make({ fingerprint: of, for: target, password: made ? 'made' : 'own', settings: toBase64(settings) });

/** Show its last file in the file manager: { fingerprint }. */
export const show = request('show', { fingerprint }, ok);
