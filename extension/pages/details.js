// SPDX-License-Identifier: MPL-2.0
// All details of one certificate, folded, with a button that copies them as text.
import { copyText } from './clipboard.js';
import { listItem, showBreakable, showLines, showName, showTime, usesOf } from './show.js';
import { byId, message } from './text.js';

const MARKS = { good: '✓', open: '–', bad: '!' };

export function showIdentity(identity) {
  byId('details').hidden = !identity;
  if (!identity) {
    return;
  }
  showBreakable(byId('subject'), identity.subject);
  showLines(byId('emails'), identity.emails);
  showBreakable(byId('issuer'), identity.issuer);
  showTime(byId('not-before'), identity.notBefore);
  showTime(byId('not-after'), identity.notAfter);
  showLines(byId('uses'), usesOf(identity));
  byId('key').textContent = identity.key;
  showBreakable(byId('serial-hex'), identity.serialHex);
  byId('serial-decimal').textContent = identity.serialDecimal;
  showBreakable(byId('fingerprint'), identity.fingerprint);
  showLines(byId('chain'), identity.chain);
  showName(byId('nickname'), identity.nickname);
}

/** Its words lead to where it can be checked. */
function linkTo(item, fingerprint) {
  const link = document.createElement('a');
  link.href = `certificates.html?show=${fingerprint}`;
  link.append(...item.firstChild.childNodes);
  item.firstChild.append(link);
}

/** @param {object[]} lines as outcome.js has them; none where nothing was proven */
export function showProof(lines, fingerprint) {
  byId('proof').hidden = lines.length === 0;
  byId('proof-list').replaceChildren(...lines.map(({ name, parts, kind }) => {
    const item = listItem(message(name, ...parts), kind);
    if (name === 'proof_revocation' && fingerprint) {
      linkTo(item, fingerprint);
    }
    return item;
  }));
}

/* A value of several lines, in one line. */
const valueOf = (element) => [...element.childNodes]
  .map((node) => (node.nodeName === 'BR' ? ', ' : node.textContent)).join('');

function asText() {
  const rows = [...byId('certificate').querySelectorAll('dt')].map((term) =>
    `${term.textContent}: ${valueOf(term.nextElementSibling)}`);
  const checks = [...byId('proof-list').children].map((item) => `${MARKS[item.className]} ${item.textContent}`);
  return [...rows, ...checks].join('\n');
}

/** Escape closes the fold that the person is in. */
function closeByEscape(event) {
  const fold = event.key === 'Escape' ? event.target.closest('details[open]') : null;
  if (fold) {
    fold.open = false;
    fold.querySelector('summary').focus();
  }
}

export function prepareDetails() {
  byId('copy').addEventListener('click', () => copyText(asText(), byId('copied')));
  document.addEventListener('keydown', closeByEscape);
}
