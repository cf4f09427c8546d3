// SPDX-License-Identifier: MPL-2.0
// What the host's doctor finds on this machine, without anything that tells who the person is.
import { listOf, matching, oneOf, shape, text } from './field.js';
import { reply, request } from './message.js';

const WORD = matching(/^[a-z-]{1,64}$/);

export const report = request('report', {}, reply('report', {
  findings: listOf(shape({
    check: WORD, state: oneOf('good', 'hint', 'bad', 'unknown'), name: matching(/^[A-Z][A-Z0-9_]*$/, 64), what: text(),
  })),
}));
