// SPDX-License-Identifier: MPL-2.0
// Certificates inside the page itself, in data: addresses of links and frames, for which Firefox
// makes no request. The background gets a copy of them; Firefox handles them as ever.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.data) {
    return;
  }
  app.data = true;

  const MOST = 8 * 1024 * 1024; // characters, more than in the largest response
  const PLAIN = /^data:(?:image|font|audio|video|text\/(?:css|html|javascript))\b/i;
  const FRAMES = 'iframe[src^="data:" i], object[data^="data:" i], embed[src^="data:" i]';
  const told = new WeakMap(); // frame -> its address

  function tell(url) {
    if (/^data:/i.test(url) && !PLAIN.test(url) && url.length <= MOST) {
      browser.runtime.sendMessage({ type: 'data', url }).catch(() => {}); // the extension was stopped
    }
  }

  function look(frame) {
    const url = frame.getAttribute('src') ?? frame.getAttribute('data');
    if (told.get(frame) !== url) {
      told.set(frame, url);
      tell(url);
    }
  }

  function scan(node) {
    if (node.matches?.(FRAMES)) {
      look(node);
    }
    node.querySelectorAll?.(FRAMES).forEach(look);
  }

  new MutationObserver((records) => {
    records.forEach(({ target, type, addedNodes }) => (type === 'attributes' ? scan(target) : addedNodes.forEach(scan)));
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['src', 'data'] });
  scan(document);

  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node.matches?.('a[href], area[href]'));
    if (link && event.isTrusted) {
      tell(link.href);
    }
  }, { capture: true, passive: true });
})();
