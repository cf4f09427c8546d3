// SPDX-License-Identifier: MPL-2.0
// Takes a CA's response, byte for byte, while Firefox loads it.
// There is no second request: most portals hand out a certificate once.
import { LIMITS } from '../host/limits.js';
import { exchange } from '../host/native.js';
import { newId } from '../host/storage.js';
import { originOf } from '../site/origins.js';
import { mayOpen } from '../site/windows.js';
import { forward, handOver, settle } from './deliver.js';
import { endOf, inTime } from './ends.js';
import { announcedLength, certificateType, keyFileType, neutralHeaders } from './headers.js';
import { pageOf } from './record.js';
import * as results from './results.js';
import { isClosed, offerImport, show, showBeside } from './show.js';
import { Stream } from './stream.js';

const NO_BODY = [204, 205, 304];
// Milliseconds to wait for a page to say that it waits, and for Firefox to say how a request ended.
const WAIT = 2000;
const PATIENCE = 5000;
const AT_ONCE = 1000; // saving a large one continues

/** For the blocking listener: new headers for a CA's response, else undefined. */
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
  return mime === null ? undefined : takeCertificate(details, mime, length);
}

/**
 * Its content is known only later, so its window follows the same rule as that of a file with a key.
 */
async function takeCertificate(details, mime, length) {
  return take(details, { mime, mayAsk: await mayAsk(details) }, length);
}

function take(details, what, length) {
  const { responseHeaders, requestId, url } = details;
  const filter = browser.webRequest.filterResponseData(requestId);
  receive(details, { site: originOf(url), ...what }, filter, new Stream(filter, length))
    .catch((error) => console.error('nss-helper: capture:', error));
  return { responseHeaders: neutralHeaders(responseHeaders) };
}

/**
 * The extension must not keep a file with a key: if no host can take it, Firefox saves it as
 * ever. A window may ask for its password only after a press of the person.
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
  return take(details, { mime, keyFile: true, mayAsk: await mayAsk(details) }, length);
}

/** Whether a window may open for it. The bytes are taken even if this fails. */
export const mayAsk = (details) => mayOpen(details).catch((error) => {
  console.error('nss-helper: press:', error);
  return false;
});

async function receive(details, from, filter, stream) {
  const id = newId();
  const begun = results.begin(id, from);
  // Stored at the host and in a record at the same time, so that one of them has it as soon as possible.
  const kept = stream.arrived.then(() => begun)
    .then(() => results.keep(id, stream.bytes, from.keyFile));
  // A host starts only when the response is complete: for a slow site it would hold up all others.
  const outcome = stream.arrived.then(() => forward(from, stream, () => kept.then(() => id)));
  // It may fail long before it is looked at below.
  outcome.catch(() => {});
  const end = endOf(details.requestId);
  // A page that makes way for the response is told at once, or it would ask whether to leave it.
  const told = details.type === 'main_frame' ? tellAnswered(details) : null;
  const stopWaiting = afterWait(() => write(filter, browser.i18n.getMessage('waiting')));
  await stream.arrived;
  stopWaiting();
  const error = await finish(filter, stream, end);
  await begun;
  await (told ?? tellAnswered(details));
  if (stream.isUnseen && !error) {
    await kept;
    await results.drop(id);
    await offerImport(details, from.site);
    return;
  }
  // Both write the record: the outcome after the bytes.
  const settled = settle(id, kept.then(() => outcome));
  // A person who closed the page while it was arriving does not want the result.
  if (!error || !await isClosed(details)) {
    await show(details, pageOf(id));
  }
  if (await settled) {
    await handOver();
  }
}

/** Tells the page whose form or frame has got it, which may be gone. */
const tellAnswered = ({ tabId }) => browser.tabs.sendMessage(tabId, { type: 'answered' }).catch(() => {});

/** Ends the page with its text, and the stream. Resolves to what broke the response off. */
async function finish(filter, stream, end) {
  if (stream.isWhole) {
    stream.finish();
  }
  write(filter, browser.i18n.getMessage('neutral'));
  close(filter);
  const error = stream.isWhole || stream.isTooLarge ? undefined
    : await inTime(end, stream.isUnseen ? AT_ONCE : PATIENCE);
  stream.finish(error);
  return error;
}

/** Calls `say` after a while, unless it is cancelled before. */
function afterWait(say) {
  const timer = setTimeout(say, WAIT);
  return () => clearTimeout(timer);
}

/** The page gets the same text whatever the result. */
function write(filter, words) {
  try {
    filter.write(new TextEncoder().encode(`${words}\n`));
  } catch {
    // It has not begun yet, or has failed: there is no document to write.
  }
}

/** Stop receiving from the server, even if the response never ends. */
function close(filter) {
  try {
    filter.close();
  } catch {
    // It has failed.
  }
}
