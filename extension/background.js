// SPDX-License-Identifier: MPL-2.0
// The event page: listeners, and who answers them. Firefox wakes it for each of them, so
// all are added before anything is awaited.
import { onCancel } from './host/asking.js';
import { onResumed } from './host/native.js';
import { onAnswer, onTabRemoved } from './site/ask.js';
import { openContained } from './site/container.js';
import * as follow from './site/follow.js';
import { onIssue, onUnsent } from './site/issue.js';
import { onListed } from './site/listed.js';
import { originOf } from './site/origins.js';
import { onTouched } from './site/prepare.js';
import * as requests from './site/requests.js';
import { onCheck, onGranted, onRevoked, register } from './site/sites.js';
import * as steps from './site/steps.js';
import {
  onCopy, onExport, onFaults, onIdentities, onIssuers, onOdd, onPlaces, onPortal, onRemovals, onRemove, onRestore,
  onShow, onVerify,
} from './watch/certificates.js';
import * as expiry from './watch/expiry.js';
import { onHere } from './watch/here.js';
import { onDropped, replay } from './watch/replay.js';
import { onReport } from './watch/report.js';
import { isFirstWake, lookBack, onForget, onForgetSite, onStatus } from './watch/unfinished.js';
import { onInstalled } from './watch/welcome.js';
import * as capture from './answer/capture.js';
import * as deliver from './answer/deliver.js';
import { onEnd } from './answer/ends.js';
import { onFile } from './answer/file.js';
import * as look from './answer/look.js';
import { bytesOf, dropSite, onUnasked, recover } from './answer/results.js';
import { onPreview } from './answer/preview.js';

const { alarms, notifications, permissions, runtime, tabs, webRequest } = browser;

const WHERE = { urls: ['*://*/*'], types: ['main_frame', 'sub_frame', 'object'] };
const BY_SCRIPTS = { urls: ['*://*/*'], types: ['xmlhttprequest'] };

/** Continue what earlier hosts left, and hand over what waits for a host. */
async function goOn() {
  await deliver.handOver();
  await replay();
}

/** A host that has answered can also take responses that were kept for it. */
function thenHandOver(handler) {
  return async (...details) => {
    const reply = await handler(...details);
    if (!reply.error && !reply.ask) {
      inBackground(goOn());
    }
    return reply;
  };
}

const FROM_SITES = {
  issue: thenHandOver(onIssue),
  unsent: onUnsent,
  data: look.onData,
  check: (message, sender) => onCheck(originOf(sender.origin)),
  sentAtStep: steps.onSentAtStep,
  atFirstStep: steps.onAtFirstStep,
  underWay: requests.carry,
  elsewhere: requests.carry,
  whatBegan: requests.onWhatBegan,
  here: onHere,
};

const FROM_OWN_PAGES = {
  answer: onAnswer,
  waiting: () => Promise.resolve(), // nothing to do: the message itself keeps this page awake
  install: deliver.onInstall,
  dismiss: deliver.onDismiss,
  save: deliver.onSave,
  preview: onPreview,
  import: deliver.onImport,
  cancel: onCancel,
  backup: deliver.onBackup,
  container: () => openContained(),
  bytes: ({ id }) => bytesOf(id), // for a page that shows a record
  file: onFile, // for the page that saves it
  retry: deliver.onRetry,
  identities: onIdentities,
  export: onExport,
  show: onShow,
  places: onPlaces,
  copy: onCopy,
  remove: onRemove,
  removals: onRemovals,
  restore: onRestore,
  portal: onPortal,
  verify: onVerify,
  issuers: onIssuers,
  odd: onOdd,
  faults: onFaults,
  listed: onListed,
  report: onReport,
  snooze: expiry.onSnooze,
  expiring: expiry.onExpiring,
  status: thenHandOver(onStatus),
  look: deliver.onLook,
  forget: onForget,
  forgetSite: async (message) => {
    const status = await onForgetSite(message);
    await (status.error ? undefined : dropSite(message.site));
    return status;
  },
};

runtime.onMessage.addListener((message, sender) => {
  const own = sender.url?.startsWith(runtime.getURL('pages/')) ?? false;
  const handlers = own ? FROM_OWN_PAGES : FROM_SITES;
  return Object.hasOwn(handlers, message?.type) ? handlers[message.type](message, sender) : false;
});

// Only our own content scripts have such a port.
runtime.onConnect.addListener(onTouched);

const isRedirect = ({ statusCode }) => statusCode >= 300 && statusCode < 400;

webRequest.onHeadersReceived.addListener(
  (details) => (isRedirect(details) ? follow.onHeaders(details)
    : capture.onHeaders(details) ?? look.onHeaders(details)),
  WHERE,
  ['blocking', 'responseHeaders'],
);
webRequest.onHeadersReceived.addListener(look.onScript, BY_SCRIPTS, ['blocking', 'responseHeaders']);
webRequest.onBeforeRequest.addListener((details) => inBackground(requests.onBegin(details)), WHERE);
webRequest.onBeforeRequest.addListener((details) => inBackground(follow.onScript(details, false)), BY_SCRIPTS);
for (const event of [webRequest.onCompleted, webRequest.onErrorOccurred]) {
  event.addListener(onEnd, WHERE);
  event.addListener(onEnd, BY_SCRIPTS);
  event.addListener((details) => inBackground(follow.onScript(details, true)), BY_SCRIPTS);
  event.addListener((details) => inBackground(requests.onEnd(details)), WHERE);
  event.addListener(follow.onEnd, WHERE);
}

permissions.onAdded.addListener(onGranted);
permissions.onRemoved.addListener(onRevoked);
tabs.onRemoved.addListener(onTabRemoved);
tabs.onRemoved.addListener(steps.onTabRemoved);

alarms.onAlarm.addListener((alarm) => {
  if (expiry.isAlarm(alarm)) {
    inBackground(expiry.check());
  }
});
notifications.onClicked.addListener((id) => inBackground(expiry.onNotice(id)));

// Both wake this page; the code below runs at every start.
runtime.onInstalled.addListener((details) => inBackground(onInstalled(details)));
runtime.onStartup.addListener(() => {});

function inBackground(work) {
  work.catch((error) => console.error('nss-helper:', error));
}

/** After a crash, a quit or a reload: finish what was left, or report it. */
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

onDropped(onUnasked);
onResumed(deliver.onResumed);
inBackground(register());
inBackground(begin());
