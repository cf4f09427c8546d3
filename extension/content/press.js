// SPDX-License-Identifier: MPL-2.0
// One form with a <keygen>, from the press until it is sent: exactly one request, however often the
// person presses.
(() => {
  const app = globalThis.nssHelper ??= {};

  // A press this soon after the last one counts as the same press.
  const SAME_PRESS = 2000;
  // Firefox reports the navigation by the form itself, too, immediately after.
  const OWN_WAY = 1000;
  // Longer than any response takes.
  const FORGOTTEN = 300000;

  // What the person is asked to do if one press was not enough.
  const AGAIN = 'AGAIN';
  // A page that changes the target at each check would do so forever.
  const MOST_TURNS = 2;

  const { requestSubmit } = HTMLFormElement.prototype;
  const word = (name) => browser.i18n.getMessage(name);

  /** The target of the form; the button's attributes take precedence over the form's. */
  function targetOf(form, submitter) {
    const action = submitter?.getAttribute('formaction') || form.getAttribute('action') || '';
    // Without an action it is the page itself, regardless of <base>.
    const base = action === '' && !document.URL.startsWith('about:') ? document.URL : document.baseURI;
    try {
      return new URL(action, base).href;
    } catch {
      return '';
    }
  }

  /** The site of an address, for which a key is requested. */
  const siteOf = (address) => (URL.canParse(address) ? new URL(address).origin : '');

  /** The name of the window or frame that the form targets. */
  const windowOf = (form, submitter) =>
    submitter?.getAttribute('formtarget') ?? form.getAttribute('target') ?? '';

  /** Firefox blocks a new window that opens long after the person's press. */
  const opensWindow = (form, submitter) => windowOf(form, submitter).toLowerCase() === '_blank';

  /** Firefox sends no form into a frame that is still loading, so this stops the loading. */
  function emptyFrame(name) {
    const frames = name === '' ? [] : [...document.querySelectorAll('iframe, frame')];
    frames.find((one) => one.name === name)?.contentWindow?.location.replace('about:blank');
  }

  const BUTTONS = 'a, button, input[type=button], input[type=image], input[type=submit]';

  /** The button that the person has pressed, if a script of the page submits the form. */
  function pressedButton(form) {
    const { activeElement } = form.getRootNode();
    return activeElement?.matches(BUTTONS) ? activeElement : null;
  }

  class Press {
    #form;
    #fields; // the form's fields that want a key, found again for each press
    #phase = 'idle'; // idle, making, leaving, sent
    #pressed = -Infinity;
    #turn = 0;
    #sent = -Infinity;
    #request = null; // the last request
    #job = null; // the job sent last
    #again = () => {}; // sends the form again in the same way
    #event = null; // of the submission that was let through, if it has one
    #target = '';
    #site = ''; // the site for which the keys were requested
    #byPerson = false;
    #turns = 0; // how often the page has changed the site since the press
    #read = ''; // '', or how Firefox or a script has read the fields since the last press: 'empty' or 'filled'
    #awaited = false; // Firefox has sent the form, and waits for the response
    #ownWay = false;
    #busy = new app.Busy();

    constructor(form, fields) {
      this.#form = form;
      this.#fields = fields;
    }

    /** Whether the current submission is our own, which is let through. */
    get leaving() {
      return this.#phase === 'leaving';
    }

    /** Whether all fields that want a key have one. */
    get ready() {
      return this.#phase === 'idle' && this.#fields().every((field) => field.filled);
    }

    /** Whether leaving the page now would interrupt it. */
    get running() {
      const soon = performance.now() - this.#sent < FORGOTTEN;
      return this.#phase === 'making'
        || (this.#phase === 'sent' && this.#awaited && !this.#ownWay && soon);
    }

    /** Lets the submission with this event through, or one without an event. */
    goesBy(event) {
      this.#event = event;
    }

    /** Whether the fields were read without a key in them. */
    get readEmpty() {
      return this.#read === 'empty';
    }

    /** A press, or a script's submit(): `go` sends the form. `anew` if the person has chosen to send it again. */
    async start(submitter, go, anew = false) {
      const again = () => this.start(submitter, go, true);
      const repeated = this.#isRepeated(again, anew);
      this.#pressed = performance.now();
      if (repeated) {
        return;
      }
      if (this.#fields().some(({ unsupported }) => unsupported)) {
        this.#rest(app.wordsOf('NO_CHOICE'), true);
        return;
      }
      this.#again = again;
      this.#turns = 0;
      this.#byPerson = anew || app.takePress(this.#form);
      if (anew) {
        emptyFrame(windowOf(this.#form, submitter));
      }
      await this.#make(submitter, go);
    }

    async #make(submitter, go) {
      this.#phase = 'making';
      this.#read = '';
      this.#busy.start(submitter ?? pressedButton(this.#form));
      this.#target = windowOf(this.#form, submitter);
      this.#say(word('state_making'));
      const turn = this.#turn;
      const error = await this.#fillAll(submitter);
      if (turn !== this.#turn) {
        return; // the page was left and shown again meanwhile
      }
      this.#phase = 'idle';
      if (this.#isElsewhere(submitter) && (!error || error === 'FORM_CHANGED')) {
        await this.turnBack(submitter, go);
      } else if (error && error !== AGAIN) {
        this.#rest(app.wordsOf(error), true);
      } else if (error || (opensWindow(this.#form, submitter) && !navigator.userActivation.isActive)) {
        this.#rest(word('state_press_again'), true);
      } else {
        this.#leave(go);
      }
    }

    #isElsewhere(submitter, url = targetOf(this.#form, submitter)) {
      return this.#form.isConnected && siteOf(url) !== this.#site;
    }

    /** Whether what is being sent goes to another site than the one its key was asked for. */
    isTurned({ submitter, url, defaultPrevented = false }) {
      const leaves = this.leaving || this.ready || (url !== undefined && this.#read === 'filled' && this.#ownWay);
      return leaves && !defaultPrevented && this.#isElsewhere(submitter, url);
    }

    /** The same for a form that Firefox is reading in order to send it. */
    get isTurnedInReading() {
      return this.#read === 'filled' && this.#ownWay && !this.#event?.defaultPrevented
        && this.#isElsewhere(this.#event?.submitter);
    }

    get submitter() {
      return this.#event?.submitter ?? null;
    }

    /** Asks for a new key for the form's present target, in the same way as for the first. */
    async turnBack(submitter, go) {
      await null; // not within the page's own submission
      this.#fields().forEach((field) => field.takeBack());
      this.#request?.end(false);
      this.#phase = 'idle';
      this.#awaited = false;
      this.#turns += 1;
      if (this.#turns > MOST_TURNS) {
        this.#rest(app.wordsOf('FORM_CHANGED'), true);
      } else {
        await this.#make(submitter, go);
      }
    }

    #isRepeated(again, anew) {
      const soon = this.#phase === 'sent' && performance.now() - this.#pressed < SAME_PRESS;
      return this.#phase === 'making' || (!anew && (app.keyed.isHeld(this.#form, again) || soon));
    }

    /** Resolves to the name of what went wrong, or null. One press allows one key; a second key needs a second press. */
    async #fillAll(submitter) {
      const target = targetOf(this.#form, submitter);
      this.#site = siteOf(target);
      const onAsk = () => this.#say(word('state_asking'));
      const onWindow = (what) => this.#say(word(`asking_${what}`));
      const [field, ...more] = this.#fields().filter(({ filled }) => !filled);
      const stands = () => this.#fields().includes(field) && this.#form.isConnected && !this.#isElsewhere(submitter);
      const error = field && await app.obtain(field, { target, pressed: this.#byPerson, onAsk, onWindow, stands });
      return error ?? (more.length > 0 ? AGAIN : null);
    }

    /** The page's handlers run now. They may still stop the form, and then the person can press again. */
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

    /** Firefox or a script of the page has read the fields in order to send them. */
    onRead() {
      const filled = this.#fields().some((field) => field.filled);
      this.#read = filled ? 'filled' : 'empty';
      if (filled) {
        this.#phase = 'sent';
        this.#job = this.#fields().find((field) => field.filled).job;
        this.#sent = performance.now();
        this.#awaited = true;
        this.#ownWay = true;
        if (!this.#request?.isOpen) {
          this.#request = app.keyed.note(this.#form, this.submitter);
          this.#request.watch(this.#again, () => this.#rest(''));
        }
        this.#say(word('state_sent'));
        setTimeout(() => this.#afterRead());
        setTimeout(() => {
          this.#ownWay = false;
        }, OWN_WAY);
      }
    }

    /** The values have been read: the fields are emptied for the next press. */
    #afterRead() {
      this.#fields().forEach((field) => field.empty());
      // There is no event when a script leaves the page.
      if (this.#event?.defaultPrevented) {
        this.#awaited = false;
        this.#busy.stop();
        this.#request.giveToScript((sent) => this.#afterScript(sent));
      }
    }

    /** The script that has read the fields has got its answer, or has sent nothing. A new press may have come before. */
    #afterScript(sent) {
      if (this.#phase === 'sent') {
        this.#phase = 'idle';
        this.#rest(sent ? word('state_answered') : '');
      }
    }

    onScript(message) {
      this.#request?.onScript(message);
    }

    /** The response is in its frame before the background tells of it, and scripts may go on now. */
    onFrameLoaded({ name }) {
      if (name !== '' && name === this.#target) {
        this.#awaited = false;
      }
    }

    /** The response to a job has come, or to the last one if none is named. An earlier job's changes nothing. */
    onAnswered({ job = this.#job, failed = false } = {}) {
      if (job !== this.#job) {
        return;
      }
      this.#request?.end(failed);
      this.#awaited = false;
      if (this.#phase === 'sent') {
        this.#rest(failed ? '' : word('state_answered'));
      }
    }

    /** The page is shown again from Firefox's cache: start anew. */
    reset() {
      this.#turn += 1;
      this.#read = '';
      this.#phase = 'idle';
      this.#request?.end(false);
      this.#fields().forEach((field) => field.empty());
      this.#rest('');
    }

    /** Back to idle. */
    #rest(words, alarm) {
      this.#busy.stop();
      this.#say(words, alarm);
    }

    #say(words, alarm) {
      this.#fields().forEach((field) => field.say(words, alarm));
    }
  }

  app.Press = Press;
  app.targetOf = targetOf;

  /** Submits as Firefox would: with validation, handlers and the button's name. */
  app.submitAgain = (form, submitter) => {
    const button = submitter?.isConnected && submitter.form === form ? submitter : undefined;
    // The page may have disabled the button since the press: its name is sent all the same.
    const barred = button?.disabled ?? false;
    if (barred) {
      button.disabled = false;
    }
    requestSubmit.call(form, button);
    if (barred) {
      button.disabled = true;
    }
  };
})();
