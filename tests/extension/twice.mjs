// SPDX-License-Identifier: MPL-2.0
// A double click in the worst case: the question has come under the pointer before the second press.

/**
 * In the page: presses a button, and then the one that comes with its question.
 * @param {string} selector of the button
 * @param {string} yes of the other
 */
export function pressTwice(selector, yes) {
  const button = document.querySelector(selector);
  button.focus();
  button.click();
  document.querySelector(yes).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }));
}
