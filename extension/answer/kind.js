// SPDX-License-Identifier: MPL-2.0
// What the bytes of a response look like. This only chooses which ones to hold; the host decides
// what they are.
import { fromBase64 } from '../host/bytes.js';
import { isPfx } from './pfx.js';
import { settingsBegin, settingsHaveKey, settingsMayBegin, signedHaveKey } from './settings.js';

/** Bytes that are enough to tell, except for text before PEM armour. */
const ENOUGH = 64;
const ENOUGH_TEXT = 16384;

const KEY = /-----BEGIN (?:ENCRYPTED |RSA |EC )?PRIVATE KEY-----|-----BEGIN PKCS12-----/;
const CERTIFICATE = /-----BEGIN (?:(?:X509 |TRUSTED )?CERTIFICATE|PKCS ?#?7(?: SIGNED DATA)?|CMS)-----/;
const BASE64 = /^(MI[0-9A-Za-z+/]{30})/;

/** Skips blank lines that a script may have printed before it. */
function withoutBlanks(bytes) {
  const at = bytes.findIndex((byte) => ![0x09, 0x0a, 0x0d, 0x20].includes(byte));
  return at < 0 ? bytes.subarray(bytes.length) : bytes.subarray(at);
}

/**
 * A sequence that begins with a sequence (a certificate) or an object identifier (PKCS#7, a
 * Netscape sequence). A server may have taken its bytes for Latin-1 and sent them as UTF-8.
 */
function beginsCertificate([tag, length, ...rest]) {
  if (tag !== 0x30 || !(length >= 0x80)) {
    return false;
  }
  if (length === 0xc2) {
    return rest[0] >= 0x80 && rest[0] <= 0x84;
  }
  const size = length - 0x80;
  return size <= 4 && (rest[size] === 0x30 || (rest[size] === 0x06 && rest[size + 1] >= 8));
}

const textOf = (bytes) => new TextDecoder('latin1').decode(bytes);

/** Begins like an HTML page, which is shown to the person. */
const beginsPage = (text) => /^(?:\xef\xbb\xbf)?\s*<[!?a-z]/i.test(text);

export const isPage = (bytes) => beginsPage(textOf(bytes.subarray(0, ENOUGH_TEXT)));

/** "key" if it may contain one, "certificate", or null for everything else. */
export function kindOf(bytes) {
  const plain = withoutBlanks(bytes);
  const head = textOf(plain.subarray(0, ENOUGH_TEXT));
  if (settingsBegin(head)) {
    return settingsHaveKey(textOf(plain)) ? 'key' : null;
  }
  if (beginsPage(head)) {
    return null;
  }
  if (isPfx(plain) || KEY.test(head)) {
    return 'key';
  }
  const base64 = BASE64.exec(head);
  if (beginsCertificate(plain.subarray(0, ENOUGH))) {
    return signedHaveKey(textOf(plain)) ? 'key' : 'certificate';
  }
  return CERTIFICATE.test(head)
    || (base64 !== null && beginsCertificate(fromBase64(base64[1]))) ? 'certificate' : null;
}

/** Whether the kind is clear: only in text may PEM armour still follow. */
export function isClear(bytes) {
  const plain = withoutBlanks(bytes);
  const head = textOf(plain.subarray(0, ENOUGH));
  const begin = textOf(plain.subarray(0, ENOUGH_TEXT));
  if (settingsBegin(begin) || settingsMayBegin(begin)) {
    return kindOf(plain) !== null; // its key may come further down
  }
  if (kindOf(plain) !== null || beginsPage(head)) {
    return true;
  }
  // eslint-disable-next-line no-control-regex -- text has none of these
  const isText = !/[\x00-\x08\x0e-\x1f]/.test(head);
  return plain.length >= (isText ? ENOUGH_TEXT : ENOUGH);
}
