// SPDX-License-Identifier: MPL-2.0
// A portal and a Firefox for one test, in a temporary folder.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Firefox } from './firefox.mjs';
import { Journey } from './journey.mjs';
import { pictureOfWindow } from './panels.mjs';
import { Portal } from './portal.mjs';
import { nothingLeft } from './processes.mjs';
import { patience } from '../../patience.mjs';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const build = path.resolve(top, process.env.B ?? 'build');

/** What is tried; NSS_HELPER_TRY names a folder of installed programs instead of build/. */
export const programs = (() => {
  const installed = process.env.NSS_HELPER_TRY;
  if (!installed) {
    const [helper, xpi, portal, lock] = ['nss-helper', 'nss-helper.xpi', 'portal', 'hold-lock']
      .map((n) => path.join(build, n));
    return { helper, xpi, portal, lock, out: path.join(build, 'e2e') };
  }
  return {
    helper: path.join(installed, 'usr/bin/nss-helper'),
    xpi: path.join(installed, 'usr/share/webext/nss-helper/nss-helper.xpi'),
    portal: path.join(installed, 'portal'),
    out: path.join(installed, 'e2e'),
  };
})();

// Ended from outside: what was started ends too, see processes.mjs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(143));

/** What the page showed, for the message of what failed. */
async function seen(driver) {
  const words = () => driver.page(() => `${JSON.stringify(document.querySelector('#result')?.dataset ?? {})} ${document.body?.innerText}`);
  const [url, shown] = await Promise.all([driver.url(), words()].map((one) => one.catch((e) => e.message)));
  return `\nseen: ${url} ${shown.replace(/\s+/g, ' ').slice(0, 600)}`;
}

async function keepPictures({ firefox }, name) {
  const { driver } = firefox;
  mkdirSync(programs.out, { recursive: true });
  const file = path.join(programs.out, name.replace(/\W+/g, '-'));
  const lost = (e) => console.error(`no picture: ${e.message}`);
  await driver.screenshot(`${file}.page.png`).catch(lost);
  await pictureOfWindow(driver, `${file}.window.png`).catch(lost);
  console.error(`${name}: at ${await driver.url().catch(() => '?')}; pictures: ${file}.*.png`);
  console.error(firefox.log());
}

async function open(home, { language, used, prefs, options = [] }) {
  const portal = await Portal.start(programs.portal,
    { home, data: path.join(home, 'portal'), options: ['--prepare', '1', ...options] });
  const firefox = new Firefox({ home, language, used, prefs });
  firefox.trust(portal.root);
  firefox.addExtension(programs.xpi);
  firefox.registerHost(programs.helper);
  return { portal, firefox };
}

/**
 * One test with a Firefox and a portal of its own, of which nothing may be left. `desktop` starts what
 * that Firefox needs beforehand, and has a `stop`.
 */
export function scenario(name, options, body) {
  test(name, { timeout: (options.seconds ?? 240) * patience * 1000 }, async (t) => {
    const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
    let world = {};
    let left;
    try {
      world = await open(home, options);
      world.desktop = await options.desktop?.(world.firefox);
      world.driver = await world.firefox.start();
      world.journey = new Journey(world);
      await body({ t, ...world });
    } catch (e) {
      if (world.firefox?.driver) {
        e.message += await seen(world.driver);
        await keepPictures(world, name);
      }
      throw e;
    } finally {
      await world.firefox?.stop();
      await world.desktop?.stop();
      await world.portal?.stop();
      left = await nothingLeft(home);
      rmSync(home, { recursive: true, force: true });
    }
    assert.deepEqual(left, [], 'no process is left');
  });
}
