// SPDX-License-Identifier: MPL-2.0
// Requests in one profile, one by one, each interrupted, and the state that is found afterwards.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Journal } from './journal.mjs';
import { Journey } from './journey.mjs';
import { until } from './marionette.mjs';
import * as panels from './panels.mjs';
import { STATES, SAFE, UNSENT } from './states.mjs';
import * as told from './told.mjs';
import { WAYS, calm, hostsEnd } from './ways.mjs';
import { fingerprints, numberOfKeys, withColons } from './witnesses.mjs';
import { programs } from './world.mjs';

const USER = 'taro';
// These close the result page, too: it is in that tab, or a page of the extension.
const CLOSING = ['the tab is closed', 'the extension is reloaded'];
const WORDS = { key: /the form was not sent/, sent: /Sent, but no certificate has arrived|Sent a short time ago/ };

export class Trial {
  #holds = [];

  constructor({ firefox, portal, options }) {
    Object.assign(this, { firefox, portal, portalOptions: options, programs });
    this.journal = new Journal({ firefox, helper: programs.helper });
  }

  get driver() { return this.firefox.driver; }
  get journey() { return new Journey(this); }

  /** A Firefox with one tab, at the choice of a key, whatever the last request left. */
  async begin() {
    await this.#letGo();
    await this.#run();
    for (const { id } of this.journal.unfinished().jobs) this.journal.forget(id);
    const [first, ...more] = await this.driver.tabs();
    for (const handle of more) {
      await this.driver.switchTo(handle);
      await this.driver.send('WebDriver:CloseWindow');
    }
    await this.driver.switchTo(first);
    await this.journey.again(USER);
    await this.driver.waitFor('select.nss-helper-keygen');
  }

  /**
   * Turns the site on. Firefox writes that to two files, seconds later, and would forget it if it
   * ended before: here it is made to write them at once.
   */
  async turnOn() {
    const { profile } = this.firefox;
    const { hostname } = new URL(this.portal.download);
    await this.journey.upToTheKey(USER);
    await this.journey.turnOn();
    await until('Firefox to write that the site is on', () =>
      readFileSync(path.join(profile, 'extension-preferences.json'), 'utf8').includes(hostname));
    await this.driver.chrome(async () => {
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      await ExtensionParent.StartupCache._saveNow();
    });
  }

  async #run() {
    const answers = this.firefox.runs && await this.driver.tabs().then(() => true, () => false);
    if (!answers) {
      await this.firefox.stop();
      await this.firefox.start();
    }
  }

  async #letGo() {
    for (const letGo of this.#holds.splice(0)) await letGo();
  }

  /** The journey up to a state, broken off there, and the same profile started again. */
  async interrupt(state, way) {
    await this.begin();
    const count = (event) => this.portal.events(event).length;
    const before = { issued: count('issued'), keys: numberOfKeys(this.firefox) };
    const { job, letGo } = await STATES[state](this);
    this.#holds.push(letGo);
    await WAYS[way](this, () => this.#letGo());
    await hostsEnd(this.firefox, { seconds: 30 });
    const safe = SAFE.includes(state);
    const restarted = !this.firefox.runs;
    if (restarted) await this.firefox.start();
    const issued = UNSENT.includes(state) ? null
      : await until('the portal to hand it out', () => this.portal.events('issued')[before.issued]);
    assert.equal(count('issued'), before.issued + (issued ? 1 : 0), 'one certificate at most');
    assert.equal(count('second-try'), 0, 'nothing was sent twice');
    const unsent = UNSENT.includes(state);
    return { ...before, job: job.id, issued, restarted, safe, unsent, closed: safe && CLOSING.includes(way) };
  }

  /** A log-in over TLS, with the certificate that Firefox offers. */
  async logInWithOne() {
    await this.#run();
    await this.driver.visit(this.portal.service);
    return this.journey.showCertificate();
  }

  has({ sha256 }) { return fingerprints(this.firefox).includes(withColons(sha256)); }

  /** 'installed', or the state that the person is told. */
  async outcome(found) {
    const { journal, driver } = this;
    if (found.safe) {
      await until('the certificate', () => this.has(found.issued), { seconds: 30, every: 200 });
    }
    await calm(this.firefox);
    const { state } = journal.job(found.job);
    if (found.unsent) assert.notEqual(state, 'sent', 'nothing has left for the portal');
    if (found.issued && this.has(found.issued)) {
      assert.equal(state, 'verified');
      await until('the response to go', () => journal.answers().length === 0);
      assert.deepEqual(journal.unfinished().jobs, []);
      if (!found.closed) await told.resultPage(driver, withColons(found.issued.sha256));
      assert.deepEqual(await told.unfinished(driver), []);
      await until('the mark to go', async () => await panels.badge(driver) === '');
      return 'installed';
    }
    await this.#checkTruth(found, state);
    return state;
  }

  /** The job is shown in its true state; it can be forgotten, and the next one begun. */
  async #checkTruth({ job, keys, restarted }, state) {
    const { journal, firefox, driver } = this;
    if (state === 'intent') {
      assert.equal(numberOfKeys(firefox), keys, 'no key was made');
      return;
    }
    if (state === 'key') journal.makeOld(job);
    const [said, ...more] = journal.unfinished().jobs;
    assert.deepEqual(more, []);
    assert.deepEqual([said?.id, said?.state, said?.site], [job, state, this.portal.download]);
    if (restarted && state === 'sent') {
      await until('the mark on the button', () => panels.badge(driver));
    }
    const [words, ...others] = await told.unfinished(driver);
    assert.deepEqual(others, []);
    assert.match(words, /^download\.localhost/);
    assert.match(words, WORDS[state]);
    if (restarted) {
      assert.equal(await panels.badge(driver), '!');
      await told.forget(driver);
      assert.equal(await panels.badge(driver), '');
    } else {
      journal.forget(job);
    }
    assert.equal(numberOfKeys(firefox), keys, 'its key has gone');
    assert.deepEqual(journal.unfinished().jobs, []);
  }
}
