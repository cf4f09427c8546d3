// SPDX-License-Identifier: MPL-2.0
// While a job or a press waits, the bytes of each response of a site are examined, whatever its
// type: a certificate for the job, or a file with a key, goes to the host; everything else goes
// on to the page or is given back to Firefox. Network settings are examined at any time. Of a
// file with a key the extension keeps nothing.
import { Failure, failureOf } from '../host/failure.js';
import { LIMITS } from '../host/limits.js';
import { newId } from '../host/storage.js';
import { expectedOf, hasJob } from '../site/expected.js';
import { originOf } from '../site/origins.js';
import { isOn } from '../site/sites.js';
import { mayAsk } from './capture.js';
import { PASS, collect } from './collect.js';
import { forward, handOver, settle } from './deliver.js';
import { endOf, inTime } from './ends.js';
import * as file from './file.js';
import {
  UNSEEN_TEXT, announcedLength, areSettings, couldBeOurs, isPlain, isText, nameOf, neutralHeaders, typeOf, wayOf, withType,
} from './headers.js';
import { isPage, kindOf } from './kind.js';
import { pageOf } from './record.js';
import * as results from './results.js';
import { offerImport, show, showBeside } from './show.js';

/* Milliseconds to wait for Firefox to say how a request ended, and for a host to say what it is. */
const PATIENCE = 5000;
const VERDICT = 10000;

/* The page has it already. */
const COPY = { quiet: true, other: () => {}, own: () => {} };

const NO_BODY = [204, 205, 304];

/** For the blocking listener: resolves to new headers, or to undefined where they stay. */
export async function onHeaders(details) {
  const { responseHeaders, statusCode, url } = details;
  const way = wayOf(responseHeaders);
  if (way === null || NO_BODY.includes(statusCode) || announcedLength(responseHeaders) > LIMITS.response) {
    return undefined;
  }
  const expected = await expectedOf(details, originOf(url));
  const { job, form, pressed } = expected;
  if (way === 'shown') {
    return job || pressed ? lookAtShown(details, expected) : undefined;
  }
  if (way === 'unknown' && !form) {
    return undefined; // Firefox looks at the bytes itself
  }
  const settings = statusCode < 400 && areSettings(responseHeaders, url);
  const wanted = form || settings || (pressed && statusCode < 400 && couldBeOurs(responseHeaders, url));
  return wanted ? hold(details, expected, way) : undefined;
}

/**
 * For the blocking listener, for requests of scripts of the page, which get the response unchanged.
 */
export async function onScript(details) {
  const { responseHeaders, url, documentUrl = '' } = details;
  const site = originOf(url);
  if (couldBeOurs(responseHeaders, url) && await hasJob(site, originOf(documentUrl))) {
    const filter = browser.webRequest.filterResponseData(details.requestId);
    inBackground(details, { job: true }, filter, PASS.atOnce, COPY);
  }
}

/* Pages whose data: address is being looked at: one at a time. */
const busy = new Set();

/** A page has a data: URL in a link that was pressed, or in a frame: look at a copy. */
export async function onData({ url }, { tab, origin }) {
  const site = originOf(origin);
  if (tab === undefined || site === null || !/^data:/i.test(url) || busy.has(tab.id) || !await isOn(site)) {
    return;
  }
  busy.add(tab.id);
  try {
    const response = await fetch(url);
    const type = { name: 'Content-Type', value: response.headers.get('content-type') ?? '' };
    const details = { tabId: tab.id, requestId: newId(), url: site, responseHeaders: [type] };
    await takeCopy(details, new Uint8Array(await response.arrayBuffer()));
  } finally {
    busy.delete(tab.id);
  }
}

async function takeCopy(details, bytes) {
  const { job, pressed } = await expectedOf(details, details.url);
  const kind = bytes.length > LIMITS.response ? null : kindOf(bytes);
  if ((kind === 'certificate' && job) || (kind === 'key' && (job || pressed))) {
    await take(details, bytes, kind, undefined, COPY);
  }
}

/*
 * What the page gets in the end: `other` if the bytes are not a CA's, with a stream of the rest;
 * else `own`.
 */

function lookAtShown(details, expected) {
  const { requestId, responseHeaders } = details;
  const filter = browser.webRequest.filterResponseData(requestId);
  const held = expected.form && isPlain(responseHeaders);
  inBackground(details, expected, filter, held ? PASS.atEnd : PASS.whenClear, {
    other: (bytes, rest) => (held && !isText(bytes) ? giveFile(details, filter, bytes, rest)
      : write(filter, [bytes], rest)),
    own: () => write(filter, [`${browser.i18n.getMessage('neutral')}\n`]),
  });
  return held ? { responseHeaders: withType(responseHeaders, UNSEEN_TEXT) } : undefined;
}

/** Headers that make Firefox show it; otherwise Firefox would save it before any byte is seen. */
function hold(details, expected, way) {
  const { requestId, responseHeaders } = details;
  const filter = browser.webRequest.filterResponseData(requestId);
  const isUnknown = way === 'unknown';
  const asText = expected.form && isPlain(responseHeaders) ? UNSEEN_TEXT : undefined;
  inBackground(details, expected, filter, PASS.atEnd, {
    other(bytes, rest) {
      if (!isUnknown || !isText(bytes)) {
        return giveFile(details, filter, bytes, rest);
      }
      return write(filter, isPage(bytes) ? [bytes] : ['<plaintext>', bytes], rest);
    },
    own: () => write(filter, [`${browser.i18n.getMessage('neutral')}\n`]),
  });
  return { responseHeaders: isUnknown ? withType(responseHeaders, 'text/html')
    : neutralHeaders(responseHeaders, asText) };
}

/** @param {ReadableStream} [rest] what follows, which the page gets, too */
async function write(filter, parts, rest) {
  try {
    for (const part of parts) {
      filter.write(typeof part === 'string' ? new TextEncoder().encode(part) : part);
    }
    for await (const chunk of rest ?? []) {
      filter.write(chunk);
    }
    filter.close();
  } catch {
    // The page is gone.
  }
}

async function giveFile(details, filter, bytes, rest) {
  const { responseHeaders, url } = details;
  const blob = rest ? await file.gather(bytes, rest) : new Blob([bytes]);
  if (blob === null) {
    await write(filter, [`${browser.i18n.getMessage('given_up')}\n`]);
    return;
  }
  const id = file.keep(blob, nameOf(responseHeaders, url));
  await write(filter, [`${browser.i18n.getMessage('given_back')}\n`]);
  await show(details, file.pageOf(id));
}

function inBackground(details, expected, filter, pass, gives) {
  look(details, expected, filter, pass, gives)
    .catch((error) => console.error('nss-helper: look:', error));
}

async function look(details, expected, filter, pass, gives) {
  const end = endOf(details.requestId);
  const came = await collect(filter, pass);
  if (came === null) {
    return;
  }
  if (!came.begun) {
    await tellSaved(details, expected, await inTime(end, PATIENCE));
    return;
  }
  const kind = came.rest ? null : kindOf(came.bytes);
  if (kind === 'key' || (kind === 'certificate' && expected.job)) {
    const error = await inTime(end, PATIENCE);
    await take(details, came.bytes, kind, error, gives);
  } else {
    await gives.other(came.bytes, came.rest);
  }
}

/** Firefox has saved it itself. The person is told only if a job waits for it. */
async function tellSaved(details, { job }, error) {
  const { responseHeaders, url } = details;
  if (job && !error && couldBeOurs(responseHeaders, url)) {
    await offerImport(details, originOf(url));
  }
}

async function take(details, bytes, kind, error, gives) {
  const from = {
    site: originOf(details.url), mime: typeOf(details.responseHeaders), keyFile: kind === 'key',
    mayAsk: await mayAsk(details),
  };
  const id = newId();
  await results.begin(id, from);
  await results.keep(id, bytes, from.keyFile);
  const outcome = error ? Promise.reject(new Failure('INCOMPLETE', { message: error }))
    : forward(from, [bytes], async () => id);
  if (await isOther(outcome, kind)) {
    await results.drop(id);
    await gives.other(bytes);
    return;
  }
  await gives.own();
  const settled = settle(id, outcome);
  await (gives.quiet ? showBeside(details.tabId, pageOf(id)) : show(details, pageOf(id)));
  if (await settled) {
    await handOver();
  }
}

/* What the host refuses with these is not for it. And without a host, only Firefox may keep a key. */
const REFUSED = ['BAD_DATA', 'NO_CERTIFICATE', 'NO_KEY', 'OTHER_CA', 'OTHER_SITE'];

async function isOther(outcome, kind) {
  const verdict = outcome.then(() => false, (error) => {
    const { name, details } = failureOf(error);
    return details.answer === undefined
      && (REFUSED.includes(name) || (kind === 'key' && name.startsWith('HOST_')));
  });
  return await inTime(verdict, VERDICT) ?? false;
}
