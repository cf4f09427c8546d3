// SPDX-License-Identifier: MPL-2.0
// Bytes that are held until it is clear what they are: none of them is lost on the way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './lib.mjs';

const { PASS, collect } = await load('answer/collect.js');
const file = await load('answer/file.js');
const MOST = 4 << 20;

/* Like Firefox, it drops data on its way to a filter that is suspended or disconnected. */
const makeFilter = () => ({
  status: 'transferringdata',
  suspend() { this.status = 'suspended'; },
  resume() { this.status = 'transferringdata'; },
  disconnect() { this.status = 'disconnected'; },
  close() { this.status = 'closed'; },
  written: '',
  write(bytes) { this.written += new TextDecoder().decode(bytes); },
});

const give = (filter, text) => filter.status !== 'transferringdata' || filter.ondata({ data: new TextEncoder().encode(text).buffer });

test('more than a response has: what is on its way meanwhile is there, in its order', async () => {
  const filter = makeFilter();
  const came = collect(filter, PASS.atEnd);
  filter.onstart();
  give(filter, 'a'.repeat(MOST));
  give(filter, 'b');
  give(filter, 'c');
  const { bytes, rest } = await came;
  give(filter, 'd');
  const whole = file.gather(bytes, rest);
  await new Promise(setImmediate);
  give(filter, 'e');
  filter.onstop();
  const text = await (await whole).text();
  assert.equal(text.length, MOST + 4);
  assert.equal(text.slice(MOST - 1), 'abcde');
});

test('what is not a CA\'s goes on to the page, whole and in its order, and then ends', async () => {
  for (const pass of [PASS.atOnce, PASS.whenClear]) {
    const filter = makeFilter();
    const came = collect(filter, pass);
    filter.onstart();
    give(filter, '<!DOCTYPE html><title>page</title>');
    give(filter, 'a'.repeat(MOST));
    give(filter, 'bc');
    assert.equal(await came, null);
    give(filter, 'd');
    filter.onstop();
    assert.equal(filter.written, `<!DOCTYPE html><title>page</title>${'a'.repeat(MOST)}bcd`);
    assert.equal(filter.status, 'closed');
  }
});

test('…and one that breaks off is no file', async () => {
  const filter = makeFilter();
  const came = collect(filter, PASS.atEnd);
  filter.onstart();
  give(filter, 'a'.repeat(MOST + 1));
  const { bytes, rest } = await came;
  const whole = file.gather(bytes, rest);
  filter.error = 'Channel redirected';
  filter.onerror();
  assert.equal(await whole, null);
});

test('…and one with more bytes than the limit is no file either, and is read no further', async () => {
  const most = 10;
  for (const [length, isWhole] of [[most, true], [most + 1, false]]) {
    let given = 2;
    const rest = new ReadableStream({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(1));
        if (isWhole && given === length) controller.close();
        if (given > length) controller.error(new Error('it was read further'));
      },
    }, { highWaterMark: 0 });
    const blob = await file.gather(new Uint8Array(2), rest, most);
    assert.deepEqual([blob?.size ?? null, given], [isWhole ? length : null, length]);
  }
});
