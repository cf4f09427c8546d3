// SPDX-License-Identifier: MPL-2.0
// Since when and why certificates do not work, as far as the host knows without asking a server.
import { foreign, message } from './text.js';

/** Of one that could not be proven: short and long words. */
function brokenBy({ proof, fault }) {
  const what = ['key', 'signs', 'chain'].find((part) => proof[part] === 'bad') ?? 'uses';
  return {
    short: message(`broken_${what}`),
    // That it is for no use of a person, odd.js says.
    long: [
      what === 'uses' ? '' : message(`proof_${what}_bad`),
      fault ? message('missing_fault', foreign(fault.name)) : '',
    ].filter(Boolean).join(' '),
  };
}

/**
 * By fingerprint: { since, reason } of what was revoked, { short, long } of what is broken. Of one of
 * which nobody can tell there is nothing.
 */
export async function faultsOf(listed) {
  const inState = (wanted) => listed.filter(({ state }) => state === wanted).map(({ identity }) => identity.fingerprint);
  const { revoked, broken } = await browser.runtime.sendMessage({
    type: 'faults', revoked: inState('revoked'), broken: inState('broken'),
  });
  const named = (replies, words) => Object.entries(replies).map(([fingerprint, reply]) => [fingerprint, words(reply)]);
  return Object.fromEntries([...named(revoked, ({ revocation }) => revocation), ...named(broken, brokenBy)]);
}
