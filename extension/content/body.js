// SPDX-License-Identifier: MPL-2.0
// A digest of what a form would send now, to see whether another request would send the same.
(() => {
  const app = globalThis.nssHelper ??= {};

  // The form's own properties, even if it has a field with the same name.
  const { get: elements } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements');

  /** Two texts hardly ever have the same digest. Other frames get only this, so that no value leaves its frame. */
  function digestOf(text) {
    let one = 0x9dc5811c;
    let other = 0x41c6ce57;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x9e3779b1);
      other = Math.imul(other ^ unit, 0x5f356495);
    }
    const mixed = (half, more) => Math.imul(half ^ (half >>> 16), 0x85ebca6b) ^ Math.imul(more ^ (more >>> 13), 0xc2b2ae35);
    return `${mixed(one, other) >>> 0}:${mixed(other, one) >>> 0}`;
  }

  /** The name and values that a field adds to a request, if it adds any. */
  function valuesOf(field) {
    const { name, type } = field;
    const isButton = ['submit', 'image', 'button', 'reset', 'fieldset', 'output', 'object'].includes(type);
    if (!name || isButton || field.matches(':disabled') || (/^(?:checkbox|radio)$/.test(type) && !field.checked)) {
      return [];
    }
    const values = type === 'select-multiple' ? [...field.selectedOptions].map(({ value }) => value)
      : type === 'file' ? [...field.files].map((file) => [file.name, file.size, file.lastModified])
        : [field.value];
    return values.map((value) => [name, value]);
  }

  /** The digest. The page does not notice that its form is read. */
  app.bodyOf = (form, button) => {
    const fields = Array.from(elements.call(form)).flatMap(valuesOf);
    return digestOf(JSON.stringify([...fields, button?.name ? [button.name, button.value] : null]));
  };
})();
