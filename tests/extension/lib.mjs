// SPDX-License-Identifier: MPL-2.0
// The extension's modules in Node, and as much of Firefox as they use.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { webcrypto } from 'node:crypto';
import vm from 'node:vm';
import { CLEARED, EXPORTED, HELLO, IDENTITIES, INSTALLED, JOBS, RECEIVED, REPLAYED, REQUEST } from './replies.mjs';

export * from './replies.mjs';

export const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const EXTENSION = path.join(TOP, 'extension');
export const read = (name) => readFileSync(path.join(EXTENSION, name), 'utf8');
export const json = (name) => JSON.parse(read(name));

/** All files of the extension below a folder, by their path in it. */
export function files(ending, folder = '') {
  return readdirSync(path.join(EXTENSION, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return files(ending, name);
    return name.endsWith(ending) ? [name] : [];
  });
}

globalThis.crypto ??= webcrypto;

// Node takes them for modules only beside a package.json that says so.
const copy = mkdtempSync(path.join(tmpdir(), 'nss-helper-extension-'));
cpSync(EXTENSION, copy, { recursive: true });
writeFileSync(path.join(copy, 'package.json'), '{"type":"module"}');
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));

export const load = (name) => import(pathToFileURL(path.join(copy, name)).href);

/** Closes the port that an issue has left open for its response, so that no timer waits for it. */
export async function closeLeftPort() {
  const { exchange } = await load('host/native.js');
  await exchange(async () => {}, { takes: true });
}

/** Content scripts share one global, isolated from that of the page. */
export function loadContent(names, globals) {
  const context = vm.createContext({ ...globals });
  for (const name of names) vm.runInContext(read(`content/${name}`), context, { filename: name });
  return context.nssHelper;
}

class Event {
  listeners = [];
  addListener(listener) { this.listeners.push(listener); }
  emit(...details) { for (const listener of this.listeners) listener(...details); }
}

function area() {
  const records = new Map();
  return {
    records,
    full: false,
    async get(key) {
      const all = key === null ? [...records] : [...records].filter(([k]) => k === key);
      return structuredClone(Object.fromEntries(all));
    },
    async set(values) {
      if (this.full) throw new Error('QuotaExceededError');
      for (const [key, value] of Object.entries(values)) records.set(key, structuredClone(value));
    },
    async remove(keys) { for (const key of [keys].flat()) records.delete(key); },
  };
}

/** A port; `host(message, reply, end)` plays the host at its other end. */
function makePort(host, log) {
  const port = { onMessage: new Event(), onDisconnect: new Event(), error: null, closed: false };
  const reply = (message) => setImmediate(() => port.closed || port.onMessage.emit(message));
  const end = (error = null) => setImmediate(() => {
    port.error = error;
    port.onDisconnect.emit(port);
  });
  port.disconnect = () => { port.closed = true; };
  port.postMessage = (message) => {
    log.push(message);
    host(message, reply, end);
  };
  return port;
}

/**
 * A `browser` for the background's modules. `allowed` are the granted patterns, `host` the
 * host's part, `sent` what was said to it, `ports` all ports, `opened` the tabs.
 */
export function makeBrowser() {
  const fake = {
    views: [],
    there: true, // the page that a message goes to
    badge: undefined, title: undefined, // the mark on the button, and its tooltip
    alarms: { create: async (name, how) => fake.alarm.push([name, how]) },
    alarm: [], notices: [], // those that were set, and shown
    notifications: {
      create: async (id, notice) => fake.notices.push({ id, ...notice }),
      clear: async (id) => { fake.notices = fake.notices.filter((notice) => notice.id !== id); },
    },
    pressed: undefined, // the person has pressed what leads to a response
    containers: [], // their stores, and those that a tab is open in
    inContainers: [],
    allowed: new Set(), sent: [], ports: [], opened: [], updated: [], messages: [], filters: [],
    host: goodHost(),
    i18n: { getUILanguage: () => 'en-US', getMessage: (name) => name },
    storage: { local: area(), session: area() },
    permissions: {
      contains: async ({ origins }) => origins.every((o) => fake.allowed.has(o)),
      getAll: async () => ({ origins: [...fake.allowed] }),
    },
    scripts: [], // that are registered
    frames: [], executed: [], // of all tabs, and those that got files
    scripting: {
      getRegisteredContentScripts: async () => [...fake.scripts],
      registerContentScripts: async (scripts) => { fake.scripts = scripts; },
      updateContentScripts: async (scripts) => { fake.scripts = scripts; },
      unregisterContentScripts: async () => { fake.scripts = []; },
      executeScript: async ({ target, files }) => (files ? fake.executed.push(target) : fake.frames),
    },
    runtime: {
      getURL: (name) => `moz-extension://id/${name}`,
      connectNative(name) {
        fake.ports.push(makePort(fake.host, fake.sent));
        fake.ports.at(-1).name = name;
        return fake.ports.at(-1);
      },
    },
    extension: { getViews: () => fake.views.map((href) => ({ location: { href } })) },
    action: {
      setBadgeText: async ({ text }) => { fake.badge = text; },
      setBadgeBackgroundColor: async () => {},
      setTitle: async ({ title }) => { fake.title = title; },
      getTitle: async () => fake.title ?? 'name',
      setIcon: async () => {},
    },
    gone: false, // the tab that a response came for
    tabs: {
      get: async (id) => { if (fake.gone) throw new Error('no such tab'); return { id }; },
      create: async (options) => ({ id: 100 + fake.opened.push(options) }),
      update: async (id, options) => fake.updated.push([id, options]),
      remove: async () => {},
      sendMessage: async (...message) => {
        fake.messages.push(message);
        return message[1].type === 'pressed' ? fake.pressed : fake.there;
      },
      query: async ({ cookieStoreId }) =>
        (cookieStoreId ? fake.inContainers.filter((store) => store === cookieStoreId) : [{ id: 1 }]),
    },
    contextualIdentities: {
      query: async () => fake.containers.map((cookieStoreId) => ({ cookieStoreId })),
      create: async () => ({ cookieStoreId: `store-${fake.containers.push(`store-${fake.containers.length}`) - 1}` }),
      remove: async (gone) => { fake.containers = fake.containers.filter((store) => store !== gone); },
    },
    webRequest: {
      filterResponseData() {
        const filter = { written: [], write: (data) => filter.written.push(data), close() { filter.closed = true; } };
        fake.filters.push(filter);
        return filter;
      },
    },
  };
  globalThis.browser = fake;
  return fake;
}

/** A host that does all that is asked of it; `instead` says what it answers otherwise. */
export function goodHost(instead = {}) {
  const answers = {
    hello: [HELLO], replay: [REPLAYED], issue: [REQUEST], prepare: [{ type: 'prepared', ready: true }], sent: [{ type: 'ok' }], unsent: [{ type: 'ok' }],
    answer: [], bytes: [],
    end: [RECEIVED, INSTALLED], install: [INSTALLED], look: [INSTALLED], jobs: [JOBS],
    discard: [{ type: 'ok' }], forget: [{ type: 'ok' }], clear: [CLEARED], file: [], preview: [], cancel: [], peek: [{ type: 'odd', odd: [] }],
    export: [{ type: 'asking', for: 'new' }, EXPORTED], identities: [IDENTITIES], ...instead,
  };
  return (message, reply, end) => answers[message.type].forEach((answer) =>
    (answer === 'die' ? end() : reply(answer)));
}
