// SPDX-License-Identifier: MPL-2.0
// "Show in folder": the file that was written last. The host knows which that is.
import { message } from './text.js';

/** A button after the path of the file. If the folder can't be shown, the reason replaces it. */
export function folderButton(fingerprint) {
  const place = document.createElement('div');
  const button = document.createElement('button');
  place.className = 'folder';
  button.type = 'button';
  button.textContent = message('folder_show');
  button.addEventListener('click', async () => {
    const { error } = await browser.runtime.sendMessage({ type: 'show', fingerprint });
    if (error) {
      place.textContent = message(error === 'NO_INPUT' ? 'folder_gone' : 'folder_none');
    }
  });
  place.append(button);
  return place;
}
