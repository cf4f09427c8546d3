// SPDX-License-Identifier: MPL-2.0
// Network settings, as geteduroam and similar services hand them out, in a real Firefox: those with a
// key in them go to the host and are not stored, all others are given back to Firefox.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { ERROR, RECEIVED } from '../replies.mjs';

const SECRET = randomBytes(300).toString('base64');
const eap = (client) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>
<EAPIdentityProviderList><EAPIdentityProvider><AuthenticationMethods><AuthenticationMethod>
<ClientSideCredential>${client}</ClientSideCredential></AuthenticationMethod></AuthenticationMethods>
</EAPIdentityProvider></EAPIdentityProviderList>`);
const apple = (type) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>PayloadContent</key><array><dict><key>PayloadType</key>
<string>com.apple.security.${type}</string><key>PayloadContent</key><data>${SECRET}</data></dict></array></dict></plist>`);
const signed = (content) => Buffer.concat([Buffer.from([0x30, 0x82, 4, 0, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]), content]);
const WITH_KEY = eap(`<ClientCertificate format="PKCS12" encoding="base64">${SECRET}</ClientCertificate>`);
const ASPEN = 'application/x-apple-aspen-config';

const TAKEN = [
  ['an .eap-config', { 'Content-Type': 'application/eap-config' }, WITH_KEY],
  ['…by its other type, as an attachment', { 'Content-Type': 'application/x-eap-config', 'Content-Disposition': 'attachment; filename=a.eap-config' }, WITH_KEY],
  ['…by its name alone', { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment; filename=a.eap-config' }, WITH_KEY],
  ['a .mobileconfig', { 'Content-Type': ASPEN }, apple('pkcs12')],
  ['…that is signed', { 'Content-Type': ASPEN }, signed(apple('pkcs12'))],
];
const GIVEN_BACK = [
  ['an .eap-config without a key', { 'Content-Type': 'application/eap-config' }, eap('')],
  ['a .mobileconfig without one', { 'Content-Type': ASPEN }, apple('root')],
];

const onDisk = (world) => world.background(async () => JSON.stringify(await browser.storage.local.get(null)));
const serve = (site, headers, bytes) => site.pages.set('/answer', (response) => response.writeHead(200, headers).end(bytes));

async function taken(t, world) {
  const { site, host, driver } = world;
  for (const [name, headers, bytes] of TAKEN) {
    await t.test(`${name} with a key: the host has it, by one request, and no disk does`, async () => {
      await world.fresh();
      serve(site, headers, bytes);
      await driver.visit(site.url('/answer'));
      assert.equal((await world.result()).state, 'installed');
      assert.ok(host.bytes().equals(bytes));
      const kept = await onDisk(world);
      assert.match(kept, /"state":"installed"/);
      for (const part of [SECRET.slice(0, 40), bytes.toString('base64').slice(0, 40)]) assert.ok(!kept.includes(part), name);
      assert.equal(site.sentTo('/answer').length, 1);
    });
  }
}

async function open(t, world) {
  const { site, host, driver } = world;
  const [, headers, bytes] = TAKEN[0];
  await t.test('with their password in them: the page asks first, and calls the file open', async () => {
    await world.fresh();
    const waits = { ...ERROR, code: 113, name: 'OPEN_KEY', answer: RECEIVED.answer };
    host.answers({ end: { once: true, replies: [RECEIVED, waits] }, odd: { replies: [{ type: 'odd', odd: ['open-key'] }] } });
    serve(site, headers, bytes);
    await driver.visit(site.url('/answer'));
    assert.equal((await world.result()).state, 'ask');
    assert.match(await driver.text('#lead'), /site\.localhost sent a certificate file that anyone can open/);
    assert.equal(host.said('install').length, 0);
  });
  await t.test('…after a yes they are in, and the result tells what to do about the file', async () => {
    await driver.click('#install');
    await until('the installation', async () => (await driver.data('#result')).state === 'installed');
    await until('the note', async () => /Delete the file\..* request a new certificate/.test(await driver.text('#odd')));
    assert.equal(await driver.page(() => document.getElementById('odd').hidden), false);
  });
}

async function others(t, world) {
  const { site, host, driver } = world;
  for (const [name, headers, bytes] of GIVEN_BACK) {
    await t.test(`${name}: Firefox saves it, and no host hears of it`, async () => {
      await world.fresh();
      serve(site, headers, bytes);
      await driver.visit(site.url('/answer'));
      await world.goTo('/pages/file.html');
      assert.equal(host.said('answer').length, 0);
      assert.equal(site.sentTo('/answer').length, 1);
    });
  }
}

inFirefox('settings of a network', { seconds: 300 }, taken, open, others);
