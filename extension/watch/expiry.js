// SPDX-License-Identifier: MPL-2.0
// Certificates that end soon: a mark on the toolbar's button, and a quiet notice at each step.
// A host is asked only where an end is near, and never for the list of a profile with a
// primary password.
import { failureOf } from '../host/failure.js';
import { identities } from '../host/identities.js';
import { exchange } from '../host/native.js';
import { inNotice } from '../site/names.js';
import { setMark } from './badge.js';
import { DAY, daysLeft, inWords } from './days.js';
import * as ends from './ends.js';

const NAME = 'expiry'; // of the mark, the alarm and the notice: there is one of each

/* One after the other, so that nobody is told twice. A failure is logged here: callers have
   nothing to do about it. */
let last = Promise.resolve();

function inTurn(work) {
  last = last.then(work).catch((error) => console.error('nss-helper: expiry:', error));
  return last;
}

/** A host has listed what there is. */
export const rememberAll = (listed) => inTurn(async () => {
  await ends.learnAll(listed);
  await show();
});

/** A host has installed something. */
export const rememberInstalled = ({ identity, proof, others, older }) => inTurn(async () => {
  await ends.learn(identity, proof.chain === 'bad' ? 'broken' : 'good');
  for (const other of others) {
    await ends.learn(other, 'good');
  }
  for (const one of older) {
    await ends.learn(one, 'good', identity.fingerprint);
  }
  await show();
});

/** A host has removed it. */
export const forget = (fingerprint) => inTurn(async () => {
  await ends.forget(fingerprint);
  await show();
});

const getMessage = (...parts) => browser.i18n.getMessage(...parts);

/** The same person may have one to log in with and one for mail: then its use tells which. */
function nameOf({ name: given, uses = [] }, records) {
  const name = inNotice(given);
  const isTwin = (other) => other.name === given && String(other.uses ?? '') !== String(uses);
  return uses.length > 0 && records.some(isTwin)
    ? getMessage('expiry_use', [name, uses.map((use) => getMessage(`expiry_use_${use}`)).join(', ')]) : name;
}

const linesOf = (records) => records.map((record) =>
  getMessage('expiry_mark', [nameOf(record, records), inWords(daysLeft(record.notAfter))]));

const titleOf = (records) =>
  (records.length > 1 ? getMessage('expiry_many', [String(records.length)]) : linesOf(records)[0]);

async function show() {
  const records = (await ends.wanting()).map(([, record]) => record);
  await setMark(NAME, records.length > 0 ? {
    text: getMessage('expiry_badge', [String(daysLeft(records[0].notAfter))]),
    title: titleOf(records),
  } : undefined);
}

function textOf(records) {
  if (records.length > 1) {
    return linesOf(records).join('\n');
  }
  const day = new Intl.DateTimeFormat(getMessage('language'), { dateStyle: 'long' });
  const [{ issuerName, notAfter }] = records;
  return getMessage('expiry_text', [inNotice(issuerName), day.format(new Date(notAfter))]);
}

/* Stored before it is shown: better one notification too few than the same one twice. */
async function tell() {
  const untold = await ends.untold();
  for (const [fingerprint, record] of untold) {
    await ends.noteTold(fingerprint, record);
  }
  const records = untold.map(([, record]) => record);
  if (records.length > 0) {
    await browser.notifications.create(NAME, {
      type: 'basic',
      iconUrl: browser.runtime.getURL('icons/nss-helper.svg'),
      title: titleOf(records),
      message: textOf(records),
    });
  }
}

/* The certificates may have been renewed or removed meanwhile. Those of a profile with a primary
   password can't be listed without a window that asks for it. */
async function askHost() {
  try {
    await exchange(async (channel, { profile }) => {
      if (!profile.locked) {
        await rememberAll(await channel.ask(identities()));
      }
    }, { background: true });
  } catch (error) {
    console.error('nss-helper: identities:', failureOf(error).name);
  }
}

/** At a start, and once a day. */
export async function check() {
  if ((await ends.near()).length > 0) {
    await askHost();
  }
  await inTurn(tell);
  await inTurn(show);
}

export const watch = () => browser.alarms.create(NAME, { periodInMinutes: DAY / 60000 });

export const isAlarm = ({ name }) => name === NAME;

/** The person has clicked the notification. */
export async function onNotice(id) {
  if (id === NAME) {
    await browser.notifications.clear(id);
    await browser.tabs.create({ url: browser.runtime.getURL('pages/certificates.html') });
  }
}

/** The person wants to be reminded later. Resolves to all reminders. */
export async function onSnooze({ fingerprint }) {
  await inTurn(() => ends.snooze(fingerprint));
  await inTurn(show);
  return ends.reminders();
}

/** For the panel: name and daysLeft of those that the mark stands for. */
export async function onExpiring() {
  const records = (await ends.wanting()).map(([, record]) => record);
  return records.map((record) => ({ name: nameOf(record, records), daysLeft: daysLeft(record.notAfter) }));
}
