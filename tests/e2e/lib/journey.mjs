// SPDX-License-Identifier: MPL-2.0
// The steps that a person takes, from the portal's log-in to the service that wants
// the certificate. `look` is told the name of each step when its page can be seen.
import { until } from './marionette.mjs';
import * as panels from './panels.mjs';

export const PEOPLE = {
  taro: { password: 'taro-pass', cn: 'Taro Yamada', email: 'taro.yamada@example.ac.jp' },
  hanako: { password: 'hanako-pass', cn: 'Hanako Suzuki', email: 'hanako.suzuki@example.ac.jp' },
};
const FIELDS = ['subject', 'emails', 'issuer', 'serial-hex', 'serial-decimal', 'not-before',
  'not-after', 'fingerprint'];
// Longer than the portal's longest way to a certificate in the tests.
const ISSUE_SECONDS = 60;

export class Journey {
  constructor({ driver, portal, look = async () => {} }) {
    Object.assign(this, { driver, portal, look });
  }

  async logIn(user) {
    const { driver } = this;
    await driver.open(this.portal.portal);
    await driver.waitFor('#login', { seconds: 30 });
    await this.look('log-in');
    await driver.type('#user', user);
    await driver.type('#password', PEOPLE[user].password);
    await driver.click('#login');
    await driver.waitFor('#state');
    await this.look('portal');
  }

  /** Goes to the page with the choice of a key, whatever happened to an earlier certificate. */
  async again(user) {
    const { driver } = this;
    await driver.open(this.portal.portal);
    await driver.waitFor('#login, #state', { seconds: 30 });
    if (await driver.text('#login') !== null) await this.logIn(user);
    const button = await driver.page(() => document.querySelector('#issue, #again')?.id);
    if (button) await driver.click(`#${button}`);
    await driver.waitFor('#download');
    await this.download();
  }

  async issue() {
    await this.driver.click('#issue');
    await this.driver.waitFor('#state:not([data-state=none])');
    if ((await this.driver.data('#state')).state === 'preparing') await this.look('preparing');
    await this.driver.waitFor('#download', { seconds: ISSUE_SECONDS });
    await this.look('ready');
  }

  async download() {
    await this.driver.click('#download');
    await this.driver.waitFor('#get');
  }

  /** All steps up to the page with the choice of a key. */
  async upToTheKey(user) {
    await this.logIn(user);
    await this.issue();
    await this.download();
  }

  /**
   * The toolbar's button, "turn on", Firefox's question. Returns what was shown.
   * @param {string} sign selector of what shows that the extension is at work in the page
   */
  async turnOn(sign = 'select.nss-helper-keygen') {
    const { driver } = this;
    await panels.openPanel(driver);
    const site = await panels.panelElement(driver, '#site');
    const host = await panels.panelElement(driver, '#host-state');
    const button = await panels.panelElement(driver, '#turn-on');
    await this.look('turn-on', { window: true });
    await panels.pressInPanel(driver, '#turn-on');
    const question = await panels.allowSite(driver);
    await panels.closePanel(driver);
    await driver.waitFor(sign);
    return { site: site.text, host, button: button.text, question };
  }

  choices() {
    return this.driver.page(() =>
      [...document.querySelectorAll('select.nss-helper-keygen option')].map((o) => [o.value, o.text]));
  }

  async choose(key) {
    await this.driver.click(`select.nss-helper-keygen option[value="${key}"]`);
    await this.look('key-strength');
  }

  press() {
    return this.driver.press('#get');
  }

  /** The page's own button, as an impatient person presses it while nothing seems to happen. */
  async pressImpatiently() {
    await this.portal.whileSlow(async () => {
      await this.driver.press('#get', 3);
      await this.driver.press('#get', 3, 400);
    });
  }

  /** The result page, once it has something to say. */
  async result() {
    const { driver } = this;
    const outcome = await until('the result page', async () => {
      const shown = await driver.data('#result');
      return shown.state && shown.state !== 'working' && shown;
    }, { seconds: ISSUE_SECONDS });
    await this.look('result');
    // The whole page, with the folded parts opened.
    const words = await driver.page(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
      return document.body.innerText;
    });
    const texts = {};
    for (const field of FIELDS) texts[field] = await driver.text(`#${field}`);
    return { ...outcome, ...texts, words };
  }

  /** Back at the portal, which now lists the certificate, and its page of the last step. */
  async check() {
    const { driver, portal } = this;
    await driver.open(`${portal.portal}/home`);
    await driver.waitFor('#state[data-state=issued]');
    await this.look('issued');
    await driver.click('#check');
    await driver.waitFor('#service');
    await this.look('check');
  }

  /** From there to the service. */
  async visitService() {
    await this.driver.click('#service');
    return this.showCertificate();
  }

  /** At the service, with a yes to Firefox's question for the certificate. */
  async showCertificate() {
    const { driver } = this;
    const question = await until("Firefox's question for the certificate",
      () => panels.certificateQuestion(driver));
    await this.look('certificate-question', { window: true });
    await panels.sendCertificate(driver);
    await driver.waitFor('#who, #no-certificate');
    await this.look('service');
    return { question, ...await driver.data('#who') };
  }
}
