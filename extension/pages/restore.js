// SPDX-License-Identifier: MPL-2.0
// Restores removed certificates from their backups. The host knows where these are, and asks for
// the password in its own window.
import { dateOf } from '../watch/days.js';
import { askThere } from './asking.js';
import { dayOf, showName } from './show.js';
import { byId, errorText, foreign, fromTemplate, message, write } from './text.js';
import { tell } from './told.js';

const WORDS = { CANCELLED: 'restore_cancelled', NO_INPUT: 'restore_gone', PASSWORD: 'restore_password' };

const wordsOf = ({ error, message: english }, path) =>
  (WORDS[error] ? message(WORDS[error], path) : errorText(error, english));

/** @param {HTMLElement} outcome shows what became of it */
export function offerRestore(button, { identity, path }, outcome) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    tell(outcome, message('restore_working'), 'wait');
    const reply = await askThere({ type: 'restore', fingerprint: identity.fingerprint }, outcome, { file: 'asking_restore' });
    button.disabled = false;
    if (reply.error) {
      tell(outcome, wordsOf(reply, path), 'wait');
      button.focus();
    } else {
      tell(outcome, message('restore_working'), 'wait'); // until the page lists it again
      document.dispatchEvent(new CustomEvent('restored', { detail: identity }));
    }
  });
}

const isToday = (time) => dateOf(Date.parse(time)) === dateOf(Date.now());

function itemOf(removal) {
  const { identity, removed, path, there } = removal;
  const item = fromTemplate('removal').querySelector('li');
  showName(item.querySelector('.name'), identity.name);
  write(item.querySelector('.issuer'), message('removal_issuer', foreign(identity.issuerName)));
  item.querySelector('.removed').textContent =
    isToday(removed) ? message('removal_today') : message('removal_on', dayOf(removed));
  write(item.querySelector('.place'), message(there ? 'removal_backup' : 'restore_gone', path));
  if (there) {
    offerRestore(item.querySelector('.restore'), removal, item.querySelector('.outcome'));
  }
  return item;
}

/** Lists them below the certificates, open if one was removed today. An older host lists none. */
export async function showRemovals() {
  const { removals = [] } = await browser.runtime.sendMessage({ type: 'removals' });
  const place = byId('removals');
  place.querySelector('ul').replaceChildren(...removals.map(itemOf));
  place.querySelector('.how').hidden = !removals.some(({ there }) => there);
  place.open = removals.some(({ removed }) => isToday(removed));
  place.hidden = removals.length === 0;
}
