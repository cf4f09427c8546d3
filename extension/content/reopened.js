// SPDX-License-Identifier: MPL-2.0
// Listeners that stay when a page calls document.open() to write itself anew, which drops all
// others.
(() => {
  const app = globalThis.nssHelper ??= {};

  /** Calls `listen` now, and whenever its listeners may be gone. Adding a listener twice does nothing. */
  app.listenAlways ??= (listen) => {
    listen();
    new MutationObserver(listen).observe(document, { childList: true });
  };
})();
