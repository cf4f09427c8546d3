// SPDX-License-Identifier: MPL-2.0
// The toolbar's panel: this site on or off, whether the host answers, what is unfinished, and
// which certificates end soon.
import { NONE, entryOf, isAllowed, isPackaged, managed } from '../site/managed.js';
import { originOf, patternOf } from '../site/origins.js';
import { sentences } from '../site/sentences.js';
import { isOn } from '../site/sites.js';
import { inWords } from '../watch/days.js';
import { linkToHelp } from './help-link.js';
import { byId, errorText, errorWords, foreign, hostName, localize, message, write } from './text.js';
import { showUnfinished } from './unfinished.js';

const ENDING = 2; // of them: a panel is no higher than 600 pixels
const NAMED = 5; // sites of the administrator

let origin = null;
let tabId = null; // of the page that the panel is about
let list = NONE; // of the administrator
let turnedOff = false; // by a press here
let looks = 0; // at the site: the result of an earlier one is dropped when a later one has begun

/** Why no certificate can be issued here, whatever the person turns on; or "". */
function refusal() {
  if (list.error) {
    return errorText(list.error, list.message);
  }
  const names = list.sites.map(({ site, name }) => (name ? foreign(name) : hostName(site)));
  return isAllowed(list, origin) ? '' : message('popup_other_site', names.slice(0, NAMED).join(', '));
}

/** Whether a form of the page asks for a key. Its content scripts know, where they may run. */
async function asksForKey() {
  const frames = await browser.scripting.executeScript({
    target: { tabId, allFrames: true }, func: () => globalThis.nssHelper?.asksForKey?.() ?? false, injectImmediately: true,
  }).catch(() => []);
  return frames.some(({ result }) => result === true);
}

/** What is said of a site where the extension works, or could. */
async function explanation(on, entry) {
  const onWords = async () => (await asksForKey() ? 'popup_on_key' : 'popup_on_explain');
  if (on && turnedOff) {
    return message('popup_all_sites');
  }
  const words = message(on ? await onWords() : 'popup_off_explain');
  return entry ? sentences(message('popup_named', entry.name ? foreign(entry.name) : hostName(origin)), words) : words;
}

/** The name of the message that says how the site stands: one that is on may not be allowed. */
function stateOf({ on, works, entry }) {
  if (on && !works) {
    return 'popup_on_refused';
  }
  const byWhom = entry && isPackaged(origin) ? 'popup_on_packaged' : 'popup_on';
  return works ? byWhom : 'popup_off';
}

async function showSite() {
  if (origin === null) {
    byId('site').textContent = message('popup_no_site');
    byId('explain').textContent = message('popup_no_site_explain');
    return;
  }
  const look = ++looks;
  const on = await isOn(origin);
  const refused = refusal();
  const entry = entryOf(list, origin);
  const works = on && !refused;
  if (look !== looks) {
    return;
  }
  write(byId('site'), hostName(origin));
  byId('site-state').textContent = message(stateOf({ on, works, entry }));
  byId('site-state').classList.toggle('on', works);
  byId('turn-on').hidden = on || refused !== '';
  byId('turn-off').hidden = !on || (list.locked && entry !== undefined);
  const words = refused || await explanation(on, entry);
  if (look === looks) {
    write(byId('explain'), words);
  }
}

/** Only the host decides. */
async function showListed() {
  list = await browser.runtime.sendMessage({ type: 'listed' });
  await showSite();
}

/** What the host has removed for its age. */
function showDropped(dropped) {
  const sites = [...new Set(dropped.filter(({ site }) => site !== '').map(({ site }) => hostName(site)))];
  byId('dropped').hidden = dropped.length === 0;
  write(byId('dropped'), message('dropped', String(dropped.length), sites.slice(0, ENDING).join(', ')));
}

async function showStatus({ hello, unfinished, dropped, error, message: english }) {
  const panel = byId('host-state');
  byId('unfinished').hidden = true;
  byId('again').hidden = !error;
  byId('host-help').hidden = !error;
  byId('host-locked').hidden = !hello?.profile.locked;
  if (error) {
    const { what, todo } = errorWords(error, english);
    byId('host-what').textContent = what;
    write(byId('host-more'), todo);
    linkToHelp(byId('error-help'), error);
    panel.dataset.name = error;
    panel.dataset.state = 'error';
    return;
  }
  write(byId('host-what'), message('popup_host_ok', hello.profile.name));
  byId('host-more').textContent = message('popup_host_more', hello.profile.path, hello.program);
  showDropped(dropped);
  await showUnfinished(unfinished, showStatus);
  panel.dataset.state = 'ok';
}

async function askHost() {
  await showStatus(await browser.runtime.sendMessage({ type: 'status' }));
}

function endingItem({ name, daysLeft }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = 'certificates.html';
  link.target = '_blank';
  write(link, message('expiry_mark', foreign(name), inWords(daysLeft)));
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
  turnedOff = false;
  browser.permissions.request({ origins: [patternOf(origin)] });
});

byId('turn-off').addEventListener('click', async () => {
  await browser.permissions.remove({ origins: [patternOf(origin)] });
  turnedOff = true;
  await showSite();
});

// Firefox leaves the panel open over the tab that a link has opened.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (link) {
    event.preventDefault();
    browser.tabs.create({ url: link.href });
    window.close();
  }
});

byId('again').addEventListener('click', async () => {
  write(byId('host-what'), message('popup_host_working'));
  byId('host-more').textContent = '';
  byId('host-state').dataset.state = 'working';
  byId('again').hidden = true;
  byId('host-help').hidden = true;
  byId('host-locked').hidden = true;
  await Promise.all([showListed(), askHost()]);
});

/** The page may still be on its way, and another one may come while the panel is open. */
async function onPage(id, change, { url }) {
  if (id === tabId && url) { // Firefox tells it only of sites that are on, and of the page where the button was pressed
    origin = originOf(url);
    await showSite();
  }
}

/** The page has begun to be served, or ended: only now can it tell whether it asks for a key. */
function onHere({ type }, { tab: served }) {
  if (type === 'here' && served?.id === tabId) {
    showSite();
  }
}

browser.permissions.onAdded.addListener(showSite);
browser.runtime.onMessage.addListener(onHere);
browser.tabs.onUpdated.addListener(onPage, { properties: ['status', 'url'] });
localize();
const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
origin = originOf(tab?.url ?? '');
tabId = tab?.id;
list = await managed();
await showSite();
await Promise.all([showListed(), showExpiring(), askHost()]);
