// SPDX-License-Identifier: MPL-2.0
// The page "My certificates" over a host that is played: what it lists, how it is opened, pressed
// and read.
import { endOfDate, iso } from '../clock.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import { openCertificates } from './browser.mjs';
import { IDENTITIES, IDENTITY, OWNED } from './replies.mjs';

export const OTHER = { ...IDENTITY, fingerprint: Array(32).fill('CD').join(':'), name: '山田 花子' };
export const when = (days) => iso(endOfDate(days));
export const owned = (change) => ({ ...OWNED, copies: [], ...change });

/** A certificate of the host's list that ends in this many days, after a life of a year. */
export const ending = (days, state, who = IDENTITY) => owned({
  identity: { ...who, notBefore: when(days - 365), notAfter: when(days) }, state, daysLeft: days,
});
/** Opens the page for these certificates, and waits until the page has asked the host for everything. */
export async function page(world, identities, { query, more = false, also = {} } = {}) {
  const { host } = world, before = host.said('odd').length;
  host.answers({ identities: { replies: [{ ...IDENTITIES, identities, more }] }, ...also });
  await openCertificates(world, query);
  await until('what is odd', () => host.said('odd').length >= before + identities.length);
}

export const [ENTER, ESCAPE, TAB, SPACE] = ['\uE007', '\uE00C', '\uE004', ' '];
export const key = (driver, value) => driver.send('WebDriver:PerformActions', { actions: [
  { type: 'key', id: 'keys', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }] });

export const print = (byte) => Array(32).fill(byte).join(':');
export const called = (name, byte, change) => ({ ...IDENTITY, fingerprint: print(byte), name, ...change });

/** What has the focus: its class or id. */
export const focused = (driver) => driver.page(() => {
  const { id, classList, dataset } = document.activeElement;
  return dataset.opens ?? classList[0] ?? id;
});
