// SPDX-License-Identifier: MPL-2.0
// The missing issuer of a certificate: its name, the address of its certificate, and a button to
// fetch it. The host takes the address from the certificate itself.
import { errorText, foreign, message, write } from './text.js';

const ask = (fingerprint, fetch) => browser.runtime.sendMessage({ type: 'issuers', fingerprint, fetch });

const NEEDED = ['incomplete', 'bad'];

function show(place, { missing, fault }) {
  const where = place.querySelector('.where');
  const words = place.querySelector('.words');
  place.hidden = !missing && !fault;
  place.querySelector('.fetch').hidden = !missing?.web;
  where.hidden = !missing?.address;
  write(where, missing?.address ? message('missing_where', foreign(missing.address)) : '');
  if (missing) {
    write(words, message(missing.web ? 'missing_who' : 'missing_ask', foreign(missing.name)));
  } else if (fault) {
    write(words, message('missing_fault', foreign(fault.name)));
  }
}

/**
 * An older host can't tell: nothing is shown then.
 * @param {object} proof as the host has last said it
 * @param {function} fetched is called with the reply, after an issuer has come
 */
export async function openMissing(place, fingerprint, proof, fetched) {
  const button = place.querySelector('.fetch');
  place.hidden = true;
  const reply = NEEDED.includes(proof.chain) ? await ask(fingerprint, false) : { error: 'NONE' };
  if (reply.error) {
    return;
  }
  show(place, reply);
  button.onclick = async () => {
    button.disabled = true;
    write(place.querySelector('.words'), message('missing_working'));
    const done = await ask(fingerprint, true);
    button.disabled = false;
    button.focus();
    if (done.error) {
      write(place.querySelector('.words'), errorText(done.error, done.message));
      return;
    }
    show(place, done);
    await fetched(done);
  };
}
