// SPDX-License-Identifier: MPL-2.0
// Whether a response is a file that brings a key.
import { fromBase64 } from '../host/bytes.js';

/** A sequence that begins with the version 3 (RFC 7292 section 4). */
function beginsPfx(bytes) {
  if (bytes[0] !== 0x30) {
    return false;
  }
  const at = bytes[1] > 0x80 ? 2 + bytes[1] - 0x80 : 2;
  return bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 3;
}

const ARMOUR = /^\s*(?:-----BEGIN [^-]*-----)?\s*([0-9A-Za-z+/]{16})/;

/** Whether it could be PKCS#12, in binary or base64. */
export function isPfx(bytes) {
  const head = ARMOUR.exec(String.fromCharCode(...bytes.subarray(0, 256)));
  return beginsPfx(bytes) || (head !== null && beginsPfx(fromBase64(head[1])));
}
