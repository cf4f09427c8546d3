// SPDX-License-Identifier: MPL-2.0
// An identity out of the profile for good, with a backup first.
import { fingerprint, text, truth } from './field.js';
import { reply, request, wordOf, yesOrNo } from './message.js';

const make = request('remove', { fingerprint, backup: yesOrNo }, reply('removed', { path: text(), key: truth }));

export const remove = ({ fingerprint: of, backup }) => make({ fingerprint: of, backup: wordOf(backup) });
