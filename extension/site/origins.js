// SPDX-License-Identifier: MPL-2.0
// Sites by their origin ("https://portal.example:8443"), and Firefox's patterns for them.
import { isSafe } from '../host/field.js';

/** The origin of an address, or null where it is no page of the web. */
export function originOf(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : null;
}

/** Encrypted, or this very machine: the host takes no other (PROTOCOL.md). */
export const isSecure = (origin) => isSafe(new URL(origin));

/** What the person is asked to allow: one scheme and one host. Match patterns have no ports. */
export function patternOf(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

export const hostOf = (origin) => new URL(origin).hostname;

/** Both are covered by the same pattern. */
export const samePattern = (one, other) => patternOf(one) === patternOf(other);
