// SPDX-License-Identifier: MPL-2.0
// In a real, headless Firefox with the real host: the time from the click to the request, from the
// response to the result page, and how many hosts on its profile slow Firefox down.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import { Firefox as Program, extensionRuns, permit } from '../e2e/lib/firefox.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import { programs } from '../e2e/lib/world.mjs';
import { atOnce } from './host.mjs';
import { quantile, summary } from './measure.mjs';

const PLAIN = 'a form without a key';
const PAGES = { 'p-256': 'ec', [PLAIN]: 'plain' };
const PAGE = (type) => `<!DOCTYPE html><title>form</title><form method="post" action="/issue"><input id="name">
  ${type === 'plain' ? '' : `<keygen name="spkac" challenge="abc" keytype="${type}">`}<input type="hidden" name="clicked"><button id="get">Get</button></form>
  <script>
    addEventListener('click', () => { document.querySelector('[name=clicked]').value = Date.now(); }, true);
  </script>`;

/** A portal that answers each form at once; it notes when the last one was clicked, when it came, and when its answer was out. */
async function startPortal(ca) {
  const seen = {};
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE(request.url.slice(1)));
      return;
    }
    seen.came = Date.now();
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const sent = new URLSearchParams(Buffer.concat(chunks).toString());
      const spkac = sent.get('spkac');
      seen.clicked = Number(sent.get('clicked'));
      if (!spkac) {
        response.end();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' });
      response.end(ca.answer('Taro Yamada', spkac), () => { seen.sent = Date.now(); });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    seen,
    url: (type) => `http://site.localhost:${server.address().port}/${type}`,
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** A Firefox with the extension, on for the portal; its profile trusts the root. */
export async function startFirefox(stage) {
  const firefox = new Program({ home: stage.file('firefox'), used: false });
  firefox.trust(stage.ca.rootFile);
  firefox.addExtension(programs.xpi);
  firefox.registerHost(programs.helper);
  const driver = await firefox.start();
  await extensionRuns(driver);
  await permit(driver, 'add', 'site.localhost');
  return firefox;
}

/** The host that Firefox has started, with its processor time, if it is waiting; else nothing. */
function waitingHost({ program }) {
  const [pid] = spawnSync('pgrep', ['-P', program.child.pid, '-f', 'nss-helper-host'], { encoding: 'utf8' }).stdout.split('\n');
  const [state, ...words] = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
  return state === 'S' && `${pid} ${words.slice(10, 12)}`;
}

/** A key is ready when its host uses no more processor time; a person is slower. */
async function isPrepared(firefox) {
  let before;
  await until('a prepared key', () => {
    const now = waitingHost(firefox);
    const same = now && now === before;
    before = now;
    return same;
  }, { seconds: 60, every: 200 });
}

/* In a tab, keys are prepared only four times a minute. */
async function anotherTab(driver) {
  const before = await driver.tabs();
  await driver.newTab();
  const [tab] = (await driver.tabs()).filter((handle) => !before.includes(handle));
  for (const handle of before) {
    await driver.switchTo(handle);
    await driver.send('WebDriver:CloseWindow');
  }
  await driver.switchTo(tab);
}

const { result_installed: { message: INSTALLED } } = JSON.parse(
  fs.readFileSync(new URL('../../extension/_locales/en/messages.json', import.meta.url)));

/* The result page changes its title with its state: to ask it again and again would take its time. */
const noteTitles = (driver) => driver.chrome(async () => {
  window.benchTitles = new Map();
  window.gBrowser.addEventListener('pagetitlechanged', ({ target }) => {
    window.benchTitles.set(target.contentTitle, Date.now());
    window.benchTitled?.();
  });
});

/** When the page had the title of a certificate that is installed. */
const whenInstalled = (driver) => driver.chrome(async (title) => {
  while (!window.benchTitles.has(title)) {
    await new Promise((resolve) => { window.benchTitled = resolve; });
  }
  return window.benchTitles.get(title);
}, INSTALLED);

const forgetTitles = (driver) => driver.chrome(async () => window.benchTitles.clear());

/** One certificate, from the form to the result page: the milliseconds of both parts. */
async function issue(firefox, portal, { key, touched }) {
  const { driver } = firefox;
  await anotherTab(driver);
  await driver.open(portal.url(PAGES[key] ?? 'rsa'));
  await driver.waitFor(key === PLAIN ? '#get' : 'select.nss-helper-keygen');
  if (key !== PLAIN) await driver.select('select.nss-helper-keygen', key);
  if (touched) {
    await driver.press('#name');
    await isPrepared(firefox);
  }
  for (const what of Object.keys(portal.seen)) delete portal.seen[what];
  await forgetTitles(driver);
  await driver.press('#get');
  if (key === PLAIN) {
    await until('the form', () => portal.seen.clicked);
    return { sent: portal.seen.came - portal.seen.clicked };
  }
  const shown = await whenInstalled(driver);
  return { sent: portal.seen.came - portal.seen.clicked, proven: shown - portal.seen.sent };
}

/** Many of each kind, in turn: {kind: {sent, proven}}, lists of milliseconds. */
async function issues(firefox, portal, kinds, runs) {
  const found = Object.fromEntries(Object.keys(kinds).map((name) => [name, { sent: [], proven: [] }]));
  for (let round = -1; round < runs; round += 1) {
    for (const [name, kind] of Object.entries(kinds)) {
      const { sent, proven } = await issue(firefox, portal, kind);
      if (round < 0) continue;
      found[name].sent.push(sent);
      found[name].proven.push(proven);
    }
  }
  return found;
}

const KINDS = {
  [PLAIN]: { key: PLAIN, touched: false },
  'RSA-2048, prepared': { key: 'rsa-2048', touched: true },
  'RSA-4096, prepared': { key: 'rsa-4096', touched: true },
  'RSA-2048, pressed at once': { key: 'rsa-2048', touched: false },
  'P-256': { key: 'p-256', touched: true },
  'P-256, pressed at once': { key: 'p-256', touched: false },
};

function rowsOf(kind, { sent }, plain) {
  const targets = kind.endsWith(', prepared') ? [{ most: 40 }, { most: 100 }] : [];
  const name = `Firefox, click to request leaving, ${kind}`;
  const beside = { peer: PLAIN, theirs: summary(plain.sent) };
  return [{ name, taken: summary(sent), target: targets[0], ...beside },
    { name: `${name}, p95`, taken: { median: quantile(sent, 0.95) }, target: targets[1] }];
}

async function clicks(stage, runs) {
  const portal = await startPortal(stage.ca);
  const firefox = await startFirefox(stage);
  await noteTitles(firefox.driver);
  try {
    const found = await issues(firefox, portal, KINDS, runs);
    const { [PLAIN]: plain, ...issued } = found;
    const proven = Object.values(issued).flatMap((one) => one.proven);
    return [...Object.entries(issued).flatMap(([kind, one]) => rowsOf(kind, one, plain)),
      { name: 'Firefox, last byte of the response to the result page', taken: summary(proven), target: { most: 300 } }];
  } finally {
    await firefox.stop();
    portal.close();
    fs.rmSync(stage.file('firefox'), { recursive: true });
  }
}

/* Firefox asks for its certificates again and again, and notes how long its main thread was blocked. */
const watch = (driver) => driver.chrome(async () => {
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  const gaps = [];
  let last = Date.now();
  const timer = window.setInterval(() => {
    database.getCerts();
    gaps.push(Date.now() - last);
    last = Date.now();
  }, 10);
  window.benchWatch = () => { window.clearInterval(timer); return gaps; };
});

async function held(stage) {
  const firefox = await startFirefox(stage);
  try {
    await watch(firefox.driver);
    const answered = await atOnce(stage, firefox.profile, 64);
    const gaps = await firefox.driver.chrome(async () => window.benchWatch());
    const rows = [
      { name: 'Firefox runs, 64 hosts at once on its profile: requests answered', unit: 'of 64', taken: { median: answered }, target: { least: 64 } },
      { name: 'Firefox meanwhile, its main thread away, longest', taken: { median: Math.max(...gaps) }, target: { most: 1000 } },
      { name: 'Firefox meanwhile, its main thread away, p99', taken: { median: quantile(gaps, 0.99) }, target: { most: 250 } },
    ];
    return rows.map((row) => ({ once: true, ...row }));
  } finally {
    await firefox.stop();
    fs.rmSync(stage.file('firefox'), { recursive: true });
  }
}

export const firefox = [{ name: 'Firefox, clicks', find: clicks }, { name: 'Firefox, many hosts', find: held }];
