// SPDX-License-Identifier: MPL-2.0
// Names that a certificate or a site brings can't turn or hide the words around them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './lib.mjs';

const { apart, endOf, inNotice, straight } = await load('site/names.js');

test('characters that turn a text are left out, and none else', () => {
  const turning = [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'];
  for (const one of turning) {
    assert.equal(straight(`Ta${one}ro`), 'Taro', one.codePointAt().toString(16));
    assert.equal(apart(`Ta${one}ro${one}`), '\u2068Taro\u2069');
    assert.equal(inNotice(`Ta${one}ro`), 'Taro');
  }
  for (const name of ['山田 太郎', 'Zoë\u200d', 'דוד', '']) assert.equal(straight(name), name);
});

test('in a notice a name from right to left is isolated', () => {
  assert.equal(inNotice('\u202eדוד'), '\u2068דוד\u2069');
  assert.equal(inNotice('محمد'), '\u2068محمد\u2069');
  assert.equal(inNotice('山田 太郎'), '山田 太郎');
});

test('a long host loses its front, never its end, and keeps its punycode', () => {
  const long = `xn--wgv71a.${'a'.repeat(140)}.b.evil.example`;
  assert.equal(endOf(long).length, 64);
  assert.match(endOf(long), /^…a+\.b\.evil\.example$/);
  for (const host of ['xn--wgv71a.test', `${'a'.repeat(59)}.test`]) assert.equal(endOf(host), host);
  assert.equal(endOf(`${'a'.repeat(60)}.test`), `…${'a'.repeat(58)}.test`);
});
