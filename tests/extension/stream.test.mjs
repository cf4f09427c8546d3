// SPDX-License-Identifier: MPL-2.0
// The bytes of a response as they arrive: whole, too many, or too few, by one byte each.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './lib.mjs';

const { Stream } = await load('answer/stream.js');
const { LIMITS } = await load('host/limits.js');

/** A stream that has got this many bytes, in two chunks. */
async function streamOf(length, expected = null) {
  const filter = {};
  const stream = new Stream(filter, expected);
  for (const one of [length - 1, 1]) filter.ondata({ data: new ArrayBuffer(one) });
  filter.onstop();
  await stream.arrived;
  return stream;
}

test('a response of the largest size is all there, and of a larger one there are no bytes', async () => {
  for (const [more, isTooLarge, length] of [[0, false, LIMITS.response], [1, true, 0]]) {
    const stream = await streamOf(LIMITS.response + more);
    assert.deepEqual([stream.isTooLarge, stream.bytes.length], [isTooLarge, length]);
  }
});

test('a response is too large as soon as it passes the limit, and is never whole', async () => {
  const filter = {};
  const stream = new Stream(filter, LIMITS.response + 1);
  filter.ondata({ data: new ArrayBuffer(LIMITS.response + 1) });
  await stream.arrived;
  assert.deepEqual([stream.isTooLarge, stream.isWhole], [true, false]);
  stream.finish();
  await assert.rejects(async () => { for await (const chunk of stream) assert.fail(chunk); }, { name: 'TOO_LARGE' });
});

test('a response is whole with exactly the announced number of bytes, and never without one', async () => {
  for (const [expected, isWhole, name] of [[3, true], [2, false, 'INCOMPLETE'], [4, false, 'INCOMPLETE'], [null, false]]) {
    const stream = await streamOf(3, expected);
    assert.equal(stream.isWhole, isWhole, `${expected}`);
    stream.finish();
    let failed;
    try {
      for await (const chunk of stream) assert.ok(chunk.length > 0);
    } catch (failure) {
      failed = failure.name;
    }
    assert.equal(failed, name, `${expected}`);
  }
});
