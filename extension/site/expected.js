// SPDX-License-Identifier: MPL-2.0
// Which responses are expected: those of a site with an open job, those to a job's form, and those
// that a press leads to.
import { begun } from './begun.js';
import { isFollowed } from './follow.js';
import { openerOf } from './requests.js';

const PATIENCE = 1000; // milliseconds: a busy page must not hold up its own response

async function ask(tabId) {
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  const reply = browser.tabs.sendMessage(tabId, { type: 'waits' }).catch(() => undefined);
  try {
    return await Promise.race([reply, patience]) === true;
  } finally {
    clearTimeout(timer);
  }
}

/** Has the person pressed something a short time ago, on the page that this request comes from? */
async function isPressed({ tabId }) {
  if (await ask(tabId)) {
    return true;
  }
  const opener = await openerOf(tabId);
  return opener !== undefined && ask(opener);
}

export const hasJob = async (...sites) => (await begun()).some(([, job]) =>
  job.sites.some((site) => sites.includes(site)));

/** `job`: one of this site is open; `form`: this is the response to its form; `pressed`. */
export async function expectedOf(details, site) {
  const job = await hasJob(site);
  const form = job && await isFollowed(details);
  return { job, form, pressed: form || await isPressed(details) };
}
