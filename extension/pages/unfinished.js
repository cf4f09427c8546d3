// SPDX-License-Identifier: MPL-2.0
// The popup's list of what has not come to its end, and what the person may do.
import { hostOf } from '../origins.js';
import { byId, message, write } from './text.js';

const MOST = 2; // a panel is no higher than 600 pixels

const formatter = new Intl.DateTimeFormat(message('language'), {
  month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit',
});
const placeOf = (site) => (site === '' ? message('unfinished_command') : hostOf(site));

function button(name, press) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = message(name);
  element.addEventListener('click', press);
  return element;
}

/** Asks once more, in its own place, before a key is removed. */
function forgetButtons(job, show) {
  const first = button('unfinished_forget', () => first.replaceWith(sure));
  const sure = button('unfinished_forget_sure', async () => {
    sure.disabled = true;
    show(await browser.runtime.sendMessage({ type: 'forget', job }));
  });
  return first;
}

function item({ site, time, words, action }) {
  const element = document.createElement('li');
  const head = document.createElement('p');
  const name = document.createElement('strong');
  const text = document.createElement('p');
  name.textContent = placeOf(site);
  head.append(name, ` · ${formatter.format(new Date(time))}`);
  write(text, words);
  element.append(head, text, action);
  return element;
}

const answerItem = ({ answer, site, received }) => item({
  site,
  time: received,
  words: message('unfinished_answer'),
  action: button('unfinished_look', () => {
    browser.runtime.sendMessage({ type: 'look', answer, site });
    window.close();
  }),
});

const jobItem = (show) => ({ job, state, site, changed }) => item({
  site,
  time: changed,
  words: message(site === '' && state === 'sent' ? 'unfinished_requested' : `unfinished_state_${state}`),
  action: forgetButtons(job, show),
});

/** @param {function} show is called with a new status after something was done */
export function showUnfinished({ jobs, answers, more }, show) {
  const items = [...answers.map(answerItem), ...jobs.map(jobItem(show))];
  const rest = items.length - MOST;
  byId('unfinished').hidden = items.length === 0;
  byId('unfinished-list').replaceChildren(...items.slice(0, MOST));
  byId('unfinished-more').hidden = rest <= 0;
  write(byId('unfinished-more'), message('unfinished_more', more ? `${rest}+` : String(rest)));
}
