// SPDX-License-Identifier: MPL-2.0
// Words on the extension's own pages. Only text nodes: nothing is ever parsed as markup.

export const message = (name, ...parts) => browser.i18n.getMessage(name, parts);

/** Text, with `what is typed` in backticks set as code. */
export function write(element, text) {
  element.replaceChildren(...text.split('`').map((part, at) => {
    if (at % 2 === 0) {
      return part;
    }
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  }));
}

export const byId = (id) => document.getElementById(id);

/** The words below an element that never change: data-i18n names the message. */
function localizeIn(root) {
  for (const element of root.querySelectorAll('[data-i18n]')) {
    write(element, message(element.dataset.i18n));
  }
}

export function localize() {
  document.documentElement.lang = message('language');
  localizeIn(document);
}

/** What a template of the page holds, anew, with its words. */
export function fromTemplate(id) {
  const content = byId(id).content.cloneNode(true);
  localizeIn(content);
  return content;
}

/** What happened and what to do, for a name of status.h or of this extension. */
export function errorWords(name, english = '') {
  const what = message(`error_${name}`, english);
  return what
    ? { what, todo: message(`error_${name}_todo`) }
    : { what: message('error_UNKNOWN', name, english), todo: message('error_UNKNOWN_todo') };
}

/** Both, one after the other. */
export const errorText = (name, english) => Object.values(errorWords(name, english)).join(' ');
