// SPDX-License-Identifier: MPL-2.0
// Asks the person to allow another host, on a page of the extension: Firefox grants a
// permission only on a click in such a page.
import { Shelf, newId } from '../host/storage.js';

const questions = new Shelf('session', 'ask');

/* Requests that are held until the answer. Firefox keeps the event page alive for them,
   so that memory is enough. */
const held = new Map();

/**
 * Opens the question.
 * @param {object} question kind ("target" or "redirect"), from, to (origins), tabId, frameId
 * @returns its id
 */
export async function ask(question) {
  const id = newId();
  await questions.put(id, question);
  const tab = await browser.tabs.create({
    url: browser.runtime.getURL(`pages/ask.html?id=${id}`),
    openerTabId: question.tabId,
  });
  await questions.put(id, { ...question, askTab: tab.id });
  return id;
}

/** Opens the question and resolves to the answer: true or false. */
export async function askAndWait(question) {
  const id = await ask(question);
  return new Promise((resolve) => held.set(id, resolve));
}

/** The person's answer, from the page: the waiting form or request goes on. */
export async function onAnswer({ id, allowed }) {
  const question = await questions.get(id);
  if (!question || question.allowed !== undefined) {
    return;
  }
  await settle(id, question, allowed === true
    && await browser.permissions.contains({ origins: [question.pattern] }));
  await browser.tabs.update(question.tabId, { active: true }).catch(() => {});
  await browser.tabs.remove(question.askTab).catch(() => {});
}

/** A closed question is a no; a closed page needs no answer any more. */
export async function onTabRemoved(tabId) {
  for (const [id, question] of await questions.all()) {
    if (question.askTab === tabId && question.allowed === undefined) {
      await settle(id, question, false);
    } else if (question.tabId === tabId) {
      await questions.remove(id);
    }
  }
}

async function settle(id, question, allowed) {
  if (question.kind === 'redirect') {
    await questions.remove(id);
    held.get(id)?.(allowed);
    held.delete(id);
    return;
  }
  await questions.put(id, { ...question, allowed });
  const { tabId, frameId } = question;
  await browser.tabs.sendMessage(tabId, { type: 'asked', id, allowed }, { frameId }).catch(() => {});
}

/** For a form that asks again with the id of its question: whether the person said yes to it. */
export async function take(id, { site, tabId, frameId }, target) {
  const question = typeof id === 'string' ? await questions.get(id) : undefined;
  if (!question || question.tabId !== tabId || question.frameId !== frameId
      || question.from !== site || question.to !== target) {
    return false;
  }
  await questions.remove(id);
  return question.allowed === true;
}
