// SPDX-License-Identifier: MPL-2.0
// The page shown once after the extension was installed: what to press, and whether the program
// nss-helper is installed.
import { linkToHelp } from './help-link.js';
import { showPictures } from './picture.js';
import { byId, errorWords, foreign, hostName, localize, message, write } from './text.js';

const NAMED = 5; // sites of the administrator

function showListed({ sites = [] }) {
  const names = sites.map(({ site, name }) => (name ? foreign(name) : hostName(site)));
  byId('listed').hidden = names.length === 0;
  write(byId('listed'), message('welcome_listed', names.slice(0, NAMED).join(', ')));
}

function showFault({ error, message: english }) {
  byId('error').hidden = !error;
  if (error) {
    const { what, todo } = errorWords(error, english);
    write(byId('error-what'), what);
    write(byId('error-todo'), todo);
    linkToHelp(byId('error-help'), error);
  }
}

const ask = (type) => browser.runtime.sendMessage({ type });
const look = () => Promise.all([ask('status').then(showFault), ask('listed').then(showListed)]);

localize();
showPictures();
// The person may come back from installing the program.
window.addEventListener('focus', look);
await look();
