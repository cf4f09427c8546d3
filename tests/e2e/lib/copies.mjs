// SPDX-License-Identifier: MPL-2.0
// Copies a certificate into another program, with the button on the page "My certificates".
import { openCertificates } from './firefox.mjs';
import { until } from './marionette.mjs';
import { programs } from './world.mjs';

/** Starts a Firefox that has the extension and its host. */
export async function startWithExtension(firefox) {
  firefox.addExtension(programs.xpi);
  firefox.registerHost(programs.helper);
  return firefox.start();
}

/** Presses that button; resolves to what the page says then. */
export async function copyByButton(driver, fingerprint, program) {
  await openCertificates(driver, `?use=${fingerprint}`);
  const number = await driver.page((name) => [...document.querySelectorAll('.places .program')]
    .findIndex(({ textContent }) => textContent === name), program);
  await driver.press(`.places li:nth-child(${number + 1}) .copy`);
  return until('the copy', async () => {
    const [words = ''] = await driver.texts('.here .outcome.good, .here .outcome.wait');
    return !words.startsWith('Copying') && words;
  });
}
