// SPDX-License-Identifier: MPL-2.0
// The headers of a response: whether it is a CA's, and which headers Firefox gets instead.

const TYPE = /^\s*(application\/x-x509-(?:user|email)-cert)\s*(?:;|$)/i;

/* The types that servers use for PKCS#12 files, and for any file. */
const KEY_FILE = /^\s*(application\/(?:x-)?pkcs-?12|application\/x-pkcs12-certificates|application\/x-pfx)\s*(?:;|$)/i;
const ANY_FILE = /^\s*(?:(?:application|binary)\/(?:x-)?(?:octet-stream|download|force-download|file))\s*(?:;|$)|^\s*$/i;
/* Network settings, which may contain a key. */
const SETTINGS = /^\s*application\/(?:(?:x-)?eap-config|x-apple-aspen-config)\s*(?:;|$)/i;
const SETTINGS_NAME = /\.(?:eap-config|mobileconfig)$/i;
const KEY_FILE_NAME = /\.(?:p12|pfx)["']?\s*(?:;|$)/i;

/* These headers describe the body, which is replaced. */
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

/** The same for a file with a key, which may be recognized by its name only. */
export function keyFileType(headers) {
  const type = valueOf(headers, 'content-type') ?? '';
  const named = ANY_FILE.test(type) && KEY_FILE_NAME.test(valueOf(headers, 'content-disposition') ?? '');
  return KEY_FILE.exec(type)?.[1].toLowerCase() ?? (named ? 'application/x-pkcs12' : null);
}

const SHOWN = /^(?:text\/(?:html|plain|xml)|application\/(?:xhtml\+xml|xml|json))\s*(?:;|$)/i;
/* Types that are certainly something else. */
const OTHER = /^(?:text|image|audio|video|font)\/|^application\/(?:pdf|javascript|wasm|zip)\s*(?:;|$)/i;

/* Other types that servers use for certificates. */
const CERTIFICATE = /^application\/(?:pkix-cert|pkix-pkipath|x-x509-\w+-cert|x-x509-cert|pem-certificate-chain|x-pem(?:-file)?|(?:x-)?pkcs-?7-\w+)\s*(?:;|$)/i;
const NAME = /\.(?:cer|crt|der|pem|p7[bcms]|spc|p12|pfx|eap-config|mobileconfig)$/i;
const PROGRAM = /\.(?:action|aspx?|cgi|do|exe|fcgi|jspx?|php\d?|pl|py)$/i;

export const typeOf = (headers) => (valueOf(headers, 'content-type') ?? '').trim();

const isAttachment = (headers) => /^\s*attachment/i.test(valueOf(headers, 'content-disposition') ?? '');

/**
 * What Firefox does with a response that has these headers: "shown", "saved", "unknown" if it
 * looks at the bytes, or null if the response can't be a CA's.
 */
export function wayOf(headers) {
  const type = typeOf(headers);
  if (isAttachment(headers)) {
    return 'saved';
  }
  if (type === '') {
    return 'unknown';
  }
  if (SHOWN.test(type)) {
    return 'shown';
  }
  return OTHER.test(type) ? null : 'saved';
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The file name given by the server, or "". */
function givenName(headers) {
  const value = valueOf(headers, 'content-disposition') ?? '';
  const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(value)?.[1];
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(value) ?? [];
  return decoded(extended ?? '') || (quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
}

const lastOf = (url) => decoded(new URL(url).pathname.split('/').at(-1));

/** The file name under which Firefox would save it. */
export const nameOf = (headers, url) =>
  (givenName(headers) || lastOf(url)).split(/[/\\]/).at(-1) || 'download';

/** Network settings: by their type, or by their name if the type says nothing. */
export const areSettings = (headers, url) => SETTINGS.test(typeOf(headers))
  || (ANY_FILE.test(typeOf(headers)) && SETTINGS_NAME.test(nameOf(headers, url)));

/** Whether, by type and name, it could be a certificate or a file with a key. */
export function couldBeOurs(headers, url) {
  const type = typeOf(headers);
  const name = givenName(headers) || lastOf(url);
  if (CERTIFICATE.test(type) || KEY_FILE.test(type) || TYPE.test(type) || SETTINGS.test(type)) {
    return true;
  }
  const open = ANY_FILE.test(type) || /^text\/plain\b/i.test(type);
  return open && (NAME.test(name) || !name.includes('.') || PROGRAM.test(name));
}

/** Whether bytes are text, which Firefox would have shown. */
export function isText(bytes) {
  return !bytes.subarray(0, 512).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte));
}

/** Whether the type is text/plain, which Firefox may still save. */
export const isPlain = (headers) => /^text\/plain\b/i.test(typeOf(headers));

export const withType = (headers, value) => [
  ...headers.filter(({ name }) => name.toLowerCase() !== 'content-type'), { name: 'Content-Type', value },
];

/** The announced number of bytes, if it applies to the bytes that the filter sees. */
export function announcedLength(headers) {
  const length = valueOf(headers, 'content-length');
  const encoding = valueOf(headers, 'content-encoding') ?? 'identity';
  return /^\d+$/.test(length ?? '') && /^identity$/i.test(encoding.trim()) ? Number(length) : null;
}

/**
 * A type that is shown as text. If the server has sent text/plain, Firefox saves bytes that are not
 * text, also when another type replaces it, unless that is another kind of text.
 */
export const UNSEEN_TEXT = 'text/css';

/** Inline, with its name in case Firefox still saves it. */
function neutralDisposition(headers) {
  const [kind, ...parts] = (valueOf(headers, 'content-disposition') ?? '').split(';');
  const named = kind.includes('=') ? [kind, ...parts] : parts;
  return named.length > 0 ? [{ name: 'Content-Disposition', value: `inline;${named.join(';')}` }] : [];
}

/**
 * Without a type that is shown, or with an attachment, the bytes would be downloaded. With
 * text/plain, a file that is downloaded all the same (<a download>) keeps its name.
 */
export function neutralHeaders(headers, type = 'text/plain; charset=utf-8') {
  return [
    ...headers.filter(({ name }) => !DROPPED.has(name.toLowerCase())),
    { name: 'Content-Type', value: type },
    { name: 'Content-Security-Policy', value: "default-src 'none'; sandbox" },
    ...neutralDisposition(headers),
  ];
}
