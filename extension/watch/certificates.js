// SPDX-License-Identifier: MPL-2.0
// The certificates that the profile has, for the page that lists them, and files of them for
// other programs. The host chooses where such a file goes, and asks for its password itself.
import { exportFor } from '../host/export.js';
import { failureOf } from '../host/failure.js';
import { identities } from '../host/identities.js';
import { TIME, exchange } from '../host/native.js';
import { portal } from '../host/portal.js';
import { remove } from '../host/removal.js';
import { verify } from '../host/verification.js';
import { reminders } from './ends.js';
import { forget, rememberAll } from './expiry.js';

/** The reply to what `make` makes of these values, or { error, message }. */
async function ask(make, values, time = TIME.request) {
  try {
    const request = make(values);
    return await exchange((channel) => channel.ask(request, time));
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
}

/** The reply, with the reminders that the person has asked for. */
export async function onIdentities() {
  const reply = await ask(identities);
  if (reply.error) {
    return reply;
  }
  await rememberAll(reply);
  return { ...reply, reminders: await reminders() };
}

export const onExport = ({ target, fingerprint, made, settings }) =>
  ask(exportFor, { target, fingerprint, made, settings });

export async function onRemove({ fingerprint, backup }) {
  const reply = await ask(remove, { fingerprint, backup });
  if (!reply.error) {
    await forget(fingerprint);
  }
  return reply;
}

/** The person goes to the portal; where it is, the host remembers. */
export async function onPortal({ fingerprint, address }) {
  const reply = await ask(portal, { fingerprint, address });
  if (reply.error !== 'BAD_FORM') {
    await browser.tabs.create({ url: address });
  }
  return reply;
}

/** Whether it still works, and what its CA says of it. */
export const onVerify = ({ fingerprint }) =>
  ask(verify, { fingerprint }, TIME.verify);
