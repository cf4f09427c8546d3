// SPDX-License-Identifier: MPL-2.0
// Values as people read them.
import { foreign, message, piecesOf, write } from './text.js';

const language = message('language');
const time = new Intl.DateTimeFormat(language, {
  year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit',
  timeZoneName: 'short',
});
const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });

/** @param {string} value as PROTOCOL.md has it */
export function showTime(element, value) {
  element.dateTime = value;
  element.textContent = timeOf(value);
}

export const timeOf = (value) => time.format(new Date(value));

export const dayOf = (value) => day.format(new Date(value));

/** The day in short. */
export const dateIn = (value) => date.format(new Date(value));

export function showDay(element, value) {
  element.dateTime = value;
  element.title = timeOf(value);
  element.textContent = dayOf(value);
}

/** A name from a certificate or a site. */
export const showName = (element, name) => write(element, foreign(name));

/** One line each; a dash for none. */
export function showLines(element, lines) {
  const shown = lines.length > 0 ? lines : ['–'];
  element.replaceChildren(...shown.flatMap((line, at) =>
    [...(at === 0 ? [] : [document.createElement('br')]), ...piecesOf(foreign(line))]));
}

/** Lets a line break after a colon or a comma, but not within a byte or a name. */
export function showBreakable(element, text) {
  write(element, foreign(text));
  const name = element.querySelector('bdi');
  name.replaceChildren(...name.textContent.split(/(?<=[:,])/).flatMap((part) =>
    [part, document.createElement('wbr')]));
}

export const usesOf = ({ uses }) => uses.map((use) => message(`use_${use}`));

/** @param {string} [kind] "good", "open" or "bad", of a list with the class "checks" */
export function listItem(text, kind) {
  const item = document.createElement('li');
  const words = document.createElement('span');
  write(words, text);
  item.append(words);
  item.className = kind ?? '';
  return item;
}
