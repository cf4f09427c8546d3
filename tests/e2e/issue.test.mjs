// SPDX-License-Identifier: MPL-2.0
// One certificate, from the portal's "Issue" to the log-in with it, in a real Firefox.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { PEOPLE } from './lib/journey.mjs';
import { CA, certificatesOf, fingerprintOf, nicknames, numberOfKeys, opensslVerify, withColons } from './lib/witnesses.mjs';
import { programs, scenario } from './lib/world.mjs';

scenario('the whole way', { language: 'en', used: false }, async ({ t, firefox, portal, driver, journey }) => {
  await journey.upToTheKey('taro');
  await t.test('before it is turned on, the page is as the portal sent it', async () => {
    assert.equal(await driver.page(() => document.querySelectorAll('keygen').length), 1);
    assert.equal(await driver.page(() => document.querySelectorAll('select').length), 0);
  });
  const before = await certificatesOf(driver);
  const on = await journey.turnOn();
  await t.test('the panel names the site, the profile, and asks for this host only', () => {
    assert.equal(on.site, 'download.localhost');
    assert.equal(on.host.data.state, 'ok');
    assert.ok(on.host.text.includes(firefox.profile), on.host.text);
    assert.match(on.question, /download\.localhost/);
    assert.doesNotMatch(on.question, /all (web)?sites/i);
  });
  await t.test('the choice of key strength', async () => {
    assert.deepEqual((await journey.choices()).map(([value]) => value).sort(),
      ['p-256', 'p-384', 'rsa-2048', 'rsa-3072', 'rsa-4096']);
  });
  await journey.choose('rsa-2048');
  await journey.pressImpatiently();
  const result = await journey.result();
  assert.equal(result.state, 'installed', result.words);
  const [issued] = portal.events('issued');

  await t.test('six presses: one key, and one request reached the CA', () => {
    assert.equal(numberOfKeys(firefox), 1);
    assert.equal(portal.events('request').length, 1);
    assert.equal(portal.events('issued').length, 1);
    assert.equal(portal.events('second-try').length, 0);
  });
  await t.test('the result page shows the certificate that the CA issued', () => {
    const { email } = PEOPLE.taro;
    assert.equal(result.fingerprint, withColons(issued.sha256));
    assert.equal(result['serial-hex'], withColons(issued.serial));
    assert.equal(BigInt(result['serial-decimal']), BigInt(`0x${issued.serial}`));
    assert.equal(result.subject, 'CN=Taro Yamada,O=Example University,C=JP');
    assert.equal(result.emails, email);
    assert.match(result.issuer, new RegExp(CA));
    assert.ok(result['not-before'] && result['not-after']);
  });
  await t.test("the certificate is in the running browser's list", async () => {
    const added = (await certificatesOf(driver)).filter((c) => !before.includes(c));
    assert.equal(added.length, 2, 'the certificate and its issuer');
    assert.ok(added.includes(result.fingerprint));
  });
  await journey.check();
  const who = await journey.visitService();
  await t.test('a TLS log-in in a tab of that browser shows the right person', () => {
    assert.ok(result.words.includes(who.question), `the result page names ${who.question}`);
    assert.equal(who.cn, PEOPLE.taro.cn);
    assert.equal(who.email, PEOPLE.taro.email);
    assert.equal(who.fingerprint, result.fingerprint);
    assert.equal(portal.events('service').at(-1).sha256, issued.sha256);
  });
  await t.test('certutil and openssl verify agree', () => {
    const [mine, ...more] = nicknames(firefox).filter(({ trust }) => trust.includes('u'));
    assert.equal(more.length, 0);
    assert.equal(mine.trust, 'u,u,u');
    const pem = firefox.certutilPem(mine.nickname);
    assert.equal(fingerprintOf(pem), result.fingerprint);
    assert.match(opensslVerify({ firefox, portal }, pem), /: OK/);
  });
  await t.test('the intermediate certificate came without trust', () => {
    const issuer = nicknames(firefox).find(({ nickname }) => nickname.startsWith(CA));
    assert.equal(issuer.trust, ',,');
  });
  await t.test('the doctor finds nothing wrong with the running browser', () => {
    const { status, stdout } = spawnSync(programs.helper,
      ['doctor', '--json', '--profile', firefox.profile], { env: firefox.env, encoding: 'utf8' });
    const { findings } = JSON.parse(stdout);
    const state = (check) => findings.filter((f) => f.check === check).map((f) => f.state).join();
    assert.equal(status, 0, JSON.stringify(findings.filter((f) => f.state === 'bad')));
    for (const check of ['host-manifest', 'host-version', 'profile', 'nocertdb', 'extension',
      'database', 'database-rights', 'nss', 'identities', 'refresh', 'unfinished'])
      assert.equal(state(check), 'good', check);
    assert.match(findings.find((f) => f.check === 'profile').what, /, running\.$/);
    assert.match(findings.find((f) => f.check === 'identities').what, /^1 certificate: its key can sign/);
  });
});
