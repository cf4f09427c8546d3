// SPDX-License-Identifier: MPL-2.0
// make demo: the portal and a throw-away Firefox. On a screen the person drives it and
// no remote control is on; without one, or with HEADLESS=1, it drives itself.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORDS } from './lib/demo-words.mjs';
import { Firefox } from './lib/firefox.mjs';
import { PEOPLE } from './lib/journey.mjs';
import { pictureOfWindow } from './lib/panels.mjs';
import { Portal } from './lib/portal.mjs';
import { endsWithin, nothingLeft } from './lib/processes.mjs';
import { wholeWay } from './lib/whole.mjs';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = path.resolve(top, process.env.B ?? 'build');
const out = path.join(build, 'demo');
const home = path.join(out, 'home');
const user = 'taro';

const { env } = process;
const language = env.DEMO_LANG ?? (/^ja/.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'ja' : 'en');
const screen = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY) && !Number(env.HEADLESS ?? 0);
const words = WORDS[language];

async function open() {
  const portal = await Portal.start(path.join(build, 'portal'), { home, data: path.join(home, 'portal') });
  const firefox = new Firefox({ home, language, used: false, headless: !screen, remote: !screen });
  firefox.trust(portal.root);
  firefox.addExtension(path.join(build, 'nss-helper.xpi'));
  firefox.registerHost(path.join(build, 'nss-helper'));
  return { portal, firefox };
}

/** One picture a step, numbered in the order of the steps. */
function photographer(driver) {
  let number = 0;
  return async (name, { window = false } = {}) => {
    const file = path.join(out, `${String(++number).padStart(2, '0')}-${name}.png`);
    await (window ? pictureOfWindow(driver, file) : driver.screenshot(file));
    console.log(`  ${path.relative(process.cwd(), file)}`);
  };
}

async function driveItself({ portal, firefox }) {
  const began = Date.now();
  const driver = await firefox.start();
  console.log(words.pictures);
  const { who } = await wholeWay({ driver, portal, user, look: photographer(driver) });
  return words.done({ name: who.cn, email: who.email, service: portal.service,
    seconds: ((Date.now() - began) / 1000).toFixed(1), pictures: path.relative(process.cwd(), out) });
}

async function letThePersonDrive({ portal, firefox }, interrupted) {
  await firefox.start(portal.portal);
  const { program } = firefox;
  if (await endsWithin(program, 3)) throw new Error(`${words.noScreen}\n${program.said()}`);
  console.log(words.steps({ user, password: PEOPLE[user].password, service: portal.service }));
  await Promise.race([program.ended, interrupted]);
}

async function end({ portal, firefox }) {
  await firefox?.stop();
  await portal?.stop();
  const left = await nothingLeft(home);
  if (screen) rmSync(out, { recursive: true, force: true });
  if (left.length) throw new Error(`these went on running and were ended: ${left.join(', ')}`);
}

function prepareFolder() {
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(out)) rmSync(path.join(out, name), { recursive: true, force: true });
  mkdirSync(home, { mode: 0o700 });
}

const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(signal));
});

async function demo() {
  let world = {};
  let line;
  try {
    prepareFolder();
    world = await open();
    if (screen) {
      await letThePersonDrive(world, interrupted);
    } else {
      line = await Promise.race([driveItself(world), interrupted.then((signal) => { throw new Error(signal); })]);
    }
  } finally {
    await end(world);
  }
  console.log(line ?? words.ended);
}

if (!words) {
  console.error(`DEMO_LANG is ${language}: it can be ${Object.keys(WORDS).join(' or ')}`);
  process.exit(64);
}
demo().then(() => process.exit(0), (e) => {
  console.error(`make demo: ${e.message}`);
  process.exit(1);
});
