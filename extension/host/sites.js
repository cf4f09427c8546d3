// SPDX-License-Identifier: MPL-2.0
// The sites that the administrator has named, as the host reads them.
import { address, listOf, orNone, shape, site, text, truth } from './field.js';
import { reply, request } from './message.js';

export const sites = request('sites', {}, reply('sites', {
  locked: truth,
  sites: listOf(shape({ site, name: text(), test: orNone(address), wifi: truth })),
}));
