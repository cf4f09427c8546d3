// SPDX-License-Identifier: MPL-2.0
// Delivers a CA's response to the host, again if necessary: what the host did not accept stays in
// the record and is sent again when the host is back.
import { noWindows, onWindows } from '../host/asking.js';
import { pieces } from '../host/bytes.js';
import { exportFor } from '../host/export.js';
import { Failure, failureOf } from '../host/failure.js';
import { LIMITS } from '../host/limits.js';
import { TIME, exchange } from '../host/native.js';
import { peek } from '../host/odd.js';
import * as response from '../host/response.js';
import { newId } from '../host/storage.js';
import { ended } from '../site/begun.js';
import { isSecure } from '../site/origins.js';
import { silence } from '../site/windows.js';
import { rememberInstalled } from '../watch/expiry.js';
import { onSettled, onWaiting } from '../watch/unfinished.js';
import { get, isDismissible, isOnlyCopy, isRetriable, isStored, pageOf } from './record.js';
import * as results from './results.js';

/** The page of this record shows what a window of the host asks for. */
const tellAsking = (channel, recordOf) => onWindows(channel, recordOf, results.asking);

/* An older host does not know this request, and closes the port. */
async function oddIn(channel, { answer, identity: { fingerprint } }) {
  try {
    const { odd } = await channel.ask(peek({ answer, fingerprint }), TIME.handshake);
    return odd;
  } catch (error) {
    console.error('nss-helper: peek:', failureOf(error).name);
    return [];
  }
}

/**
 * The reply; if the person is going to be asked, it includes what is unusual in the certificate.
 */
async function withOdd(channel, reply) {
  try {
    return await reply;
  } catch (error) {
    const { name, details } = failureOf(error);
    if (name !== 'ASK') {
      throw error;
    }
    throw new Failure(name, { ...details, odd: await oddIn(channel, details) });
  }
}

/**
 * Sends a response to the host, chunk by chunk.
 * @param {object} from site and mime, and mayAsk where the person has just pressed; or the
 *   name of a file that the person has chosen; `background` where nobody waits for it
 * @param {function} recordOf resolves to the id of its record, when there is one
 */
export async function forward({ site, mime, mayAsk, name, background }, chunks, recordOf) {
  if (name === undefined && !isSecure(site)) {
    throw new Failure('NOT_SECURE');
  }
  return exchange(async (channel) => {
    tellAsking(channel, recordOf);
    channel.send(name === undefined ? response.begin(site, mime, mayAsk) : response.file({ name }));
    for await (const chunk of chunks) {
      for (const piece of pieces(chunk, LIMITS.piece)) {
        channel.send(response.bytes(piece));
      }
    }
    const { answer } = await channel.ask(response.end(), TIME.install);
    await results.received(await recordOf(), answer);
    return withOdd(channel, channel.expect(TIME.install, response.installed));
  }, { background, takes: !background }); // a port is left open for what the person waits for
}

/* Another host, which Firefox has not ended yet, may still be working on it. */
const TRIES = 4;
const PAUSE = 2000;

/**
 * Asks for a response in the host's spool, by the host's name for it; the host may be working on it
 * already.
 */
const askForKept = (id, request, how) => exchange((channel, hello, resumed) => {
  tellAsking(channel, async () => id);
  const done = resumed.find(({ answer }) => answer === request.message.answer);
  return done ?? withOdd(channel, channel.ask(request, TIME.install));
}, how);

async function tryKept(id, request, how, left = TRIES) {
  try {
    return await askForKept(id, request, how);
  } catch (error) {
    if (failureOf(error).name !== 'BUSY' || left === 1) {
      throw error;
    }
  }
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  return tryKept(id, request, how, left - 1);
}

/* Responses that are being worked on: one task at a time for each. */
const atWork = new Set();

async function alone(id, work) {
  if (atWork.has(id)) {
    return false;
  }
  atWork.add(id);
  try {
    return await work();
  } finally {
    atWork.delete(id);
  }
}

/** Records the outcome, for the page. Resolves to the argument for follow(). */
async function writeDown(id, outcome) {
  try {
    const done = await outcome;
    await results.installed(id, done);
    return { done };
  } catch (error) {
    await results.failed(id, error);
    return { done: null };
  } finally {
    noWindows(id);
  }
}

/** Tells the other parts of the extension. True if it is installed. */
async function follow(id, { done }) {
  try {
    if (done) {
      await ended(done.job);
      await rememberInstalled(done);
      await onSettled();
    } else {
      await silenceIfClosed(id);
      await markIfKept(id);
    }
  } catch (error) {
    console.error('nss-helper: outcome:', failureOf(error).name);
  }
  return done !== null;
}

/** Records the outcome and tells the others. True if it is installed. */
export const settle = async (id, outcome) => follow(id, await writeDown(id, outcome));

/**
 * Only one task for a response until its outcome is recorded: as soon as the page shows it, the
 * person may press another button. True if `work` had something to do.
 */
async function bring(id, work) {
  const end = await alone(id, work);
  if (!end) {
    return false;
  }
  await follow(id, end);
  return true;
}

/** Sets the mark of the toolbar button if the host has stored it, because the person may leave the page. */
async function markIfKept(id) {
  const { answer } = await get(id) ?? {};
  await (answer && onWaiting());
}

/** After the person has closed its window, a site opens no more windows by itself. */
async function silenceIfClosed(id) {
  const { name, site } = await get(id) ?? {};
  if (name === 'CANCELLED' && site) {
    await silence(site);
  }
}

/**
 * Tries again: the host may have the response already; otherwise the bytes are sent again. The
 * person is asked again unless they have already agreed.
 */
async function tryAgain(id, { agreed = false, answer, site, mime }, mayAsk) {
  const how = { background: !mayAsk };
  const whole = await results.bytesOf(id);
  if (answer) {
    try {
      return await tryKept(id, agreed ? response.install({ answer }) : response.look(answer, mayAsk), how);
    } catch (error) {
      if (failureOf(error).name !== 'NO_JOB' || !whole) {
        throw error;
      }
    }
  }
  return forward({ site, mime, mayAsk, ...how }, [whole], async () => id);
}

/** True if it was tried. */
const retry = (id, mayAsk) => bring(id, async () => {
  const record = await get(id);
  if (!record || !isRetriable(record)) {
    return null;
  }
  await results.again(id, record.agreed);
  return writeDown(id, tryAgain(id, record, mayAsk));
});

/** The person presses "try again". */
export const onRetry = ({ id }) => retry(id, true);

let handing = null;

/** Hands over all responses that may be installed, one by one. */
export function handOver() {
  const all = async () => {
    for (const id of await results.unsettled()) {
      if (await retry(id, false) && !await results.isTwin(id)) {
        await tell(id);
      }
    }
  };
  handing ??= all().finally(() => {
    handing = null;
  });
  return handing;
}

/** The person agrees to install a response that the host had asked about. */
export const onInstall = ({ id }) => bring(id, async () => {
  const record = await get(id);
  if (record?.state !== 'ask') {
    return null;
  }
  await results.again(id, true);
  return writeDown(id, tryKept(id, response.install({ answer: record.answer })));
});

/** The person declines: the host discards it. The record still names what was stored before. */
export const onDismiss = ({ id }) => alone(id, async () => {
  const record = await get(id);
  if (record && isDismissible(record)) {
    const stored = isStored(record);
    await (stored ? undefined : results.failed(id, new Failure('DISMISSED')));
    await exchange((channel) => channel.ask(response.discard({ answer: record.answer })))
      .then(() => results.note(id, stored ? { answer: undefined } : { deleted: isOnlyCopy(record) }))
      .then(onSettled)
      .catch((error) => console.error('nss-helper: discard:', failureOf(error).name));
  }
});

/** The person wants the file itself, which the host has. */
export const onSave = ({ id }) => alone(id, async () => {
  const record = await get(id);
  if (!record || !isDismissible(record)) {
    return;
  }
  try {
    const { path } = await exchange((channel) =>
      channel.ask(response.save({ answer: record.answer })));
    await results.failed(id, new Failure('SAVED', { message: path }));
    await onSettled();
  } catch (error) {
    const { name, message } = failureOf(error);
    await results.note(id, { saving: { name, message } });
  }
});

/** A file that the person has chosen on a page of ours. Resolves to the id of its record. */
export async function onImport({ name, bytes }) {
  const id = newId();
  await results.begin(id, { site: '', chosen: true });
  bring(id, () => writeDown(id, forward({ name }, [bytes], async () => id)));
  return id;
}

/** Saves a backup with a password of the person. */
export const onBackup = ({ id }) => alone(id, async () => {
  const { state, identity } = await get(id) ?? {};
  if (state !== 'installed') {
    return;
  }
  await results.note(id, { backup: undefined });
  try {
    const { path } = await exchange((channel) => {
      tellAsking(channel, async () => id);
      return channel.ask(exportFor({ target: 'backup', fingerprint: identity.fingerprint, made: false }));
    });
    await results.note(id, { backup: { path }, asking: undefined });
  } catch (error) {
    const { name, message } = failureOf(error);
    await results.note(id, { backup: { name, message }, asking: undefined });
  } finally {
    noWindows(id);
  }
});

/** The person opens the page for a response that waits at the host. */
export async function onLook({ answer, site }) {
  const known = await results.find(answer);
  const id = known ?? await results.adopt(answer, site);
  await bring(id, async () => {
    const { state, agreed } = await get(id);
    if (known !== undefined && state !== 'error') {
      return null;
    }
    await results.again(id, agreed);
    return writeDown(id, tryKept(id, response.look(answer, true)));
  });
  await tell(id, true);
}

/** A host has finished this response at its start. */
export async function onResumed(done) {
  const id = await results.find(done.answer) ?? await results.adopt(done.answer, done.site);
  await results.installed(id, done);
  await ended(done.job);
  await rememberInstalled(done);
  if (!atWork.has(id)) {
    await tell(id);
  }
}

/**
 * Called at a start for each interrupted record: the response may wait at the host, else the
 * person is told that it is lost.
 * @param {object[]} answers that wait there
 */
export async function onLost(id, answers) {
  const { name, site } = await get(id) ?? {};
  const waits = answers.find((one) => one.site === site);
  if (name === 'LOST') {
    await (waits ? onLook(waits) : tell(id, true));
  }
}

/** Opens the page with the result, unless the person is looking at it. */
async function tell(id, always = false) {
  const url = pageOf(id);
  const { state } = await get(id);
  const open = browser.extension.getViews({ type: 'tab' }).some(({ location }) => location.href === url);
  if (always || (!open && state !== 'error')) {
    await browser.tabs.create({ url });
  }
}
