// SPDX-License-Identifier: MPL-2.0
// Replies of a host, as PROTOCOL.md has them.
import { endOfDate, inDays, iso } from '../clock.mjs';

export const HELLO = {
  type: 'hello', version: 1, program: '1.2.3', nss: '3.125.1', nssPath: '/usr/lib/firefox-esr',
  profile: { name: 'default-esr', path: '/home/taro/.mozilla/firefox/x.default-esr', locked: false },
  resumed: 0,
};
export const REQUEST = { type: 'request', job: '20261123T043808-9f2c41d07a33', spkac: 'MIIC' };
export const IDENTITY = {
  fingerprint: Array(32).fill('AB').join(':'),
  subject: 'CN=Taro Yamada,O=Example University,C=JP', name: 'Taro Yamada',
  emails: ['taro@example.ac.jp'], issuer: 'CN=Example CA G2,O=Example University,C=JP',
  issuerName: 'Example CA G2', serialHex: '01:AF', serialDecimal: '431',
  notBefore: iso(inDays(-6)), notAfter: iso(endOfDate(758)), key: 'RSA 2048',
  uses: ['login', 'mail'], nickname: "Taro Yamada's Example University ID",
  chain: ['Example CA G2', 'Example Root CA'],
};
export const INSTALLED = {
  type: 'installed', answer: '20261123T043911-51b0c6ee0f12', job: REQUEST.job,
  site: 'https://ca.example', identity: IDENTITY,
  proof: { key: 'good', signs: 'good', dates: 'good', chain: 'good', revocation: 'not checked' },
  others: [], older: [], added: { identities: 1, intermediates: 1 }, known: false,
};
export const PREVIEWED = {
  type: 'previewed', identity: IDENTITY, key: true, sealed: false, known: false, others: 0,
};
export const RECEIVED = { type: 'received', answer: INSTALLED.answer };
export const ERROR = { type: 'error', code: 85, name: 'NO_KEY', cause: 'SEC_ERROR_NO_KEY', message: 'Words.' };
export const ASK = {
  ...ERROR, code: 96, name: 'ASK', answer: INSTALLED.answer, identity: IDENTITY, reason: 'no-job',
};
export const JOBS = { type: 'jobs', jobs: [], answers: [], more: false };
export const JOB = {
  job: REQUEST.job, state: 'sent', site: 'https://portal.example', target: 'https://ca.example',
  key: 'rsa-2048', begun: '2026-11-23T04:38:08Z', changed: '2026-11-23T04:38:09Z',
  repeats: 'no',
};
export const WAITING = {
  answer: INSTALLED.answer, site: 'https://ca.example', received: '2026-11-23T04:39:11Z', job: '',
};
export const EXPORTED = {
  type: 'exported', path: '/home/taro/Downloads/Taro-Yamada-windows.p12',
  network: '',
  steps: ['Bring it there.', 'Double-click it.'],
};
export const COPY = { kind: 'windows', place: EXPORTED.path, time: '2026-11-26T16:20:00Z' };
export const OWNED = {
  identity: IDENTITY, state: 'good', daysLeft: 758, site: 'https://portal.example',
  portal: 'https://portal.example/', newer: '', copies: [COPY],
};
export const IDENTITIES = {
  type: 'identities', identities: [OWNED], more: false,
};
export const REMOVED = { type: 'removed', path: '/home/taro/Downloads/Taro-Yamada-backup.p12', key: true };
export const PLACES = { type: 'places', places: [
  { path: '/home/taro/.thunderbird/x.default-esr', name: 'default-esr', product: 'Thunderbird', family: 'thunderbird', running: true },
  { path: '/home/taro/.local/share/pki/nssdb', name: 'nssdb', product: 'Chromium', family: 'chromium', running: false },
] };
export const COPIED = { type: 'copied', known: false, steps: ['Open it there.', 'Choose it.'] };
/* Today, also where a day ends while the tests run. */
export const REMOVAL = { identity: IDENTITY, get removed() { return iso(new Date()); }, path: REMOVED.path, there: true };
export const REMOVALS = { type: 'removals', removals: [] };
export const VERIFIED = {
  type: 'verified', proof: INSTALLED.proof,
  revocation: { state: 'good', by: 'OCSP', asked: '2026-11-26T16:20:00Z' },
};
export const HEARD = {
  type: 'revocation',
  revocation: { state: 'revoked', by: 'CRL', asked: '2026-11-26T16:20:00Z', since: '2026-11-25T09:00:00Z', reason: 'keyCompromise' },
};
export const MISSING = {
  type: 'issuers', proof: { ...INSTALLED.proof, chain: 'incomplete' },
  missing: { name: 'Example CA G2', address: 'http://ca.example/g2.crt', web: true }, fetched: [],
};
export const FETCHED = {
  type: 'issuers', proof: INSTALLED.proof,
  fetched: [{ name: 'Example CA G2', address: 'http://ca.example/g2.crt' }],
};
export const REPLAYED = { type: 'replayed', resumed: 0, dropped: [], more: false };
export const CLEARED = { type: 'cleared', jobs: 2, answers: 0 };
export const SITES = { type: 'sites', locked: false, sites: [] };
export const REPORT = { type: 'report', findings: [
  { check: 'home', state: 'good', name: 'OK', what: 'The home folder …' },
  { check: 'space', state: 'bad', name: 'NO_SPACE', what: 'There is no room.' },
] };
