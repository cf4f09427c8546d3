// SPDX-License-Identifier: MPL-2.0
// A tab in a new container: Firefox shares neither connections nor decisions with it, so
// that a site visited before the certificate came asks for one again.

/** Those of before that no tab is open in any more. */
async function sweep(name) {
  const { contextualIdentities, tabs } = browser;
  for (const { cookieStoreId } of await contextualIdentities.query({ name })) {
    if ((await tabs.query({ cookieStoreId })).length === 0) {
      await contextualIdentities.remove(cookieStoreId);
    }
  }
}

export async function onContainer() {
  const { contextualIdentities, i18n, tabs } = browser;
  const name = i18n.getMessage('container_name');
  await sweep(name);
  const { cookieStoreId } = await contextualIdentities.create({
    name, color: 'blue', icon: 'fingerprint',
  });
  await tabs.create({ cookieStoreId });
}
