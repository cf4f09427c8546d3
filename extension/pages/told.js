// SPDX-License-Identifier: MPL-2.0
// Shows the result of an action where it was started.
import { copyText } from './clipboard.js';
import { message, write } from './text.js';

/**
 * { before, command, after } of a step with a command in backticks, else { before }. A path in the
 * command may itself contain a backtick, so the command ends at the last one.
 */
export function partsOf(step) {
  const [first, last] = [step.indexOf('`'), step.lastIndexOf('`')];
  return first === last ? { before: step }
    : { before: step.slice(0, first), command: step.slice(first + 1, last), after: step.slice(last + 1) };
}

function lineOf(name, text) {
  const element = document.createElement(name);
  write(element, text);
  return element;
}

/** A button that copies the command; beside it, whether that worked. The focus stays on the button. */
function copyButton(command) {
  const row = document.createElement('div');
  const button = document.createElement('button');
  const copied = document.createElement('span');
  row.className = 'row';
  copied.className = 'copied';
  copied.role = 'status';
  button.type = 'button';
  button.textContent = message('step_copy');
  button.addEventListener('click', () => copyText(command, copied));
  row.append(button, copied);
  return row;
}

function blockOf(command) {
  const block = document.createElement('pre');
  const code = document.createElement('code');
  block.className = 'command';
  code.textContent = command;
  block.append(code);
  return block;
}

function stepOf(step) {
  const { before, command, after } = partsOf(step);
  const item = lineOf('li', before);
  if (command !== undefined) {
    item.append(blockOf(command), copyButton(command), lineOf('span', after));
  }
  return item;
}

function listOf(steps) {
  const list = document.createElement('ol');
  list.append(...steps.map(stepOf));
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
