// SPDX-License-Identifier: MPL-2.0
// Follows a form that was sent until its response comes: then the form can be pressed
// again. Asks before a redirect leaves the hosts that the person allowed.
import { Shelf } from '../host/storage.js';
import { askAndWait } from './ask.js';
import { originOf, patternOf } from './origins.js';
import { hasFailed } from './requests.js';
import { isOn } from './sites.js';

const AGE = 15 * 60 * 1000;
const jobs = new Shelf('session', 'job');

/** @param {object} place site, target, tabId, frameId of the form */
export const follow = (job, place) => jobs.put(job, { ...place, since: Date.now() });

/** The form of this page was not sent. Resolves to whether the job belongs to this page. */
export async function unfollow(job, { site, tabId, frameId }) {
  const record = typeof job === 'string' ? await jobs.get(job) : undefined;
  if (record?.site !== site || record.tabId !== tabId || record.frameId !== frameId) {
    return false;
  }
  await jobs.remove(job);
  return true;
}

/** The job that this request or one of its redirects belongs to. */
async function jobOf(details) {
  const from = originOf(details.originUrl ?? '');
  const to = originOf(details.url);
  for (const [job, record] of await jobs.all()) {
    if (Date.now() - record.since > AGE) {
      await jobs.remove(job);
    } else if (record.requestId === details.requestId
        || (!record.requestId && record.site === from && record.target === to)) {
      return [job, record];
    }
  }
  return null;
}

export const isFollowed = async (details) => await jobOf(details) !== null;

/**
 * A script sends a request to the target of a form that was given a key: it may be sending the form.
 * The page is told when the request begins and when it ends, also after redirects.
 */
export async function onScript({ requestId, tabId, frameId, originUrl = '', url }, ended) {
  const [from, to] = [originOf(originUrl), originOf(url)];
  const isOf = ({ site, target, ...place }) =>
    place.tabId === tabId && place.frameId === frameId && site === from && (ended || target === to);
  if ((await jobs.all()).some(([, record]) => isOf(record))) {
    await browser.tabs.sendMessage(tabId, { type: 'script', id: requestId, ended }, { frameId }).catch(() => {});
  }
}

function nextOf({ statusCode, responseHeaders, url }) {
  if (![301, 302, 303, 307, 308].includes(statusCode)) {
    return null;
  }
  const location = responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value;
  return location ? originOf(new URL(location, url)) : null;
}

/** For the blocking listener: holds a redirect to another host until the person has answered. */
export async function onHeaders(details) {
  const next = nextOf(details);
  const found = next && await jobOf(details);
  if (!found) {
    return;
  }
  const [job, record] = found;
  await jobs.put(job, { ...record, requestId: details.requestId });
  if (await isOn(next)) {
    return;
  }
  const { tabId, frameId } = record;
  const allowed = await askAndWait({
    kind: 'redirect', from: originOf(details.url), to: next, pattern: patternOf(next), tabId, frameId,
  });
  if (!allowed) {
    // Firefox goes on by itself, as if the extension were not there.
    await finish(job, record);
  }
}

/** The response came or failed. */
export async function onEnd(details) {
  const found = await jobOf(details);
  if (found) {
    await finish(...found, hasFailed(details));
  }
}

/** The form can be sent again if it still exists. */
async function finish(job, { tabId, frameId }, failed = false) {
  await jobs.remove(job);
  await browser.tabs.sendMessage(tabId, { type: 'answered', job, failed }, { frameId }).catch(() => {});
}
