// SPDX-License-Identifier: MPL-2.0
// Where the person logs in to have a certificate renewed or revoked: { fingerprint, address }.
import { address, fingerprint } from './field.js';
import { ok, request } from './message.js';

export const portal = request('portal', { fingerprint, address }, ok);
