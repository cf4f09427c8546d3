// SPDX-License-Identifier: MPL-2.0
// What the person sees of an interrupted request: result pages, the mark on the toolbar button, the
// panel's list.
import { until } from './marionette.mjs';
import * as panels from './panels.mjs';

/** Waits for a tab that says that this certificate is installed. */
export function resultPage(driver, fingerprint) {
  return until('a result page', async () => {
    for (const handle of await driver.tabs()) {
      await driver.send('WebDriver:SwitchToWindow', { handle, focus: false });
      const { state } = await driver.data('#result');
      if (state === 'installed' && await driver.text('#fingerprint') === fingerprint) return true;
    }
    return false;
  }, { seconds: 30, every: 200 });
}

/** What the panel lists as unfinished, in words. */
export async function unfinished(driver) {
  await panels.openPanel(driver);
  const items = await panels.panelTexts(driver, '#unfinished-list li');
  await panels.closePanel(driver);
  return items;
}

/** The person gives up the only one that is listed. */
export async function forget(driver) {
  await panels.openPanel(driver);
  for (const [words, button] of [
    ['Forget…', '#unfinished-list button'],
    ['Forget the request and remove its key', '#unfinished-list .question button:last-child'],
  ]) {
    await until(`the button "${words}"`, async () => (await panels.panelElement(driver, button))?.text === words);
    await panels.pressInPanel(driver, button);
  }
  await until('the panel to list nothing', async () =>
    !(await panels.panelElement(driver, '#unfinished')).seen);
  await panels.closePanel(driver);
}
