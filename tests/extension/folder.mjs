// SPDX-License-Identifier: MPL-2.0
// A folder that Firefox saves downloads in.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { until } from '../e2e/lib/marionette.mjs';

/** Such a folder until the tests of this file have ended, and the preferences that name it. */
export function makeFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'downloads-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    prefs: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      'browser.download.useDownloadDir': true,
      'browser.download.alwaysOpenPanel': false,
    },
  };
}

/** The name of the one file that comes into it, with these bytes; then it is empty again. */
export async function downloaded(folder, bytes) {
  // During the download there is an empty file of its name, and another one beside it.
  const name = await until('the file', () => {
    const there = readdirSync(folder).map((one) => ({ one, content: readFileSync(path.join(folder, one)) }));
    const [{ one, content }, ...more] = there.length ? there : [{}];
    if (one && !more.length && !one.endsWith('.part') && content.equals(bytes)) return one;
    throw new Error(`of ${bytes.length} bytes; there is ${there.map((file) => `${file.one}: ${file.content.length}`).join() || 'none'}`);
  });
  rmSync(path.join(folder, name));
  return name;
}

export const assertEmpty = (folder) => assert.deepEqual(readdirSync(folder), []);
