// SPDX-License-Identifier: MPL-2.0
// Network settings may contain a person's key and its passphrase. Only what describes the
// network leaves the page that has the file.

/* Deeper than any signed file goes. */
const DEPTH = 16;

/** The element at `at` (X.690): its content, and where the next one is. Throws where it ends too soon. */
function elementAt(bytes, at, depth = 0) {
  const [tag, first] = bytes.subarray(at, at + 2);
  const long = first > 0x80 ? first - 0x80 : 0;
  const start = at + 2 + long;
  if (first === undefined || depth > DEPTH || long > 4) {
    throw new RangeError('no element');
  }
  if (first === 0x80) { // indefinite length: two zero bytes mark the end
    let end = start;
    while (bytes[end] !== 0 || bytes[end + 1] !== 0) {
      end = elementAt(bytes, end, depth + 1).next;
    }
    return { tag, start, end, next: end + 2 };
  }
  const length = long ? bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0) : first;
  if (start + length > bytes.length) {
    throw new RangeError('cut off');
  }
  return { tag, start, end: start + length, next: start + length };
}

function childrenOf(bytes, { start, end }) {
  const children = [];
  for (let at = start; at < end; at = children.at(-1).next) {
    children.push(elementAt(bytes, at));
  }
  return children;
}

/** An OCTET STRING, which may come in pieces. */
const octetsOf = (bytes, element) => (element.tag === 0x24
  ? childrenOf(bytes, element).flatMap((piece) => [...octetsOf(bytes, piece)])
  : bytes.subarray(element.start, element.end));

/** What was signed (RFC 5652 section 5.1): of ContentInfo and SignedData, down to its content. */
function contentOf(bytes) {
  const down = (element, which) => childrenOf(bytes, element)[which];
  const signed = down(down(elementAt(bytes, 0), 1), 0);
  return Uint8Array.from(octetsOf(bytes, down(down(down(signed, 2), 1), 0)));
}

const NETWORK = /^com\.apple\.(?:wifi\.managed|security\.(?:root|pkcs1|pem))$/;

const keysOf = (dict) => [...dict.children].filter(({ localName }) => localName === 'key');

const valueOf = (dict, name) =>
  keysOf(dict).find(({ textContent }) => textContent.trim() === name)?.nextElementSibling ?? null;

/** What does not describe the network: the person's files and passwords. */
function privateParts(settings) {
  const all = (name) => [...settings.getElementsByTagNameNS('*', name)];
  const client = all('ClientSideCredential').flatMap(({ children }) => [...children])
    .filter(({ localName }) => localName !== 'OuterIdentity');
  const payloads = all('dict').filter((dict) => {
    const type = valueOf(dict, 'PayloadType')?.textContent.trim();
    return type !== undefined && type !== 'Configuration' && !NETWORK.test(type);
  });
  const passwords = all('key').filter(({ textContent }) => /pass(?:word|phrase)/i.test(textContent))
    .map(({ nextElementSibling }) => nextElementSibling).filter((value) => value !== null);
  return [...client, ...payloads, ...passwords];
}

/** Comments, processing instructions and the document type: they are not needed, and may contain anything. */
function remarksOf(settings) {
  const { SHOW_COMMENT, SHOW_PROCESSING_INSTRUCTION, SHOW_DOCUMENT_TYPE } = NodeFilter;
  const walker = settings.createTreeWalker(settings, SHOW_COMMENT + SHOW_PROCESSING_INSTRUCTION + SHOW_DOCUMENT_TYPE);
  const found = [];
  while (walker.nextNode()) {
    found.push(walker.currentNode);
  }
  return found;
}

/** The file as it may be sent on; null where it can't be read. */
export function withoutKey(bytes) {
  let settings;
  try {
    const plain = bytes[0] === 0x30 ? contentOf(bytes) : bytes;
    settings = new DOMParser().parseFromString(new TextDecoder('utf-8', { fatal: true }).decode(plain), 'application/xml');
  } catch {
    return null;
  }
  const parts = privateParts(settings);
  const remarks = remarksOf(settings);
  if (settings.getElementsByTagName('parsererror').length > 0) {
    return null;
  }
  for (const part of parts) {
    if (part.previousElementSibling?.localName === 'key') {
      part.previousElementSibling.remove();
    }
    part.remove();
  }
  remarks.forEach((remark) => remark.remove());
  return parts.length + remarks.length === 0 ? bytes : new TextEncoder().encode(new XMLSerializer().serializeToString(settings));
}
