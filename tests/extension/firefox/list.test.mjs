// SPDX-License-Identifier: MPL-2.0
// The list of "My certificates" in a real Firefox, with a host that is played: its lines, search,
// order and groups, and where the focus goes.
import assert from 'node:assert/strict';
import { openLines } from '../../e2e/lib/firefox.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';
import { ENTER, ESCAPE, OTHER, SPACE, TAB, called, ending, focused, key, owned, page, print } from '../certificates.mjs';
import { COPY, ERROR, HEARD, IDENTITY, MISSING } from '../replies.mjs';

const ICHIRO = 'Ichiro', JIRO = 'Jiro';
/* In the order of the host. */
const SEVERAL = [ending(758, 'revoked', called('Ａoi', '01')), ending(90, 'broken', called(ICHIRO, '02')),
  ending(0, 'soon', called(JIRO, '03', { issuerName: 'Beta CA' })), ending(23, 'soon', called(ICHIRO, '04', { uses: ['mail'] })),
  { ...ending(25, 'soon', called(JIRO, '05')), newer: print('07') }, ending(370, 'not-yet', called(ICHIRO, '06')),
  ending(758, 'good', called(JIRO, '07', { emails: ['jiro@example.ac.jp'] })),
  ending(-1, 'expired', called('jiro@example.ac.jp', '08', { emails: ['JIRO@example.ac.jp'] })), ending(-400, 'expired', called(ICHIRO, '09'))]
  .map((one) => ({ ...one, identity: { ...one.identity, emails: one.identity.emails === IDENTITY.emails ? [] : one.identity.emails } }));
const BROKEN = { issuers: { replies: [{ ...MISSING, proof: { ...MISSING.proof, key: 'bad' } }] } };
const bytes = (driver) => driver.page(() => [...document.querySelectorAll('article')]
  .filter((card) => card.getClientRects().length > 0).map(({ dataset }) => dataset.fingerprint.slice(0, 2)).join(' '));

async function lists(t, world) {
  const { driver, host } = world;
  await t.test('none: said so', async () => {
    await page(world, []);
    assert.match(await driver.text('#lead'), /no certificate with a private key/);
    assert.deepEqual(await driver.texts('article'), []);
    assert.equal(await driver.text('#found'), '');
    assert.deepEqual(await driver.texts('.title a'), ['Import a file…']);
  });
  await t.test('several: a line each, of a person, a use, an issuer, a state and when; what needs attention comes first', async () => {
    await page(world, SEVERAL, { more: true, also: BROKEN });
    assert.equal(await bytes(driver), '01 02 03 04 08 05 06 07 09');
    const lines = (await driver.texts('.opens')).map((text) => text.split(/\n+/));
    assert.deepEqual(lines.map(([name]) => name), ['Ａoi', ICHIRO, JIRO, ICHIRO, 'jiro@example.ac.jp', JIRO, ICHIRO, JIRO, ICHIRO]);
    assert.deepEqual(lines.slice(2, 4).map(([, use, issuer]) => [use, issuer]), [['Login, e-mail', 'Beta CA'], ['E-mail', IDENTITY.issuerName]]);
    assert.deepEqual(await driver.texts('.standing'), ['Revoked', 'Not working', 'Expires soon', 'Expires soon', 'Expired', 'Replaced',
      'Not valid yet', 'New', 'Expired']);
    assert.match(await driver.text('#more'), /more than 64[^]*searches only the first[^]*nss-helper list/);
  });
  await t.test('a valid certificate shows the days that are left, any other the day on which it ended or begins', async () => {
    const whens = await driver.texts('.when');
    assert.deepEqual(await driver.texts('details, .details'), [], 'nothing is open');
    const day = String.raw`\w{3} \d+, \d{4}`;
    const words = [day, 'private key missing', 'Expires today', '23 days left', day, '25 days left', `From ${day}`, '758 days left', day];
    const seen = await driver.page(() => [...document.querySelectorAll('.when')].map(({ textContent }) => textContent));
    words.forEach((pattern, at) => assert.match(seen[at], new RegExp(`^${pattern}$`, 'i'), `${at}`));
    assert.equal(whens.length, 9);
    await driver.page(() => document.querySelectorAll('.opens').forEach((button) => button.click()));
    assert.deepEqual(await driver.page(() => [...document.querySelectorAll('meter')].filter((meter) => meter.getClientRects().length > 0)
      .map(({ value, max, ariaLabel, ariaValueText }) => `${value}/${max} ${ariaLabel}: ${ariaValueText}`)),
    ['0/365 Time left: expires today', '23/365 Time left: 23 days left', '25/365 Time left: 25 days left',
      '365/365 Time left: Not valid yet', '365/365 Time left: 758 days left']);
    const [revoked, broken] = await driver.texts('.details');
    for (const text of [revoked, broken]) assert.doesNotMatch(text, /days|left/);
    assert.deepEqual([host.said('revocation'), host.said('issuers'), host.said('verify')].map((said) => said.map(({ fingerprint, fetch }) =>
      [fingerprint.slice(0, 2), fetch].join(' '))), [['01 '], ['02 no'], []], 'nobody is asked');
    assert.match(revoked, /^The issuer revoked this certificate on November 25, 2026\. Reason: someone else may have the private key\./);
    assert.match(broken, /“Check now” shows the details\./);
  });
  await t.test('the two of a renewal, which have one name, are told apart: in one word, and for a screen reader', async () => {
    const pair = (older, newer) => page(world, [{ ...ending(23, older), newer: OTHER.fingerprint },
      { ...ending(390, newer), identity: { ...ending(390).identity, fingerprint: OTHER.fingerprint } }]);
    const standing = async (...states) => {
      await pair(...states);
      return (await driver.texts('.standing')).join();
    };
    assert.equal(await standing('soon', 'good'), 'Replaced,New');
    const named = await driver.page(() => [...document.querySelectorAll('article, .details')].map((one) =>
      one.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')));
    assert.deepEqual([...new Set(named)], ['Taro Yamada Replaced 23 days left', 'Taro Yamada New 390 days left']);
    assert.equal(await standing('expired', 'good'), 'Expired,Valid');
    assert.equal(await standing('soon', 'soon'), 'Expires soon,Replaced');
  });
  await t.test('another page led to one that is not here: said so, and why', async () => {
    const led = async (more, byte) => {
      await page(world, [owned()], { more, query: `?use=${print(byte)}` });
      return (await driver.texts('#unlisted')).join();
    };
    assert.match(await led(false, 'CD'), /^This certificate is no longer in this Firefox\.$/);
    assert.match(await led(true, 'CD'), /not among the first 64[^]*nss-helper list/);
    assert.equal(await led(true, 'AB'), '');
    await page(world, [owned()]);
    assert.deepEqual(await driver.texts('#unlisted, #more'), []);
  });
  await t.test('what to do: for mail, old messages are mentioned, and nothing should be removed that may work again', async () => {
    const LOGIN = { ...IDENTITY, uses: ['login'] };
    const advice = async (one, reason = 'unspecified') => {
      await page(world, [one], { also: { revocation: { replies: [{ ...HEARD, revocation: { ...HEARD.revocation, reason } }] } } });
      return (await driver.texts('.advice')).join();
    };
    const MAIL = /Remove it unless you need it to read old e-mail\.$/, ALONE = /\. Remove it\.$/;
    for (const [state, newer] of [['revoked', ''], ['expired', ''], ['soon', OTHER.fingerprint]]) {
      assert.match(await advice({ ...ending(20, state), newer }), MAIL, state);
      assert.match(await advice({ ...ending(20, state, LOGIN), newer }), ALONE, state);
    }
    assert.equal(await advice(ending(20, 'good')), '');
    const held = await advice({ ...ending(20, 'revoked'), copies: [COPY] }, 'certificateHold');
    assert.match(held, /suspended/);
    assert.doesNotMatch(held, /[Rr]emove|Delete/);
  });
  await t.test('where each came from, and where copies went', async () => {
    await page(world, [
      owned({ copies: [COPY, { ...COPY, kind: 'profile', place: '/x' }] }),
      owned({ identity: OTHER, site: 'https://ca.example:8443' }), owned({ site: '', identity: called('X', '01') }),
    ]);
    await openLines(driver);
    assert.deepEqual(await driver.texts('.origin'),
      ['portal.example', 'ca.example', 'A file, or the nss-helper command']);
    const [copies, ...others] = await driver.texts('.copies');
    assert.match(copies, /Another profile[^]*\/x[^]*Windows 10[^]*Taro-Yamada-windows\.p12/);
    assert.deepEqual(others, []);
    assert.deepEqual(await driver.texts('.newest'), [], 'not said of a short list');
    await page(world, [owned({ copies: Array(8).fill(COPY) })]);
    await openLines(driver);
    assert.match((await driver.texts('.newest'))[0], /only the newest 8 copies/);
  });
  await t.test('names that would turn the words around them stand apart; a long host keeps its end', async () => {
    const site = `https://www.bank.example.${'a.'.repeat(60)}b.evil.example`;
    await page(world, [owned({ site, identity: { ...IDENTITY, name: '\u202eoraT\u2066', issuerName: 'דוד\u202e' } })]);
    assert.deepEqual(await driver.page(() => ['.name', '.by', '.issuer', '.emails', '.origin'].map((selector) => {
      const [apart, ...more] = document.querySelector(selector).children;
      return [apart.localName, apart.textContent, more.length].join(' ');
    })), ['bdi oraT 0', 'bdi דוד 0', 'bdi דוד 0', `bdi ${IDENTITY.emails[0]} 0`, `bdi …${site.slice(-63)} 0`]);
    assert.equal(await driver.page(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText)), false);
  });
  await t.test('one that is marked as that of a CA: said so, and of none else; an older host says nothing', async () => {
    const note = () => driver.texts('.odd');
    await page(world, [owned(), owned({ identity: OTHER })], { also: { odd: { once: true, replies: [{ type: 'odd', odd: ['authority', 'new-word'] }] } } });
    await openLines(driver);
    await until('the note', async () => (await note()).length);
    assert.match((await note()).join(), /^This certificate is marked as a certificate authority \(CA:TRUE\)[^]*$/);
    assert.equal(await driver.page(() => document.querySelector('article .odd').hidden), false);
    await page(world, [owned()], { also: { odd: { replies: [{ ...ERROR, code: 76, name: 'PROTOCOL' }], end: true } } });
    assert.deepEqual([await note(), await driver.texts('.name')], [[], [IDENTITY.name]]);
  });
  await t.test('a host that fails: what and why, and another try', async () => {
    await page(world, [], { also: { identities: { once: true, replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } } });
    assert.equal((await driver.data('#certificates')).state, 'error');
    await driver.press('#again');
    await until('the list', async () => (await driver.texts('article')).length);
    await until('the focus to be at the list', async () => await focused(driver) === 'opens');
  });
}

async function finds(t, world) {
  const { driver } = world;
  const search = async (words) => {
    await driver.type('#find', words);
    if (words === '') await key(driver, ESCAPE);
  };
  await t.test('one certificate needs no search, and is open', async () => {
    await page(world, [owned()]);
    assert.deepEqual([await driver.texts('#tools'), (await driver.texts('.details')).length], [[], 1]);
  });
  await t.test('search: by name, address, issuer and serial number, in full-width letters too; a word that is nowhere', async () => {
    await page(world, SEVERAL);
    for (const [words, found] of [['aoi', '01'], ['ＪＩＲＯ', '03 08 05 07'], ['jiro@', '08 07'], ['beta', '03'], ['ji ca jiro', '03 08 05 07'],
      ['431', '01 02 03 04 08 05 06 07 09'], ['01:af 0202', '02'], ['', '01 02 03 04 08 05 06 07 09']]) {
      await search(words);
      assert.equal(await bytes(driver), found, words);
      assert.equal(await driver.text('#found'), words && `${found.split(' ').length} of 9 certificates`);
    }
    await search('nobody');
    assert.deepEqual([await bytes(driver), await driver.text('#found')], ['', 'No certificate matches “nobody”.']);
    await key(driver, ESCAPE);
    assert.deepEqual([(await bytes(driver)).length, await driver.text('#found')], [26, ''], 'Escape ends the search');
  });
  await t.test('sort: by end, what has ended last; by person; by issuer', async () => {
    for (const [order, found] of [['end', '03 04 05 02 06 01 07 08 09'], ['person', '01 04 02 06 09 03 05 07 08'],
      ['issuer', '03 04 05 02 06 01 07 08 09'], ['attention', '01 02 03 04 08 05 06 07 09']]) {
      await driver.select('#sort', order);
      assert.equal(await bytes(driver), found, order);
    }
  });
  await t.test('group: a person by name or address, in the order of the list; what is open stays open', async () => {
    const groups = () => driver.page(() => [...document.querySelectorAll('section')].filter((one) => one.getClientRects().length > 0)
      .map((one) => [one.querySelector('.person').innerText,
        ...[...one.querySelectorAll('article')].map(({ dataset }) => dataset.fingerprint.slice(0, 2))].join(' ')));
    await driver.press('.opens');
    await driver.click('#group');
    assert.deepEqual(await groups(), ['Ａoi 01', 'Ichiro 02 04 06 09', 'Jiro · jiro@example.ac.jp 03 08 05 07']);
    assert.deepEqual(await driver.page(() => [...document.querySelectorAll('.line h2')].map(({ ariaLevel }) => ariaLevel).join('')), '333333333');
    assert.equal((await driver.texts('.details')).length, 1);
    await search('ichiro');
    assert.deepEqual(await groups(), ['Ichiro 02 04 06 09']);
    await search('');
    await driver.click('#group');
    assert.deepEqual(await groups(), []);
  });
  await t.test('search, order and groups are not remembered', async () => {
    await search('ichiro');
    await driver.select('#sort', 'person');
    await page(world, SEVERAL);
    assert.deepEqual(await driver.page(() => [document.querySelector('#find').value, document.querySelector('#sort').value]), ['', 'attention']);
  });
}

async function focuses(t, world) {
  const { driver } = world;
  await t.test('ten certificates are seen in a window of 1000x720, also where one can be removed', async () => {
    const size = await driver.send('WebDriver:GetWindowRect');
    await driver.send('WebDriver:SetWindowRect', { width: 1000, height: 720 });
    await page(world, [...SEVERAL, ending(758, 'good', called('A name of three words', '0A', { issuerName: 'An issuer with a rather long name' }))]);
    await until('the size', () => driver.page(() => innerWidth === 1000));
    const [last, height, width] = await driver.page(() => [document.querySelector('article:last-child').getBoundingClientRect().bottom, innerHeight,
      document.documentElement.scrollWidth]);
    assert.ok(last <= height, `${last} of ${height}`);
    assert.equal(width, 1000);
    await driver.send('WebDriver:SetWindowRect', size);
  });
  await t.test('each line has a name, and its button tells what it opens', async () => {
    assert.equal(await driver.page(() => [...document.querySelectorAll('article')].every((card) => {
      const by = (element, name) => document.getElementById(element.getAttribute(name));
      const opens = card.querySelector('.opens');
      return [...card.getAttribute('aria-labelledby').split(' ')].every((id, at) => document.getElementById(id).matches(['.name', '.state'][at]))
        && by(opens, 'aria-controls') === card.querySelector('.details')
        && [...card.querySelectorAll('[data-opens]')].every((button) => by(button, 'aria-controls') === card.querySelector('.panel'));
    })), true);
    assert.deepEqual([await driver.label('article:nth-child(3) .opens'), await driver.label('article:nth-child(6) .tidy')],
      ['Jiro Login, e-mail Beta CA Expires soon Expires today', 'Remove, keep backup Jiro']);
    assert.equal(new Set(await driver.page(() => [...document.querySelectorAll('[id]')].map(({ id }) => id))).size,
      await driver.page(() => document.querySelectorAll('[id]').length), 'no id twice');
  });
  await t.test('by keyboard alone: a line, a panel, and back by Escape', async () => {
    await driver.page(() => document.querySelector('.opens').focus());
    for (const [pressed, there, seen] of [[ENTER, 'details', 1], [TAB, 'elsewhere', 1], [ENTER, 'panel', 1], [TAB, 'copy', 1],
      [ESCAPE, 'elsewhere', 1], [ESCAPE, 'opens', 0], [ESCAPE, 'opens', 0], [SPACE, 'details', 1], [ESCAPE, 'opens', 0]]) {
      await key(driver, pressed);
      assert.equal(await focused(driver), there);
      assert.equal((await driver.texts('.details')).length, seen);
    }
    assert.equal(await driver.page(() => document.querySelector('[data-opens="elsewhere"]').getAttribute('aria-expanded')), 'false');
  });
  await t.test('its button closes it, too, and keeps the focus', async () => {
    await driver.press('.opens');
    await driver.press('[data-opens="remove"]');
    assert.equal(await focused(driver), 'panel');
    await driver.press('[data-opens="remove"]');
    assert.equal(await focused(driver), 'remove');
    await driver.press('.opens');
    assert.equal(await focused(driver), 'opens');
  });
}

inFirefox('the list of my certificates in a real Firefox', { seconds: 180 }, lists, finds, focuses);
