// SPDX-License-Identifier: MPL-2.0
// What became of an answer: it follows the record that the background writes.
import { bytesOf, get, isRetriable, keyOf } from '../results.js';
import { fileName } from '../bytes.js';
import { hostOf } from '../origins.js';
import { isFit, nextSteps, proofLines } from './outcome.js';
import { byId, errorWords, localize, message, write } from './text.js';

const id = new URLSearchParams(location.search).get('id') ?? '';
const formatter = new Intl.DateTimeFormat(message('language'), {
  year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit',
  timeZoneName: 'short',
});

function showDate(element, value) {
  element.dateTime = value;
  element.textContent = formatter.format(new Date(value));
}

/** One line each. */
function showLines(element, lines) {
  element.replaceChildren(...lines.flatMap((line, at) =>
    (at === 0 ? [line] : [document.createElement('br'), line])));
}

/** May go on in the next line after a colon or a comma, not within a byte or a name. */
function showBreakable(element, text) {
  element.replaceChildren(...text.split(/(?<=[:,])/).flatMap((part) =>
    [part, document.createElement('wbr')]));
}

function showIdentity(identity) {
  byId('certificate').hidden = !identity;
  if (!identity) {
    return;
  }
  showBreakable(byId('subject'), identity.subject);
  showLines(byId('emails'), identity.emails.length > 0 ? identity.emails : ['–']);
  showBreakable(byId('issuer'), identity.issuer);
  showDate(byId('not-before'), identity.notBefore);
  showDate(byId('not-after'), identity.notAfter);
  showLines(byId('uses'), identity.uses.length > 0
    ? identity.uses.map((use) => message(`use_${use}`)) : ['–']);
  byId('key').textContent = identity.key;
  showBreakable(byId('serial-hex'), identity.serialHex);
  byId('serial-decimal').textContent = identity.serialDecimal;
  showBreakable(byId('fingerprint'), identity.fingerprint);
  showLines(byId('chain'), identity.chain.length > 0 ? identity.chain : ['–']);
  byId('nickname').textContent = identity.nickname;
}

function listItem(text, kind) {
  const item = document.createElement('li');
  const words = document.createElement('span');
  write(words, text);
  item.append(words);
  item.className = kind ?? '';
  return item;
}

function showProof(proof, added = { intermediates: 0 }) {
  byId('proof').hidden = !proof;
  byId('proof-list').replaceChildren(...(proof ? proofLines(proof, added) : [])
    .map(({ name, parts, kind }) => listItem(message(name, ...parts), kind)));
}

function showInstalled({ proof, known, identity }) {
  byId('title').textContent = message(known ? 'result_known' : 'result_installed');
  byId('lead').textContent = message(
    isFit(proof) ? 'result_installed_lead' : 'result_installed_but', identity.name, identity.issuerName);
  byId('next-list').replaceChildren(...nextSteps(identity).map(({ name, parts }) =>
    listItem(message(name, ...parts))));
}

function showAsk({ reason, site, identity }) {
  byId('title').textContent = message('result_ask');
  byId('lead').textContent = message(`reason_${reason.replaceAll('-', '_')}`, hostOf(site),
    identity.name);
}

const HEADINGS = { DISMISSED: 'result_dismissed', NOT_PROVEN: 'result_not_proven' };

function showError({ name, cause, message: english, site }) {
  const { what, todo } = errorWords(name, english);
  byId('title').textContent = message(HEADINGS[name] ?? 'result_error');
  byId('lead').textContent = message('result_from', hostOf(site));
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
  byId('error-detail').textContent = [name, cause, english].filter(Boolean).join(' · ');
  byId('error').className = `notice ${name === 'DISMISSED' ? 'wait' : 'bad'}`;
}

let saved = null;

async function showKept(record) {
  const { kept, state, secret, answer } = record;
  const bytes = kept && state === 'error' ? await bytesOf(id) : null;
  const gone = secret && state === 'error' && !answer;
  byId('kept').hidden = bytes === null && !gone;
  byId('install').hidden = state !== 'ask';
  byId('dismiss').hidden = state !== 'ask';
  const retry = isRetriable(record);
  byId('retry').hidden = !retry;
  byId('save').hidden = bytes === null;
  byId('buttons').hidden = state !== 'ask' && bytes === null && !retry;
  if (gone) {
    write(byId('kept'), message('result_not_kept'));
  }
  if (bytes) {
    write(byId('kept'), message('result_kept', fileName(bytes)));
    URL.revokeObjectURL(saved);
    saved = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    byId('save').href = saved;
    byId('save').download = fileName(bytes);
  }
}

const SHOW = {
  working({ site }) {
    byId('title').textContent = message('result_working');
    byId('lead').textContent = message('result_from', hostOf(site));
  },
  installed: showInstalled,
  ask: showAsk,
  error: showError,
};

async function show(record) {
  const { state, name, identity, proof, added } = record;
  SHOW[state](record);
  byId('error').hidden = state !== 'error';
  showProof(proof, added);
  byId('next-steps').hidden = state !== 'installed';
  showIdentity(identity);
  await showKept(record);
  document.title = byId('title').textContent;
  const result = byId('result');
  result.dataset.name = name ?? '';
  result.dataset.state = state;
}

function showGone() {
  byId('title').textContent = message('result_gone');
  byId('lead').textContent = message('result_gone_explain');
  byId('result').dataset.state = 'error';
}

async function refresh() {
  const record = await get(id);
  await (record ? show(record) : showGone());
}

for (const name of ['install', 'dismiss', 'retry']) {
  byId(name).addEventListener('click', () => browser.runtime.sendMessage({ type: name, id }));
}
browser.storage.onChanged.addListener((changes) => {
  if (Object.hasOwn(changes, keyOf(id))) {
    refresh();
  }
});
localize();
await refresh();
