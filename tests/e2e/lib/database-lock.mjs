// SPDX-License-Identifier: MPL-2.0
// Another program that writes to a database of the profile for a while (hold-lock.c).
import { spawn } from 'node:child_process';
import path from 'node:path';
import { once } from 'node:events';

/** Resolves when the lock is held, to the function that lets it go. */
export async function holdLock(program, { profile }, database) {
  const child = spawn(program, [path.join(profile, database)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child.stdout, 'data'), ended]);
  if (String(said) !== 'held\n') throw new Error(`${program} does not hold ${database}: ${said}`);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
