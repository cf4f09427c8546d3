// SPDX-License-Identifier: MPL-2.0
// The report for the help desk: it is shown as a whole before it can be copied.
import { all } from '../answer/record.js';
import { hostOf } from '../site/origins.js';
import { byId, errorText, localize, message } from './text.js';

localize();

byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('report').textContent);
  byId('copied').textContent = message('report_copied');
});

/* The person's own choices: no problem. */
const WANTED = ['CANCELLED', 'DISMISSED', 'SAVED'];

/** What went wrong last on a result page: never the host's own words, which may name a folder. */
function lastProblem(records) {
  const [last] = records.filter(({ state, name }) => state === 'error' && !WANTED.includes(name))
    .sort((one, other) => other.time - one.time);
  if (!last) {
    return '';
  }
  const { name, cause, site, time } = last;
  const words = errorText(name, '').replaceAll('`', '');
  const place = site === '' ? message('report_file') : hostOf(site);
  const line = message('report_last', new Date(time).toISOString(), place, words);
  return `${message('report_named', line, [name, cause].filter(Boolean).join(', '))}\n`;
}

const { text } = await browser.runtime.sendMessage({ type: 'report' });
byId('report').textContent = text + lastProblem((await all()).map(([, record]) => record));
byId('report').dataset.state = 'ready';
byId('copy').disabled = false;
