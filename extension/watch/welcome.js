// SPDX-License-Identifier: MPL-2.0
// The first page of all, once: an extension that works on no site until it is turned on there has to
// say where that is.

/** The person, or an administrator, has decided already where it works. */
const hasSites = async () => ((await browser.permissions.getAll()).origins ?? []).length > 0;

/**
 * Behind the page that is open: many get this extension with a package, and Firefox starts with it while
 * they are at something else. An automated Firefox has nobody to read it.
 */
export async function onInstalled({ reason }) {
  if (reason === 'install' && !navigator.webdriver && !await hasSites()) {
    await browser.tabs.create({ url: browser.runtime.getURL('pages/welcome.html'), active: false });
  }
}
