// SPDX-License-Identifier: MPL-2.0
// A certificate file that the person has: its bytes go to the host, which asks for its
// password itself.
import { LIMITS } from '../host/limits.js';
import { pageOf } from '../answer/record.js';
import { byId, localize, message, write } from './text.js';

function refuse(name) {
  write(byId('error'), message(name));
  byId('error').hidden = false;
}

async function take(file) {
  byId('error').hidden = true;
  if (file.size === 0 || file.size > LIMITS.response) {
    refuse(file.size === 0 ? 'import_empty' : 'import_large');
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const id = await browser.runtime.sendMessage({ type: 'import', name: [...file.name].slice(-200).join('').toWellFormed(), bytes });
  location.replace(pageOf(id));
}

localize();
byId('choose').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', ({ target }) => {
  const [file] = target.files;
  if (file) {
    take(file).catch(() => refuse('import_unreadable'));
  }
  target.value = '';
});
