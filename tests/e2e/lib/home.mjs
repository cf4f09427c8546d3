// SPDX-License-Identifier: MPL-2.0
// A throw-away home: its folders, and the environment of a program that lives in there.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export function environment(home, { language = 'en', headless = true } = {}) {
  const env = {
    ...process.env,
    HOME: home,
    LANG: language === 'ja' ? 'ja_JP.UTF-8' : 'C.UTF-8',
    MOZ_CRASHREPORTER_DISABLE: '1',
    TMPDIR: path.join(home, 'tmp'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_STATE_HOME: path.join(home, '.local/state'),
  };
  for (const name of ['LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'MOZ_LEGACY_HOME']) delete env[name];
  if (headless) {
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS']) delete env[name];
    env.XDG_RUNTIME_DIR = path.join(home, 'run');
  } else if (env.DISPLAY) {
    env.XAUTHORITY ??= path.join(process.env.HOME, '.Xauthority');
  }
  return env;
}

export function folders(home, ...more) {
  for (const dir of ['.cache', '.config', '.local/share', '.local/state', 'run', 'tmp', ...more]) {
    mkdirSync(path.resolve(home, dir), { recursive: true, mode: 0o700 });
  }
}
