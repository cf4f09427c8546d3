// SPDX-License-Identifier: MPL-2.0
// Content scripts tell that they run in a page, so that the toolbar button shows that the extension is
// on there. Nothing in the page shows it.
import { isAllowed, managed } from '../site/managed.js';
import { originOf } from '../site/origins.js';
import { isOn } from '../site/sites.js';
import { showOn } from './badge.js';

/** The scripts of a tab's page begin, or end. */
export async function onHere(message, { origin, tab, frameId }) {
  const site = originOf(origin);
  if (tab && frameId === 0 && site !== null) {
    await showOn(tab.id, await isOn(site) && isAllowed(await managed(), site));
  }
}
