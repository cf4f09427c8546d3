// SPDX-License-Identifier: MPL-2.0
// The extension in a real Firefox, with pages of all kinds and a host that is played.
// The whole way with the real host and portal is tried in tests/e2e.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { EXTENSION as ID, Firefox, extensionRuns, permit, restartExtension } from '../e2e/lib/firefox.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import { nothingLeft } from '../e2e/lib/processes.mjs';
import { patience } from '../patience.mjs';
import { BUILD, PlayedHost } from './host.mjs';

const XPI = path.join(BUILD, 'nss-helper.xpi');

/* A sandbox in which a script finds what the page's own scripts find. */
const AS_PAGE = 'Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false })';

/** Pages by their path, on any host; `requests` are those that came. */
async function startSite() {
  const site = { pages: new Map(), requests: [] };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const [host] = request.headers.host.split(':');
      site.requests.push({ host, path: request.url, body: Buffer.concat(chunks).toString() });
      const page = site.pages.get(request.url);
      if (typeof page === 'function') page(response, request);
      else response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(page ?? '');
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  site.url = (where, host = 'site.localhost') => `http://${host}:${server.address().port}${where}`;
  site.close = () => { server.closeAllConnections?.(); server.close(); };
  site.sentTo = (where) => site.requests.filter((request) => request.path === where);
  return site;
}

class World {
  constructor(parts) { Object.assign(this, parts); }

  permission(verb, ...hosts) { return permit(this.driver, verb, ...hosts); }

  /**
   * Runs a function in the extension's background, which is woken for it; what it resolves to
   * is JSON.
   */
  background(fn, ...args) { return this.#run('background', AS_PAGE, fn, args); }

  /** The same where the content scripts of the open page run. */
  content(fn, ...args) {
    return this.#run('page', `ChromeUtils.importESModule('resource://gre/modules/ExtensionContent.sys.mjs')
      .ExtensionContent.getContextByExtensionId(${JSON.stringify(ID)}, content).sandbox`, fn, args);
  }

  /**
   * The same in the open "page" or in the "panel" themselves.
   * @param {string} [before] a whole script that runs there first
   */
  inside(where, fn, { args = [], before } = {}) { return this.#run(where, AS_PAGE, fn, args, before); }

  /** @param {string} sandbox in which it runs there */
  #run(where, sandbox, fn, values, before = '') {
    const work = `${before}\n;(async () => JSON.stringify(await (${fn})(...${JSON.stringify(values)})))()`;
    return this.driver.chrome(async (id, place, box, source) => {
      const { extension } = WebExtensionPolicy.getByID(id);
      if (place === 'background') await extension.wakeupBackground?.();
      const xulBrowser = {
        background: () => [...extension.views].find(({ viewType }) => viewType === 'background').xulBrowser,
        page: () => Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser,
        panel: () => document.querySelector('.webextension-popup-browser'),
      }[place]();
      const manager = xulBrowser.messageManager;
      const name = `nss-helper-test:${Math.random()}`;
      // The source comes in a message, because Firefox keeps every frame script in memory.
      const script = `addMessageListener("${name}", function work({ data }) {
        removeMessageListener("${name}", work);
        (async () => Cu.evalInSandbox(data, ${box}))().then((json) => sendAsyncMessage("${name}", { json }),
          (e) => sendAsyncMessage("${name}", { error: String(e) }));
      });`;
      const { json, error } = await new Promise((resolve) => {
        manager.addMessageListener(name, function answer({ data }) {
          manager.removeMessageListener(name, answer);
          resolve(data);
        });
        manager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
        manager.sendAsyncMessage(name, source);
      });
      if (error) throw new Error(error);
      return json === undefined ? null : JSON.parse(json);
    }, ID, where, sandbox, work);
  }

  /** From here on `passTime` moves the clock of the open page's content scripts. */
  holdTime() {
    return this.content(() => {
      const { setTimeout, Date: { now } } = globalThis;
      const clock = { past: 0, timers: new Set() };
      globalThis.testClock = clock;
      Date.now = () => now() + clock.past;
      globalThis.setTimeout = (run, milliseconds = 0) => {
        const timer = { due: Date.now() + milliseconds, run: () => clock.timers.delete(timer) && run() };
        clock.timers.add(timer);
        return setTimeout(timer.run, milliseconds);
      };
    });
  }

  passTime(milliseconds) {
    return this.content((past) => {
      const { testClock: clock } = globalThis;
      clock.past += past;
      clock.timers.forEach(({ due, run }) => due <= Date.now() && run());
    }, milliseconds);
  }

  /** Firefox ends the extension's background, as it does when nothing happens for a while. */
  sleep() {
    return this.driver.chrome(async (id) => {
      await WebExtensionPolicy.getByID(id).extension.terminateBackground();
    }, ID);
  }

  /** Waits until the host has got all that the extension has sent so far, and the site all of the page's requests. */
  async calm() {
    await until('a last request', () => this.driver.page(async (url) => {
      await fetch(url, { mode: 'no-cors' });
      return true;
    }, this.site.url('/last')));
    await this.background(() => new Promise((resolve) => {
      const port = browser.runtime.connectNative('nss_helper');
      port.onMessage.addListener(() => resolve(port.disconnect()));
      port.onDisconnect.addListener(() => resolve());
      port.postMessage({ type: 'echo' });
    }));
  }

  /** Waits until the background has started: its last step is to watch for certificates that end. */
  async hasBegun() {
    await until('the start of the extension', () => this.background(async () =>
      (await browser.alarms.getAll()).length > 0));
  }

  /** The records of responses. */
  records() {
    return this.background(async () => Object.entries(await browser.storage.local.get())
      .filter(([key]) => key.startsWith('result:')).map(([, record]) => record));
  }

  /** Sets preferences; null stands for what they were before. */
  prefer(prefs) {
    return this.driver.chrome(async (values) => {
      for (const [name, value] of Object.entries(values)) {
        if (value === null) Services.prefs.clearUserPref(name);
        else Services.prefs.setBoolPref(name, value);
      }
    }, prefs);
  }

  /** Makes the extension as if just installed, whatever the last file of tests has left. */
  async renew() {
    if (!this.driver) await this.#begin();
    else await this.#clear();
    await this.hasBegun();
    await this.fresh();
  }

  async #begin() {
    this.driver = await this.firefox.start();
    await extensionRuns(this.driver);
    await this.permission('add', 'site.localhost');
  }

  async #clear() {
    if (!this.firefox.runs) this.driver = await this.firefox.start();
    await extensionRuns(this.driver);
    await this.fresh();
    await this.permission('remove', 'ca.localhost');
    await this.permission('add', 'site.localhost');
    this.site.pages.clear();
    await this.background(() => browser.storage.local.clear());
    await this.reloadExtension();
  }

  async open(html, { ready = '#get' } = {}) {
    this.site.pages.set('/page', `<!DOCTYPE html><title>page</title>${html}`);
    await this.driver.open(this.site.url('/page'));
    await this.driver.waitFor(ready);
  }

  async press(times = 1) { await this.driver.press('#get', times); }

  /** The line beside the choice of a key: in a shadow root that is closed to the page. */
  async line() {
    const { driver } = this;
    const value = (reply) => Object.values(reply.value)[0];
    const id = value(await driver.send('WebDriver:FindElement', { using: 'css selector', value: '.nss-helper-state' }));
    const shadowRoot = value(await driver.send('WebDriver:GetShadowRoot', { id }));
    const inner = value(await driver.send('WebDriver:FindElementFromShadowRoot',
      { shadowRoot, using: 'css selector', value: 'span' }));
    return (await driver.send('WebDriver:GetElementText', { id: inner })).value;
  }

  says(words) { return until(`the line to say ${words}`, async () => words.test(await this.line())); }

  /** Goes to the tab whose address has this in it. */
  goTo(part) {
    const { driver } = this;
    return until(`a tab with ${part}`, async () => {
      for (const handle of await driver.tabs()) {
        await driver.send('WebDriver:SwitchToWindow', { handle, focus: false });
        if ((await driver.url()).includes(part)) { await driver.switchTo(handle); return true; }
      }
      return false;
    });
  }

  /** The data of the result page, when its work has ended. */
  async result() {
    await this.goTo('/pages/result.html');
    return until('the result', async () => {
      const { state, name } = await this.driver.data('#result');
      return state && state !== 'working' && { state, name };
    });
  }

  /** Firefox closes the extension's own pages then; another tab keeps the window. */
  async reloadExtension() {
    await this.driver.newTab();
    await restartExtension(this.driver);
  }

  /** As a crash does. */
  async killFirefox() {
    process.kill(this.firefox.program.child.pid, 'SIGKILL');
    await this.firefox.stop();
    this.driver = await this.firefox.start();
    await extensionRuns(this.driver);
  }

  /** Addresses of the tabs that have this in it. */
  async tabsWith(part) {
    const { driver } = this;
    const urls = [];
    for (const handle of await driver.tabs()) {
      await driver.send('WebDriver:SwitchToWindow', { handle, focus: false });
      urls.push(await driver.url());
    }
    return urls.filter((url) => url.includes(part));
  }

  /** One empty tab, nothing requested, nothing said. */
  async fresh() {
    const { driver } = this;
    const [first, ...more] = await driver.tabs();
    for (const handle of more) {
      await driver.switchTo(handle);
      await driver.send('WebDriver:CloseWindow');
    }
    await driver.switchTo(first);
    await driver.open('about:blank');
    // A page that was being loaded may have replaced it.
    await until('an empty tab', async () => await driver.url() === 'about:blank' || driver.visit('about:blank').then(() => false));
    this.site.requests.length = 0;
    this.host.forget();
  }
}

/** Opens "My certificates", and waits until it has heard from the host. */
export async function openCertificates({ driver }, query = '') {
  await driver.open(await driver.chrome(async (id, name) => WebExtensionPolicy.getByID(id).getURL(name),
    ID, `pages/certificates.html${query}`));
  await until('the page to hear from the host', () => driver.page(() =>
    ['ready', 'error'].includes(document.querySelector('#certificates')?.dataset.state)));
}

/** A Firefox that has the extension; it is not started yet. */
async function makeWorld(prefs = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
  const firefox = new Firefox({ home, prefs });
  firefox.addExtension(XPI);
  return new World({ home, firefox, site: await startSite(), host: new PlayedHost(home) });
}

async function end({ home, firefox, site, host }) {
  await firefox.stop();
  site.close();
  host.close();
  const left = await nothingLeft(home);
  rmSync(home, { recursive: true, force: true });
  assert.deepEqual(left, [], 'no process is left');
}

/* One for all files of a process: it is made for the first, and ends after the last. */
let shared;
let endsAfterAll = false;

/* Only for tests; the program that takes pictures is none. */
function endAfterAll() {
  if (!endsAfterAll) after(async () => shared && end(await shared));
  endsAfterAll = true;
}

/** Runs `body` in a Firefox of its own, where a test changes more than the next one may find. */
export async function withFirefox(body, prefs) {
  const world = await makeWorld(prefs);
  try {
    await world.renew();
    await body(world);
  } finally {
    await end(world);
  }
}

/**
 * A test whose parts get a Firefox with the extension, in which nothing has happened yet. A test that
 * took too long may go on during the next one: it loses its Firefox, and the next gets another.
 * @param {object} prefs while it runs
 */
export function inFirefox(name, { seconds, prefs = {} }, ...parts) {
  endAfterAll();
  test(name, { timeout: seconds * 1000 * patience }, async (t) => {
    shared ??= makeWorld();
    const world = await shared;
    const drop = () => { shared = undefined; end(world).catch(() => {}); };
    t.signal.addEventListener('abort', drop);
    try {
      await world.renew();
      await world.prefer(prefs);
      for (const part of parts) await part(t, world);
    } finally {
      t.signal.removeEventListener('abort', drop);
      await world.prefer(Object.fromEntries(Object.keys(prefs).map((pref) => [pref, null])));
    }
  });
}
