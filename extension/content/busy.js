// SPDX-License-Identifier: MPL-2.0
// Shows on the pressed button that work is going on. The button is not disabled, because its name
// is sent with the form.
(() => {
  const app = globalThis.nssHelper ??= {};

  class Busy {
    #button = null;
    #style;

    start(button) {
      this.stop();
      if (button) {
        const { cursor, opacity } = button.style;
        this.#button = button;
        this.#style = { cursor, opacity };
        button.setAttribute('aria-busy', 'true');
        Object.assign(button.style, { cursor: 'progress', opacity: '0.6' });
      }
    }

    stop() {
      this.#button?.removeAttribute('aria-busy');
      Object.assign(this.#button?.style ?? {}, this.#style);
      if (this.#button?.getAttribute('style') === '') {
        this.#button.removeAttribute('style');
      }
      this.#button = null;
    }
  }

  app.Busy = Busy;
})();
