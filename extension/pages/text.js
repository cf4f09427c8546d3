// SPDX-License-Identifier: MPL-2.0
// Words on the extension's own pages. Only text nodes: nothing is ever parsed as markup.
import { apart, endOf } from '../site/names.js';
import { hostOf } from '../site/origins.js';
import { sentences } from '../site/sentences.js';

export const message = (name, ...parts) => browser.i18n.getMessage(name, parts);

/** A name from a certificate or a site within a message: `write` isolates it. */
export const foreign = apart;

/** The host of a site within a message, cut at its front where it is long. */
export const hostName = (site) => apart(endOf(hostOf(site)));

function elementOf(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

const everyOther = (parts, name) =>
  parts.map((part, at) => (at % 2 === 0 ? part : elementOf(name, part)));

/** What `write` puts into an element. */
export const piecesOf = (text) => everyOther(text.split(/\u2068([^\u2069]*)\u2069/), 'bdi')
  .flatMap((part) => (typeof part === 'string' ? everyOther(part.split('`'), 'code') : [part]));

/** Text in which `what is typed` in backticks becomes code, and foreign names are isolated. */
export const write = (element, text) => element.replaceChildren(...piecesOf(text));

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

/** A new copy of what a template of the page holds, with its words. */
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

/** What happened, then what to do. */
export const errorText = (name, english) => sentences(...Object.values(errorWords(name, english)));
