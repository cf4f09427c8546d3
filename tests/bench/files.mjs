// SPDX-License-Identifier: MPL-2.0
// Many files in one run, compared with a loop; and one .p12 file written and read, with the same
// number of iterations.
import assert from 'node:assert/strict';
import fs from 'node:fs';

const PASSWORD = 'correct horse battery';
const loop = (stage, command, files) => stage.run('bash', ['-c', `for file; do ${command} || exit; done`, '-', ...files]);

const certificates = {
  name: 'import, 1,000 certificates',
  slow: true,
  targets: { 'certutil -A, in a loop': { ratio: 1 / 4 } },
  subjects: (stage) => {
    const { folder, files } = stage.keys(1000);
    return {
      ours: { ready: () => stage.put('command', folder), run: (profile) => stage.ours('import', ...files, '-q', '-p', profile) },
      'certutil -A, in a loop': { ready: () => stage.put('certutil', folder),
        run: (profile) => loop(stage, `certutil -A -d 'sql:${profile}' -n "$file" -t ,, -i "$file"`, files) },
    };
  },
};

/* With openssl's usual number of rounds. */
function makePkcs12(stage, count) {
  return Array.from({ length: count }, (_, i) => {
    const { key, certificates: chain } = stage.ca.identity(`Person ${i}`);
    const file = stage.file(`person-${i}.p12`);
    stage.run('openssl', ['pkcs12', '-export', '-passout', `pass:${PASSWORD}`, '-name', `Person ${i}`, '-out', file], key + chain);
    return file;
  });
}

const identities = {
  name: 'import, 200 identities',
  slow: true,
  targets: { 'pk12util -i, in a loop': { ratio: 1 / 4 } },
  subjects: (stage) => {
    const files = makePkcs12(stage, 200);
    const password = stage.keep('password', `${PASSWORD}\n`);
    return {
      ours: { ready: () => stage.put('command', stage.empty()),
        run: (profile) => stage.ours('import', ...files, '--password-file', password, '-q', '-p', profile) },
      'pk12util -i, in a loop': { ready: () => stage.put('pk12util', stage.empty()),
        run: (profile) => loop(stage, `pk12util -i "$file" -d 'sql:${profile}' -w '${password}'`, files) },
    };
  },
};

/* The rounds of the MAC, of the key and of the certificates, as openssl reads them. */
const roundsOf = (stage, file) => [...stage.say('bash', '-c',
  'openssl pkcs12 -in "$1" -noout -info -passin "pass:$2" 2>&1', '-', file, PASSWORD)
  .matchAll(/iteration:? (\d+)/gi)].map(([, rounds]) => rounds).sort().join(' ');

/** A profile with one identity, and how each program writes it to a file. */
function writers(stage) {
  const profile = stage.put('files', stage.identities(1));
  const password = stage.keep('password', `${PASSWORD}\n`);
  const { identities: [{ fingerprint }] } = JSON.parse(stage.ourWords('list', '--json', '-p', profile));
  const [, nickname] = stage.say('certutil', '-L', '-d', `sql:${profile}`).match(/^(.*\S)\s+u,u,u/m);
  const writer = (name, run) => {
    const file = stage.file(name);
    return { file, ready: () => fs.rmSync(file, { force: true }), run: () => run(file) };
  };
  return {
    password,
    ours: writer('ours.p12', (file) =>
      stage.ours('export', fingerprint, '--for', 'backup', '-o', file, '--password-file', password, '-q', '-p', profile)),
    'pk12util -o': writer('theirs.p12', (file) =>
      stage.run('pk12util', ['-o', file, '-n', nickname, '-d', `sql:${profile}`, '-w', password])),
  };
}

const out = {
  name: 'a .p12 out',
  targets: { 'pk12util -o': { ratio: 1.05 }, 'pk12util -o, opened by openssl': { ratio: 1.05 } },
  subjects: (stage) => {
    const { ours, 'pk12util -o': theirs } = writers(stage);
    for (const { ready, run } of [ours, theirs]) {
      ready();
      run();
    }
    assert.equal(roundsOf(stage, ours.file), roundsOf(stage, theirs.file), 'as much work for whoever guesses');
    // Ours reads back the file that it has written, as no other program does, to be sure of a backup.
    const checked = () => {
      theirs.run();
      roundsOf(stage, theirs.file);
    };
    return { ours, 'pk12util -o': theirs, 'pk12util -o, opened by openssl': { ...theirs, run: checked } };
  },
};

const back = {
  name: 'the same .p12 in',
  targets: { 'pk12util -i': { ratio: 1.05 } },
  subjects: (stage) => {
    const { ours: { file, ready, run }, password } = writers(stage);
    ready();
    run();
    return {
      ours: { ready: () => stage.put('command', stage.empty()),
        run: (profile) => stage.ours('import', file, '--password-file', password, '-q', '-p', profile) },
      'pk12util -i': { ready: () => stage.put('pk12util', stage.empty()),
        run: (profile) => stage.run('pk12util', ['-i', file, '-d', `sql:${profile}`, '-w', password]) },
    };
  },
};

export const files = [out, back, certificates, identities];
