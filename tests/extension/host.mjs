// SPDX-License-Identifier: MPL-2.0
// Plays the host for a real Firefox: node host.mjs FOLDER. FOLDER/answers.json says what
// it answers otherwise, after how long, and whether only once; FOLDER/said gets each
// message; FOLDER/bytes a whole answer.
import { appendFileSync, existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXPORTED, HELLO, IDENTITIES, INSTALLED, JOBS, RECEIVED, REMOVED, VERIFIED } from './replies.mjs';

const [folder] = process.argv.slice(2);
const file = (name) => path.join(folder, name);
const pieces = [];

const usual = {
  hello: () => [HELLO],
  // As unique as a real one, and it tells what it was made for.
  issue: ({ key, challenge }) => [{
    type: 'request', job: `20260101T000000-${String(process.pid).padStart(12, '0')}`,
    spkac: Buffer.from(`${key} ${challenge} ${process.hrtime.bigint()}`).toString('base64'),
  }],
  sent: () => [{ type: 'ok' }],
  answer: () => [],
  file: () => [],
  export: ({ password }) => [{ type: 'asking', for: password === 'made' ? 'made' : 'new' }, EXPORTED],
  identities: () => [IDENTITIES],
  remove: ({ backup }) => (backup === 'yes' ? [{ type: 'asking', for: 'new' }, REMOVED] : [{ ...REMOVED, path: '' }]),
  portal: () => [{ type: 'ok' }],
  verify: () => [VERIFIED],
  bytes: ({ data }) => { pieces.push(Buffer.from(data, 'base64')); return []; },
  end: () => { writeFileSync(file('bytes'), Buffer.concat(pieces)); return [RECEIVED, INSTALLED]; },
  install: () => [INSTALLED],
  look: () => [INSTALLED],
  discard: () => [{ type: 'ok' }],
  forget: () => [{ type: 'ok' }],
  jobs: () => [JOBS],
};

function send(reply) {
  const body = Buffer.from(JSON.stringify(reply));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  writeSync(1, Buffer.concat([length, body]));
}

function insteadOf(type) {
  const all = existsSync(file('answers.json')) ? JSON.parse(readFileSync(file('answers.json'), 'utf8')) : {};
  const instead = all[type] ?? {};
  if (instead.once) {
    delete all[type];
    writeFileSync(file('answers.json'), JSON.stringify(all));
  }
  return instead;
}

async function answer(message) {
  if (message.type !== 'bytes') appendFileSync(file('said'), `${JSON.stringify(message)}\n`);
  const { wait = 0, replies, end } = insteadOf(message.type);
  await sleep(wait);
  if (end) process.exit(1);
  for (const reply of replies ?? usual[message.type](message)) send(reply);
}

let input = Buffer.alloc(0);
let work = Promise.resolve();
process.stdin.on('data', (bytes) => {
  input = Buffer.concat([input, bytes]);
  while (input.length >= 4 && input.length >= 4 + input.readUInt32LE(0)) {
    const end = 4 + input.readUInt32LE(0);
    const message = JSON.parse(input.subarray(4, end));
    input = input.subarray(end);
    work = work.then(() => answer(message));
  }
}).on('end', () => work.then(() => process.exit(0)));
