// SPDX-License-Identifier: MPL-2.0
// The frames of a site in a tab tell each other, through the background, which requests are in
// progress. Pages don't see that.
(() => {
  const app = globalThis.nssHelper ??= {};

  // A busy frame must not hold up the form of another one for longer.
  const PATIENCE = 5000;

  const isAlone = () => window.top.length === 0;
  // It fails if the extension was stopped or updated while the page was open.
  const send = (message) => browser.runtime.sendMessage(message).catch(() => null);

  /** @param {object} request with its present state */
  const tell = (request) => !isAlone() && send({ type: 'elsewhere', request });

  /** Resolves to the answer, or null. The answer to `underWay` is the request of another frame that this one repeats. */
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
