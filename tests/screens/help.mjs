// SPDX-License-Identifier: MPL-2.0
// make pictures: takes the pictures of the help page anew: Firefox's own questions and our pages, in both
// languages, light and dark.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFirefox } from '../extension/browser.mjs';
import { permit } from '../e2e/lib/firefox.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import * as panels from '../e2e/lib/panels.mjs';
import { LANGUAGES, Stage } from './stage.mjs';

const OUT = fileURLToPath(new URL('../../extension/pages/pictures/', import.meta.url));
const PORTAL = 'portal.example.ac.jp';
const SERVICE = 'service.example.ac.jp';

const WORDS = {
  en: { title: 'Certificate portal', key: 'Key', press: 'Issue certificate' },
  ja: { title: '証明書発行ポータル', key: '鍵', press: '証明書を発行' },
};

const formOf = ({ title, key, press }) => `<!DOCTYPE html><meta charset="utf-8"><title>${title}</title>
<style>:root { color-scheme: light dark } body { font: 15px system-ui, IPAexGothic, sans-serif; width: 28em; margin: 0; padding: 1em; background: Canvas }
h1 { font-size: 1.2em; margin: 0 0 1em } select, button { font: inherit; padding: 0.3em 0.6em }</style>
<h1>${title}</h1>
<form><p><label>${key}: <keygen name="spkac"></label></p><p><button id="get">${press}</button></p></form>`;

/** A certificate of a person, as base64. */
function makeCertificate(folder) {
  const file = path.join(folder, 'person.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '/dev/null', '-out', file,
    '-days', '700', '-set_serial', '0x01AF', '-subj', '/C=JP/O=Example University/CN=Taro Yamada',
    '-addext', 'keyUsage=digitalSignature', '-addext', 'subjectAltName=email:taro@example.ac.jp'], { stdio: 'ignore' });
  return readFileSync(file, 'utf8').replace(/-----[^-]+-----|\s/g, '');
}

/**
 * The pixels of an area of the window, or of the page or the panel within it, as a PNG.
 * @param {function} find runs in the browser's window: [x, y, width, height], or null as long as it is not there
 */
async function pictureOf(driver, where, find) {
  const area = await until(`an area of the ${where}`, () => driver.chrome(find), { every: 200 });
  const data = await driver.chrome(async (place, box) => {
    const { browsingContext } = {
      window, page: gBrowser.selectedBrowser, panel: document.querySelector('.webextension-popup-browser'),
    }[place];
    const bitmap = await browsingContext.currentWindowGlobal.drawSnapshot(new DOMRect(...box), 1, 'white');
    const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    const paper = canvas.getContext('2d');
    paper.drawImage(bitmap, 0, 0);
    // Fewer shades at the edges of letters make half a file.
    const pixels = paper.getImageData(0, 0, canvas.width, canvas.height);
    pixels.data.forEach((value, at) => { pixels.data[at] = Math.round(value / 17) * 17; });
    paper.putImageData(pixels, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }, where, area);
  return Buffer.from(data, 'base64');
}

/* What they run in the browser's window. */

async function panel() {
  const { width, height } = document.querySelector('.webextension-popup-browser').getBoundingClientRect();
  return [0, 0, width, height];
}

/** Firefox's question is in a floating window, of which no picture can be taken, so it is moved into this one. */
async function allow() {
  const { panel: floating, isPanelOpen } = window.PopupNotifications;
  const question = isPanelOpen && floating.querySelector('popupnotification');
  const { width, height } = floating.getBoundingClientRect();
  if (!question || !height) return null;
  const box = document.createElementNS('http://www.w3.org/1999/xhtml', 'div');
  box.id = 'picture';
  box.style = `position: fixed; z-index: 9999; left: 0; top: 200px; width: ${width}px; font: menu; background: Canvas; color: CanvasText`;
  document.documentElement.append(box);
  box.append(question);
  await new Promise((resolve) => { window.setTimeout(resolve, 500); }); // its icon is loaded anew
  return [0, 200, width, box.getBoundingClientRect().height];
}

async function login() {
  const frame = [...document.querySelectorAll('.dialogFrame')].find((one) =>
    one.contentDocument?.getElementById('certAuthAsk')?.getButton('accept')?.checkVisibility()
    // Its text comes in two steps, first without the names.
    && /service\.example\.ac\.jp[^]*Example University/.test(one.contentDocument.documentElement.textContent));
  const { x, y, width, height } = frame?.getBoundingClientRect() ?? {};
  return height > 200 ? [x, y, width, height] : null;
}

/** Firefox asks which certificate to send. */
const askForCertificate = (driver, certificate) => driver.chrome(async (host, data) => {
  const certificates = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  Cc['@mozilla.org/security/ClientAuthDialogService;1'].getService(Ci.nsIClientAuthDialogService).chooseCertificate(
    host, [certificates.constructX509FromBase64(data)], gBrowser.selectedBrowser.browsingContext, [],
    { certificateChosen() {}, QueryInterface: ChromeUtils.generateQI(['nsIClientAuthDialogCallback']) });
}, SERVICE, certificate);

async function takeForm({ driver, site }, language) {
  await permit(driver, 'add', PORTAL);
  site.pages.set('/form', formOf(WORDS[language]));
  await driver.open(site.url('/form', PORTAL));
  await driver.waitFor('select');
  const { width, height } = await driver.page(() => document.body.getBoundingClientRect());
  return pictureOf(driver, 'page', `async () => [0, 0, ${width}, ${height}]`);
}

async function takeAll(world, language, look, save) {
  const { driver } = world;
  const stage = new Stage(world);
  await stage.speak(language);
  await permit(driver, 'remove', PORTAL);
  await stage.play({ where: 'panel', shows: ['popup_turn_on', 'popup_host_ok'], open: () => stage.openPanel(PORTAL) });
  await stage.look(look);
  save('panel', await pictureOf(driver, 'panel', panel));
  await panels.pressInPanel(driver, '#turn-on');
  save('allow', await pictureOf(driver, 'window', allow));
  await driver.chrome(async () => document.getElementById('picture').remove());
  save('form', await takeForm(world, language));
  await askForCertificate(driver, makeCertificate(world.home));
  save('login', await pictureOf(driver, 'window', login));
}

/* By the end of the file's name: the preference that gives Firefox this look. */
const LOOKS = { '': ['light', { 'ui.systemUsesDarkTheme': 0 }], '-dark': ['dark', { 'ui.systemUsesDarkTheme': 1 }] };

for (const language of Object.keys(LANGUAGES)) {
  const folder = path.join(OUT, language);
  mkdirSync(folder, { recursive: true });
  for (const [end, [look, prefs]] of Object.entries(LOOKS)) {
    await withFirefox((world) => takeAll(world, language, look, (name, data) => {
      writeFileSync(path.join(folder, `${name}${end}.png`), data);
      process.stdout.write(`${language}/${name}${end}.png: ${data.length} bytes\n`);
    }), { 'network.dns.localDomains': PORTAL, ...prefs });
  }
}
