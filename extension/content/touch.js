// SPDX-License-Identifier: MPL-2.0
// Tells the background when the person begins to use a form that wants a key, and which key is
// chosen. Actions of scripts, such as focus(), don't count.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.Touch) {
    return;
  }

  const AGAIN = 60000; // milliseconds until a touch is told again: the person may stay long

  const isIn = (form, path) => path.some((node) => node === form || (node.form ?? null) === form);

  app.Touch = class {
    #fields;
    #port = null;
    #key = ''; // the key that was told last, and when
    #since = -Infinity;

    /** @param {Set} fields those of the page */
    constructor(fields) {
      this.#fields = fields;
    }

    onEvent = (event) => {
      const field = event.isTrusted && this.#fieldAt(event.composedPath());
      if (field && !(field.select.value === this.#key && performance.now() - this.#since < AGAIN)) {
        this.#ask(field.select.value);
      }
    };

    #fieldAt(path) {
      return [...this.#fields].find(({ form, wanted, filled }) => form && wanted && !filled && isIn(form, path));
    }

    #ask(key) {
      this.#key = key;
      this.#since = performance.now();
      try {
        this.#port ??= this.#connect();
        this.#port.postMessage({ key });
      } catch {
        this.#port = null; // the extension was stopped or updated under the page
      }
    }

    #connect() {
      const port = browser.runtime.connect({ name: 'touch' });
      port.onDisconnect.addListener(() => {
        this.#port = null;
      });
      return port;
    }

    /** The page goes, or its site is turned off. */
    end = () => {
      this.#port?.disconnect();
      this.#port = null;
      this.#key = '';
    };
  };
})();
