// SPDX-License-Identifier: MPL-2.0
// One certificate of the list: its line, and the dates and notices below it.
import { sentences } from '../site/sentences.js';
import { dateOf, inWords } from '../watch/days.js';
import { isReplaced } from './order.js';
import { dateIn, dayOf, showName } from './show.js';
import { message, write } from './text.js';

const language = message('language');
const list = new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' });

const FAULTY = ['revoked', 'broken'];

/** The short words for what it is for. */
const useOf = ({ uses }) => list.format(uses.map((use) => message(`expiry_use_${use}`))) || '–';

/* The old and the new certificate of a renewal have the same name, so a word distinguishes them. */
function wordOf(owned) {
  const { state, replaces } = owned;
  if (isReplaced(owned)) {
    return 'replaced';
  }
  return state === 'good' && replaces ? 'new' : state.replace('-', '_');
}

/* What is said in place of the days that are left, in states in which these don't matter. */
const WHEN = {
  'revoked': (owned, { since }) => (since ? dateIn(since) : ''),
  'broken': (owned, { short = '' }) => short,
  'expired': ({ identity }) => dateIn(identity.notAfter),
  'not-yet': ({ identity }) => message('days_from', dateIn(identity.notBefore)),
};

const whenOf = (owned, why) => WHEN[owned.state]?.(owned, why) ?? inWords(owned.daysLeft);

/* For mail there is a warning: old mail can't be read without the certificate. */
const removeWords = ({ identity: { uses } }) =>
  message(uses.includes('mail') ? 'certificates_remove_mail' : 'certificates_remove');

function revokedWords(owned, { since, reason }) {
  const forGood = reason !== 'certificateHold';
  return [
    since ? message('revoked_since', dayOf(since)) : message('check_revoked'),
    reason && message(`revoked_${reason}`),
    message('certificates_revoked'),
    forGood && removeWords(owned),
    forGood && owned.copies.length > 0 && message('certificates_revoked_copies'),
  ];
}

/* What the state means for the person, and what to do. */
const ADVICE = {
  revoked: revokedWords,
  broken: (owned, { long }) => [long, message('standing_broken_todo')],
  replaced: (owned) => [message('certificates_replaced'), removeWords(owned)],
  expired: (owned) => [message('certificates_expired'), removeWords(owned)],
};

function adviceOf(owned, why) {
  const { state, newer } = owned;
  const kind = newer !== '' && !FAULTY.includes(state) ? 'replaced' : state;
  return sentences(...ADVICE[kind]?.(owned, why) ?? []);
}

function showLife(meter, { identity: { notBefore, notAfter }, state, daysLeft }) {
  const left = state === 'not-yet' ? message('standing_not_yet') : inWords(daysLeft);
  meter.hidden = [...FAULTY, 'expired'].includes(state);
  meter.max = Math.max(1, dateOf(Date.parse(notAfter)) - dateOf(Date.parse(notBefore)));
  meter.value = Math.max(0, daysLeft);
  meter.ariaLabel = message('certificates_life');
  meter.ariaValueText = left;
}

/**
 * How it stands, on its line and below.
 * @param {object} why what faults.js knows of it
 */
export function showStanding(card, owned, why = {}) {
  const { identity, state } = owned;
  const advice = card.querySelector('.advice');
  const words = adviceOf(owned, why);
  card.dataset.state = state;
  card.classList.toggle('replaced', isReplaced(owned));
  card.querySelector('.standing').textContent = message(`standing_${wordOf(owned)}`);
  write(card.querySelector('.when'), whenOf(owned, why));
  write(advice, words);
  advice.hidden = words === '';
  advice.classList.toggle('bad', FAULTY.includes(state));
  advice.classList.toggle('wait', !FAULTY.includes(state));
  card.querySelector('.dates').textContent =
    message('certificates_from_until', dayOf(identity.notBefore), dayOf(identity.notAfter));
  showLife(card.querySelector('.life'), owned);
  card.querySelector('.tidy').hidden = owned.newer === '';
}

/** Whose it is, what for and by whom; and the labels by which a screen reader tells it from the others. */
export function showLine(card, { identity }) {
  const id = (part) => `${part}-${identity.fingerprint.replaceAll(':', '')}`;
  const opens = card.querySelector('.opens');
  const parts = { opens, name: card.querySelector('.name'), state: card.querySelector('.state'), details: card.querySelector('.details'),
    panel: card.querySelector('.panel'), tidy: card.querySelector('.tidy') };
  for (const [part, element] of Object.entries(parts)) {
    element.id = id(part);
  }
  showName(parts.name, identity.name);
  parts.name.title = identity.name;
  card.querySelector('.use').textContent = useOf(identity);
  showName(card.querySelector('.by'), identity.issuerName);
  opens.setAttribute('aria-controls', id('details'));
  for (const button of card.querySelectorAll('[data-opens]')) {
    button.id = id(button.dataset.opens);
    button.setAttribute('aria-controls', id('panel'));
  }
  for (const whole of [card, parts.details]) {
    whole.setAttribute('aria-labelledby', `${id('name')} ${id('state')}`);
  }
  parts.tidy.setAttribute('aria-labelledby', `${id('tidy')} ${id('name')}`);
}
