// SPDX-License-Identifier: MPL-2.0
// Firefox's own remote control: frames of `length:[0, id, command, parameters]`.
import net from 'node:net';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from '../../patience.mjs';

const COMMAND_SECONDS = 60;

export { sleep };

/** Calls `look` repeatedly until it returns a true value. */
export async function until(what, look, { seconds = 20, every = 50 } = {}) {
  const begin = Date.now();
  for (let last; ; await sleep(every)) {
    try {
      const found = await look();
      if (found) return found;
    } catch (e) {
      if (e.fatal) throw e;
      last = e;
    }
    if (Date.now() - begin > seconds * patience * 1000) {
      const why = last ? ` (${last.message.split('\n')[0]})` : '';
      throw new Error(`waited ${seconds * patience} s in vain for ${what}${why}`);
    }
  }
}

const isObject = (v) => v !== null && typeof v === 'object';

export class Marionette {
  #socket;
  #last = 0;
  #open = new Map();
  #input = Buffer.alloc(0);
  #greeted;
  #gone = null;

  static async connect(port, { seconds = 60, alive = () => true } = {}) {
    const client = new Marionette();
    await until('Firefox to open its remote control', async () => {
      if (!alive()) throw Object.assign(new Error('Firefox ended'), { fatal: true });
      return client.#connect(port);
    }, { seconds, every: 100 });
    return client;
  }

  async #connect(port) {
    const socket = net.connect(port, '127.0.0.1');
    const greeting = new Promise((resolve) => { this.#greeted = resolve; });
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    this.#socket = socket;
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.#lost());
    await greeting;
    return true;
  }

  #lost() {
    this.#gone = Object.assign(new Error('Firefox closed its remote control'), { fatal: true });
    for (const { timer, reject } of this.#open.values()) {
      clearTimeout(timer);
      reject(this.#gone);
    }
    this.#open.clear();
  }

  #read(bytes) {
    this.#input = Buffer.concat([this.#input, bytes]);
    for (;;) {
      const colon = this.#input.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#input.toString('latin1', 0, colon));
      if (this.#input.length < end) return;
      const message = JSON.parse(this.#input.toString('utf8', colon + 1, end));
      this.#input = this.#input.subarray(end);
      this.#take(message);
    }
  }

  #take(message) {
    if (!Array.isArray(message)) { this.#greeted(); return; }
    const [, id, error, result] = message;
    const wait = this.#open.get(id);
    if (!wait) return;
    this.#open.delete(id);
    clearTimeout(wait.timer);
    if (error) wait.reject(new Error(`${wait.command}: ${error.error}: ${error.message}`));
    else wait.resolve(result);
  }

  async send(command, parameters = {}) {
    if (this.#gone) throw this.#gone;
    const id = ++this.#last;
    const body = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return new Promise((resolve, reject) => {
      const seconds = COMMAND_SECONDS * patience;
      const timer = setTimeout(() => {
        this.#open.delete(id);
        reject(new Error(`${command}: no answer in ${seconds} s`));
      }, seconds * 1000);
      this.#open.set(id, { resolve, reject, command, timer });
      // In one write, because TCP holds back a second small one until the first is acknowledged.
      this.#socket.write(Buffer.concat([Buffer.from(`${body.length}:`), body]));
    });
  }

  close() { this.#socket?.destroy(); }

  /** No command waits for a page by itself; the tests wait for what they want to see. */
  async newSession() {
    const { capabilities } = await this.send('WebDriver:NewSession',
      { pageLoadStrategy: 'none', unhandledPromptBehavior: 'ignore' });
    return capabilities;
  }

  /** Waits for the new page, also if it has the address of the old one. */
  async open(url) {
    const page = () => this.page(() => performance.timeOrigin);
    const before = await page();
    await this.visit(url);
    await until(`${url} in place of the page before`, async () => (await page()) !== before);
  }
  /**
   * For an address that may never become a page: a download, or an answer that the extension takes. Waits
   * for a page that is still being loaded, because it could replace the new one.
   */
  async visit(url) {
    const loaded = () => this.chrome(async () => !window.gBrowser.selectedBrowser.webProgress.isLoadingDocument);
    await until('the page before', loaded, { seconds: 5 }).catch(() => {});
    return this.send('WebDriver:Navigate', { url });
  }
  async url() { return (await this.send('WebDriver:GetCurrentURL')).value; }
  async tabs() { return this.send('WebDriver:GetWindowHandles'); }
  switchTo(handle) { return this.send('WebDriver:SwitchToWindow', { handle, focus: true }); }
  async newTab() {
    const { handle } = await this.send('WebDriver:NewWindow', { type: 'tab', focus: true });
    await this.switchTo(handle);
  }

  async #find(selector) {
    const { value } = await this.send('WebDriver:FindElement', { using: 'css selector', value: selector });
    return Object.values(value)[0];
  }
  async click(selector) {
    return this.send('WebDriver:ElementClick', { id: await this.#find(selector) });
  }
  async type(selector, text) {
    const id = await this.#find(selector);
    await this.send('WebDriver:ElementClear', { id });
    return this.send('WebDriver:ElementSendKeys', { id, text });
  }

  /** What a person does in the dialog of an <input type=file>. */
  async choose(selector, file) {
    return this.send('WebDriver:ElementSendKeys', { id: await this.#find(selector), text: file });
  }

  /** What a person chooses in a <select>. */
  async select(selector, value) {
    return this.page((s, one) => {
      const element = document.querySelector(s);
      element.value = one;
      element.dispatchEvent(new Event('input', { bubbles: true }));
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }, selector, value);
  }

  /** The name that a screen reader says. */
  async label(selector) {
    return (await this.send('WebDriver:GetComputedLabel', { id: await this.#find(selector) })).value;
  }

  /** The texts of these elements, of those that can be seen. */
  texts(selector) {
    return this.page((s) => [...document.querySelectorAll(s)].filter((element) => element.getClientRects().length > 0)
      .map((element) => element.innerText.trim()), selector);
  }

  /** Presses an element as a mouse does, with a pause of so many milliseconds in between. */
  async press(selector, times = 1, pause = 0) {
    await this.page((s) => document.querySelector(s).scrollIntoView({ block: 'center' }), selector);
    const { value: origin } = await this.send('WebDriver:FindElement', { using: 'css selector', value: selector });
    const press = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 },
      { type: 'pause', duration: pause }];
    const move = { type: 'pointerMove', x: 0, y: 0, origin };
    await this.send('WebDriver:PerformActions', { actions: [{
      type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' },
      actions: [move, ...Array(times).fill(press).flat()],
    }] });
  }

  /** Runs the function in the page; its arguments and its result are JSON. */
  async page(fn, ...args) {
    return (await this.send('WebDriver:ExecuteScript',
      { script: `return (${fn})(...arguments)`, args, sandbox: 'test' })).value;
  }

  /** Runs the (async) function in the browser's own window. */
  async chrome(fn, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      (${fn})(...Array.prototype.slice.call(arguments, 0, -1)).then(
        (value) => done({value}), (e) => done({error: String(e) + "\\n" + (e && e.stack)}));`;
    await this.send('Marionette:SetContext', { value: 'chrome' });
    try {
      const { value } = await this.send('WebDriver:ExecuteAsyncScript',
        { script, args, sandbox: 'system', scriptTimeout: 30000 });
      if (isObject(value) && 'error' in value) throw new Error(value.error);
      return value.value;
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' });
    }
  }

  waitFor(selector, options) {
    return until(`${selector} in the page`, () => this.page((s) => {
      const element = document.readyState !== 'loading' && document.querySelector(s);
      return Boolean(element && element.getClientRects().length);
    }, selector), options);
  }
  text(selector) {
    return this.page((s) => document.querySelector(s)?.textContent.trim() ?? null, selector);
  }
  data(selector) {
    return this.page((s) => ({ ...document.querySelector(s)?.dataset }), selector);
  }

  async screenshot(file) {
    const { value } = await this.send('WebDriver:TakeScreenshot', { full: true });
    writeFileSync(file, Buffer.from(value, 'base64'));
  }
}
