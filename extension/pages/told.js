// SPDX-License-Identifier: MPL-2.0
// Shows the result of an action where it was started.
import { write } from './text.js';

function lineOf(name, text) {
  const element = document.createElement(name);
  write(element, text);
  return element;
}

function listOf(steps) {
  const list = document.createElement('ol');
  list.append(...steps.map((step) => lineOf('li', step)));
  return list;
}

/**
 * @param {string} kind "good" or "wait", as notices have it
 * @param {string[]} [steps] what to do next
 */
export function tell(outcome, words, kind, steps = []) {
  outcome.replaceChildren(lineOf('p', words), ...(steps.length > 0 ? [listOf(steps)] : []));
  for (const one of ['good', 'wait']) {
    outcome.classList.toggle(one, one === kind);
  }
  outcome.hidden = false;
}
