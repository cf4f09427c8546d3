// SPDX-License-Identifier: MPL-2.0
// The page where a certificate can be tried, as far as the administrator's list names one.
import { entryOf } from '../site/managed.js';

/** Its address: the page of the site that the certificate came from, else the only page; or "". */
export async function testPage(site) {
  const { sites } = await browser.runtime.sendMessage({ type: 'listed' });
  const named = sites.filter(({ test }) => test);
  const own = site === '' ? undefined : entryOf({ sites: named }, site);
  return (own ?? (named.length === 1 ? named[0] : undefined))?.test ?? '';
}
