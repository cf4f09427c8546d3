// SPDX-License-Identifier: MPL-2.0
// What "Use elsewhere" says of a file is true of the file that the host writes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { TOP, load } from './lib.mjs';

const { OLD, TARGETS } = await load('pages/elsewhere.js');
const { partsOf } = await load('pages/told.js');

test('the page mentions old encryption for the targets that get it, and for no others', () => {
  const table = readFileSync(path.join(TOP, 'nss-helper/export/targets.c'), 'utf8');
  const forms = Object.fromEntries([...table.matchAll(/\.name = "([\w-]+)"[^]*?\.form = (\w+)/g)].map(([, name, form]) => [name, form]));
  const old = Object.keys(forms).filter((name) => forms[name] === 'NH_FORM_P12_OLD');
  assert.deepEqual(Object.keys(forms).sort(), Object.values(TARGETS).flat().sort());
  assert.ok(old.length > 0);
  assert.deepEqual([...OLD].sort(), old.sort());
});

test('the command of a step reaches from the first backtick to the last', () => {
  for (const [step, parts] of [
    ['Run: `ls /x`.', { before: 'Run: ', command: 'ls /x', after: '.' }],
    ["Run: `cat '/a`b'` there", { before: 'Run: ', command: "cat '/a`b'", after: ' there' }],
    ['Open it.', { before: 'Open it.' }], ['A lone ` sign', { before: 'A lone ` sign' }],
  ]) assert.deepEqual(partsOf(step), parts, step);
});
