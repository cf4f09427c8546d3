// SPDX-License-Identifier: MPL-2.0
// Watches a page of a site that is on: swaps each <keygen>, holds the forms that have one,
// and lets them go with a key that the host has made. It decides nothing: issue.js does.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.start) {
    app.start();
    return;
  }

  const fields = new Set();
  const presses = new Map(); // form -> Press
  const waiting = new Map(); // question -> resolve
  const { submit } = HTMLFormElement.prototype;
  let on = false;

  const wantedOf = (form) =>
    [...fields].filter((field) => field.form === form && field.wanted);

  function pressOf(form) {
    if (!presses.has(form)) {
      presses.set(form, new app.Press(form, () => wantedOf(form)));
    }
    return presses.get(form);
  }

  /** Before a form is looked at: what the page has changed since the swap. */
  function refresh() {
    for (const field of fields) {
      field.mirror();
      field.adopt();
    }
  }

  const wantsKey = (form) => {
    refresh();
    return wantedOf(form).length > 0;
  };

  /* The page's own <keygen> elements. */

  function scan(node) {
    if (node.localName === 'keygen' && node.isConnected) {
      fields.add(new app.Field(node));
      listen();
    } else if (node.firstElementChild) {
      node.querySelectorAll('keygen').forEach(scan);
    }
  }

  const observer = new MutationObserver((records) => {
    records.forEach(({ addedNodes }) => addedNodes.forEach(scan));
  });

  /* Its forms. */

  function onSubmit(event) {
    const form = event.target;
    if (!wantsKey(form)) {
      return;
    }
    if (pressOf(form).leaving || pressOf(form).ready) {
      pressOf(form).goesBy(event);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    pressOf(form).start(submitter, () => app.submitAgain(form, submitter));
  }

  /** Stands for the page's form.submit(). */
  function onScriptSubmit(form) {
    if (!on || !wantsKey(form)) {
      submit.call(form);
    } else if (pressOf(form).leaving || pressOf(form).ready) {
      pressOf(form).goesBy(null);
      submit.call(form);
    } else {
      pressOf(form).start(null, () => {
        pressOf(form).goesBy(null);
        submit.call(form);
      });
    }
  }

  const onFormData = (event) => presses.get(event.target)?.onRead();

  /** Firefox asks the person, in its own words, before the page is left. */
  function onBeforeUnload(event) {
    if ([...presses.values()].some((press) => press.running)) {
      event.preventDefault();
    }
  }

  const onLoad = (event) => presses.forEach((press) => press.onFrameLoaded(event.target));

  function onPageShow(event) {
    if (event.persisted) {
      presses.forEach((press) => press.reset());
    }
  }

  /** document.open() drops listeners; to add them twice does nothing. */
  function listen() {
    window.addEventListener('submit', onSubmit, true);
    window.addEventListener('formdata', onFormData, true);
    window.addEventListener('pageshow', onPageShow, true);
    window.addEventListener('beforeunload', onBeforeUnload, true);
    document.addEventListener('load', onLoad, true);
  }

  function unlisten() {
    window.removeEventListener('submit', onSubmit, true);
    window.removeEventListener('formdata', onFormData, true);
    window.removeEventListener('pageshow', onPageShow, true);
    window.removeEventListener('beforeunload', onBeforeUnload, true);
    document.removeEventListener('load', onLoad, true);
  }

  /* The background. */

  /** A key for one field; resolves to the name of what went wrong, or null. */
  app.obtain = async (field, target, pressed, onAsk) => {
    const { challenge, select: { value: key } } = field;
    const request = { type: 'issue', key, challenge, target };
    try {
      let reply = await browser.runtime.sendMessage({ ...request, pressed });
      if (reply.ask) {
        onAsk();
        reply = await afterAnswer(reply.ask)
          ? await browser.runtime.sendMessage({ ...request, ask: reply.ask })
          : { error: 'NOT_ALLOWED' };
      }
      if (reply.spkac) {
        field.fill(key, challenge, reply.spkac);
      }
      return reply.error ?? null;
    } catch {
      // The extension was stopped or updated under the page.
      return 'INTERRUPTED';
    }
  };

  const afterAnswer = (id) => new Promise((resolve) => waiting.set(id, resolve));

  /** What happened and what to do, for a name that may be newer than these words. */
  app.wordsOf = (name) => {
    const { getMessage } = browser.i18n;
    const what = getMessage(`error_${name}`) || getMessage('error_UNKNOWN', name);
    return `${what} ${getMessage(`error_${name}_todo`)}`.replaceAll('`', '').trim();
  };

  browser.runtime.onMessage.addListener((message) => {
    if (message.type === 'there') {
      return Promise.resolve(true);
    }
    if (message.type === 'asked') {
      waiting.get(message.id)?.(message.allowed);
      waiting.delete(message.id);
    } else if (message.type === 'answered') {
      presses.forEach((press) => press.onAnswered());
    } else if (message.type === 'check') {
      check();
    }
    return undefined;
  });

  async function check() {
    const reply = await browser.runtime.sendMessage({ type: 'check' });
    if (!reply.on) {
      app.stop();
    }
  }

  app.start = () => {
    if (!on) {
      on = true;
      listen();
      observer.observe(document, { childList: true, subtree: true });
      scan(document);
    }
  };

  app.stop = () => {
    on = false;
    observer.disconnect();
    unlisten();
    presses.forEach((press) => press.reset());
    fields.forEach((field) => field.restore());
    fields.clear();
    presses.clear();
  };

  exportFunction(function replacedSubmit() {
    onScriptSubmit(this);
  }, window.wrappedJSObject.HTMLFormElement.prototype, { defineAs: 'submit' });

  // Firefox puts these scripts into open pages when the extension is reloaded or updated.
  document.querySelectorAll('select.nss-helper-keygen').forEach(app.giveBack);
  app.start();
})();
