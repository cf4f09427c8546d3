// SPDX-License-Identifier: MPL-2.0
// Both languages say everything that can be said, and nothing else.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EXTENSION, TOP, files, json, load, read } from './lib.mjs';

const { STATES } = await load('host/identities.js');
const { KEYS } = await load('host/job.js');
const { CODES } = await load('host/message.js');
const { OWN_NAMES } = await load('host/failure.js');
const { TARGETS } = await load('pages/elsewhere.js');
const { ORDERS } = await load('pages/order.js');
const languages = ['en', 'ja'];
const messages = Object.fromEntries(
  languages.map((language) => [language, json(`_locales/${language}/messages.json`)]));

/** Errors of the command line: only NO_INPUT comes through a port, too, see restore_gone. */
const COMMAND_ONLY = ['USAGE', 'NO_INPUT', 'MANY_IDENTITIES'];
const names = [...Object.keys(CODES).filter((name) => !COMMAND_ONLY.includes(name)), ...OWN_NAMES, 'UNKNOWN'];

test('English and Japanese, and both have the same messages', () => {
  assert.deepEqual(readdirSync(path.join(EXTENSION, '_locales')).sort(), languages);
  assert.deepEqual(Object.keys(messages.ja), Object.keys(messages.en));
});

test('every message has words, and a description for who translates it', () => {
  for (const language of languages) {
    for (const [key, { message, description }] of Object.entries(messages[language])) {
      assert.ok(message?.trim(), `${language} ${key}`);
      assert.ok(description?.trim(), `${language} ${key}: no description`);
    }
  }
});

test('the same parts in both languages, each of them used and explained', () => {
  for (const [key, { placeholders = {} }] of Object.entries(messages.en)) {
    assert.deepEqual(messages.ja[key].placeholders ?? {}, placeholders, key);
    for (const language of languages) {
      const used = [...messages[language][key].message.matchAll(/\$(\w+)\$/g)].map(([, part]) => part.toLowerCase());
      assert.deepEqual([...new Set(used)].sort(), Object.keys(placeholders).sort(), `${language} ${key}`);
    }
    for (const { content, example } of Object.values(placeholders)) {
      assert.match(content, /^\$\d$/);
      assert.ok(example);
    }
  }
});

test('backticks come in pairs', () => {
  for (const language of languages) {
    for (const [key, { message }] of Object.entries(messages[language])) {
      assert.equal(message.split('`').length % 2, 1, `${language} ${key}`);
    }
  }
});

/* One way to write a thing: [the language, what is wrong, what is right]. Firefox's own "..." stays. */
const ONE_WAY = [
  ['en', /[’‘]/, "'"], ['en', /\.\.\./, '…'], ['ja', /：/, ': '], ['ja', /ターミナル/, '端末'], ['ja', /[,.](?=[ぁ-んァ-ヶ一-龠])/, '、。'],
  ['ja', /パソコン/, 'コンピューター'], ['ja', /取り消し(?:た|ました)/, 'キャンセル'], ['ja', /\$NAME\$ ?の/, '$NAME$ さんの'],
];

test('one way to write a thing', () => {
  for (const [language, wrong, right] of ONE_WAY) {
    for (const [key, { message }] of Object.entries(messages[language])) {
      assert.doesNotMatch(message, wrong, `${language} ${key}: ${right}`);
    }
  }
});

test('a window that asks for a password is outside Firefox, and is said to be', () => {
  const opens = Object.entries(messages.en).filter(([, { message }]) => /\bwindow (?:asks|shows|that)|opens a window/.test(message.replaceAll(' outside Firefox', '')));
  assert.ok(opens.length > 12);
  for (const [key] of opens) {
    assert.match(messages.en[key].message, /outside Firefox/, key);
    assert.match(messages.ja[key].message, /Firefox とは別/, key);
  }
});

/* Messages for people who have run a command, or about something without a button. */
const SAY_COMMANDS = ['help_', 'unfinished_repeats', 'error_PENDING_todo', 'error_LOGIN_todo', 'error_COMMAND_todo'];

test('no message of an error sends anybody to a terminal where a button is', () => {
  const mine = (key) => /^(error|unfinished|popup|report|missing)_/.test(key) && !SAY_COMMANDS.some((start) => key.startsWith(start));
  for (const language of languages) {
    for (const [key, { message }] of Object.entries(messages[language]).filter(([name]) => mine(name))) {
      assert.doesNotMatch(message, /`(?:nss-helper |sudo|journalctl)|terminal|端末|ターミナル/, `${language} ${key}`);
    }
  }
});

/** Names that are the same in Japanese, and the signs between two of them. */
const PROPER = /Android|GnuPG|Java|Kleopatra|Mac|Wi-Fi|eduroam|iPad|iPhone|[・（）]/g;

test('Japanese is Japanese', () => {
  const same = ['name', 'language'];
  for (const [key, { message }] of Object.entries(messages.ja)) {
    const words = message.replace(PROPER, '');
    if (words && !same.includes(key) && !/^\$\w+\$（/.test(message)) assert.match(words, /[ぁ-んァ-ヶ一-龠]/, key);
  }
});

test('every outcome has words for what happened and for what to do', () => {
  assert.ok(names.length > 35);
  for (const name of names) {
    for (const language of languages) {
      assert.ok(messages[language][`error_${name}`], `${language} error_${name}`);
      assert.ok(messages[language][`error_${name}_todo`], `${language} error_${name}_todo`);
    }
  }
});

test('the names that only the command answers are in status.h', () => {
  for (const name of COMMAND_ONLY) assert.ok(name in CODES, name);
});

/** The host's reasons for asking. For a file with a key the reasons are the extension's own. */
const REASONS = ['other_site', 'no_job', 'has_certificate'];

/** RFC 5280 5.3.1, without those that give no reason. */
const REVOCATIONS = ['keyCompromise', 'cACompromise', 'aACompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation',
  'certificateHold', 'privilegeWithdrawn'];

/** Keys of messages that the code puts together from parts. */
const families = {
  help_picture_: ['panel', 'allow', 'form', 'login'],
  error_: names.flatMap((name) => [name, `${name}_todo`]),
  choice_: KEYS.map((key) => key.replace('-', '_')),
  reason_: [...REASONS, 'key_file', 'open_key_file'],
  asking_: ['file', 'profile', 'new', 'made'],
  standing_: [...STATES.map((state) => state.replace('-', '_')), 'replaced', 'new', 'gone', 'broken_todo'],
  sort_: ORDERS,
  broken_: ['key', 'signs', 'chain', 'uses'],
  revoked_: ['since', ...REVOCATIONS],
  remove_lost_: ['mail', 'login', 'key'],
  targets_: Object.keys(TARGETS),
  target_: [...Object.values(TARGETS).flat(), 'profile'].map((target) => target.replaceAll('-', '_')),
  odd_: ['authority', 'uses', 'critical', 'open_key'],
  use_: ['login', 'mail'],
  expiry_use_: ['login', 'mail'],
  report_: ['good', 'hint', 'bad', 'unknown'],
  report_state_: ['key', 'sent', 'received', 'installed'],
  unfinished_state_: ['key', 'sent', 'received', 'installed'],
  proof_by_: ['OCSP', 'CRL'],
  proof_key_: ['good', 'bad'],
  proof_signs_: ['good', 'bad'],
  proof_dates_: ['good', 'bad'],
  proof_chain_: ['good', 'bad', 'untrusted', 'incomplete'],
};

function usedKeys() {
  const used = new Set(Object.entries(families).flatMap(([family, ends]) => ends.map((end) => family + end)));
  const known = Object.keys(messages.en);
  for (const name of files('.js')) {
    for (const [, key] of read(name).matchAll(/(?:message|getMessage|word|line)\(\s*'(\w+)'/g)) used.add(key);
    // Keys among which the code chooses: they are whole strings of their own.
    for (const [, key] of read(name).matchAll(/'([a-z]+_\w+)'/g)) if (known.includes(key)) used.add(key);
  }
  for (const name of files('.html')) {
    for (const [, key] of read(name).matchAll(/data-i18n="(\w+)"/g)) used.add(key);
  }
  for (const [, key] of read('manifest.json').matchAll(/__MSG_(\w+)__/g)) used.add(key);
  return used;
}

test('every message that the code names is there', () => {
  const used = usedKeys();
  assert.ok(used.size > 150);
  for (const key of used) assert.ok(messages.en[key], key);
});

test('no message is left over', () => {
  const used = usedKeys();
  assert.deepEqual(Object.keys(messages.en).filter((key) => !used.has(key)), []);
});

test('the parts that families are made of are in the code', () => {
  const source = files('.js').map(read).join('\n');
  for (const family of Object.keys(families)) {
    const start = family.startsWith('proof_') ? 'proof_' : family;
    assert.ok(source.includes(`\`${start}\${`) || source.includes(`\`${family}\${`), family);
  }
});

/* You import a file; the certificate in it is installed, as is one that comes without a file. */
const MIXED = {
  en: /\bimport\w* (?:a |an |the |this |its |your |own )*certificates?\b(?! files?)|\binstall\w* (?:a |an |the |this |its |your )*files?\b/i,
  ja: /証明書をインポート|ファイルをインストール/,
};

test('files are imported, certificates are installed', () => {
  for (const [language, pattern] of Object.entries(MIXED)) {
    const mixed = Object.entries(messages[language]).filter(([, { message }]) => pattern.test(message));
    assert.deepEqual(mixed.map(([key]) => key), [], language);
  }
  assert.ok(MIXED.en.test('Import your own certificate first.') && !MIXED.en.test('Import certificate files'));
});

test('the description fits into the list of add-ons', () => {
  for (const language of languages) assert.ok(messages[language].description.message.length <= 132);
});

test('each key strength has its size, and one of them the name that instructions of portals have', () => {
  for (const [language, name] of [['en', /High Grade/], ['ja', /高強度の暗号化/]]) {
    const words = Object.fromEntries(KEYS.map((key) => [key, messages[language][`choice_${key.replace('-', '_')}`].message]));
    for (const key of KEYS) assert.ok(words[key].includes(key.startsWith('rsa') ? ` ${key.slice(4)} ` : key.toUpperCase()), words[key]);
    assert.deepEqual(KEYS.filter((key) => name.test(words[key])), ['rsa-2048']);
    assert.equal(new Set(Object.values(words)).size, KEYS.length);
  }
});

test('the pages of both languages say the same commands', () => {
  const commands = (language, key) => [...messages[language][key].message.matchAll(/`[^`]+`/g)].map(String).sort();
  for (const key of Object.keys(messages.en)) assert.deepEqual(commands('ja', key), commands('en', key), key);
});

test('words that PROTOCOL.md has for asking have words here', () => {
  const protocol = readFileSync(path.join(TOP, 'native-messaging/PROTOCOL.md'), 'utf8');
  for (const reason of REASONS) assert.ok(protocol.includes(`\`${reason.replaceAll('_', '-')}\``), reason);
});
