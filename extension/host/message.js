// SPDX-License-Identifier: MPL-2.0
// Requests and replies: what all of PROTOCOL.md's messages share. It knows no port.
import { Failure } from './failure.js';
import { count, id, lengthOf, matching, oneOf, optional, shape, text } from './field.js';
import { LIMITS } from './limits.js';
import { identity, proof } from './objects.js';

export const VERSION = 1;

/** The names and codes of nss-helper/base/status.h. */
export const CODES = Object.freeze({
  USAGE: 64, BAD_DATA: 65, NO_INPUT: 66, UNAVAILABLE: 69, INTERNAL: 70, SYSTEM: 71,
  CANT_CREATE: 73, IO: 74,
  BUSY: 75, PROTOCOL: 76, PERMISSION: 77, CONFIG: 78, NO_PROFILE: 80, MANY_PROFILES: 81,
  BAD_DATABASE: 82, PRIMARY_PASSWORD: 83, OLD_NSS: 84, NO_KEY: 85, HAS_CERTIFICATE: 86,
  NO_IDENTITY: 87, MANY_IDENTITIES: 88, NO_CERTIFICATE: 89, KEY_KIND: 90, NOT_PROVEN: 91,
  DATES: 92, CHAIN: 93, TOO_LARGE: 94, NO_SPACE: 95, ASK: 96, NO_JOB: 97, NO_BROWSER: 98,
  NSS: 99, PASSWORD: 100, CANCELLED: 101, NO_PINENTRY: 102, TLS: 103,
  REFUSED: 104, PENDING: 105, NO_NETWORK: 106, REVOKED: 107, LOGIN: 108, TOO_MANY: 109, COMMAND: 111,
  UNUSABLE: 110, KEY_PASSWORD: 112, OPEN_KEY: 113, OTHER_CA: 114, OTHER_SITE: 115,
  SITE_LIST: 116,
});

/** A reply of the host: its type, and a check that every field of a message is right. */
export const reply = (type, fields) =>
  Object.freeze({ type, fits: shape({ type: oneOf(type), ...fields }) });

const kinds = new Map();

/** Whether this message follows the rules of its type. */
export const isRequest = (message) => kinds.get(message.type)?.(message) === true
  && lengthOf(JSON.stringify(message)) <= LIMITS.message;

/** The types of all requests that there are. */
export const types = () => [...kinds.keys()];

/**
 * A request to the host: a function that builds one from the values of its fields. The result has
 * the `message` and its `reply`. BAD_FORM if values of a page break the protocol's rules.
 */
export function request(type, fields, its) {
  kinds.set(type, shape({ type: oneOf(type), ...fields }));
  return (values = {}) => {
    const message = { type, ...values };
    if (message.type !== type || !isRequest(message)) {
      throw new Failure('BAD_FORM', { message: `not a request: ${type}` });
    }
    return Object.freeze({ message, reply: its });
  };
}

export const ok = reply('ok', {});

/** A window of the host asks the person for a password; the reply itself comes after it. */
export const asking = reply('asking', { for: oneOf('file', 'profile', 'new', 'made') });

/** The person cancels that window. This has no reply of its own: the request's reply is CANCELLED. */
export const cancel = request('cancel', {});

/* Says whether a window may ask for a password: only if the person has just pressed. */
export const yesOrNo = oneOf('yes', 'no');
export const wordOf = (wanted) => (wanted ? 'yes' : 'no');

const error = {
  code: count,
  name: matching(/^[A-Z][A-Z0-9_]*$/, 64),
  cause: text(),
  message: text(),
  answer: optional(id),
  identity: optional(identity),
  proof: optional(proof),
};
const plainError = reply('error', error);
const askError = reply('error', {
  ...error, answer: id, identity, reason: oneOf('other-site', 'no-job', 'has-certificate'),
});

/** A name may be unknown to this version; a known name must have its own code. */
function isError(said) {
  return (said.name === 'ASK' ? askError : plainError).fits(said)
    && (!Object.hasOwn(CODES, said.name) || CODES[said.name] === said.code);
}

/**
 * What the host said, if it is one of the expected replies and right in every field.
 * Throws the host's own error as a Failure, and HOST_REPLY for everything else.
 */
export function checkReply(said, ...expected) {
  const type = typeof said === 'object' && said !== null ? said.type : undefined;
  if (type === 'error' && isError(said)) {
    throw new Failure(said.name, said);
  }
  if (!expected.some((one) => one.type === type && one.fits(said))) {
    const due = expected.map((one) => one.type).join(' or ');
    throw new Failure('HOST_REPLY', { message: `a bad reply in place of ${due}` });
  }
  return said;
}
