// SPDX-License-Identifier: MPL-2.0
// The certificates that the profile has, for the page that lists them, and files of them for
// other programs. The host chooses where such a file goes, and asks for its password itself.
import { failureOf } from './failure.js';
import { TIME, exchange } from './native.js';
import * as protocol from './protocol.js';

/** The reply, or { error, message }. */
async function ask(request, type) {
  try {
    return await exchange((channel) => {
      channel.send(request);
      return channel.expect(TIME.request, type);
    });
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message };
  }
}

export const onIdentities = () => ask(protocol.identities(), 'identities');

export const onExport = ({ target, fingerprint, made, settings }) =>
  ask(protocol.exportFor(target, fingerprint, made, settings), 'exported');
