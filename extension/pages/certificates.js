// SPDX-License-Identifier: MPL-2.0
// The certificates of this profile, and each of them for other programs.
import { openElsewhere, targetName } from './elsewhere.js';
import { showDay, showLines, usesOf } from './show.js';
import { byId, errorWords, fromTemplate, localize, message, write } from './text.js';

const wanted = new URLSearchParams(location.search).get('use');

/** A word for its dates, and how it looks. */
function stateOf({ notBefore, notAfter }) {
  const now = Date.now();
  if (now > Date.parse(notAfter)) {
    return ['expired', 'bad', notAfter];
  }
  return now < Date.parse(notBefore) ? ['not_yet', '', notBefore] : ['valid', 'good', notAfter];
}

function copyItem({ kind, place, time }) {
  const item = document.createElement('li');
  const path = document.createElement('code');
  const day = document.createElement('time');
  path.textContent = place;
  showDay(day, time);
  item.append(`${targetName(kind)} · `, day, document.createElement('br'), path);
  return item;
}

function showCopies(card, copies) {
  card.querySelector('.copies').hidden = copies.length === 0;
  card.querySelector('.copies ul').replaceChildren(...copies.toReversed().map(copyItem));
}

function cardOf({ identity, copies }) {
  const card = fromTemplate('certificate').querySelector('article');
  const [word, look, date] = stateOf(identity);
  card.dataset.fingerprint = identity.fingerprint;
  card.querySelector('.name').textContent = identity.name;
  card.querySelector('.state').textContent = message(`state_${word}`);
  card.querySelector('.state').className = `state ${look}`;
  showDay(card.querySelector('time'), date);
  showLines(card.querySelector('.emails'), identity.emails);
  card.querySelector('.issuer').textContent = identity.issuerName;
  showLines(card.querySelector('.uses'), usesOf(identity));
  card.querySelector('.serial-hex').textContent = identity.serialHex;
  card.querySelector('.serial-decimal').textContent = identity.serialDecimal;
  showCopies(card, copies);
  card.querySelector('.open').addEventListener('click', () => toggle(card));
  return card;
}

function toggle(card) {
  const place = card.querySelector('.elsewhere');
  const open = place.hidden;
  if (open && !place.hasChildNodes()) {
    openElsewhere(place, card.dataset.fingerprint, () => refreshCopies(card));
  }
  place.hidden = !open;
  card.querySelector('.open').setAttribute('aria-expanded', String(open));
}

const ask = () => browser.runtime.sendMessage({ type: 'identities' });

/** After something was written: the rest of the page stays as the person has it. */
async function refreshCopies(card) {
  const { identities = [] } = await ask();
  const now = identities.find(({ identity }) => identity.fingerprint === card.dataset.fingerprint);
  if (now) {
    showCopies(card, now.copies);
  }
}

function showError(name, english) {
  const { what, todo } = errorWords(name, english);
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
}

/** Those that end last come first. */
const latest = (one, other) => Date.parse(other.identity.notAfter) - Date.parse(one.identity.notAfter);

async function refresh() {
  byId('error').hidden = true;
  byId('lead').textContent = message('popup_host_working');
  const { error, message: english, identities = [], more = false } = await ask();
  const state = error ? 'error' : 'ready';
  byId('lead').textContent = error ? '' : message(identities.length > 0 ? 'certificates_lead' : 'certificates_none');
  byId('error').hidden = !error;
  if (error) {
    showError(error, english);
  }
  byId('list').replaceChildren(...identities.sort(latest).map(cardOf));
  byId('more').hidden = !more;
  const card = [...byId('list').children].find(({ dataset }) => dataset.fingerprint === wanted);
  if (card) {
    toggle(card);
    card.scrollIntoView();
  }
  byId('certificates').dataset.state = state;
}

byId('again').addEventListener('click', refresh);
localize();
await refresh();
