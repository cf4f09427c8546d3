// SPDX-License-Identifier: MPL-2.0
// The e-mail address has changed: revoke, request, and remove, in steps that continue when the page
// is opened again. A step counts as done only if the host says so.
import { DurableShelf } from '../host/storage.js';
import { sentences } from '../site/sentences.js';
import { openCheck } from './check.js';
import { fillPortal, showSerials } from './portal.js';
import { openRemove } from './remove.js';
import { dayOf, timeOf } from './show.js';
import { errorText, foreign, fromTemplate, message, write } from './text.js';

/* By the fingerprint of the old one: when the change began, and the fingerprints that were listed then. */
const ways = new DurableShelf('change');

const fingerprintOf = ({ identity }) => identity.fingerprint;

export const begin = (old, { identities }) =>
  ways.put(fingerprintOf(old), { began: Date.now(), there: identities.map(fingerprintOf) });

/** The old certificate of a change that this one may complete, because it came after the change began. */
export const begunBefore = async (fingerprint) =>
  (await ways.all()).find(([, { there }]) => !there.includes(fingerprint))?.[0];

/** Fingerprints of the old ones of unfinished changes. A change ends when its old certificate is gone. */
export async function underway({ identities, more }) {
  const listed = identities.map(fingerprintOf);
  const going = (await ways.all()).map(([fingerprint]) => fingerprint);
  for (const fingerprint of more ? [] : going.filter((one) => !listed.includes(one))) {
    await ways.remove(fingerprint);
  }
  return going.filter((fingerprint) => listed.includes(fingerprint));
}

/* A certificate that came as a file has no site: then its issuer is compared. */
const isOfSame = (one, old) => (one.site !== '' && one.site === old.site)
  || (one.portal !== '' && one.portal === old.portal)
  || (one.site === '' && one.identity.issuer === old.identity.issuer);

/** The certificate that replaces the old one: it came after the change began, for another address. */
function newOne(old, { identities }, there) {
  const emails = old.identity.emails.map((email) => email.toLowerCase());
  return identities.find((one) => !there.includes(fingerprintOf(one)) && isOfSame(one, old)
    && ['good', 'soon', 'not-yet'].includes(one.state)
    && Date.parse(one.identity.notBefore) >= Date.parse(old.identity.notBefore)
    && one.identity.emails.some((email) => !emails.includes(email.toLowerCase())));
}

/* In the present step, whose element may have been replaced meanwhile. */
function tell(place, words) {
  const element = place.querySelector('[aria-current] .told');
  if (element) {
    write(element, words);
    element.hidden = words === '';
  }
}

function revocationWords({ revocation: { state, asked, why } }) {
  if (state === 'revoked') {
    return '';
  }
  return state === 'good' ? message('change_not_yet', timeOf(asked))
    : sentences(message('proof_revocation_open'), why);
}

/** A step's button that asks the host, and says so until the reply is there. */
function onPress(place, step, words, ask) {
  const button = step.querySelector('.ask');
  button.addEventListener('click', async () => {
    button.disabled = true;
    tell(place, message(words));
    tell(place, await ask());
    button.disabled = false;
    place.querySelector('[aria-current] .ask').focus();
  });
}

/** Asks whether it is revoked; `look` shows the steps anew when the host has heard of it. */
function showRevoke(place, step, old, look) {
  showSerials(step, old.identity);
  fillPortal(step.querySelector('form'), old);
  onPress(place, step, 'check_working', async () => {
    const reply = await browser.runtime.sendMessage({ type: 'verify', fingerprint: fingerprintOf(old) });
    return (reply.error ? errorText(reply.error, reply.message) : revocationWords(reply)) || look();
  });
}

function showIssue(place, step, old, look) {
  fillPortal(step.querySelector('form'), old);
  onPress(place, step, 'popup_host_working', async () => (await look()) || message('change_none'));
}

function showTidy(place, old, fresh, done) {
  place.querySelector('.copied').hidden = old.copies.length === 0;
  place.querySelector('.ask').addEventListener('click', () =>
    openCheck(place.querySelector('.checked'), fresh, () => {}));
  openRemove(place.querySelector('.removal'), old, done);
}

/** Ticks the steps that are done, says why they are, and opens only the present one. */
function showSteps(place, results) {
  const items = [...place.querySelectorAll('.way > li')];
  const present = results.indexOf('');
  items.forEach((item, at) => {
    item.classList.toggle('done', results[at] !== '');
    write(item.querySelector('.result'), results[at]);
    item.querySelector('.work').hidden = at !== present;
    if (at === present) {
      item.setAttribute('aria-current', 'step');
    }
  });
  return items.map((item) => item.querySelector('.work'));
}

/**
 * @param {object} listed what the host has, as `identities` says
 * @param {function} look asks the host anew and shows this again: resolves to words when it failed
 * @param {object} ends removed() when the old one is gone, stopped() when the person goes no further
 */
export async function openChange(place, old, listed, look, { removed, stopped }) {
  const way = await ways.get(fingerprintOf(old));
  const fresh = newOne(old, listed, way.there);
  place.replaceChildren(fromTemplate('change'));
  const results = [
    old.state === 'revoked' ? message('check_revoked') : '',
    fresh ? message('change_issued', fresh.identity.emails.map(foreign).join(', ')) : '',
    '',
  ];
  const [revoke, issue, tidy] = showSteps(place, results);
  showRevoke(place, revoke, old, look);
  showIssue(place, issue, old, look);
  const end = () => ways.remove(fingerprintOf(old));
  if (fresh) {
    showTidy(tidy, old, fresh, async () => {
      await end();
      place.querySelector('.leave').hidden = true;
      removed();
    });
  }
  place.querySelector('.began').textContent = message('change_began', dayOf(way.began));
  const stop = place.querySelector('.stop');
  stop.textContent = message(results.slice(0, 2).includes('') ? 'change_stop' : 'change_keep');
  stop.addEventListener('click', async () => {
    await end();
    stopped();
  });
}
