// SPDX-License-Identifier: MPL-2.0
// Continue what an earlier host could not finish.
import { count, date, id, listOf, orNone, shape, site, truth } from './field.js';
import { LIMITS } from './limits.js';
import { reply, request } from './message.js';

const dropped = shape({ answer: id, site: orNone(site), received: date });

/** After the reply come as many `installed` as `resumed` says. */
export const replay = request('replay', {}, reply('replayed', {
  resumed: count,
  dropped: listOf(dropped, LIMITS.jobs),
  more: truth,
}));
