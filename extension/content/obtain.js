// SPDX-License-Identifier: MPL-2.0
// Asks the background for the key of one field, and answers it meanwhile: whether the page is
// still there, and its form as it was.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.obtain) {
    return;
  }

  const waiting = new Map(); // question -> resolve
  const standing = new Map(); // turn -> { stands, onWindow }
  let turns = 0;

  const afterAnswer = (id) => new Promise((resolve) => waiting.set(id, resolve));

  /**
   * A key for one field; resolves to the name of what went wrong, or null.
   * @param {object} way target, and whether the person has `pressed`; `onAsk` is called when the person is
   *   asked, `onWindow` with what a window of the host asks for; `stands` tells whether the form still
   *   goes to where the key was asked for
   */
  app.obtain = async (field, { target, pressed, onAsk, onWindow, stands }) => {
    const { challenge, select: { value: key } } = field;
    const turn = turns += 1;
    standing.set(turn, { stands, onWindow });
    const request = { type: 'issue', key, challenge, target, turn };
    try {
      let reply = await browser.runtime.sendMessage({ ...request, pressed });
      if (reply.ask) {
        onAsk();
        reply = await afterAnswer(reply.ask)
          ? await browser.runtime.sendMessage({ ...request, ask: reply.ask })
          : { error: 'NOT_ALLOWED' };
      }
      if (reply.spkac && !stands()) {
        app.takeBack(reply.job);
        return 'FORM_CHANGED';
      }
      if (reply.spkac) {
        field.fill(key, challenge, reply);
      }
      return reply.error ?? null;
    } catch {
      // The extension was stopped or updated under the page.
      return 'INTERRUPTED';
    } finally {
      standing.delete(turn);
    }
  };

  /** Tells the background that the request of this job was not and will not be sent. */
  app.takeBack = (job) => browser.runtime.sendMessage({ type: 'unsent', job }).catch(() => {});

  browser.runtime.onMessage.addListener((message) => {
    if (message.type === 'there') {
      return Promise.resolve(standing.get(message.turn)?.stands() ?? true);
    }
    if (message.type === 'asking') {
      standing.get(message.turn)?.onWindow(message.what);
    }
    if (message.type === 'asked') {
      waiting.get(message.id)?.(message.allowed);
      waiting.delete(message.id);
    }
    return undefined;
  });
})();
