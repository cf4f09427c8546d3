// SPDX-License-Identifier: MPL-2.0
// The person does not want a certificate. Where nobody else has its file, they are asked first.
import { isOnlyCopy } from '../answer/record.js';
import { onYes } from './sure.js';
import { byId, hostName, message, write } from './text.js';

let asked = null; // the record

export function showDismissal(record) {
  const names = { ask: 'result_dismiss_gone', error: 'result_delete' };
  byId('dismiss').textContent = message(isOnlyCopy(record) ? names[record.state] ?? 'result_dismiss' : 'result_dismiss');
  byId('deletion').hidden = true;
  asked = record;
}

function askFirst() {
  write(byId('deletion-words'), message('result_delete_question', hostName(asked.site)));
  byId('deletion').hidden = false;
  byId('deletion-keep').focus();
}

/** @param {function} dismiss throws it away */
export function prepareDismissal(dismiss) {
  byId('dismiss').addEventListener('click', () => (isOnlyCopy(asked) ? askFirst() : dismiss()));
  onYes(byId('deletion-sure'), dismiss);
  byId('deletion-keep').addEventListener('click', () => {
    byId('deletion').hidden = true;
    byId('dismiss').focus();
  });
}
