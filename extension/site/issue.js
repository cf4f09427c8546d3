// SPDX-License-Identifier: MPL-2.0
// A form wants a key: who asks, may it, and then one exchange with the host.
import { Failure, failureOf } from '../host/failure.js';
import { issue, sent } from '../host/job.js';
import { exchange } from '../host/native.js';
import { ask, take } from './ask.js';
import { began } from './begun.js';
import { follow } from './follow.js';
import { isSecure, originOf, patternOf, samePattern } from './origins.js';
import { isOn } from './sites.js';

/* Frames whose key is being made: one at a time. */
const busy = new Set();

/**
 * The reply to a content script: { spkac }, { ask: id } where the person is being asked
 * for the target, or { error: name }. Who asks is what Firefox says, not the message.
 */
export async function onIssue(message, sender) {
  const place = {
    site: originOf(sender.origin),
    tabId: sender.tab?.id,
    frameId: sender.frameId,
  };
  const frame = `${place.tabId}:${place.frameId}`;
  if (busy.has(frame)) {
    return { error: 'BUSY' };
  }
  busy.add(frame);
  try {
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
  return makeKey(request, place);
}

const askForTarget = ({ site, tabId, frameId }, target) =>
  ask({ kind: 'target', from: site, to: target, pattern: patternOf(target), tabId, frameId });

const isThere = ({ tabId, frameId }) =>
  browser.tabs.sendMessage(tabId, { type: 'there' }, { frameId }).then(Boolean, () => false);

async function makeKey(request, place) {
  return exchange(async (channel) => {
    const { job, spkac } = await channel.ask(request);
    await began(job);
    // Who says "sent" will be told of a certificate that did not come: not of a form that
    // went with its page while the key was made.
    if (!await isThere(place)) {
      throw new Failure('INTERRUPTED', { message: 'the page has gone' });
    }
    await channel.ask(sent({ job }));
    await follow(job, { ...place, target: request.message.target });
    return { spkac };
  });
}
