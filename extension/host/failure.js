// SPDX-License-Identifier: MPL-2.0
// Every failure has a name, for which the locales have texts.

/** Names of this extension's own; the host's are in message.js. */
export const OWN_NAMES = [
  'HOST_MISSING', // Firefox finds no host with this name
  'HOST_BROKEN', // it ended before it had replied
  'HOST_TIMEOUT', // it did not reply in time
  'HOST_REPLY', // its reply violates the protocol
  'HOST_VERSION', // it has another version of the protocol
  'SITE_OFF', // the person has not turned the site on
  'SANDBOXED', // the site has put the page into a sandbox, where Firefox tells nobody whose it is
  'NO_PRESS', // a script started it, not a person
  'NOT_SECURE', // the page, or where the form goes, is not encrypted
  'BAD_FORM', // the form asks for something invalid
  'NO_CHOICE', // it wants an unsupported kind of key
  'FORM_CHANGED', // the page has changed the form while the key was made
  'NOT_ALLOWED', // the person did not allow the other host
  'INCOMPLETE', // the response was incomplete
  'UNASKED', // nobody asked for it, and it was too old
  'DISMISSED', // the person did not want it installed
  'SAVED', // the person wanted the file instead; the message is its path
  'INTERRUPTED', // Firefox or the extension was stopped
  'LOST', // the same before the response was complete
];

/** Failures that don't change by trying again with the same bytes. */
const FINAL = new Set([
  'BAD_DATA', 'DATES', 'DISMISSED', 'INCOMPLETE', 'KEY_KIND', 'LOST', 'NO_CERTIFICATE',
  'NO_KEY', 'NOT_PROVEN', 'NOT_SECURE', 'OTHER_CA', 'OTHER_SITE', 'REVOKED', 'SAVED', 'TOO_LARGE', 'UNASKED',
  'UNUSABLE',
]);

/** Only the person can go on: with a password, or a program that asks for it. */
const WANTS_PERSON = new Set([
  'CANCELLED', 'KEY_PASSWORD', 'NO_PINENTRY', 'OPEN_KEY', 'PASSWORD', 'PRIMARY_PASSWORD',
]);

export const wantsPerson = (name) => WANTS_PERSON.has(name);

export const canRetry = (name) => !FINAL.has(name);

export class Failure extends Error {
  /**
   * @param {string} name of message.js or OWN_NAMES
   * @param {object} [details] message (English, for the log), and of the host's errors
   *   code, cause, answer, identity, reason
   */
  constructor(name, details = {}) {
    super(details.message ?? name);
    this.name = name;
    this.details = details;
  }
}

/** Any thrown value as a Failure; one without a name is a bug of this program. */
export function failureOf(error) {
  return error instanceof Failure ? error : new Failure('INTERNAL', { message: String(error) });
}
