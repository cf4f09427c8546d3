// SPDX-License-Identifier: MPL-2.0
// The environment of the measurements: a temporary home, and profiles whose databases are restored
// after each run. Large databases are made once and kept in a folder for the next run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { HOST, makeWorld, run } from '../host/lib.mjs';
import { Authority } from './authority.mjs';

export const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const PARTS = ['cert9.db', 'key4.db', 'pkcs11.txt'];

/* Copies are synced before the measurement, so that no fsync in it waits for them. */
function copyDown(from, to) {
  fs.copyFileSync(from, to);
  const file = fs.openSync(to, 'r+');
  fs.fsyncSync(file);
  fs.closeSync(file);
}

/* The row of NSS for a certificate of somebody else. */
function row({ subject, issuer, serial, id, der }, at, name) {
  const blob = (bytes) => `X'${bytes.toString('hex')}'`;
  const label = blob(Buffer.from(name));
  return `INSERT INTO nssPublic (id,a0,a1,a2,a3,a11,a80,a81,a82,a101,a102,a170) VALUES (${at},X'00000001',X'01',X'00',${label},`
    + `${blob(der)},X'00000000',${blob(issuer)},${blob(serial)},${blob(subject)},${blob(id)},X'01');\n`;
}

export class Stage {
  /** @param {string} cache the folder of what is kept */
  constructor(cache) {
    this.world = makeWorld('bench');
    this.env = this.world.env;
    this.cache = cache;
    this.ending = [];
    this.ca = new Authority(path.join(cache, 'ca'));
  }

  /** Adds what has to be ended before the home is removed. */
  ends(end) { this.ending.push(end); }

  remove() {
    for (const end of this.ending) end();
    this.world.remove();
  }

  file(name) { return path.join(this.world.folder, name); }

  keep(name, bytes) {
    fs.writeFileSync(this.file(name), bytes);
    return this.file(name);
  }

  /** Runs a program that must succeed; its output is ignored. */
  run(program, args, input) {
    const { status, error, stderr } = spawnSync(program, args,
      { env: this.env, input, stdio: ['pipe', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? `${status} ${stderr}`}`);
  }

  /** Runs our command with these arguments. */
  ours(...args) { this.run(COMMAND, args); }
  ourWords(...args) { return this.say(COMMAND, ...args); }

  /** The output of a program that must succeed. */
  say(program, ...args) { return run(program, args, { env: this.env, maxBuffer: 1 << 28 }); }

  /* The folder of databases of that name; they are made once. */
  #kept(name, make) {
    const folder = path.join(this.cache, name);
    if (!fs.existsSync(folder)) {
      const begun = path.join(this.cache, `.${name}`);
      fs.rmSync(begun, { recursive: true, force: true });
      fs.mkdirSync(begun, { mode: 0o700 });
      make(begun);
      fs.renameSync(begun, folder);
    }
    return folder;
  }

  /** A profile with the trusted root only. */
  empty() {
    return this.#kept('empty', (folder) => {
      this.run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
      this.run('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'Root', '-t', 'CT,C,', '-i', this.ca.rootFile]);
    });
  }

  #copy(from, to) {
    for (const part of PARTS) copyDown(path.join(from, part), path.join(to, part));
  }

  /** This many people with their keys. */
  identities(count) {
    return this.#kept(`identities-${count}`, (folder) => {
      this.#copy(this.empty(), folder);
      const people = Array.from({ length: count }, (_, i) => this.ca.identity(`Person ${i}`));
      people.forEach(({ certificates }, i) => fs.writeFileSync(path.join(folder, `${i}.pem`), certificates));
      const files = people.map(({ key, certificates }, i) => this.keep(`person-${i}.pem`, key + certificates));
      this.ours('import', ...files, '--accept-open-key', '-q', '-p', folder);
      this.#forget(folder);
    });
  }

  /** One identity, and this many certificates of others beside it, of a hundred issuers. */
  crowd(count) {
    return this.#kept(`crowd-${count}`, (folder) => {
      this.#copy(this.identities(1), folder);
      const rows = Array.from({ length: count }, (_, i) => row(this.ca.other(i), i + 1, `Other ${i}`));
      this.run('sqlite3', [path.join(folder, 'cert9.db')], `BEGIN;\n${rows.join('')}COMMIT;\n`);
    });
  }

  /** The keys of this many people, whose certificates are in files: {folder, files}. */
  keys(count) {
    const all = this.identities(count);
    const folder = this.#kept(`keys-${count}`, (made) => {
      this.#copy(this.empty(), made);
      copyDown(path.join(all, 'key4.db'), path.join(made, 'key4.db'));
    });
    return { folder, files: Array.from({ length: count }, (_, i) => path.join(all, `${i}.pem`)) };
  }

  /* The journal of the profile of that path. */
  journal(profile) {
    const start = `${path.basename(profile)}-`;
    const [name] = fs.existsSync(this.world.state)
      ? fs.readdirSync(this.world.state).filter((one) => one.startsWith(start)) : [];
    return name && path.join(this.world.state, name);
  }

  #forget(profile) {
    const journal = this.journal(profile);
    if (journal) fs.rmSync(journal, { recursive: true });
  }

  /** A profile with such databases and without a journal. */
  put(name, databases) {
    const profile = this.file(name);
    fs.rmSync(profile, { recursive: true, force: true });
    this.#forget(profile);
    fs.mkdirSync(profile, { mode: 0o700 });
    fs.writeFileSync(path.join(profile, '.parentlock'), '');
    this.#copy(databases, profile);
    return profile;
  }
}
