// SPDX-License-Identifier: MPL-2.0
// One <keygen> and what replaces it: a choice that is not sent, a hidden field with the
// value that is sent, and a line that tells the person what is going on.
(() => {
  const app = globalThis.nssHelper ??= {};
  const NAMED = new Set(['name', 'type', 'value']);

  /** Copies the attributes of the <keygen> to the choice, except its name and event handlers. */
  function copy(keygen, select, name) {
    if (NAMED.has(name) || name.startsWith('on')) {
      return;
    }
    const value = keygen.getAttribute(name);
    if (name === 'class') {
      select.setAttribute('class', `${value ?? ''} nss-helper-keygen`.trim());
    } else if (value === null) {
      select.removeAttribute(name);
    } else {
      select.setAttribute(name, value);
    }
  }

  function choice(document, key) {
    const option = document.createElement('option');
    option.value = key;
    option.textContent = browser.i18n.getMessage(app.wordOf(key));
    return option;
  }

  /** Pages look for this attribute to find out whether there is a <keygen>. */
  function makeSelect(keygen) {
    const select = keygen.ownerDocument.createElement('select');
    select.className = 'nss-helper-keygen';
    for (const { name } of keygen.attributes) {
      copy(keygen, select, name);
    }
    select.setAttribute('_moz-type', '-mozilla-keygen');
    select.autocomplete = 'off';
    if (!select.title) {
      select.title = browser.i18n.getMessage('choice_title');
    }
    return select;
  }

  class Field {
    #keygen;
    #observer;
    #line;
    #made = null;
    #job = null; // of the key that it was filled with last

    constructor(keygen) {
      const document = keygen.ownerDocument;
      this.#keygen = keygen;
      this.select = makeSelect(keygen);
      this.hidden = document.createElement('input');
      this.hidden.type = 'hidden';
      this.hidden.autocomplete = 'off';
      this.line = document.createElement('span');
      this.line.className = 'nss-helper-state';
      this.#line = this.#makeLine();
      this.offer();
      this.mirror();
      // A script of the page may still have the <keygen> and change it.
      this.#observer = new MutationObserver((records) => {
        records.forEach(({ attributeName }) => copy(keygen, this.select, attributeName));
        this.offer();
        this.mirror();
      });
      this.#observer.observe(keygen, { attributes: true });
      keygen.replaceWith(this.select, this.hidden, this.line);
    }

    /** Offers the choices that the attributes allow, and keeps the person's choice if possible. */
    offer() {
      const { select } = this;
      const keys = app.choicesOf(select.getAttribute('keytype'), select.getAttribute('keyparams'));
      const chosen = select.value;
      select.replaceChildren(...keys.map((key) => choice(select.ownerDocument, key)));
      if (keys.includes(chosen)) {
        select.value = chosen;
      }
      if (keys.length === 0) {
        const none = select.ownerDocument.createElement('option');
        none.value = '';
        none.textContent = browser.i18n.getMessage('choice_none');
        select.append(none);
      }
    }

    /** Copies what the page has changed on the choice to the field that is sent. */
    mirror() {
      const { select, hidden } = this;
      hidden.name = select.getAttribute('name') ?? this.#keygen.getAttribute('name') ?? '';
      if (select.hasAttribute('name')) {
        this.#keygen.setAttribute('name', hidden.name);
        select.removeAttribute('name');
      }
      hidden.disabled = select.matches(':disabled');
      if (select.hasAttribute('form')) {
        hidden.setAttribute('form', select.getAttribute('form'));
      }
    }

    /** The form that it is sent with. */
    get form() {
      return this.hidden.isConnected ? this.hidden.form : null;
    }

    /**
     * In a misnested table the parser assigns no form; then it belongs to the form of its
     * neighbours.
     */
    adopt() {
      if (!this.hidden.isConnected || this.hidden.form || this.select.hasAttribute('form')) {
        return;
      }
      const around = [...this.select.getRootNode().querySelectorAll('input,button,select,textarea')];
      const here = around.indexOf(this.select);
      const nearest = around
        .map((control, at) => ({ form: control.form, distance: Math.abs(at - here) }))
        .filter(({ form }) => form)
        .sort((one, other) => one.distance - other.distance)[0];
      nearest?.form.append(this.hidden);
    }

    get #isSent() {
      return this.hidden.name !== '' && !this.hidden.disabled;
    }

    /** Whether the form wants a key from it at all. */
    get wanted() {
      return this.#isSent && this.select.value !== '';
    }

    /** Whether the form wants an unsupported kind of key. */
    get unsupported() {
      return this.#isSent && this.select.value === '';
    }

    get challenge() {
      return this.select.getAttribute('challenge') ?? '';
    }

    /** Whether it has a key for the current choice that was not sent yet. */
    get filled() {
      const made = this.#made;
      return made !== null && made.key === this.select.value
        && made.challenge === this.challenge && made.spkac === this.hidden.value;
    }

    fill(key, challenge, { spkac, job }) {
      this.#made = { key, challenge, spkac };
      this.#job = job;
      this.hidden.value = spkac;
    }

    /** The host's name for the job of the last key. */
    get job() {
      return this.#job;
    }

    /** Drops its key, which was not and will not be sent. */
    takeBack() {
      if (this.#job) {
        app.takeBack(this.#job);
      }
      this.#job = null;
      this.empty();
    }

    empty() {
      this.#made = null;
      this.hidden.value = '';
    }

    /** Shown in a closed shadow root, so that the person sees it and the page does not. */
    say(words, alarm = false) {
      const { style } = this.#line;
      this.#line.textContent = alarm ? `⚠ ${words}` : words;
      style.display = alarm ? 'block' : 'inline';
      style.fontWeight = alarm ? 'bold' : 'normal';
      style.margin = alarm ? '0.4em 0' : '0 0.5em';
    }

    #makeLine() {
      const line = this.line.ownerDocument.createElement('span');
      line.setAttribute('role', 'status');
      line.setAttribute('aria-live', 'polite');
      line.lang = browser.i18n.getMessage('language');
      this.line.attachShadow({ mode: 'closed' }).append(line);
      return line;
    }

    /** Puts the page's own element back. */
    restore() {
      this.#observer.disconnect();
      this.hidden.remove();
      this.line.remove();
      this.select.replaceWith(this.#keygen);
    }
  }

  app.Field = Field;

  /** Replaces what an earlier start of the extension has left by the page's own element. */
  app.giveBack = (select) => {
    const hidden = select.nextElementSibling;
    if (!hidden?.matches('input[type=hidden]')) {
      return;
    }
    const keygen = select.ownerDocument.createElement('keygen');
    for (const { name, value } of select.attributes) {
      keygen.setAttribute(name, value);
    }
    keygen.classList.remove('nss-helper-keygen');
    keygen.setAttribute('name', hidden.name);
    if (hidden.nextElementSibling?.matches('.nss-helper-state')) {
      hidden.nextElementSibling.remove();
    }
    hidden.remove();
    select.replaceWith(keygen);
  };
})();
