// SPDX-License-Identifier: MPL-2.0
// The frames that a site has in a tab tell each other what is under way, by the background: no page
// hears of it.
(() => {
  const app = globalThis.nssHelper ??= {};

  // A frame that is busy must not hold up the form of another one for longer.
  const PATIENCE = 5000;

  const isAlone = () => window.top.length === 0;
  // It fails where the extension was stopped or updated under the page.
  const send = (message) => browser.runtime.sendMessage(message).catch(() => null);

  /** @param {object} request how it stands */
  const tell = (request) => !isAlone() && send({ type: 'elsewhere', request });

  /** The answer to that, or null. To `underWay`: what one of them has begun that this request repeats. */
  async function ask(message) {
    let timer;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    const reply = await Promise.race([send(message), patience]);
    clearTimeout(timer);
    return reply ?? null;
  }

  app.frames = { isAlone, tell, ask };
})();
