// SPDX-License-Identifier: MPL-2.0
// How often NSS reads a large database from one end to the other, because it looks for something without
// an index. Counted in pages, which are the same on every machine. A number may always be reduced.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { read } from '../strace.mjs';
import { byCommand } from './answers.mjs';
import { COMMAND, Stage } from './stage.mjs';

const CROWD = 4000; // more than SQLite keeps in memory
const stage = new Stage(path.join(process.env.TMPDIR ?? '/tmp', `nss-helper-scans-${process.pid}`));
after(() => {
  stage.remove();
  fs.rmSync(stage.cache, { recursive: true });
});

/** The pages that the command reads. */
function pages(...words) {
  const log = stage.file('trace');
  const { status, stderr } = spawnSync('strace', ['-f', '-e', 'trace=pread64', '-o', log, COMMAND, ...words], { env: stage.env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return read(log).count('pread64');
}

/** How many times all of the larger database is read, by the difference to the smaller one. */
async function scans(words) {
  const [few, many] = [stage.crowd(10), stage.crowd(CROWD)];
  const size = (folder) => fs.statSync(path.join(folder, 'cert9.db')).size / 4096;
  const count = async (databases) => pages(...words(await byCommand(stage, databases).ready()));
  return ((await count(many)) - (await count(few))) / (size(many) - size(few));
}

function within(what, number, most) {
  assert.ok(number <= most, `${what}: ${number.toFixed(2)}, and ${most} at most`);
}

// NSS at its start, for the key and certificate that are proven, and for the certificates of a key.
test('list: its reads of a whole database', async () => {
  within('times', await scans(({ profile }) => ['list', '-p', profile]), 3.5);
});

// The start twice, because the database is read anew; and where NSS checks whether a certificate is stored.
test('a response: its reads of a whole database', async () => {
  within('times', await scans(({ profile, file }) => ['import', file, '-q', '-p', profile]), 6.5);
});
