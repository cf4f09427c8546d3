// SPDX-License-Identifier: MPL-2.0
// Mail in a Thunderbird without a mail server: messages to be sent later and received ones are in its
// local folders. All is done with the functions of its own windows and settings.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './marionette.mjs';

/** Makes the local folders, and from them an account with these addresses. Resolves to the keys of its identities. */
export const makeAccount = (driver, emails) => driver.chrome(async (emails) => {
  const { MailServices: { accounts } } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  accounts.createLocalMailAccount();
  const account = accounts.findAccountForServer(accounts.localFoldersServer);
  return emails.map((email) => {
    const identity = Object.assign(accounts.createIdentity(), { email });
    account.addIdentity(identity);
    return identity.key;
  });
}, emails);

/** Chooses it as the account's settings do under "End-To-End Encryption": to sign and to decrypt. */
export const chooseCertificate = (driver, identityKey, serial) => driver.chrome(async (key, serial) => {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  const mine = db.getCerts().find(({ serialNumber }) => serialNumber === serial);
  const identity = MailServices.accounts.getIdentity(key);
  for (const use of ['signing', 'encryption']) {
    identity.setUnicharAttribute(`${use}_cert_name`, mine?.displayName ?? 'one that is not here');
    identity.setCharAttribute(`${use}_cert_dbkey`, mine?.dbKey ?? '');
  }
  identity.signMail = true;
}, identityKey, serial);

const openComposer = (driver, identityKey, message) => driver.chrome(async (key, message) => {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const make = (what, kind) => Cc[`@mozilla.org/messengercompose/${what};1`].createInstance(Ci[kind]);
  const params = make('composeparams', 'nsIMsgComposeParams');
  Object.assign(params, { format: Ci.nsIMsgCompFormat.PlainText, identity: MailServices.accounts.getIdentity(key),
    composeFields: Object.assign(make('composefields', 'nsIMsgCompFields'), message) });
  MailServices.compose.OpenComposeWindowWithParams(null, params);
}, identityKey, message);

const pressSendLater = (driver) => driver.chrome(async () => {
  const win = Services.wm.getMostRecentWindow('msgcompose');
  let dialogOpens;
  const sent = new Promise((resolve) => { win.addEventListener('unload', () => resolve(''), { once: true }); });
  const said = new Promise((resolve) => {
    dialogOpens = ({ document }) => {
      resolve(document.getElementById('infoBody').textContent);
      document.getElementById('commonDialog').getButton('accept').click();
    };
  });
  Services.obs.addObserver(dialogOpens, 'common-dialog-loaded');
  win.goDoCommand('cmd_sendLater');
  const words = await Promise.race([sent, said]);
  Services.obs.removeObserver(dialogOpens, 'common-dialog-loaded');
  if (words) win.close();
  return words;
});

/** Writes a message in a window, signs it and sends it later. Resolves to what Thunderbird objects, or "". */
export async function sendLater(driver, identityKey, message) {
  await openComposer(driver, identityKey, message);
  await until('a window that will sign', () => driver.chrome(async () => Services.wm.getMostRecentWindow('msgcompose').gSendSigned));
  return pressSendLater(driver);
}

/** The message of this subject that was sent later, as it lies in the folder once it is whole. */
export const sentLater = ({ profile }, subject) => until('the message to be saved', () =>
  readFileSync(path.join(profile, 'Mail/Local Folders/Unsent Messages'), 'latin1').split(/^From - .*\r?\n/m)
    .find((message) => message.includes(`\nSubject: ${subject}\r\n`) && /--\r\n\s*$/.test(message)));

/** A message that has arrived; its number in the folder. */
export const arrive = (driver, text) => driver.chrome(async (text) => {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const root = MailServices.accounts.localFoldersServer.rootFolder.QueryInterface(Ci.nsIMsgLocalMailFolder);
  const folder = root.containsChildNamed('Arrived') ? root.getChildNamed('Arrived') : root.createLocalSubfolder('Arrived');
  return folder.QueryInterface(Ci.nsIMsgLocalMailFolder).addMessage(text).messageKey;
}, text);

const openMessage = (driver, number) => driver.chrome(async (number) => {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const { MailUtils } = ChromeUtils.importESModule('resource:///modules/MailUtils.sys.mjs');
  const folder = MailServices.accounts.localFoldersServer.rootFolder.getChildNamed('Arrived');
  MailUtils.openMessageInNewWindow(folder.GetMessageHeader(number));
}, number);

// In place of a message that it can't open there is a page in another process, of which this is the title.
const lookAtMessage = (driver) => driver.chrome(async () => {
  const win = Services.wm.getMostRecentWindow('mail:messageWindow');
  const { document } = win.document.getElementById('messageBrowser').contentWindow;
  const [encrypted, signed] = ['encrypted', 'signed'].map((what) =>
    document.getElementById(`${what}HdrIcon`).src.replace(/.*message-\w+-|\.svg$/g, ''));
  const pane = document.getElementById('messagepane');
  const text = pane.contentDocument ? pane.contentDocument.body.textContent : pane.contentTitle;
  if (!text || !(encrypted || signed)) return null;
  win.close();
  return { encrypted, signed, text };
});

/** Opens it in a window of its own: {encrypted, signed, text}, each as it is shown there. */
export async function read(driver, number) {
  await openMessage(driver, number);
  return until('the message to be shown', () => lookAtMessage(driver));
}
