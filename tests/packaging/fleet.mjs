// SPDX-License-Identifier: MPL-2.0
// A fleet on the Debian in the folder CLEAN: homes of many users, as their Firefox has left them, and
// what `doctor --json` tells an administrator of each, without anybody to ask.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXTENSION } from '../e2e/lib/firefox.mjs';

const { CLEAN } = process.env;
const PROFILES_INI = '[Profile0]\nName=p\nIsRelative=1\nPath=p\nDefault=1\n';
const POLICY = { policies: { ExtensionSettings: { [EXTENSION]: { installation_mode: 'allowed', private_browsing: true } } } };
const homeOf = (number) => `/home/user${number}`;
const ownerOf = (number) => `${20000 + number}:${20000 + number}`;
const run = (owner, command, env = {}) => spawnSync('chroot', ['--userspec', owner, CLEAN, ...command],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/sbin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...env } });

/** The list of sites and the policy, for all of them. */
export function setUp(list) {
  mkdirSync(path.join(CLEAN, 'etc/nss-helper'), { recursive: true, force: true });
  writeFileSync(path.join(CLEAN, 'etc/nss-helper/sites'), list);
  mkdirSync(path.join(CLEAN, 'etc/firefox/policies'), { recursive: true, force: true });
  writeFileSync(path.join(CLEAN, 'etc/firefox/policies/policies.json'), JSON.stringify(POLICY));
}

function turnOff(profile) {
  const file = path.join(profile, 'extensions.json');
  const known = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(known.addons.find((one) => one.id === EXTENSION), { active: false, userDisabled: true });
  writeFileSync(file, JSON.stringify(known));
}

/** One home, with the files of this profile. */
export function makeHome(number, profile, { off }) {
  const to = path.join(CLEAN, homeOf(number), '.mozilla/firefox/p');
  mkdirSync(to, { recursive: true, force: true });
  for (const entry of readdirSync(profile, { withFileTypes: true }))
    if (entry.isFile()) cpSync(path.join(profile, entry.name), path.join(to, entry.name));
  for (const name of ['cert9.db', 'key4.db']) chmodSync(path.join(to, name), 0o600);
  writeFileSync(path.join(to, '../profiles.ini'), PROFILES_INI);
  if (off) turnOff(to);
  run('0:0', ['chown', '-R', ownerOf(number), homeOf(number)]);
}

/** What the doctor says in that home, and the exit status. */
export function report(number) {
  const { status, stdout, stderr } = run(ownerOf(number), ['nss-helper', 'doctor', '--json'], { HOME: homeOf(number) });
  const said = stdout.startsWith('{') ? JSON.parse(stdout) : {};
  if (said.format !== 1 || !said.findings) throw new Error(`${homeOf(number)}: exit status ${status}: ${stdout}${stderr}`);
  return { status, findings: said.findings };
}

/** How many homes are in which state: {good: 9, bad: 3}. What is turned off is not checked further. */
export function tally(reports, check) {
  const count = {};
  for (const { findings } of reports) {
    const state = findings.find((one) => one.check === check)?.state ?? 'untold';
    count[state] = (count[state] ?? 0) + 1;
  }
  return count;
}

export function takeDown(size) {
  for (let number = 1; number <= size; number++) rmSync(path.join(CLEAN, homeOf(number)), { recursive: true, force: true });
  for (const folder of ['etc/nss-helper', 'etc/firefox']) rmSync(path.join(CLEAN, folder), { recursive: true, force: true });
}
