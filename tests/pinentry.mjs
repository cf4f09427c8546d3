// SPDX-License-Identifier: MPL-2.0
// Sets up the scripted pinentry (tests/pinentry) in one home: what it answers to the next
// questions, a line each, and what it was told.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('pinentry', import.meta.url));

export function answerPinentry({ folder, config, lines }) {
  fs.mkdirSync(folder, { recursive: true });
  fs.mkdirSync(path.join(config, 'nss-helper'), { recursive: true });
  // The old one may just be starting, and a running program can't be overwritten.
  fs.copyFileSync(program, path.join(folder, 'pinentry.new'));
  fs.renameSync(path.join(folder, 'pinentry.new'), path.join(folder, 'pinentry'));
  fs.writeFileSync(path.join(config, 'nss-helper/nss-helper.conf'),
    `pinentry-program=${path.join(folder, 'pinentry')}\n`);
  fs.writeFileSync(path.join(folder, 'answers'), lines.map((line) => `${line}\n`).join(''));
  fs.writeFileSync(path.join(folder, 'asked'), '');
  for (const name of ['go', 'hold']) fs.rmSync(path.join(folder, name), { force: true });
  return {
    hold: () => fs.writeFileSync(path.join(folder, 'hold'), ''),
    go: () => fs.writeFileSync(path.join(folder, 'go'), ''),
    told: () => fs.readFileSync(path.join(folder, 'asked'), 'utf8').split('\n'),
    questions() { return this.told().filter((line) => line === 'GETPIN').length; },
  };
}
