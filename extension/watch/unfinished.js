// SPDX-License-Identifier: MPL-2.0
// Unfinished requests: what the host knows of them, and the mark on the toolbar button while the
// person should look.
import { failureOf } from '../host/failure.js';
import { clear, forget, jobs as listJobs } from '../host/job.js';
import { exchange } from '../host/native.js';
import { Shelf } from '../host/storage.js';
import { begun, ended } from '../site/begun.js';
import { isMarked, setMark } from './badge.js';
import { replay, tellDropped } from './replay.js';

/* A form that was sent this recently may still get its response; a portal may be slow. */
const ON_ITS_WAY = 30 * 60 * 1000;

const start = new Shelf('session', 'start');

/** True once for each start of the browser or the extension, however often the event page wakes. */
export async function isFirstWake() {
  const known = await start.get('time');
  if (known === undefined) {
    await start.put('time', Date.now());
  }
  return known === undefined;
}

const hasBegun = async () => (await begun()).length > 0;

const ask = (request, how) =>
  exchange(async (channel, hello) => ({ hello, reply: await channel.ask(request) }), how);

async function list(how) {
  const { hello, reply } = await ask(listJobs(), how);
  await settleBegun(reply);
  const started = await start.get('time') ?? 0;
  const jobs = reply.jobs.map((job) => ({ ...job, onItsWay: isOnItsWay(job, started) }));
  const unfinished = { ...reply, jobs };
  await mark(unfinished);
  return { hello, unfinished };
}

/** Of this start, and sent a short time ago. */
function isOnItsWay({ state, site, changed, repeats }, started) {
  const time = Date.parse(changed) + 1000; // the host counts whole seconds
  return state === 'sent' && site !== '' && repeats === 'no' && time >= started && Date.now() - time <= ON_ITS_WAY;
}

/** Jobs that the host does not list any more have ended. The youngest may not be listed yet. */
async function settleBegun({ jobs, answers, more }) {
  const open = new Set([...jobs, ...answers].map(({ job }) => job));
  for (const [job, { time }] of more ? [] : await begun()) {
    if (!open.has(job) && Date.now() - time > ON_ITS_WAY) {
      await ended(job);
    }
  }
}

async function mark({ jobs, answers }) {
  // A request of the command belongs to no site, and one that will be repeated does not need the person now.
  const count = answers.length
    + jobs.filter(({ site, onItsWay, repeats }) => site !== '' && !onItsWay && repeats === 'no').length;
  await setMark('unfinished', count > 0 ? wanted() : undefined);
}

const wanted = () => ({ text: '!', title: browser.i18n.getMessage('unfinished_mark') });

/** A response at the host waits for the person. */
export const onWaiting = () => setMark('unfinished', wanted());

/** One was installed or given up: the host says what is left. Without a mark there is none to remove. */
export const onSettled = async () => {
  if (await isMarked('unfinished')) {
    await status({ background: true });
  }
};

/** At a start: continues what earlier starts could not finish, as far as the host knows of it. */
export async function lookBack(always = false) {
  if (always || await hasBegun()) {
    await replay();
    const { error, unfinished } = await status({ background: true });
    if (error) {
      console.error('nss-helper: jobs:', error);
    }
    return unfinished;
  }
  return undefined;
}

/** For the popup: { hello, unfinished, dropped }, or { error, message }. */
export async function onStatus() {
  const it = await status();
  return it.error ? it : { ...it, dropped: await tellDropped() };
}

async function status(how) {
  try {
    return await list(how);
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
}

/** The person gives a job up: its key is removed. Answers as onStatus does. */
export async function onForget({ job }) {
  try {
    await ask(forget({ job }));
  } catch (error) {
    const { name, message } = failureOf(error);
    if (name !== 'NO_JOB') { // otherwise it has ended meanwhile
      return { error: name, message };
    }
  }
  await ended(job);
  return onStatus();
}

/** The person gives up everything of a site. Resolves as onStatus does. */
export async function onForgetSite({ site }) {
  try {
    await ask(clear({ site }));
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
  return onStatus();
}
