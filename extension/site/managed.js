// SPDX-License-Identifier: MPL-2.0
// The administrator's list of sites, as far as it is known without the host: by managed storage
// (a file for this machine, or the policy 3rdparty). The panel can then say what the host will decide.
import { site as isSite } from '../host/field.js';
import { patternOf, samePattern } from './origins.js';

/** No list: everybody chooses their own sites. */
export const NONE = Object.freeze({ locked: false, sites: [] });

/** { locked, sites: [{ site, name }] }. Entries that are no sites are left out. */
export async function managed() {
  // Firefox rejects where there is no such storage.
  const { locked, sites } = await browser.storage.managed.get().catch(() => NONE);
  const known = Array.isArray(sites) ? sites.filter((one) => isSite(one?.site)) : [];
  return {
    locked: locked === true,
    sites: known.map(({ site, name }) => ({ site, name: typeof name === 'string' ? name : '' })),
  };
}

/** The entry of this site in a list, whatever its port. */
export const entryOf = ({ sites }, origin) => sites.find(({ site }) => samePattern(site, origin));

/** May the person turn this site on, as far as the list goes? */
export const isAllowed = (list, origin) => !list.locked || entryOf(list, origin) !== undefined;

/** Does the extension's package bring this site? Then no person has turned it on. */
export const isPackaged = (origin) =>
  (browser.runtime.getManifest().host_permissions ?? []).includes(patternOf(origin));
