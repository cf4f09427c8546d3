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
const languages = ['en', 'ja'];
const messages = Object.fromEntries(
  languages.map((language) => [language, json(`_locales/${language}/messages.json`)]));

/** Answers to words on the command line: they never come through a port. */
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

test('Japanese is Japanese', () => {
  const same = ['name', 'language'];
  for (const [key, { message }] of Object.entries(messages.ja)) {
    if (!same.includes(key) && !/^\$\w+\$（/.test(message)) assert.match(message, /[ぁ-んァ-ヶ一-龠]/, key);
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

/** Why the host asks; a file with a key is the extension's own. */
const REASONS = ['other_site', 'no_job', 'has_certificate'];

/** What the code puts together from parts. */
const families = {
  error_: names.flatMap((name) => [name, `${name}_todo`]),
  choice_: KEYS.map((key) => key.replace('-', '_')),
  reason_: [...REASONS, 'key_file'],
  asking_: ['file', 'profile', 'new', 'made'],
  standing_: [...STATES.map((state) => state.replace('-', '_')), 'broken_todo'],
  state_: ['valid', 'expired', 'not_yet'],
  check_: ['done', 'revoked'],
  remove_lost_: ['mail', 'login', 'key'],
  targets_: Object.keys(TARGETS),
  target_: [...Object.values(TARGETS).flat(), 'profile'].map((target) => target.replaceAll('-', '_')),
  use_: ['login', 'mail'],
  expiry_use_: ['login', 'mail'],
  unfinished_state_: ['key', 'sent', 'received', 'installed'],
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
    // Names that are chosen between: they stand as words of their own.
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

test('the description fits into the list of add-ons', () => {
  for (const language of languages) assert.ok(messages[language].description.message.length <= 132);
});

test('key strengths have the words of Firefox, and their size', () => {
  assert.match(messages.en.choice_rsa_2048.message, /^High Grade \(RSA 2048 bits\)$/);
  assert.match(messages.ja.choice_rsa_2048.message, /^高強度の暗号化（RSA 2048 ビット）$/);
  for (const key of KEYS) {
    for (const language of languages) {
      const { message } = messages[language][`choice_${key.replace('-', '_')}`];
      assert.ok(message.includes(key.startsWith('rsa') ? key.slice(4) : key.toUpperCase()), message);
    }
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
