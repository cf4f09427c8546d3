// SPDX-License-Identifier: MPL-2.0
// Takes a CA's response, byte for byte, while Firefox loads it.
// There is no second request: most portals hand out a certificate once.
import { LIMITS } from '../host/limits.js';
import { exchange } from '../host/native.js';
import { Shelf, newId } from '../host/storage.js';
import { originOf } from '../site/origins.js';
import { forward, handOver, settle } from './deliver.js';
import {
  announcedLength, certificateType, keyFileType, neutralDocument, neutralHeaders,
} from './headers.js';
import { pageOf } from './record.js';
import * as results from './results.js';
import { Stream } from './stream.js';

const NO_BODY = [204, 205, 304];
const PATIENCE = 5000;

/** For the blocking listener: new headers where it is a CA's response, else undefined. */
export function onHeaders(details) {
  const { responseHeaders, statusCode } = details;
  const mime = certificateType(responseHeaders);
  const keyFile = mime === null ? keyFileType(responseHeaders) : null;
  const length = announcedLength(responseHeaders);
  if (NO_BODY.includes(statusCode) || length > LIMITS.response) {
    return undefined;
  }
  if (keyFile !== null) {
    return statusCode < 400 ? takeKeyFile(details, keyFile, length) : undefined;
  }
  return mime === null ? undefined : take(details, { mime, mayAsk: true }, length);
}

function take(details, what, length) {
  const { responseHeaders, requestId, url } = details;
  const filter = browser.webRequest.filterResponseData(requestId);
  receive(details, { site: originOf(url), ...what }, filter, new Stream(filter, length))
    .catch((error) => console.error('nss-helper: capture:', error));
  return { responseHeaders: neutralHeaders(responseHeaders) };
}

/**
 * A file that brings a key is not ours to keep: where no host can take it, Firefox saves it
 * as ever. A window may ask for its password only after a press of the person's.
 */
async function takeKeyFile(details, mime, length) {
  const id = newId();
  try {
    await exchange(async () => {});
  } catch (error) {
    await results.begin(id, { site: originOf(details.url), mime });
    await results.note(id, { left: true });
    await results.failed(id, error);
    await showBeside(details.tabId, pageOf(id));
    return undefined;
  }
  return take(details, { mime, keyFile: true, mayAsk: await wasPressed(details) }, length);
}

/** Has the person touched the page a short time ago that the file comes from? */
const wasPressed = ({ tabId }) =>
  browser.tabs.sendMessage(tabId, { type: 'pressed' }).then(Boolean, () => false);

async function receive(details, from, filter, stream) {
  const id = newId();
  const begun = results.begin(id, from);
  // At the host and in a record at the same time: whoever is first has saved it.
  const kept = stream.arrived.then(() => begun)
    .then(() => results.keep(id, stream.bytes, from.keyFile));
  const outcome = forward(from, stream, () => kept.then(() => id));
  // It may fail long before it is looked at below.
  outcome.catch(() => {});
  const end = endOf(details.requestId);
  await stream.arrived;
  if (stream.isWhole) {
    stream.finish();
  }
  writeNeutral(filter);
  if (!stream.isWhole) {
    stream.finish(await inTime(end));
  }
  await kept;
  const settled = settle(id, outcome);
  await browser.tabs.sendMessage(details.tabId, { type: 'answered' }).catch(() => {}); // it may be gone
  await show(details, pageOf(id));
  if (await settled) {
    await handOver();
  }
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

/** The page gets the same words whatever becomes of the response. */
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

/** For a response in a frame: one tab beside the page, however many of them come. */
async function showBeside(openerTabId, url) {
  const { tabs } = browser;
  const known = await beside.get(openerTabId);
  if (known !== undefined && await tabs.update(known, { url, active: true }).catch(() => null)) {
    return;
  }
  const tab = await tabs.create({ url, openerTabId }).catch(() => tabs.create({ url }));
  await beside.put(openerTabId, tab.id);
}
