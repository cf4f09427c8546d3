// SPDX-License-Identifier: MPL-2.0
// Where each request of a page began, and when: the person has pressed what leads to its first
// address, and may wait long for the last one. Pages of the site that began it are told when it
// begins and ends.
import { Shelf } from '../host/storage.js';
import { originOf } from './origins.js';

const requests = new Shelf('session', 'request');

/** A link may open its address in a tab of its own. */
export const openerOf = (tabId) =>
  browser.tabs.get(tabId).then(({ openerTabId }) => openerTabId, () => undefined);

async function tell(tabId, message) {
  const tabs = [tabId, await openerOf(tabId)].filter((one) => one !== undefined);
  await Promise.allSettled(tabs.map((one) => browser.tabs.sendMessage(one, message)));
}

/* The `origin` of a frame without a site of its own: no two of these are the same. */
const NOBODY = 'null';

/**
 * Sends a message of one frame to all frames of its tab; those of other sites ignore it.
 * Resolves to the first answer.
 */
export const carry = async (message, { tab, origin }) =>
  (origin === NOBODY ? undefined : browser.tabs.sendMessage(tab.id, { ...message, site: origin }));

/* Firefox does not report the end of a request that was redirected to a site that is off. */
const MOST = 100;
let begun = 0;

async function sweep() {
  begun += 1;
  if (begun % MOST === 0) {
    const all = (await requests.all()).sort(([, one], [, other]) => other.time - one.time);
    await Promise.all(all.slice(MOST).map(([id]) => requests.remove(id)));
  }
}

/** A request begins; after a redirect it is the same one. */
export async function onBegin({ requestId, url, method, timeStamp, tabId, originUrl = '' }) {
  if (await requests.get(requestId) === undefined) {
    const site = originOf(originUrl) ?? NOBODY;
    await requests.put(requestId, { url, method, site, time: timeStamp });
    await tell(tabId, { type: 'begun', site, method, address: url });
    await sweep();
  }
}

/** For a page of that site: what has begun and has not come to its end. */
export const onWhatBegan = async (message, { origin }) => (await requests.all())
  .filter(([, { site }]) => site === origin).map(([, { method, url }]) => ({ method, address: url }));

/** Its first address, and its age in milliseconds. */
export async function beginOf({ requestId, url }) {
  const { url: address = url, time = Date.now() } = await requests.get(requestId) ?? {};
  return { address, age: Date.now() - time };
}

/* The person has stopped it, or has gone elsewhere. */
const STOPPED = 'NS_BINDING_ABORTED';

export const hasFailed = ({ error }) => error !== undefined && error !== STOPPED;

export async function onEnd({ requestId, tabId, url, method, error, originUrl = '' }) {
  const begin = await requests.get(requestId) ?? { url, method, site: originOf(originUrl) ?? NOBODY };
  await requests.remove(requestId);
  await tell(tabId, { type: 'ended', site: begin.site, method: begin.method, address: begin.url, failed: hasFailed({ error }) });
}
