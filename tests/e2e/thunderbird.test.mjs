// SPDX-License-Identifier: MPL-2.0
// Files of every maker, imported by the command into profiles that Thunderbird has made itself, with
// and without a primary password, while it runs and while it does not: Thunderbird logs in with each.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Authority } from '../host/ca.mjs';
import { startServer } from './lib/asking.mjs';
import { importAll, makeFiles, nssPathOf } from './lib/makers.mjs';
import { until } from './lib/marionette.mjs';
import { setPrimaryPassword, trustRoot, typePrimaryPassword } from './lib/primary.mjs';
import { leaveHome } from './lib/processes.mjs';
import { firstStart, Thunderbird } from './lib/thunderbird.mjs';
import { patience } from '../patience.mjs';

const NSS = '/usr/lib/thunderbird';
const PRIMARY = '主 correct horse';
const home = mkdtempSync(path.join(tmpdir(), 'thunderbird-'));
const at = (name) => path.join(home, name);
writeFileSync(at('primary'), PRIMARY);
const ca = new Authority(at('ca'));
const server = await startServer(ca, home);
const files = makeFiles(ca, home);

async function logInWith(thunderbird, { name, serial }) {
  const host = server.host();
  await thunderbird.show(server.url(host), serial);
  assert.equal(await until('Thunderbird at the server', () => server.who.get(host)), name);
}

async function prepare({ driver }, locked) {
  if (locked) await setPrimaryPassword(driver, PRIMARY);
  await trustRoot(driver, ca.root);
}

async function startAgain(thunderbird, locked) {
  if (locked) thunderbird.forgetOpenPgp();
  await thunderbird.start();
  if (locked) await typePrimaryPassword(thunderbird.driver, PRIMARY);
}

for (const locked of [false, true]) {
  for (const running of [true, false]) {
    const where = running ? 'a folder that it was given' : '~/.thunderbird';
    const name = `${where}, ${locked ? 'with' : 'without'} a primary password, ${running ? 'running' : 'not running'}`;
    test(name, { timeout: 240000 * patience }, async (t) => {
      const folder = at(`${locked}-${running}`);
      const thunderbird = new Thunderbird({ home: folder, profile: running ? undefined : await firstStart(folder) });
      try {
        await thunderbird.start();
        await prepare(thunderbird, locked);
        if (!running) await thunderbird.stop();
        await t.test("the command works on Thunderbird's own NSS", () => assert.equal(nssPathOf(thunderbird), NSS));
        importAll(files, { ...thunderbird, primary: locked && at('primary') });
        if (!running) await startAgain(thunderbird, locked);
        for (const file of files) {
          await t.test(`${file.name}: Thunderbird logs in with it`, () => logInWith(thunderbird, file));
        }
      } finally {
        await thunderbird.stop();
      }
    });
  }
}

test.after(async () => {
  server.stop();
  await leaveHome(home);
});
