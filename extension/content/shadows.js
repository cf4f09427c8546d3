// SPDX-License-Identifier: MPL-2.0
// Open shadow roots: observers and some listeners of the document don't reach into them, so each
// is watched like the document itself.
(() => {
  const app = globalThis.nssHelper ??= {};

  const rootsIn = (node) => [node, ...node.querySelectorAll?.('*') ?? []]
    .map(({ shadowRoot }) => shadowRoot).filter(Boolean);

  app.Shadows = class {
    #known = new Set();
    #enter;

    /** @param {function} enter is told of each root, once */
    constructor(enter) {
      this.#enter = enter;
    }

    /** Roots in this part of the page, and those within them. */
    look(part) {
      for (const root of rootsIn(part).filter((one) => !this.#known.has(one))) {
        this.#known.add(root);
        this.#enter(root);
        this.look(root);
      }
    }

    /** A shadow root that a script attached later is found when the person touches it. */
    onTouch = (event) => event.composedPath().forEach((node) => node.shadowRoot && this.look(node));

    onLoaded = () => this.look(document);

    leaveAll(leave) {
      this.#known.forEach(leave);
      this.#known.clear();
    }
  };
})();
