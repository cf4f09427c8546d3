// SPDX-License-Identifier: MPL-2.0
// A form wants a key: checks which site asks and whether it may, then asks the host.
import { Failure, failureOf } from '../host/failure.js';
import { issue, sent, unsent } from '../host/job.js';
import { exchange } from '../host/native.js';
import { ask, take } from './ask.js';
import { began } from './begun.js';
import { follow, unfollow } from './follow.js';
import { isSecure, originOf, patternOf, samePattern } from './origins.js';
import { takePrepared } from './prepare.js';
import { isOn } from './sites.js';

/* Frames whose key is being made: one at a time. */
const busy = new Set();

/** Who asks: what Firefox says of the sender, not what the message says. */
const placeOf = ({ origin, tab, frameId }) => ({ site: originOf(origin), tabId: tab?.id, frameId });

/**
 * The reply to a content script: { spkac, job }, { ask: id } where the person is being asked
 * for the target, or { error: name }.
 */
export async function onIssue(message, sender) {
  const place = placeOf(sender);
  const frame = `${place.tabId}:${place.frameId}`;
  if (busy.has(frame)) {
    return { error: 'BUSY' };
  }
  busy.add(frame);
  try {
    if (sender.origin === 'null') {
      throw new Failure('SANDBOXED');
    }
    return await serve(message, place);
  } catch (error) {
    const failure = failureOf(error);
    console.error('nss-helper: issue:', failure.name, failure.message);
    return { error: failure.name };
  } finally {
    busy.delete(frame);
  }
}

async function serve(message, place) {
  const target = originOf(message.target);
  if (place.site === null || place.tabId === undefined || !await isOn(place.site)) {
    throw new Failure('SITE_OFF');
  }
  if (target === null) {
    throw new Failure('BAD_FORM');
  }
  if (!isSecure(place.site) || !isSecure(target)) {
    throw new Failure('NOT_SECURE');
  }
  const { key, challenge } = message;
  const request = issue({ site: place.site, target, key, challenge });
  const answered = await take(message.ask, place, target);
  if (!answered && message.pressed !== true) {
    throw new Failure('NO_PRESS');
  }
  if (!samePattern(place.site, target) && !await isOn(target)) {
    return { ask: await askForTarget(place, target) };
  }
  return makeKey(request, place, message.turn);
}

const askForTarget = ({ site, tabId, frameId }, target) =>
  ask({ kind: 'target', from: site, to: target, pattern: patternOf(target), tabId, frameId });

/** Is the page still there, and its form as it was when the person pressed? */
async function checkPage({ tabId, frameId }, turn) {
  const there = await browser.tabs.sendMessage(tabId, { type: 'there', turn }, { frameId }).catch(() => undefined);
  if (there === undefined) {
    throw new Failure('INTERRUPTED', { message: 'the page has gone' });
  }
  if (there !== true) {
    throw new Failure('FORM_CHANGED');
  }
}

/** Shows beside the form what a window of the host asks for. */
const tellAsking = ({ tabId, frameId }, turn) => (what) =>
  browser.tabs.sendMessage(tabId, { type: 'asking', turn, what }, { frameId }).catch(() => {});

async function makeKey(request, place, turn) {
  const prepared = await takePrepared(place, request.message);
  const talk = async (channel) => {
    channel.onAsking = tellAsking(place, turn);
    const { job, spkac } = await channel.ask(request);
    // After "sent" the person is told when no certificate comes. That would be wrong if the
    // form or its page has gone while the key was made.
    await Promise.all([began(job, [request.message.site, request.message.target]), checkPage(place, turn)]);
    await channel.ask(sent({ job }));
    await follow(job, { ...place, target: request.message.target });
    return { spkac, job };
  };
  // Firefox takes longer to start a host than the host to install the response.
  const how = { leaves: true };
  return prepared ? prepared.goOn(talk, how) : exchange(talk, how);
}

/**
 * The form was redirected to another site before it was sent, or was removed: its job is not sent.
 */
export async function onUnsent({ job }, sender) {
  try {
    if (await unfollow(job, placeOf(sender))) {
      await exchange((channel) => channel.ask(unsent({ job })));
    }
  } catch (error) {
    console.error('nss-helper: unsent:', failureOf(error).message);
  }
}
