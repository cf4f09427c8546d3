// SPDX-License-Identifier: MPL-2.0
// Search, sorting and groups of the list. Lines are only moved or hidden, so that open ones stay open.
import { ORDERS, grouped, matches, sorted } from './order.js';
import { byId, foreign, message, write } from './text.js';

const FEW = 2; // with fewer certificates there is nothing to search or sort

let lines = []; // [owned, card]

/** The cards of one person, below their names. */
function sectionOf({ names, members }, cardOf) {
  const section = document.createElement('section');
  const title = document.createElement('h2');
  const cards = document.createElement('div');
  write(title, names.map(foreign).join(' · '));
  title.className = 'person';
  cards.className = 'lines';
  cards.append(...members.map(cardOf));
  section.append(title, cards);
  section.hidden = members.every((owned) => cardOf(owned).hidden);
  return section;
}

function showFound(words, found) {
  const some = found === 0 ? message('certificates_found_none', foreign(words))
    : message('certificates_found', String(found), String(lines.length));
  write(byId('found'), words === '' ? '' : some);
  byId('list').hidden = found === 0;
}

function show() {
  const words = byId('find').value.trim();
  const inGroups = byId('group').checked;
  const cards = new Map(lines);
  for (const [owned, card] of lines) {
    card.hidden = !matches(owned, words);
    card.querySelector('.line h2').ariaLevel = inGroups ? '3' : '2';
  }
  const all = sorted([...cards.keys()], byId('sort').value, message('language'));
  const cardOf = (owned) => cards.get(owned);
  byId('list').replaceChildren(...(inGroups ? grouped(all).map((group) => sectionOf(group, cardOf)) : all.map(cardOf)));
  byId('list').classList.toggle('lines', !inGroups);
  showFound(words, lines.filter(([, card]) => !card.hidden).length);
}

/** @param {Array} pairs what the host has of each, and its card */
export function showList(pairs) {
  lines = pairs;
  byId('tools').hidden = pairs.length < FEW;
  show();
}

export function prepareTools() {
  const find = byId('find');
  byId('sort').append(...ORDERS.map((order) => new Option(message(`sort_${order}`), order)));
  find.placeholder = message('certificates_find');
  find.ariaLabel = message('certificates_find');
  byId('tools').reset();
  byId('tools').addEventListener('submit', (event) => event.preventDefault());
  for (const tool of [find, byId('sort'), byId('group')]) {
    tool.addEventListener('input', show);
  }
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      find.value = '';
      show();
    }
  });
}
