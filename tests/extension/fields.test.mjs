// SPDX-License-Identifier: MPL-2.0
// The table of all fields (tests/fields.mjs), given to the extension's own checks: they accept the good
// values, and no others. The host does the same, see tests/host/fields.test.mjs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FIELDS, NEVER, REQUESTS, withField } from '../fields.mjs';
import { files, load } from './lib.mjs';

const { isRequest, types } = await load('host/message.js');
await Promise.all(files('.js', 'host').map(load));

const short = (value) => (JSON.stringify(value) ?? 'none').slice(0, 60);

for (const [field, { in: where, good, bad, large }] of Object.entries(FIELDS)) {
  const never = NEVER.filter((value) => !good.includes(value));
  for (const type of where) {
    test(`${field} of ${type}`, () => {
      for (const value of good) assert.ok(isRequest(withField(type, field, value)), short(value));
      for (const value of [...bad, ...large, ...never]) {
        assert.ok(!isRequest(withField(type, field, value)), short(value));
      }
    });
  }
}

test('no request takes a field more', () => {
  for (const type of Object.keys(REQUESTS)) assert.ok(!isRequest(withField(type, 'more', '')), type);
});

test('the table has all requests and all of their fields, and so has the extension', () => {
  assert.deepEqual(types().toSorted(), Object.keys(REQUESTS).toSorted());
  for (const [type, fields] of Object.entries(REQUESTS)) {
    for (const field of Object.keys(fields)) assert.ok(FIELDS[field].in.includes(type), `${type}.${field}`);
  }
});
