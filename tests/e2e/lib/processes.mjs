// SPDX-License-Identifier: MPL-2.0
// Programs that are started for a test, each in a process group of its own, and ended
// by their ids.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from '../../patience.mjs';

const running = new Set();

process.on('exit', () => { for (const program of running) program.kill('SIGKILL'); });

/** Starts a program; its errors go to `log`, and its output, too, unless it is piped. */
export function start(command, args, { env, log, pipe = false }) {
  const fd = openSync(log, 'a', 0o600);
  const child = spawn(command, args,
    { env, detached: true, stdio: ['ignore', pipe ? 'pipe' : fd, fd] });
  closeSync(fd);
  const program = { child, log, code: undefined };
  program.ended = new Promise((resolve) => {
    const end = (code, signal) => {
      program.code = code ?? signal ?? 'not started';
      resolve(program.code);
    };
    child.once('exit', end).once('error', (e) => end(e.message));
  });
  program.alive = () => program.code === undefined;
  program.kill = (signal) => {
    try { process.kill(-child.pid, signal); } catch { running.delete(program); }
  };
  program.said = () => {
    try { return readFileSync(log, 'utf8').slice(-2000); } catch { return ''; }
  };
  running.add(program);
  return program;
}

export async function endsWithin(program, seconds) {
  return Promise.race([program.ended.then(() => true), sleep(seconds * patience * 1000, false, { ref: false })]);
}

/** Asks a program to end, then makes it. True if it ended when asked. */
export async function stop(program, { seconds = 10, signal = 'SIGTERM' } = {}) {
  if (signal && program.alive()) program.kill(signal);
  const willing = await endsWithin(program, seconds);
  program.kill('SIGKILL');
  await program.ended;
  running.delete(program);
  return willing;
}

function environment(pid) {
  try { return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0'); } catch { return []; }
}
function name(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 3).join(' ');
  } catch { return ''; }
}

/** Processes whose home is this folder or below. (A zombie has no environment and isn't one.) */
export function processesOf(home) {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => environment(pid).some((entry) => `${entry}/`.startsWith(`HOME=${home}/`)))
    .map((pid) => ({ pid: Number(pid), name: name(pid) }));
}

/** Waits until no process has its home in the folder; those that stay are ended and named. */
export async function nothingLeft(home, seconds = 8) {
  for (const end = Date.now() + seconds * patience * 1000; Date.now() < end; await sleep(50)) {
    if (!processesOf(home).length) return [];
  }
  const left = processesOf(home);
  for (const { pid } of left) try { process.kill(pid, 'SIGKILL'); } catch { /* it went */ }
  return left.map((p) => `${p.pid} ${p.name}`);
}

/** Removes the home of a finished test. No process may still use it. */
export async function leaveHome(home) {
  const left = await nothingLeft(home);
  rmSync(home, { recursive: true, force: true });
  assert.deepEqual(left, [], 'no process is left');
}
