// SPDX-License-Identifier: MPL-2.0
// What the person starts on a page may open windows outside Firefox. The page says what each asks
// for, with a button that closes it, where the person started it.
import { newId } from '../host/storage.js';
import { message } from './text.js';
import { tell } from './told.js';

const USUAL = { file: 'asking_file', profile: 'asking_profile', new: 'asking_new', made: 'asking_made' };

function cancelButton(id) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cancel';
  button.textContent = message('result_cancel');
  button.addEventListener('click', () => {
    button.disabled = true;
    browser.runtime.sendMessage({ type: 'cancel', id });
  });
  return button;
}

/* The pressed button is disabled meanwhile, but may still be the active element. */
const hasNoFocus = () => document.activeElement === document.body || document.activeElement.disabled;

function showAsking(outcome, id, key) {
  const button = cancelButton(id);
  tell(outcome, message(key), 'wait');
  outcome.append(button);
  if (hasNoFocus()) {
    button.focus();
  }
}

/**
 * Sends a request to the background and resolves to the reply. Until then `outcome` tells of the windows.
 * @param {object} [words] by what a window asks for, the names of messages in place of the usual ones
 */
export async function askThere(request, outcome, words = {}) {
  const id = newId();
  const onMessage = ({ type, window, what }) => {
    if (type === 'asking' && window === id) {
      showAsking(outcome, id, words[what] ?? USUAL[what]);
    }
  };
  browser.runtime.onMessage.addListener(onMessage);
  try {
    return await browser.runtime.sendMessage({ ...request, window: id });
  } finally {
    browser.runtime.onMessage.removeListener(onMessage);
  }
}
