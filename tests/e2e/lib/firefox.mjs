// SPDX-License-Identifier: MPL-2.0
// A Firefox of its own: throw-away home and profile, the portal's root trusted, the
// extension inside, the host registered by the real `nss-helper setup`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, folders } from './home.mjs';
import { Marionette, until } from './marionette.mjs';
import { answerPinentry } from '../../pinentry.mjs';
import { start, stop } from './processes.mjs';
import { copyUsed } from './used.mjs';

export const EXTENSION = 'nss-helper@nss-helper';
const FIREFOX = process.env.FIREFOX ?? 'firefox-esr';

// No first-run pages, and no connection to anywhere but the portal.
const QUIET = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.newtab.preload': false,
  'browser.newtabpage.enabled': false,
  'browser.newtabpage.activity-stream.feeds.system.topstories': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.translations.automaticallyPopup': false,
  'browser.region.network.url': '',
  'browser.search.update': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.ipc.processPrelaunch.enabled': false, // no spare process for a page that nobody opens
  'dom.ipc.processCount': 1, // beside one for each site
  'dom.ipc.keepProcessesAlive.webIsolated.max': 3, // for the next page of the same site
  'dom.ipc.keepProcessesAlive.webIsolated.perOrigin': 2,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'security.remote_settings.crlite_filters.enabled': false,
  'services.settings.server': 'data:,',
  'signon.rememberSignons': false,
  'termsofuse.bypassNotification': true,
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'ui.prefersReducedMotion': 1, // nothing is painted that only moves
};
// Debian's ESR honours these; Mozilla's release channel takes signed extensions only.
const UNSIGNED = {
  'xpinstall.signatures.required': false,
  'extensions.autoDisableScopes': 0,
  'extensions.startupScanScopes': 1,
};

// Otherwise the remote control changes from which folders Firefox takes extensions.
const AS_IT_IS = { 'remote.prefs.recommended': false };

const LOCALES = { en: 'en-US', ja: 'ja' };

function preferences(profile, values) {
  const lines = Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(path.join(profile, 'user.js'), lines.join(''));
}

function certutil(profile, ...args) {
  return execFileSync('certutil', [...args, '-d', `sql:${profile}`], { encoding: 'utf8' });
}

export class Firefox {
  /**
   * Makes the home and the profile, if possible one that was used before, and starts nothing. Without
   * `unsigned` Firefox accepts extensions by its own settings.
   */
  constructor({ home, language = 'en', headless = true, remote = true, prefs = {}, databases = true, unsigned = true,
    used = databases, command = FIREFOX, profile = path.join(home, 'profile') }) {
    Object.assign(this, { home, language, headless, remote, command, profile });
    folders(home, profile);
    this.env = environment(home, { language, headless });
    if (used) copyUsed(command, profile);
    preferences(this.profile, { ...QUIET, ...unsigned ? UNSIGNED : AS_IT_IS,
      'intl.locale.requested': LOCALES[language], 'marionette.port': 0, ...prefs });
    if (databases) certutil(this.profile, '-N', '--empty-password'); // or else Firefox makes them
  }

  trust(rootFile) {
    certutil(this.profile, '-A', '-n', 'root of the portal', '-t', 'CT,C,C', '-i', rootFile);
  }

  addExtension(xpi) {
    const folder = path.join(this.profile, 'extensions');
    mkdirSync(folder, { recursive: true });
    copyFileSync(xpi, path.join(folder, `${EXTENSION}.xpi`));
  }

  registerHost(command) {
    execFileSync(command, ['setup'], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20000 });
  }

  /** What the scripted pinentry answers to the next questions. */
  answers(...lines) {
    return answerPinentry({ folder: path.join(this.home, 'pinentry'), config: this.env.XDG_CONFIG_HOME, lines });
  }

  async start(url = 'about:blank') {
    const flags = ['--no-remote', '--profile', this.profile];
    if (this.headless) flags.push('--headless');
    if (this.remote) flags.push('--marionette', '--remote-allow-system-access');
    // One that was killed leaves its port behind.
    rmSync(path.join(this.profile, 'MarionetteActivePort'), { force: true });
    this.program = start(this.command, [...flags, url],
      { env: this.env, log: path.join(this.home, 'firefox.log') });
    if (this.remote) await this.#attach();
    return this.driver;
  }

  async #attach() {
    const file = path.join(this.profile, 'MarionetteActivePort');
    const alive = () => this.program.alive();
    const port = await until(`${this.command} to start`, () => {
      if (!alive()) throw Object.assign(new Error(`${this.command} ended: ${this.log()}`), { fatal: true });
      return Number(readFileSync(file, 'utf8'));
    }, { seconds: 60, every: 100 });
    this.driver = await Marionette.connect(port, { alive });
    const { 'moz:profile': profile } = await this.driver.newSession();
    if (profile !== this.profile) throw new Error(`this is another Firefox: ${profile}`);
  }

  log() { return this.program.said(); }

  get runs() { return Boolean(this.program?.alive()); }

  async stop() {
    if (!this.program) return;
    if (this.driver && this.program.alive()) {
      await this.driver.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      this.driver.close();
    }
    await stop(this.program, { seconds: 15, signal: this.driver ? undefined : 'SIGTERM' });
    this.program = undefined;
  }

  /** The certificates in the profile's files as another program sees them, in PEM. */
  certutilPem(nickname) { return certutil(this.profile, '-L', '-n', nickname, '-a'); }
  certutilKeys() { return certutil(this.profile, '-K'); }
  certutilList() { return certutil(this.profile, '-L'); }
}

/** Waits until the extension's background is there. */
export const extensionRuns = (driver) => until('the extension', () => driver.chrome(async (id) =>
  Boolean(globalThis.WebExtensionPolicy.getByID(id)?.extension?.backgroundState), EXTENSION));

/** The person's yes ("add") or no ("remove") to Firefox for these hosts, without its question. */
export const permit = (driver, verb, ...hosts) => driver.chrome(async (id, change, names) => {
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const origins = names.map((name) => `http://${name}/*`);
  await ExtensionPermissions[change](id, { permissions: [], origins, data_collection: [] },
    globalThis.WebExtensionPolicy.getByID(id).extension);
}, EXTENSION, verb, hosts);

/** As when the person turns it off and on. Firefox closes its pages then. */
export async function restartExtension(driver) {
  await driver.chrome(async (id) => {
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    const addon = await AddonManager.getAddonByID(id);
    await addon.disable();
    await addon.enable();
  }, EXTENSION);
  await extensionRuns(driver);
}

/** "My certificates", as soon as it has heard from the host. */
export async function openCertificates(driver, query = '') {
  await driver.open(await driver.chrome(async (id, page) =>
    globalThis.WebExtensionPolicy.getByID(id).getURL(page), EXTENSION, `pages/certificates.html${query}`));
  await until('the list', async () => (await driver.data('#certificates')).state === 'ready');
}

/** Opens what is below the lines of that page. */
export const openLines = (driver) => driver.page(() =>
  document.querySelectorAll('.opens[aria-expanded="false"]').forEach((button) => button.click()));

/** Not running, with the databases that Firefox itself has made. */
export async function firstStart(home) {
  const firefox = new Firefox({ home, databases: false });
  await firefox.start();
  await firefox.stop();
  return firefox;
}
