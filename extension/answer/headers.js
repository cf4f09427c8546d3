// SPDX-License-Identifier: MPL-2.0
// The headers of a response: is it one of a CA, and what Firefox gets to see instead.

const TYPE = /^\s*(application\/x-x509-(?:user|email)-cert)\s*(?:;|$)/i;

/* What servers call a PKCS#12 file, and what they call any file. */
const KEY_FILE = /^\s*(application\/(?:x-)?pkcs-?12|application\/x-pkcs12-certificates|application\/x-pfx)\s*(?:;|$)/i;
const ANY_FILE = /^\s*(?:(?:application|binary)\/(?:x-)?(?:octet-stream|download|force-download|file))\s*(?:;|$)|^\s*$/i;
const KEY_FILE_NAME = /\.(?:p12|pfx)["']?\s*(?:;|$)/i;

/* The body is replaced by a document of ours: these were said of the other one. */
const DROPPED = new Set([
  'content-disposition', 'content-length', 'content-security-policy',
  'content-security-policy-report-only', 'content-type', 'link', 'refresh',
  'x-content-type-options',
]);

export function valueOf(headers, name) {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** "application/x-x509-user-cert" or the like, or null where it is none of them. */
export function certificateType(headers) {
  return TYPE.exec(valueOf(headers, 'content-type') ?? '')?.[1].toLowerCase() ?? null;
}

/** As that, for a file that brings a key, also where only its name tells. */
export function keyFileType(headers) {
  const type = valueOf(headers, 'content-type') ?? '';
  const named = ANY_FILE.test(type) && KEY_FILE_NAME.test(valueOf(headers, 'content-disposition') ?? '');
  return KEY_FILE.exec(type)?.[1].toLowerCase() ?? (named ? 'application/x-pkcs12' : null);
}

/** How many bytes will come, where that is said of the bytes that the filter sees. */
export function announcedLength(headers) {
  const length = valueOf(headers, 'content-length');
  const encoding = valueOf(headers, 'content-encoding') ?? 'identity';
  return /^\d+$/.test(length ?? '') && /^identity$/i.test(encoding.trim()) ? Number(length) : null;
}

/** Both a type that is shown and no disposition are needed, or the bytes are downloaded. */
export function neutralHeaders(headers) {
  return [
    ...headers.filter(({ name }) => !DROPPED.has(name.toLowerCase())),
    { name: 'Content-Type', value: 'text/html; charset=utf-8' },
    { name: 'Content-Security-Policy', value: "default-src 'none'; sandbox" },
  ];
}

/** A document that says nothing but that a response came; the same whatever became of it. */
export function neutralDocument(language, sentence) {
  const safe = sentence.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return '<!DOCTYPE html>'
    + `<html lang="${language}"><meta charset="utf-8"><meta name="color-scheme" content="light dark">`
    + `<title>NSS Helper</title><p>${safe}</p></html>`;
}
