// SPDX-License-Identifier: MPL-2.0
// What comes between a press and its certificate. Each way is told how to let go of what
// holds the issuance in its state, and does so at the moment that makes it what it is.
import { restartExtension } from './firefox.mjs';
import { sleep, until } from './marionette.mjs';
import { endsWithin, processesOf } from './processes.mjs';

const HOST = /nss-helper-host/;
const BROWSER = /^(\S*\/)?firefox[^ /]*( |$)/;
// Firefox ends a host 6 s after it has closed its input.
const QUIT_SECONDS = 30;
// After this no host comes that nobody has called.
const CALM = 1000;

export const hostsOf = (firefox) => processesOf(firefox.home).filter(({ name }) => HOST.test(name));

/** Waits until each host has come to its end by itself. */
export const hostsEnd = (firefox, options) =>
  until('the host to end', () => !hostsOf(firefox).length, options);

/** Waits until no host has been at work for a while. */
export async function calm(firefox) {
  let since = Date.now();
  await until('hosts to end, and none to begin', () => {
    if (hostsOf(firefox).length) since = Date.now();
    return Date.now() - since > CALM;
  }, { seconds: 30 });
}

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
  }));
  await until('the tab to close', async () => !(await driver.tabs()).includes(first));
  await driver.switchTo(kept);
  await letGo();
}

/** Does what may make the page ask whether to leave it, and answers that with a yes. */
async function leave(driver, act) {
  act().catch(() => {});
  await sleep(300);
  await driver.send('WebDriver:AcceptAlert').catch(() => {});
}

/** Firefox closes the extension's own pages then. */
async function reload({ driver }, letGo) {
  await tabBeside(driver);
  await restartExtension(driver);
  await letGo();
}

async function beginQuit({ driver }) {
  await leave(driver, () => driver.send('Marionette:Quit', { flags: ['eAttemptQuit'] }));
}

async function hasEnded({ firefox }) {
  if (!await endsWithin(firefox.program, QUIT_SECONDS)) throw new Error('Firefox does not quit');
  await until('all of Firefox to end', () =>
    !processesOf(firefox.home).some(({ name }) => BROWSER.test(name)));
}

/** The host gets what it waits for while Firefox still waits for the host. */
async function quit(world, letGo) {
  await beginQuit(world);
  await sleep(1000);
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
