// SPDX-License-Identifier: MPL-2.0
// The toolbar's panel: this site on or off, whether the host answers, what is unfinished, and
// which certificates end soon.
import { hostOf, originOf, patternOf } from '../site/origins.js';
import { isOn } from '../site/sites.js';
import { inWords } from '../watch/days.js';
import { byId, errorWords, localize, message, write } from './text.js';
import { showUnfinished } from './unfinished.js';

let origin = null;

async function showSite() {
  if (origin === null) {
    byId('site').textContent = message('popup_no_site');
    byId('explain').textContent = message('popup_no_site_explain');
    return;
  }
  const on = await isOn(origin);
  byId('site').textContent = hostOf(origin);
  byId('site-state').textContent = message(on ? 'popup_on' : 'popup_off');
  byId('site-state').classList.toggle('on', on);
  byId('explain').textContent = message(on ? 'popup_on_explain' : 'popup_off_explain');
  byId('turn-on').hidden = on;
  byId('turn-off').hidden = !on;
}

function showStatus({ hello, unfinished, error, message: english }) {
  const panel = byId('host-state');
  byId('unfinished').hidden = true;
  if (error) {
    const { what, todo } = errorWords(error, english);
    byId('host-what').textContent = what;
    write(byId('host-more'), todo);
    panel.dataset.name = error;
    panel.dataset.state = 'error';
    return;
  }
  write(byId('host-what'), message('popup_host_ok', hello.profile.name));
  byId('host-more').textContent = message('popup_host_more', hello.profile.path, hello.program);
  panel.dataset.state = 'ok';
  showUnfinished(unfinished, showStatus);
}

const ENDING = 2; // of them: a panel is no higher than 600 pixels

function endingItem({ name, daysLeft }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = 'certificates.html';
  link.target = '_blank';
  link.textContent = message('expiry_mark', name, inWords(daysLeft));
  item.append(link);
  return item;
}

async function showExpiring() {
  const ending = await browser.runtime.sendMessage({ type: 'expiring' });
  const rest = ending.length - ENDING;
  byId('expiring').hidden = ending.length === 0;
  byId('expiring-list').replaceChildren(...ending.slice(0, ENDING).map(endingItem));
  byId('expiring-more').hidden = rest <= 0;
  byId('expiring-more').textContent = message('expiring_more', String(rest));
}

// Firefox asks only within the click itself: nothing may be awaited before. Often it
// closes this panel while it asks; the background goes on when the person has said yes.
byId('turn-on').addEventListener('click', () => {
  browser.permissions.request({ origins: [patternOf(origin)] });
});

byId('turn-off').addEventListener('click', async () => {
  await browser.permissions.remove({ origins: [patternOf(origin)] });
  await showSite();
  if (await isOn(origin)) {
    byId('explain').textContent = message('popup_all_sites');
  }
});

browser.permissions.onAdded.addListener(showSite);
localize();
const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
origin = originOf(tab?.url ?? '');
await Promise.all([showSite(), showExpiring(), browser.runtime.sendMessage({ type: 'status' }).then(showStatus)]);
