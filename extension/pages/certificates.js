// SPDX-License-Identifier: MPL-2.0
// The certificates of this profile, how long each lasts, and each of them for other programs.
import { hostOf } from '../site/origins.js';
import { dateOf, inWords } from '../watch/days.js';
import { begin, openChange, underway } from './change.js';
import { openCheck } from './check.js';
import { openElsewhere, targetName } from './elsewhere.js';
import { openPortal } from './portal.js';
import { openRemove } from './remove.js';
import { dayOf, showDay, showLines, usesOf } from './show.js';
import { byId, errorText, errorWords, fromTemplate, localize, message, write } from './text.js';

/* "?use=FINGERPRINT" or "?remove=FINGERPRINT": from another page of ours. "?change=FINGERPRINT"
   is open by itself. */
const [[wantedPanel, wanted] = []] = new URLSearchParams(location.search);
const WANTED = { use: 'elsewhere', remove: 'remove' };

/** Which of its dates counts, and the word before it. */
function datesOf(state, { notBefore, notAfter }) {
  if (state === 'not-yet') {
    return ['not_yet', notBefore];
  }
  return [state === 'expired' ? 'expired' : 'valid', notAfter];
}

function showStanding(card, { identity, state, daysLeft }) {
  const life = card.querySelector('.life');
  const [word, date] = datesOf(state, identity);
  const left = state === 'not-yet' ? '' : inWords(daysLeft, state === 'expired');
  card.dataset.state = state;
  card.querySelector('.standing').textContent = message(`standing_${state.replace('-', '_')}`);
  card.querySelector('.left').textContent = left;
  card.querySelector('.dates').textContent = message(`state_${word}`);
  showDay(card.querySelector('.until time'), date);
  card.querySelector('.advice').hidden = state !== 'broken';
  life.max = Math.max(1, dateOf(Date.parse(identity.notAfter)) - dateOf(Date.parse(identity.notBefore)));
  life.value = Math.max(0, daysLeft);
  life.ariaLabel = message('certificates_life');
  life.ariaValueText = left || message('standing_not_yet');
}

/* The last reminder is due on the last day but one. */
const isLast = (daysLeft) => daysLeft <= 7;

/** @param {object} reminders when the person will hear of each, by fingerprint */
function showReminder(card, { identity, state, daysLeft, newer }, reminders) {
  const button = card.querySelector('.snooze');
  const words = card.querySelector('.reminder');
  const time = reminders[identity.fingerprint];
  button.hidden = state !== 'soon' || newer !== '' || daysLeft <= 1 || time !== undefined;
  button.textContent = message(isLast(daysLeft) ? 'snooze_last' : 'snooze_week');
  words.hidden = time === undefined;
  words.textContent = time === undefined ? '' : message('snooze_until', dayOf(time));
}

async function snooze(card, owned) {
  const { fingerprint } = owned.identity;
  showReminder(card, owned, await browser.runtime.sendMessage({ type: 'snooze', fingerprint }));
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

function cardOf(owned, reminders) {
  const { identity, site, copies } = owned;
  const card = fromTemplate('certificate').querySelector('article');
  card.dataset.fingerprint = identity.fingerprint;
  card.querySelector('.name').textContent = identity.name;
  showStanding(card, owned);
  showLines(card.querySelector('.emails'), identity.emails);
  card.querySelector('.issuer').textContent = identity.issuerName;
  card.querySelector('.origin').textContent = site ? hostOf(site) : message('certificates_no_site');
  showLines(card.querySelector('.uses'), usesOf(identity));
  card.querySelector('.serial-hex').textContent = identity.serialHex;
  card.querySelector('.serial-decimal').textContent = identity.serialDecimal;
  showCopies(card, copies);
  showReminder(card, owned, reminders);
  showOffers(card, owned);
  for (const button of card.querySelectorAll('[data-opens]')) {
    button.addEventListener('click', () => toggle(card, owned, button.dataset.opens));
  }
  card.querySelector('.snooze').addEventListener('click', () => snooze(card, owned));
  return card;
}

/** What may be done with it as it stands. */
function showOffers(card, { state, newer, copies }) {
  const notice = card.querySelector('.replaced');
  const revoked = state === 'revoked';
  card.querySelector('[data-opens="renew"]').hidden = !['soon', 'expired'].includes(state);
  card.querySelector('[data-opens="revoke"]').hidden = ['expired', 'revoked'].includes(state);
  notice.hidden = newer === '' && !revoked;
  const copied = copies.length > 0 ? ` ${message('certificates_revoked_copies')}` : '';
  write(notice, revoked ? message('certificates_revoked') + copied : message('certificates_replaced'));
}

/* What a button of a card opens below it. */
const PANELS = {
  elsewhere: (place, card, { identity }) =>
    openElsewhere(place, identity.fingerprint, () => refreshCopies(card)),
  check: (place, card, owned) => openCheck(place, owned, () => refreshStanding(card)),
  renew: (place, card, owned) => openPortal(place, 'renew', owned),
  revoke: openRevoke,
  change: openWay,
  remove: (place, card, owned) => openRemove(place, owned, () => gone(card)),
};

function openRevoke(place, card, owned) {
  openPortal(place, 'revoke', owned);
  place.querySelector('.begin').addEventListener('click', async () => {
    await begin(owned, listed);
    offerChange(card, true);
    toggle(card, owned, 'change');
  });
}

/** What the host says meanwhile is shown at its place in the way, and on the card. */
function openWay(place, card, owned) {
  const look = async () => {
    const reply = await ask();
    const now = reply.error ? undefined : ownedIn(reply, owned.identity.fingerprint);
    if (now) {
      showStanding(card, now);
      showOffers(card, now);
      await openWay(place, card, now);
    }
    return reply.error ? errorText(reply.error, reply.message) : '';
  };
  return openChange(place, owned, listed, look, {
    removed: () => gone(card),
    stopped: () => {
      offerChange(card, false);
      toggle(card, owned, 'change');
    },
  });
}

function offerChange(card, offered) {
  card.querySelector('[data-opens="change"]').hidden = !offered;
}

/** One panel at a time; pressed again, its button closes it. */
function toggle(card, owned, name) {
  const place = card.querySelector('.panel');
  const opens = place.dataset.name !== name;
  place.dataset.name = opens ? name : '';
  place.hidden = !opens;
  for (const button of card.querySelectorAll('[data-opens]')) {
    button.setAttribute('aria-expanded', String(opens && button.dataset.opens === name));
  }
  if (opens) {
    PANELS[name](place, card, owned);
  }
}

/** It is in the profile no more; what was said of it stays until the page is left. */
function gone(card) {
  card.classList.add('gone');
  for (const element of card.querySelectorAll('.buttons button')) {
    element.disabled = true;
  }
}

/* What the host has said last. */
let listed = { identities: [], more: false };

async function ask() {
  const reply = await browser.runtime.sendMessage({ type: 'identities' });
  listed = reply.error ? listed : reply;
  return reply;
}

const ownedIn = ({ identities = [] }, fingerprint) =>
  identities.find(({ identity }) => identity.fingerprint === fingerprint);

/** What the host knows of it now, or undefined. */
const again = async (card) => ownedIn(await ask(), card.dataset.fingerprint);

/** After something was written: the rest of the page stays as the person has it. */
async function refreshCopies(card) {
  const now = await again(card);
  if (now) {
    showCopies(card, now.copies);
  }
}

/** After it was checked. */
async function refreshStanding(card) {
  const now = await again(card);
  if (now) {
    showStanding(card, now);
    showOffers(card, now);
  }
}

function showError(name, english) {
  const { what, todo } = errorWords(name, english);
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
}

/** The cards whose way to a new address has begun. */
async function goingOn(cards) {
  const fingerprints = await underway(listed);
  return cards.filter(({ dataset }) => fingerprints.includes(dataset.fingerprint));
}

async function refresh() {
  byId('error').hidden = true;
  byId('lead').textContent = message('popup_host_working');
  const { error, message: english, identities = [], more = false, reminders = {} } = await ask();
  const state = error ? 'error' : 'ready';
  byId('lead').textContent = error ? '' : message(identities.length > 0 ? 'certificates_lead' : 'certificates_none');
  byId('error').hidden = !error;
  if (error) {
    showError(error, english);
  }
  byId('list').replaceChildren(...identities.map((owned) => cardOf(owned, reminders)));
  byId('more').hidden = !more;
  const cards = [...byId('list').children];
  for (const card of error ? [] : await goingOn(cards)) {
    offerChange(card, true);
    toggle(card, ownedIn(listed, card.dataset.fingerprint), 'change');
  }
  const card = cards.find(({ dataset }) => dataset.fingerprint === wanted);
  if (card && Object.hasOwn(WANTED, wantedPanel)) {
    toggle(card, ownedIn(listed, wanted), WANTED[wantedPanel]);
  }
  card?.scrollIntoView();
  byId('certificates').dataset.state = state;
}

byId('again').addEventListener('click', refresh);
localize();
await refresh();
