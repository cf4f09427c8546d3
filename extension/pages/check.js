// SPDX-License-Identifier: MPL-2.0
// Checks whether a certificate still works: proves it again, and asks its CA.
import { openMissing } from './missing.js';
import { proofLines, revocationLine } from './outcome.js';
import { dayOf, listItem } from './show.js';
import { errorText, fromTemplate, message, write } from './text.js';

function linesOf({ proof, revocation }) {
  const said = revocation.asked ? dayOf(revocation.asked) : '';
  const by = message(`proof_by_${revocation.by}`) || revocation.by;
  return proofLines(proof, undefined, revocationLine({ ...revocation, by }, said));
}

/** The name of the message above the lines. */
function verdictOf(lines, { state }) {
  const done = lines.every(({ kind }) => kind === 'good') ? 'check_good' : 'check_done';
  return state === 'revoked' ? 'check_revoked' : done;
}

function showChecks(place, lines, revocation) {
  place.querySelector('.checks').replaceChildren(...lines.map(({ name, kind, parts }) =>
    listItem(message(name, ...parts), kind)));
  place.querySelector('.why').hidden = !revocation.why;
  place.querySelector('.why').textContent = revocation.why ?? '';
}

/** @param {function} done is called with the reply, which may change the state of the certificate */
export async function openCheck(place, owned, done) {
  const { fingerprint } = owned.identity;
  place.replaceChildren(fromTemplate('check'));
  const words = place.querySelector('.words');
  words.textContent = message('check_working');
  const reply = await browser.runtime.sendMessage({ type: 'verify', fingerprint });
  if (reply.error) {
    write(words, errorText(reply.error, reply.message));
    return;
  }
  const lines = linesOf(reply);
  words.textContent = message(verdictOf(lines, reply.revocation));
  showChecks(place, lines, reply.revocation);
  await done();
  await openMissing(place.querySelector('.missing'), fingerprint, reply.proof,
    () => {
      place.closest('[tabindex]').focus(); // the button that has it disappears
      return openCheck(place, owned, done);
    });
}
