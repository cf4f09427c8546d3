// SPDX-License-Identifier: MPL-2.0
// A Firefox that can't start programs itself, such as one from a snap or Flatpak: a service of the
// desktop starts the host for it. The service here stands in for the desktop's own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Desktop } from './lib/desktop.mjs';
import { EXTENSION } from './lib/firefox.mjs';
import * as panels from './lib/panels.mjs';
import { wholeWay } from './lib/whole.mjs';
import { programs, scenario } from './lib/world.mjs';

const prefs = { 'widget.use-xdg-desktop-portal.native-messaging': 1 };

/** What the panel says of the host. */
async function panelSays(driver) {
  await panels.openPanel(driver);
  const { data, text } = await panels.panelElement(driver, '#host-state');
  await panels.closePanel(driver);
  return { state: data.state, text };
}

scenario('the desktop starts the host', { language: 'en', prefs, desktop: Desktop.start }, async ({ t, ...world }) => {
  const { firefox, desktop, portal } = world;

  await t.test('the panel hears from the host', async () => {
    const { state, text } = await panelSays(world.driver);
    assert.equal(state, 'ok', text);
  });

  await t.test('a certificate is issued into the profile of this Firefox', async () => {
    await wholeWay({ ...world, user: 'taro' });
    const { stdout } = spawnSync(programs.helper, ['list', '--json', '--profile', firefox.profile],
      { env: firefox.env, encoding: 'utf8' });
    const [issued] = portal.events('issued');
    assert.ok(stdout.toUpperCase().replaceAll(':', '').includes(issued.sha256.toUpperCase()), stdout);
  });

  await t.test('the service was asked for each host, and for nothing else', () => {
    const started = desktop.asked('Start').length;
    assert.ok(started > 0);
    for (const what of ['CreateSession', 'GetManifest', 'GetPipes']) {
      assert.equal(desktop.asked(what).length, started, what);
    }
    for (const { name, extension } of desktop.asked('GetManifest')) {
      assert.deepEqual([name, extension], ['nss_helper', EXTENSION]);
    }
  });
});

scenario('nothing on the desktop starts the host', { language: 'en', prefs,
  desktop: (firefox) => Desktop.start(firefox, { bare: true }) }, async ({ t, ...world }) => {
  await t.test('the panel says that the program is missing', async () => {
    const { state, text } = await panelSays(world.driver);
    assert.equal(state, 'error');
    assert.match(text, /is not set up for this Firefox[^]*Snap or Flatpak[^]*Help/);
  });

  await t.test('…and doctor, why', () => {
    const { stdout } = spawnSync(programs.helper, ['doctor', '--json', '--profile', world.firefox.profile],
      { env: world.firefox.env, encoding: 'utf8' });
    const { state, cure } = JSON.parse(stdout).findings.find(({ check }) => check === 'packaging');
    assert.equal(state, 'bad');
    assert.match(cure, /native-messaging to 0/);
  });
});
