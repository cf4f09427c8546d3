// SPDX-License-Identifier: MPL-2.0
// The documents: what they name exists under that name, and README stays short.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PACKAGING = 'native-messaging/packaging/README.md';
const JAPANESE = '.github/README.ja.md';
const DOCUMENTS = ['README.md', JAPANESE, '.github/CONTRIBUTING.md', '.github/SECURITY.md', '.github/CHANGELOG.md',
  'native-messaging/PROTOCOL.md', PACKAGING];

const read = (name) => readFileSync(path.join(TOP, name), 'utf8');

/** A document without its blocks of code, where a # is no heading. */
const prose = (text) => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/^ {4}.*$/gm, '');

/** The anchors of headings, as GitHub makes them. */
const anchors = (text) => [...prose(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
  heading.toLowerCase().replace(/[^\p{L}\p{N}\- ]/gu, '').replaceAll(' ', '-'));

/** The files and anchors that a document links to, without web addresses. */
const links = (text) => [...prose(text).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)]
  .map((match) => match[1] ?? match[2]).filter((link) => !/^https?:/.test(link));

/** Links of a document that lead nowhere. */
function broken(name, text) {
  return links(text).filter((link) => {
    const [file, anchor] = link.split('#');
    const place = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
    if (!existsSync(path.join(TOP, place))) return true;
    return anchor !== undefined && !anchors(place === name ? text : read(place)).includes(anchor);
  });
}

for (const name of DOCUMENTS) {
  test(`${name}: each link leads somewhere`, () => {
    assert.deepEqual(broken(name, read(name)), []);
  });
}

test('a link that leads nowhere is found', () => {
  const text = '# One two\n\n[a](LICENSE) [b](#one-two) [c](https://a.example/) [d](LICENCE) [e](#one) <img src="no.png">\n';
  assert.deepEqual(broken('README.md', text), ['LICENCE', '#one', 'no.png']);
});

test('README: at most 120 lines, and what to try stands in the first screen', () => {
  const lines = read('README.md').split('\n');
  assert.ok(lines.length <= 121, `${lines.length - 1} lines`);
  for (const words of ['make demo', 'make check']) assert.ok(lines.slice(0, 24).some((line) => line.includes(words)), words);
});

/** The names of buttons in a README, which are bold below its second heading. */
const buttons = (text) => [...text.split('\n## ')[2].matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words);

for (const [name, language] of [['README.md', 'en'], [JAPANESE, 'ja']]) {
  test(`${name} names buttons as the extension does`, () => {
    const messages = Object.values(JSON.parse(read(`extension/_locales/${language}/messages.json`))).map(({ message }) => message);
    assert.ok(buttons(read(name)).length >= 4);
    assert.deepEqual(buttons(read(name)).filter((words) => !messages.includes(words)), []);
  });
}

/** What is the same in every language: commands, files, options and links, in their order. */
function facts(name, text) {
  const shown = (line) => line.trim().replace(/ *#.*$/, '');
  const commands = [...text.matchAll(/^ {4}.*$/gm)].map(([line]) => shown(line))
    .filter((line) => /^(make|sudo|nss-helper) /.test(line));
  const words = [...prose(text).matchAll(/`([^`]+)`/g)].map(([, word]) => word.replace(/\s+/g, ' '));
  const places = links(text).map((link) => path.posix.join(path.posix.dirname(name), link).replace('.ja.png', '.png'))
    .filter((place) => !/^(README\.md|\.github\/README\.ja\.md)$/.test(place));
  const numbers = [...prose(text).matchAll(/(?<![\w.-])\d+(?![\w.-])/g)].map(([number]) => number);
  return { headings: anchors(text).length, commands, words: words.sort(), places, numbers: [...new Set(numbers)].sort() };
}

test('README in both languages: the same commands, files, links and numbers', () => {
  const [english, japanese] = ['README.md', JAPANESE].map((name) => facts(name, read(name)));
  assert.ok(english.commands.length >= 9 && english.words.length >= 20 && english.places.length >= 6);
  assert.deepEqual(japanese, english);
  for (const [name, other] of [['README.md', JAPANESE], [JAPANESE, '../README.md']]) {
    assert.ok(read(name).split('\n').slice(0, 4).join().includes(`](${other})`), `${name} leads to ${other}`);
  }
});

test('README in both languages: a fact that only one of them has is found', () => {
  const english = read('README.md');
  for (const [from, to] of [['export ID --for windows', 'export ID --for macos'], ['`sudo make uninstall`', '`make uninstall`'],
    ['](LICENSE)', '](README.md)'], ['version 147', 'version 148'], ['### Get', 'Get']]) {
    assert.notEqual(english.replace(from, to), english, from);
    assert.notDeepEqual(facts('README.md', english.replace(from, to)), facts('README.md', english), from);
  }
});

const PROTOCOL = 'native-messaging/PROTOCOL.md';
const threats = (text) => text.split('\n## Threat model\n')[1].split('\n## ')[0].split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|it wants to|they want to)/.test(line));

/** The lines of the threat model that name no test, and the tests that they name but that don't exist. */
function unshown(text) {
  const lines = threats(text);
  const tests = [...new Set(lines.flatMap((line) => [...line.matchAll(/`(tests\/[^`]+)`/g)].map(([, file]) => file)))];
  const bare = lines.filter((line) => !line.includes('`tests/') && !line.includes('**yes**'));
  return [...bare, ...tests.filter((file) => !existsSync(path.join(TOP, file)))];
}

test('the threat model names a test in each line that holds, and each is there', () => {
  const text = read(PROTOCOL);
  assert.ok(threats(text).length > 25);
  assert.deepEqual(unshown(text), []);
  assert.deepEqual(unshown(text.replace('tests/host/stranger.test.mjs', 'tests/host/strange.test.mjs')), ['tests/host/strange.test.mjs']);
  assert.equal(unshown(text.replace(/ `tests\/cli\/export[^`]*`/, '')).length, 1);
});

test('each permission of the extension has its reason', () => {
  const { permissions, optional_host_permissions: hosts } = JSON.parse(read('extension/manifest.json'));
  const table = read(PACKAGING).split('\n## What the extension asks Firefox for\n')[1].split('\n## ')[0];
  const named = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word));
  assert.deepEqual(named.sort(), [...permissions, ...hosts].sort());
});

const MANUALS = [['nss-helper/nss-helper.1', []], ['nss-helper/nss-helper.ja.1', ['-mja']]];
const [[ENGLISH_MANUAL], [JAPANESE_MANUAL]] = MANUALS;

function run(program, args, input) {
  const { stdout, stderr, error } = spawnSync(program, args, { cwd: TOP, encoding: 'utf8', input, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  assert.ifError(error);
  return { stdout, stderr };
}
const groff = (options, input) => run('groff', ['-k', '-mandoc', '-Tutf8', ...options], input);

/* Other manual pages may not be installed, and mandoc knows only English headings. */
const NO_FAULT = /outdated mandoc\.db|referenced manual not found|first section is not "NAME": Sh .*[^\0-\x7f]|first section is not "NAME": Sh .*\\\[u|description line outside NAME/;

/** The warnings of groff and mandoc about a manual page. In Japanese a line is a whole sentence, which is fine on a terminal. */
function warnings(input, options = []) {
  const level = options.length > 0 ? 'warning' : 'style';
  const device = options.length > 0 ? [] : ['-Tps'];
  const told = [groff(['-ww', '-z', ...options, ...device], input).stderr, run('mandoc', ['-T', 'lint', '-W', level], input).stdout];
  return told.join('').split('\n').filter((line) => line && !NO_FAULT.test(line));
}

const isWide = (character) => /[\u3000-\u9fff\uff00-\uff60]/.test(character);
const columnsOf = (line) => [...line].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);

/** The lines of a manual page that are wider than the terminal. */
const tooWide = (input, columns, options = []) => groff(['-P-cbou', `-rLL=${columns}n`, `-rLT=${columns}n`, ...options], input)
  .stdout.split('\n').filter((line) => columnsOf(line) > columns);

for (const [name, options] of MANUALS) {
  test(`${name}: no warnings`, () => {
    assert.deepEqual(warnings(read(name), options), []);
  });
  test(`${name}: fits a terminal of 40 columns, and any wider one`, () => {
    for (const columns of [40, 60, 80, 132]) assert.deepEqual(tooWide(read(name), columns, options), [], `${columns}`);
  });
}

test('what is wrong with a manual page is found', () => {
  const page = read(ENGLISH_MANUAL);
  for (const wrong of ['.Qx', '.El', '\\[nothing]', 'A line that ends with a blank ', '.Sh NAME']) {
    assert.notDeepEqual(warnings(page.replace('\n.Sh DESCRIPTION\n', `\n.Sh DESCRIPTION\n${wrong}\n`)), [], wrong);
  }
  const line = (length) => page.replace('\n.Sh DESCRIPTION\n', `\n.Sh DESCRIPTION\n${'x'.repeat(length)}\n`);
  assert.deepEqual(tooWide(line(35), 40), []);
  assert.equal(tooWide(line(36), 40).length, 1);
});

const NAMES = ['Cm', 'Fl', 'Ql', 'Pa', 'Ev', 'Ar', 'Ic', 'Xr'];
const OTHERS = ['Pq', 'Op', 'Oo', 'Oc', 'No', 'Ns', 'It', 'Nm'];

/** What the macros of a line name: "Fl -json", "Pa /tmp". */
function namedBy(line) {
  const found = [];
  let macro;
  for (const word of line.slice(1).split(' ')) {
    if ([...NAMES, ...OTHERS].includes(word)) macro = word;
    else if (/^[,.;:|)]$/.test(word)) continue;
    else if (NAMES.includes(macro)) found.push(`${macro} ${word}`);
  }
  return found;
}

/**
 * What is the same in every language, part by part: the entries of lists, in their order, and all that
 * a person types or finds: commands, options, words, files, variables.
 */
function inEveryLanguage(page) {
  return page.split(/^\.S[hs] .*$/m).slice(3).map((part) => {
    const macros = part.split('\n').filter((line) => line.startsWith('.'));
    return {
      entries: macros.filter((line) => line.startsWith('.It ')).map((line) => line.replace(/ No .*/, '')),
      named: [...new Set(macros.flatMap(namedBy))].sort(),
      literal: [...part.matchAll(/^\.Bd -literal\n([\s\S]*?)^\.Ed$/gm)].map(([, lines]) => lines),
    };
  });
}

test('the manual in both languages: the same commands, options, words and files', () => {
  const [english, japanese] = [ENGLISH_MANUAL, JAPANESE_MANUAL].map((name) => inEveryLanguage(read(name)));
  assert.ok(english.length > 40);
  assert.equal(japanese.length, english.length);
  for (const [at, part] of english.entries()) assert.deepEqual(japanese[at], part);
});

test('the manual in both languages: what only one has is found', () => {
  const page = read(JAPANESE_MANUAL);
  for (const [from, to] of [['\n.It Fl -expiring Ar days\n', '\n.It Fl -expiring Ar day\n'], ['\n.It Cm doctor\n', '\n'],
    ['\n.It Ql removed\n', '\n'], ['\n.It 116\n', '\n.It 117\n'], ['.Ql certificateHold\n', '.Ql certificate\n'], ['taro.p7b', 'taro.p12']]) {
    assert.notEqual(page.replace(from, to), page, from);
    assert.notDeepEqual(inEveryLanguage(page.replace(from, to)), inEveryLanguage(page), from);
  }
});
