// SPDX-License-Identifier: MPL-2.0
// "Use elsewhere": for which program, and under which password. Where the file goes is for the
// host to choose, and the password is asked for in a window of its own.
import { errorWords, fromTemplate, message, write } from './text.js';

/** The targets of the host, in groups. */
export const TARGETS = Object.freeze({
  computer: ['windows', 'windows-old', 'macos'],
  phone: ['ios', 'android'],
  program: ['thunderbird', 'java', 'pem', 'linux'],
  keep: ['backup'],
});

/** What a target, or a place that a copy went to, is called. */
export const targetName = (target) => message(`target_${target.replaceAll('-', '_')}`) || target;

function choices() {
  return Object.entries(TARGETS).map(([group, targets]) => {
    const element = document.createElement('optgroup');
    element.label = message(`targets_${group}`);
    element.append(...targets.map((target) => new Option(targetName(target), target)));
    return element;
  });
}

function showOutcome(element, { error, message: english, path, steps = [] }) {
  const words = element.querySelector('.words');
  const list = element.querySelector('.steps');
  if (error) {
    const { what, todo } = errorWords(error, english);
    write(words, error === 'CANCELLED' ? message('elsewhere_cancelled') : `${what} ${todo}`);
  } else {
    write(words, message('elsewhere_saved', path));
  }
  list.hidden = steps.length === 0;
  list.replaceChildren(...steps.map((text) => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
  element.className = `outcome notice ${error ? 'wait' : 'good'}`;
}

/** @param {function} done is called when a file was written */
export function openElsewhere(place, fingerprint, done) {
  place.replaceChildren(fromTemplate('elsewhere'));
  const form = place.querySelector('form');
  const outcome = place.querySelector('.outcome');
  const target = form.querySelector('.target');
  target.append(...choices());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const made = form.elements.password.value === 'made';
    form.querySelector('.save').disabled = true;
    outcome.hidden = false;
    outcome.className = 'outcome notice wait';
    outcome.querySelector('.steps').hidden = true;
    outcome.querySelector('.words').textContent = message(made ? 'asking_made' : 'asking_new');
    const reply = await browser.runtime.sendMessage({
      type: 'export', fingerprint, target: target.value, made,
    });
    showOutcome(outcome, reply);
    form.querySelector('.save').disabled = false;
    if (!reply.error) {
      await done();
    }
  });
}
