// SPDX-License-Identifier: MPL-2.0
// What the bytes of a response look like. It only chooses what to hold: what they are, the host
// finds out.
import { fromBase64 } from '../host/bytes.js';
import { isPfx } from './pfx.js';
import { settingsBegin, settingsHaveKey, settingsMayBegin, signedHaveKey } from './settings.js';

/** So many of them tell; but a text may go on for longer before its armour begins. */
const ENOUGH = 64;
const ENOUGH_TEXT = 16384;

const KEY = /-----BEGIN (?:ENCRYPTED |RSA |EC )?PRIVATE KEY-----|-----BEGIN PKCS12-----/;
const CERTIFICATE = /-----BEGIN (?:(?:X509 |TRUSTED )?CERTIFICATE|PKCS ?#?7(?: SIGNED DATA)?|CMS)-----/;
const BASE64 = /^(MI[0-9A-Za-z+/]{30})/;

/** Without the blank lines that a script may have printed before it. */
function withoutBlanks(bytes) {
  const at = bytes.findIndex((byte) => ![0x09, 0x0a, 0x0d, 0x20].includes(byte));
  return at < 0 ? bytes.subarray(bytes.length) : bytes.subarray(at);
}

/**
 * A sequence that has a sequence in it (a certificate) or an object identifier (PKCS#7, a
 * sequence of Netscape's). Its length may have been taken for Latin-1 and written in UTF-8.
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

/** Begins as a page does: what it shows is the person's to read. */
const beginsPage = (text) => /^(?:\xef\xbb\xbf)?\s*<[!?a-z]/i.test(text);

export const isPage = (bytes) => beginsPage(textOf(bytes.subarray(0, ENOUGH_TEXT)));

/** "key" where it may bring one, "certificate", or null for everything else. */
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

/** Whether more bytes could tell more: only a text may still come to its armour. */
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
