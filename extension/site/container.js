// SPDX-License-Identifier: MPL-2.0
// A tab in a new container: Firefox shares neither connections nor decisions with it, so
// that a site visited before the certificate came asks for one again.

/** Removes containers that have no open tab any more. */
async function sweep(name) {
  const { contextualIdentities, tabs } = browser;
  for (const { cookieStoreId } of await contextualIdentities.query({ name })) {
    if ((await tabs.query({ cookieStoreId })).length === 0) {
      await contextualIdentities.remove(cookieStoreId);
    }
  }
}

async function openInNew() {
  const { contextualIdentities, i18n, tabs } = browser;
  const name = i18n.getMessage('container_name');
  await sweep(name);
  const { cookieStoreId } = await contextualIdentities.create({
    name, color: 'blue', icon: 'fingerprint',
  });
  await tabs.create({ cookieStoreId });
}

/** Opens an empty tab, from which the person can go where they want. */
export async function openContained() {
  try {
    await openInNew();
  } catch (error) {
    // A private window has no containers, and the person may have turned them off.
    console.error('nss-helper: container:', error);
    await browser.tabs.create({});
  }
}
