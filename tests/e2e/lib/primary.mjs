// SPDX-License-Identifier: MPL-2.0
// The primary password and the trust of a CA, by internal functions of Firefox and Thunderbird.
import { readFileSync } from 'node:fs';
import { until } from './marionette.mjs';

/** Sets it as the settings do. */
export const setPrimaryPassword = (driver, primary) => driver.chrome(async (password) => {
  Cc['@mozilla.org/security/internalkeytoken;1'].createInstance(Ci.nsIPKCS11Token).changePassword('', password);
}, primary);

/** Types it where the program asks for it, when it first needs a key. */
export async function typePrimaryPassword(driver, primary) {
  await driver.chrome(async (password) => {
    const token = Cc['@mozilla.org/security/internalkeytoken;1'].createInstance(Ci.nsIPKCS11Token);
    // The window's own timers stand still while a question is open.
    const { clearInterval, setInterval } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
    // Repeatedly, because a question that has just begun to open ignores it.
    const watch = setInterval(() => {
      const page = [...Services.wm.getEnumerator(null)].flatMap(({ document }) =>
        [document, ...[...document.querySelectorAll('.dialogFrame')].map((frame) => frame.contentDocument)])
        .find((d) => d?.getElementById('password1Textbox'));
      if (!page) return;
      page.getElementById('password1Textbox').value = password;
      page.getElementById('commonDialog').getButton('accept').click();
    }, 100);
    window.setTimeout(() => {
      token.login(false);
      clearInterval(watch);
      document.documentElement.dataset.unlocked = 'yes';
    }, 0);
  }, primary);
  // While a question is open, the remote control refuses everything else.
  await until('the profile to be unlocked', () => driver.chrome(async () => document.documentElement.dataset.unlocked));
}

export const trustRoot = (driver, root) => driver.chrome(async (pem) => {
  const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  db.addCertFromBase64(pem, 'CT,C,C');
}, readFileSync(root, 'utf8').replace(/-----.*-----|\s/g, ''));
