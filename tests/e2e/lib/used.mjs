// SPDX-License-Identifier: MPL-2.0
// A profile as Firefox leaves it after its first start: with its caches the next start takes half
// the time. It is made once, below build/, and copied; it has no data of a person.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { patience } from '../../patience.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const build = path.resolve(here, '../../..', process.env.B ?? 'build');

/** The build of a browser, from the folder that its command is in. */
function buildOf(command) {
  const found = (process.env.PATH ?? '').split(':').map((folder) => path.resolve(folder, command)).find(existsSync);
  const about = readFileSync(path.join(path.dirname(realpathSync(found)), 'application.ini'), 'utf8');
  return about.match(/^BuildID=(\d+)/m)[1];
}

function prepare(place) {
  if (existsSync(place)) return;
  mkdirSync(path.dirname(place), { recursive: true });
  const folder = mkdtempSync(`${place}-`);
  try {
    execFileSync(process.execPath, [path.join(here, 'use.mjs'), folder], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 120000 * patience });
    renameSync(path.join(folder, 'used'), place);
  } catch (e) {
    if (!existsSync(place)) throw e; // or else another test was first
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the folder of a new profile, unless such a one can't be had here. */
export function copyUsed(command, profile) {
  try {
    const place = path.join(build, `firefox-${buildOf(command)}`);
    prepare(place);
    cpSync(place, profile, { recursive: true });
  } catch (e) {
    console.error(`a new profile, not a used one: ${e.message}`);
    rmSync(profile, { recursive: true, force: true });
    mkdirSync(profile, { mode: 0o700 });
  }
}
