// SPDX-License-Identifier: MPL-2.0
// Which words an outcome gets. Pure: names of messages and their parts.

const line = (name, kind, ...parts) => ({ name, kind, parts });

/** Whether the person can just go on and use it. A root of one's own is no fault. */
export const isFit = ({ key, signs, dates, chain }) =>
  [key, signs, dates].every((verdict) => verdict === 'good') && ['good', 'untrusted'].includes(chain);

/** What was proven, and what could not be checked. */
export function proofLines(proof, added = { intermediates: 0 }, revocation = line('proof_revocation', 'open')) {
  const verdict = (what) => line(`proof_${what}_${proof[what]}`, proof[what]);
  const chain = { good: 'good', bad: 'bad', untrusted: 'open', incomplete: 'open' }[proof.chain];
  const lines = [
    verdict('key'),
    verdict('signs'),
    verdict('dates'),
    line(`proof_chain_${proof.chain}`, chain),
    revocation,
  ];
  if (added.intermediates > 0) {
    lines.push(line('proof_intermediates', 'good', String(added.intermediates)));
  }
  return lines;
}

/** What its CA says; a host that could not ask says why. */
export function revocationLine({ state, by, reason }) {
  if (state === 'not checked') {
    return line('proof_revocation_open', 'open');
  }
  return state === 'good' ? line('proof_revocation_good', 'good', by)
    : line('proof_revocation_revoked', 'bad', by, reason);
}

/** In the order in which the person takes them. */
export function nextSteps({ name, serialHex, uses }) {
  // As Firefox shows it where it asks which certificate to use.
  const label = `${name} [${serialHex}]`;
  const steps = [line('next_back'), line('next_login', null, label), line('next_visited')];
  if (uses.includes('mail')) {
    steps.push(line('next_mail'));
  }
  return [...steps, line('next_backup')];
}
