// SPDX-License-Identifier: MPL-2.0
// Listeners that stay: document.open(), with which a page writes itself anew, drops those of
// before.
(() => {
  const app = globalThis.nssHelper ??= {};

  /** Calls `listen` now, and whenever it may have been undone. To add a listener twice does nothing. */
  app.listenAlways ??= (listen) => {
    listen();
    new MutationObserver(listen).observe(document, { childList: true });
  };
})();
