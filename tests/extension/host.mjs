// SPDX-License-Identifier: MPL-2.0
// Plays the host for a real Firefox, inside the test: each port of the extension comes here through
// build/relay.
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXTENSION as ID } from '../e2e/lib/firefox.mjs';
import {
  CLEARED, COPIED, ERROR, EXPORTED, FETCHED, HEARD, HELLO, IDENTITIES, INSTALLED, JOBS, MISSING, PLACES, PREVIEWED, RECEIVED, REMOVALS, REMOVED,
  REPLAYED, REPORT, SITES, VERIFIED,
} from './replies.mjs';

export const BUILD = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..', process.env.B ?? 'build');

/** What is said to each message, unless a test wants it otherwise. */
const USUAL = {
  hello: () => [HELLO],
  replay: () => [REPLAYED],
  // As unique as a real one, and it contains what it was made for.
  issue: ({ key, challenge }, { number }) => [{
    type: 'request', job: `20260101T000000-${String(number).padStart(12, '0')}`,
    spkac: Buffer.from(`${key} ${challenge} ${process.hrtime.bigint()}`).toString('base64'),
  }],
  prepare: () => [{ type: 'prepared', ready: true }],
  sent: () => [{ type: 'ok' }],
  unsent: () => [{ type: 'ok' }],
  answer: () => [],
  file: () => [],
  preview: () => [],
  cancel: () => [],
  export: ({ password }) => [{ type: 'asking', for: password === 'made' ? 'made' : 'new' }, EXPORTED],
  identities: () => [IDENTITIES],
  remove: ({ backup }) => ({ yes: [{ type: 'asking', for: 'new' }, REMOVED], kept: [REMOVED], no: [{ ...REMOVED, path: '' }] })[backup],
  show: () => [{ type: 'ok' }],
  places: () => [PLACES],
  copy: () => [COPIED],
  removals: () => [REMOVALS],
  restore: () => [{ type: 'asking', for: 'file' }, { ...INSTALLED, job: '', site: '' }],
  portal: () => [{ type: 'ok' }],
  verify: () => [VERIFIED],
  issuers: ({ fetch }) => [fetch === 'yes' ? FETCHED : MISSING],
  revocation: () => [HEARD],
  odd: () => [{ type: 'odd', odd: [] }],
  sites: () => [SITES],
  peek: () => [{ type: 'odd', odd: [] }],
  report: () => [REPORT],
  bytes: () => [],
  end: () => [RECEIVED, INSTALLED],
  install: () => [INSTALLED],
  look: () => [INSTALLED],
  discard: () => [{ type: 'ok' }],
  forget: () => [{ type: 'ok' }],
  clear: () => [CLEARED],
  jobs: () => [JOBS],
  echo: () => [{ type: 'echo' }], // no message of the protocol: see World.calm()
};

/* The previews of files, by the word that the file begins with. */
const PREVIEWS = {
  open: PREVIEWED,
  sealed: { type: 'previewed', key: true, sealed: true, known: false, others: 0 },
  mine: { ...PREVIEWED, key: false, known: true },
  foreign: { ...ERROR, code: 85, name: 'NO_KEY' },
  old: { ...ERROR, code: 76, name: 'PROTOCOL' },
};
const previewOf = (text) => PREVIEWS[/^\w*/.exec(text)[0]] ?? { ...ERROR, code: 65, name: 'BAD_DATA' };

function framed(reply) {
  const body = Buffer.from(JSON.stringify(reply));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/** The messages of a port, as they come. */
async function* messages(socket) {
  let input = Buffer.alloc(0);
  for await (const bytes of socket) {
    input = Buffer.concat([input, bytes]);
    while (input.length >= 4 && input.length >= 4 + input.readUInt32LE(0)) {
      const end = 4 + input.readUInt32LE(0);
      yield JSON.parse(input.subarray(4, end));
      input = input.subarray(end);
    }
  }
}

export class PlayedHost {
  #instead = {};
  #said = [];
  #portOf = new WeakMap();
  #bytes;
  #ports = 0;
  #open = 0;
  #go = () => {};

  /** Registers it for the browser that has this home. */
  constructor(home) {
    const folder = path.join(home, 'host');
    const socket = path.join(folder, 'socket');
    const command = path.join(folder, 'host');
    const manifests = path.join(home, '.mozilla/native-messaging-hosts');
    this.manifest = path.join(manifests, 'nss_helper.json');
    mkdirSync(folder);
    mkdirSync(manifests, { recursive: true });
    writeFileSync(command, `#!/bin/sh\nexec '${path.join(BUILD, 'relay')}' '${socket}'\n`);
    chmodSync(command, 0o755);
    writeFileSync(this.manifest, JSON.stringify({
      name: 'nss_helper', description: 'a test', path: command, type: 'stdio', allowed_extensions: [ID],
    }));
    this.server = createServer({ allowHalfOpen: true }, (port) => {
      this.#talk(port).catch((e) => { if (e.code !== 'EPIPE' && e.code !== 'ECONNRESET') console.error('played host:', e); })
        .finally(() => port.destroy());
    });
    this.server.listen(socket);
  }

  async #talk(port) {
    const one = { number: this.#ports += 1, pieces: [] };
    this.#open += 1;
    port.on('close', () => { this.#open -= 1; });
    for await (const message of messages(port)) {
      if (!await this.#answer(message, one, port)) return;
    }
  }

  /** False if the host ends after it. */
  async #answer(message, one, port) {
    const { type } = message;
    if (type === 'preview') one.previews = true;
    if (type === 'bytes') this.#take(message, one);
    else this.#said.push(message);
    this.#portOf.set(message, one.number);
    if (type === 'end' && one.previews) {
      port.write(framed(previewOf(Buffer.concat(one.pieces.splice(0)).toString())));
      one.previews = false;
      return true;
    }
    const { once, first = [], hold, replies, end } = this.#instead[type] ?? {};
    if (once) delete this.#instead[type];
    for (const reply of first) port.write(framed(reply));
    if (hold) await new Promise((resolve) => { this.#go = resolve; });
    if (end) return false;
    if (type === 'end') this.#bytes = Buffer.concat(one.pieces);
    for (const reply of replies ?? USUAL[type](message, one)) port.write(framed(reply));
    return true;
  }

  #take({ data }, one) {
    one.pieces.push(Buffer.from(data, 'base64'));
  }

  /** By type of message, what is said instead: { replies, end, hold, once }; `first` before it is on hold. */
  answers(instead) { this.#instead = structuredClone(instead); }

  /** Releases what is on hold. */
  go() { this.#go(); }

  /** The whole of the last answer that was taken. */
  bytes() { return this.#bytes; }

  /** How many hosts run now. */
  get open() { return this.#open; }

  said(type) { return this.#said.filter((message) => message.type === type); }

  /** The numbers of the ports on which messages of these types were said. */
  portsOf(...types) {
    const said = types.flatMap((type) => this.said(type));
    return [...new Set(said.map((message) => this.#portOf.get(message)))];
  }

  forget() {
    this.#said.length = 0;
    this.#bytes = undefined;
    this.answers({});
  }

  remove() { renameSync(this.manifest, `${this.manifest}.away`); }
  restore() { renameSync(`${this.manifest}.away`, this.manifest); }
  close() { this.server.close(); }
}
