// SPDX-License-Identifier: MPL-2.0
// Files of every maker, imported by the command into the database that Chromium has made itself, in
// a new home and in an old one, while it runs and while it does not, or copied there from Firefox:
// Chromium logs in with each.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Authority } from '../host/ca.mjs';
import { NOBODY, startServer } from './lib/asking.mjs';
import { Chromium } from './lib/chromium.mjs';
import { copyByButton, startWithExtension } from './lib/copies.mjs';
import { firstStart } from './lib/firefox.mjs';
import { importAll, makeFiles, run } from './lib/makers.mjs';
import { until } from './lib/marionette.mjs';
import { leaveHome } from './lib/processes.mjs';
import { programs } from './lib/world.mjs';
import { patience } from '../patience.mjs';

// Short names, because the path of a socket that Chromium makes below may have only 107 bytes.
const home = mkdtempSync(path.join(tmpdir(), 'cr-'));
const at = (name) => path.join(home, name);
writeFileSync(at('primary'), 'correct horse 主\n');
writeFileSync(at('empty'), '\n');
const ca = new Authority(at('ca'));
const server = await startServer(ca, home);
const files = makeFiles(ca, home);
let number = 0;

async function visit(chromium, host) {
  const tab = await chromium.open(server.url(host));
  return until('Chromium at the server', () => server.who.get(host), { seconds: 10 })
    .catch(async (error) => { throw new Error(`${error.message}: ${await chromium.title(tab)}`); });
}

const isComplete = (database) => {
  const there = readdirSync(database);
  return ['cert9.db', 'key4.db', 'pkcs11.txt'].every((name) => there.includes(name))
    && !there.some((name) => name.endsWith('-journal'));
};

function isMissing({ profile, env }) {
  const { status, stderr } = spawnSync(programs.helper, ['list', '--profile', profile], { encoding: 'utf8', env });
  assert.equal(status, 82);
  assert.match(stderr, /Chromium creates it when you open an https page/);
}

/** Chromium makes its database at the first TLS connection: not before, and in one place. */
async function makeDatabase(chromium, database, other) {
  await chromium.start();
  assert.ok(!existsSync(path.join(database, 'cert9.db')));
  await chromium.open(server.url(server.host()));
  await until("Chromium's database", () => isComplete(database));
  assert.ok(!existsSync(other), other);
  run('certutil', ['-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'C,,', '-i', ca.root]);
}

/** A Chromium with an empty database, and a policy that says which certificate goes to which host. */
function world(name, { old = false } = {}, body) {
  test(name, { timeout: 120000 * patience }, async (t) => {
    const folder = at(String(number));
    number += 1;
    const visits = files.map(({ name }) => ({ name, host: server.host() }));
    const chromium = new Chromium({ home: folder, choices: visits.map(({ name, host }) => ({ pattern: server.url(host), name })) });
    const places = [path.join(chromium.env.XDG_DATA_HOME, 'pki/nssdb'), path.join(folder, '.pki/nssdb')];
    const [database, other] = old ? places.reverse() : places;
    const place = { profile: database, env: chromium.env };
    if (old) mkdirSync(database, { recursive: true, mode: 0o700 });
    const logInWithEach = async () => {
      for (const { name, host } of visits) {
        await t.test(`${name}: Chromium logs in with it`, async () => assert.equal(await visit(chromium, host), name));
      }
    };
    try {
      if (old) await t.test('the command says how the database comes', () => isMissing(place));
      await makeDatabase(chromium, database, other);
      await body({ t, chromium, database, logInWithEach, place });
    } finally {
      await chromium.stop();
    }
  });
}

world('a new home, running', {}, async ({ chromium, place, logInWithEach }) => {
  assert.equal(await visit(chromium, server.host()), NOBODY);
  importAll(files, place);
  await logInWithEach();
});

for (const old of [false, true]) {
  world(`${old ? 'a home with ~/.pki/nssdb' : 'a new home'}, not running`, { old }, async ({ chromium, place, logInWithEach }) => {
    await chromium.stop();
    importAll(files, place);
    await chromium.start();
    await logInWithEach();
  });
}

world('identities of Firefox, copied by the command and by the button of the page', {}, async ({ chromium, place, logInWithEach }) => {
  const firefox = await firstStart(chromium.home);
  importAll(files, firefox);
  const listed = JSON.parse(run(programs.helper, ['list', '--profile', firefox.profile, '--json'], { env: firefox.env }));
  assert.equal(listed.identities.length, files.length);
  assert.equal(await visit(chromium, server.host()), NOBODY);
  const [first, ...others] = listed.identities.map(({ fingerprint }) => fingerprint);
  for (const fingerprint of others) {
    run(programs.helper, ['copy', fingerprint, '--profile', firefox.profile, '--to', place.profile, '--quiet'], { env: firefox.env });
  }
  const driver = await startWithExtension(firefox);
  try {
    assert.match(await copyByButton(driver, first, 'Chromium'), /^Copied to Chromium[^]*restart Chromium/);
  } finally {
    await firefox.stop();
  }
  await logInWithEach();
});

// Chromium would ask for the password in a window, and has none here: so the password is removed again.
world('a password of the database', {}, async ({ t, chromium, database, place, logInWithEach }) => {
  await chromium.stop();
  const change = (from, to) => run('certutil', ['-W', '-d', `sql:${database}`, '-f', at(from), '-@', at(to)]);
  change('empty', 'primary');
  importAll(files, { ...place, primary: at('primary') });
  await t.test('certutil finds each key with it', () => {
    const keys = run('certutil', ['-K', '-d', `sql:${database}`, '-f', at('primary')]);
    for (const { name } of files) assert.match(keys, new RegExp(`^<.*${name}'s`, 'm'));
  });
  change('primary', 'empty');
  await chromium.start();
  await logInWithEach();
});

test.after(async () => {
  server.stop();
  await leaveHome(home);
});
