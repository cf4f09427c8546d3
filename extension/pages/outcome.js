// SPDX-License-Identifier: MPL-2.0
// Chooses the texts for an outcome. Pure: returns names of messages and their parts.

const line = (name, kind, ...parts) => ({ name, kind, parts });

/** Whether the certificate can be used. An untrusted root is no fault. */
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

/** What its CA says, and on which day it said so; a host that could not ask says why. */
export function revocationLine({ state, by }, day) {
  if (state === 'not checked') {
    return line('proof_revocation_open', 'open');
  }
  return state === 'good' ? line('proof_revocation_good', 'good', by, day)
    : line('proof_revocation_revoked', 'bad', by);
}

const INCOMPLETE = 'proof_chain_incomplete';

/**
 * What the person has to know before they use it. What could not be checked is no fault yet.
 * @param {boolean} isTold whether the page says already which issuer is missing
 */
export const problems = (lines, isTold) => lines.filter(({ kind, name }) =>
  kind === 'bad' || (name === INCOMPLETE && !isTold));

/** In the order in which the person takes them. No site is named: the one that issues a certificate may not ask for one. */
export function nextSteps({ name, serialHex, uses }, { fromSite, elsewhere, toTry, saved }) {
  // As Firefox shows it where it asks which certificate to use.
  const label = `${name} [${serialHex}]`;
  return [
    ...(fromSite ? [line('next_portal')] : []),
    toTry ? line('next_try', null, toTry) : line('next_test'),
    line('next_choose', null, label),
    ...(uses.includes('mail') ? [line('next_mail', null, elsewhere)] : []),
    ...(saved ? [] : [line('next_backup')]),
  ];
}
