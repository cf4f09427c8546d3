// SPDX-License-Identifier: MPL-2.0
// The popup's list of what has not come to its end, and what the person may do.
import { hostOf } from '../site/origins.js';
import { byId, message, write } from './text.js';

const MOST = 2; // a panel is no higher than 600 pixels

const language = message('language');
const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
const age = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];

function ageOf(time) {
  const seconds = Math.max(0, (Date.now() - time) / 1000);
  const [unit, length] = UNITS.find(([, enough]) => seconds >= enough) ?? UNITS.at(-1);
  return age.format(-Math.floor(seconds / length), unit);
}

const placeOf = (site) => (site === '' ? message('unfinished_command') : hostOf(site));

function button(name, press) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = message(name);
  element.addEventListener('click', press);
  return element;
}

/** Asks once more, in its own place, before a key is removed. */
function forgetButton(job, show) {
  const first = button('unfinished_forget', () => {
    first.replaceWith(sure);
    sure.focus();
  });
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
  const when = document.createElement('time');
  const text = document.createElement('p');
  name.textContent = placeOf(site);
  when.dateTime = time;
  when.title = date.format(new Date(time));
  when.textContent = ageOf(Date.parse(time));
  head.append(name, ' · ', when);
  write(text, words);
  element.append(head, text, ...action);
  return element;
}

const answerItem = ({ answer, site, received }) => item({
  site,
  time: received,
  words: message('unfinished_answer'),
  action: [button('unfinished_look', () => {
    browser.runtime.sendMessage({ type: 'look', answer, site });
    window.close();
  })],
});

function wordsOf({ state, site, onItsWay, repeats }) {
  if (repeats !== 'no') {
    return message(repeats === 'person' ? 'unfinished_repeats_person' : 'unfinished_repeats');
  }
  if (state === 'sent' && site === '') {
    return message('unfinished_requested');
  }
  return message(onItsWay ? 'unfinished_on_its_way' : `unfinished_state_${state}`);
}

/** What may still come is not to be given up by a press. */
const jobItem = (show) => (job) => item({
  site: job.site,
  time: job.changed,
  words: wordsOf(job),
  action: job.onItsWay || job.repeats !== 'no' ? [] : [forgetButton(job.job, show)],
});

const isIdle = ({ onItsWay, repeats }) => onItsWay || repeats === 'itself';

/** @param {function} show is called with a new status after something was done */
export function showUnfinished({ jobs, answers, more }, show) {
  // What the person has nothing to do for comes last.
  const inOrder = [...jobs].sort((one, other) =>
    isIdle(one) - isIdle(other));
  const items = [...answers.map(answerItem), ...inOrder.map(jobItem(show))];
  const rest = items.length - MOST;
  byId('unfinished').hidden = items.length === 0;
  byId('unfinished-list').replaceChildren(...items.slice(0, MOST));
  byId('unfinished-more').hidden = rest <= 0;
  write(byId('unfinished-more'), message('unfinished_more', more ? `${rest}+` : String(rest)));
}
