// SPDX-License-Identifier: MPL-2.0
// The buttons under a result: which are there, and which one of them stands out.
import { isDismissible, isRetriable, isStored } from '../answer/record.js';
import { showDismissal } from './deletion.js';
import { byId } from './text.js';

/* The one that the person is most likely to want comes first. */
const ORDER = ['install', 'retry', 'remove', 'try', 'another', 'download', 'save', 'backup', 'certificates'];

const isShown = (name) => !byId(name).hidden;

function choosePrimary(done) {
  const first = ORDER.find((name) => isShown(name) && name !== done);
  for (const name of ORDER) {
    byId(name).classList.toggle('primary', name === first);
  }
}

/**
 * @param {Uint8Array} bytes of the response, where they are here; or null
 * @param {boolean} canTry whether there is a page where a certificate can be tried
 */
export function showButtons(record, bytes, canTry = false) {
  const { state, site, left, backup } = record;
  const failed = state === 'error';
  const kept = isDismissible(record);
  const stored = isStored(record);
  const shown = {
    install: state === 'ask',
    remove: stored,
    dismiss: kept && !stored,
    retry: isRetriable(record) && !left,
    another: failed && site === '' && !isRetriable(record),
    download: bytes !== null,
    save: kept && bytes === null,
    try: canTry,
    backup: state === 'installed',
    elsewhere: state === 'installed',
    cancel: Boolean(record.asking),
  };
  shown.certificates = failed && !Object.values(shown).includes(true);
  for (const [name, is] of Object.entries(shown)) {
    byId(name).hidden = !is;
  }
  byId('cancel').disabled = false;
  byId('buttons').hidden = !Object.values(shown).includes(true);
  showDismissal(record);
  choosePrimary(backup?.path ? 'backup' : null);
}
