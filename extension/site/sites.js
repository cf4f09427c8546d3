// SPDX-License-Identifier: MPL-2.0
// Which sites are on: those whose host permission the person has granted, no other list.
import { originOf, patternOf } from './origins.js';

const FILES = ['reopened', 'pressed', 'data', 'choices', 'swap', 'busy', 'obtain', 'press', 'note', 'body',
  'frames', 'request', 'repeat', 'steps', 'shadows', 'touch', 'keygen']
  .map((name) => `content/${name}.js`);
const SCRIPT_ID = 'keygen';

/**
 * A press of the toolbar button, or a shortcut, lets Firefox run these in the tab wherever they
 * match. So they match only the sites that are on.
 */
const scriptFor = (matches) => ({
  id: SCRIPT_ID,
  js: FILES,
  matches,
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  persistAcrossSessions: true,
});

export const isOn = (origin) => browser.permissions.contains({ origins: [patternOf(origin)] });

/** The patterns of the web that are granted: by the person, or by an administrator's package. */
export async function granted() {
  const { origins } = await browser.permissions.getAll();
  return origins.includes('<all_urls>') ? ['*://*/*'] : origins.filter((pattern) => /^(\*|https?):/.test(pattern));
}

const isSame = (one, other) => one.length === other.length && one.every((pattern) => other.includes(pattern));

/** Resolves to whether scripts are registered now that were not registered for the same sites before. */
async function match() {
  const { scripting } = browser;
  const matches = await granted();
  const [known] = await scripting.getRegisteredContentScripts({ ids: [SCRIPT_ID] });
  if (matches.length > 0) {
    await (known ? scripting.updateContentScripts([scriptFor(matches)])
      : scripting.registerContentScripts([scriptFor(matches)]));
  } else if (known) {
    await scripting.unregisterContentScripts({ ids: [SCRIPT_ID] });
  }
  return matches.length > 0 && !isSame(matches, known?.matches ?? []);
}

let last = Promise.resolve();

/** One after the other: each looks at what is granted by then. */
function matchInTurn() {
  last = last.catch(() => {}).then(match);
  return last;
}

/** At every start: an update of the extension may have other files, and makes Firefox forget the old ones. */
export async function register() {
  if (await matchInTurn()) {
    await serveOpen();
  }
}

/** A host was granted: its open pages are served at once, without a reload. */
export async function onGranted({ origins = [] }) {
  if (origins.length > 0) {
    await matchInTurn();
    await serveOpen();
  }
}

async function serveOpen() {
  const tabs = await browser.tabs.query({ discarded: false });
  await Promise.allSettled(tabs.map(({ id }) => serve(id)));
}

/** Whose page a frame shows. The page does not notice. */
const look = () => [globalThis.origin, document.URL];

/** Only frames of sites that are on: after a press of the toolbar button Firefox would allow others, too. */
async function serve(tabId) {
  const { scripting } = browser;
  const frames = await scripting.executeScript({
    target: { tabId, allFrames: true }, func: look, injectImmediately: true,
  });
  await Promise.allSettled(frames.map(async ({ frameId, documentId, result }) => {
    const site = originOf(result?.[0]) ?? originOf(result?.[1]);
    if (site !== null && await isOn(site)) {
      // By the document, where Firefox names it: it may have left the frame meanwhile.
      const which = documentId ? { documentIds: [documentId] } : { frameIds: [frameId] };
      await scripting.executeScript({ target: { tabId, ...which }, files: FILES, injectImmediately: true });
    }
  }));
}

/** The permission for a host was withdrawn: its open pages get their own <keygen> back. */
export async function onRevoked({ origins = [] }) {
  if (origins.length === 0) {
    return;
  }
  await matchInTurn();
  const tabs = await browser.tabs.query({ discarded: false });
  await Promise.allSettled(tabs.map((tab) =>
    browser.tabs.sendMessage(tab.id, { type: 'check' })));
}

/** A frame asks whether it is still on. */
export async function onCheck(origin) {
  return { on: origin !== null && await isOn(origin) };
}
