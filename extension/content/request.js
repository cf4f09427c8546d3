// SPDX-License-Identifier: MPL-2.0
// A request of this tab: its content, its progress, and what the person is told who repeats it.
(() => {
  const app = globalThis.nssHelper ??= {};

  // A press this soon after the last one counts as the same press. A request that has not begun by
  // then will not begin.
  const SAME_PRESS = 3000;
  const MOMENT = 50;
  // Milliseconds after which the person may send it again.
  const GIVE_UP = 60000;

  const word = (name) => browser.i18n.getMessage(name);

  // One note for all requests: the person waits for the one repeated last.
  const place = new app.Note();

  const frame = Math.random();
  let made = 0;
  const newId = () => `${frame}:${made += 1}`;

  // Firefox may change http: to https: by itself.
  const bare = (address) => address.replace(/#.*/, '').replace(/^https?:/, '');
  const withoutQuery = (address) => address.replace(/\?.*/, '');

  /**
   * @param {object} what method, address (bare), anyQuery, bodies (digests of what it may send); or
   *   `form`, if any submission of that form is the same request
   */
  class Request {
    #what;
    #bodies;
    #again; // sends it again, in the way it was repeated last
    #state; // asking, new, begun, over
    #since; // since when, by a clock that is the same in all frames
    #event = null; // the event that causes it, which the page may cancel
    #waits = false; // the page shows that it is waiting
    #onFailed = null; // called on failure, if another line of the page tells the person to wait
    #isOffered = false; // sending it again is offered
    #scripts = new Set(); // requests of scripts of its page to the same address
    #hasBegun = false; // whether one of these scripts' requests has begun
    #tellOver = null; // called at the end, if a script sends it
    #timer; // checks whether it has begun

    /* `leaving`: Firefox has reported the navigation for it; `isTold`: the other frames are told of it. */

    /** @param {object} [elsewhere] the description of a request of another frame */
    constructor(what, { elsewhere, state = elsewhere?.state === 'begun' ? 'begun' : 'new' } = {}) {
      const { id = newId(), since = Date.now(), leaving = false } = elsewhere ?? {};
      Object.assign(this, { id, leaving, isTold: !elsewhere && !what.form });
      this.#what = what;
      this.#bodies = new Set(what.bodies);
      this.#state = state;
      this.#since = since;
    }

    /** The description for another frame. */
    get told() {
      const { id, leaving } = this;
      const state = this.#event?.defaultPrevented ? 'over' : this.#state;
      return { id, leaving, state, since: this.#since, what: { ...this.#what, bodies: [...this.#bodies] } };
    }

    /** Continues a request of another frame. */
    adopt({ state, leaving }) {
      this.leaving ||= leaving;
      if (state === 'begun') {
        this.begin();
      } else if (state === 'over') {
        this.end(false);
      }
    }

    isBefore({ id, since }) {
      return this.#since < since || (this.#since === since && this.id < id);
    }

    get #age() {
      return Date.now() - this.#since;
    }

    /** It is sent unless a handler of the page cancels this event. */
    go(event) {
      this.#event = event;
      this.#state = 'new';
    }

    /** The page's handlers have changed what it sends. */
    add(body) {
      this.#bodies.add(body);
    }

    isLike({ method, address, bodies, form }) {
      if (form || this.#what.form) {
        return form === this.#what.form;
      }
      return this.#what.method === method && this.#what.address === address
        && bodies.some((body) => this.#bodies.has(body));
    }

    /** Whether the background's message is about this request. */
    isThat({ method, address }) {
      const asked = bare(address);
      return this.#what.method === method
        && this.#what.address === (this.#what.anyQuery ? withoutQuery(asked) : asked);
    }

    get #isHandling() {
      return Boolean(this.#event) && this.#event.eventPhase !== Event.NONE;
    }

    get isOpen() {
      return this.#isHandling || (!this.#event?.defaultPrevented
        && (['asking', 'begun'].includes(this.#state) || (this.#state === 'new' && this.#age < SAME_PRESS)));
    }

    get isUnderWay() {
      return this.isOpen && !this.#isHandling;
    }

    begin() {
      if (this.#state === 'new') {
        this.#state = 'begun';
      }
    }

    /** Only the first end counts. */
    end(failed) {
      if (this.#state === 'over') {
        return;
      }
      this.#state = 'over';
      if (failed && (this.#waits || this.#onFailed)) {
        this.#onFailed?.();
        this.#offer('repeat_failed');
      } else if (this.#waits) {
        place.close();
      }
    }

    /**
     * Another line of the page tells the person to wait. If the request takes long or fails, they may send
     * it once more. `onFailed` is called when it fails.
     */
    watch(again, onFailed) {
      this.#again = again;
      this.#onFailed = onFailed;
      this.#offerIn(GIVE_UP - this.#age);
    }

    #offerIn(milliseconds) {
      setTimeout(() => this.#state !== 'over' && !this.#isOffered && this.#offer('repeat_long'), milliseconds);
    }

    /** It was repeated: the page waits, and shows that. */
    hold(again) {
      this.#again = again;
      const left = GIVE_UP - this.#age;
      if (left <= 0) {
        this.#offer('repeat_long');
      } else if (!this.#waits) {
        place.say(word('repeat_waiting'));
        this.#offerIn(left);
        this.#lookLater();
      }
      this.#waits = true;
    }

    /* A timer may fire slightly before the clock says so; then it is set again. */
    #lookLater() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#lookForBegin(), Math.max(SAME_PRESS - this.#age, MOMENT));
    }

    /** Ends a request that has not begun by now, because Firefox or the page has stopped it. The background knows. */
    async #lookForBegin() {
      if (this.#state === 'asking' || this.#age < SAME_PRESS) {
        this.#lookLater();
        return;
      }
      const isLate = () => this.#state === 'new' && this.#age >= SAME_PRESS;
      const begun = isLate() && await app.frames.ask({ type: 'whatBegan' });
      if (begun?.some((one) => this.isThat(one))) {
        this.begin();
      } else if (isLate()) {
        this.end(false);
        this.#tellOver?.(this.#hasBegun);
      }
    }

    /**
     * A script of the page has read the form, and may send it. The request is over when none of the
     * scripts' requests has been under way for a while: `tellOver` is told whether there was one.
     */
    giveToScript(tellOver) {
      this.#tellOver = tellOver;
      if (this.#scripts.size === 0) {
        this.#waitForScript();
      }
    }

    #waitForScript() {
      this.#state = 'new';
      this.#since = Date.now();
      this.#lookLater();
    }

    /** A request of a script begins or ends. */
    onScript({ id, ended }) {
      if (this.#state === 'over') {
        return;
      }
      if (!ended) {
        this.#scripts.add(id);
        this.#hasBegun = true;
        this.#state = 'begun';
      } else if (this.#scripts.delete(id) && this.#scripts.size === 0 && this.#tellOver) {
        this.#waitForScript();
      }
    }

    #offer(name) {
      this.#isOffered = true;
      this.#waits = true;
      place.say(word(name), { words: word('repeat_send'), onPress: () => {
        this.#state = 'over';
        this.#again();
      } });
    }
  }

  Object.assign(app, { Request, bare, withoutQuery, closeNote: () => place.close() });
})();
