// SPDX-License-Identifier: MPL-2.0
// The greeting: which program the host is, and in which profile it works.
import { count, shape, text, truth } from './field.js';
import { LIMITS } from './limits.js';
import { VERSION, reply, request } from './message.js';

const greeting = reply('hello', {
  version: count,
  program: text(),
  nss: text(),
  nssPath: text(),
  profile: shape({ name: text(), path: text(), locked: truth }),
  resumed: count,
});

const make = request('hello', { version: (value) => value === VERSION, language: text(LIMITS.string) }, greeting);

export const hello = (language) => make({ version: VERSION, language });
