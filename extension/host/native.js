// SPDX-License-Identifier: MPL-2.0
// The only file that opens a port to the host: one for each exchange, which is closed in any case, or
// left open for a short time to the one that follows.
import { Failure } from './failure.js';
import { hello } from './hello.js';
import { VERSION, asking, checkReply } from './message.js';
import { installed } from './response.js';
import { takeTurn } from './turns.js';

const HOST = 'nss_helper';

/** How long each step may take, in milliseconds. */
export const TIME = Object.freeze({
  handshake: 15000,
  request: 90000,
  install: 120000,
  verify: 160000, // a CA's servers may be slow
  person: 660000, // the host gives up after ten minutes
});

/** Replies in order, whether they arrive before or after they are waited for. */
class Channel {
  #port;
  #replies = [];
  #ended = null;
  #hasAsked = false;
  #wake = () => {};

  /** Is called with what a window of the host asks for, such as "file", as soon as it opens. */
  onAsking = async () => {};

  constructor(port) {
    this.#port = port;
    port.onMessage.addListener((reply) => {
      this.#replies.push(reply);
      this.#wake();
    });
    port.onDisconnect.addListener(() => this.#end(port.error));
  }

  #end(error) {
    this.#ended ??= endOf(error);
    this.#wake();
  }

  close() {
    this.#port.disconnect();
    this.#end(); // there is no event for this side
  }

  get hasEnded() {
    return this.#ended !== null;
  }

  /**
   * Whether it is good for another exchange. A host that has asked the person keeps their password and
   * the turn of its windows until its port closes.
   */
  get isGood() {
    return !this.hasEnded && !this.#hasAsked && this.#replies.length === 0;
  }

  /** Sends a request; `expect` waits for its reply, and `ask` does both. */
  send({ message }) {
    if (this.#ended) {
      // A reply before the end says more than the end itself.
      throw this.#replies.length > 0 ? this.#lastWord() : this.#ended;
    }
    this.#port.postMessage(message);
  }

  ask(request, milliseconds = TIME.request) {
    this.send(request);
    return this.expect(milliseconds, request.reply);
  }

  /** The next reply: the expected one and checked, or a Failure. */
  async expect(milliseconds, expected) {
    if (this.#replies.length === 0 && !this.#ended) {
      await this.#wait(milliseconds);
    }
    if (this.#replies.length > 0) {
      const reply = checkReply(this.#replies.shift(), asking, expected);
      if (reply.type !== asking.type) {
        return reply;
      }
      this.#hasAsked = true;
      await this.onAsking(reply.for);
      return this.expect(TIME.person, expected);
    }
    throw this.#ended ?? new Failure('HOST_TIMEOUT');
  }

  #lastWord() {
    try {
      checkReply(this.#replies.shift());
    } catch (failure) {
      return failure;
    }
    return this.#ended;
  }

  #wait(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Firefox says this both of a host that is not registered and of one that it may not start. */
function endOf(error) {
  const message = error?.message ?? 'the host ended';
  return new Failure(/No such native application/.test(message) ? 'HOST_MISSING' : 'HOST_BROKEN',
    { message });
}

async function greet(channel) {
  const reply = await channel.ask(hello(browser.i18n.getUILanguage()), TIME.handshake);
  if (reply.version !== VERSION) {
    throw new Failure('HOST_VERSION', { message: `the host speaks version ${reply.version}` });
  }
  return [reply, await hearResumed(channel, reply)];
}

/** The responses that a replay has finished. A host of version 0.1.0 replays before its greeting. */
export async function hearResumed(channel, { resumed: count }) {
  const resumed = [];
  while (resumed.length < count) {
    const done = await channel.expect(TIME.handshake, installed);
    resumed.push(done);
    // A failure is ignored, as the port is used for something else.
    await tell(done).catch((error) => console.error('nss-helper: resumed:', error));
  }
  return resumed;
}

let tell = async () => {};

/** Sets who is told of each response that a host has finished by itself. */
export const onResumed = (listener) => {
  tell = listener;
};

const connect = () => new Channel(browser.runtime.connectNative(HOST));

/* Milliseconds for which a port stays open for a response. */
const OPEN = 30000;

/** A port that was left open; one at a time. */
let left = null; // { channel, timer }

function takeLeft() {
  const { channel, timer } = left ?? {};
  left = null;
  clearTimeout(timer);
  return channel;
}

function leave(channel) {
  takeLeft()?.close();
  left = { channel, timer: setTimeout(() => takeLeft()?.close(), OPEN) };
}

/** Calls `talk`, and closes the port unless all went well and it is left open. */
async function converse(channel, talk, leaves) {
  let done = false;
  try {
    const result = await talk();
    done = true;
    return result;
  } finally {
    if (done && leaves && channel.isGood) {
      leave(channel);
    } else {
      channel.close();
    }
  }
}

/**
 * Opens a port as soon as a host may run, greets the host, then calls `talk` with the channel, the
 * greeting and what was resumed. `background`: no person waits for it. `leaves` the port open for a
 * short time if all went well; `takes` such a port, for a `talk` that needs no greeting.
 */
export async function exchange(talk, { background = false, leaves = false, takes = false } = {}) {
  const end = await takeTurn(background);
  try {
    const known = takes ? takeLeft() : null;
    if (known?.isGood) {
      return await converse(known, () => talk(known), leaves);
    }
    known?.close();
    const channel = connect();
    return await converse(channel, async () => talk(channel, ...await greet(channel)), leaves);
  } finally {
    end();
  }
}

/**
 * A port for work in two parts, with a wait for the person in between. The first part is done in
 * the background; the person waits only for the second.
 */
export class Held {
  #channel = null;
  #closed = false;

  /** Resolves to the reply to this request. */
  async begin(request) {
    const end = await takeTurn(true);
    try {
      if (this.#closed) {
        throw new Failure('HOST_BROKEN', { message: 'nobody waits for it any more' });
      }
      this.#channel = connect();
      await greet(this.#channel);
      return await this.#channel.ask(request);
    } finally {
      end();
    }
  }

  /** Whether the first part is in progress or done. */
  get isOpen() {
    return this.#channel !== null && !this.#channel.hasEnded;
  }

  /** The second part, as `exchange`. */
  async goOn(talk, { leaves = false } = {}) {
    const end = await takeTurn(false);
    try {
      return await converse(this.#channel, () => talk(this.#channel), leaves);
    } finally {
      end();
    }
  }

  close() {
    this.#closed = true;
    this.#channel?.close();
  }
}
