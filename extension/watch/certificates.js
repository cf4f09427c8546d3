// SPDX-License-Identifier: MPL-2.0
// The certificates that the profile has, for the page that lists them, and files of them for
// other programs. The host chooses where such a file goes, and asks for its password itself.
import { noWindows, onWindows } from '../host/asking.js';
import { copy, places } from '../host/copy.js';
import { exportFor, show } from '../host/export.js';
import { failureOf } from '../host/failure.js';
import { identities } from '../host/identities.js';
import { TIME, exchange } from '../host/native.js';
import { odd } from '../host/odd.js';
import { portal } from '../host/portal.js';
import { removals, remove, restore } from '../host/removal.js';
import { wordOf } from '../host/message.js';
import { issuers, revocation, verify } from '../host/verification.js';
import { reminders } from './ends.js';
import { forget, rememberAll } from './expiry.js';

/* The page that asked for it may be closed. */
const tellPage = (window, what) =>
  browser.runtime.sendMessage({ type: 'asking', window, what }).catch(() => {});

/**
 * The reply to the request that `make` builds from these values, or { error, message }.
 * @param {string} [window] the id by which the page hears of the host's windows, and closes one
 */
async function ask(make, values, { time = TIME.request, window } = {}) {
  try {
    const request = make(values);
    return await exchange((channel) => {
      if (window !== undefined) {
        onWindows(channel, async () => window, tellPage);
      }
      return channel.ask(request, time);
    });
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  } finally {
    noWindows(window);
  }
}

/** The reply, with the reminders that the person has asked for. */
export async function onIdentities({ window } = {}) {
  const reply = await ask(identities, {}, { window });
  if (reply.error) {
    return reply;
  }
  await rememberAll(reply);
  return { ...reply, reminders: await reminders() };
}

export const onExport = ({ target, fingerprint, made, settings, window }) =>
  ask(exportFor, { target, fingerprint, made, settings }, { window });

/** Shows the file that was written last, in the person's file manager. */
export const onShow = ({ fingerprint }) => ask(show, { fingerprint });

/** The other profiles of this person. */
export const onPlaces = () => ask(places);

export const onCopy = ({ fingerprint, to, window }) =>
  ask(copy, { fingerprint, to }, { time: TIME.install, window });

export async function onRemove({ fingerprint, backup, window }) {
  const reply = await ask(remove, { fingerprint, backup }, { window });
  if (!reply.error) {
    await forget(fingerprint);
  }
  return reply;
}

/** The removed certificates that can be restored. */
export const onRemovals = () => ask(removals);

export const onRestore = ({ fingerprint, window }) =>
  ask(restore, { fingerprint }, { time: TIME.install, window });

/** The person goes to the portal; the host stores its address. */
export async function onPortal({ fingerprint, address }) {
  const reply = await ask(portal, { fingerprint, address });
  if (reply.error !== 'BAD_FORM') {
    await browser.tabs.create({ url: address });
  }
  return reply;
}

/** Whether it still works, and what its CA says of it. */
export const onVerify = ({ fingerprint }) =>
  ask(verify, { fingerprint }, { time: TIME.verify });

/** Which issuer is missing; with `fetch` the host gets it, from an address that it finds itself. */
export const onIssuers = ({ fingerprint, fetch }) =>
  ask(issuers, { fingerprint, fetch: wordOf(fetch) }, { time: TIME.verify });

/** What the host says of each of these, by fingerprint. An older host closes the port at the first. */
async function tellOf(what, fingerprints, make, time = TIME.request) {
  const found = {};
  try {
    await (fingerprints.length > 0 && exchange(async (channel) => {
      for (const fingerprint of fingerprints) {
        found[fingerprint] = await channel.ask(make({ fingerprint }), time);
      }
    }));
  } catch (error) {
    console.error(`nss-helper: ${what}:`, failureOf(error).name);
  }
  return found;
}

/** What is unusual in each of these. */
export async function onOdd({ fingerprints }) {
  const found = await tellOf('odd', fingerprints, odd);
  return Object.fromEntries(Object.entries(found).map(([fingerprint, reply]) => [fingerprint, reply.odd]));
}

const prove = ({ fingerprint }) => issuers({ fingerprint, fetch: wordOf(false) });

/** What the host has heard of the revocation of some, and what the proof of others finds. */
export const onFaults = async ({ revoked, broken }) => ({
  revoked: await tellOf('revocation', revoked, revocation),
  broken: await tellOf('proof', broken, prove, TIME.verify),
});
