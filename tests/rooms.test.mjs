// SPDX-License-Identifier: MPL-2.0
// What tests/rooms.mjs accepts and what it reports, with trees that are made for it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { HOUSES, faultsOf, picture, roomsOf } from './rooms.mjs';

const rooms = Object.keys(HOUSES).flatMap((house) => roomsOf(house).map((room) => ({ house, ...room })));

const isFile = (place) => place.endsWith('.js');
const isScript = ({ house }) => house === 'extension';

/** The path of a file in a room. */
const fileOf = (room, name = 'one') => (isFile(room.place) ? room.place : `${room.place}/${name}.${isScript(room) ? 'js' : 'c'}`);

/** The line by which one file uses the other, whatever folder it is in. */
function use(from, to) {
  const way = path.posix.relative(path.posix.dirname(from), to).replace(/\.c$/, '.h');
  return from.endsWith('.js') ? `import '${way.startsWith('.') ? way : `./${way}`}';\n` : `#include "${way}"\n`;
}

/** The smallest tree without faults: in it files use everything that they may, once. */
function makeTree(t) {
  const top = mkdtempSync(path.join(tmpdir(), 'nss-helper-rooms-'));
  t.after(() => rmSync(top, { recursive: true }));
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), text);
    if (name.endsWith('.c')) writeFileSync(path.join(top, name.replace(/c$/, 'h')), '');
  };
  for (const room of rooms) {
    const targets = room.allowed.map((place) =>
      (isFile(place) ? place : fileOf(rooms.find((other) => other.place === place))));
    for (const file of targets.filter(isFile).filter((file) => !/one\.js$/.test(file))) write(file, '');
    write(fileOf(room), targets.map((file) => use(fileOf(room), file)).join(''));
  }
  return { top, write, leave: (name) => rmSync(path.join(top, name)) };
}

/** The faults that some files cause, which are removed again. */
function faultsWith({ top, write, leave }, files) {
  for (const [name, text] of Object.entries(files)) write(name, text);
  const faults = faultsOf(top);
  for (const name of Object.keys(files)) {
    leave(name);
    if (name.endsWith('.c')) leave(name.replace(/c$/, 'h'));
  }
  return faults;
}

test('what the table allows is right', (t) => {
  assert.deepEqual(faultsOf(makeTree(t).top), []);
});

test('each use of a room that the table does not allow is a step up', (t) => {
  const files = {};
  const told = [];
  for (const room of rooms.filter(({ place }) => !isFile(place))) {
    for (const other of rooms.filter(({ house, place }) => house === room.house && place !== room.place)) {
      const [from, to] = [fileOf(room, `to-${path.basename(other.name, '.js')}`), fileOf(other)];
      files[from] = use(from, to);
      if (!room.allowed.includes(other.place)) told.push(`${from}: a step up: it may not use ${to.replace(/\.c$/, '.h')}`);
    }
  }
  assert.ok(told.length > 100);
  assert.deepEqual(faultsWith(makeTree(t), files).sort(), told.sort());
});

test('what the table allows and no file uses', (t) => {
  const tree = makeTree(t);
  for (const room of rooms) {
    const file = fileOf(room);
    const lines = readFileSync(path.join(tree.top, file), 'utf8').split(/(?<=\n)/).filter(Boolean);
    assert.equal(lines.length, room.allowed.length);
    for (const [at, place] of room.allowed.entries()) {
      tree.write(file, lines.filter((_, i) => i !== at).join(''));
      assert.deepEqual(faultsOf(tree.top), [`${room.place}: allowed but unused: ${place}`]);
    }
    tree.write(file, lines.join(''));
  }
  assert.deepEqual(faultsOf(tree.top), []);
});

test('the table itself: who knows whom', (t) => {
  const tree = makeTree(t);
  const isUp = (from, to) => faultsWith(tree, { [from]: use(from, to) }).some((fault) => fault.includes('a step up'));
  const cases = [
    ['nss-helper/cli/new.c', 'nss-helper/base/one.c', false], ['nss-helper/base/new.c', 'nss-helper/cli/one.c', true],
    ['nss-helper/cli/new.c', 'native-messaging/one.c', true], ['native-messaging/new.c', 'nss-helper/cli/one.c', true],
    ['native-messaging/new.c', 'nss-helper/lifecycle/one.c', false], ['native-messaging/new.c', 'nss-helper/doctor/one.c', false],
    ['nss-helper/lifecycle/new.c', 'nss-helper/browser/one.c', true], ['nss-helper/cli/new.c', 'nss-helper/doctor/one.c', false],
    ['nss-helper/net/new.c', 'nss-helper/journal/one.c', true], ['nss-helper/journal/new.c', 'nss-helper/net/one.c', false],
    ['extension/content/new.js', 'extension/host/one.js', true], ['extension/pages/new.js', 'extension/answer/record.js', false],
    ['extension/pages/new.js', 'extension/answer/one.js', true], ['extension/host/new.js', 'extension/site/one.js', true],
  ];
  for (const [from, to, wrong] of cases) assert.equal(isUp(from, to), wrong, `${from} ${to}`);
});

test('an include or an import is seen however it is written', (t) => {
  const tree = makeTree(t);
  const up = (file, text) => faultsWith(tree, { [file]: text }).filter((fault) => fault.includes('a step up')).length;
  for (const text of ["import '../site/one.js';", 'import "../site/one.js";', "import{a}from'../site/one.js'",
    "import {\n  a,\n  b as c,\n} from '../site/one.js';", "import * as a from\n'../site/one.js';",
    "export * from '../site/one.js';", "export { a } from '../site/one.js';", "const a = await import('../site/one.js');",
    "const a = () => import( '../site/one.js' );", "import a from '../site/../site/one.js';"]) {
    assert.equal(up('extension/host/new.js', text), 1, text);
  }
  for (const text of ["say('import ../site/one.js');", "byId('from').textContent = 'x';", "send({ type: 'import' });",
    'const importer = fromBase64(text);', 'import.meta.url;', "const a = { from: '../site/one.js' };"]) {
    assert.deepEqual(faultsWith(tree, { 'extension/host/new.js': text }), [], text);
  }
  for (const text of ['#include "cli/one.h"', '  #  include   "cli/one.h"', '#include"cli/one.h"', '#include "../cli/one.h"']) {
    assert.equal(up('nss-helper/base/new.c', text), 1, text);
  }
  assert.deepEqual(faultsWith(tree, { 'nss-helper/base/new.c': '#include <cli/one.h>\n#include "base/one.h"\n' }), []);
});

test('what can not be followed is told', (t) => {
  const tree = makeTree(t);
  for (const [file, text] of [
    ['extension/host/new.js', 'import(name);'], ['extension/host/new.js', 'import(`./${name}.js`);'],
    ['extension/host/new.js', "import './none.js';"], ['extension/host/new.js', "import 'https://a.example/one.js';"],
    ['nss-helper/base/new.c', '#include "one.hpp"'], ['nss-helper/base/new.c', '#include "lifecycle.h"'],
  ]) {
    const faults = faultsWith(tree, { [file]: text });
    assert.equal(faults.length, 1, text);
    assert.match(faults[0], /^\S+: names no file of this house: /);
  }
});

test('a circle between files', (t) => {
  const tree = makeTree(t);
  const faults = (files) => faultsWith(tree, files);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `extension/site/${name}.js`);
  assert.deepEqual(faults({ [a]: use(a, b), [b]: use(b, a) }), ['a circle: extension/site/a.js -> extension/site/b.js -> extension/site/a.js']);
  assert.equal(faults({ [a]: use(a, b), [b]: use(b, c), [c]: use(c, a) }).length, 1, 'of three');
  assert.deepEqual(faults({ [a]: use(a, b) + use(a, c), [b]: use(b, c), [c]: '' }), [], 'two ways to one file');
  const [x, y] = ['nss-helper/nss/x.c', 'nss-helper/nss/y.c'];
  assert.deepEqual(faults({ [x]: use(x, y), [y]: use(y, x) }), ['a circle: nss-helper/nss/x -> nss-helper/nss/y -> nss-helper/nss/x']);
  assert.deepEqual(faults({ [x]: use(x, x) + use(x, y), [y]: use(y, y) }), [], 'a file and its own header');
});

test('a .c or a .h without its partner', (t) => {
  const tree = makeTree(t);
  const table = 'const struct cli_verb *const cli_verbs[] = {\n    &cli_list,   &cli_help, NULL,\n};\n';
  const alone = (text, more = {}, file = 'nss-helper/cli/list.c') => {
    tree.write(file, text);
    tree.leave(file.replace(/\.c$/, '.h'));
    const faults = faultsWith(tree, more);
    tree.leave(file);
    return faults;
  };
  const verbs = { 'nss-helper/cli/verbs.c': table };
  const fault = ['nss-helper/cli/list.c: without its .h'];
  const verb = 'static int run(void)\n{\n}\n\nconst struct cli_verb cli_list = {\n    .run = run,\n};\n';
  assert.deepEqual(alone(verb, verbs), [], 'a verb');
  assert.deepEqual(alone(`${verb}int cli_other(int a,\n              int b)\n{\n}\n`, verbs), fault, 'a verb that gives more');
  assert.deepEqual(alone(verb), fault, 'in no table');
  assert.deepEqual(alone(verb, { 'nss-helper/cli/verbs.c': table.replace('&cli_list,', '') }), fault, 'not in the table');
  assert.deepEqual(alone(verb, { 'nss-helper/base/verbs.c': table }), fault, 'in the table of another room');
  assert.deepEqual(alone('', verbs), fault, 'nothing at all');
  assert.deepEqual(alone('int main(int argc, char **argv)\n{\n}\n'), [], 'a program');
  assert.deepEqual(alone('int nh_main(void)\n{\n}\n'), fault, 'almost a program');
  writeFileSync(path.join(tree.top, 'nss-helper/base/types.h'), '');
  assert.deepEqual(faultsOf(tree.top), ['nss-helper/base/types.h: without its .c']);
});

test('a folder that is no room, and a room that is no folder', (t) => {
  const tree = makeTree(t);
  assert.deepEqual(faultsWith(tree, { 'extension/new.js': '' }), ['extension/new.js: is in no room']);
  assert.deepEqual(faultsWith(tree, { 'extension/host/in/new.js': '' }), ['extension/host/in/new.js: is in no room']);
  assert.equal(faultsWith(tree, { 'nss-helper/new.c': '' }).length, 2, 'both files of it');
  tree.leave('extension/content/one.js');
  assert.deepEqual(faultsOf(tree.top), ['extension/content: a room without a file']);
  assert.deepEqual(faultsOf(tree.top, ['nss-helper']), [], 'only the house that was asked for');
});

test('one row a room, and CONTRIBUTING shows it', (t) => {
  const tree = makeTree(t);
  assert.deepEqual(picture().split('\n').filter((line) => line.startsWith('      ')).map((line) => line.trim().split(' ')[0]),
    rooms.map(({ name }) => path.basename(name)));
  for (const folder of ['tests', '.github']) mkdirSync(path.join(tree.top, folder));
  const script = path.join(tree.top, 'tests/rooms.mjs');
  copyFileSync(fileURLToPath(new URL('rooms.mjs', import.meta.url)), script);
  const run = (...args) => {
    const { status, stdout } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    return [status, stdout];
  };
  const shown = (text) => writeFileSync(path.join(tree.top, '.github/CONTRIBUTING.md'), `# Words\n\n${text}\n\nWords\n`);
  shown(picture());
  assert.deepEqual(run(), [0, '']);
  assert.deepEqual(run('--picture'), [0, `${picture()}\n`]);
  for (const other of [picture().replace('base', 'cellar'), picture().split('\n').slice(0, -1).join('\n'), `${picture()}\n      attic`]) {
    shown(other);
    assert.deepEqual(run(), [1, '.github/CONTRIBUTING.md: not the picture of tests/rooms.mjs --picture\n']);
  }
  shown(picture());
  tree.write('extension/host/new.js', "import '../site/one.js';");
  assert.deepEqual(run(), [1, 'extension/host/new.js: a step up: it may not use extension/site/one.js\n']);
  assert.deepEqual(run('nss-helper'), [0, '']);
});
