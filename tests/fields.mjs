// SPDX-License-Identifier: MPL-2.0
// Right and wrong values for each field of the requests of PROTOCOL.md: one table for both sides.
// tests/host/fields.test.mjs sends them to the host, over real pipes, and
// tests/extension/fields.test.mjs gives them to the extension's own checks.
const FINGERPRINT = Array(32).fill('AB').join(':');
const ID = '20260101T000000-0123456789ab';
const x = (count) => 'x'.repeat(count);

/** A request of each type, right in every field. */
export const REQUESTS = {
    hello: { version: 1, language: 'ja' },
    replay: {},
    issue: { site: 'https://portal.example', target: 'https://ca.example', key: 'p-256', challenge: 'abc' },
    prepare: { site: 'https://portal.example', key: 'p-256' },
    sent: { job: ID },
    unsent: { job: ID },
    answer: { site: 'https://ca.example', mime: 'application/x-x509-user-cert', ask: 'no' },
    file: { name: 'taro.p12' },
    preview: {},
    cancel: {},
    bytes: { data: 'AAAA' },
    end: {},
    install: { answer: ID },
    look: { answer: ID, ask: 'no' },
    discard: { answer: ID },
    save: { answer: ID },
    jobs: {},
    forget: { job: ID },
    clear: { site: 'https://portal.example' },
    identities: {},
    export: { fingerprint: FINGERPRINT, for: 'windows', password: 'own', settings: '' },
    show: { fingerprint: FINGERPRINT },
    places: {},
    copy: { fingerprint: FINGERPRINT, to: '/home/taro/.thunderbird/x.default' },
    remove: { fingerprint: FINGERPRINT, backup: 'no' },
    removals: {},
    restore: { fingerprint: FINGERPRINT },
    verify: { fingerprint: FINGERPRINT },
    issuers: { fingerprint: FINGERPRINT, fetch: 'no' },
    odd: { fingerprint: FINGERPRINT },
    revocation: { fingerprint: FINGERPRINT },
    sites: {},
    peek: { answer: ID, fingerprint: FINGERPRINT },
    report: {},
    portal: { fingerprint: FINGERPRINT, address: 'https://portal.example/login' },
};

/** That request of this type with this value in the field. */
export const withField = (type, field, value) => ({ type, ...REQUESTS[type], [field]: value });

/** A field may also be left out, or be of another kind: never right. */
export const NEVER = [undefined, null, 1, true, ['a'], { a: 'a' }, 'a\0b', '\ud83d'];

const ORIGINS = [
    'https://portal.example', 'https://portal.example:8443', 'https://xn--wgv71a.test', 'https://192.0.2.1',
    'https://[2001:db8::1]:444', 'https://[::ffff:c000:201]', 'http://localhost:8080', 'http://portal.localhost',
    'http://127.0.0.1', 'http://[::1]:3000', 'https://under_score.test', 'https://a:65535', 'https://localhost',
    'https://1.example', 'https://portal.example.',
];

const NO_ORIGINS = [
    '', 'https://', 'https:', 'portal.example', '//portal.example', 'null', 'HTTPS://portal.example',
    'https://Portal.example', 'https://u@portal.example', 'https://u:p@portal.example', 'https://portal.example:',
    'https://portal.example:443', 'https://portal.example:0443', 'https://portal.example:0', 'https://portal.example:65536',
    'https://portal.example:8443 ', ' https://portal.example', 'https://por tal.example', 'https://portal.example\n',
    'https://portal.example\\', 'https://.example', 'https://-a.example', 'https://a~b.example', 'https://%%%',
    'https://%61.example', 'https://大学.example', 'https://[::1', 'https://[]', 'https://[g]', 'https://[::1]x',
    'https://[::::]', 'https://[2001:db8:0::1]', 'https://[2001:DB8::1]', 'https://[::ffff:192.0.2.1]',
    'https://192.0.2', 'https://192.0.2.256', 'https://192.0.2.01', 'https://192.0.2.1.', 'https://portal.1',
    'http://portal.example', 'http://localhost.example', 'http://notlocalhost', 'http://localhost:80', 'http://127.0.0.2',
    'ftp://portal.example', 'ftp://localhost', 'ws://portal.localhost:8080', 'file:///etc/passwd', 'moz-extension://0', 'javascript:alert(1)',
];

/* These origins with a path. */
const withPath = (origins) => origins.map((origin) => `${origin}/login`);

const FINGERPRINTS = {
    good: [FINGERPRINT, FINGERPRINT.replace('AB', '09')],
    bad: ['', 'AB', FINGERPRINT.toLowerCase(), FINGERPRINT.replaceAll(':', ''), FINGERPRINT.replaceAll(':', '-'),
        `${FINGERPRINT}:AB`, `${FINGERPRINT}:`, FINGERPRINT.slice(3), FINGERPRINT.replace('AB', 'AG'), ` ${FINGERPRINT}`],
    large: [x(1025)],
};

const IDS = {
    good: [ID, '20991231T235959-ffffffffffff'],
    bad: ['', 'x', `${ID}0`, ID.slice(1), ID.toUpperCase(), ID.replace('T', 't'), ID.replace('-', '_'),
        ID.replace('ab', 'ag'), '../../../../../../etc/passwd', `${ID}\n`],
    large: [x(1025)],
};

const TEXTS = { good: ['', 'a', '太郎.p12', 'a"b\\c', '\u{1F511}', x(1024), '鍵'.repeat(341)], bad: [], large: [x(1025), '鍵'.repeat(342)] };

const YES_NO = { good: ['yes', 'no'], bad: ['', 'Yes', 'y', 'true', 'yes '], large: [x(1025)] };

const BASE64 = {
    good: ['AAAA', 'Zg==', 'Zm8=', 'Zm9v', '/+//', 'AAECgA=='],
    bad: ['AAA', 'A', 'A===', '====', 'AA==AAAA', 'AB==', 'AAB=', 'AA-_', 'AAAA\n', 'AA A', ' AAAA', 'ＡＡＡＡ'],
};

/** For each field: the requests that have it, good values, bad ones, and one over its limit. `code` is
    the host's error for a bad value, if that does not end the port. */
export const FIELDS = {
    version: { in: ['hello'], good: [1], bad: [0, 2, -1, 1.5, 4294967297, '1'], large: [] },
    language: { in: ['hello'], ...TEXTS },
    site: { in: ['answer', 'issue', 'clear', 'prepare'], good: ORIGINS, bad: [...NO_ORIGINS, ...withPath(ORIGINS.slice(0, 1)), 'https://portal.example?', 'https://portal.example#'], large: [`https://${x(505)}`] },
    target: { in: ['issue'], good: ORIGINS.slice(0, 2), bad: NO_ORIGINS.slice(0, 9), large: [`https://${x(505)}`] },
    address: {
        in: ['portal'],
        good: [...ORIGINS, ...withPath(ORIGINS), 'https://portal.example/?next=1', 'https://portal.example/a?b=c#d',
            'https://portal.example/%E5%A4%A7', `https://portal.example/${x(489)}`],
        bad: [...NO_ORIGINS, ...withPath(NO_ORIGINS.slice(1)), 'https://portal.example?next=1', 'https://portal.example#a',
            'https://portal.example/a b', 'https://portal.example/\t', 'https://portal.example/大学', 'https://portal.example/\x7f'],
        large: [`https://portal.example/${x(490)}`],
    },
    key: { in: ['issue', 'prepare'], good: ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384'], bad: ['', 'rsa-1024', 'P-256', 'p-256 ', 'rsa'], large: [x(1025)], code: 'KEY_KIND' },
    challenge: { in: ['issue'], good: ['', 'abc', '\x01\x1f\x7f "\\/', x(4096)], bad: ['é', '鍵', 'a\x80', '\u2028'], large: [x(4097)] },
    job: { in: ['sent', 'unsent', 'forget'], ...IDS },
    answer: { in: ['look', 'install', 'discard', 'save', 'peek'], ...IDS },
    mime: { in: ['answer'], ...TEXTS },
    name: { in: ['file'], ...TEXTS },
    ask: { in: ['answer', 'look'], ...YES_NO },
    data: { in: ['bytes'], ...BASE64, good: [...BASE64.good, 'A'.repeat(262144)], bad: ['', ...BASE64.bad], large: ['A'.repeat(262148)] },
    fingerprint: { in: ['verify', 'issuers', 'odd', 'revocation', 'peek', 'export', 'show', 'copy', 'remove', 'restore', 'portal'], ...FINGERPRINTS },
    for: { in: ['export'], good: ['windows', 'macos', 'another'], bad: [], large: [x(1025)] },
    to: { in: ['copy'], ...TEXTS },
    password: { in: ['export'], good: ['own', 'made'], bad: ['', 'Own', 'secret', 'own '], large: [x(1025)] },
    settings: { in: ['export'], ...BASE64, good: ['', ...BASE64.good, 'A'.repeat(524288)], large: ['A'.repeat(524292)] },
    backup: { in: ['remove'], ...YES_NO, good: [...YES_NO.good, 'kept'] },
    fetch: { in: ['issuers'], ...YES_NO },
};
