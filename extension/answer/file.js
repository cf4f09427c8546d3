// SPDX-License-Identifier: MPL-2.0
// A file that was held and turned out not to be a certificate: Firefox saves it under its own name,
// from a page of the extension.
import { newId } from '../host/storage.js';

/* How many bytes are held at most. */
const MOST = 1 << 30;

/* Kept only for that page. Firefox stores large blobs in files. */
const held = new Map();

export function keep(blob, name) {
  const id = newId();
  held.set(id, { blob, name });
  return id;
}

async function* bounded(bytes, rest, most) {
  let { length } = bytes;
  yield bytes;
  for await (const chunk of rest) {
    length += chunk.length;
    if (length > most) {
      throw new RangeError('too large');
    }
    yield chunk;
  }
}

/**
 * A whole response, of these bytes and the rest that follows; null if it breaks off or has more
 * than `most` bytes, of which no more are read.
 */
export const gather = (bytes, rest, most = MOST) =>
  new Response(ReadableStream.from(bounded(bytes, rest, most))).blob().catch(() => null);

export const pageOf = (id) => browser.runtime.getURL(`pages/file.html?id=${id}`);

/** For that page, once: { blob, name }, or null. */
export async function onFile({ id }) {
  const found = held.get(id) ?? null;
  held.delete(id);
  return found;
}
