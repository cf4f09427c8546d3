// SPDX-License-Identifier: MPL-2.0
// node ocsp.mjs OUT ISSUER.pem SIGNER.pem SIGNER.key CERTIFICATE.pem [OPTION=VALUE]… -- ANSWER…
// An OCSP response with any fault that is wanted, signed with ECDSA. An ANSWER is "good", "unknown" or
// "revoked", and what differs, with commas between: this=SECONDS and next=SECONDS from now (@SECONDS:
// since 1970; next= for none), since=SECONDS, reason=NUMBER, hash=sha256, issuer=other, serial=other,
// ext=OID or ext=critical:OID. Options: produced=SECONDS, ext=… of the whole.
import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { at, bits, int, none, octets, oid, seq, time, tlv } from './der.mjs';

const [out, ...rest] = process.argv.slice(2);
const dashes = rest.indexOf('--');
const [issuer, signer, key, certificate, ...options] = rest.slice(0, dashes);
const read = (file) => new X509Certificate(readFileSync(file));

/** The elements in a constructed element. */
function parts(der) {
  const [, body] = element(der, 0);
  const found = [];
  for (let from = body; from < der.length;) {
    const [end] = element(der, from);
    found.push(der.subarray(from, end));
    from = end;
  }
  return found;
}
/** Where the element that begins there ends, and where its value begins. */
function element(der, from) {
  const short = der[from + 1];
  const count = short < 0x80 ? 0 : short & 0x7f;
  const length = count ? der.readUIntBE(from + 2, count) : short;
  const value = from + 2 + count;
  return [value + length, value];
}

const fields = (texts) => Object.fromEntries(texts.map((text) => text.split(/=(.*)/s).slice(0, 2)));
const moment = (text) =>
  time(new Date(String(text).startsWith('@') ? text.slice(1) * 1000 : Date.now() + text * 1000).toISOString().replace(/\.\d+|[-:T]/g, ''));
const extensions = (text) => {
  if (!text) return [];
  const critical = text.startsWith('critical:');
  return at(1, seq(seq(oid(text.replace('critical:', '')), critical ? [1, 1, 0xff] : [], octets(none))));
};
const HASHES = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' };

const tbs = (file) => parts(parts(read(file).raw)[0]);
const [, , , , , subject] = tbs(issuer);
const spki = tbs(issuer)[6];
const [, serial] = tbs(certificate);
const ofSigner = tbs(signer)[5];

function id({ hash = 'sha1', issuer: which, serial: number }) {
  const digest = (bytes) => octets(createHash(hash).update(which ? 'other' : bytes).digest());
  const [value] = element(parts(spki)[1], 0).slice(1);
  return seq(seq(oid(HASHES[hash]), none), digest(subject), digest(parts(spki)[1].subarray(value + 1)),
    number ? int(4711) : serial);
}

function single(text) {
  const [word, ...more] = text.split(',');
  const answer = { this: -60, next: 3600, since: -3600, ...fields(more) };
  const status = {
    good: tlv(0x80),
    unknown: tlv(0x82),
    revoked: tlv(0xa1, moment(answer.since),
      answer.reason ? at(0, tlv(0x0a, [Number(answer.reason)])) : []),
  }[word];
  return seq(id(answer), status, moment(answer.this), answer.next === '' ? [] : at(0, moment(answer.next)),
    extensions(answer.ext));
}

const whole = { produced: 0, ...fields(options) };
const data = seq(at(1, ofSigner), moment(whole.produced), seq(rest.slice(dashes + 1).map(single)),
  extensions(whole.ext));
const signature = sign('sha256', data, createPrivateKey(readFileSync(key)));
const basic = seq(data, seq(oid('1.2.840.10045.4.3.2')), bits(signature), at(0, seq(read(signer).raw)));
writeFileSync(out, seq(tlv(0x0a, [0]), at(0, seq(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic)))));
