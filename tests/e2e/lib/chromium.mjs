// SPDX-License-Identifier: MPL-2.0
// A Chromium of its own, without a screen: throw-away home, and a policy that chooses the
// certificate for each site. In a mount namespace of its own, the policy is in /etc/chromium.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, folders } from './home.mjs';
import { until } from './marionette.mjs';
import { start, stop } from './processes.mjs';

// Without its sandbox, which does not work for root.
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-quic',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--password-store=basic',
  '--remote-debugging-port=0'];
const NAMESPACE = process.getuid() === 0 ? ['-m'] : ['-rm'];
const INSIDE = 'mount --bind "$1" /etc/chromium && shift && exec chromium "$@"';

export class Chromium {
  /** `choices`: {pattern, name}: a pattern for URLs, and whose certificate Chromium shows there. */
  constructor({ home, choices }) {
    this.home = home;
    folders(home, 'policy');
    this.env = environment(home);
    this.data = path.join(home, 'chromium');
    this.#choose(choices);
  }

  #choose(choices) {
    const managed = path.join(this.home, 'policy/policies/managed');
    mkdirSync(managed, { recursive: true });
    const rules = choices.map(({ pattern, name }) => JSON.stringify({ pattern, filter: { SUBJECT: { CN: name } } }));
    writeFileSync(path.join(managed, 'test.json'), JSON.stringify({ AutoSelectCertificateForUrls: rules }));
  }

  async start() {
    const active = path.join(this.data, 'DevToolsActivePort');
    rmSync(active, { force: true });
    this.program = start('unshare', [...NAMESPACE, 'sh', '-c', INSIDE, 'sh', path.join(this.home, 'policy'),
      ...FLAGS, `--user-data-dir=${this.data}`, 'about:blank'], { env: this.env, log: path.join(this.home, 'chromium.log') });
    this.port = await until('Chromium to start', () => {
      if (!this.program.alive()) throw Object.assign(new Error(`Chromium ended: ${this.program.said()}`), { fatal: true });
      return Number(readFileSync(active, 'utf8').split('\n')[0]);
    }, { seconds: 60 });
  }

  async #ask(what, method = 'GET') {
    const answer = await fetch(`http://127.0.0.1:${this.port}/json/${what}`, { method });
    if (!answer.ok) throw new Error(`Chromium: ${what}: ${answer.status}`);
    return answer.json();
  }

  /** Opens a tab; its id. */
  async open(url) { return (await this.#ask(`new?${url}`, 'PUT')).id; }
  async title(id) { return (await this.#ask('list')).find((tab) => tab.id === id)?.title; }

  async stop() {
    if (!this.program) return;
    await stop(this.program);
    this.program = undefined;
  }
}
