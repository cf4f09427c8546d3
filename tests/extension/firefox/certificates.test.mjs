// SPDX-License-Identifier: MPL-2.0
// What a person does on the page "My certificates" in a real Firefox, with a host that is played.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLines } from '../../e2e/lib/firefox.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { pressTwice } from '../twice.mjs';
import { ENTER, ESCAPE, OTHER, ending, focused, key, owned, page, when } from '../certificates.mjs';
import {
  COPY, ERROR, EXPORTED, FETCHED, IDENTITIES, IDENTITY, INSTALLED, MISSING, RECEIVED,
  VERIFIED,
} from '../replies.mjs';

async function carries(t, world) {
  const { driver, host } = world;
  const choose = (target) => driver.page((name) => {
    const select = document.querySelector('.target');
    select.value = name;
    select.dispatchEvent(new Event('change'));
  }, target);
  const save = async (target, made) => {
    await choose(target);
    await driver.page((own) => document.querySelector(`[name="password"][value="${own}"]`).click(), made ? 'made' : 'own');
    await driver.press('.save');
    await until('the outcome', async () => !await driver.page(() => document.querySelector('.save').disabled));
    return (await driver.texts('.outcome'))[0];
  };
  await t.test('for a program: the target and no path goes out, the place and the steps come back', async () => {
    await world.fresh();
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    host.answers({});
    const words = await save('windows', false);
    assert.match(words, /Saved as \/home\/taro\/Downloads\/Taro-Yamada-windows\.p12, encrypted with the password\./);
    for (const step of EXPORTED.steps) assert.ok(words.includes(step));
    assert.deepEqual(host.said('export'), [
      { type: 'export', fingerprint: IDENTITY.fingerprint, for: 'windows', password: 'own', settings: '' }]);
    const copies = await until('the copies', async () => (await driver.texts('.copies'))[0]);
    assert.match(copies, /Windows 10/);
  });
  await t.test('a password that is made; every target of the list can be had', async () => {
    await world.fresh();
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    const targets = await driver.page(() => [...document.querySelectorAll('.target option')].map(({ value }) => value));
    assert.ok(targets.length > 8);
    const wifi = targets.filter((target) => target.startsWith('eduroam-'));
    assert.ok(wifi.length > 4);
    for (const target of targets) {
      assert.match(await save(target, true), wifi.includes(target) ? /First choose the settings file.*help desk.*cat\.eduroam\.org/ : /Saved as/, target);
    }
    assert.deepEqual(host.said('export').map((message) => [message.for, message.password]),
      targets.filter((target) => !wifi.includes(target)).map((target) => [target, 'made']));
  });
  await t.test('beside the password, before it is asked for: whether the encryption is old', async () => {
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    const told = async (target) => {
      await choose(target);
      return (await driver.texts('fieldset .old')).map((words) => /old one/.exec(words)?.[0]);
    };
    for (const target of ['macos', 'ios', 'android', 'windows-old', 'eduroam-apple', 'gpgsm']) assert.deepEqual(await told(target), ['old one'], target);
    assert.deepEqual([await told('windows'), await told('java'), await told('backup')], [[], [], []]);
  });
  await t.test('another target: what was said of the last one goes, but no window that is open', async () => {
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    const said = () => driver.texts('.saved');
    assert.match(await save('windows', false), /Saved as/);
    await choose('ios');
    assert.deepEqual(await said(), []);
    host.answers({ export: { first: [{ type: 'asking', for: 'new' }], hold: true, replies: [EXPORTED] } });
    await driver.press('.save');
    await until('the word about the window', async () => /Choose a password/.test((await said()).join()));
    await choose('macos');
    assert.match((await said()).join(), /Choose a password/);
    host.go();
    await until('the end', async () => /Saved as/.test((await said()).join()));
    host.answers({});
  });
  await t.test('a Wi-Fi profile: the bytes of the institution’s file go out, and its network comes back', async () => {
    await world.fresh();
    await page(world, [owned({})]);
    await driver.press('[data-opens="elsewhere"]');
    const file = path.join(world.firefox.home, '大学.eap-config');
    writeFileSync(file, '<settings/>');
    await driver.choose('.settings', file);
    host.answers({ export: { replies: [{ ...EXPORTED, network: 'eduroam, radius.example.ac.jp, Example Root' }] } });
    const words = await save('eduroam-apple', false);
    assert.match(words, /Network: eduroam, radius\.example\.ac\.jp, Example Root/);
    assert.match(words, /windows\.p12\. The key in it is encrypted with the password\. The names of the network, its servers and you are not\./);
    assert.deepEqual(await driver.texts('.chosen'), ['大学.eap-config']);
    const [{ settings }] = host.said('export');
    assert.equal(Buffer.from(settings, 'base64').toString(), '<settings/>');
    for (const [name, bytes] of carrying()) {
      writeFileSync(file, bytes);
      await driver.choose('.settings', file);
      await save('eduroam-apple', false);
      const sent = Buffer.from(host.said('export').at(-1).settings, 'base64').toString('latin1');
      assert.match(sent, /radius\.example/, name);
      assert.match(sent, /taro@example/, name);
      assert.doesNotMatch(sent, /SECRET|Z2VoZWlt/, name);
    }
    writeFileSync(file, '<a>SECRET');
    await driver.choose('.settings', file);
    assert.match(await save('eduroam-apple', false), /cannot read this file/);
    const before = host.said('export').length;
    await save('windows', false);
    assert.equal(host.said('export')[before].settings, '', 'only for Wi-Fi');
    for (const [length, words] of [[0, /empty, or it is too large/], [400000, /empty, or it is too large/]]) {
      writeFileSync(file, 'x'.repeat(length));
      await driver.choose('.settings', file);
      assert.match(await save('eduroam-apple', false), words);
    }
    assert.equal(host.said('export').length, before + 1);
  });
  await t.test('cancelled, and no room: said so, and it can be tried again', async () => {
    await world.fresh();
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    for (const [code, name, words] of [[101, 'CANCELLED', /You cancelled/], [95, 'NO_SPACE', /full/]]) {
      host.answers({ export: { once: true, replies: [{ ...ERROR, code, name }] } });
      assert.match(await save('macos', false), words);
    }
    assert.match(await save('macos', false), /Saved as/);
  });
  await t.test('from the page of a certificate that was just installed: its own form is open', async () => {
    await page(world, [owned({ identity: OTHER }), owned()],
      { query: `?use=${IDENTITY.fingerprint}` });
    assert.equal((await driver.texts('.panel')).length, 1);
    assert.equal(await driver.page(() =>
      document.querySelector('.panel:not([hidden])').closest('article').querySelector('.name').textContent), IDENTITY.name);
  });
}

/** Settings with a person's key and its passphrase in them, of each kind. */
function carrying() {
  const eap = `<EAPIdentityProviderList><EAPIdentityProvider><AuthenticationMethods><AuthenticationMethod>
    <ServerSideCredential><ServerID>radius.example</ServerID></ServerSideCredential><ClientSideCredential>
    <OuterIdentity>taro@example</OuterIdentity><ClientCertificate>Z2VoZWlt</ClientCertificate><Passphrase>SECRET</Passphrase>
    </ClientSideCredential></AuthenticationMethod></AuthenticationMethods></EAPIdentityProvider></EAPIdentityProviderList>`;
  const apple = `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array>
    <dict><key>Password</key><string>SECRET</string><key>PayloadType</key><string>com.apple.security.pkcs12</string>
    <key>PayloadContent</key><data>Z2VoZWlt</data></dict><dict><key>PayloadType</key><string>com.apple.wifi.managed</string>
    <key>Password</key><string>SECRET</string><key>EAPClientConfiguration</key><dict><key>UserName</key><string>taro@example</string>
    <key>UserPassword</key><string>SECRET</string><key>TLSTrustedServerNames</key><array><string>radius.example</string></array>
    </dict></dict></array></dict></plist>`;
  const folder = mkdtempSync(path.join(tmpdir(), 'signed-'));
  const inFolder = (...words) => spawnSync('openssl', words, { cwd: folder });
  writeFileSync(path.join(folder, 'plain'), apple);
  inFolder('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'it.key', '-out', 'it.pem', '-subj', '/CN=IT');
  const sign = (...how) => {
    inFolder('cms', '-sign', '-nodetach', '-binary', '-in', 'plain', '-signer', 'it.pem', '-inkey', 'it.key', '-outform', 'DER',
      '-out', 'signed', ...how);
    return readFileSync(path.join(folder, 'signed'));
  };
  const remarks = '<!DOCTYPE EAPIdentityProviderList [<!ENTITY own "SECRET">]><!-- SECRET --><?own SECRET?>';
  const found = [['an .eap-config', eap], ['…with remarks', remarks + eap], ['a .mobileconfig', apple], ['a signed one', sign()], ['…in BER', sign('-stream')]];
  rmSync(folder, { recursive: true });
  return found;
}

async function open(driver, name) {
  await openLines(driver);
  await driver.press(`article [data-opens="${name}"]`);
}

async function portals(t, world) {
  const { driver, host, site } = world;
  const portal = site.url('/portal');
  await t.test('renew: offered near the end; where the portal is, the host remembers, and a tab opens there', async () => {
    await world.fresh();
    site.pages.set('/portal', '<title>portal</title>');
    await page(world, [{ ...ending(200, 'good'), portal: '' }]);
    assert.deepEqual(await driver.texts('[data-opens="renew"]'), []);
    for (const state of ['soon', 'expired']) {
      await page(world, [{ ...ending(state === 'soon' ? 20 : -3, state), newer: Array(32).fill('CD').join(':') }]);
      assert.deepEqual(await driver.texts('[data-opens="renew"]'), [], `${state}, but there is a newer one`);
    }
    await page(world, [{ ...ending(20, 'soon'), portal: '' }]);
    await open(driver, 'renew');
    assert.equal(await driver.page(() => document.querySelector('.address').value), '', 'the site that sent it may be no portal');
    await driver.page((url) => { document.querySelector('.address').value = url; }, portal);
    await driver.press('.panel [type="submit"]');
    await until('the portal', () => site.sentTo('/portal').length);
    assert.deepEqual(host.said('portal'), [{ type: 'portal', fingerprint: IDENTITY.fingerprint, address: portal }]);
  });
  await t.test('an address goes to the host as the browser spells it', async () => {
    const spellings = {
      [` ${portal.replace('http://site', 'HTTP://Site')} `]: portal,
      [site.url('?next=1')]: site.url('/?next=1'),
      [site.url('/大学')]: site.url('/%E5%A4%A7%E5%AD%A6'),
      'site.localhost:9/renew?a=1': 'https://site.localhost:9/renew?a=1',
    };
    for (const [typed, said] of Object.entries(spellings)) {
      await world.fresh();
      await page(world, [ending(20, 'soon')]);
      await open(driver, 'renew');
      await driver.page((url) => { document.querySelector('.address').value = url; }, typed);
      await driver.press('.panel [type="submit"]');
      await until(`the address ${said}`, () => host.said('portal').length);
      assert.equal(host.said('portal')[0].address, said);
      assert.equal(await driver.page(() => document.querySelector('.address').value), said);
    }
  });
  await t.test('what the host says against it is shown in words', async () => {
    await world.fresh();
    await page(world, [ending(20, 'soon')], { also: { portal: { replies: [ERROR] } } });
    await open(driver, 'renew');
    await driver.page((url) => { document.querySelector('.address').value = url; }, portal);
    await driver.press('.panel [type="submit"]');
    await until('its words', async () => (await driver.texts('.wrong')).length);
    assert.match((await driver.texts('.wrong'))[0], /key/);
  });
  await t.test('an address that is none, or not safe: said so, and nothing opens', async () => {
    const WRONG = {
      '': /begins with https:/, portal: /begins with https:/, 'file:///etc/passwd': /begins with https:/,
      'javascript:alert(1)': /begins with https:/, 'javascript:a.b': /begins with https:/, 'https://a b/': /begins with https:/, 'https://%%%/': /begins with https:/,
      'http://portal.example/': /begins with https:/, 'https://u:p@portal.example/': /user name or a password/,
      [`https://portal.example/${'x'.repeat(490)}`]: /too long/,
    };
    for (const [wrong, words] of Object.entries(WRONG)) {
      await world.fresh();
      await page(world, [ending(20, 'soon')]);
      await open(driver, 'renew');
      await driver.page((url) => { document.querySelector('.address').value = url; }, wrong);
      await driver.press('.panel [type="submit"]');
      await until(`a word about ${wrong}`, async () => (await driver.texts('.wrong')).length);
      assert.match((await driver.texts('.wrong'))[0], words);
      assert.equal(await focused(driver), 'address');
      assert.equal((await driver.tabs()).length, 1);
      assert.deepEqual(host.said('portal'), []);
    }
  });
  await t.test('revoke: the serial in both notations, the way, and the portal that is known', async () => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), portal }, { ...ending(-3, 'expired', OTHER) }]);
    await driver.select('#sort', 'person');
    await openLines(driver);
    assert.equal((await driver.texts('[data-opens="revoke"]')).length, 1, 'what has ended needs none');
    await open(driver, 'revoke');
    const [words] = await driver.texts('.panel');
    assert.match(words, /serial number 431 \(hex 01:AF\)/);
    assert.equal(await driver.page(() => document.querySelector('.address').value), portal);
  });
}

const REVOKED = { state: 'revoked', by: 'CRL', asked: when(0), since: when(-1), reason: 'affiliationChanged' };
const NEW = { ...OTHER, notBefore: when(0), notAfter: when(365), emails: ['taro@new.example.ac.jp'] };

/** The steps: done, present or to come, and what is open of each. */
const steps = (driver) => driver.page(() => [...document.querySelectorAll('.way > li')].map((item) =>
  (item.classList.contains('done') ? 'done' : item.getAttribute('aria-current') ?? 'later')));

async function changes(t, world) {
  const { driver, host } = world;
  const listed = (...identities) => ({ replies: [{ ...IDENTITIES, identities }] });
  const old = (state) => ({ ...ending(200, state), copies: [COPY] });
  const told = async () => (await driver.texts('.told'))[0];
  const there = (expected) => until(expected.join(), async () => (await steps(driver)).join() === expected.join());
  await t.test('my e-mail address has changed: begun by a press, the first step is the present one', async () => {
    await world.fresh();
    await page(world, [old('good')]);
    assert.deepEqual(await driver.texts('[data-opens="change"]'), []);
    await open(driver, 'revoke');
    await driver.press('.panel .begin');
    await there(['step', 'later', 'later']);
    assert.match((await driver.texts('.panel'))[0], /serial number 431 \(hex 01:AF\)/);
    assert.equal((await driver.texts('.way form')).length, 1, 'only the present step is open');
  });
  await t.test('not revoked yet, or nobody could say: not done; revoked: ticked', async () => {
    for (const [revocation, words] of [[VERIFIED.revocation, /does not list the certificate as revoked/],
      [{ state: 'not checked', why: 'Nobody was asked.' }, /could not be checked.*Nobody was asked/]]) {
      host.answers({ verify: { replies: [{ ...VERIFIED, revocation }] }, identities: listed(old('good')) });
      await driver.press('.way .work:not([hidden]) .ask');
      await until('the words', async () => words.test(await told()));
      assert.deepEqual(await steps(driver), ['step', 'later', 'later']);
    }
    host.answers({ verify: { replies: [{ ...VERIFIED, revocation: REVOKED }] }, identities: listed(old('revoked')) });
    await driver.press('.way .work:not([hidden]) .ask');
    await there(['done', 'step', 'later']);
    assert.equal((await driver.data('article')).state, 'revoked');
  });
  await t.test('it goes on when the page is opened again; what does not fit is not the new one', async () => {
    const others = [{ ...NEW, emails: IDENTITY.emails }, { ...NEW, emails: ['TARO@example.ac.jp'] }, { ...NEW, emails: [] },
      { ...NEW, notBefore: when(-400) }];
    for (const identity of others) {
      await page(world, [old('revoked'), owned({ identity })]);
      assert.deepEqual(await steps(driver), ['done', 'step', 'later'], JSON.stringify(identity.emails));
    }
    for (const change of [{ site: 'https://ca.example', portal: '' }, { state: 'revoked' }, { state: 'broken' }]) {
      await page(world, [old('revoked'), owned({ identity: NEW, ...change })]);
      assert.deepEqual(await steps(driver), ['done', 'step', 'later'], JSON.stringify(change));
    }
    await driver.press('.way .work:not([hidden]) .ask');
    await until('the words', async () => /no new certificate/.test(await told()));
  });
  await t.test('the result page of the new one leads to it, that of another does not', async () => {
    world.site.pages.set('/answer', (response) =>
      response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('certificate'));
    for (const identity of [IDENTITY, NEW]) {
      await world.fresh();
      host.answers({
        end: { replies: [RECEIVED, { ...INSTALLED, identity }] },
        identities: listed(old('revoked'), owned({ identity: NEW })),
      });
      await driver.visit(world.site.url('/answer'));
      assert.equal((await world.result()).state, 'installed');
      assert.equal((await driver.texts('#way')).length, identity === NEW ? 1 : 0);
    }
    await driver.press('#way-open');
    await world.goTo(`/pages/certificates.html?change=${IDENTITY.fingerprint}`);
    await there(['done', 'done', 'step']);
    await page(world, [old('revoked')]);
  });
  await t.test('issued: the page shows its address; the copies and the removal come last, and then it is over', async () => {
    host.answers({ identities: listed(old('revoked'), owned({ identity: NEW })) });
    await driver.press('.way .work:not([hidden]) .ask');
    await there(['done', 'done', 'step']);
    const [words] = await driver.texts('.panel');
    for (const part of [/taro@new\.example\.ac\.jp/, /copies of the old certificate/, /If you remove the certificate/]) assert.match(words, part);
    host.answers({});
    await driver.press('.way .work:not([hidden]) .ask');
    await until('the checks', async () => (await driver.texts('.checked .checks li')).length);
    assert.deepEqual(host.said('verify').at(-1).fingerprint, NEW.fingerprint);
    await driver.press('.removal .with');
    await until('the end', async () => /were removed/.test((await driver.texts('.removal .outcome'))[0]));
    assert.equal(host.said('remove').at(-1).fingerprint, IDENTITY.fingerprint);
    await page(world, [old('revoked'), owned({ identity: NEW })]);
    assert.deepEqual(await steps(driver), [], 'forgotten');
  });
  await t.test('one that was there when it began is not the new one; stopped, it is forgotten', async () => {
    await page(world, [old('good'), owned({ identity: NEW })]);
    await open(driver, 'revoke');
    await driver.press('.panel .begin');
    await there(['step', 'later', 'later']);
    await driver.press('.stop');
    await until('the panel to close', async () => (await driver.texts('.panel')).length === 0);
    await page(world, [old('good'), owned({ identity: NEW })]);
    await openLines(driver);
    assert.deepEqual(await steps(driver), []);
    assert.deepEqual(await driver.texts('[data-opens="change"]'), []);
  });
}

async function checks(t, world) {
  const { driver, host } = world;
  const checked = async (revocation, identities, proof = VERIFIED.proof) => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), copies: [COPY] }]);
    host.answers({ verify: { replies: [{ ...VERIFIED, proof, revocation }] }, identities: { replies: [{ ...IDENTITIES, identities }] } });
    await open(driver, 'check');
    await until('the checks', async () => (await driver.texts('.panel .checks li')).length);
    return driver.texts('.panel .checks li');
  };
  await t.test('check now: the proof, and what the CA says', async () => {
    const lines = await checked(VERIFIED.revocation, [{ ...ending(200, 'good'), copies: [COPY] }]);
    assert.equal(lines.length, 5);
    assert.match(lines[4], /^Not revoked on .*November.* 2026, according to the issuer \(source: OCSP, its online service\)\.$/);
    assert.deepEqual(host.said('verify'), [{ type: 'verify', fingerprint: IDENTITY.fingerprint }]);
  });
  await t.test('what could not be checked is never called good', async () => {
    const lines = await checked({ state: 'not checked', why: 'Nobody was asked.' }, [ending(200, 'good')]);
    assert.match(lines[4], /could not be checked/);
    assert.equal(await driver.page(() => document.querySelector('.panel .checks li:last-child').className), 'open');
    assert.deepEqual(await driver.texts('.panel .why'), ['Nobody was asked.']);
  });
  await t.test('revoked: marked so, its removal and its copies are pointed to', async () => {
    const revocation = { state: 'revoked', by: 'CRL', asked: when(0), since: when(-1), reason: 'keyCompromise' };
    const lines = await checked(revocation, [{ ...ending(200, 'revoked'), copies: [COPY] }]);
    assert.match(lines[4], /Revoked, according to the issuer \(source: CRL, its list of revoked certificates\)\.$/);
    await until('the mark', async () => (await driver.data('article')).state === 'revoked');
    assert.match((await driver.texts('.advice'))[0], /^The issuer revoked this certificate on November 25, 2026\. .*Remove it.*copies/);
    assert.deepEqual(await driver.texts('[data-opens="revoke"]'), []);
  });
  await t.test('an issuer is missing: who, where, and a button that gets it', async () => {
    const missing = () => driver.page(() => {
      const place = document.querySelector('.panel .missing');
      return place.hidden ? '' : place.innerText;
    });
    await checked(VERIFIED.revocation, [ending(200, 'good')], MISSING.proof);
    await until('the notice', async () => /Example CA G2.*is missing/.test(await missing()));
    assert.match(await missing(), /: http:\/\/ca\.example\/g2\.crt/);
    host.answers({ verify: { replies: [VERIFIED] }, issuers: { replies: [FETCHED] } });
    await driver.click('.panel .missing .fetch');
    await until('a new check', async () => (await driver.texts('.panel .checks li'))[3]?.includes('complete'));
    assert.equal(await missing(), '');
    assert.deepEqual(host.said('issuers').map(({ fetch }) => fetch), ['no', 'yes']);
    assert.equal(await focused(driver), 'panel');
    await checked(VERIFIED.revocation, [ending(200, 'good')]);
    assert.equal(await missing(), '', 'nothing of a chain that is whole');
  });
  await t.test('a proof that fails', async () => {
    const [first] = await checked(VERIFIED.revocation, [], { ...VERIFIED.proof, key: 'bad' });
    assert.ok(first);
    assert.equal(await driver.page(() => document.querySelector('.panel .checks li').className), 'bad');
  });
}

async function removals(t, world) {
  const { driver, host } = world;
  await t.test('remove: what is lost, and a backup first', async () => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), copies: [COPY] }]);
    await open(driver, 'remove');
    const [words] = await driver.texts('.panel');
    for (const loss of [/e-mail that was encrypted for it/, /log in/, /can't be created again/, /All copies stay/]) assert.match(words, loss);
    host.answers({ remove: { once: true, replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } });
    await driver.press('.panel .with');
    await until('the cancel', async () => /nothing was removed/.test((await driver.texts('.outcome'))[0]));
    await driver.press('.panel .with');
    await until('the end', async () => /were removed[^]*backup\.p12/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['yes', 'yes']);
    assert.ok(await driver.page(() => [...document.querySelectorAll('article .buttons button')].every(({ disabled }) => disabled)));
  });
  const KEPT = { ...COPY, kind: 'backup', place: '/home/taro/My Backups/Taro-Yamada-backup.p12' };
  await t.test('a backup that is there already: named, and no other one is made', async () => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), copies: [{ ...KEPT, place: '/old/backup.p12' }, KEPT, COPY] }]);
    await open(driver, 'remove');
    assert.match((await driver.texts('.panel'))[0], /A backup from Nov\w* \d+, 2026 is in \/home\/taro\/My Backups\/Taro-Yamada-backup\.p12\./);
    assert.deepEqual(await driver.texts('.panel .buttons button'), ['Remove (a backup is in My Backups)', 'Back up and remove']);
    assert.deepEqual(await driver.texts('.panel .primary'), ['Remove (a backup is in My Backups)']);
    await driver.press('.panel .kept');
    await until('the end', async () => /were removed[^]*The backup stays in/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['kept']);
    assert.deepEqual([await driver.texts('.panel .restore'), await driver.texts('.panel .folder')], [['Restore'], []]);
  });
  await t.test('a backup that is gone: said so, nothing is removed, and another one is offered', async () => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), copies: [KEPT] }]);
    await open(driver, 'remove');
    host.answers({ remove: { once: true, replies: [{ ...ERROR, code: 66, name: 'NO_INPUT' }] } });
    await driver.press('.panel .kept');
    await until('the word', async () => /no longer in \/home\/taro\/My Backups[^]*Nothing was removed/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual([await driver.texts('.panel .buttons button'), await focused(driver)], [['Back up and remove', 'Remove without a backup…'], 'with']);
    assert.deepEqual(await driver.texts('.panel .primary'), ['Back up and remove']);
    await driver.press('.panel .with');
    await until('the end', async () => /were removed/.test((await driver.texts('.outcome'))[0]));
  });
  await t.test('a file for another program is no backup', async () => {
    await page(world, [{ ...ending(200, 'good'), copies: [COPY] }]);
    await open(driver, 'remove');
    assert.deepEqual(await driver.texts('.panel .buttons button'), ['Back up and remove', 'Remove without a backup…']);
  });
  await t.test('without a backup: a question that says what is lost, and a double click confirms nothing', async () => {
    await world.fresh();
    await page(world, [ending(200, 'good')]);
    await open(driver, 'remove');
    await world.inside('page', pressTwice, { args: ['.panel .without', '.yes'] });
    assert.match((await driver.texts('.sure'))[0], /without a backup\?.*private key is lost for good.*can't undo/);
    assert.equal(await focused(driver), 'keep');
    await key(driver, ENTER);
    assert.deepEqual([await driver.texts('.sure'), await focused(driver), host.said('remove')], [[], 'without', []]);
    await key(driver, ENTER);
    await driver.press('.panel .yes');
    await until('the end', async () => /were removed/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['no']);
  });
  await t.test('one press on the line of the old one: removed, its backup kept, and the focus on the text about it', async () => {
    await world.fresh();
    await page(world, [{ ...ending(20, 'soon'), newer: OTHER.fingerprint }, ending(700, 'good', OTHER)]);
    assert.deepEqual(await driver.texts('.tidy'), ['Remove, keep backup']);
    await driver.press('.tidy');
    await until('the end', async () => /backup\.p12/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ fingerprint, backup }) => [fingerprint, backup]), [[IDENTITY.fingerprint, 'yes']]);
    assert.deepEqual(await driver.texts('.sure'), []);
    assert.deepEqual([await focused(driver), (await driver.texts('.standing'))[0]], ['panel', 'Removed']);
    assert.deepEqual(await driver.texts('.tidy, .when'), ['', '700 days left']);
    await key(driver, ESCAPE);
    assert.equal(await focused(driver), 'opens');
    await key(driver, ENTER);
    assert.match((await driver.texts('.outcome'))[0], /backup\.p12/, 'still told');
  });
  await t.test('the same where a backup is there already: that is kept', async () => {
    await world.fresh();
    await page(world, [{ ...ending(20, 'soon'), newer: OTHER.fingerprint, copies: [KEPT] }, ending(700, 'good', OTHER)]);
    await driver.press('.tidy');
    await until('the end', async () => /The backup stays in/.test((await driver.texts('.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['kept']);
  });
  await t.test('one that has a newer one says so; from the result its removal is open', async () => {
    await page(world, [{ ...ending(20, 'soon'), newer: OTHER.fingerprint }, ending(700, 'good', OTHER)],
      { query: `?remove=${IDENTITY.fingerprint}` });
    assert.match((await driver.texts('.advice')).join(), /^You have a newer certificate/);
    assert.match((await driver.texts('.panel'))[0], /If you remove the certificate/);
    assert.equal(await focused(driver), 'panel');
  });
}

inFirefox('my certificates in a real Firefox', { seconds: 180 },
  carries, portals, changes, checks, removals);
