// SPDX-License-Identifier: MPL-2.0
// Removes a certificate and its key from this Firefox: says what is lost, and saves a backup first
// unless there is one.
import { sentences } from '../site/sentences.js';
import { askThere } from './asking.js';
import { folderButton } from './folder.js';
import { offerRestore } from './restore.js';
import { dayOf } from './show.js';
import { onYes } from './sure.js';
import { errorText, foreign, fromTemplate, message, write } from './text.js';
import { tell } from './told.js';

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

/** The newest backup that the host has written. At the press the host checks that it still exists. */
const backupOf = ({ copies }) => copies.findLast(({ kind }) => kind === 'backup');

const folderOf = (path) => path.split('/').at(-2) || '/';

class Removal {
  #place;
  #owned;
  #done;
  #backup;

  constructor(place, owned, done) {
    this.#place = place;
    this.#owned = owned;
    this.#done = done;
    this.#backup = backupOf(owned);
    place.replaceChildren(fromTemplate('remove'));
    this.#of('lost').replaceChildren(...lossesOf(owned).map(item));
    this.#prepareQuestion(owned);
    this.#offer();
    this.#listen();
  }

  #of(name) { return this.#place.querySelector(`.${name}`); }

  get #outcome() { return this.#of('outcome'); }

  /** The primary button loses nothing. Removing without a backup is offered only where there is none. */
  #offer() {
    const backup = this.#backup;
    this.#of('there').hidden = !backup;
    this.#of('kept').hidden = !backup;
    this.#of('without').hidden = Boolean(backup);
    this.#of('with').classList.toggle('primary', !backup);
    if (backup) {
      write(this.#of('there'), message('remove_backup', dayOf(backup.time), backup.place));
      write(this.#of('kept'), message('remove_kept', foreign(folderOf(backup.place))));
    }
  }

  #prepareQuestion({ identity: { fingerprint, name } }) {
    const question = this.#of('question');
    write(question, message('remove_question', foreign(name)));
    question.id = `question-${fingerprint.replaceAll(':', '')}`;
    this.#of('keep').setAttribute('aria-describedby', question.id); // read with what has the focus
  }

  #listen() {
    for (const [name, backup] of [['kept', 'kept'], ['with', 'yes']]) {
      this.#of(name).addEventListener('click', () => this.#remove(backup, name));
    }
    onYes(this.#of('yes'), () => this.#remove('no', 'without'));
    this.#of('without').addEventListener('click', () => {
      this.#of('sure').hidden = false;
      this.#of('keep').focus();
    });
    this.#of('keep').addEventListener('click', () => this.#closeQuestion());
  }

  #closeQuestion() {
    this.#of('sure').hidden = true;
    this.#of('without').focus();
  }

  #disable(are) {
    for (const button of this.#place.querySelectorAll('.kept, .with, .without')) {
      button.disabled = are;
    }
  }

  /** @param {string} name of the button that has the focus again where it fails */
  async #remove(backup, name) {
    const { fingerprint } = this.#owned.identity;
    this.#disable(true);
    this.#of('sure').hidden = true;
    tell(this.#outcome, message('remove_working'), 'wait');
    const reply = await askThere({ type: 'remove', fingerprint, backup }, this.#outcome);
    if (reply.error) {
      this.#failed(reply, backup, name);
    } else {
      this.#removed(reply, backup);
    }
  }

  #failed({ error, message: english }, backup, name) {
    const gone = backup === 'kept' && error === 'NO_INPUT' && this.#backup.place;
    const cancelled = error === 'CANCELLED' ? message('remove_cancelled') : errorText(error, english);
    tell(this.#outcome, gone ? message('remove_backup_gone', gone) : cancelled, 'wait');
    if (gone) {
      this.#backup = undefined;
      this.#offer();
    }
    this.#disable(false);
    this.#of(gone ? 'with' : name).focus();
  }

  #removed({ path }, backup) {
    const saved = path && message(backup === 'kept' ? 'remove_kept_done' : 'backup_saved', path);
    tell(this.#outcome, sentences(message('remove_done'), saved), 'good');
    if (backup === 'yes') { // the button shows the file that was written last, which is the backup
      this.#outcome.append(folderButton(this.#owned.identity.fingerprint));
    }
    if (path) {
      this.#of('how').hidden = false;
      offerRestore(this.#of('restore'), { ...this.#owned, path }, this.#outcome);
    }
    this.#done();
  }
}

/** @param {function} done is called when it is gone */
export const openRemove = (place, owned, done) => new Removal(place, owned, done);
