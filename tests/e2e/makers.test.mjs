// SPDX-License-Identifier: MPL-2.0
// Files of every maker, put by the command into profiles that Firefox has made itself, with
// and without a primary password, while it runs and while it does not: it logs in with each.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Authority } from '../host/ca.mjs';
import { Firefox } from './firefox.mjs';
import { until } from './marionette.mjs';
import * as panels from './panels.mjs';
import { nothingLeft } from './processes.mjs';
import { programs } from './world.mjs';

const BROWSER_NSS = '/usr/lib/firefox-esr';
const PRIMARY = '主 correct horse';
const home = mkdtempSync(path.join(tmpdir(), 'makers-'));
const at = (name) => path.join(home, name);
const run = (command, args, options = {}) => {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.stderr}${done.stdout}`);
  return done.stdout;
};

/** pk12util, from a database of its own. */
function byPk12util({ key, certificate }, out, password, env) {
  const folder = `${out}.db`;
  mkdirSync(folder);
  const options = { env: { ...process.env, ...env } };
  run('openssl', ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-name', 'x', '-passout', 'pass:x', '-out', `${out}.in`]);
  run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password'], options);
  run('pk12util', ['-i', `${out}.in`, '-W', 'x', '-d', `sql:${folder}`], options);
  run('pk12util', ['-o', out, '-n', 'x', '-W', password, '-d', `sql:${folder}`], options);
}

const byOpenssl = (...how) => ({ key, certificate }, out, password) => run('openssl',
  ['pkcs12', '-export', ...how, '-inkey', key, '-in', certificate, '-passout', `pass:${password}`, '-out', out]);

const MAKERS = {
  'OpenSSL 3': { password: '日本語の🔑', make: byOpenssl() },
  'OpenSSL 3 -legacy': { password: 'old one', make: byOpenssl('-legacy') },
  keytool: {
    password: 'keytool',
    make({ key, certificate }, out, password) {
      byOpenssl('-name', 'x')({ key, certificate }, `${out}.in`, 'openssl');
      run('keytool', ['-importkeystore', '-noprompt', '-srckeystore', `${out}.in`, '-srcstorepass', 'openssl',
        '-destkeystore', out, '-deststoretype', 'pkcs12', '-deststorepass', password]);
    },
  },
  certtool: {
    password: 'gnu 日本',
    make: ({ key, certificate }, out, password) => run('certtool', ['--to-p12', '--outder', '--load-privkey', key,
      '--load-certificate', certificate, '--p12-name', 'x', '--password', password, '--outfile', out]),
  },
  pk12util: { password: 'x'.repeat(128), make: byPk12util },
  'pk12util of Firefox': {
    password: 'firefox', make: (pair, out, password) => byPk12util(pair, out, password, { LD_LIBRARY_PATH: BROWSER_NSS }),
  },
  'PEM with an encrypted key': {
    password: 'pem 日本',
    make({ key, certificate }, out, password) {
      const encrypted = run('openssl', ['pkcs8', '-topk8', '-in', key, '-passout', `pass:${password}`]);
      writeFileSync(out, encrypted + readFileSync(certificate, 'utf8'));
    },
  },
};

/** Asks every client for a certificate, and says whose it was. */
async function startServer(ca) {
  const key = at('server.key');
  const certificate = at('server.pem');
  const names = Array.from({ length: 100 }, (_, i) => `DNS:s${i}.localhost`).join();
  writeFileSync(at('server.cnf'), `[req]\ndistinguished_name=d\n[d]\n[server]\nbasicConstraints=critical,CA:FALSE\n`
    + `extendedKeyUsage=serverAuth\nsubjectAltName=${names}\n`);
  run('openssl', ['req', '-x509', '-config', at('server.cnf'), '-extensions', 'server', '-newkey', 'ec',
    '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-keyout', key, '-out', certificate,
    '-subj', '/CN=server', '-CA', ca.root, '-CAkey', at('ca/root.key')]);
  const authorities = [ca.root, at('ca/issuing.pem')].map((file) => readFileSync(file));
  const server = https.createServer({
    key: readFileSync(key), cert: readFileSync(certificate), ca: authorities, requestCert: true, rejectUnauthorized: true,
  }, ({ socket }, response) => {
    const { subject } = socket.getPeerCertificate();
    response.setHeader('content-type', 'text/html');
    response.end(`<p id="who">${subject.CN}</p>`);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return server;
}

const serialOf = (certificate) => run('openssl', ['x509', '-in', certificate, '-noout', '-serial'])
  .match(/=(\w+)/)[1].match(/../g).join(':');

const ca = new Authority(at('ca'));
const server = await startServer(ca);
const { port } = server.address();
let visits = 0;

/** Each at a host of its own: Firefox keeps what it has decided for one. */
async function logInWith(driver, { name, serial }) {
  await driver.open(`https://s${visits}.localhost:${port}/`);
  visits += 1;
  await until("Firefox's question", () => panels.certificateQuestion(driver), { seconds: 10 })
    .catch(async (error) => { throw new Error(`${error.message}: ${await driver.page(() => document.body?.innerText)}`); });
  await panels.chooseCertificate(driver, serial);
  await panels.sendCertificate(driver);
  await driver.waitFor('#who');
  assert.equal(await driver.text('#who'), name);
}

const files = Object.entries(MAKERS).map(([name, { password, make }], number) => {
  const pair = ca.identity(name);
  const file = at(`${number}.p12`);
  make(pair, file, password);
  writeFileSync(`${file}.password`, password);
  return { name, file, password, serial: serialOf(pair.certificate) };
});

function importAll(firefox, locked) {
  writeFileSync(at('primary'), PRIMARY);
  for (const { name, file } of files) {
    const done = spawnSync(programs.helper, ['import', file, '--profile', firefox.profile, '--json',
      '--password-file', `${file}.password`, ...(locked ? ['--primary-password-file', at('primary')] : [])],
    { encoding: 'utf8', env: firefox.env });
    assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`);
  }
}

/** As its settings do it. */
const setPrimaryPassword = (driver) => driver.chrome(async (password) => {
  Cc['@mozilla.org/security/internalkeytoken;1'].createInstance(Ci.nsIPKCS11Token).changePassword('', password);
}, PRIMARY);

/** Firefox asks for it when it first needs a key, and is told what the person types. */
async function typePrimaryPassword(driver) {
  await driver.chrome(async (password) => {
    const token = Cc['@mozilla.org/security/internalkeytoken;1'].createInstance(Ci.nsIPKCS11Token);
    // The window's own timers stand still while a question is open.
    const { clearInterval, setInterval } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
    const watch = setInterval(() => {
      const page = [...Services.wm.getEnumerator(null)].flatMap(({ document }) =>
        [document, ...[...document.querySelectorAll('.dialogFrame')].map((frame) => frame.contentDocument)])
        .find((d) => d?.getElementById('password1Textbox'));
      if (!page) return;
      clearInterval(watch);
      page.getElementById('password1Textbox').value = password;
      page.getElementById('commonDialog').getButton('accept').click();
    }, 100);
    window.setTimeout(() => {
      token.login(false);
      document.documentElement.dataset.unlocked = 'yes';
    }, 0);
  }, PRIMARY);
  // While a question is open, Firefox's remote control refuses everything else.
  await until('the profile to be unlocked', () => driver.chrome(async () => document.documentElement.dataset.unlocked));
}

/** A profile that Firefox has made itself, with the root of the CA trusted. */
async function makeFirefox(name) {
  const folder = at(name);
  mkdirSync(folder);
  const firefox = new Firefox({ home: folder, databases: false });
  await firefox.start();
  return firefox;
}

async function prepare({ driver }, locked) {
  if (locked) {
    await setPrimaryPassword(driver);
  }
  await driver.chrome(async (pem) => {
    const db = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
    db.addCertFromBase64(pem, 'CT,C,C');
  }, readFileSync(ca.root, 'utf8').replace(/-----.*-----|\s/g, ''));
}

for (const locked of [false, true]) {
  for (const running of [true, false]) {
    const name = `${locked ? 'with' : 'without'} a primary password, ${running ? 'running' : 'not running'}`;
    test(name, { timeout: 240000 }, async (t) => {
      const firefox = await makeFirefox(`${locked}-${running}`);
      try {
        await prepare(firefox, locked);
        if (!running) await firefox.stop();
        importAll(firefox, locked);
        if (!running) await firefox.start();
        const { driver } = firefox;
        if (locked && !running) await typePrimaryPassword(driver);
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
  server.closeAllConnections();
  server.close();
  const left = await nothingLeft(home);
  rmSync(home, { recursive: true, force: true });
  assert.deepEqual(left, []);
});
