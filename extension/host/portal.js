// SPDX-License-Identifier: MPL-2.0
// The address of the portal for renewing or revoking a certificate: { fingerprint, address }.
import { address, fingerprint } from './field.js';
import { ok, request } from './message.js';

export const portal = request('portal', { fingerprint, address }, ok);
