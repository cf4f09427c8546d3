// SPDX-License-Identifier: MPL-2.0
// Twelve certificates of three people, in each state that a certificate may be in.
import { endOfDate, inDays, iso } from '../clock.mjs';
import { COPY, IDENTITY, OWNED } from '../extension/replies.mjs';

const PEOPLE = [
  { name: 'Taro Yamada', emails: ['taro@example.ac.jp'] },
  { name: '山田 花子', emails: ['hanako.yamada@example.ac.jp', 'hanako@cs.example.ac.jp'] },
  { name: 'Dr. Maximiliane von Hohenstein-Waldburg', emails: ['maximiliane.von.hohenstein-waldburg@physics.example.ac.jp'] },
];
const byte = (number) => (0xa0 + number).toString(16).toUpperCase();
const STANDING = ['broken', 'revoked', 'soon', 'soon', 'soon', 'not-yet', 'good', 'good', 'good', 'good', 'expired', 'expired'];
const LEFT = [90, 758, 0, 1, 23, 370, 758, 400, 45, 3000, -1, -400];

/** @param {string} site that most of them came from */
export const severalOf = (site) => STANDING.map((state, at) => ({
  ...OWNED,
  identity: {
    ...IDENTITY, ...PEOPLE[at % PEOPLE.length], fingerprint: Array(32).fill(byte(at)).join(':'),
    uses: [['login', 'mail'], ['login'], ['mail']][at % 3],
    notBefore: state === 'not-yet' ? iso(inDays(5)) : iso(endOfDate(LEFT[at] - 800)),
    notAfter: iso(endOfDate(LEFT[at])), serialHex: `01:${byte(at)}`, serialDecimal: String(0x1a0 + at),
  },
  state, daysLeft: LEFT[at],
  site: at % 4 === 3 ? '' : site, portal: at % 4 === 3 ? '' : `${site}/`,
  newer: at === 10 ? Array(32).fill(byte(7)).join(':') : '',
  copies: at % 3 === 0 ? [COPY] : [],
}));
