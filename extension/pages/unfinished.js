// SPDX-License-Identifier: MPL-2.0
// The panel's list of unfinished requests and responses, and what the person can do.
import { all } from '../answer/record.js';
import { hostOf } from '../site/origins.js';
import { onYes } from './sure.js';
import { byId, hostName, message, write } from './text.js';

const MOST = 2; // a panel is no higher than 600 pixels

const language = message('language');
const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const age = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];

function ageOf(time) {
  const seconds = Math.max(0, (Date.now() - time) / 1000);
  const [unit, length] = UNITS.find(([, enough]) => seconds >= enough) ?? UNITS.at(-1);
  return age.format(-Math.floor(seconds / length), unit);
}

const placeOf = (site) => (site === '' ? message('unfinished_command') : hostName(site));

/** A kind of key as people write it: "RSA 2048", "EC P-256". */
const keyName = (key) => key.replace(/^rsa-/, 'RSA ').replace(/^p-/, 'EC P-');

const timeName = (time) => date.format(new Date(time));

function button(name, press = () => {}) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = message(name);
  element.addEventListener('click', press);
  return element;
}

/** Puts an element in the place of another, and the focus into it. */
function replace(before, after) {
  before.replaceWith(after);
  after.focus();
}

/* Several items have a button with the same word, so the rest of the item becomes part of its name. */
function nameBy(action, id, ...others) {
  [action, ...others].forEach((element, at) => { element.id = `${id}-${at}`; });
  action.setAttribute('aria-labelledby', [action, ...others].map((element) => element.id).join(' '));
}

/* The buttons that take its place get their names in the same way. */
function nameAs(action, buttons) {
  const [, ...others] = (action.getAttribute('aria-labelledby') ?? '').split(' ');
  for (const [part, element] of others.length > 0 ? Object.entries(buttons) : []) {
    element.id = `${action.id}-${part}`;
    element.setAttribute('aria-labelledby', [element.id, ...others].join(' '));
  }
}

let questions = 0;

/**
 * A button that asks before it does anything, and says what that is. The button that keeps everything
 * comes first and has the focus.
 * @param {string} name of its message
 * @param {string} yes of that for the button that answers the question
 * @param {string} words the question
 * @param {function} press resolves to a new status
 */
function askingButton({ name, yes, words }, press, show) {
  const first = button(name, () => {
    const question = document.createElement('div');
    const text = document.createElement('p');
    const keep = button('unfinished_keep', () => replace(question, first));
    const sure = button(yes);
    onYes(sure, async () => {
      sure.disabled = true;
      show(await press());
    });
    question.className = 'question';
    write(text, words);
    nameAs(first, { keep, sure });
    text.id = `question-${questions += 1}`;
    keep.setAttribute('aria-describedby', text.id); // read with what has the focus
    question.append(text, keep, sure);
    first.replaceWith(question);
    keep.focus();
  });
  return first;
}

const FORGET = { name: 'unfinished_forget', yes: 'unfinished_forget_sure' };
const FORGET_SITE = { name: 'unfinished_forget_site', yes: 'unfinished_forget_site_sure' };

const forgetButton = (job, show) => askingButton({ ...FORGET, words: message('unfinished_forget_question') },
  () => browser.runtime.sendMessage({ type: 'forget', job }), show);

function forgetSiteButton(site, { jobs, answers }, show) {
  const words = message('unfinished_forget_site_question', hostName(site), String(jobs), String(answers));
  const first = askingButton({ ...FORGET_SITE, words },
    () => browser.runtime.sendMessage({ type: 'forgetSite', site }), show);
  write(first, message('unfinished_forget_site', hostName(site)));
  first.className = 'forget-site';
  return first;
}

/** By host name, as nss-helper-host limits them: a site, and how many of each are unfinished there. */
function leftBySites({ jobs, answers }) {
  const found = new Map();
  for (const [name, list] of [['answers', answers], ['jobs', jobs]]) {
    for (const { site } of list.filter((one) => one.site !== '')) {
      const counts = found.get(hostOf(site)) ?? { site, jobs: 0, answers: 0 };
      counts[name] += 1;
      found.set(hostOf(site), counts);
    }
  }
  return found;
}

/** A button for each site with several unfinished ones, if any of them may be given up. */
function forgetSiteButtons(status, items, show) {
  const left = leftBySites(status);
  const hosts = new Set(items.filter(({ dataset }) => dataset.host).map(({ dataset }) => dataset.host));
  return [...hosts].map((host) => left.get(host)).filter(({ jobs, answers }) => jobs + answers > 1)
    .map((counts) => forgetSiteButton(counts.site, counts, show));
}

/**
 * @param {string} which tells it apart from others of its site
 * @param {HTMLElement} [action] what the person can press
 * @param {boolean} mayGo whether it may be given up, together with all of its site
 */
function item({ id, site, time, which, words, action, mayGo }) {
  const element = document.createElement('li');
  const head = document.createElement('p');
  const name = document.createElement('strong');
  const when = document.createElement('time');
  const details = document.createElement('p');
  const text = document.createElement('p');
  write(name, placeOf(site));
  when.dateTime = time;
  when.textContent = ageOf(Date.parse(time));
  head.append(name, ' · ', when);
  details.className = 'faint';
  write(details, which);
  write(text, words);
  element.dataset.host = mayGo && site !== '' ? hostOf(site) : '';
  element.append(head, details, text);
  if (action) {
    nameBy(action, id, head, details);
    element.append(action);
  }
  return element;
}

/** The last error of each response that waits. */
const namesOfErrors = async () => new Map((await all())
  .filter(([, { state }]) => state === 'error').map(([, { answer, name }]) => [answer, name]));

/* Errors that mean a missing password. */
const needsPassword = (name) => ['CANCELLED', 'KEY_PASSWORD', 'PASSWORD'].includes(name);

const answerItem = (names) => ({ answer, site, received }) => item({
  id: answer,
  site,
  time: received,
  which: message('unfinished_received', timeName(received)),
  words: message(needsPassword(names.get(answer)) ? 'unfinished_password' : 'unfinished_answer'),
  action: button(needsPassword(names.get(answer)) ? 'result_retry' : 'unfinished_look', () => {
    browser.runtime.sendMessage({ type: 'look', answer, site });
    window.close();
  }),
  mayGo: true,
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

/** A request whose response may still come can't be given up with a press. */
const mayForget = ({ onItsWay, repeats }) => repeats === 'no' && !onItsWay;

const jobItem = (show) => (job) => item({
  id: job.job,
  site: job.site,
  time: job.changed,
  which: message('unfinished_key', keyName(job.key), timeName(job.begun)),
  words: wordsOf(job),
  action: mayForget(job) ? forgetButton(job.job, show) : undefined,
  mayGo: mayForget(job),
});

const isIdle = ({ onItsWay, repeats }) => onItsWay || repeats === 'itself';

let whole = false; // the person has asked for all of the list

/** The list or its beginning, with a button for the rest. Says so if the host itself leaves some out. */
function showItems(items, status, show) {
  const { more } = status;
  const shown = whole ? items : items.slice(0, MOST);
  const left = items.length - shown.length;
  const rest = byId('unfinished-more');
  byId('unfinished-list').replaceChildren(...shown);
  byId('unfinished-sites').replaceChildren(...forgetSiteButtons(status, shown, show));
  byId('unfinished-rest').hidden = !whole || !more;
  rest.hidden = left <= 0;
  rest.textContent = message('unfinished_more', more ? `${left}+` : String(left));
  rest.onclick = () => {
    whole = true;
    showItems(items, status, show);
    items[MOST].querySelector('button')?.focus();
  };
}

/** @param {function} show is called with a new status after something was done */
export async function showUnfinished(status, show) {
  const { jobs, answers } = status;
  const names = await namesOfErrors();
  // What the person has nothing to do for comes last.
  const inOrder = [...jobs].sort((one, other) =>
    isIdle(one) - isIdle(other));
  const items = [...answers.map(answerItem(names)), ...inOrder.map(jobItem(show))];
  byId('unfinished').hidden = items.length === 0;
  showItems(items, status, show);
}
