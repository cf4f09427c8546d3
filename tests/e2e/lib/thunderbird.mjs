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
  // It would ask before there is a remote control.
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

  /** Its OpenPGP would ask for the primary password as early; without its own secret it doesn't. */
  forgetOpenPgp() { writeFileSync(path.join(this.profile, PASSPHRASE), ''); }

  /**
   * A tab at a site which is shown the certificate of this serial, as it was chosen there
   * before: Thunderbird 153 has no question for a tab, and sends none.
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
