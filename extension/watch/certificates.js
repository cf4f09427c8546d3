// SPDX-License-Identifier: MPL-2.0
// The certificates that the profile has, for the page that lists them, and files of them for
// other programs. The host chooses where such a file goes, and asks for its password itself.
import { failureOf } from '../host/failure.js';
import { TIME, exchange } from '../host/native.js';
import * as protocol from '../host/protocol.js';
import { isSecure } from '../site/origins.js';
import { reminders } from './ends.js';
import { forget, rememberAll } from './expiry.js';

/** The reply, or { error, message }. */
async function ask(request, type, time = TIME.request) {
  try {
    return await exchange((channel) => {
      channel.send(request);
      return channel.expect(time, type);
    });
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
}

/** The reply, with the reminders that the person has asked for. */
export async function onIdentities() {
  const reply = await ask(protocol.identities(), 'identities');
  if (reply.error) {
    return reply;
  }
  await rememberAll(reply);
  return { ...reply, reminders: await reminders() };
}

export const onExport = ({ target, fingerprint, made, settings }) =>
  ask(protocol.exportFor(target, fingerprint, made, settings), 'exported');

export async function onRemove({ fingerprint, backup }) {
  const reply = await ask(protocol.remove(fingerprint, backup), 'removed');
  if (!reply.error) {
    await forget(fingerprint);
  }
  return reply;
}

/** The person goes to the portal; where it is, the host remembers. */
export async function onPortal({ fingerprint, address }) {
  const reply = await ask(protocol.portal(fingerprint, address), 'ok');
  if (reply.error !== 'BAD_FORM' && isSecure(new URL(address).origin)) {
    await browser.tabs.create({ url: address });
  }
  return reply;
}

/** Whether it still works, and what its CA says of it. */
export const onVerify = ({ fingerprint }) =>
  ask(protocol.verify(fingerprint), 'verified', TIME.verify);
