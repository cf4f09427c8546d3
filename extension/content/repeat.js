// SPDX-License-Identifier: MPL-2.0
// One press, one request, for forms and links: a repetition waits while the first request is in
// progress. Portals that hand out a file only once would lose it at a second press.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.sendByScript) {
    return;
  }

  const { Request, bare, bodyOf, closeNote, frames, withoutQuery } = app;

  const methodOf = (form, button) =>
    (button?.getAttribute('formmethod') ?? form.getAttribute('method') ?? '').toLowerCase();

  let requests = [];

  const find = (isOne) => requests.find(isOne);

  /** True if this repeats a request in progress; then it is not sent. */
  function isHeld(what, again) {
    requests = requests.filter((one) => one.isOpen);
    const first = find((one) => one.isUnderWay && one.isLike(what));
    first?.hold(again);
    return first !== undefined;
  }

  function add(request) {
    requests.push(request);
    return request;
  }

  /** Lets it be sent. After the page's handlers have run, the other frames are told whether it was. */
  function go(request, event) {
    request.go(event);
    setTimeout(() => frames.tell(request.told));
    return request;
  }

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  const isOurs = (form) => app.isOn() && !app.wantsKey(form);

  function describe(form, button) {
    const method = methodOf(form, button) === 'post' ? 'POST' : 'GET';
    const address = bare(app.targetOf(form, button));
    const anyQuery = method === 'GET'; // its fields become the query
    return { method, address: anyQuery ? withoutQuery(address) : address, anyQuery, bodies: [bodyOf(form, button)] };
  }

  /** A form with a key counts as the same request, although another key would change its body. */
  app.keyed = {
    /** True if it is in progress; then no key is made. */
    isHeld: (form, again) => isHeld({ form }, again),
    /** Notes a form that was read with a key in it, to be sent by Firefox or by a script of the page. */
    note: (form, button) => add(new Request({ ...describe(form, button), form }, { state: 'begun' })),
  };

  const reading = new WeakMap(); // form -> the request that it is read for
  const asked = new Map(); // form -> the request that is let go

  function note(request, form, button, event) {
    reading.set(form, { request: go(request, event), button });
  }

  /** Whether the form can wait for the other frames: after a press only, as a script may remove its form at once. */
  const mayWait = (form, submitter) =>
    !frames.isAlone() && (submitter !== null || form.contains(document.activeElement));

  /** Hold it until the other frames have said that none of them has sent the same. */
  async function askFrames(what, form, again) {
    const request = add(new Request(what, { state: 'asking' }));
    const other = await frames.ask({ type: 'underWay', request: request.told });
    if (other) {
      requests = requests.filter((one) => one !== request);
      add(new Request(what, { elsewhere: other })).hold(again);
      return;
    }
    asked.set(form, request);
    try {
      again();
    } finally {
      // If the form is still there, it was not submitted, because the page has changed it
      // meanwhile.
      if (asked.delete(form)) {
        request.end(false);
        frames.tell(request.told);
      }
    }
  }

  function onSubmit(event) {
    const { target: form, submitter } = event;
    if (!(form instanceof HTMLFormElement) || !isOurs(form) || methodOf(form, submitter) === 'dialog') {
      return;
    }
    if (asked.has(form)) {
      note(asked.get(form), form, submitter, event);
      asked.delete(form);
      return;
    }
    const what = describe(form, submitter);
    const again = () => app.submitAgain(form, submitter);
    if (isHeld(what, again)) {
      stop(event);
    } else if (mayWait(form, submitter)) {
      stop(event);
      askFrames(what, form, again);
    } else {
      note(add(new Request(what)), form, submitter, event);
    }
  }

  /** A form that a script of the page submits, for which there is no event. */
  app.sendByScript = (form, send) => {
    const what = isOurs(form) ? describe(form, null) : null;
    if (what && isHeld(what, () => app.sendByScript(form, send))) {
      return;
    }
    if (what) {
      note(add(new Request(what)), form, null, null);
    }
    send();
  };

  /** The form as it is really sent, after the page's handlers. */
  function onFormData({ target: form }) {
    const { request, button } = reading.get(form) ?? {};
    request?.add(bodyOf(form, button));
    reading.delete(form);
  }

  const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }) =>
    button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;

  /** The request that a link makes, or null. */
  function askedBy(link) {
    const { href, protocol } = link;
    const address = bare(href);
    const stays = (link.getAttribute('href') ?? '').includes('#') && address === bare(document.URL);
    return ['http:', 'https:'].includes(protocol) && !stays ? { method: 'GET', address, bodies: [''] } : null;
  }

  function onClick(event) {
    const link = event.composedPath().find((node) => node.matches?.('a[href], area[href]'));
    const what = link && isPlain(event) && app.isOn() ? askedBy(link) : null;
    if (what === null) {
      return;
    }
    if (isHeld(what, () => link.click())) {
      stop(event);
    } else {
      go(add(new Request(what)), event);
    }
  }

  /**
   * The window is about to go somewhere: for a link or a form that is noted already, or by a script.
   * Holding a repetition does not disturb the first request. A download does not leave the page, and
   * its click is noted already.
   */
  function onNavigate(event) {
    const { cancelable, hashChange, downloadRequest, formData, navigationType, destination: { url } } = event;
    if (!cancelable || hashChange || typeof downloadRequest === 'string' || formData || navigationType === 'reload' || !/^https?:/.test(url) || !app.isOn()) {
      return;
    }
    const what = { method: 'GET', address: bare(url), bodies: [''] };
    const noted = find((one) => !one.leaving && one.isThat(what));
    if (noted) {
      noted.leaving = true;
    } else if (isHeld(what, () => location.assign(url))) {
      event.preventDefault();
    } else {
      go(add(new Request(what)), null).leaving = true;
    }
  }

  /** The site was turned off, or the page is shown again from Firefox's cache: start anew. */
  app.forgetRequests = () => {
    requests = [];
    closeNote();
  };

  const onPageShow = ({ persisted }) => persisted && app.forgetRequests();

  /** Messages of the background about requests of this tab. */
  const told = {
    begun: (one) => one.begin(),
    ended: (one, { failed }) => one.end(failed),
  };

  function onTold(one, message) {
    told[message.type](one, message);
    if (one.isTold) {
      frames.tell(one.told);
    }
  }

  function onElsewhere(other) {
    const known = find(({ id }) => id === other.id);
    if (known) {
      known.adopt(other);
    } else if (other.state !== 'over') {
      add(new Request(other.what, { elsewhere: other }));
    }
  }

  /** Another frame asks whether this one has sent the same before. */
  function firstOf(other) {
    const first = find((one) => one.isBefore(other) && one.isUnderWay && one.isLike(other.what));
    return first && Promise.resolve(first.told);
  }

  /* A frame of another site must not hold a form of this one, nor learn what it sends. */
  browser.runtime.onMessage.addListener((message) => {
    const { type, request, site } = message;
    if (site !== globalThis.origin) {
      return undefined;
    }
    if (type === 'underWay') {
      return firstOf(request);
    }
    if (type === 'elsewhere') {
      onElsewhere(request);
    } else if (Object.hasOwn(told, type)) {
      requests.filter((one) => one.isThat(message)).forEach((one) => onTold(one, message));
    }
    return undefined;
  });

  app.listenAlways(() => {
    window.addEventListener('submit', onSubmit, true);
    window.addEventListener('formdata', onFormData, true);
    window.addEventListener('click', onClick, true);
    window.navigation?.addEventListener('navigate', onNavigate);
    window.addEventListener('pageshow', onPageShow, true);
  });
})();
