// SPDX-License-Identifier: MPL-2.0
// The test portal, started on free ports of this machine.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { start, stop } from './processes.mjs';

function firstLine(program) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${why}: ${program.said()}`));
    const timer = setTimeout(fail, 30000, 'the portal does not start');
    createInterface(program.child.stdout).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    program.ended.then((code) => {
      clearTimeout(timer);
      fail(`the portal ended (${code})`);
    });
  });
}

export class Portal {
  static async start(binary, { home, data, options = [] }) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const log = path.join(data, 'portal.stderr');
    const program = start(binary, ['--data', data, ...options], { env: { ...process.env, HOME: home }, log, pipe: true });
    const portal = new Portal();
    portal.program = program;
    const line = await firstLine(program);
    Object.assign(portal, JSON.parse(line));
    return portal;
  }

  /** The lines of the log for one event, as objects; `time` and `event` are in them. */
  events(name) {
    return readFileSync(this.log, 'utf8').split('\n').filter(Boolean).map((line) => {
      const [time, event, ...pairs] = line.split(' ');
      const fields = pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]);
      return { ...Object.fromEntries(fields), time, event };
    }).filter(({ event }) => !name || event === name);
  }

  /** A server that is slow to answer: it hears all, and says nothing until it may go on. */
  async whileSlow(body) {
    this.program.kill('SIGSTOP');
    try { await body(); } finally { this.program.kill('SIGCONT'); }
  }

  async stop() { return stop(this.program); }
}
