// SPDX-License-Identifier: MPL-2.0
// When certificates expire, and which reminders the person has seen, so that this is known without
// starting a host.
import { DurableShelf } from '../host/storage.js';
import { beginOf, dateOf, daysLeft } from './days.js';

/** Days before an end at which the person is told. */
const STEPS = [30, 7, 1];
const SNOOZE = 7;

/* By fingerprint: name, issuerName, uses, notBefore, notAfter, state and newer as the host has them; `told`, the
   last of STEPS that the person was told at; `snoozed`, until when they want to hear nothing. */
const ends = new DurableShelf('end');

export async function learn({ fingerprint, name, issuerName, uses, notBefore, notAfter }, state, newer = '') {
  await ends.put(fingerprint, {
    ...await ends.get(fingerprint), name, issuerName, uses, notBefore, notAfter, state, newer,
  });
}

export const forget = (fingerprint) => ends.remove(fingerprint);

/** What a host has listed. Only a complete list shows which certificates are gone. */
export async function learnAll({ identities, more }) {
  for (const { identity, state, newer } of identities) {
    await learn(identity, state, newer);
  }
  const there = new Set(identities.map(({ identity }) => identity.fingerprint));
  for (const [fingerprint] of more ? [] : await ends.all()) {
    if (!there.has(fingerprint)) {
      await forget(fingerprint);
    }
  }
}

/* As the host does it: a certificate for five days is near its end in the last third of them. Records
   of older versions have no notBefore. */
const isInLastThird = ({ notBefore, notAfter }) => notBefore === undefined
  || Date.parse(notAfter) - Date.now() <= (Date.parse(notAfter) - Date.parse(notBefore)) / 3;

/* The end of one that does not work, or was replaced, does not matter. */
const isNear = (record) => !['broken', 'revoked'].includes(record.state) && record.newer === ''
  && Date.parse(record.notAfter) >= Date.now() && daysLeft(record.notAfter) <= STEPS[0]
  && isInLastThird(record);

const isAwake = ({ snoozed = 0 }) => snoozed <= Date.now();

/** [fingerprint, record] of those that end soon, the next one first. */
export async function near() {
  return (await ends.all()).filter(([, record]) => isNear(record))
    .sort(([, one], [, other]) => Date.parse(one.notAfter) - Date.parse(other.notAfter));
}

/** Of these, those that the person has not put off. */
export const wanting = async () => (await near()).filter(([, record]) => isAwake(record));

const stepOf = ({ notAfter }) => STEPS.findLast((step) => daysLeft(notAfter) <= step);

/** Of these, those to tell the person of: at a new step, or when a reminder that they asked for is due. */
export const untold = async () => (await wanting()).filter(([, record]) =>
  record.told === undefined || stepOf(record) < record.told || record.snoozed !== undefined);

export const noteTold = (fingerprint, record) =>
  ends.put(fingerprint, { ...record, told: stepOf(record), snoozed: undefined });

/* The begin of a day, so that the daily check of that day is late enough; the day before the end at the latest. */
const wakeOf = ({ notAfter }) =>
  beginOf(Math.min(dateOf(Date.now()) + SNOOZE, dateOf(Date.parse(notAfter)) - 1));

/** The person wants to be reminded later. */
export async function snooze(fingerprint) {
  const record = await ends.get(fingerprint);
  if (record && isNear(record) && wakeOf(record) > Date.now()) {
    await ends.put(fingerprint, { ...record, snoozed: wakeOf(record) });
  }
}

/** When the person will be reminded of a certificate, by fingerprint. */
export async function reminders() {
  const snoozing = (await near()).filter(([, record]) => !isAwake(record));
  return Object.fromEntries(snoozing.map(([fingerprint, { snoozed }]) => [fingerprint, snoozed]));
}
