// SPDX-License-Identifier: MPL-2.0
// Shows the result of a response.
import { Shelf } from '../host/storage.js';

const beside = new Shelf('session', 'beside');

/** Shows it in a tab beside the page: the same one, however many responses come for its frames. */
export async function showBeside(openerTabId, url) {
  const { tabs } = browser;
  const known = await beside.get(openerTabId);
  if (known !== undefined && await tabs.update(known, { url, active: true }).catch(() => null)) {
    return;
  }
  const tab = await tabs.create({ url, openerTabId }).catch(() => tabs.create({ url }));
  await beside.put(openerTabId, tab.id);
}

/** In place of the page of the response, or in a new tab if it was in a frame. */
export async function show({ type, tabId }, url) {
  const { tabs } = browser;
  if (type === 'main_frame') {
    await tabs.update(tabId, { url, loadReplace: true }).catch(() => tabs.create({ url }));
  } else {
    await showBeside(tabId, url);
  }
}

/** The person has closed the page. */
export const isClosed = async ({ tabId }) =>
  await browser.tabs.get(tabId).catch(() => undefined) === undefined;

/** For a file that Firefox has saved: opens the import page beside the other page. */
export const offerImport = ({ tabId }, site) =>
  showBeside(tabId, browser.runtime.getURL(`pages/import.html?saved=${encodeURIComponent(site)}`));
