// SPDX-License-Identifier: MPL-2.0
// The toolbar button: its mark, and how it looks where the extension is on. Several things may need the
// person at once: the mark shows the first of them, the tooltip all.
import { Shelf } from '../host/storage.js';

/* The mark shows the first of these that needs the person. */
const ORDER = ['unfinished', 'expiry'];
const COLOURS = { expiry: '#ffbd4f' };

const ON = '/icons/nss-helper-on.svg';

const marks = new Shelf('session', 'mark');

/** The current marks in order. */
async function inOrder() {
  const all = new Map(await marks.all());
  return ORDER.filter((kind) => all.has(kind)).map((kind) => ({ kind, ...all.get(kind) }));
}

/** The tooltip, with these lines before those of the marks; null for the name alone. */
async function titleOf(lines) {
  const titles = [...lines, ...(await inOrder()).map(({ title }) => title)];
  return titles.length > 0 ? titles.join('\n') : null;
}

const onWords = () => browser.i18n.getMessage('mark_on');

/** Tabs where the extension is on have a tooltip of their own. */
async function retitleTabs() {
  const { action, tabs } = browser;
  for (const { id: tabId } of await tabs.query({})) {
    if ((await action.getTitle({ tabId })).startsWith(onWords())) {
      await action.setTitle({ tabId, title: await titleOf([onWords()]) });
    }
  }
}

/** Whether the extension is on in this tab. Firefox itself forgets it when the tab goes elsewhere. */
export async function showOn(tabId, on) {
  await browser.action.setIcon(on ? { tabId, path: ON } : { tabId });
  await browser.action.setTitle({ tabId, title: on ? await titleOf([onWords()]) : null });
}

/** Whether there is a mark of this kind. */
export const isMarked = async (kind) => await marks.get(kind) !== undefined;

/**
 * @param {string} kind one of ORDER
 * @param {object} [mark] text and title; none when it needs nobody any more
 */
export async function setMark(kind, mark) {
  await (mark ? marks.put(kind, mark) : marks.remove(kind));
  const [first] = await inOrder();
  await browser.action.setBadgeText({ text: first?.text ?? '' });
  await browser.action.setBadgeBackgroundColor({ color: COLOURS[first?.kind] ?? null });
  await browser.action.setTitle({ title: await titleOf([]) });
  await retitleTabs();
}
