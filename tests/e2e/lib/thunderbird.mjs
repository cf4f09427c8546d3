// SPDX-License-Identifier: MPL-2.0
// A Thunderbird of its own: Firefox with other windows.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Firefox } from './firefox.mjs';
import { environment, folders } from './home.mjs';
import { until } from './marionette.mjs';
import { start, stop } from './processes.mjs';

const COMMAND = 'thunderbird';
const QUIET = {
  'app.use_without_mail_account': true,
  'mail.inappnotifications.enabled': false,
  'mail.shell.checkDefaultClient': false,
  'mailnews.start_page.enabled': false,
  // It would ask before the remote control can answer.
  'security.prompt_for_master_password_on_startup': false,
};
const PASSPHRASE = 'encrypted-openpgp-passphrase.txt';

/** Starts it once in a new home, as a person does: the profile that it makes there. */
export async function firstStart(home) {
  folders(home);
  const root = path.join(home, '.thunderbird');
  const program = start(COMMAND, ['--headless'], { env: environment(home), log: path.join(home, 'thunderbird.log') });
  try {
    return await until("Thunderbird's own profile", () => {
      const [, name] = readFileSync(path.join(root, 'installs.ini'), 'utf8').match(/^Default=(.*)$/m);
      const profile = path.join(root, name);
      return existsSync(path.join(profile, PASSPHRASE)) && profile;
    }, { seconds: 60 });
  } finally {
    await stop(program);
  }
}

export class Thunderbird extends Firefox {
  /** Without `profile` it makes one in a folder that it is given. */
  constructor({ home, profile }) {
    super({ home, profile, command: COMMAND, databases: false, prefs: QUIET });
  }

  /** Its OpenPGP would ask for the primary password just as early, unless its passphrase file is empty. */
  forgetOpenPgp() { writeFileSync(path.join(this.profile, PASSPHRASE), ''); }

  /**
   * Opens a tab at a site, with the certificate of this serial already chosen for it, because
   * Thunderbird 153 asks no question for a tab, and would send none.
   */
  async show(url, serial) {
    await this.driver.chrome(async (url, wanted) => {
      const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
      const remembers = Cc['@mozilla.org/security/clientAuthRememberService;1'].getService(Ci.nsIClientAuthRememberService);
      const mine = db.getCerts().find(({ serialNumber }) => serialNumber === wanted);
      const partitionKey = ChromeUtils.getPartitionKeyFromURL(url, url);
      remembers.rememberDecisionScriptable(new URL(url).hostname, { partitionKey }, mine, Ci.nsIClientAuthRememberService.Session);
      document.getElementById('tabmail').openTab('contentTab', { url });
    }, url, serial);
  }
}
