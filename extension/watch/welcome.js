// SPDX-License-Identifier: MPL-2.0
// Opens the welcome page, once: an extension that works on no site until it is turned on there has to
// say how to do that.

/** The person, or an administrator, has decided already where it works. */
const hasSites = async () => ((await browser.permissions.getAll()).origins ?? []).length > 0;

/**
 * In the background: many get this extension with a package, and are at something else when Firefox
 * starts with it. In an automated Firefox nobody would read it.
 */
export async function onInstalled({ reason }) {
  if (reason === 'install' && !navigator.webdriver && !await hasSites()) {
    await browser.tabs.create({ url: browser.runtime.getURL('pages/welcome.html'), active: false });
  }
}
