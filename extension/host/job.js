// SPDX-License-Identifier: MPL-2.0
// Jobs: a key for a form, whether the form was sent, and unfinished jobs.
import {
  ascii, count, date, id, listOf, matching, oneOf, orNone, shape, site, truth,
} from './field.js';
import { LIMITS } from './limits.js';
import { ok, reply, request } from './message.js';

export const KEYS = Object.freeze(['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384']);
const key = oneOf(...KEYS);

/** The person begins to use a form that wants a key: { site, key }. */
export const prepare = request('prepare', { site, key }, reply('prepared', { ready: truth }));

/** A form wants a key: { site, target, key, challenge }. */
export const issue = request('issue', { site, target: site, key, challenge: ascii(LIMITS.challenge) }, reply('request', {
  job: id,
  spkac: matching(/^[0-9A-Za-z+/]+={0,2}$/, LIMITS.spkac),
}));

/** The form is about to be sent: { job }. */
export const sent = request('sent', { job: id }, ok);

/** It was not sent: { job }. */
export const unsent = request('unsent', { job: id }, ok);

/** The person gives it up: { job }. */
export const forget = request('forget', { job: id }, ok);

/** The person gives up everything of a site: { site }. */
export const clear = request('clear', { site }, reply('cleared', { jobs: count, answers: count }));

const unfinished = shape({
  job: id,
  state: oneOf('key', 'sent', 'received', 'installed'),
  site: orNone(site), // none: requested by the command
  target: orNone(site),
  key,
  begun: date,
  changed: date,
  repeats: oneOf('no', 'itself', 'person'), // an EST server is asked again
});

const waiting = shape({ answer: id, site: orNone(site), received: date, job: orNone(id) });

/** The unfinished jobs and responses. */
export const jobs = request('jobs', {}, reply('jobs', {
  jobs: listOf(unfinished, LIMITS.jobs),
  answers: listOf(waiting, LIMITS.jobs),
  more: truth,
}));
