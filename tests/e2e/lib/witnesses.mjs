// SPDX-License-Identifier: MPL-2.0
// What other programs say about the certificate: the running browser, certutil, openssl.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export const CA = 'Example University Issuing CA G1';

export const withColons = (hex) => hex.toUpperCase().match(/../g).join(':');

/** The certificates that the running browser itself lists, by SHA-256 fingerprint. */
export function certificatesOf(driver) {
  return driver.chrome(async () => {
    const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
    return db.getCerts().map((c) => c.sha256Fingerprint).sort();
  });
}

/** The certificates in the profile's files, as certutil lists them. */
export function nicknames(firefox) {
  return firefox.certutilList().split('\n').map((line) => line.match(/^(.*\S)\s+(\S*,\S*,\S*)\s*$/))
    .filter(Boolean).map(([, nickname, trust]) => ({ nickname, trust }));
}

/** SHA-256 of all certificates in the profile's files, also of those of one nickname. */
export function fingerprints(firefox) {
  const names = new Set(nicknames(firefox).map(({ nickname }) => nickname));
  return [...names].flatMap((nickname) =>
    firefox.certutilPem(nickname).match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g).map(fingerprintOf));
}

/** certutil calls it a failure when there are none. */
function keysOf(firefox) {
  try {
    return firefox.certutilKeys();
  } catch (e) {
    if (/no keys found/.test(e.stdout + e.stderr)) return '';
    throw e;
  }
}

export function numberOfKeys(firefox) {
  return keysOf(firefox).split('\n').filter((line) => line.startsWith('<')).length;
}

/** `openssl verify` with the root of the portal and the intermediate of the profile. */
export function opensslVerify({ firefox, portal }, pem) {
  const intermediate = nicknames(firefox).find(({ nickname }) => nickname.startsWith(CA));
  const [certificate, issuer] = ['user.pem', 'issuer.pem'].map((f) => path.join(firefox.home, f));
  writeFileSync(certificate, pem);
  writeFileSync(issuer, firefox.certutilPem(intermediate.nickname));
  return execFileSync('openssl', ['verify', '-purpose', 'sslclient', '-x509_strict',
    '-CAfile', portal.root, '-untrusted', issuer, certificate], { encoding: 'utf8' });
}

export function fingerprintOf(pem) {
  const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
  return withColons(createHash('sha256').update(der).digest('hex'));
}
