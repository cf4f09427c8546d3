// SPDX-License-Identifier: MPL-2.0
// Remembers when the person last touched this page: a file with a key that comes without
// that opens no window.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.touches) {
    return;
  }
  app.touches = true;

  // Longer than a server needs to make a key.
  const RECENT = 60000;
  let touched = -Infinity;

  for (const type of ['pointerdown', 'keydown']) {
    window.addEventListener(type, ({ isTrusted }) => {
      touched = isTrusted ? performance.now() : touched;
    }, { capture: true, passive: true });
  }

  browser.runtime.onMessage.addListener(({ type }) =>
    (type === 'pressed' && performance.now() - touched < RECENT ? Promise.resolve(true) : undefined));
})();
