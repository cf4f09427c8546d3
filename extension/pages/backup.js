// SPDX-License-Identifier: MPL-2.0
// A backup of one certificate. Its password is asked for in a window of the host's own.
import { askThere } from './asking.js';
import { folderButton } from './folder.js';
import { errorText, fromTemplate, message } from './text.js';
import { tell } from './told.js';

const wordsOf = ({ error, message: english }) =>
  (error === 'CANCELLED' ? message('backup_cancelled') : errorText(error, english));

/** @param {function} done is called when the file has been written */
export function openBackup(place, fingerprint, done) {
  place.replaceChildren(fromTemplate('backup'));
  const button = place.querySelector('.save');
  const outcome = place.querySelector('.outcome');
  button.addEventListener('click', async () => {
    button.disabled = true;
    tell(outcome, message('backup_working'), 'wait');
    const reply = await askThere({ type: 'export', fingerprint, target: 'backup', made: false }, outcome);
    button.disabled = false;
    button.focus();
    if (reply.error) {
      tell(outcome, wordsOf(reply), 'wait');
      return;
    }
    tell(outcome, message('backup_saved', reply.path), 'good');
    outcome.append(folderButton(fingerprint));
    await done();
  });
}
