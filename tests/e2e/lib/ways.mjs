// SPDX-License-Identifier: MPL-2.0
// The kinds of interruptions between a press and its certificate. Each gets a function that
// releases the request from its state, and calls it at the moment that defines this kind.
import { readdirSync, readlinkSync } from 'node:fs';
import { restartExtension } from './firefox.mjs';
import { until } from './marionette.mjs';
import { endsWithin, processesOf } from './processes.mjs';

const HOST = /nss-helper-host/;
const BROWSER = /^(\S*\/)?firefox[^ /]*( |$)/;
// Firefox ends a host 6 s after it has closed its input.
const QUIT_SECONDS = 30;
// After this time without a host, none starts by itself any more.
const CALM = 1000;

export const hostsOf = (firefox) => processesOf(firefox.home).filter(({ name }) => HOST.test(name));

/** Waits until each host has come to its end by itself. */
export const hostsEnd = (firefox, options) =>
  until('the host to end', () => !hostsOf(firefox).length, options);

/** A tab beside that of the portal, so that the window stays. Resolves to both. */
async function tabBeside(driver) {
  const current = async () => (await driver.send('WebDriver:GetWindowHandle')).value;
  const first = await current();
  await driver.newTab();
  return { first, kept: await current() };
}

/** The person closes the tab, and says "leave" where the page asks. */
async function closeTab({ driver }, letGo) {
  const { first, kept } = await tabBeside(driver);
  await driver.switchTo(first);
  await leave(driver, () => driver.chrome(async () => {
    window.setTimeout(() => gBrowser.removeCurrentTab());
  }), async () => !(await driver.tabs()).includes(first));
  await driver.switchTo(kept);
  await letGo();
}

/** Does what may make the page ask whether to leave it, and answers yes until the page is left. */
async function leave(driver, act, isLeft) {
  act().catch(() => {});
  await until('the page to be left', async () => {
    await driver.send('WebDriver:AcceptAlert').catch(() => {});
    return isLeft();
  }, { seconds: QUIT_SECONDS });
}

/** Firefox closes the extension's own pages then. */
async function reload({ driver }, letGo) {
  await tabBeside(driver);
  await restartExtension(driver);
  await letGo();
}

/** What a process has open, as far as it lives. */
function filesOf(pid, ...numbers) {
  const link = (number) => { try { return readlinkSync(`/proc/${pid}/fd/${number}`); } catch { return null; } };
  try { return (numbers.length ? numbers : readdirSync(`/proc/${pid}/fd`)).map(link); } catch { return []; }
}

/** How many hosts Firefox talks to; those whose input it has closed are ending. A host and its attendant share one input. */
function hostsAtWork(firefox) {
  const inputs = new Set(hostsOf(firefox).map(({ pid }) => filesOf(pid, 0)[0]));
  const open = new Set(filesOf(firefox.program.child.pid));
  return [...inputs].filter((input) => input && open.has(input)).length;
}

/** Waits until no host has been running for a while. Resolves to the greatest number at once. */
export async function calm(firefox, { seconds = 30 } = {}) {
  let since = Date.now();
  let most = 0;
  await until('hosts to end, and none to begin', () => {
    if (hostsOf(firefox).length) since = Date.now();
    most = Math.max(most, hostsAtWork(firefox));
    return Date.now() - since > CALM;
  }, { seconds });
  return most;
}

/** Firefox waits for the end of its hosts; without hosts it has ended. */
const waitsForHosts = (firefox) =>
  !firefox.runs || (hostsOf(firefox).length > 0 && hostsAtWork(firefox) === 0);

async function beginQuit({ driver, firefox }) {
  await leave(driver, () => driver.send('Marionette:Quit', { flags: ['eAttemptQuit'] }), () => waitsForHosts(firefox));
}

async function hasEnded({ firefox }) {
  if (!await endsWithin(firefox.program, QUIT_SECONDS)) throw new Error('Firefox does not quit');
  await until('all of Firefox to end', () =>
    !processesOf(firefox.home).some(({ name }) => BROWSER.test(name)));
}

/** The host gets what it waits for while Firefox still waits for the host. */
async function quit(world, letGo) {
  await beginQuit(world);
  await letGo();
  await hasEnded(world);
}

/** The host is kept at its work until Firefox kills it. */
async function quitHard(world, letGo) {
  await beginQuit(world);
  await hasEnded(world);
  await letGo();
}

async function kill(world, letGo) {
  process.kill(world.firefox.program.child.pid, 'SIGKILL');
  await hasEnded(world);
  await letGo();
}

async function killAll(world, letGo) {
  const hosts = hostsOf(world.firefox).map(({ pid }) => pid);
  for (const pid of [...hosts, world.firefox.program.child.pid]) process.kill(pid, 'SIGKILL');
  await hasEnded(world);
  await letGo();
}

export const WAYS = {
  'the tab is closed': closeTab,
  'the extension is reloaded': reload,
  'Firefox quits': quit,
  'Firefox quits, and ends a host that is busy': quitHard,
  'Firefox is killed': kill,
  'Firefox and the host are killed': killAll,
};
