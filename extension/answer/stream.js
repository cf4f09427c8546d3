// SPDX-License-Identifier: MPL-2.0
// The bytes of a response as they arrive, for one reader, and all of them afterwards.
import { join } from '../host/bytes.js';
import { Failure } from '../host/failure.js';
import { LIMITS } from '../host/limits.js';

export class Stream {
  #chunks = [];
  #length = 0;
  #expected;
  #failure = null;
  #ended = false;
  #begun = false;
  #wake = () => {};

  /** Resolves when no more bytes will arrive, complete or not. */
  arrived;

  /**
   * @param {object} filter of webRequest.filterResponseData
   * @param {?number} expected how many bytes the server has announced, if it has
   */
  constructor(filter, expected) {
    this.#expected = expected;
    this.arrived = new Promise((resolve) => {
      filter.onstart = () => {
        this.#begun = true;
      };
      filter.ondata = ({ data }) => {
        this.#add(new Uint8Array(data));
        if (this.isTooLarge) {
          resolve();
        }
      };
      filter.onstop = () => resolve();
      filter.onerror = () => {
        this.#failure ??= new Failure('INCOMPLETE', { message: filter.error });
        resolve();
      };
    });
  }

  /** Ends the stream, with an error if the response is incomplete. */
  finish(error) {
    const { length } = this;
    const missing = this.#expected !== null && this.#expected !== length;
    if (error || missing) {
      this.#failure ??= new Failure('INCOMPLETE', { message: error ?? `${length} bytes came` });
    }
    this.#ended = true;
    this.#wake();
  }

  /** Whether as many bytes as announced have arrived. */
  get isWhole() {
    return this.#expected !== null && this.#expected === this.length && !this.#failure;
  }

  /** Whether more bytes have arrived than a response may have. */
  get isTooLarge() {
    return this.#failure?.name === 'TOO_LARGE';
  }

  /** Whether Firefox has shown nothing of it; a download is saved as a whole. */
  get isUnseen() {
    return this.#failure !== null && !this.#begun;
  }

  get length() {
    return this.#length;
  }

  #add(chunk) {
    this.#begun = true;
    this.#length += chunk.length;
    if (this.#length > LIMITS.response) {
      this.#chunks = [];
      this.#failure ??= new Failure('TOO_LARGE');
    } else {
      this.#chunks.push(chunk);
    }
    this.#wake();
  }

  /** All bytes; none of a response that is too large. */
  get bytes() {
    return join(this.#chunks);
  }

  /** Each chunk once; throws if the response is incomplete. */
  async* [Symbol.asyncIterator]() {
    for (let next = 0; ;) {
      if (this.#failure) {
        throw this.#failure;
      }
      if (next < this.#chunks.length) {
        yield this.#chunks[next];
        next += 1;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
