// SPDX-License-Identifier: MPL-2.0
// What opens below a line of the list or its buttons. The focus moves into it, and back when it
// closes.

const opensOf = (card) => card.querySelector('.opens');
const detailsOf = (card) => card.querySelector('.details');
const panelOf = (card) => card.querySelector('.panel');

const isOpen = (card) => !detailsOf(card).hidden;

/** The details of one certificate. */
export function openLine(card, open = true, { focus = false } = {}) {
  detailsOf(card).hidden = !open;
  opensOf(card).setAttribute('aria-expanded', String(open));
  if (focus) {
    (open ? detailsOf(card) : opensOf(card)).focus();
  }
}

/** One panel at a time; '' for none. */
export function showPanel(card, name, { focus = false } = {}) {
  const panel = panelOf(card);
  const before = panel.dataset.name;
  const nameOf = (button) => button.dataset.opens;
  const buttons = [...card.querySelectorAll('[data-opens]')];
  panel.dataset.name = name;
  panel.hidden = name === '';
  for (const button of buttons) {
    button.setAttribute('aria-expanded', String(nameOf(button) === name));
  }
  const button = buttons.find((one) => nameOf(one) === (name || before));
  if (name !== '') {
    panel.setAttribute('aria-labelledby', button.id);
  }
  if (focus) {
    (name === '' ? button : panel)?.focus();
  }
}

export const panelIn = (card) => panelOf(card).dataset.name ?? '';

/** Closes the panel if one is open, else the line. For a removed certificate it closes the whole line. */
function close(card) {
  if (panelIn(card) !== '' && !card.classList.contains('gone')) {
    showPanel(card, '', { focus: true });
  } else {
    openLine(card, false, { focus: true });
  }
}

/** The line opens and closes by its button; Escape closes. */
export function listen(card) {
  opensOf(card).addEventListener('click', () => openLine(card, !isOpen(card), { focus: true }));
  card.addEventListener('keydown', (event) => {
    // Escape may be for an input method that is composing.
    if (event.key === 'Escape' && !event.isComposing && isOpen(card)) {
      event.preventDefault();
      close(card);
    }
  });
}
