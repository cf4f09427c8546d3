// SPDX-License-Identifier: MPL-2.0
// A file that was held and turned out not to be a certificate: Firefox saves it under its own name,
// from a page of the extension.
import { newId } from '../host/storage.js';

/* The most bytes that are held. */
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
 * All of a response whose rest comes behind these bytes, or null where it breaks off, or is of more
 * than `most` bytes: then no more of it is read.
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
