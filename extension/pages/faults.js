// SPDX-License-Identifier: MPL-2.0
// Since when and why certificates do not work, as far as the host knows without asking a server.
import { sentences } from '../site/sentences.js';
import { foreign, message } from './text.js';

/** Short and long words for a certificate that could not be proven. */
function brokenBy({ proof, fault }) {
  const what = ['key', 'signs', 'chain'].find((part) => proof[part] === 'bad') ?? 'uses';
  return {
    short: message(`broken_${what}`),
    // odd.js says that it has no use for a person.
    long: sentences(what === 'uses' ? '' : message(`proof_${what}_bad`),
      fault ? message('missing_fault', foreign(fault.name)) : ''),
  };
}

/**
 * By fingerprint: { since, reason } of what was revoked, { short, long } of what is broken. There is
 * no entry for a certificate of which the host can't tell.
 */
export async function faultsOf(listed) {
  const inState = (wanted) => listed.filter(({ state }) => state === wanted).map(({ identity }) => identity.fingerprint);
  const { revoked, broken } = await browser.runtime.sendMessage({
    type: 'faults', revoked: inState('revoked'), broken: inState('broken'),
  });
  const named = (replies, words) => Object.entries(replies).map(([fingerprint, reply]) => [fingerprint, words(reply)]);
  return Object.fromEntries([...named(revoked, ({ revocation }) => revocation), ...named(broken, brokenBy)]);
}
