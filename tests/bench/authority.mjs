// SPDX-License-Identifier: MPL-2.0
// The CA for the measurements: a root and an intermediate, kept with the databases that have their
// certificates. It issues thousands of certificates a second.
import { Certificate, createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { called, certificate, int, keyPair, pem } from '../cli/der.mjs';

const ROOT = called('Bench Root CA');
const ISSUING = called('Bench CA');

/* A serial number that no earlier run has given. */
const serial = () => int(Buffer.from([0x40, ...randomBytes(11)]));

/** Makes a file once, and then reads it. */
function kept(file, make) {
  if (!fs.existsSync(file)) fs.writeFileSync(file, make());
  return fs.readFileSync(file);
}

export class Authority {
  constructor(folder) {
    fs.mkdirSync(folder, { recursive: true });
    const key = (name) => createPrivateKey(kept(path.join(folder, `${name}.key`), () =>
      keyPair().key.export({ type: 'pkcs8', format: 'pem' })));
    const spki = (of) => createPublicKey(of).export({ type: 'spki', format: 'der' });
    const root = key('root');
    this.key = key('issuing');
    this.keyFile = path.join(folder, 'issuing.key');
    this.rootFile = path.join(folder, 'root.pem');
    this.issuingFile = path.join(folder, 'issuing.pem');
    kept(this.rootFile, () => pem('CERTIFICATE',
      certificate({ subject: ROOT, issuer: ROOT, serial: serial(), spki: spki(root), signer: root, isCa: true })));
    this.issuing = kept(this.issuingFile, () => pem('CERTIFICATE',
      certificate({ subject: ISSUING, issuer: ROOT, serial: serial(), spki: spki(this.key), signer: root, isCa: true }))).toString();
  }

  /** For a public key: the parts that a database has in columns of their own, too. */
  issue(name, spki, issuer = ISSUING) {
    const subject = called(name);
    const number = serial();
    return {
      subject, issuer, serial: number,
      id: createHash('sha1').update(spki.subarray(-65)).digest(), // of the point of the curve, as NSS does it
      der: certificate({ subject, issuer, serial: number, spki, signer: this.key }),
    };
  }

  /** A certificate of another person, which is never verified. */
  other(number) {
    return this.issue(`Other ${number}`, keyPair().spki, called(`Other CA ${number % 100}`));
  }

  /** A response in PEM, with the intermediate certificate. */
  response(name, spki) {
    return pem('CERTIFICATE', this.issue(name, spki).der) + this.issuing;
  }

  answer(name, spkac) {
    return Buffer.from(this.response(name, createPublicKey(Certificate.exportPublicKey(spkac))
      .export({ type: 'spki', format: 'der' })));
  }

  /** A key with its certificate, in PEM, and with the issuer's. */
  identity(name) {
    const { key, spki } = keyPair();
    return { key: key.export({ type: 'pkcs8', format: 'pem' }), certificates: this.response(name, spki) };
  }
}
