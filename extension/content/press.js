// SPDX-License-Identifier: MPL-2.0
// One form with a <keygen>, from the press to the way out: exactly one request however
// often the person presses.
(() => {
  const app = globalThis.nssHelper ??= {};

  // A press so soon after the last one is the same press, made by an impatient hand.
  const SAME_PRESS = 2000;
  // Where nothing tells that a response has come, a press counts anew after this.
  const GIVE_UP = 60000;
  // Firefox tells of the form's own way out of the page, too, in the very next moment.
  const OWN_WAY = 1000;
  // Longer than a response takes that still comes.
  const FORGOTTEN = 300000;

  const { requestSubmit } = HTMLFormElement.prototype;
  const word = (name) => browser.i18n.getMessage(name);

  /** Where the form goes: what the button says wins over what the form says. */
  function targetOf(form, submitter) {
    const action = submitter?.getAttribute('formaction') || form.getAttribute('action') || '';
    // Without an action it is the page itself, whatever its <base> says.
    const base = action === '' && !document.URL.startsWith('about:') ? document.URL : document.baseURI;
    try {
      return new URL(action, base).href;
    } catch {
      return '';
    }
  }

  /** The name of the window or frame that the form goes to. */
  const windowOf = (form, submitter) =>
    submitter?.getAttribute('formtarget') ?? form.getAttribute('target') ?? '';

  /** Firefox blocks a new window that opens long after the person's press. */
  const opensWindow = (form, submitter) => windowOf(form, submitter).toLowerCase() === '_blank';

  const BUTTONS = 'a, button, input[type=button], input[type=image], input[type=submit]';

  /** What the person has pressed where a script of the page submits the form. */
  function pressedButton() {
    const { activeElement } = document;
    return activeElement?.matches(BUTTONS) ? activeElement : null;
  }

  class Press {
    #form;
    #fields; // those of the form that want a key, asked anew for each press
    #phase = 'idle'; // idle, making, leaving, sent
    #pressed = -Infinity;
    #turn = 0;
    #sent = -Infinity;
    #answered = true;
    #event = null; // of the submission that was let through, where it has one
    #target = '';
    #awaited = false; // Firefox sends the form, and its response has not come
    #ownWay = false;
    #busy = new app.Busy();

    constructor(form, fields) {
      this.#form = form;
      this.#fields = fields;
    }

    /** The submission that is under way now is our own: let it through. */
    get leaving() {
      return this.#phase === 'leaving';
    }

    /** Keys are there for all that want one: nothing has to be waited for. */
    get ready() {
      return this.#phase === 'idle' && this.#fields().every((field) => field.filled);
    }

    /** Whether to leave the page now would break it off. */
    get running() {
      const soon = performance.now() - this.#sent < FORGOTTEN;
      return this.#phase === 'making'
        || (this.#phase === 'sent' && this.#awaited && !this.#ownWay && soon);
    }

    /** The submission with this event, or with none, is not held. */
    goesBy(event) {
      this.#event = event;
    }

    /** A press, or a script's submit(): `go` sends the form. */
    async start(submitter, go) {
      const repeated = this.#isRepeated();
      this.#pressed = performance.now();
      if (repeated) {
        return;
      }
      this.#phase = 'making';
      this.#busy.start(submitter ?? pressedButton());
      this.#target = windowOf(this.#form, submitter);
      this.#say(word('state_making'));
      const turn = this.#turn;
      const error = await this.#fillAll(submitter, navigator.userActivation.isActive);
      if (turn !== this.#turn) {
        return; // the page was left and shown again meanwhile
      }
      this.#phase = 'idle';
      if (error) {
        this.#rest(app.wordsOf(error), true);
      } else if (opensWindow(this.#form, submitter) && !navigator.userActivation.isActive) {
        this.#rest(word('state_press_again'), true);
      } else {
        this.#leave(go);
      }
    }

    #isRepeated() {
      const now = performance.now();
      return this.#phase === 'making' || (this.#phase === 'sent'
        && (now - this.#pressed < SAME_PRESS || (!this.#answered && now - this.#sent < GIVE_UP)));
    }

    /** The name of what went wrong, or null. */
    async #fillAll(submitter, pressed) {
      const target = targetOf(this.#form, submitter);
      const onAsk = () => this.#say(word('state_asking'));
      for (const field of this.#fields().filter(({ filled }) => !filled)) {
        const error = await app.obtain(field, target, pressed, onAsk);
        if (error) {
          return error;
        }
      }
      return null;
    }

    /** The page's own handlers run now; they may still stop it, and it may be pressed again. */
    #leave(go) {
      this.#phase = 'leaving';
      this.#say('');
      try {
        go();
      } finally {
        if (this.#phase === 'leaving') {
          this.#phase = 'idle';
          this.#busy.stop();
        }
      }
    }

    /** The fields were read, to be sent by Firefox or by a script of the page. */
    onRead() {
      if (this.#fields().some((field) => field.filled)) {
        this.#phase = 'sent';
        this.#sent = performance.now();
        this.#answered = false;
        this.#awaited = true;
        this.#ownWay = true;
        this.#say(word('state_sent'));
        setTimeout(() => this.#afterRead());
        setTimeout(() => {
          this.#ownWay = false;
        }, OWN_WAY);
      }
    }

    /** Their values were being read until now: they are emptied for the next press. */
    #afterRead() {
      this.#fields().forEach((field) => field.empty());
      // Nobody tells of the response to a script, nor when the script leaves the page.
      if (this.#event?.defaultPrevented) {
        this.#awaited = false;
        this.#busy.stop();
      }
    }

    /** The response is there, before the background has said so: scripts may go on now. */
    onFrameLoaded({ name }) {
      if (name !== '' && name === this.#target) {
        this.#awaited = false;
      }
    }

    onAnswered() {
      this.#answered = true;
      this.#awaited = false;
      if (this.#phase === 'sent') {
        this.#rest(word('state_answered'));
      }
    }

    /** Shown again, from Firefox's memory: as new. */
    reset() {
      this.#turn += 1;
      this.#phase = 'idle';
      this.#fields().forEach((field) => field.empty());
      this.#rest('');
    }

    /** Nothing is at work any more. */
    #rest(words, alarm) {
      this.#busy.stop();
      this.#say(words, alarm);
    }

    #say(words, alarm) {
      this.#fields().forEach((field) => field.say(words, alarm));
    }
  }

  app.Press = Press;

  /** Sends as Firefox would have: with validation, handlers and the button's own name. */
  app.submitAgain = (form, submitter) => {
    const there = submitter?.isConnected && submitter.form === form;
    requestSubmit.call(form, there ? submitter : undefined);
  };
})();
