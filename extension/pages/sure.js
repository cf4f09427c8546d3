// SPDX-License-Identifier: MPL-2.0
// A button that answers a question with yes. The question may have come, or the page have moved, under
// the pointer between the two presses of a double click: the second one was not meant for it.

/** @param {function} act is called at each press that stands for itself */
export const onYes = (button, act) =>
  button.addEventListener('click', ({ detail }) => detail < 2 && act()); // 0 by a key
