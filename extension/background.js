// SPDX-License-Identifier: MPL-2.0
// The event page: listeners, and who answers them. Firefox wakes it for each of them, so
// all are added before anything is awaited.
import { onResumed } from './host/native.js';
import { onAnswer, onTabRemoved } from './site/ask.js';
import { onContainer } from './site/container.js';
import * as follow from './site/follow.js';
import { onIssue } from './site/issue.js';
import { originOf } from './site/origins.js';
import { onCheck, onGranted, onRevoked, register } from './site/sites.js';
import { onExport, onIdentities, onPortal, onRemove, onVerify } from './watch/certificates.js';
import * as expiry from './watch/expiry.js';
import { isFirstWake, lookBack, onForget, onStatus } from './watch/unfinished.js';
import * as capture from './answer/capture.js';
import * as deliver from './answer/deliver.js';
import { bytesOf, recover } from './answer/results.js';

const { alarms, notifications, permissions, runtime, tabs, webRequest } = browser;

const WHERE = { urls: ['*://*/*'], types: ['main_frame', 'sub_frame', 'object'] };

/** A host that has answered may take what was kept for it. */
function thenHandOver(handler) {
  return async (...details) => {
    const reply = await handler(...details);
    if (!reply.error && !reply.ask) {
      inBackground(deliver.handOver());
    }
    return reply;
  };
}

const FROM_SITES = {
  issue: thenHandOver(onIssue),
  check: (message, sender) => onCheck(originOf(sender.origin)),
};

const FROM_OWN_PAGES = {
  answer: onAnswer,
  waiting: () => Promise.resolve(), // to have come is all: it keeps this page awake
  install: deliver.onInstall,
  dismiss: deliver.onDismiss,
  save: deliver.onSave,
  import: deliver.onImport,
  backup: deliver.onBackup,
  container: onContainer,
  bytes: ({ id }) => bytesOf(id), // for a page that shows a record
  retry: deliver.onRetry,
  identities: onIdentities,
  export: onExport,
  remove: onRemove,
  portal: onPortal,
  verify: onVerify,
  snooze: expiry.onSnooze,
  expiring: expiry.onExpiring,
  status: thenHandOver(onStatus),
  look: deliver.onLook,
  forget: onForget,
};

runtime.onMessage.addListener((message, sender) => {
  const own = sender.url?.startsWith(runtime.getURL('pages/')) ?? false;
  const handlers = own ? FROM_OWN_PAGES : FROM_SITES;
  return Object.hasOwn(handlers, message?.type) ? handlers[message.type](message, sender) : false;
});

webRequest.onHeadersReceived.addListener(
  (details) => capture.onHeaders(details) ?? follow.onHeaders(details),
  WHERE,
  ['blocking', 'responseHeaders'],
);
for (const event of [webRequest.onCompleted, webRequest.onErrorOccurred]) {
  event.addListener(capture.onEnd, WHERE);
  event.addListener(follow.onEnd, WHERE);
}

permissions.onAdded.addListener(onGranted);
permissions.onRemoved.addListener(onRevoked);
tabs.onRemoved.addListener(onTabRemoved);

alarms.onAlarm.addListener((alarm) => {
  if (expiry.isAlarm(alarm)) {
    inBackground(expiry.check());
  }
});
notifications.onClicked.addListener((id) => inBackground(expiry.onNotice(id)));

// Only to be woken: the rest below is done at every start.
runtime.onInstalled.addListener(() => {});
runtime.onStartup.addListener(() => {});

function inBackground(work) {
  work.catch((error) => console.error('nss-helper:', error));
}

/** After a crash, a quit or a reload: what was left is brought to its end, or told. */
async function begin() {
  const interrupted = await recover();
  const first = await isFirstWake();
  if (first || interrupted.length > 0) {
    await deliver.handOver();
    const { answers = [] } = await lookBack(interrupted.length > 0) ?? {};
    for (const id of interrupted) {
      await deliver.onLost(id, answers);
    }
  }
  if (first) {
    await expiry.watch();
    await expiry.check();
  }
}

onResumed(deliver.onResumed);
inBackground(register());
inBackground(begin());
