// SPDX-License-Identifier: MPL-2.0
// Where the states of states.mjs are played: a real Firefox, in one language and one look at a time.
// Elements are found by the keys of their messages, wherever a page has them.
/* global browser -- in the extension's background */
import { readFileSync } from 'node:fs';
import { EXTENSION as ID } from '../e2e/lib/firefox.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';

export const LANGUAGES = { en: 'en-US', ja: 'ja' };
export const LOOKS = ['light', 'dark', 'forced', 'narrow'];

/* The size of the page within the window. "narrow" is a phone or half of a screen. */
const SIZE = { width: 1000, height: 720 };
const NARROW = 360;

const messagesOf = (language) =>
  JSON.parse(readFileSync(new URL(`../../extension/_locales/${language}/messages.json`, import.meta.url), 'utf8'));

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The words of a message as a page shows them: what is filled in may be anything. */
function wordsOf(messages, key) {
  if (!messages[key]) throw new Error(`there is no message ${key}`);
  const parts = messages[key].message.replaceAll('`', '').split(/\$\w+\$/);
  return parts.map((part) => escaped(part).replace(/\s+/g, '\\s+')).join('[^]*?');
}

export class Stage {
  language = null;
  where = 'page';
  #messages;
  #width = SIZE.width;

  constructor(world) { this.world = world; }

  get driver() { return this.world.driver; }
  get host() { return this.world.host; }
  get site() { return this.world.site; }

  /** Firefox and the extension speak this language from here on. */
  async speak(language) {
    if (this.language === language) return;
    await this.driver.chrome(async (locale) => { Services.locale.requestedLocales = [locale]; }, LANGUAGES[language]);
    await this.world.renew();
    this.language = language;
    this.#messages = messagesOf(language);
  }

  /** The page within the window gets the size that pictures have. */
  resize() {
    return this.driver.chrome(async ({ width, height }) => {
      const box = gBrowser.selectedBrowser.getBoundingClientRect();
      window.resizeBy(width - box.width, height - box.height);
    }, SIZE);
  }

  /** Plays one state of the table, and waits until all messages of `shows` can be read. */
  async play({ where = 'page', open, shows }) {
    await this.world.fresh();
    await this.world.background(() => browser.storage.local.clear());
    this.where = where;
    await open(this);
    await this.says(...shows);
  }

  /** The state has been looked at. */
  async leave() {
    this.host.go();
    if (this.where === 'panel') await panels.closePanel(this.driver);
    else await this.#fit(SIZE.width);
  }

  /** A page of the extension's own. */
  async open(page) {
    await this.driver.open(await this.driver.chrome(async (id, name) =>
      WebExtensionPolicy.getByID(id).getURL(name), ID, `pages/${page}`));
    await until(`${page} to be loaded`, () => this.driver.page(() => document.readyState === 'complete'));
  }

  /** The panel over a page of this host, with this in it; over none without a host. */
  async openPanel(host, { waits = true, body = '' } = {}) {
    if (host) {
      this.site.pages.set('/page', `<!DOCTYPE html><html lang="en"><title>page</title><main><h1>page</h1>${body}</main>`);
      await this.driver.open(this.site.url('/page', host));
    }
    if (waits) await panels.openPanel(this.driver);
    else await this.#openAsking();
  }

  /** Opens the panel while it asks the host. It gives up after 15 seconds, which may be over on a busy machine. */
  async #openAsking() {
    const { driver } = this;
    await until('the panel to ask the host', async () => {
      await panels.pressButton(driver);
      const state = await until('the panel', async () => (await panels.panelElement(driver, '#host-state'))?.data.state);
      if (state !== 'working') await panels.closePanel(driver);
      return state === 'working';
    });
  }

  words(key) { return new RegExp(wordsOf(this.#messages, key)); }

  /** Waits until each of these messages can be seen. */
  async says(...keys) {
    const patterns = keys.map((key) => [key, wordsOf(this.#messages, key)]);
    await until(`the ${this.where} to say ${keys.join(', ')}`, async () => {
      const { missing, seen } = await this.world.inside(this.where, (all) => {
        const text = document.body.innerText;
        return { seen: text.slice(0, 300), missing: all.filter(([, pattern]) => !new RegExp(pattern, 'i').test(text)).map(([key]) => key) };
      }, { args: [patterns] });
      if (missing.length > 0) throw new Error(`not there: ${missing.join(', ')}; but: ${seen.replace(/\s+/g, ' ')}`);
      return true;
    }, { seconds: 10 });
  }

  /** Presses the first button, link, summary or box with these words. */
  async press(key) {
    const pattern = `^${wordsOf(this.#messages, key)}$`;
    await until(`a button ${key}`, () => this.world.inside(this.where, (words) => {
      const found = [...document.querySelectorAll('button, a, summary, label')].find((one) =>
        one.checkVisibility() && !one.disabled && new RegExp(words).test(one.innerText.trim()));
      found?.click();
      return found !== undefined;
    }, { args: [pattern] }), { seconds: 10 });
  }

  pressAll(selector) {
    return this.world.inside(this.where, (all) => {
      for (const one of document.querySelectorAll(all)) one.click();
    }, { args: [selector] });
  }

  async look(look) {
    await this.driver.chrome(async (where, name) => {
      const { browsingContext } = where === 'panel' ? document.querySelector('.webextension-popup-browser') : gBrowser.selectedBrowser;
      browsingContext.prefersColorSchemeOverride = name === 'dark' ? 'dark' : 'light';
      browsingContext.forcedColorsOverride = name === 'forced' ? 'active' : 'none';
    }, this.where, look);
    if (this.where === 'page') await this.#fit(look === 'narrow' ? NARROW : SIZE.width);
  }

  /** Gives the page this width, in its own pixels. */
  async #fit(width, zoom = 1) {
    if (width === this.#width) return;
    await this.driver.chrome(async (wide, size) => {
      const { browsingContext, style } = gBrowser.selectedBrowser;
      browsingContext.fullZoom = size;
      style.maxWidth = wide ? `${wide * size}px` : '';
    }, width === SIZE.width ? null : width, zoom);
    await until(`a page ${width} px wide`, async () => {
      const now = await this.world.inside('page', () => innerWidth);
      if (now === width) return true;
      throw new Error(`${now} px`);
    }, { seconds: 10 });
    this.#width = width;
  }

  /** What does not fit the page's width, at 320 pixels and at a zoom of 200%, except for what scrolls by itself. */
  async cutOff() {
    if (this.where === 'panel') return this.#wider('the panel');
    const found = [];
    for (const [name, ...size] of [['320 px', 320, 1], ['200 %', SIZE.width / 2, 2]]) {
      await this.#fit(...size);
      found.push(...await this.#wider(name));
    }
    await this.#fit(SIZE.width);
    return found;
  }

  /** Elements that reach beyond the page's right edge, or that lack room for their words. */
  #wider(name) {
    return this.world.inside(this.where, (at) => {
      const scrolls = (one) => one.closest('pre') !== null;
      const clips = (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible' && one.clientWidth > 1;
      return [...document.body.querySelectorAll('*')].filter((one) => one.checkVisibility() && !scrolls(one)
        && (one.getBoundingClientRect().right > innerWidth + 1 || clips(one)))
        .map((one) => `${at}: ${one.localName}${one.id ? `#${one.id}` : ''} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
    }, { args: [name] });
  }

  /** The whole page, as a PNG. */
  async picture() {
    const size = await this.world.inside(this.where, () => {
      const { scrollHeight } = document.documentElement;
      return [innerWidth, Math.max(innerHeight, scrollHeight)];
    });
    const data = await this.driver.chrome(async (where, [width, height]) => {
      const shown = where === 'panel' ? document.querySelector('.webextension-popup-browser') : gBrowser.selectedBrowser;
      const area = new DOMRect(0, 0, width, height);
      const bitmap = await shown.browsingContext.currentWindowGlobal.drawSnapshot(area, 1, 'white');
      const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
      Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1];
    }, this.where, size);
    return Buffer.from(data, 'base64');
  }
}
