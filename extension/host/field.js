// SPDX-License-Identifier: MPL-2.0
// The forms of a value that PROTOCOL.md allows: functions that say whether it fits.
import { LIMITS } from './limits.js';

const encoder = new TextEncoder();
export const lengthOf = (value) => encoder.encode(value).length;

/** Texts without half characters and without NUL. */
export const text = (max = LIMITS.words) => (value) =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0') && lengthOf(value) <= max;
export const matching = (pattern, max) => (value) => text(max)(value) && pattern.test(value);
export const oneOf = (...words) => (value) => words.includes(value);

export const count = (value) => Number.isSafeInteger(value) && value >= 0;
export const integer = (value) => Number.isSafeInteger(value);
export const truth = (value) => typeof value === 'boolean';

export const listOf = (check, max = LIMITS.list) => (value) =>
  Array.isArray(value) && value.length <= max && value.every(check);

/** It may be "" where nothing is known, or be left out of its object. */
export const orNone = (check) => (value) => value === '' || check(value);
export const optional = (check) => Object.assign((value) => check(value), { optional: true });

/** An object with these fields and no other. */
export const shape = (fields) => (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
  && Object.keys(value).every((key) => Object.hasOwn(fields, key))
  && Object.entries(fields).every(([key, check]) =>
    (Object.hasOwn(value, key) ? check(value[key]) : check.optional === true));

/** A name that the host gave to a job or a response. */
export const id = matching(/^\d{8}T\d{6}-[0-9a-f]{12}$/);

export const fingerprint = matching(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);

export const date = (value) =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)(value) && !Number.isNaN(Date.parse(value));

// eslint-disable-next-line no-control-regex -- IA5 is exactly this range; NUL is refused
export const ascii = (max) => matching(/^[\x01-\x7f]*$/, max);

/* The unused bits are zero, so that the same bytes have only one spelling. */
const BASE64 = /^(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/][AQgw]==|[0-9A-Za-z+/]{2}[AEIMQUYcgkosw048]=)?$/;
export const base64 = (max) => matching(BASE64, max);

/* URL accepts more names than this, which are not names of the DNS. */
const HOST = /^(?:\[[0-9a-f:]+\]|[0-9a-z_][0-9a-z._-]*)$/;

/** Encrypted, or to this very machine. */
export function isSafe({ protocol, hostname }) {
  return protocol === 'https:' || (protocol === 'http:'
    && (['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost')));
}

/** Spelt as the browser does it. */
function isOrigin(value) {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && url.origin === value && url.port !== '0' && HOST.test(url.hostname)
    && isSafe(url);
}

export const site = (value) => text(LIMITS.site)(value) && isOrigin(value);

/** Where a person logs in: an origin, and a path and more behind it. */
export const address = (value) => matching(/^[\x21-\x7e]+$/, LIMITS.site)(value)
  && isOrigin(/^[a-z]+:\/\/[^/]*/.exec(value)?.[0]);
