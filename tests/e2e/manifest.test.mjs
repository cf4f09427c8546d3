// SPDX-License-Identifier: MPL-2.0
// The host's manifest, wrong in many ways: the doctor calls it good exactly if a real Firefox
// accepts it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { EXTENSION, Firefox } from './lib/firefox.mjs';
import { leaveHome } from './lib/processes.mjs';
import { programs } from './lib/world.mjs';
import { patience } from '../patience.mjs';

const change = (changes) => (text) => JSON.stringify({ ...JSON.parse(text), ...changes });
const CASES = {
  'as setup writes it': (text) => text,
  'in one line': change({}),
  'another name': change({ name: 'other' }),
  'another type': change({ type: 'pkcs11' }),
  'no type': change({ type: undefined }),
  'a type that is none': change({ type: 'pipe' }),
  'no description': change({ description: undefined }),
  'an empty description': change({ description: '' }),
  'a number as the description': change({ description: 1 }),
  'a relative path': change({ path: 'nss-helper-host' }),
  'no path': change({ path: undefined }),
  'a number as the path': change({ path: 1 }),
  'nobody allowed': change({ allowed_extensions: [] }),
  'no list of whom it allows': change({ allowed_extensions: undefined }),
  'a string in its place': change({ allowed_extensions: EXTENSION }),
  'another extension': change({ allowed_extensions: ['x@y'] }),
  'others, too': change({ allowed_extensions: ['x@y', '{0a1b2c3d-0000-1111-2222-0123456789AB}', EXTENSION] }),
  'something that is no id': change({ allowed_extensions: [EXTENSION, 'everybody'] }),
  'an id with an umlaut': change({ allowed_extensions: [EXTENSION, 'ä@y'] }),
  'an id in braces that is cut': change({ allowed_extensions: [EXTENSION, '{0a1b2c3d-0000-1111-2222}'] }),
  'a number among them': change({ allowed_extensions: [EXTENSION, 1] }),
  'one entry more': change({ args: [] }),
  'one entry more, which is null': change({ args: null }),
  'a list': (text) => `[${text}]`,
  nothing: () => '',
  'half of it': (text) => text.slice(0, text.length / 2),
  'words behind it': (text) => `${text}x`,
  'a NUL behind it': (text) => `${text}\0`,
  'words behind a NUL': (text) => `${text}\0x`,
  'blanks around it': (text) => `\n \t${text}\r\n`,
  'a byte order mark': (text) => `\ufeff${text}`,
  'a remark': (text) => `/* mine */ ${text}`,
  'a comma too many': (text) => text.replace(']', ',]'),
  'a name in single quotes': (text) => text.replace('"name"', "'name'"),
  'a name twice, the second one right': (text) => text.replace('{', '{"name":"other",'),
  'a name twice, the first one right': (text) => text.replace(/\}\s*$/, ',"name":"other"}'),
  'a line end in a string': (text) => text.replace('Makes', 'Makes\n'),
  'a tab in a string': (text) => text.replace('Makes', 'Makes\t'),
  'escapes in a string': (text) => text.replace('Makes', '\\"\\\\\\n\\t\\u00e4'),
  'a form feed between': (text) => text.replace('{', '{\f'),
  'a no-break space between': (text) => text.replace('{', '{\u00a0'),
  'bytes that are no UTF-8': (text) => Buffer.from(text.replace('Makes', 'M\xe4kes'), 'latin1'),
};

/** The file that Firefox takes for the extension, or null. */
const taken = (driver) => driver.chrome(async (id) => {
  const { NativeManifests } = ChromeUtils.importESModule('resource://gre/modules/NativeManifests.sys.mjs');
  const context = { extension: { id }, url: null, manifestVersion: 3, preprocessors: {},
    cloneScope: globalThis, logError() {} };
  return (await NativeManifests.lookupManifest('stdio', 'nss_helper', context))?.path ?? null;
}, EXTENSION);

function doctorSays(firefox) {
  const { stdout } = spawnSync(programs.helper, ['doctor', '--json', '--profile', firefox.profile],
    { env: firefox.env, encoding: 'utf8' });
  return JSON.parse(stdout).findings.find(({ check }) => check === 'host-manifest');
}

test('what Firefox takes, and the doctor calls good', { timeout: 240000 * patience }, async (t) => {
  const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
  const firefox = new Firefox({ home });
  try {
    firefox.registerHost(programs.helper);
    const manifest = path.join(home, '.mozilla/native-messaging-hosts/nss_helper.json');
    const text = readFileSync(manifest, 'utf8');
    const driver = await firefox.start();
    for (const [name, damage] of Object.entries(CASES)) {
      await t.test(name, async () => {
        writeFileSync(manifest, damage(text));
        const takes = await taken(driver) === manifest;
        const { state, what } = doctorSays(firefox);
        if (name === 'as setup writes it') assert.equal(takes, true);
        if (name === 'another name') assert.equal(takes, false);
        assert.equal(state === 'good', takes, `Firefox ${takes ? 'takes' : 'refuses'} it; ${state}: ${what}`);
      });
    }
  } finally {
    await firefox.stop();
    await leaveHome(home);
  }
});
