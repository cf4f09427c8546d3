// SPDX-License-Identifier: MPL-2.0
// Certificates that end soon: a mark on the toolbar's button and one quiet notice, 30, 7 and
// 1 days before. What hosts have said of the ends is remembered, so that a host is asked
// again only where one comes near, and a profile with a primary password never by a clock.
import { setMark } from './badge.js';
import { DAY, dateOf, daysLeft, inWords } from './days.js';
import { failureOf } from './failure.js';
import { TIME, exchange } from './native.js';
import * as protocol from './protocol.js';
import { DurableShelf } from './state.js';

const STEPS = [30, 7, 1];
const SNOOZE = 7;
const NAME = 'expiry'; // of the alarm and of the notice: there is one of each

/* By fingerprint: name, issuerName, notAfter and state as the host has them; `told`, the last
   of STEPS that the person was told at; `snoozed`, until when they want to hear nothing. */
const ends = new DurableShelf('end');

/* One after the other: nobody is told twice. */
let last = Promise.resolve();

function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

/* What comes of a memory is no matter of those who bring it. */
const quietly = (work) => inTurn(work).catch((error) => console.error('nss-helper: expiry:', error));

const isNear = ({ notAfter, state }) => !['broken', 'revoked'].includes(state)
  && Date.parse(notAfter) >= Date.now() && daysLeft(notAfter) <= STEPS[0];

const isAwake = ({ snoozed = 0 }) => snoozed <= Date.now();

/** [fingerprint, record] of those that end soon, the next one first. */
async function near() {
  return (await ends.all()).filter(([, record]) => isNear(record))
    .sort(([, one], [, other]) => Date.parse(one.notAfter) - Date.parse(other.notAfter));
}

const wanting = async () => (await near()).filter(([, record]) => isAwake(record));

async function remember({ fingerprint, name, issuerName, notAfter }, state) {
  await ends.put(fingerprint, { ...await ends.get(fingerprint), name, issuerName, notAfter, state });
}

async function forgetOthers(identities) {
  const there = new Set(identities.map(({ identity }) => identity.fingerprint));
  for (const [fingerprint] of await ends.all()) {
    if (!there.has(fingerprint)) {
      await ends.remove(fingerprint);
    }
  }
}

/** What a host has listed. Only a whole list tells what is there no more. */
export const rememberAll = ({ identities, more }) => quietly(async () => {
  for (const { identity, state } of identities) {
    await remember(identity, state);
  }
  if (!more) {
    await forgetOthers(identities);
  }
  await show();
});

/** What a host has installed. */
export const rememberInstalled = ({ identity, proof, others }) => quietly(async () => {
  await remember(identity, proof.chain === 'bad' ? 'broken' : 'good');
  for (const other of others) {
    await remember(other, 'good');
  }
  await show();
});

async function show() {
  const [first, ...more] = await wanting();
  if (!first) {
    await setMark(NAME);
    return;
  }
  const [, { name, notAfter }] = first;
  const days = daysLeft(notAfter);
  await setMark(NAME, {
    text: browser.i18n.getMessage('expiry_badge', [String(days)]),
    title: more.length > 0
      ? browser.i18n.getMessage('expiry_many', [String(more.length + 1)])
      : browser.i18n.getMessage('expiry_mark', [name, inWords(days)]),
  });
}

const stepOf = ({ notAfter }) => STEPS.findLast((step) => daysLeft(notAfter) <= step);

/* A reminder that the person wanted counts as news, too. */
const isNews = (record) =>
  record.told === undefined || stepOf(record) < record.told || record.snoozed !== undefined;

function wordsOf(records) {
  const { getMessage } = browser.i18n;
  const lines = records.map(({ name, notAfter }) =>
    getMessage('expiry_mark', [name, inWords(daysLeft(notAfter))]));
  if (records.length > 1) {
    return { title: getMessage('expiry_many', [String(records.length)]), message: lines.join('\n') };
  }
  const day = new Intl.DateTimeFormat(getMessage('language'), { dateStyle: 'long' });
  const [{ issuerName, notAfter }] = records;
  return {
    title: lines[0],
    message: getMessage('expiry_text', [issuerName, day.format(new Date(notAfter))]),
  };
}

/* Written down before it is shown: rather too few notices than the same one again. */
async function tell() {
  const news = (await wanting()).filter(([, record]) => isNews(record));
  for (const [fingerprint, record] of news) {
    await ends.put(fingerprint, { ...record, told: stepOf(record), snoozed: undefined });
  }
  if (news.length > 0) {
    await browser.notifications.create(NAME, {
      type: 'basic',
      iconUrl: browser.runtime.getURL('icons/nss-helper.svg'),
      ...wordsOf(news.map(([, record]) => record)),
    });
  }
  await show();
}

/* They may have been renewed or removed meanwhile. To list those of a profile with a primary
   password would open a window. */
async function askHost() {
  try {
    await exchange(async (channel, { profile }) => {
      if (!profile.locked) {
        channel.send(protocol.identities());
        await rememberAll(await channel.expect(TIME.request, 'identities'));
      }
    });
  } catch (error) {
    console.error('nss-helper: identities:', failureOf(error).name);
  }
}

/** At a start, and once a day. */
export async function check() {
  if ((await near()).length > 0) {
    await askHost();
  }
  await quietly(tell);
}

export const watch = () => browser.alarms.create(NAME, { periodInMinutes: DAY / 60000 });

export const isAlarm = ({ name }) => name === NAME;

/** The notice was pressed. */
export async function onNotice(id) {
  if (id === NAME) {
    await browser.notifications.clear(id);
    await browser.tabs.create({ url: browser.runtime.getURL('pages/certificates.html') });
  }
}

/** Whole dates, so that the check of that day is in time; the last day but one at the latest. */
const wakeOf = ({ notAfter }) =>
  DAY * Math.min(dateOf(Date.now()) + SNOOZE, dateOf(Date.parse(notAfter)) - 1);

/** The person wants to be reminded later. Resolves to the reminders. */
export async function onSnooze({ fingerprint }) {
  await quietly(async () => {
    const record = await ends.get(fingerprint);
    if (record && isNear(record) && wakeOf(record) > Date.now()) {
      await ends.put(fingerprint, { ...record, snoozed: wakeOf(record) });
      await show();
    }
  });
  return reminders();
}

/** When the person will hear of a certificate again, by fingerprint. */
export async function reminders() {
  const snoozing = (await near()).filter(([, record]) => !isAwake(record));
  return Object.fromEntries(snoozing.map(([fingerprint, { snoozed }]) => [fingerprint, snoozed]));
}

/** For the panel: name and daysLeft of those that the mark stands for. */
export const onExpiring = async () => (await wanting()).map(([, { name, notAfter }]) =>
  ({ name, daysLeft: daysLeft(notAfter) }));
