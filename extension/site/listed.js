// SPDX-License-Identifier: MPL-2.0
// The administrator's list of sites, for our own pages: what the host has read, and what managed
// storage says beside it.
import { failureOf } from '../host/failure.js';
import { exchange } from '../host/native.js';
import { sites } from '../host/sites.js';
import { entryOf, managed } from './managed.js';

/**
 * { locked, sites: [{ site, name, test, wifi }] }, and { error, message } where the host can't use its
 * list: then it allows no site. An older host knows no list.
 */
export async function onListed() {
  const own = await managed();
  try {
    const list = await exchange((channel) => channel.ask(sites()));
    const more = own.sites.filter(({ site }) => entryOf(list, site) === undefined);
    return { locked: list.locked || own.locked, sites: [...list.sites, ...more] };
  } catch (error) {
    const { name, message } = failureOf(error);
    return name === 'SITE_LIST' ? { ...own, error: name, message } : own;
  }
}
