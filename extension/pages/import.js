// SPDX-License-Identifier: MPL-2.0
// Certificate files that the person has. The page first says what is in them; on a press, each goes
// to the host, which asks for its password itself.
import { get, keyOf, pageOf } from '../answer/record.js';
import { LIMITS } from '../host/limits.js';
import { originOf } from '../site/origins.js';
import { canGoIn, inOrder, outcomeOf, previewOf } from './chosen.js';
import { byId, errorText, foreign, fromTemplate, hostName, localize, message, write } from './text.js';

const MOST = 10; // files at a time

/* { name, bytes, state, words, key, id, item }, in the order in which they were chosen. */
let files = [];
let current = null; // the one that the host is at work on
let stopped = false; // by the person: the others wait

const nameOf = ({ name }) => [...name].slice(-200).join('').toWellFormed();

function show(file) {
  const { item, state, words, id } = file;
  const belongs = state === 'belongs' && canGoIn(file, files);
  item.dataset.state = state === 'belongs' && !belongs ? 'refused' : state;
  write(item.querySelector('.words'), belongs ? message('import_belongs') : words);
  item.querySelector('.warning').hidden = !(file.isOpen && canGoIn(file, files));
  item.querySelector('.leave').hidden = current !== null || ['done', 'importing'].includes(state);
  item.querySelector('.more').hidden = !['done', 'failed'].includes(state);
  item.querySelector('.more').href = id === undefined ? '' : pageOf(id);
}

/** Makes one visible button the primary one. */
function choosePrimary() {
  const buttons = ['import', 'certificates', 'choose'];
  const first = buttons.find((name) => byId(name).checkVisibility());
  for (const name of buttons) {
    byId(name).classList.toggle('primary', name === first);
  }
}

/** Shows the buttons and the state of each file. */
function showAll() {
  const ready = files.filter((file) => canGoIn(file, files));
  const working = current !== null || files.some(({ state }) => state === 'reading');
  files.forEach(show);
  byId('files').hidden = files.length === 0;
  byId('drop').hidden = current !== null;
  byId('import').hidden = working || ready.length === 0;
  byId('import').textContent = ready.length === 1 ? message('import_one') : message('import_many', String(ready.length));
  byId('certificates').hidden = working || !files.some(({ state }) => state === 'done');
  byId('drop').classList.toggle('small', files.length > 0);
  choosePrimary();
  byId('page').dataset.state = working ? 'working' : 'choosing';
}

function change(file, changes) {
  Object.assign(file, changes);
  showAll();
}

function complain(words) {
  write(byId('error'), words);
  byId('error').hidden = words === '';
}

function leave(file) {
  files = files.filter((one) => one !== file);
  file.item.remove();
  showAll();
  (byId('import').hidden ? byId('choose') : byId('import')).focus();
}

function add(source) {
  const item = fromTemplate('one').querySelector('li');
  const file = { name: nameOf(source), state: 'reading', words: message('import_reading'), item };
  write(item.querySelector('.name'), foreign(file.name));
  item.querySelector('.leave').setAttribute('aria-label', message('import_leave_one', file.name));
  item.querySelector('.leave').addEventListener('click', () => leave(file));
  byId('files').append(item);
  files.push(file);
  return file;
}

async function read(file, source) {
  if (source.size === 0 || source.size > LIMITS.response) {
    change(file, { state: 'refused', words: message(source.size === 0 ? 'import_empty' : 'import_large') });
    return;
  }
  const bytes = new Uint8Array(await source.arrayBuffer());
  const said = await browser.runtime.sendMessage({ type: 'preview', bytes });
  change(file, { bytes, key: said.key, ...previewOf(said) });
}

/** Checks the files, up to the limit, one by one. */
async function take(sources) {
  const known = files.length;
  const taken = sources.slice(0, MOST - known).map((source) => [add(source), source]);
  complain(sources.length > taken.length ? message('import_too_many', String(MOST)) : '');
  showAll();
  for (const [file, source] of taken) {
    await read(file, source).catch(() => change(file, { state: 'refused', words: message('import_unreadable') }));
  }
  if (taken.length > 0 && !byId('import').hidden) {
    byId('import').focus();
  }
}

/** Resolves to the file's record when its import has ended. */
function ended(file) {
  return new Promise((resolve) => {
    const look = async () => {
      const record = await get(file.id);
      const asks = record?.state === 'working' && Boolean(record.asking);
      byId('cancel').hidden = !asks;
      if (record?.state === 'working') {
        change(file, { words: message(asks ? 'result_asking' : 'result_working') });
      }
      write(byId('told'), asks ? message(`asking_${record.asking}`) : '');
      if (record?.state !== 'working') {
        browser.storage.onChanged.removeListener(onChanged);
        resolve(record);
      }
    };
    const onChanged = (changes) => Object.hasOwn(changes, keyOf(file.id)) && look();
    browser.storage.onChanged.addListener(onChanged);
    look();
  });
}

const begin = ({ name, bytes }) => browser.runtime.sendMessage({ type: 'import', name, bytes });

async function importOne(file) {
  current = file;
  byId('cancel').disabled = false;
  change(file, { state: 'importing', words: message('result_working') });
  file.id = await begin(file);
  const record = await ended(file);
  current = null;
  change(file, outcomeOf(record));
}

/** A single file gets a result page of its own; the results of several are shown here. */
async function importAll() {
  const chosen = inOrder(files.filter((file) => canGoIn(file, files)));
  stopped = false;
  if (files.length === 1) {
    location.replace(pageOf(await begin(files[0])));
    return;
  }
  for (const file of chosen) {
    if (!stopped) {
      await importOne(file);
    }
  }
  const done = files.filter(({ state }) => state === 'done').length;
  write(byId('told'), message('import_done', String(done), String(files.length)));
  (byId('import').hidden ? byId('certificates') : byId('import')).focus();
}

function cancel() {
  stopped = true;
  byId('cancel').disabled = true;
  browser.runtime.sendMessage({ type: 'cancel', id: current.id });
}

/** Says that Firefox has saved what a site sent, in a way that the extension could not see. */
function showSaved(site) {
  byId('saved').hidden = site === null;
  write(byId('saved'), site === null ? '' : message('import_saved', hostName(site)));
}

/* Anywhere on the page: a file that misses the frame must not open in place of it. */
function listenForDrops() {
  const mark = (over) => byId('drop').classList.toggle('over', over);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(current === null);
  });
  document.addEventListener('dragleave', () => mark(false));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    if (current === null) {
      take([...event.dataTransfer.files]);
    }
  });
}

localize();
showSaved(originOf(new URLSearchParams(location.search).get('saved') ?? ''));
listenForDrops();
byId('choose').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', ({ target }) => {
  take([...target.files]);
  target.value = '';
});
byId('import').addEventListener('click', () => importAll().catch((error) => complain(errorText('INTERNAL', String(error)))));
byId('cancel').addEventListener('click', cancel);
document.addEventListener('keydown', ({ key }) => key === 'Escape' && !byId('cancel').hidden && cancel());
showAll();
