// SPDX-License-Identifier: MPL-2.0
// Records that outlive the event page, each under its own key, so that two writers never overwrite
// each other.

/** A shelf of records in one of Firefox's storage areas. */
export class Shelf {
  #area;
  #prefix;

  constructor(area, name) {
    this.#area = area;
    this.#prefix = `${name}:`;
  }

  key(id) {
    return this.#prefix + id;
  }

  async get(id) {
    const key = this.key(id);
    return (await browser.storage[this.#area].get(key))[key];
  }

  put(id, record) {
    return browser.storage[this.#area].set({ [this.key(id)]: record });
  }

  remove(id) {
    return browser.storage[this.#area].remove(this.key(id));
  }

  /** [id, record] of all. */
  async all() {
    const everything = await browser.storage[this.#area].get(null);
    return Object.entries(everything)
      .filter(([key]) => key.startsWith(this.#prefix))
      .map(([key, record]) => [key.slice(this.#prefix.length), record]);
  }
}

const logged = (error) => console.error('nss-helper: storage:', error);

/** On disk; if the disk is full, in memory, so that the person sees at least the result. */
export class DurableShelf extends Shelf {
  #spare;

  constructor(name) {
    super('local', name);
    this.#spare = new Shelf('session', name);
  }

  async get(id) {
    const [spare, record] = await Promise.all([this.#spare.get(id), super.get(id)]);
    return spare ?? record;
  }

  put(id, record) {
    return DurableShelf.putAll([[this, id, record]]);
  }

  /** Records of several shelves, [shelf, id, record] each: all of them or none. */
  static async putAll(entries) {
    const { storage } = browser;
    const records = Object.fromEntries(entries.map(([shelf, id, record]) => [shelf.key(id), record]));
    try {
      await storage.local.set(records);
      storage.session.remove(Object.keys(records)).catch(logged); // done before anybody reads it again
    } catch (error) {
      logged(error);
      await storage.session.set(records);
    }
  }

  async remove(id) {
    await Promise.all([super.remove(id), this.#spare.remove(id)]);
  }
}

export const newId = () => crypto.randomUUID();
