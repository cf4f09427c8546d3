// SPDX-License-Identifier: MPL-2.0
// Which sites are on: those whose host permission the person has granted, no other list.
import { patternOf } from './origins.js';

const FILES = ['touched', 'choices', 'swap', 'busy', 'press', 'keygen'].map((name) => `content/${name}.js`);
const SCRIPT_ID = 'keygen';

/** Firefox runs these only where the person has granted the host. */
const SCRIPT = {
  id: SCRIPT_ID,
  js: FILES,
  matches: ['*://*/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  persistAcrossSessions: true,
};

export const isOn = (origin) => browser.permissions.contains({ origins: [patternOf(origin)] });

/** At every start: an update of the extension may have other files. */
export async function register() {
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT_ID] });
  if (known.length > 0) {
    await browser.scripting.updateContentScripts([SCRIPT]);
  } else {
    await browser.scripting.registerContentScripts([SCRIPT]);
  }
}

/** A host was granted: its open pages are served at once, without a reload. */
export async function onGranted({ origins = [] }) {
  if (origins.length === 0) {
    return;
  }
  const tabs = await browser.tabs.query({ discarded: false });
  await Promise.allSettled(tabs.map((tab) => browser.scripting.executeScript({
    target: { tabId: tab.id, allFrames: true },
    files: FILES,
    injectImmediately: true,
  })));
}

/** A host was taken back: its open pages get their own <keygen> back. */
export async function onRevoked({ origins = [] }) {
  if (origins.length === 0) {
    return;
  }
  const tabs = await browser.tabs.query({ discarded: false });
  await Promise.allSettled(tabs.map((tab) =>
    browser.tabs.sendMessage(tab.id, { type: 'check' })));
}

/** A frame asks whether it is still on. */
export async function onCheck(origin) {
  return { on: origin !== null && await isOn(origin) };
}
