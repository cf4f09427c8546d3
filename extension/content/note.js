// SPDX-License-Identifier: MPL-2.0
// A note of the extension at the edge of the page, in a closed shadow root.
(() => {
  const app = globalThis.nssHelper ??= {};

  const PLACE = {
    all: 'initial', position: 'fixed', inset: 'auto 1rem 1rem auto', zIndex: '2147483647', maxWidth: '26rem',
  };
  const LOOK = {
    font: '15px/1.4 system-ui, sans-serif', padding: '0.7em 1em', borderRadius: '8px', display: 'block',
    colorScheme: 'light dark', color: 'light-dark(#15141a, #fbfbfe)', background: 'light-dark(#f9f9fb, #42414d)',
    border: '1px solid light-dark(#8f8f9d, #8f8f9d)', boxShadow: '0 2px 8px rgb(0 0 0 / 30%)',
  };

  const make = (name, style, text = '') => {
    const element = document.createElement(name);
    Object.assign(element.style, style);
    element.textContent = text;
    return element;
  };

  class Note {
    #place = null;
    #line;
    #box;

    /** @param {object} [button] its words and what a press of the person's does */
    say(words, button) {
      this.#open();
      // A screen reader reads changes.
      this.#line.textContent = words;
      this.#box.replaceChildren(this.#line, ...(button ? [this.#makeButton(button)] : []));
    }

    close() {
      this.#place?.remove();
      this.#place = null;
    }

    #open() {
      if (this.#place?.isConnected) {
        return;
      }
      this.#place = make('div', PLACE);
      this.#place.className = 'nss-helper-note';
      this.#place.lang = browser.i18n.getMessage('language');
      this.#box = make('div', LOOK);
      this.#line = make('span', { display: 'block' });
      this.#line.setAttribute('role', 'status');
      this.#box.append(this.#line);
      this.#place.attachShadow({ mode: 'closed' }).append(this.#box);
      (document.body ?? document.documentElement).append(this.#place);
    }

    #makeButton({ words, onPress }) {
      const button = make('button', { font: 'inherit', marginTop: '0.6em', padding: '0.3em 0.9em' }, words);
      button.type = 'button';
      button.addEventListener('click', ({ isTrusted }) => {
        if (isTrusted) {
          this.close();
          onPress();
        }
      });
      return button;
    }
  }

  app.Note = Note;
})();
