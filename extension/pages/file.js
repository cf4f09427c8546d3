// SPDX-License-Identifier: MPL-2.0
// A site's file that was held back but is no certificate: Firefox saves it, as it would have done.
import { byId, localize, message, write } from './text.js';

function give({ blob, name }) {
  const link = byId('save');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = false;
  link.click();
  write(byId('words'), message('file_saved', name));
  byId('file').dataset.state = 'saved';
}

function showGone() {
  write(byId('words'), message('file_gone'));
  byId('file').dataset.state = 'gone';
}

localize();
byId('back').hidden = history.length < 2;
byId('back').addEventListener('click', () => history.back());
const found = await browser.runtime.sendMessage({ type: 'file', id: new URLSearchParams(location.search).get('id') ?? '' });
(found ? give : showGone)(found);
