// SPDX-License-Identifier: MPL-2.0
// The bytes of a response that may be one of a CA: held, or passed on to the page, until it is
// clear what they look like.
import { join } from '../host/bytes.js';
import { LIMITS } from '../host/limits.js';
import { isClear, kindOf } from './kind.js';

/** When the page gets the bytes. */
export const PASS = Object.freeze({
  atOnce: 'at once', // as they arrive; only a copy is looked at
  whenClear: 'when clear', // as soon as they are clearly not a CA's
  atEnd: 'at the end', // all are held, up to the size limit of a response
});

class Collector {
  #filter;
  #pass;
  #settle;
  #chunks = [];
  #length = 0;
  #clear = false;
  #begun = false;

  constructor(filter, pass, settle) {
    this.#filter = filter;
    this.#pass = pass;
    this.#settle = settle;
    filter.onstart = () => {
      this.#begun = true;
    };
    filter.ondata = ({ data }) => this.#add(new Uint8Array(data));
    filter.onstop = () => {
      if (pass === PASS.atOnce) {
        filter.close();
      }
      settle({ bytes: join(this.#chunks), begun: true });
    };
    filter.onerror = () => settle({ bytes: join(this.#chunks), begun: this.#begun, failed: true });
  }

  #add(chunk) {
    this.#begun = true;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#pass === PASS.atOnce) {
      this.#filter.write(chunk);
    }
    if (this.#length > LIMITS.response && this.#pass === PASS.atEnd) {
      this.#settle({ bytes: join(this.#chunks), begun: true, rest: restOf(this.#filter) });
    } else if (this.#length > LIMITS.response || this.#isOther()) {
      this.#letGo();
    }
  }

  #isOther() {
    if (this.#pass === PASS.atEnd || this.#clear) {
      return false;
    }
    const bytes = join(this.#chunks);
    this.#clear = isClear(bytes);
    return this.#clear && kindOf(bytes) === null;
  }

  /** Pass the response on to the page unchanged. */
  #letGo() {
    const filter = this.#filter;
    if (this.#pass !== PASS.atOnce) {
      filter.write(join(this.#chunks));
    }
    // The filter is not disconnected, because Firefox may then drop data in transit.
    filter.ondata = ({ data }) => filter.write(data);
    filter.onstop = () => filter.close();
    filter.onerror = null;
    this.#settle(null);
  }
}

/* What comes after this moment. The filter is not suspended, because Firefox drops data that is on its way
   to a suspended one. What is not read yet stays in memory; file.js limits how much that is. */
const restOf = (filter) => new ReadableStream({
  start(controller) {
    filter.ondata = ({ data }) => controller.enqueue(new Uint8Array(data));
    filter.onstop = () => controller.close();
    filter.onerror = () => controller.error(new Error(filter.error));
  },
  cancel() {
    filter.ondata = null;
    filter.onstop = null;
    filter.onerror = null;
  },
}, { highWaterMark: 0 });

/**
 * Resolves to its `bytes`, whether the page has `begun` to get the response, and whether it
 * `failed`; or to null if it is not a CA's and the page has it. If all are held and there are more
 * than in a CA's response, `rest` is a stream of what follows.
 */
export const collect = (filter, pass) =>
  new Promise((resolve) => new Collector(filter, pass, resolve));
