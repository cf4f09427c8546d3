// SPDX-License-Identifier: MPL-2.0
// Bytes: joining, base64, and what kind of certificate file they are.

const STEP = 0x6000; // a multiple of 3, and few enough for the arguments of one call

export function toBase64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  }
  return text;
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function join(chunks) {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The same bytes in pieces of at most `size`. */
export function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

// The object identifiers of PKCS#7 signedData and of a Netscape certificate sequence.
const PKCS7 = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';
const SEQUENCE = '\x06\x09\x60\x86\x48\x01\x86\xf8\x42\x02\x05';

/** A sequence that begins with the version 3 (RFC 7292 section 4). */
function beginsPfx(bytes) {
  if (bytes[0] !== 0x30) {
    return false;
  }
  const at = bytes[1] > 0x80 ? 2 + bytes[1] - 0x80 : 2;
  return bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 3;
}

const ARMOUR = /^\s*(?:-----BEGIN [^-]*-----)?\s*([0-9A-Za-z+/]{16})/;

/** Could be PKCS#12, as it is or in base64. */
export function isPfx(bytes) {
  const head = ARMOUR.exec(String.fromCharCode(...bytes.subarray(0, 256)));
  return beginsPfx(bytes) || (head !== null && beginsPfx(fromBase64(head[1])));
}

/** A name for the file by which other programs know what is in it. */
export function fileName(bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 4096));
  if (head.includes('-----BEGIN PKCS7') || head.slice(0, 32).includes(PKCS7)) {
    return 'certificate.p7b';
  }
  if (head.includes('-----BEGIN ')) {
    return 'certificate.pem';
  }
  if (head.startsWith('\x30') && !head.slice(0, 32).includes(SEQUENCE)) {
    return 'certificate.der';
  }
  return 'certificate.bin';
}
