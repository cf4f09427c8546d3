// SPDX-License-Identifier: MPL-2.0
// Issuances that have not come to their end: what the host knows of them, and the mark on
// the toolbar's button while the person should look.
import { failureOf } from './failure.js';
import { TIME, exchange } from './native.js';
import * as protocol from './protocol.js';
import { DurableShelf, Shelf } from './state.js';

/* A form that was sent so short a time ago is on its way; a portal may take its time. */
const ON_ITS_WAY = 30 * 60 * 1000;

/* Jobs that this extension has begun: only then is a host asked without a press. */
const begun = new DurableShelf('begun');
const start = new Shelf('session', 'start');

export const began = (job) => begun.put(job, Date.now());

export const ended = (job) => begun.remove(job);

/** Once for each start of the browser or the extension, whenever the event page wakes. */
export async function isFirstWake() {
  const known = await start.get('time');
  if (known === undefined) {
    await start.put('time', Date.now());
  }
  return known === undefined;
}

const hasBegun = async () => (await begun.all()).length > 0;

const ask = (request, type) => exchange(async (channel, hello) => {
  channel.send(request);
  return { hello, reply: await channel.expect(TIME.request, type) };
});

async function list() {
  const { hello, reply } = await ask(protocol.jobs(), 'jobs');
  await settleBegun(reply);
  await mark(reply);
  return { hello, unfinished: reply };
}

/** Those that the host does not list any more have ended, but for the youngest. */
async function settleBegun({ jobs, answers }) {
  const open = new Set([...jobs, ...answers].map(({ job }) => job));
  for (const [job, time] of await begun.all()) {
    if (!open.has(job) && Date.now() - time > ON_ITS_WAY) {
      await begun.remove(job);
    }
  }
}

async function mark({ jobs, answers }) {
  const started = await start.get('time') ?? 0;
  const wasLeft = ({ changed, site }) => { // requests of the command are no matter of a site
    const time = Date.parse(changed) + 1000; // the host counts whole seconds
    return site !== '' && (time < started || Date.now() - time > ON_ITS_WAY);
  };
  const count = answers.length + jobs.filter(wasLeft).length;
  await browser.action.setBadgeText({ text: count > 0 ? '!' : '' });
  await browser.action.setTitle({
    title: count > 0 ? browser.i18n.getMessage('unfinished_mark') : null,
  });
}

/** At a start: the person is told of what an earlier one could not bring to its end. */
export async function lookBack() {
  if (await hasBegun()) {
    await list().catch((error) => console.error('nss-helper: jobs:', failureOf(error).name));
  }
}

/** For the popup: { hello, unfinished }, or { error, message }. */
export async function onStatus() {
  try {
    return await list();
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
}

/** The person gives a job up: its key is removed. Answers as onStatus does. */
export async function onForget({ job }) {
  try {
    await ask(protocol.forget(job), 'ok');
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
  await begun.remove(job);
  return onStatus();
}
