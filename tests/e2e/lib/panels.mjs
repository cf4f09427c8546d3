// SPDX-License-Identifier: MPL-2.0
// What a person presses outside of the page: the toolbar's button, the extension's
// panel, Firefox's own questions. They get real mouse events in the browser's window.
import { writeFileSync } from 'node:fs';
import { until } from './marionette.mjs';

export const BUTTON = '#nss-helper_nss-helper-browser-action';
const ANSWERS = {
  allow: '#notification-popup .popup-notification-primary-button',
  deny: '#notification-popup .popup-notification-secondary-button',
};

async function pressInWindow(driver, selector, mouse = {}) {
  return driver.chrome(async (s, how) => {
    const { event } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Event.sys.mjs');
    const box = document.querySelector(s)?.getBoundingClientRect();
    if (!box?.width) return false;
    await event.synthesizeMouseAtPoint(box.x + box.width / 2, box.y + box.height / 2, how, window);
    return true;
  }, selector, mouse);
}

/**
 * Runs a function in the panel's own document, which lives in another process. Null when
 * there is none, or when Firefox put another in its place meanwhile.
 */
async function inPanel(driver, fn, ...args) {
  return driver.chrome(async (source, values) => {
    const browser = [...document.querySelectorAll('.webextension-popup-browser')]
      .find((one) => ['open', 'showing'].includes(one.closest('panel')?.state));
    if (!browser) return null;
    const manager = browser.messageManager;
    const name = `nss-helper-test:${Math.random()}`;
    return new Promise((resolve) => {
      manager.addMessageListener(name, function answer({ data }) {
        manager.removeMessageListener(name, answer);
        resolve(data);
      });
      window.setTimeout(resolve, 2000, null);
      const script = `sendAsyncMessage(${JSON.stringify(name)}, (${source})(...${JSON.stringify(values)}))`;
      manager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
    });
  }, String(fn), args);
}

/** What an element of the panel says: its text and its data; null without it. */
export function panelElement(driver, selector) {
  return inPanel(driver, (s) => {
    const element = content.document.querySelector(s);
    return element && {
      text: element.textContent.trim(),
      data: { ...element.dataset },
      seen: element.getClientRects().length > 0,
    };
  }, selector);
}

/** Presses the toolbar's button; `mouse` is Firefox's own word for how. */
export const pressButton = (driver, mouse) =>
  until('the toolbar button', () => pressInWindow(driver, BUTTON, mouse));

/** The same without a mouse. */
const pressByKeyboard = (driver) => driver.chrome(async (selector) => {
  const { event } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Event.sys.mjs');
  const button = document.querySelector(`${selector} .unified-extensions-item-action-button`) ?? document.querySelector(selector);
  button.setAttribute('tabindex', '-1');
  button.focus();
  event.sendKeys('\uE007', window);
}, BUTTON);

export async function openPanel(driver, { by = 'mouse' } = {}) {
  await closePanel(driver); // a press would only close it
  await (by === 'mouse' ? pressButton(driver) : pressByKeyboard(driver));
  await until('the panel to show the site', async () => (await panelElement(driver, '#site'))?.text);
  await until('the panel to hear from the host', async () =>
    ((await panelElement(driver, '#host-state'))?.data.state ?? 'working') !== 'working');
}

/** The texts of all matching elements of the panel, read at the same moment, after it has heard from the host. */
export async function panelTexts(driver, selector) {
  const { texts } = await until(`${selector} of the panel`, () => inPanel(driver, (s) => {
    const { state } = content.document.querySelector('#host-state')?.dataset ?? { state: 'working' };
    const texts = [...content.document.querySelectorAll(s)].map((element) => element.textContent);
    return state === 'working' ? null : { texts };
  }, selector));
  return texts;
}

/** Waits until the open panel says this of the page. */
export function panelExplains(driver, words) {
  return until(`the panel to say ${words}`, async () => {
    const { text } = await panelElement(driver, '#explain');
    if (!words.test(text)) throw new Error(`it says: ${text}`);
    return true;
  });
}

/** The mark on the toolbar's button. */
export function badge(driver) {
  return driver.chrome(async (button) =>
    document.querySelector(`${button}[badge], ${button} [badge]`)?.getAttribute('badge') ?? '', BUTTON);
}

export async function pressInPanel(driver, selector) {
  await until(`${selector} in the panel`, async () => (await panelElement(driver, selector))?.seen);
  await inPanel(driver, (s) => {
    const { event } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Event.sys.mjs');
    const element = content.document.querySelector(s);
    element.scrollIntoView({ block: 'nearest' }); // a panel is no higher than 600 pixels
    const box = element.getBoundingClientRect();
    event.synthesizeMouseAtPoint(box.x + box.width / 2, box.y + box.height / 2, {}, content);
  }, selector);
}

export async function closePanel(driver) {
  await until('the panel to close', () => driver.chrome(async () => {
    const open = [...document.querySelectorAll('.webextension-popup-browser')]
      .map((one) => one.closest('panel')).filter((panel) => panel && panel.state !== 'closed');
    open.forEach((panel) => panel.hidePopup());
    return open.length === 0;
  }));
}

/** Answers Firefox's question whether the extension may access a site. Resolves to the question. */
async function answerSite(driver, button) {
  const question = await until("Firefox's question for the site", () => driver.chrome(async () => {
    const { panel } = window.PopupNotifications;
    const asked = panel.state === 'open' && panel.querySelector('popupnotification');
    return asked && asked.textContent.replace(/\s+/g, ' ').trim();
  }));
  // Firefox ignores a press just after the question has opened.
  await until('Firefox to take the answer', async () => {
    await pressInWindow(driver, button);
    return driver.chrome(async () => window.PopupNotifications.panel.state === 'closed');
  }, { every: 300 });
  return question;
}

export const allowSite = (driver) => answerSite(driver, ANSWERS.allow);
export const denySite = (driver) => answerSite(driver, ANSWERS.deny);

/**
 * Firefox's question which certificate to show to a server: resolves to the one that it offers, or
 * null if there is no question. It belongs to the tab, or sometimes to the whole window.
 */
export function certificateQuestion(driver, { accept = false } = {}) {
  return driver.chrome(async (yes) => {
    const page = [...document.querySelectorAll('.dialogFrame')].map((frame) => frame.contentDocument)
      .find((d) => d?.getElementById('certAuthAsk'));
    if (yes) page?.getElementById('certAuthAsk').getButton('accept').click();
    return page?.getElementById('nicknames')?.label || null;
  }, accept);
}

/** Chooses the one with this serial ("01:AF") among those that Firefox offers. */
export async function chooseCertificate(driver, serial) {
  await until('the certificate among those that are offered', () => driver.chrome(async (wanted) => {
    const page = [...document.querySelectorAll('.dialogFrame')].map((frame) => frame.contentDocument)
      .find((d) => d?.getElementById('certAuthAsk'));
    const list = page?.getElementById('nicknames');
    const item = [...list?.menupopup.children ?? []].find(({ label }) => label.includes(`[${wanted}]`));
    if (item) list.selectedItem = item;
    return Boolean(item);
  }, serial));
}

export async function sendCertificate(driver) {
  await until('Firefox to send the certificate', async () =>
    await certificateQuestion(driver, { accept: true }) === null, { every: 300 });
}

/** A picture of the whole window, with the extension's panel where it is open. */
export async function pictureOfWindow(driver, file) {
  const data = await driver.chrome(async () => {
    const shot = (context) => context.currentWindowGlobal.drawSnapshot(null, 1, 'white');
    const whole = await shot(window.browsingContext);
    const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
    Object.assign(canvas, { width: whole.width, height: whole.height });
    const paper = canvas.getContext('2d');
    paper.drawImage(whole, 0, 0);
    const panel = document.querySelector('.webextension-popup-browser');
    if (panel) {
      const left = panel.screenX - window.mozInnerScreenX;
      const top = panel.screenY - window.mozInnerScreenY;
      const picture = await shot(panel.browsingContext);
      Object.assign(paper, { shadowColor: 'rgba(0, 0, 0, 0.4)', shadowBlur: 12 });
      paper.drawImage(picture, left, top);
    }
    return canvas.toDataURL('image/png').split(',')[1];
  });
  writeFileSync(file, Buffer.from(data, 'base64'));
}
