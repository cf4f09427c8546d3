#!/usr/bin/env node
// SPDX-License-Identifier: MPL-2.0
// tests/fuzz/run.mjs [TARGET…]: runs these targets, else all of them, FUZZ_SECONDS each and two at a
// time. What they have learnt is kept in build/fuzz/TARGET/corpus for the next run, and an input that
// breaks one in build/fuzz/TARGET: give it to build/fuzz/targets/TARGET to see it again.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeSeeds } from './seeds.mjs';

process.chdir(path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'));
const FOLDER = 'build/fuzz';
const PROGRAMS = `${FOLDER}/targets`;

export function targets() {
  if (!existsSync(PROGRAMS)) throw new Error(`${PROGRAMS}: there is nothing; make fuzz builds it`);
  return readdirSync(PROGRAMS).sort();
}

/* A leak is a fault, too. NSS's own memory pools would hide memory that is freed twice. */
const ENVIRONMENT = {
  ...process.env,
  ASAN_OPTIONS: 'detect_leaks=1:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  NSS_DISABLE_ARENA_FREE_LIST: '1',
  FUZZ_ROOM: path.resolve(FOLDER, 'room'),
  LANGUAGE: '',
  LC_ALL: 'C.UTF-8',
};

/**
 * Runs one target; resolves to what it did and what broke it. `keep`: its corpus is kept for the next run.
 * `failing`: calls of ours fail, which the word in the arguments tells it (fail.c). `seed`: of its random
 * numbers, 0: another one each time.
 */
export function fuzz(name, seconds, { keep = false, failing = false, seed = 0, program = `${PROGRAMS}/${name}` } = {}) {
  const place = `${FOLDER}/${name}`;
  const form = failing ? 'failing-' : '';
  const home = mkdtempSync(path.join(tmpdir(), 'nss-helper-fuzz-'));
  const corpus = keep ? `${place}/${form}corpus` : path.join(home, 'corpus');
  mkdirSync(corpus, { recursive: true });
  return new Promise((resolve, reject) => {
    const child = spawn(program, [`-max_total_time=${seconds}`, `-seed=${seed}`, '-timeout=60', '-rss_limit_mb=1024',
      '-print_final_stats=1', `-artifact_prefix=${place}/${form}`, corpus, `${place}/${form}seeds`],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...ENVIRONMENT, TMPDIR: home } });
    let said = '';
    child.stderr.on('data', (data) => { said = (said + data).slice(-65536); });
    child.on('error', reject);
    child.on('close', (code) => {
      rmSync(home, { recursive: true, force: true });
      const [, executions] = /number_of_executed_units: (\d+)/.exec(said) ?? [0, /.*^#(\d+)/ms.exec(said)?.[1] ?? 0];
      const [, found] = /Test unit written to (\S+)/.exec(said) ?? [];
      resolve({ name, failing, executions: Number(executions), code, found, said });
    });
  });
}

/** Runs each with this function, two at a time; `told` gets the result of each as soon as it ends. */
export async function runAll(forms, work, told) {
  const left = [...forms];
  const worker = async () => {
    for (let form = left.shift(); form; form = left.shift()) await told(await work(form));
  };
  await Promise.all([worker(), worker()]);
}

async function main(words) {
  const names = words.length > 0 ? words : targets();
  let executions = 0;
  let crashes = 0;
  makeSeeds(FOLDER);
  const forms = names.flatMap((name) => [{ name }, { name, failing: true }]);
  const seconds = Number(process.env.FUZZ_SECONDS || 60);
  await runAll(forms, ({ name, failing }) => fuzz(name, seconds, { keep: true, failing }), (result) => {
    executions += result.executions;
    crashes += result.code === 0 ? 0 : 1;
    process.stdout.write(`  ${result.name.padEnd(10)} ${String(result.executions).padStart(10)} executions` +
      `${result.failing ? ', with failing calls' : ''}` +
      `${result.code === 0 ? '' : `, BROKEN by ${result.found ?? 'no input'}`}\n`);
    if (result.code !== 0) process.stdout.write(result.said.split('\n').slice(-60).join('\n'));
  });
  process.stdout.write(`fuzz: ${names.length} targets in two forms, ${executions} executions, ${crashes} crashes\n`);
  process.exitCode = crashes > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
