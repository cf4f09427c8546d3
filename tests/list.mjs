// SPDX-License-Identifier: MPL-2.0
// The administrator's list of sites, for tests that have an /etc of their own (tests/cli/etc.lib.sh).
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';

const FOLDER = '/etc/nss-helper';

/** Never in the /etc of the machine itself. */
const assertOwn = () => assert.ok(existsSync('/etc/of-its-own'), 'an /etc of its own');

export function removeList() {
  assertOwn();
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Replaces the list, and other files of the administrator's beside it. */
export function putList(text, files = {}) {
  removeList();
  mkdirSync(FOLDER, { mode: 0o755 });
  for (const [name, content] of Object.entries({ sites: text, ...files })) {
    writeFileSync(`${FOLDER}/${name}`, content);
    chmodSync(`${FOLDER}/${name}`, 0o644);
  }
}
