// SPDX-License-Identifier: MPL-2.0
// A person without a mouse: real keys, and where they lead. At each step the focus is in the page, on
// something that can be seen, with a ring around it.
import assert from 'node:assert/strict';
import { until } from '../e2e/lib/marionette.mjs';

/* As WebDriver names them. */
const KEYS = { Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Escape: '\uE00C', Space: ' ', Down: '\uE015', F6: '\uE036' };

const down = (value) => ({ type: 'keyDown', value });
const up = (value) => ({ type: 'keyUp', value });

/* More than any page has. */
const STOPS = 60;

export class Keyboard {
  constructor(stage) { this.stage = stage; }

  /** Presses keys one after the other, in the page or in Firefox's own window and its panels. */
  async press(...names) {
    const keys = names.map((name) => KEYS[name] ?? name);
    if (this.stage.where === 'page') await this.#inPage(keys);
    else await this.#inWindow(keys);
  }

  #inPage(keys) { return this.#perform(keys.flatMap((key) => [down(key), up(key)])); }

  #perform(actions) {
    return this.stage.driver.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  #inWindow(keys) {
    return this.stage.driver.chrome(async (all) => {
      const { event } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Event.sys.mjs');
      for (const key of all) event.sendKeys(key, window);
    }, keys);
  }

  /** What has the focus: its words, and how it is seen. */
  at() {
    return this.stage.world.inside(this.stage.where, () => {
      const one = document.activeElement;
      if (!one || one === document.body || one === document.documentElement) return { lost: true, words: '' };
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const words = one.labels?.[0]?.innerText ?? one.ariaLabel ?? '';
      return {
        lost: !document.hasFocus(),
        words: (one.localName === 'input' || one.localName === 'select' ? words : one.innerText).trim() || words || one.title,
        ring: one.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1,
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        stop: one.tabIndex >= 0,
        html: one.outerHTML.slice(0, 120),
      };
    });
  }

  /** Checks that the focus is on something visible, and that a control has a focus ring. */
  async check(passed = []) {
    const at = await this.at();
    assert.equal(at.lost, false, `the focus is lost after ${passed.join(', ') || 'nothing'}`);
    assert.ok(at.seen, `can't be seen: ${at.html}`);
    assert.ok(at.ring || !at.stop, `has no ring: ${at.html}`);
    return at;
  }

  #wanted(words) { return typeof words === 'string' ? this.stage.words(words) : words; }

  /** Presses Tab until the focus is on what has these words: a pattern, or the key of a message. */
  tabTo(words) { return this.#walk(words, () => this.press('Tab')); }

  /** The same in the other direction. */
  backTo(words) {
    const { Shift, Tab } = KEYS;
    return this.#walk(words, () => this.#perform([down(Shift), down(Tab), up(Tab), up(Shift)]));
  }

  async #walk(words, step) {
    const wanted = this.#wanted(words);
    const passed = [];
    for (let stop = 0; stop < STOPS; stop++) {
      await step();
      const at = await this.check(passed);
      if (wanted.test(at.words)) return at;
      passed.push(at.words.split('\n')[0]);
    }
    throw new Error(`no way by Tab to ${words}: ${passed.join(', ')}`);
  }

  /** Waits until the focus is on what has these words. */
  isOn(words) {
    const wanted = this.#wanted(words);
    return until(`the focus to be on ${words}`, async () => {
      const at = await this.at();
      if (!at.lost && wanted.test(at.words)) return this.check();
      throw new Error(at.lost ? 'it is lost' : `it is on ${at.html}`);
    }, { seconds: 10 });
  }

  async go(words, by = 'Enter') {
    await this.tabTo(words);
    await this.press(by);
  }
}
