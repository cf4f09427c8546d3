// SPDX-License-Identifier: MPL-2.0
// The extension in a real Firefox, with pages of all kinds and a host that is played.
// The whole way with the real host and portal is tried in tests/e2e.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXTENSION as ID, Firefox, extensionRuns, restartExtension } from '../e2e/lib/firefox.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import { nothingLeft } from '../e2e/lib/processes.mjs';
import { TOP } from './lib.mjs';

const XPI = path.resolve(TOP, process.env.B ?? 'build', 'nss-helper.xpi');

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

/** Registers tests/extension/host.mjs as the host. */
function registerHost(home) {
  const folder = path.join(home, 'host');
  const command = path.join(folder, 'host');
  const manifests = path.join(home, '.mozilla/native-messaging-hosts');
  const manifest = path.join(manifests, 'nss_helper.json');
  mkdirSync(folder);
  mkdirSync(manifests, { recursive: true });
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${path.join(TOP, 'tests/extension/host.mjs')}' '${folder}'\n`);
  chmodSync(command, 0o755);
  writeFileSync(manifest, JSON.stringify({
    name: 'nss_helper', description: 'a test', path: command, type: 'stdio', allowed_extensions: [ID],
  }));
  return {
    answers: (instead) => writeFileSync(path.join(folder, 'answers.json'), JSON.stringify(instead)),
    bytes: () => readFileSync(path.join(folder, 'bytes')),
    said(type) {
      let lines = '';
      try { lines = readFileSync(path.join(folder, 'said'), 'utf8'); } catch { /* nothing yet */ }
      const all = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
      return all.filter((message) => message.type === type);
    },
    forget() {
      for (const name of ['said', 'bytes', 'answers.json']) rmSync(path.join(folder, name), { force: true });
    },
    remove: () => renameSync(manifest, `${manifest}.away`),
    restore: () => renameSync(`${manifest}.away`, manifest),
  };
}

class World {
  constructor(parts) { Object.assign(this, parts); }

  /** The person's yes or no to Firefox, without Firefox's question. */
  permission(change, ...hosts) {
    return this.driver.chrome(async (id, verb, names) => {
      const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const origins = names.map((name) => `http://${name}/*`);
      await ExtensionPermissions[verb](id, { permissions: [], origins, data_collection: [] },
        globalThis.WebExtensionPolicy.getByID(id).extension);
    }, ID, change, hosts);
  }

  async open(html, { ready = '#get' } = {}) {
    this.site.pages.set('/page', `<!DOCTYPE html><title>page</title>${html}`);
    await this.driver.open(this.site.url('/page'));
    await this.driver.waitFor(ready);
  }

  async press(times = 1) { await this.driver.press('#get', times); }

  /** The line beside the choice: in a shadow that is closed to the page. */
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

  /** The result page, when it has come to an end: its data. */
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
    await until('an empty tab', async () => await driver.url() === 'about:blank');
    this.site.requests.length = 0;
    this.host.forget();
  }
}

/** Opens "My certificates", and waits until it has heard from the host, as an earlier one has. */
export async function openCertificates({ driver }, query = '') {
  await driver.page(() => { document.documentElement.dataset.left = 'yes'; });
  await driver.open(await driver.chrome(async (id, name) => WebExtensionPolicy.getByID(id).getURL(name),
    ID, `pages/certificates.html${query}`));
  await until('the page to hear from the host', () => driver.page(() =>
    !document.documentElement.dataset.left
      && ['ready', 'error'].includes(document.querySelector('#certificates')?.dataset.state)));
}

/** Runs `body` in a Firefox whose extension is on for site.localhost. */
export async function withFirefox(body, prefs = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
  const site = await startSite();
  const firefox = new Firefox({ home, prefs });
  const host = registerHost(home);
  firefox.addExtension(XPI);
  try {
    const driver = await firefox.start();
    const world = new World({ site, firefox, host, driver });
    await extensionRuns(world.driver);
    await world.permission('add', 'site.localhost');
    await body(world);
  } finally {
    await firefox.stop();
    site.close();
    await nothingLeft(home);
    rmSync(home, { recursive: true, force: true });
  }
}
