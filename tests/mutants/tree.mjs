// SPDX-License-Identifier: MPL-2.0
// A copy of the project with one small change, and what its tests say of that.
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const SOURCES = ['Makefile', 'extension', 'native-messaging', 'nss-helper', 'tests'];
/* Folders with programs of the tests. */
const OWN = ['build/quick', 'build/unit'];
const SECONDS = { unit: 60, extension: 60, cli: 240, host: 240 };
/* A changed run may take this many times as long as an unchanged one: on a slow machine a timeout
   alone must not count as a test that fails. */
const TIMES = 4;
/* The object of the changed source, which is linked in place of the real one. */
const OBJECT = 'build/mutant.o';

const suiteOf = (test) => test.split('/')[0];

/* The seconds that each file of tests took without a change. */
const took = new Map();

/** Resolves to { code, said }; code is null where it took too long. */
function run(folder, command, words, seconds) {
  const options = {
    cwd: folder, timeout: Math.ceil(seconds * 1000), maxBuffer: 1 << 26,
    env: { ...process.env, B: 'build', JOBS: '1', PATIENCE: process.env.PATIENCE ?? '4' },
  };
  return new Promise((resolve) => {
    execFile(command, words, options, (error, out, err) =>
      resolve({ code: error ? error.code ?? null : 0, said: out + err }));
  });
}

const known = new Map();

/** Resolves to the command by which make makes this when that source has changed. */
async function ask(goal, source) {
  const key = `${goal} ${source}`;
  if (!known.has(key)) {
    const { said } = await run(TOP, 'make', ['-n', 'V=1', '-W', source, goal], 120);
    const command = said.replace(/\\\n\s*/g, '').split('\n').find((line) => line.includes(` -o ${goal} `));
    if (!command) throw new Error(`make says no command for ${goal}`);
    known.set(key, command);
  }
  return known.get(key);
}

/* Their commands serve for all others, with the name replaced, because asking make takes long. */
const SOURCE = 'nss-helper/base/buf';
const TEST = 'buf_test';

const toCompile = async (source) =>
  (await ask(`build/obj/${SOURCE}.o`, `${SOURCE}.c`)).replaceAll(SOURCE, source.replace(/\.c$/, ''));

const toLink = async (goal) => (goal.startsWith('build/unit/')
  ? (await ask(`build/unit/${TEST}`, `${SOURCE}.c`)).replaceAll(TEST, path.basename(goal)) : ask(goal, `${SOURCE}.c`));

/** The programs that a file of tests needs, as make calls them. */
function goalsOf(test) {
  switch (suiteOf(test)) {
    case 'unit': return [`build/${test.replace(/\.c$/, '')}`];
    case 'cli': return ['build/nss-helper', 'build/quick/nss-helper'];
    case 'host': return ['build/nss-helper', 'build/nss-helper-host', 'build/quick/nss-helper', 'build/quick/nss-helper-host'];
    default: return [];
  }
}

export class Tree {
  #folder = mkdtempSync(path.join(os.tmpdir(), 'nss-helper-mutants-'));

  /** The source that is changed, and its programs that are linked anew. */
  #changed = null;
  #linked = new Set();

  constructor() {
    // Tests that run as another user must be able to enter it.
    chmodSync(this.#folder, 0o755);
    const copy = (name, filter) =>
      cpSync(path.join(TOP, name), path.join(this.#folder, name), { recursive: true, preserveTimestamps: true, filter });
    SOURCES.forEach((name) => copy(name, (from) => path.basename(from) !== 'node_modules'));
    symlinkSync(path.join(TOP, 'tests/node_modules'), path.join(this.#folder, 'tests/node_modules'));
    this.#point('build');
  }

  /** Links to what is built, and copies of folders in which a program may be replaced. */
  #point(folder) {
    mkdirSync(path.join(this.#folder, folder));
    for (const { name } of readdirSync(path.join(TOP, folder), { withFileTypes: true })) {
      const inside = path.join(folder, name);
      if (OWN.includes(inside)) this.#point(inside);
      else if (OWN.includes(folder)) this.#copy(inside);
      else symlinkSync(path.join(TOP, inside), path.join(this.#folder, inside));
    }
  }

  #copy(name) {
    copyFileSync(path.join(TOP, name), path.join(this.#folder, name));
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #shell(command) {
    const { code, said } = await run(this.#folder, 'sh', ['-c', command], 300);
    if (code !== 0) throw new Error(`does not build: ${said.slice(-600)}`);
  }

  /** Throws where it does not compile. */
  async change({ file, text, other }) {
    this.#changed = file;
    const source = readFileSync(path.join(TOP, file), 'utf8');
    writeFileSync(path.join(this.#folder, file), source.replace(text, () => other));
    if (!file.endsWith('.c')) return;
    const own = `build/obj/${file.replace(/\.c$/, '.o')}`;
    await this.#shell((await toCompile(file)).replace(` -o ${own} `, ` -o ${OBJECT} `));
  }

  restore() {
    this.#copy(this.#changed);
    for (const goal of this.#linked) {
      rmSync(path.join(this.#folder, goal), { force: true });
      this.#copy(goal);
    }
    this.#changed = null;
    this.#linked.clear();
  }

  /** Links it with the changed object, which is named before the library and so is taken first. */
  async #link(goal) {
    const own = `build/obj/${this.#changed.replace(/\.c$/, '.o')}`;
    const command = await toLink(goal);
    rmSync(path.join(this.#folder, goal));
    this.#linked.add(goal);
    await this.#shell(command.includes(` ${own} `) ? command.replace(` ${own} `, ` ${OBJECT} `)
      : command.replace(/ build\/lib/, ` ${OBJECT} build/lib`));
  }

  /** Resolves to whether this file of tests passes. */
  async passes(test) {
    if (this.#changed?.endsWith('.c')) {
      for (const goal of goalsOf(test).filter((one) => !this.#linked.has(one))) await this.#link(goal);
    }
    // By the name of the program, which tests/run does not build itself.
    const word = suiteOf(test) === 'unit' ? goalsOf(test)[0] : `tests/${test}`;
    const most = Math.max(SECONDS[suiteOf(test)], TIMES * (took.get(test) ?? SECONDS[suiteOf(test)]));
    const begun = Date.now();
    const { code } = await run(this.#folder, 'tests/run', [word], most);
    if (this.#changed === null) took.set(test, (Date.now() - begun) / 1000);
    return code === 0;
  }
}

export const isTest = (test) => existsSync(path.join(TOP, 'tests', test)) && suiteOf(test) in SECONDS;
