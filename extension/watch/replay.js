// SPDX-License-Identifier: MPL-2.0
// Continues what an earlier host could not finish: once for each start of the browser or the
// extension, and again while a host says that there is more.
import { failureOf } from '../host/failure.js';
import { TIME, exchange, hearResumed } from '../host/native.js';
import { replay as request } from '../host/replay.js';
import { DurableShelf, Shelf } from '../host/storage.js';

const start = new Shelf('session', 'replay');
const dropped = new DurableShelf('dropped'); // by answer, until the person has heard of them

let forgetAnswer = async () => {};

/** Sets who is told of an answer that the host has removed. */
export const onDropped = (listener) => {
  forgetAnswer = listener;
};

async function note(one) {
  await dropped.put(one.answer, one);
  await forgetAnswer(one);
}

/* Firefox may load the panel in advance, so the first time that this is told nobody may have seen it. */
const TOLD = 24 * 60 * 60 * 1000;

/** What the host has removed, told for a day from when the person first heard of it. */
export async function tellDropped() {
  const all = await dropped.all();
  const now = Date.now();
  for (const [answer, { told = now, ...one }] of all) {
    await (now - told > TOLD ? dropped.remove(answer) : dropped.put(answer, { ...one, told }));
  }
  return all.map(([, one]) => one).filter(({ told = now }) => now - told <= TOLD);
}

async function ask(channel) {
  const reply = await channel.ask(request(), TIME.install);
  await hearResumed(channel, reply);
  for (const one of reply.dropped) {
    await note(one);
  }
  return reply;
}

/* A host without this request replays before its reply to hello. */
const isOlder = (error) => failureOf(error).name === 'PROTOCOL';

async function isWhole() {
  try {
    const { more } = await exchange(ask, { background: true });
    return !more;
  } catch (error) {
    console.error('nss-helper: replay:', error);
    return isOlder(error);
  }
}

let going = null;

export function replay() {
  const all = async () => {
    if (await start.get('whole') === undefined && await isWhole()) {
      await start.put('whole', true);
    }
  };
  going ??= all().finally(() => {
    going = null;
  });
  return going;
}
