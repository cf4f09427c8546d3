// SPDX-License-Identifier: MPL-2.0
// A desktop for a browser in a sandbox such as Flatpak: a session bus of its own and, unless it is bare,
// the service that starts native programs (desktop-portal.py).
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './marionette.mjs';
import { start, stop } from './processes.mjs';

const SERVICE = fileURLToPath(new URL('desktop-portal.py', import.meta.url));

export class Desktop {
  /** `firefox`, which does not run yet, will use it. */
  static async start(firefox, { bare = false } = {}) {
    const desktop = new Desktop();
    const socket = path.join(firefox.home, 'run/bus');
    const address = `unix:path=${encodeURI(socket)}`;
    firefox.env.DBUS_SESSION_BUS_ADDRESS = address;
    desktop.bus = start('dbus-daemon', ['--session', '--nofork', `--address=${address}`],
      { env: firefox.env, log: path.join(firefox.home, 'bus.log') });
    await until('the session bus', () => existsSync(socket));
    if (!bare) await desktop.serve(firefox);
    return desktop;
  }

  /** Puts the host's manifest where this service finds it, and Firefox does not. */
  async serve(firefox) {
    const outside = path.join(firefox.home, 'outside');
    renameSync(path.join(firefox.home, '.mozilla/native-messaging-hosts'), outside);
    this.service = start('/usr/bin/python3', [SERVICE, outside],
      { env: firefox.env, log: path.join(firefox.home, 'desktop-portal.log') });
    await until('the service on the bus', () => {
      if (!this.service.alive()) throw Object.assign(new Error(this.service.said()), { fatal: true });
      return this.asked('nothing yet').length;
    });
  }

  /** What it was asked, as the service's log has it. */
  asked(what) {
    return readFileSync(this.service.log, 'utf8').split('\n').filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line)).filter(({ asked }) => asked === what);
  }

  async stop() {
    if (this.service) await stop(this.service);
    await stop(this.bus);
  }
}
