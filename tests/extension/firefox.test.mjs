// SPDX-License-Identifier: MPL-2.0
// All files of firefox/ in one Firefox. Each of them is a test of its own, too, with a Firefox
// of its own: tests/run tests/extension/firefox/panel.test.mjs
import { readdirSync } from 'node:fs';

const folder = new URL('firefox/', import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).sort()) {
  await import(new URL(name, folder));
}
