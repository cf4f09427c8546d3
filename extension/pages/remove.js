// SPDX-License-Identifier: MPL-2.0
// A certificate out of this Firefox for good, with its key: what is lost, and a backup first.
import { errorText, fromTemplate, message, write } from './text.js';

function lossesOf({ identity: { uses }, copies }) {
  return [
    ...uses.map((use) => message(`remove_lost_${use}`)),
    message('remove_lost_key'),
    ...(copies.length > 0 ? [message('remove_copies')] : []),
  ];
}

function item(text) {
  const element = document.createElement('li');
  element.textContent = text;
  return element;
}

function wordsOf({ error, message: english, path }) {
  if (error) {
    return error === 'CANCELLED' ? message('remove_cancelled') : errorText(error, english);
  }
  const saved = path && ` ${message('backup_saved', path)}`;
  return message('remove_done') + saved;
}

/** @param {function} done is called when it is gone */
export function openRemove(place, owned, done) {
  place.replaceChildren(fromTemplate('remove'));
  place.querySelector('.lost').replaceChildren(...lossesOf(owned).map(item));
  const buttons = [place.querySelector('.with'), place.querySelector('.without')];
  const outcome = place.querySelector('.outcome');
  const tell = (words, kind) => {
    write(outcome, words);
    outcome.className = `outcome notice ${kind}`;
    outcome.hidden = false;
  };
  const remove = async (backup) => {
    buttons.forEach((button) => { button.disabled = true; });
    tell(message(backup ? 'asking_new' : 'remove_working'), 'wait');
    const reply = await browser.runtime.sendMessage({
      type: 'remove', fingerprint: owned.identity.fingerprint, backup,
    });
    tell(wordsOf(reply), reply.error ? 'wait' : 'good');
    if (reply.error) {
      buttons.forEach((button) => { button.disabled = false; });
    } else {
      done();
    }
  };
  const [withBackup, without] = buttons;
  withBackup.addEventListener('click', () => remove(true));
  // Asks once more, in its own place.
  without.addEventListener('click', () => {
    if (without.dataset.sure) {
      remove(false);
    } else {
      without.dataset.sure = 'asked';
      without.textContent = message('remove_sure');
    }
  });
}
