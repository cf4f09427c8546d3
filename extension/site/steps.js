// SPDX-License-Identifier: MPL-2.0
// Remembers that a form or link of a portal's later step was sent: if the first step comes next in
// that tab, the person is told, once.
import { Shelf } from '../host/storage.js';

// Longer than the way through a portal's steps.
const AGE = 30 * 60 * 1000;
const tabs = new Shelf('session', 'step');

const recordOf = async ({ tab, origin }) => {
  const record = await tabs.get(tab.id);
  return record?.origin === origin ? record : { origin };
};

/** @param {object} message `to`, the address of a link */
export async function onSentAtStep({ to }, sender) {
  const record = await recordOf(sender);
  // A link to the first step itself is the person's own way back.
  if (to === undefined || to !== record.first) {
    await tabs.put(sender.tab.id, { ...record, sent: Date.now() });
  }
  return {};
}

export async function onAtFirstStep({ address }, sender) {
  const { origin, sent } = await recordOf(sender);
  await tabs.put(sender.tab.id, { origin, first: address });
  return { back: sent !== undefined && Date.now() - sent < AGE };
}

export const onTabRemoved = (tabId) => tabs.remove(tabId);
