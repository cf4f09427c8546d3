// SPDX-License-Identifier: MPL-2.0
// Watches a page of a site that is on: swaps each <keygen>, holds the forms that have one,
// and sends them with a key that the host has made. It decides nothing: issue.js does.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.start) {
    app.start();
    return;
  }

  const fields = new Set();
  const presses = new Map(); // form -> Press
  const { submit } = HTMLFormElement.prototype;
  let on = false;

  const wantedOf = (form) =>
    [...fields].filter((field) => field.form === form && (field.wanted || field.unsupported));

  function pressOf(form) {
    if (!presses.has(form)) {
      presses.set(form, new app.Press(form, () => wantedOf(form)));
    }
    return presses.get(form);
  }

  /** Take over what the page has changed since the swap, before a form is checked. */
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

  app.isOn = () => on;
  app.asksForKey = () => on && [...fields].some(({ select }) => select.isConnected);
  app.wantsKey = wantsKey;

  /* The page's own <keygen> elements. */

  function scan(node) {
    if (node.localName === 'keygen' && node.isConnected) {
      fields.add(new app.Field(node));
      listen();
    } else if (node.firstElementChild) {
      node.querySelectorAll('keygen').forEach(scan);
    }
    shadows.look(node);
  }

  const observer = new MutationObserver((records) => {
    records.forEach(({ addedNodes }) => addedNodes.forEach(scan));
  });

  const shadows = new app.Shadows((root) => {
    listenIn(root);
    observer.observe(root, { childList: true, subtree: true });
    scan(root);
  });

  /* Its forms. */

  function onSubmit(event) {
    const { target: form, submitter } = event;
    if (!wantsKey(form)) {
      return;
    }
    const press = pressOf(form);
    if (press.leaving || press.ready) {
      press.goesBy(event);
      listenLast(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    press.start(submitter, () => app.submitAgain(form, submitter));
  }

  /** The page's handlers have run, so the target of the form is final. */
  function onSubmitLast(event) {
    const { target: form, submitter } = event;
    const press = presses.get(form);
    if (press?.isTurned(event) && wantsKey(form)) {
      event.preventDefault();
      press.turnBack(submitter, () => app.submitAgain(form, submitter));
    }
  }

  /** Sends a form as it was sent: by a button, or by a script without handlers of the page. */
  const wayOf = (form, submitter) => (submitter ? () => app.submitAgain(form, submitter) : () => {
    pressOf(form).goesBy(null);
    listenLast(form);
    submit.call(form);
  });

  /** Stands for the page's form.submit(). */
  function onScriptSubmit(form) {
    if (!on || !wantsKey(form)) {
      app.sendByScript(form, () => submit.call(form));
      return;
    }
    const press = pressOf(form);
    const go = wayOf(form, null);
    if (!press.leaving && !press.ready) {
      press.start(null, go);
    } else if (press.isTurned({ submitter: null })) {
      press.turnBack(null, go);
    } else {
      go();
    }
  }

  /**
   * Firefox is about to send the form. A form that has passed the listeners above is held here: it
   * was sent by the submit() of another frame, or the page has disabled ours.
   */
  function onNavigate(event) {
    const form = event.sourceElement?.form ?? event.sourceElement;
    const press = form && event.cancelable && wantsKey(form) ? pressOf(form) : null;
    if (press?.readEmpty) {
      event.preventDefault();
      press.start(null, wayOf(form, null));
    } else if (press?.isTurned({ submitter: null, url: event.destination.url })) {
      event.preventDefault();
      press.turnBack(press.submitter, wayOf(form, press.submitter));
    }
  }

  function onFormData({ target: form }) {
    if (wantsKey(form)) {
      pressOf(form).onRead();
    }
  }

  /**
   * The page's handlers have run, and may have changed the target once more. Only a form that is in no
   * document is not sent now, so it is taken out for a moment.
   */
  function onFormDataLast({ target: form }) {
    const press = presses.get(form);
    if (!press?.isTurnedInReading) {
      return;
    }
    const { submitter } = press;
    const mark = document.createComment('');
    form.replaceWith(mark);
    setTimeout(() => {
      mark.replaceWith(form);
      press.turnBack(submitter, wayOf(form, submitter));
    });
  }

  /** Firefox asks the person, in its own words, before the page is left. */
  function onBeforeUnload(event) {
    if ([...presses.values()].some((press) => press.running)) {
      event.preventDefault();
    }
  }

  const onLoad = (event) => presses.forEach((press) => press.onFrameLoaded(event.target));

  function onPageShow(event) {
    if (event.persisted) {
      tellHere();
      presses.forEach((press) => press.reset());
    }
  }

  /** Adds the listeners after those of the page; in its shadow root, which these events don't leave. */
  function listenLast(form) {
    const root = form.getRootNode();
    const place = root === document ? window : root;
    for (const [type, listener] of [['submit', onSubmitLast], ['formdata', onFormDataLast]]) {
      place.removeEventListener(type, listener);
      place.addEventListener(type, listener);
    }
  }

  function listenIn(place) {
    place.addEventListener('submit', onSubmit, true);
    place.addEventListener('formdata', onFormData, true);
  }

  function unlistenIn(place) {
    place.removeEventListener('submit', onSubmit, true);
    place.removeEventListener('submit', onSubmitLast);
    place.removeEventListener('formdata', onFormDataLast);
    place.removeEventListener('formdata', onFormData, true);
  }

  const touch = new app.Touch(fields);

  /* What happens to the window: [where, type, listener]. */
  const LISTENERS = [
    [window, 'pageshow', onPageShow],
    [window, 'beforeunload', onBeforeUnload],
    [document, 'load', onLoad],
    [document, 'DOMContentLoaded', shadows.onLoaded],
    [window, 'load', shadows.onLoaded],
    [window, 'pointerover', shadows.onTouch],
    [window, 'focusin', shadows.onTouch],
    ...['pointermove', 'pointerdown', 'keydown', 'keyup', 'change'].map((type) => [window, type, touch.onEvent]),
    [window, 'pagehide', touch.end],
  ];

  /** document.open() drops listeners. Adding a listener twice does nothing. */
  function listen() {
    listenIn(window);
    LISTENERS.forEach(([where, type, listener]) => where.addEventListener(type, listener, true));
    window.navigation?.addEventListener('navigate', onNavigate);
  }

  function unlisten() {
    unlistenIn(window);
    shadows.leaveAll(unlistenIn);
    LISTENERS.forEach(([where, type, listener]) => where.removeEventListener(type, listener, true));
    window.navigation?.removeEventListener('navigate', onNavigate);
  }

  /* The background. */

  /** What happened and what to do, for a name that may be newer than these words. */
  app.wordsOf = (name) => {
    const { getMessage } = browser.i18n;
    const what = getMessage(`error_${name}`) || getMessage('error_UNKNOWN', name);
    const between = getMessage('language') === 'ja' ? '' : ' '; // as site/sentences.js has it
    return `${what}${between}${getMessage(`error_${name}_todo`)}`.replaceAll('`', '').trim();
  };

  browser.runtime.onMessage.addListener((message) => {
    if (message.type === 'answered') {
      presses.forEach((press) => press.onAnswered(message));
    } else if (message.type === 'script') {
      presses.forEach((press) => press.onScript(message));
    } else if (message.type === 'check') {
      check();
    }
  });

  async function check() {
    const reply = await browser.runtime.sendMessage({ type: 'check' });
    if (!reply.on) {
      app.stop();
    }
  }

  /* The page's own way to submit by a script, and ours in its place. */

  const { prototype } = window.wrappedJSObject.HTMLFormElement;
  let ours = null;

  function replaceSubmit() {
    // An earlier start of the extension may have left its function, which does nothing any more.
    const own = prototype.submit.pagesOwn ?? prototype.submit;
    exportFunction(function submitWithKey() {
      onScriptSubmit(this);
    }, prototype, { defineAs: 'submit' });
    ours = prototype.submit;
    ours.pagesOwn = own;
  }

  /** Restore form.submit(), unless the page has replaced it meanwhile. */
  function giveSubmitBack() {
    if (ours && prototype.submit === ours) {
      prototype.submit = ours.pagesOwn;
    }
    ours = null;
  }

  /** Runs a step that is not essential and that a page may have blocked: a failure is only logged. */
  function attempt(step) {
    try {
      step();
    } catch (error) {
      console.warn(`nss-helper: ${step.name}:`, error);
    }
  }

  /* The toolbar button shows whether the extension is on in this page. This fails if the extension was stopped. */
  const tellHere = () => window.top === window && browser.runtime.sendMessage({ type: 'here' }).catch(() => {});

  app.start = () => {
    if (!on) {
      on = true;
      tellHere();
      listen();
      observer.observe(document, { childList: true, subtree: true });
      scan(document);
      attempt(replaceSubmit);
    }
  };

  app.stop = () => {
    on = false;
    tellHere();
    observer.disconnect();
    unlisten();
    touch.end();
    presses.forEach((press) => press.reset());
    fields.forEach((field) => field.restore());
    fields.clear();
    presses.clear();
    app.forgetRequests();
    attempt(giveSubmitBack);
  };

  // Firefox puts these scripts into open pages when the extension is reloaded or updated.
  document.querySelectorAll('select.nss-helper-keygen').forEach(app.giveBack);
  app.start();
})();
