// SPDX-License-Identifier: MPL-2.0
// Remembers what the person pressed on this page, and where that leads. One press allows one thing:
// a key for a form, or a window for a file of a site. For a while after it, responses are examined.
(() => {
  const app = globalThis.nssHelper ??= {};
  if (app.takePress) {
    return;
  }

  // How long after a press its link or form may still be followed: a page may ask "Are you sure?".
  const RECENT = 60000;
  // The same for a press that a script of the page handles, in milliseconds.
  const SOON = 5000;
  // A finger may stay on a button for a while.
  const HELD = 10000;
  // The start of a request is known from two clocks, which may differ by this much.
  const SLACK = 100;
  const MOST = 20;

  const LINKS = 'a[href], area[href]';
  const SENDERS = 'button, input:is([type=image], [type=submit])';
  const BUTTONS = `${SENDERS}, input[type=button], [role=button], [role=link], [onclick]`;
  // Fields that a press sets. In other fields only Enter counts as a press.
  const CHOICES = 'label, select, option, input:is([type=checkbox], [type=radio])';
  const FIELDS = 'input';

  const presses = []; // the newest first
  let touched = -Infinity; // anything at all, by a finger or a key

  const withoutHash = (address) => address.replace(/#.*/, '');
  const withoutQuery = (address) => address.replace(/\?.*/, '');

  /** The address that a link or form names, or null if a script decides. */
  function addressOf(word, base) {
    try {
      const { href, protocol } = new URL(word, base);
      const stays = withoutHash(href) === withoutHash(document.URL) && word.includes('#');
      return ['http:', 'https:'].includes(protocol) && !stays ? withoutHash(href) : null;
    } catch {
      return null;
    }
  }

  const isGet = (form, button) =>
    (button?.getAttribute('formmethod') ?? form.getAttribute('method') ?? '').toLowerCase() !== 'post';

  /** Where the form goes now; a GET form's fields replace the query. */
  function wayOf(form, button) {
    const address = withoutHash(app.targetOf(form, button));
    return isGet(form, button) ? withoutQuery(address) : address;
  }

  /** What was pressed: a form, a link, or something that only a script of the page handles. */
  function hitOf(element, byKey) {
    const control = element.closest('label')?.control ?? element;
    const link = element.closest(LINKS);
    if (link) {
      const address = addressOf(link.getAttribute('href'), link.baseURI);
      return { link, scripted: address === null, ways: [address] };
    }
    const part = control.closest(byKey ? `${BUTTONS}, ${CHOICES}, ${FIELDS}` : `${BUTTONS}, ${CHOICES}`);
    if (!part || part.matches('html, body')) {
      return null;
    }
    const form = part.form ?? part.closest('form');
    const button = part.matches(SENDERS) ? part : null;
    const scripted = form === null || part.matches('[onclick], [role], [type=button]');
    return { form, button, scripted, ways: form ? [wayOf(form, button)] : [] };
  }

  /** A click belongs to the press that began with a pointer or a key. The click on a label comes again at its field. */
  function currentPress(event) {
    const now = performance.now();
    const [last] = presses;
    if (event.type === 'click' && last && now - last.first < HELD && (last.clicked !== true)) {
      return last;
    }
    const press = { first: now, clicked: false, hits: [], used: false };
    presses.unshift(press);
    presses.splice(MOST);
    return press;
  }

  const isOther = ({ type, repeat, key, button }) =>
    (type === 'keydown' ? repeat || !['Enter', ' '].includes(key) : button === 2);

  function onPress(event) {
    if (event.isTrusted) {
      touched = performance.now();
    }
    const element = event.composedPath().find((node) => node.matches);
    if (!event.isTrusted || isOther(event) || !element) {
      return;
    }
    const press = currentPress(event);
    press.last = performance.now();
    const hit = hitOf(element, event.key === 'Enter');
    if (hit) {
      press.hits.push(hit);
    }
    if (event.type === 'click') {
      setTimeout(() => {
        press.clicked = true;
      });
    }
  }

  /** A form is being read: where it goes may have been set a moment ago. */
  function onRead({ target: form }) {
    for (const hit of presses.flatMap(({ hits }) => hits).filter((one) => one.form === form)) {
      hit.ways.push(wayOf(form, hit.button));
    }
  }

  /** Takes the newest unused press that fits. */
  function take(fits) {
    const press = presses.find((one) => !one.used && one.hits.some((hit) => fits(hit, one)));
    if (press) {
      press.used = true;
    }
    return press !== undefined;
  }

  /** Has the person pressed just now what sends this form? */
  app.takePress = (form) => take((hit, { last }) => {
    const age = performance.now() - last;
    return (hit.form === form && age < RECENT) || (hit.scripted && age < SOON);
  });

  function leads({ form, button, link, ways }, address) {
    const now = form ? wayOf(form, button) : link && addressOf(link.getAttribute('href') ?? '', link.baseURI);
    const wanted = form && isGet(form, button) ? withoutQuery(address) : address;
    return [...ways, now].includes(wanted);
  }

  /** Had the person pressed what leads to this address when the request for it began? */
  const takeWay = ({ address, age }) => take((hit, { first, last }) => {
    const began = performance.now() - age;
    return began > first - SLACK
      && ((hit.scripted && began - last < SOON) || (began - last < RECENT && leads(hit, withoutHash(address))));
  });

  app.listenAlways(() => {
    for (const type of ['pointerdown', 'keydown', 'click']) {
      window.addEventListener(type, onPress, { capture: true, passive: true });
    }
    window.addEventListener('formdata', onRead, true);
  });

  /* What the background asks. `waits` uses up no press: it only decides whether responses are examined. */
  const answers = {
    pressed: takeWay,
    waits: () => performance.now() - touched < RECENT,
  };

  browser.runtime.onMessage.addListener((message) =>
    (Object.hasOwn(answers, message.type) && answers[message.type](message) ? Promise.resolve(true) : undefined));
})();
