// SPDX-License-Identifier: MPL-2.0
// node use.mjs FOLDER: FOLDER/used becomes a profile that Firefox was started in once.
import { cpSync, existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { Firefox } from './firefox.mjs';
import { until } from './marionette.mjs';

// Files that belong to one profile, or to one run.
const OWN = new RegExp(`^(${['cert9\\.db', 'key4\\.db', 'pkcs11\\.txt', 'logins', 'cookies', 'user\\.js', 'lock$',
  '\\.parentlock', 'Marionette', 'session', 'cache2', 'crashes', 'minidumps', 'datareporting', 'bookmarkbackups',
  'thumbnails', 'storage'].join('|')})`);

const folder = realpathSync(process.argv[2]);
const firefox = new Firefox({ home: folder, used: false });
await firefox.start();
// A Firefox that quits sooner knows its languages at the next start, but does not load them.
await until('what Firefox writes down of its add-ons', () => existsSync(path.join(firefox.profile, 'addonStartup.json.lz4')));
await firefox.stop();
cpSync(firefox.profile, path.join(folder, 'used'), {
  recursive: true,
  filter: (source) => path.dirname(source) !== firefox.profile || !OWN.test(path.basename(source)),
});
