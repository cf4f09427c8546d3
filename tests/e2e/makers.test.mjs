// SPDX-License-Identifier: MPL-2.0
// Files of every maker, imported by the command into databases that Firefox has made itself, with
// and without a primary password, while it runs and while it does not: Firefox logs in with each.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Authority } from '../host/ca.mjs';
import { startServer } from './lib/asking.mjs';
import { Firefox } from './lib/firefox.mjs';
import { importAll, makeFiles, run } from './lib/makers.mjs';
import { until } from './lib/marionette.mjs';
import * as panels from './lib/panels.mjs';
import { setPrimaryPassword, trustRoot, typePrimaryPassword } from './lib/primary.mjs';
import { leaveHome } from './lib/processes.mjs';
import { programs } from './lib/world.mjs';
import { patience } from '../patience.mjs';

const PRIMARY = '主 correct horse';
const home = mkdtempSync(path.join(tmpdir(), 'makers-'));
const at = (name) => path.join(home, name);
writeFileSync(at('primary'), PRIMARY);
const ca = new Authority(at('ca'));
const server = await startServer(ca, home);
const files = makeFiles(ca, home);

async function logInWith(driver, { name, serial }) {
  await driver.visit(server.url(server.host()));
  await until("Firefox's question", () => panels.certificateQuestion(driver))
    .catch(async (error) => { throw new Error(`${error.message}: ${await driver.page(() => document.body?.innerText)}`); });
  await panels.chooseCertificate(driver, serial);
  await panels.sendCertificate(driver);
  await driver.waitFor('#who');
  assert.equal(await driver.text('#who'), name);
}

/** With databases that Firefox has made itself. */
async function makeFirefox(name) {
  const folder = at(name);
  mkdirSync(folder);
  const firefox = new Firefox({ home: folder, databases: false, used: true });
  await firefox.start();
  return firefox;
}

for (const locked of [false, true]) {
  for (const running of [true, false]) {
    const name = `${locked ? 'with' : 'without'} a primary password, ${running ? 'running' : 'not running'}`;
    test(name, { timeout: 240000 * patience }, async (t) => {
      const firefox = await makeFirefox(`${locked}-${running}`);
      try {
        if (locked) await setPrimaryPassword(firefox.driver, PRIMARY);
        await trustRoot(firefox.driver, ca.root);
        if (!running) await firefox.stop();
        importAll(files, { ...firefox, primary: locked && at('primary') });
        if (!running) await firefox.start();
        const { driver } = firefox;
        if (locked && !running) await typePrimaryPassword(driver, PRIMARY);
        for (const file of files) {
          await t.test(`${file.name}: the browser logs in with it`, () => logInWith(driver, file));
        }
        if (!locked && running) await t.test("Firefox's own backup goes into another one", () => backUp(firefox));
      } finally {
        await firefox.stop();
      }
    });
  }
}

async function backUp({ driver }) {
  const file = at('backup.p12');
  const password = '秘密 backup';
  await driver.chrome(async (wanted, to, secret) => {
    const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
    const target = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
    target.initWithPath(to);
    const mine = db.getCerts().find(({ serialNumber }) => serialNumber === wanted);
    db.exportPKCS12File(target, [mine], secret);
  }, files[0].serial, file, password);
  await until('the backup', () => readFileSync(file).length);
  writeFileSync(`${file}.password`, password);
  const folder = at('other');
  mkdirSync(folder);
  const other = new Firefox({ home: folder });
  other.trust(ca.root);
  try {
    run(programs.helper, ['import', file, '--profile', other.profile, '--password-file', `${file}.password`], { env: other.env });
    await logInWith(await other.start(), files[0]);
  } finally {
    await other.stop();
  }
}

test.after(async () => {
  server.stop();
  await leaveHome(home);
});
