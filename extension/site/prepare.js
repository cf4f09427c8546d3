// SPDX-License-Identifier: MPL-2.0
// A host that starts when the person touches a form, and makes a key in memory, so that both are there
// when they press. There is one at a time, of the page that was touched last. Nothing depends on it,
// and no page is told of it.
import { prepare } from '../host/job.js';
import { Held } from '../host/native.js';
import { isSecure, originOf } from './origins.js';
import { isOn } from './sites.js';

const KEPT = 300000; // milliseconds, as PROTOCOL.md says
const MINUTE = 60000;
const MOST = 4; // a minute, for one tab

let current = null; // { page, site, key, held, ready, timer }
const times = new Map(); // tab -> when it began

/** Forgets the current key and stops its timer. The caller closes what belongs to it. */
function leave() {
  const one = current;
  current = null;
  clearTimeout(one?.timer);
  return one;
}

function drop() {
  const { page, held } = leave() ?? {};
  held?.close();
  page?.disconnect();
}

function isTooOften(tabId) {
  const now = Date.now();
  for (const [id, all] of times) {
    const recent = all.filter((time) => now - time < MINUTE);
    times.set(id, recent);
    if (recent.length === 0) {
      times.delete(id);
    }
  }
  const recent = times.get(tabId) ?? [];
  times.set(tabId, [...recent, now].slice(-MOST));
  return recent.length >= MOST;
}

/**
 * Resolves to whether there is a host: one without a key makes it at the press. A failure is not reported,
 * because the press then asks for its own.
 */
async function make(one, request) {
  try {
    await one.held.begin(request);
    if (current === one) {
      one.timer = setTimeout(drop, KEPT);
    }
    return true;
  } catch {
    return false;
  }
}

async function begin(page, key, isThere) {
  const { origin, tab } = page.sender;
  const site = originOf(origin);
  if (site === null || !tab || !isSecure(site) || isTooOften(tab.id) || !await isOn(site) || !isThere()) {
    return;
  }
  if (current?.page !== page) {
    drop();
  }
  leave()?.held.close();
  const one = { page, site, key, held: new Held() };
  current = one;
  one.ready = make(one, prepare({ site, key }));
  if (!await one.ready && current === one) {
    drop();
  }
}

/** A content script has a form that was touched, and names the key that is chosen in it. */
export function onTouched(page) {
  let there = true;
  page.onMessage.addListener(({ key }) => {
    begin(page, key, () => there).catch(() => {}); // the press will tell what is wrong
  });
  page.onDisconnect.addListener(() => {
    there = false;
    if (current?.page === page) {
      drop();
    }
  });
}

/** The host that waits for this request, or null. The caller closes it. */
export async function takePrepared({ site, tabId, frameId }, { key }) {
  const one = current;
  const { sender } = one?.page ?? {};
  const fits = one !== null && sender.tab.id === tabId && sender.frameId === frameId
    && one.site === site && one.key === key && one.held.isOpen;
  if (!fits || !await one.ready || !one.held.isOpen || current !== one) {
    drop();
    return null;
  }
  leave();
  one.page.disconnect();
  return one.held;
}
