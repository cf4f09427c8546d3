// SPDX-License-Identifier: MPL-2.0
// A page in which the extension is on, as its content scripts tell: the toolbar's button shows it, and
// nothing else does.
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
