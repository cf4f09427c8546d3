// SPDX-License-Identifier: MPL-2.0
// Files that were chosen: what each contains, whether it can be imported, and what came of it.
import { dayOf } from './show.js';
import { errorText, foreign, message } from './text.js';

/* Errors whose texts for responses of sites don't fit a chosen file. */
const REFUSED = {
  BAD_DATA: 'import_refused_damaged',
  NO_CERTIFICATE: 'import_refused_none',
  NO_KEY: 'import_refused_other',
  OTHER_CA: 'import_refused_authority',
  PASSWORD: 'import_refused_password',
};

/* With these errors it may belong to another chosen file. */
const BELONGS = ['NO_KEY', 'OTHER_CA'];

const refusal = ({ error, message: english, key }) => {
  if (error === 'NO_CERTIFICATE' && key) {
    return message('import_refused_key');
  }
  return Object.hasOwn(REFUSED, error) ? message(REFUSED[error]) : errorText(error, english);
};

function wordsOf({ identity, key, sealed, known, others }) {
  if (sealed) {
    return message('import_sealed');
  }
  const parts = [foreign(identity.name), foreign(identity.issuerName), dayOf(identity.notAfter)];
  return [
    message(key ? 'import_with_key' : 'result_who', ...parts),
    known ? message('import_known') : '',
    others > 0 ? message('import_others', String(others)) : '',
  ].filter(Boolean).join(' · ');
}

/**
 * { state, words, isOpen } by what the host says of it; `isOpen` if its key has no password. An older
 * host can't look into it before the import.
 */
export function previewOf(said) {
  if (said.error === 'PROTOCOL') {
    return { state: 'ready', words: message('import_unknown') };
  }
  if (said.error) {
    return { state: BELONGS.includes(said.error) ? 'belongs' : 'refused', words: refusal(said) };
  }
  return { state: 'ready', words: wordsOf(said), isOpen: said.key && !said.sealed };
}

/** Can this file be imported, by itself or with one of the others? */
export const canGoIn = ({ state }, files) => ['ready', 'cancelled'].includes(state)
  || (state === 'belongs' && files.some((other) => ['ready', 'cancelled', 'done'].includes(other.state)));

/** Keys first, for the certificates of the other files may be theirs. */
export const inOrder = (files) => {
  const rank = ({ key, state }) => (state === 'belongs' ? 2 : Number(!key));
  return files.toSorted((one, other) => rank(one) - rank(other));
};

/** { state, words } of a record that has come to its end, or is gone. */
export function outcomeOf(record) {
  if (record?.state === 'installed') {
    return { state: 'done', words: message(record.known ? 'result_known' : 'import_installed', foreign(record.identity.name)) };
  }
  const { name = 'INTERNAL', message: english } = record ?? {};
  if (name === 'CANCELLED') {
    return { state: 'cancelled', words: message('import_cancelled') };
  }
  return { state: 'failed', words: refusal({ error: name, message: english }) };
}
