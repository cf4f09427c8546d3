// SPDX-License-Identifier: MPL-2.0
// The host's journal on the disk, and what the command says about it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { iso } from '../../clock.mjs';
import { until } from './marionette.mjs';

const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

export class Journal {
  #top;
  #command;
  #firefox;

  constructor({ firefox, helper }) {
    this.#top = path.join(firefox.env.XDG_STATE_HOME, 'nss-helper');
    this.#command = helper;
    this.#firefox = firefox;
  }

  /** The folder of the one profile; it is made by the first host. */
  #folder(name) {
    const [profile = 'none'] = list(this.#top);
    return path.join(this.#top, profile, name);
  }
  #jobFile(id) { return path.join(this.#folder('jobs'), `${id}.json`); }

  jobs() {
    return list(this.#folder('jobs')).filter((name) => /^\w+-\w+\.json$/.test(name)).sort()
      .map((name) => this.job(name.replace('.json', '')));
  }
  #read(id) { return JSON.parse(readFileSync(this.#jobFile(id), 'utf8')); }
  job(id) { return { id, ...this.#read(id) }; }

  /** Answers that have arrived whole, and those that are arriving. */
  answers() { return list(this.#folder('answers')).filter((name) => /^\w+-\w+$/.test(name)); }
  arriving() { return list(this.#folder('answers')).filter((name) => name.endsWith('.part')); }

  /** Another process locks it, so that no host begins with an answer. Resolves to { isWaitedFor, letGo }. */
  async hold() {
    const child = spawn('flock', [this.#folder('.'), 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const [said] = await Promise.race([once(child.stdout, 'data'), ended]);
    if (String(said) !== 'held\n') throw new Error(`flock does not hold the journal: ${said}`);
    return {
      isWaitedFor: (pid) => readFileSync('/proc/locks', 'utf8').split('\n')
        .some((line) => line.includes('->') && line.includes(` ${pid} `)),
      letGo: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }

  /** Waits for a job that was not there before, in one of these states. */
  async newJob(before, ...states) {
    return until(`a job in ${states.join(' or ')}`, () => {
      const job = this.jobs().find(({ id }) => !before.includes(id));
      return job && states.includes(job.state) && job;
    }, { every: 2 });
  }

  /** Makes a job old: an unfinished job is listed only when it can't be in progress any more. */
  makeOld(id) {
    const job = this.#read(id);
    job.changed = iso(Date.parse(job.changed) - 11 * 60 * 1000);
    writeFileSync(this.#jobFile(id), JSON.stringify(job));
  }

  #say(...words) {
    return execFileSync(this.#command, ['jobs', ...words, '--profile', this.#firefox.profile],
      { env: this.#firefox.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 30000 });
  }
  /** `nss-helper jobs --json`: {jobs, answers, keys} */
  unfinished() { return JSON.parse(this.#say('--json')); }
  forget(id) { this.#say('forget', id); }
}
