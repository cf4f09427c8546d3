// SPDX-License-Identifier: MPL-2.0
// The mark on the toolbar's button. Several things may want the person: what stands there is
// decided here, and the tooltip tells all of them.
import { Shelf } from '../host/storage.js';

/* The first that wants something has the mark. */
const ORDER = ['unfinished', 'expiry'];
const COLOURS = { expiry: '#ffbd4f' };

const marks = new Shelf('session', 'mark');

/**
 * @param {string} kind one of ORDER
 * @param {object} [mark] text and title; none when it wants nothing any more
 */
export async function setMark(kind, mark) {
  await (mark ? marks.put(kind, mark) : marks.remove(kind));
  const all = new Map(await marks.all());
  const kinds = ORDER.filter((one) => all.has(one));
  const titles = kinds.map((one) => all.get(one).title);
  await browser.action.setBadgeText({ text: all.get(kinds[0])?.text ?? '' });
  await browser.action.setBadgeBackgroundColor({ color: COLOURS[kinds[0]] ?? null });
  await browser.action.setTitle({ title: titles.length > 0 ? titles.join('\n') : null });
}
