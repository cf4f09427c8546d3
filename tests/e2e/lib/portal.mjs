// SPDX-License-Identifier: MPL-2.0
// The test portal, started on free ports of this machine.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { start, stop } from './processes.mjs';
import { patience } from '../../patience.mjs';

function firstLine(program) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${why}: ${program.said()}`));
    const timer = setTimeout(fail, 30000 * patience, 'the portal does not start');
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
  #binary;
  #place;

  static async start(binary, { home, data, options = [] }) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const portal = new Portal();
    portal.#binary = binary;
    portal.#place = { home, data };
    await portal.#run(options);
    return portal;
  }

  async #run(options) {
    const { home, data } = this.#place;
    this.program = start(this.#binary, ['--data', data, ...options],
      { env: { ...process.env, HOME: home }, log: path.join(data, 'portal.stderr'), pipe: true });
    Object.assign(this, JSON.parse(await firstLine(this.program)));
  }

  /** The same portal at the same ports, with other options. */
  async restart(options) {
    await this.stop();
    await this.#run(options);
  }

  /** The lines of the log for one event, as objects; `time` and `event` are in them. */
  events(name) {
    return readFileSync(this.log, 'utf8').split('\n').filter(Boolean).map((line) => {
      const [time, event, ...pairs] = line.split(' ');
      const fields = pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]);
      return { ...Object.fromEntries(fields), time, event };
    }).filter(({ event }) => !name || event === name);
  }

  /** Makes the server slow: it receives requests, but answers only when `body` has ended. */
  async whileSlow(body) {
    this.pause();
    try { await body(); } finally { this.goOn(); }
  }
  pause() { this.program.kill('SIGSTOP'); }
  goOn() { this.program.kill('SIGCONT'); }
  isPaused() {
    return /^State:\s+T/m.test(readFileSync(`/proc/${this.program.child.pid}/status`, 'utf8'));
  }

  async stop() {
    this.goOn();
    return stop(this.program);
  }
}
