// SPDX-License-Identifier: MPL-2.0
// What the manifest promises: no site at the start, and no more rights than these.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EXTENSION, files, json, load, read } from './lib.mjs';

const manifest = json('manifest.json');

test('no site can be touched at the start', () => {
  assert.equal(manifest.manifest_version, 3);
  assert.equal(manifest.host_permissions, undefined);
  assert.equal(manifest.content_scripts, undefined);
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
  assert.deepEqual(manifest.optional_host_permissions, ['<all_urls>']);
  assert.ok(!manifest.permissions.some((name) => /[:*/]/.test(name)), 'a site among the permissions');
});

test('these permissions and no other', () => {
  assert.deepEqual([...manifest.permissions].sort(), ['activeTab', 'alarms', 'contextualIdentities',
    'cookies', 'nativeMessaging', 'notifications', 'scripting', 'storage', 'webRequest', 'webRequestBlocking', 'webRequestFilterResponse']);
  assert.equal(manifest.optional_permissions, undefined);
});

test('its name, its Firefox, and that it collects nothing', () => {
  assert.deepEqual(manifest.browser_specific_settings.gecko, {
    id: 'nss-helper@nss-helper', strict_min_version: '147.0',
    data_collection_permissions: { required: ['none'] },
  });
  assert.equal(manifest.default_locale, 'en');
  assert.deepEqual(manifest.background, { scripts: ['background.js'], type: 'module' });
});

test("the extension's policy for its own pages is not loosened", () => {
  assert.equal(manifest.content_security_policy, undefined);
});

test('every file that is named is there', async () => {
  const icons = Object.values(manifest.icons);
  const named = [...manifest.background.scripts, manifest.action.default_popup,
    manifest.action.default_icon, ...icons];
  for (const page of files('.html')) {
    for (const [, name] of read(page).matchAll(/(?:src|href)="([^"#]+)"/g)) {
      named.push(path.posix.join(path.posix.dirname(page), name));
    }
  }
  for (const [, name] of read('site/sites.js').matchAll(/'(content\/[^']+)'/g)) named.push(name);
  assert.ok(named.length > 15);
  for (const name of named) assert.ok(existsSync(path.join(EXTENSION, name)), name);
});

test('only native.js opens the port', () => {
  const openers = files('.js').filter((name) => /connectNative|sendNativeMessage/.test(read(name)));
  assert.deepEqual(openers, ['host/native.js']);
});

test('nothing is ever parsed as markup or as a program', () => {
  const risky = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|createContextualFragment/;
  for (const name of files('.js')) assert.doesNotMatch(read(name), risky, name);
});

test('no page has a script or a style of its own, nor a script from elsewhere', () => {
  for (const name of files('.html')) {
    assert.doesNotMatch(read(name), /<style|\sstyle=|\son\w+=|https?:/, name);
    assert.doesNotMatch(read(name), /<script(?![^>]*src="[\w.]+"><\/script>)/, name);
  }
});

test('a site by its scheme and host', async () => {
  const { hostOf, isSecure, originOf, patternOf } = await load('site/origins.js');
  assert.equal(originOf('https://a.example:8443/x?y#z'), 'https://a.example:8443');
  for (const address of ['about:config', 'file:///etc/passwd', 'moz-extension://x/y', 'javascript:1',
    'data:text/html,x', 'null', '', undefined]) {
    assert.equal(originOf(address), null, address);
  }
  assert.equal(patternOf('https://a.example:8443'), 'https://a.example/*');
  assert.equal(patternOf('http://a.example'), 'http://a.example/*');
  assert.equal(hostOf('https://a.example:8443'), 'a.example');
  for (const origin of ['https://a.example', 'http://localhost:1', 'http://a.localhost', 'http://127.0.0.1', 'http://[::1]:2']) {
    assert.ok(isSecure(origin), origin);
  }
  for (const origin of ['http://a.example', 'http://localhost.example', 'http://notlocalhost']) {
    assert.ok(!isSecure(origin), origin);
  }
});
