// SPDX-License-Identifier: MPL-2.0
// The certificates of this profile, how long each lasts, and each of them for other programs.
import { LIMITS } from '../host/limits.js';
import { askThere } from './asking.js';
import { openBackup } from './backup.js';
import { begin, openChange, underway } from './change.js';
import { openCheck } from './check.js';
import { findPlaces } from './copy.js';
import { openElsewhere, targetName } from './elsewhere.js';
import { faultsOf } from './faults.js';
import { linkToHelp } from './help-link.js';
import { showLine, showStanding } from './line.js';
import { oddities } from './odd.js';
import { listen, openLine, panelIn, showPanel } from './opening.js';
import { marked } from './order.js';
import { openPortal } from './portal.js';
import { openRemove } from './remove.js';
import { showRemovals } from './restore.js';
import { dayOf, showDay, showLines, showName, usesOf } from './show.js';
import { byId, errorText, errorWords, foreign, fromTemplate, hostName, localize, message, write } from './text.js';
import { prepareTools, showList } from './tools.js';

/* "?use=FINGERPRINT", "?remove=FINGERPRINT" or "?show=FINGERPRINT": from another page of ours. "?change=FINGERPRINT"
   is open by itself. */
let [[wantedPanel, wanted] = []] = new URLSearchParams(location.search);
const WANTED = { use: 'elsewhere', remove: 'remove' };

/* A reminder in the last week is the last one: it comes the day before the end. */
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
  card.querySelector('.reminder').focus();
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

/** The host names only the newest, and does not say whether there are others. */
function showCopies(card, copies) {
  const newest = card.querySelector('.newest');
  newest.hidden = copies.length < LIMITS.copies;
  newest.textContent = message('certificates_copies_newest', String(LIMITS.copies));
  card.querySelector('.copies').hidden = copies.length === 0;
  card.querySelector('.copies ul').replaceChildren(...copies.toReversed().map(copyItem));
}

function cardOf(owned, reminders) {
  const { identity, site, copies } = owned;
  const card = fromTemplate('certificate').querySelector('article');
  card.dataset.fingerprint = identity.fingerprint;
  showLine(card, owned);
  showStanding(card, owned);
  showLines(card.querySelector('.emails'), identity.emails);
  showName(card.querySelector('.issuer'), identity.issuerName);
  write(card.querySelector('.origin'), site ? hostName(site) : message('certificates_no_site'));
  showLines(card.querySelector('.uses'), usesOf(identity));
  card.querySelector('.serial-hex').textContent = identity.serialHex;
  card.querySelector('.serial-decimal').textContent = identity.serialDecimal;
  showCopies(card, copies);
  showReminder(card, owned, reminders);
  showOffers(card, owned);
  listen(card);
  for (const button of card.querySelectorAll('[data-opens]')) {
    button.addEventListener('click', () => toggle(card, owned, button.dataset.opens));
  }
  card.querySelector('.snooze').addEventListener('click', () => snooze(card, owned));
  card.querySelector('.tidy').addEventListener('click', () => tidy(card, owned));
  return card;
}

/** Which actions its state allows. */
function showOffers(card, { state, newer }) {
  card.querySelector('[data-opens="renew"]').hidden = newer !== '' || !['soon', 'expired'].includes(state);
  card.querySelector('[data-opens="revoke"]').hidden = ['expired', 'revoked'].includes(state);
}

/* What a button of a card opens below it. */
const PANELS = {
  elsewhere: (place, card, { identity }) =>
    openElsewhere(place, identity.fingerprint, () => refreshCopies(card)),
  backup: (place, card, { identity }) => openBackup(place, identity.fingerprint, () => refreshCopies(card)),
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
    open(card, owned, 'change', { focus: true });
  });
}

/** The steps of a change of address. What the host says meanwhile is shown in its step and on the card. */
function openWay(place, card, owned) {
  const look = async () => {
    const reply = await ask();
    const now = reply.error ? undefined : ownedIn(reply, owned.identity.fingerprint);
    if (now) {
      await showNow(card, now);
      await openWay(place, card, now);
    }
    return reply.error ? errorText(reply.error, reply.message) : '';
  };
  return openChange(place, owned, listed, look, {
    removed: () => gone(card),
    stopped: () => {
      showPanel(card, '');
      offerChange(card, false);
      openLine(card, true, { focus: true });
    },
  });
}

function offerChange(card, offered) {
  card.querySelector('[data-opens="change"]').hidden = !offered;
}

/** Opens one of them, built anew from what the host last said of the certificate. */
function open(card, owned, name, how) {
  openLine(card);
  showPanel(card, name, how);
  PANELS[name](card.querySelector('.panel'), card, ownedIn(listed, card.dataset.fingerprint) ?? owned);
}

/** Pressed again, its button closes it. */
function toggle(card, owned, name) {
  if (panelIn(card) === name) {
    showPanel(card, '', { focus: true });
  } else {
    open(card, owned, name, { focus: true });
  }
}

/** Removes a replaced certificate with one press. A backup is kept, or made where there is none. */
function tidy(card, owned) {
  if (panelIn(card) !== 'remove') {
    open(card, owned, 'remove', { focus: true });
  }
  openLine(card);
  card.querySelector('.panel :is(.kept:not([hidden]), .kept[hidden] + .with)').click(); // disabled while it works
}

/** It was removed from the profile; the text about the removal stays until the page is left. */
function gone(card) {
  card.classList.add('gone');
  card.querySelector('.standing').textContent = message('standing_gone');
  card.querySelector('.when').textContent = '';
  card.querySelector('.tidy').hidden = true;
  for (const element of card.querySelectorAll('.buttons button')) {
    element.disabled = true;
  }
  openLine(card);
  card.querySelector('.panel').hidden = false;
  card.querySelector('.panel').focus();
}

/* What the host has said last. */
let listed = { identities: [], more: false };

async function ask() {
  const reply = await askThere({ type: 'identities' }, byId('asking'));
  byId('asking').hidden = true;
  if (reply.error) {
    return reply;
  }
  listed = { ...reply, identities: marked(reply.identities) };
  return listed;
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
    await showNow(card, now);
  }
}

/** Its present state, and why. */
async function showNow(card, now) {
  const { fingerprint } = now.identity;
  showStanding(card, now, (await faultsOf([now]))[fingerprint]);
  showOffers(card, now);
}

function showError(name, english) {
  const { what, todo } = errorWords(name, english);
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
  linkToHelp(byId('error-help'), name);
}

/** The cards whose change of address has begun. */
async function goingOn(cards) {
  const fingerprints = await underway(listed);
  return cards.filter(({ dataset }) => fingerprints.includes(dataset.fingerprint));
}

/** Shown when the list is already there, because the host may need long for it. */
async function showFaults(cards) {
  const found = await faultsOf(listed.identities);
  for (const card of cards.filter(({ dataset }) => Object.hasOwn(found, dataset.fingerprint))) {
    const { fingerprint } = card.dataset;
    showStanding(card, ownedIn(listed, fingerprint), found[fingerprint]);
  }
}

async function showOdd(cards) {
  const found = await oddities(listed.identities.map(({ identity }) => identity));
  for (const card of cards) {
    const note = card.querySelector('.odd');
    note.textContent = found[card.dataset.fingerprint];
    note.hidden = note.textContent === '';
  }
}

/** Says that the certificate which another page of ours links to is not in the list. */
function showUnlisted(is) {
  byId('unlisted').hidden = !is;
  write(byId('unlisted'), is && listed.more ? message('certificates_unlisted') : errorWords('NO_IDENTITY').what);
}

/** Opens the only certificate, and the one that another page of ours links to. */
function openWanted(cards) {
  if (cards.length === 1) {
    openLine(cards[0]);
  }
  const card = cards.find(({ dataset }) => dataset.fingerprint === wanted);
  showUnlisted(wanted !== undefined && card === undefined);
  if (card && wantedPanel === 'show') {
    openLine(card, true, { focus: true });
  } else if (card && Object.hasOwn(WANTED, wantedPanel)) {
    open(card, ownedIn(listed, wanted), WANTED[wantedPanel], { focus: true });
  }
  [wantedPanel, wanted] = []; // once
}

/** Says that a certificate was restored, where the person is. */
function showRestored({ name }) {
  write(byId('restored'), message('restore_done', foreign(name)));
  byId('restored').hidden = false;
  byId('restored').focus();
}

/** @param {object} [restored] the identity that is in the list again */
async function refresh(restored) {
  byId('error').hidden = true;
  const [{ error, message: english, identities = [], more = false, reminders = {} }] =
    await Promise.all([ask(), findPlaces()]);
  const state = error ? 'error' : 'ready';
  byId('lead').textContent = error ? '' : message(identities.length > 0 ? 'certificates_lead' : 'certificates_none');
  byId('error').hidden = !error;
  if (error) {
    showError(error, english);
  }
  const cards = identities.map((owned) => cardOf(owned, reminders));
  showList(identities.map((owned, at) => [owned, cards[at]]));
  byId('more').hidden = !more;
  for (const card of error ? [] : await goingOn(cards)) {
    offerChange(card, true);
    open(card, ownedIn(listed, card.dataset.fingerprint), 'change');
  }
  if (!error) {
    openWanted(cards);
  }
  await showRemovals();
  if (restored) {
    showRestored(restored);
  }
  byId('certificates').dataset.state = state;
  if (cards.length > 0) {
    await showFaults(cards);
    await showOdd(cards);
  }
}

/** The first load, while the page is empty. */
async function start() {
  byId('lead').textContent = message('popup_host_working');
  await refresh();
}

byId('again').addEventListener('click', async () => {
  await start();
  if (byId('error').hidden) {
    (document.querySelector('#tools:not([hidden]) #find, .opens') ?? byId('import')).focus();
  }
});
document.addEventListener('restored', ({ detail }) => refresh(detail));
localize();
prepareTools();
await start();
