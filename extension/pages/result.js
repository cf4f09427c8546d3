// SPDX-License-Identifier: MPL-2.0
// What became of a CA's response: it follows the record that the background writes.
import { get, isForPerson, isStored, keyOf } from '../answer/record.js';
import { sentences } from '../site/sentences.js';
import { showButtons } from './buttons.js';
import { begunBefore } from './change.js';
import { prepareDismissal } from './deletion.js';
import { prepareDetails, showIdentity, showProof } from './details.js';
import { fileName } from './file-name.js';
import { folderButton } from './folder.js';
import { linkToHelp } from './help-link.js';
import { oddWords, oddities } from './odd.js';
import { openMissing } from './missing.js';
import { isFit, nextSteps, problems, proofLines } from './outcome.js';
import { dayOf, listItem } from './show.js';
import { testPage } from './try.js';
import { byId, errorText, errorWords, foreign, hostName, localize, message, write } from './text.js';

const id = new URLSearchParams(location.search).get('id') ?? '';

const ask = (type) => browser.runtime.sendMessage({ type, id });

/** Where it comes from: a site, or a file that the person has chosen. */
const sourceOf = ({ site }) => (site === '' ? message('result_from_file') : message('result_from', hostName(site)));

/** Certificates of one person have the same name, so serial and date are shown, too. */
const listOf = (identities) => identities.map(({ name, serialDecimal, notAfter }) =>
  message('result_one', foreign(name), serialDecimal, dayOf(notAfter))).join(', ');

function showOthers({ state, others = [] }) {
  byId('others').hidden = state !== 'installed' || others.length === 0;
  write(byId('others'), message('result_others', listOf(others)));
}

/** Firefox may keep choosing an older one until it is removed. */
function showOlder({ state, older = [] }) {
  byId('older').hidden = state !== 'installed' || older.length === 0;
  if (older.length > 0) {
    write(byId('older-words'), message('result_older', listOf(older)));
    byId('older-open').href = `certificates.html?remove=${older[0].fingerprint}`;
  }
}

/** The person is changing to another e-mail address, and this was the second step. */
async function showWay({ state, identity }) {
  const old = state === 'installed' ? await begunBefore(identity.fingerprint) : undefined;
  byId('way').hidden = old === undefined;
  if (old !== undefined) {
    byId('way-open').href = `certificates.html?change=${old}`;
  }
}

/** The backup: its path, or why there is none. */
function showBackup({ state, asking, backup, identity }) {
  const element = byId('backup-state');
  const waits = state === 'installed' && Boolean(asking);
  byId('backup').ariaDisabled = String(waits); // if it were disabled, it would lose the focus
  element.hidden = !backup && !waits;
  element.className = `notice ${backup?.path ? 'good' : 'wait'}`;
  if (backup?.path) {
    write(element, message('backup_saved', backup.path));
    element.append(folderButton(identity.fingerprint));
  } else if (backup) {
    write(element, backup.name === 'CANCELLED' ? message('backup_cancelled')
      : errorText(backup.name, backup.message));
  } else if (waits) {
    element.textContent = message(`asking_${asking}`);
  }
}

/** Whose it is, who issued it, and how long it lasts. */
const partsOf = ({ name, issuerName, notAfter }) => [foreign(name), foreign(issuerName), dayOf(notAfter)];

/** What was proven, and at the top of the page what is wrong. */
function showChecks({ state, proof, added, identity }) {
  const lines = proof ? proofLines(proof, added) : [];
  showProof(lines, identity?.fingerprint);
  const wrong = state === 'installed' ? problems(lines, !byId('missing').hidden) : [];
  byId('problems').hidden = wrong.length === 0;
  byId('problems').replaceChildren(...wrong.map(({ name, parts, kind }) => listItem(message(name, ...parts), kind)));
  if (state === 'installed') {
    const fit = isFit(proof) && identity.uses.length > 0;
    write(byId('lead'), message(fit ? 'result_installed_lead' : 'result_installed_but', ...partsOf(identity)));
  }
}

/** Whether there is a page to try it on, and it can log in there. */
const canTry = ({ proof, identity }) => tryAt !== '' && isFit(proof) && identity.uses.includes('login');

function showNext(record) {
  const { identity, site, backup } = record;
  const how = {
    fromSite: site !== '', elsewhere: message('elsewhere_title'), toTry: canTry(record) ? message('result_try') : '',
    saved: Boolean(backup?.path),
  };
  byId('next-list').replaceChildren(...nextSteps({ ...identity, name: foreign(identity.name) }, how)
    .map(({ name, parts }) => listItem(message(name, ...parts))));
}

function showInstalled(record) {
  const { known, identity } = record;
  byId('title').textContent = message(known ? 'result_known' : 'result_installed');
  byId('try').href = tryAt;
  byId('elsewhere').href = `certificates.html?use=${identity.fingerprint}`;
  showNext(record);
}

let looked = null;
let tryAt = ''; // the page that asks for a certificate
let proofNow = null; // after something that was missing has come

async function showMissing(record) {
  await openMissing(byId('missing'), record.identity.fingerprint, record.proof, ({ proof }) => {
    proofNow = proof;
    showChecks({ ...record, proof });
  });
  showChecks(record);
}

async function showTry({ site }) {
  tryAt = await testPage(site);
  await (tryAt && refresh());
}

function showOdd(words) {
  byId('odd').textContent = words;
  byId('odd').hidden = words === '';
}

async function showUnusual(identity) {
  const { [identity.fingerprint]: words } = await oddities([identity]);
  showOdd(words);
}

/** What the host knows of an installed one beside the record, once for this page. */
async function lookOnce(record) {
  const { state, identity, odd } = record;
  if (state !== 'installed') {
    showOdd(oddWords(odd));
  } else if (looked !== identity.fingerprint) {
    looked = identity.fingerprint;
    // None waits for another: the host may take long with each.
    await Promise.all([showTry(record), showUnusual(identity), showMissing(record)]);
  }
}

function showAsk({ reason, site, identity }) {
  byId('title').textContent = message(reason.endsWith('key-file') ? 'result_ask_file' : 'result_ask');
  write(byId('lead'), message(`reason_${reason.replaceAll('-', '_')}`,
    site === '' ? message('unfinished_command') : hostName(site)));
  byId('who').hidden = !identity;
  write(byId('who'), identity ? message('result_who', ...partsOf(identity)) : '');
}

const HEADINGS = {
  CANCELLED: 'result_cancelled', DISMISSED: 'result_dismissed', NOT_PROVEN: 'result_not_proven', SAVED: 'result_saved',
};

/* The person's own choices: no fault. */
const WANTED = ['CANCELLED', 'DISMISSED', 'SAVED'];

/** What happened and what to do. After a cancellation that depends on where the response is now. */
function wordsOf(record) {
  const { name, message: english, answer, site, deleted, proof } = record;
  if (deleted) {
    return { what: message('result_deleted_what', hostName(site)), todo: message('result_deleted_todo') };
  }
  if (isStored(record)) {
    return { what: sentences(...proofLines(proof).filter(({ kind }) => kind === 'bad').map(({ name: why }) => message(why))),
      todo: message('result_not_proven_todo') };
  }
  if (name === 'PASSWORD' && site === '') {
    return { what: message('error_PASSWORD'), todo: message('result_password_file') };
  }
  if (name !== 'CANCELLED') {
    return errorWords(name, english);
  }
  return { what: message('result_cancelled_what'),
    todo: answer ? message('result_cancelled_kept', hostName(site)) : message('result_cancelled_file') };
}

function showError(record) {
  const { name, cause, message: english } = record;
  const { what, todo } = wordsOf(record);
  const wanted = WANTED.includes(name);
  byId('title').textContent = message(record.deleted ? 'result_deleted' : HEADINGS[name] ?? 'result_error');
  write(byId('lead'), wanted ? '' : sourceOf(record));
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
  linkToHelp(byId('error-help'), name);
  byId('error-more').hidden = wanted;
  byId('error-detail').hidden = wanted;
  byId('error-detail').textContent = [name, cause, isForPerson(record) ? '' : english].filter(Boolean).join(' · ');
  byId('error').className = `notice ${wanted ? 'quiet' : 'bad'}`;
}

let offered = null;

/** The bytes that are here, where the person may want them; or null. */
async function bytesFor({ state, kept, secret, answer }) {
  return state === 'error' && (kept || (secret && !answer)) ? ask('bytes') : null;
}

function showKept(record, bytes) {
  const { state, name, secret, answer, left, saving } = record;
  const gone = state === 'error' && secret && !answer && bytes === null && !WANTED.includes(name);
  byId('kept').hidden = bytes === null && !gone && !left && !saving;
  if (gone || left) {
    write(byId('kept'), message(left ? 'result_left' : 'result_not_kept'));
  }
  if (saving) {
    write(byId('kept'), errorText(saving.name, saving.message));
  }
  if (bytes) {
    write(byId('kept'), message('result_kept', fileName(bytes)));
    URL.revokeObjectURL(offered);
    offered = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    byId('download').href = offered;
    byId('download').download = fileName(bytes);
  }
}

const SHOW = {
  working(record) {
    byId('title').textContent = message(record.asking ? 'result_asking' : 'result_working');
    write(byId('lead'), record.asking ? message(`asking_${record.asking}`) : sourceOf(record));
  },
  installed: showInstalled,
  ask: showAsk,
  error: showError,
};

/* How it looks: a mark before the heading. */
const toneOf = ({ state, name }) => (state === 'error' && WANTED.includes(name) ? 'quiet' : state);

/** The button that had the focus may have gone. */
function keepFocus(before) {
  if (before !== null && before !== document.body && !before.checkVisibility()) {
    byId('title').focus();
  }
}

async function show(record) {
  const { state, name, identity } = record;
  const focused = document.activeElement;
  const bytes = await bytesFor(record);
  await showWay(record);
  // From here on everything changes at once, so that no button appears later in the tab order.
  byId('who').hidden = true;
  SHOW[state](record);
  byId('error').hidden = state !== 'error';
  showChecks({ ...record, proof: proofNow ?? record.proof });
  for (const only of ['next-steps', 'visited']) {
    byId(only).hidden = state !== 'installed';
  }
  showIdentity(identity);
  showOthers(record);
  showOlder(record);
  showBackup(record);
  showKept(record, bytes);
  showButtons(record, bytes, state === 'installed' && canTry(record));
  keepFocus(focused);
  document.title = byId('title').textContent;
  const result = byId('result');
  if (result.dataset.state !== state) {
    byId('details').open = state === 'ask';
  }
  result.dataset.name = name ?? '';
  result.dataset.tone = toneOf(record);
  result.dataset.state = state;
}

function showGone() {
  byId('title').textContent = message('result_gone');
  byId('lead').textContent = message('result_gone_explain');
  showButtons({ state: 'error' }, null);
  byId('result').dataset.tone = 'quiet';
  byId('result').dataset.state = 'error';
}

/* The next record can be shown before the host has replied. */
const inBackground = (work) => work?.catch((error) => console.error('nss-helper: result:', error));

let last = Promise.resolve();

/** One after the other: an older record is never shown after a newer one. */
function refresh() {
  last = last.catch(() => {}).then(async () => {
    const record = await get(id);
    await (record ? show(record) : showGone());
    inBackground(record ? lookOnce(record) : undefined);
  });
  return last;
}

for (const name of ['install', 'retry', 'save', 'backup', 'container']) {
  byId(name).addEventListener('click', () => ask(name));
}
prepareDismissal(() => ask('dismiss'));
byId('remove').addEventListener('click', async () => {
  const { identity } = await get(id);
  await ask('dismiss');
  location.assign(`certificates.html?remove=${identity.fingerprint}`);
});
byId('cancel').addEventListener('click', () => {
  byId('cancel').disabled = true;
  byId('title').focus();
  ask('cancel');
});
browser.storage.onChanged.addListener((changes) => {
  if (Object.hasOwn(changes, keyOf(id))) {
    refresh();
  }
});
localize();
prepareDetails();
await refresh();
