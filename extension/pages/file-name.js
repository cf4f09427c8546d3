// SPDX-License-Identifier: MPL-2.0
// The name under which a certificate file is downloaded.

/* The object identifiers of PKCS#7 signedData and of a Netscape certificate sequence. */
const PKCS7 = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';
const SEQUENCE = '\x06\x09\x60\x86\x48\x01\x86\xf8\x42\x02\x05';

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
