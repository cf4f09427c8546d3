// SPDX-License-Identifier: MPL-2.0
// What became of a CA's response: it follows the record that the background writes.
import { get, isDismissible, isRetriable, keyOf } from '../answer/record.js';
import { hostOf } from '../site/origins.js';
import { begunBefore } from './change.js';
import { fileName } from './file-name.js';
import { isFit, nextSteps, proofLines } from './outcome.js';
import { listItem, showBreakable, showLines, showTime, usesOf } from './show.js';
import { byId, errorText, errorWords, localize, message, write } from './text.js';

const id = new URLSearchParams(location.search).get('id') ?? '';

function showIdentity(identity) {
  byId('certificate').hidden = !identity;
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
  byId('nickname').textContent = identity.nickname;
}

function showProof(proof, added) {
  byId('proof').hidden = !proof;
  byId('proof-list').replaceChildren(...(proof ? proofLines(proof, added) : [])
    .map(({ name, parts, kind }) => listItem(message(name, ...parts), kind)));
}

const ask = (type) => browser.runtime.sendMessage({ type, id });

/** Where it comes from: a site, or a file that the person has chosen. */
const sourceOf = ({ site }) => (site === '' ? message('result_from_file') : message('result_from', hostOf(site)));

function showOthers({ state, others = [] }) {
  byId('others').hidden = state !== 'installed' || others.length === 0;
  byId('others').textContent = message('result_others', others.map(({ name, serialDecimal }) =>
    `${name} (${serialDecimal})`).join(', '));
}

/** Firefox goes on choosing an older one as long as it is there. */
function showOlder({ state, older = [] }) {
  byId('older').hidden = state !== 'installed' || older.length === 0;
  if (older.length > 0) {
    byId('older-words').textContent = message('result_older', older.map(({ name, serialDecimal }) =>
      `${name} (${serialDecimal})`).join(', '));
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

/** The copy that the person wanted: where it is, or why there is none. */
function showBackup({ asking, backup }) {
  const element = byId('backup-state');
  byId('backup').disabled = asking === 'backup' && !backup;
  element.hidden = !backup && asking !== 'backup';
  element.className = `notice ${backup?.path ? 'good' : 'wait'}`;
  if (backup?.path) {
    write(element, message('backup_saved', backup.path));
  } else if (backup) {
    write(element, backup.name === 'CANCELLED' ? message('backup_cancelled')
      : errorText(backup.name, backup.message));
  } else {
    element.textContent = message('asking_new');
  }
}

function showInstalled({ proof, known, identity }) {
  byId('title').textContent = message(known ? 'result_known' : 'result_installed');
  byId('elsewhere').href = `certificates.html?use=${identity.fingerprint}`;
  byId('lead').textContent = message(
    isFit(proof) ? 'result_installed_lead' : 'result_installed_but', identity.name, identity.issuerName);
  byId('next-list').replaceChildren(...nextSteps(identity).map(({ name, parts }) =>
    listItem(message(name, ...parts))));
}

function showAsk({ reason, site, identity }) {
  byId('title').textContent = message(reason === 'key-file' ? 'result_ask_file' : 'result_ask');
  byId('lead').textContent = message(`reason_${reason.replaceAll('-', '_')}`,
    site === '' ? message('unfinished_command') : hostOf(site), identity?.name ?? '');
}

const HEADINGS = {
  DISMISSED: 'result_dismissed', NOT_PROVEN: 'result_not_proven', SAVED: 'result_saved',
};
const WANTED = ['DISMISSED', 'SAVED'];

function showError(record) {
  const { name, cause, message: english } = record;
  const { what, todo } = errorWords(name, english);
  byId('title').textContent = message(HEADINGS[name] ?? 'result_error');
  byId('lead').textContent = sourceOf(record);
  write(byId('error-what'), what);
  write(byId('error-todo'), todo);
  byId('error-detail').hidden = WANTED.includes(name);
  byId('error-detail').textContent = [name, cause, english].filter(Boolean).join(' · ');
  byId('error').className = `notice ${WANTED.includes(name) ? 'wait' : 'bad'}`;
}

let offered = null;

async function showKept(record) {
  const { kept, state, name, secret, answer, left, saving } = record;
  const failed = state === 'error';
  const bytes = failed && (kept || (secret && !answer)) ? await ask('bytes') : null;
  const gone = failed && secret && !answer && bytes === null && !WANTED.includes(name);
  byId('kept').hidden = bytes === null && !gone && !left && !saving;
  byId('install').hidden = state !== 'ask';
  byId('dismiss').hidden = !isDismissible(record);
  const retry = isRetriable(record) && !left;
  byId('retry').hidden = !retry;
  byId('download').hidden = bytes === null;
  byId('save').hidden = !isDismissible(record) || bytes !== null;
  byId('buttons').hidden = !isDismissible(record) && bytes === null && !retry;
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
    byId('lead').textContent = record.asking ? message(`asking_${record.asking}`) : sourceOf(record);
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
  showOthers(record);
  showOlder(record);
  showBackup(record);
  await showWay(record);
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

for (const name of ['install', 'dismiss', 'retry', 'save', 'backup', 'container']) {
  byId(name).addEventListener('click', () => ask(name));
}
browser.storage.onChanged.addListener((changes) => {
  if (Object.hasOwn(changes, keyOf(id))) {
    refresh();
  }
});
localize();
await refresh();
