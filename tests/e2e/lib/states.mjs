// SPDX-License-Identifier: MPL-2.0
// Presses the page's button, and holds the issuance in one state of its journal. Each
// resolves to { job, letGo }: letGo() removes what holds it.
import { holdLock } from './database-lock.mjs';
import { until } from './marionette.mjs';
import { hostsOf } from './ways.mjs';

const SLOW_KEY = 'rsa-4096';
const QUICK_KEY = 'p-256';
// How many bytes of the answer come first; it has almost 2 kB.
export const HALF = 700;

async function press({ journey, journal }, key) {
  const before = journal.jobs().map(({ id }) => id);
  await journey.choose(key);
  await journey.press();
  return before;
}

const send = (pids, signal) => pids.forEach((pid) => {
  try { process.kill(pid, signal); } catch { /* it has ended */ }
});
const pidsOf = ({ firefox }) => hostsOf(firefox).map(({ pid }) => pid);

/** Suspends the hosts, those that are known already first: they do nothing more, and ignore that they should end. */
function freezeHosts(world, known = []) {
  send(known, 'SIGSTOP');
  const hosts = [...new Set([...known, ...pidsOf(world)])];
  send(hosts, 'SIGSTOP');
  return async () => send(hosts, 'SIGCONT');
}

/* With a key that was prepared this state lasts some milliseconds: the host that has prepared it is known
   before the press. */
async function intent(world) {
  const { journey, journal } = world;
  const before = journal.jobs().map(({ id }) => id);
  await journey.choose(SLOW_KEY);
  const known = pidsOf(world);
  const pressed = journey.press();
  await journal.newJob(before, 'intent');
  const letGo = freezeHosts(world, known);
  await pressed;
  return { job: await journal.newJob(before, 'intent'), letGo };
}

async function key(world) {
  const before = await press(world, SLOW_KEY);
  await world.journal.newJob(before, 'intent');
  const letGo = await holdLock(world.programs.lock, world.firefox, 'key4.db');
  return { job: await world.journal.newJob(before, 'key'), letGo };
}

/** A page of a site, whichever tab is in front: the result of an earlier job may open meanwhile. */
const isLoading = ({ driver }) => driver.chrome(async () => gBrowser.browsers.some(({ currentURI, webProgress }) =>
  currentURI.schemeIs('https') && webProgress.isLoadingDocument));

/** The portal receives the request, and does not answer. */
async function sent(world) {
  world.portal.pause();
  const before = await press(world, QUICK_KEY);
  const job = await world.journal.newJob(before, 'sent');
  await until('the form to leave', () => isLoading(world));
  return { job, letGo: async () => world.portal.goOn() };
}

async function half(world) {
  const { portal, journal } = world;
  await portal.restart([...world.portalOptions, '--stall-answer', String(HALF)]);
  const before = await press(world, QUICK_KEY);
  await until('the portal to stop in its answer', () => portal.isPaused());
  // A host starts only when an answer is complete: so far its bytes are in the browser.
  await until('the browser to wait for the rest', () => isLoading(world));
  const letGo = async () => {
    portal.goOn();
    await portal.restart(world.portalOptions);
  };
  return { job: await journal.newJob(before, 'sent'), letGo };
}

/** The answer is in the spool, and another program has locked the profile. */
async function received(world) {
  const { portal, journal } = world;
  const { job } = await sent(world);
  const letGo = await holdLock(world.programs.lock, world.firefox, 'cert9.db');
  portal.goOn();
  await until('the answer to be received', () => journal.answers().length);
  return { job, letGo };
}

async function installed(world) {
  const before = await press(world, QUICK_KEY);
  const job = await world.journal.newJob(before, 'installed', 'verified');
  return { job, letGo: freezeHosts(world) };
}

export const STATES = { intent, key, sent, half, received, installed };

/** In these states the certificate is safe, whatever happens. */
export const SAFE = ['received', 'installed'];
/** In these states nothing was sent to the portal. */
export const UNSENT = ['intent', 'key'];
