// SPDX-License-Identifier: MPL-2.0
// What a chosen file would bring. An older host does not know this request and closes the port;
// then the person sees it after the import.
import { pieces } from '../host/bytes.js';
import { failureOf } from '../host/failure.js';
import { LIMITS } from '../host/limits.js';
import { TIME, exchange } from '../host/native.js';
import { preview, previewed } from '../host/preview.js';
import { bytes as bytesOf, end } from '../host/response.js';
import { kindOf } from './kind.js';

/** What the host says of it, or { error, message, key }, with whether it seems to have a key. */
export async function onPreview({ bytes }) {
  try {
    return await exchange((channel) => {
      channel.send(preview());
      for (const piece of pieces(bytes, LIMITS.piece)) {
        channel.send(bytesOf(piece));
      }
      channel.send(end());
      return channel.expect(TIME.request, previewed);
    });
  } catch (error) {
    const { name, message } = failureOf(error);
    return { error: name, message, key: kindOf(bytes) === 'key' };
  }
}
