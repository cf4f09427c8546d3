// SPDX-License-Identifier: MPL-2.0
// A button that confirms a question. It ignores the second click of a double click, which may hit
// it because the question has just appeared under the pointer.

/** @param {function} act is called at each press but the second of a double click */
export const onYes = (button, act) =>
  button.addEventListener('click', ({ detail }) => detail < 2 && act()); // 0 by a key
