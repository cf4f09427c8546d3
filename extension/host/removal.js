// SPDX-License-Identifier: MPL-2.0
// Remove an identity after a backup, list the removed ones, and restore them.
import { date, fingerprint, listOf, oneOf, shape, text, truth } from './field.js';
import { reply, request } from './message.js';
import { identity } from './objects.js';
import { installed } from './response.js';

/** { fingerprint, backup }: the backup is saved now ("yes"), exists already ("kept"), or is not wanted ("no"). */
export const remove = request('remove', { fingerprint, backup: oneOf('yes', 'kept', 'no') },
  reply('removed', { path: text(), key: truth }));

const removal = shape({ identity, removed: date, path: text(), there: truth });

/** The removed identities; `there` tells whether the backup still exists. */
export const removals = request('removals', {}, reply('removals', { removals: listOf(removal) }));

/** The person wants it back: { fingerprint }. */
export const restore = request('restore', { fingerprint }, installed);
