// SPDX-License-Identifier: MPL-2.0
// May a window open for what a site has sent? Only where the person has pressed what leads
// there, or where a job of that site is open: one window each.
import { Shelf } from '../host/storage.js';
import { takeJobs } from './begun.js';
import { originOf } from './origins.js';
import { beginOf, openerOf } from './requests.js';

/* Sites whose window the person has closed: none more without a press. */
const silent = new Shelf('session', 'silent');

export const silence = (site) => silent.put(site, true);

const ask = (tabId, message) =>
  browser.tabs.sendMessage(tabId, message).then(Boolean, () => false);

/** Takes the press that leads to this response: only the page knows what was pressed. */
async function takePress(details) {
  const { tabId } = details;
  const begin = await beginOf(details);
  const message = { type: 'pressed', ...begin };
  if (await ask(tabId, message)) {
    return true;
  }
  const opener = await openerOf(tabId);
  return opener !== undefined && ask(opener, message);
}

async function decide(details) {
  const site = originOf(details.url);
  if (await silent.get(site) === undefined && await takeJobs(site)) {
    return true;
  }
  const pressed = await takePress(details);
  if (pressed) {
    await silent.remove(site);
  }
  return pressed;
}

/* One after the other, so that no job and no press opens two windows. */
let last = Promise.resolve();

/** @param {object} details of a response, while its page is still there */
export function mayOpen(details) {
  const next = last.then(() => decide(details));
  last = next.catch(() => {});
  return next;
}
