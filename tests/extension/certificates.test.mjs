// SPDX-License-Identifier: MPL-2.0
// The page "My certificates" in a real Firefox, with a host that is played.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { endOfDate, iso } from '../clock.mjs';
import { until } from '../e2e/lib/marionette.mjs';
import { openCertificates, withFirefox } from './browser.mjs';
import { COPY, ERROR, EXPORTED, IDENTITIES, IDENTITY, INSTALLED, OWNED, RECEIVED, VERIFIED } from './replies.mjs';
import { patience } from '../patience.mjs';

const OTHER = { ...IDENTITY, fingerprint: Array(32).fill('CD').join(':'), name: '山田 花子' };
const when = (days) => iso(endOfDate(days));
const owned = (change) => ({ ...OWNED, copies: [], ...change });

/** One of the host's that ends in so many days, after a life of a year. */
const ending = (days, state, who = IDENTITY) => owned({
  identity: { ...who, notBefore: when(days - 365), notAfter: when(days) }, state, daysLeft: days,
});
const SEVERAL = [ending(90, 'broken', OTHER), ending(0, 'soon'), ending(23, 'soon', OTHER), ending(370, 'not-yet'),
  ending(758, 'good', OTHER), ending(-1, 'expired'), ending(-400, 'expired', OTHER)];

/** Opens the page over what a host has. */
async function page(world, identities, { query, more = false, also = {} } = {}) {
  world.host.answers({ identities: { replies: [{ ...IDENTITIES, identities, more }] }, ...also });
  await openCertificates(world, query);
}

const texts = (driver, selector) => driver.page((s) =>
  [...document.querySelectorAll(s)].filter((element) => element.getClientRects().length > 0)
    .map((element) => element.innerText.trim()), selector);

async function lists(t, world) {
  const { driver } = world;
  await t.test('none: said so', async () => {
    await page(world, []);
    assert.match(await driver.text('#lead'), /no certificate with a key/);
    assert.deepEqual(await texts(driver, 'article'), []);
  });
  await t.test('several: in the order of the host, each with its state, its days and a bar', async () => {
    await page(world, SEVERAL, { more: true });
    assert.deepEqual(await texts(driver, 'article h2'), SEVERAL.map(({ identity }) => identity.name));
    assert.deepEqual(await texts(driver, '.standing'),
      ['Not working', 'Ends soon', 'Ends soon', 'Not valid yet', 'Good', 'Expired', 'Expired']);
    const untils = await texts(driver, '.until');
    const words = [/^90 days left\W+Valid until \w+ \d+, \d{4}$/, /^Ends today\W+Valid until/, /^23 days left\W+Valid until/,
      /^Not valid before/, /^758 days left\W+Valid until/, /^1 day ago\W+Expired on/, /^400 days ago\W+Expired on/];
    words.forEach((pattern, at) => assert.match(untils[at], pattern));
    assert.deepEqual(await driver.page(() => [...document.querySelectorAll('meter')]
      .map(({ value, max }) => [value, max].join('/'))),
    ['90/365', '0/365', '23/365', '365/365', '365/365', '0/365', '0/365']);
    assert.deepEqual(await driver.page(() => [...document.querySelectorAll('meter')]
      .map(({ ariaLabel, ariaValueText }) => `${ariaLabel}: ${ariaValueText}`).slice(1, 4)),
    ['Time left: ends today', 'Time left: 23 days left', 'Time left: Not valid yet']);
    assert.deepEqual((await texts(driver, '.advice')).map((text) => /nss-helper verify/.test(text)), [true]);
    assert.match(await driver.text('#more'), /nss-helper list/);
  });
  await t.test('where each came from, and where copies went', async () => {
    await page(world, [
      owned({ copies: [COPY, { ...COPY, kind: 'profile', place: '/x' }] }),
      owned({ identity: OTHER, site: 'https://ca.example:8443' }), owned({ site: '' }),
    ]);
    assert.deepEqual(await texts(driver, '.origin'),
      ['portal.example', 'ca.example', 'Not at a site: from a file, or by the command']);
    const [copies, ...others] = await texts(driver, '.copies');
    assert.match(copies, /Another profile[^]*\/x[^]*Windows 10[^]*Taro-Yamada-windows\.p12/);
    assert.deepEqual(others, []);
  });
  await t.test('a host that fails: what and why, and another try', async () => {
    await page(world, [], { also: { identities: { once: true, replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } } });
    assert.equal((await driver.data('#certificates')).state, 'error');
    await driver.press('#again');
    await until('the list', async () => (await texts(driver, 'article')).length);
  });
}

async function carries(t, world) {
  const { driver, host } = world;
  const save = async (target, made) => {
    await driver.page((name, own) => {
      const select = document.querySelector('.target');
      select.value = name;
      select.dispatchEvent(new Event('change'));
      document.querySelector(`[name="password"][value="${own}"]`).click();
    }, target, made ? 'made' : 'own');
    await driver.press('.save');
    await until('the outcome', async () => !await driver.page(() => document.querySelector('.save').disabled));
    return (await texts(driver, '.outcome'))[0];
  };
  await t.test('for a program: the target and no path goes out, the place and the steps come back', async () => {
    await world.fresh();
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    host.answers({});
    const words = await save('windows', false);
    assert.match(words, /Saved as \/home\/taro\/Downloads\/Taro-Yamada-windows\.p12/);
    for (const step of EXPORTED.steps) assert.ok(words.includes(step));
    assert.deepEqual(host.said('export'), [
      { type: 'export', fingerprint: IDENTITY.fingerprint, for: 'windows', password: 'own', settings: '' }]);
    const copies = await until('the copies', async () => (await texts(driver, '.copies'))[0]);
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
      assert.match(await save(target, true), wifi.includes(target) ? /Choose the file with the settings/ : /Saved as/, target);
    }
    assert.deepEqual(host.said('export').map((message) => [message.for, message.password]),
      targets.filter((target) => !wifi.includes(target)).map((target) => [target, 'made']));
  });
  await t.test('a Wi-Fi profile: the bytes of the institution’s file go out, and its network comes back', async () => {
    await world.fresh();
    await page(world, [owned({})]);
    await driver.press('[data-opens="elsewhere"]');
    const file = path.join(world.firefox.home, '大学.eap-config');
    writeFileSync(file, '<settings/>');
    await driver.choose('.settings', file);
    host.answers({ export: { replies: [{ ...EXPORTED, network: 'eduroam, radius.example.ac.jp, Example Root' }] } });
    assert.match(await save('eduroam-apple', false), /Network: eduroam, radius\.example\.ac\.jp, Example Root/);
    assert.deepEqual(await texts(driver, '.chosen'), ['大学.eap-config']);
    const [{ settings }] = host.said('export');
    assert.equal(Buffer.from(settings, 'base64').toString(), '<settings/>');
    await save('windows', false);
    assert.equal(host.said('export')[1].settings, '', 'only for Wi-Fi');
    for (const [length, words] of [[0, /empty, or too large/], [400000, /empty, or too large/]]) {
      writeFileSync(file, 'x'.repeat(length));
      await driver.choose('.settings', file);
      assert.match(await save('eduroam-apple', false), words);
    }
    assert.equal(host.said('export').length, 2);
  });
  await t.test('cancelled, and no room: said so, and it can be tried again', async () => {
    await world.fresh();
    await page(world, [owned()]);
    await driver.press('[data-opens="elsewhere"]');
    for (const [code, name, words] of [[101, 'CANCELLED', /you cancelled/], [95, 'NO_SPACE', /full/]]) {
      host.answers({ export: { once: true, replies: [{ ...ERROR, code, name }] } });
      assert.match(await save('macos', false), words);
    }
    assert.match(await save('macos', false), /Saved as/);
  });
  await t.test('from the page of a certificate that was just installed: its own form is open', async () => {
    await page(world, [owned({ identity: OTHER }), owned()],
      { query: `?use=${IDENTITY.fingerprint}` });
    assert.equal((await texts(driver, '.panel')).length, 1);
    assert.equal(await driver.page(() =>
      document.querySelector('.panel:not([hidden])').closest('article').querySelector('h2').textContent), IDENTITY.name);
  });
}

const open = (driver, name) => driver.press(`article [data-opens="${name}"]`);

async function portals(t, world) {
  const { driver, host, site } = world;
  const portal = site.url('/portal');
  await t.test('renew: offered near the end; where the portal is, the host remembers, and a tab opens there', async () => {
    await world.fresh();
    site.pages.set('/portal', '<title>portal</title>');
    await page(world, [{ ...ending(200, 'good'), portal: '' }]);
    assert.deepEqual(await texts(driver, '[data-opens="renew"]'), []);
    await page(world, [{ ...ending(20, 'soon'), portal: '' }]);
    await open(driver, 'renew');
    assert.equal(await driver.page(() => document.querySelector('.address').value), 'https://portal.example/');
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
    await until('its words', async () => (await texts(driver, '.wrong')).length);
    assert.match((await texts(driver, '.wrong'))[0], /key/);
  });
  await t.test('an address that is none, or not safe: said so, and nothing opens', async () => {
    const WRONG = {
      '': /begins with https/, portal: /begins with https/, 'file:///etc/passwd': /begins with https/,
      'javascript:alert(1)': /begins with https/, 'https://a b/': /begins with https/, 'https://%%%/': /begins with https/,
      'http://portal.example/': /begins with https/, 'https://u:p@portal.example/': /user name or a password/,
      [`https://portal.example/${'x'.repeat(490)}`]: /too long/,
    };
    for (const [wrong, words] of Object.entries(WRONG)) {
      await world.fresh();
      await page(world, [ending(20, 'soon')]);
      await open(driver, 'renew');
      await driver.page((url) => { document.querySelector('.address').value = url; }, wrong);
      await driver.press('.panel [type="submit"]');
      await until(`a word about ${wrong}`, async () => (await texts(driver, '.wrong')).length);
      assert.match((await texts(driver, '.wrong'))[0], words);
      assert.equal((await driver.tabs()).length, 1);
      assert.deepEqual(host.said('portal'), []);
    }
  });
  await t.test('revoke: the serial in both notations, the way, and the portal that is known', async () => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), portal }, { ...ending(-3, 'expired', OTHER) }]);
    assert.equal((await texts(driver, '[data-opens="revoke"]')).length, 1, 'what has ended needs none');
    await open(driver, 'revoke');
    const [words] = await texts(driver, '.panel');
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
  const told = async () => (await texts(driver, '.told'))[0];
  const there = (expected) => until(expected.join(), async () => (await steps(driver)).join() === expected.join());
  await t.test('my e-mail address has changed: begun by a press, the first step is the present one', async () => {
    await world.fresh();
    await page(world, [old('good')]);
    assert.deepEqual(await texts(driver, '[data-opens="change"]'), []);
    await open(driver, 'revoke');
    await driver.press('.panel .begin');
    await there(['step', 'later', 'later']);
    assert.match((await texts(driver, '.panel'))[0], /serial number 431 \(hex 01:AF\)/);
    assert.equal((await texts(driver, '.way form')).length, 1, 'only the present step is open');
  });
  await t.test('not revoked yet, or nobody could say: not done; revoked: ticked', async () => {
    for (const [revocation, words] of [[VERIFIED.revocation, /not call it revoked yet/],
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
    await until('the words', async () => /No new certificate/.test(await told()));
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
      await driver.open(world.site.url('/answer'));
      assert.equal((await world.result()).state, 'installed');
      assert.equal((await texts(driver, '#way')).length, identity === NEW ? 1 : 0);
    }
    await driver.press('#way-open');
    await world.goTo(`/pages/certificates.html?change=${IDENTITY.fingerprint}`);
    await there(['done', 'done', 'step']);
    await page(world, [old('revoked')]);
  });
  await t.test('issued: its address is told; the copies and the removal come last, and then it is over', async () => {
    host.answers({ identities: listed(old('revoked'), owned({ identity: NEW })) });
    await driver.press('.way .work:not([hidden]) .ask');
    await there(['done', 'done', 'step']);
    const [words] = await texts(driver, '.panel');
    for (const part of [/taro@new\.example\.ac\.jp/, /copies of the old one/, /What is lost/]) assert.match(words, part);
    host.answers({});
    await driver.press('.way .work:not([hidden]) .ask');
    await until('the checks', async () => (await texts(driver, '.checked .checks li')).length);
    assert.deepEqual(host.said('verify').at(-1).fingerprint, NEW.fingerprint);
    await driver.press('.removal .with');
    await until('the end', async () => /It was removed/.test((await texts(driver, '.removal .outcome'))[0]));
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
    await until('the panel to close', async () => (await texts(driver, '.panel')).length === 0);
    await page(world, [old('good'), owned({ identity: NEW })]);
    assert.deepEqual(await steps(driver), []);
    assert.deepEqual(await texts(driver, '[data-opens="change"]'), []);
  });
}

async function checks(t, world) {
  const { driver, host } = world;
  const checked = async (revocation, identities, proof = VERIFIED.proof) => {
    await world.fresh();
    await page(world, [{ ...ending(200, 'good'), copies: [COPY] }]);
    host.answers({ verify: { replies: [{ ...VERIFIED, proof, revocation }] }, identities: { replies: [{ ...IDENTITIES, identities }] } });
    await open(driver, 'check');
    await until('the checks', async () => (await texts(driver, '.panel .checks li')).length);
    return texts(driver, '.panel .checks li');
  };
  await t.test('check now: the proof, and what the CA says', async () => {
    const lines = await checked(VERIFIED.revocation, [{ ...ending(200, 'good'), copies: [COPY] }]);
    assert.equal(lines.length, 5);
    assert.match(lines[4], /Not revoked, as the issuer’s OCSP says/);
    assert.deepEqual(host.said('verify'), [{ type: 'verify', fingerprint: IDENTITY.fingerprint }]);
  });
  await t.test('what could not be checked is never called good', async () => {
    const lines = await checked({ state: 'not checked', why: 'Nobody was asked.' }, [ending(200, 'good')]);
    assert.match(lines[4], /could not be checked/);
    assert.equal(await driver.page(() => document.querySelector('.panel .checks li:last-child').className), 'open');
    assert.deepEqual(await texts(driver, '.panel .why'), ['Nobody was asked.']);
  });
  await t.test('revoked: marked so, its removal and its copies are pointed to', async () => {
    const revocation = { state: 'revoked', by: 'CRL', asked: when(0), since: when(-1), reason: 'keyCompromise' };
    const lines = await checked(revocation, [{ ...ending(200, 'revoked'), copies: [COPY] }]);
    assert.match(lines[4], /Revoked, as the issuer’s CRL says \(keyCompromise\)/);
    await until('the mark', async () => (await driver.data('article')).state === 'revoked');
    assert.match((await texts(driver, '.replaced'))[0], /does not work any more.*Remove it.*copies/);
    assert.deepEqual(await texts(driver, '[data-opens="revoke"]'), []);
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
    const [words] = await texts(driver, '.panel');
    for (const loss of [/encrypted to it can’t be read/, /Logins/, /can’t be made again/, /copies/]) assert.match(words, loss);
    host.answers({ remove: { once: true, replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } });
    await driver.press('.panel .with');
    await until('the cancel', async () => /Nothing was removed/.test((await texts(driver, '.outcome'))[0]));
    await driver.press('.panel .with');
    await until('the end', async () => /It was removed[^]*backup\.p12/.test((await texts(driver, '.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['yes', 'yes']);
    assert.ok(await driver.page(() => [...document.querySelectorAll('article .buttons button')].every(({ disabled }) => disabled)));
  });
  await t.test('without a backup it takes a second press', async () => {
    await world.fresh();
    await page(world, [ending(200, 'good')]);
    await open(driver, 'remove');
    await driver.press('.panel .without');
    assert.deepEqual(host.said('remove'), []);
    await driver.press('.panel .without');
    await until('the end', async () => /It was removed/.test((await texts(driver, '.outcome'))[0]));
    assert.deepEqual(host.said('remove').map(({ backup }) => backup), ['no']);
  });
  await t.test('one that has a newer one says so; from the result its removal is open', async () => {
    await page(world, [{ ...ending(20, 'soon'), newer: OTHER.fingerprint }, ending(700, 'good', OTHER)],
      { query: `?remove=${IDENTITY.fingerprint}` });
    assert.deepEqual((await texts(driver, '.replaced')).length, 1);
    assert.match((await texts(driver, '.panel'))[0], /What is lost/);
  });
}

test('my certificates in a real Firefox', { timeout: 180000 * patience }, (t) => withFirefox(async (world) => {
  await lists(t, world);
  await carries(t, world);
  await portals(t, world);
  await changes(t, world);
  await checks(t, world);
  await removals(t, world);
}));
