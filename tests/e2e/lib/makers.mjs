// SPDX-License-Identifier: MPL-2.0
// Files of every maker, each of a different person, and the command that imports them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programs } from './world.mjs';
import { HOST, preload } from '../../host/lib.mjs';

const BROWSER_NSS = '/usr/lib/firefox-esr';
const FEW_ROUNDS = path.join(path.dirname(HOST), 'quick/rounds.so');

export const run = (command, args, options = {}) => {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.error ?? done.stderr + done.stdout}`);
  return done.stdout;
};

/** pk12util, from a database of its own, with few rounds over the password (tests/rounds.c). */
function byPk12util({ key, certificate }, out, password, env) {
  const folder = `${out}.db`;
  mkdirSync(folder);
  const options = { env: { ...process.env, ...env } };
  run('openssl', ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-name', 'x', '-passout', 'pass:x', '-out', `${out}.in`]);
  run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password'], options);
  run('pk12util', ['-i', `${out}.in`, '-W', 'x', '-d', `sql:${folder}`], options);
  const quick = { env: { ...options.env, LD_PRELOAD: preload(FEW_ROUNDS) } };
  run('pk12util', ['-o', out, '-n', 'x', '-W', password, '-d', `sql:${folder}`], quick);
}

const byOpenssl = (...how) => ({ key, certificate }, out, password) => run('openssl',
  ['pkcs12', '-export', ...how, '-inkey', key, '-in', certificate, '-passout', `pass:${password}`, '-out', out]);

// Without optimizing its code, which takes longer than such a short run.
const JAVA = ['-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC'];

const MAKERS = {
  'OpenSSL 3': { password: '日本語の🔑', make: byOpenssl() },
  'OpenSSL 3 -legacy': { password: 'old one', make: byOpenssl('-legacy') },
  keytool: {
    password: 'keytool',
    make({ key, certificate }, out, password) {
      byOpenssl('-name', 'x')({ key, certificate }, `${out}.in`, 'openssl');
      run('keytool', [...JAVA, '-importkeystore', '-noprompt', '-srckeystore', `${out}.in`, '-srcstorepass', 'openssl',
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

/** As NSS writes it: the bytes of the DER integer, whose first one is its sign. */
export function serialOf(certificate) {
  const [, hex] = run('openssl', ['x509', '-in', certificate, '-noout', '-serial']).match(/=(\w+)/);
  const bytes = hex.match(/../g);
  return [...(bytes[0] >= '80' ? ['00'] : []), ...bytes].join(':');
}

/** Makes a file of each maker in the folder: its name is the person's, its password is in FILE.password. */
export function makeFiles(ca, folder) {
  return Object.entries(MAKERS).map(([name, { password, make }], number) => {
    const pair = ca.identity(name);
    const file = path.join(folder, `${number}.p12`);
    make(pair, file, password);
    writeFileSync(`${file}.password`, password);
    return { name, file, serial: serialOf(pair.certificate) };
  });
}

/** With `primary`, the file that holds the database's own password. */
export function importAll(files, { profile, env, primary }) {
  for (const { name, file } of files) {
    const done = spawnSync(programs.helper, ['import', file, '--profile', profile, '--json',
      '--password-file', `${file}.password`, ...(primary ? ['--primary-password-file', primary] : [])],
    { encoding: 'utf8', env });
    assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`);
  }
}

/** The NSS that the command works on in this folder: its own, or that of the program. */
export const nssPathOf = ({ profile, env }) =>
  JSON.parse(run(programs.helper, ['version', '--profile', profile, '--json'], { env })).nssPath;
