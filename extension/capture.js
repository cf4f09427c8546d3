// SPDX-License-Identifier: MPL-2.0
// Takes the answer of a CA out of the response, byte for byte, while Firefox loads it.
// There is no second request: most portals hand out a certificate once.
import { pieces } from './bytes.js';
import { Failure } from './failure.js';
import { announcedLength, certificateType, neutralDocument, neutralHeaders } from './headers.js';
import { TIME, exchange } from './native.js';
import { isSecure, originOf } from './origins.js';
import * as protocol from './protocol.js';
import * as results from './results.js';
import { Stream } from './stream.js';
import { Shelf, newId } from './state.js';

const NO_BODY = [204, 205, 304];
const PATIENCE = 5000;

/** For the blocking listener: new headers where the response is an answer, else undefined. */
export function onHeaders(details) {
  const { responseHeaders, statusCode, requestId, url } = details;
  const mime = certificateType(responseHeaders);
  const length = announcedLength(responseHeaders);
  if (mime === null || NO_BODY.includes(statusCode) || length > protocol.LIMITS.answer) {
    return undefined;
  }
  const filter = browser.webRequest.filterResponseData(requestId);
  receive(details, { site: originOf(url), mime }, filter, new Stream(filter, length))
    .catch((error) => console.error('nss-helper: capture:', error));
  return { responseHeaders: neutralHeaders(responseHeaders) };
}

async function receive(details, from, filter, stream) {
  const id = newId();
  const outcome = forward(from, stream);
  // It may fail long before it is looked at below.
  outcome.catch(() => {});
  const end = endOf(details.requestId);
  await stream.arrived;
  writeNeutral(filter);
  stream.finish(await inTime(end));
  await results.begin(id, from, stream.bytes);
  await show(details, results.pageOf(id));
  await settle(id, outcome);
}

/* Only the end of the request tells whether a response without a length is whole. */
const ends = new Map();

/** Resolves to what broke the response off, or to undefined. */
function endOf(requestId) {
  return new Promise((resolve) => ends.set(requestId, resolve));
}

/** As that; but a browser that says nothing must not hold up what has arrived. */
async function inTime(end) {
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  try {
    return await Promise.race([end, patience]);
  } finally {
    clearTimeout(timer);
  }
}

export function onEnd({ requestId, error }) {
  ends.get(requestId)?.(error);
  ends.delete(requestId);
}

/** The page gets the same words whatever becomes of the answer. */
function writeNeutral(filter) {
  const { getMessage } = browser.i18n;
  const neutral = neutralDocument(getMessage('language'), getMessage('neutral'));
  try {
    filter.write(new TextEncoder().encode(neutral));
    filter.close();
  } catch {
    // The response failed: there is no document to write any more.
  }
}

/** To the host, as they come. */
async function forward({ site, mime }, chunks) {
  if (!isSecure(site)) {
    throw new Failure('NOT_SECURE');
  }
  return exchange(async (channel) => {
    channel.send(protocol.answer(site, mime));
    for await (const chunk of chunks) {
      for (const piece of pieces(chunk, protocol.LIMITS.piece)) {
        channel.send(protocol.bytes(piece));
      }
    }
    channel.send(protocol.end());
    return installation(channel);
  });
}

async function installation(channel) {
  const reply = await channel.expect(TIME.install, 'received', 'installed');
  return reply.type === 'installed' ? reply : channel.expect(TIME.install, 'installed');
}

async function settle(id, outcome) {
  try {
    await results.installed(id, await outcome);
  } catch (error) {
    await results.failed(id, error);
  }
}

/** The person gets the result: in place of the page, or beside one with a frame. */
async function show({ type, tabId }, url) {
  const { tabs } = browser;
  if (type === 'main_frame') {
    await tabs.update(tabId, { url, loadReplace: true }).catch(() => tabs.create({ url }));
  } else {
    await showBeside(tabId, url);
  }
}

const beside = new Shelf('session', 'beside');

/** For an answer in a frame: one tab beside the page, however many answers come. */
async function showBeside(openerTabId, url) {
  const { tabs } = browser;
  const known = await beside.get(openerTabId);
  if (known !== undefined && await tabs.update(known, { url, active: true }).catch(() => null)) {
    return;
  }
  const tab = await tabs.create({ url, openerTabId }).catch(() => tabs.create({ url }));
  await beside.put(openerTabId, tab.id);
}

const installKept = (answer) => exchange((channel) => {
  channel.send(protocol.install(answer));
  return installation(channel);
});

/** The person said yes to an answer that the host had asked about. */
export async function onInstall({ id }) {
  const record = await results.get(id);
  if (record?.state === 'ask') {
    await results.again(id, true);
    await settle(id, installKept(record.answer));
  }
}

/** The person said no to it. */
export async function onDismiss({ id }) {
  if ((await results.get(id))?.state === 'ask') {
    await results.failed(id, new Failure('DISMISSED'));
  }
}

/**
 * The person has mended what was wrong. The kept bytes go to the host anew, so that it
 * asks where it has to; only a yes that was said already is not asked for again.
 */
export async function onRetry({ id }) {
  const record = await results.get(id);
  const whole = await results.bytesOf(id);
  if (record?.state === 'error' && whole) {
    const { agreed = false, answer } = record;
    await results.again(id, agreed);
    await settle(id, agreed && answer ? installKept(answer) : forward(record, [whole]));
  }
}
