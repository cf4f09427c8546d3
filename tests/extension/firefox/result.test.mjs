// SPDX-License-Identifier: MPL-2.0
// What the result page shows, and where: what to do comes first, everything else is folded.
/* global browser -- in the extension's background */
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { ASK, ERROR, IDENTITY, INSTALLED, MISSING, RECEIVED, SITES } from '../replies.mjs';
import { inFirefox } from '../browser.mjs';
import { pressTwice } from '../twice.mjs';

const CANCELLED = { ...ERROR, code: 101, name: 'CANCELLED', answer: INSTALLED.answer };
const UNTRUSTED = { ...INSTALLED.proof, chain: 'untrusted' };

/* A certificate may be kept by the extension; a file with a key only by the host. */
const CERTIFICATE = Buffer.alloc(900, 7);
const PFX = Buffer.concat([Buffer.from([0x30, 0x82, 3, 0x80, 2, 1, 3]), CERTIFICATE]);

/** The result page of what the host says last, with `more` that it says. */
async function shown(world, last, more = {}, bytes = CERTIFICATE) {
  const { site, host, driver } = world;
  await world.fresh();
  // Otherwise earlier answers that can be installed now would open pages of their own.
  await world.background(() => browser.storage.local.clear());
  await driver.send('WebDriver:SetWindowRect', { width: 1000, height: 720 });
  host.answers({ ...more, end: { replies: [RECEIVED, last] } });
  site.pages.set('/answer', (response) =>
    response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end(bytes));
  await driver.visit(site.url('/answer'));
  return world.result();
}

const seen = (driver, selector) => driver.page((s) =>
  [...document.querySelectorAll(s)].filter((element) => element.checkVisibility()).map(({ id }) => id), selector);

/** Whether it can be seen without scrolling, in either direction. */
const fits = (driver, selector) => driver.page((s) => [...document.querySelectorAll(s)].every((element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}), selector);

const PRIMARY = [
  ['installed', INSTALLED, 'backup'],
  ['of one’s organization', { ...INSTALLED, proof: UNTRUSTED }, 'backup'],
  ['after a renewal', { ...INSTALLED, older: [IDENTITY] }, 'backup'],
  ['with a fault', { ...INSTALLED, proof: { ...INSTALLED.proof, key: 'bad', dates: 'bad' } }, 'backup'],
  ['without an issuer', { ...INSTALLED, proof: MISSING.proof }, 'backup'],
  ['the question', ASK, 'install'],
  ['an error that may pass', { ...ERROR, code: 95, name: 'NO_SPACE', answer: INSTALLED.answer }, 'retry'],
  ['an error for good', { ...ERROR, code: 65, name: 'BAD_DATA' }, 'download'],
  ['cancelled', CANCELLED, 'retry'],
];

async function first(t, world) {
  const { driver } = world;
  for (const [name, reply, primary] of PRIMARY) {
    await t.test(`${name}: one button stands out, and is seen with what to do`, async () => {
      const { state } = await shown(world, reply);
      assert.deepEqual(await seen(driver, '.primary'), [primary]);
      assert.ok(await fits(driver, '#title, #lead, #next-list li, #buttons > :not([hidden])'));
      assert.equal(await driver.page(() => document.getElementById('details').open), state === 'ask');
      assert.ok((await seen(driver, '#fingerprint')).length === 0 || state === 'ask', 'folded');
    });
  }
  await t.test('an own CA is no fault, and a real fault is shown at the top', async () => {
    await shown(world, { ...INSTALLED, proof: UNTRUSTED });
    assert.match(await driver.text('#lead'), /ready to use/);
    assert.deepEqual(await seen(driver, '#problems'), []);
    await shown(world, { ...INSTALLED, proof: { ...INSTALLED.proof, dates: 'bad' } });
    assert.match(await driver.text('#lead'), /may not work/);
    assert.match(await driver.text('#problems'), /^The certificate is not valid today/);
  });
  await t.test('a missing issuer is mentioned once, at the top, and not any more when it has come', async () => {
    await shown(world, { ...INSTALLED, proof: MISSING.proof });
    await until('the issuer', async () => (await seen(driver, '#missing')).length === 1);
    await until('one word of it', async () => (await seen(driver, '#problems')).length === 0);
    assert.ok(await fits(driver, '#missing'));
    await driver.click('#missing .fetch');
    await until('a fit one', async () => /ready to use/.test(await driver.text('#lead')));
    assert.deepEqual(await seen(driver, '#missing, #problems'), []);
  });
}

/* [what, what the administrator's list says, proof, whether it can be tried] */
const TRIED = [
  ['a page of its site', ({ origin }) => [{ site: origin }, { site: 'https://other.example', test: 'https://other.example/x' }], {}, true],
  ['the only page of the list', () => [{ site: 'https://other.example' }], {}, true],
  ['two pages of other sites', () => [{ site: 'https://a.example' }, { site: 'https://b.example' }], {}, false],
  ['a certificate that would not work', ({ origin }) => [{ site: origin }], { dates: 'bad' }, false],
];

async function tried(t, world) {
  const { driver, site } = world;
  const { origin } = new URL(site.url('/'));
  const test = site.url('/try');
  site.pages.set('/try', '<!DOCTYPE html><title>tried</title>');
  for (const [what, sitesOf, proof, can] of TRIED) {
    await t.test(`${what}: ${can ? 'it can be tried by one press' : 'nothing to press'}`, async () => {
      const sites = sitesOf({ origin }).map((one) => ({ name: '', wifi: false, test, ...one }));
      await shown(world, { ...INSTALLED, proof: { ...INSTALLED.proof, ...proof } }, { sites: { replies: [{ ...SITES, sites }] } });
      await until('the list', () => world.host.said('sites').length > 0);
      if (!can) {
        await driver.page(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
        assert.deepEqual(await seen(driver, '#try'), []);
        assert.deepEqual(await seen(driver, '.primary'), ['backup']);
        return;
      }
      await until('the button', async () => (await seen(driver, '.primary'))[0] === 'try');
      assert.ok((await driver.texts('#next-list li')).some((step) => /^Press “Try it”/.test(step)));
      assert.ok(await fits(driver, '#title, #lead, #next-list li, #buttons > :not([hidden])'));
      await driver.press('#try');
      await until('the page in a tab of its own', async () => (await world.tabsWith('/try')).length === 1);
    });
  }
}

async function separately(t, world) {
  const { driver, host } = world;
  await t.test('while the host looks for what is unusual, a page to try it is offered', async () => {
    const sites = [{ site: 'https://other.example', name: '', test: 'https://other.example/x', wifi: false }];
    await shown(world, INSTALLED, { odd: { hold: true }, sites: { replies: [{ ...SITES, sites }] } });
    await until('the button', async () => (await seen(driver, '.primary'))[0] === 'try');
    host.go();
  });
  await t.test('among the details: the way to where its revocation is checked, with that certificate open', async () => {
    await shown(world, INSTALLED);
    await driver.page(() => { document.getElementById('details').open = true; });
    await driver.press('#proof-list a');
    await until('the certificate', () => driver.page(() => /certificates\.html/.test(location.pathname)
      && document.activeElement.matches('.details')));
    assert.equal((await driver.texts('.panel')).length, 0, 'nothing is asked yet');
  });
}

async function choices(t, world) {
  const { driver, host } = world;
  await t.test('the person’s own no and cancel look like no error, and nothing alarms', async () => {
    await shown(world, CANCELLED);
    await shownQuietly(driver, /^You cancelled/);
    await shown(world, ASK);
    await driver.click('#dismiss');
    await until('the no', async () => (await driver.data('#result')).name === 'DISMISSED');
    await shownQuietly(driver, /^You did not install/);
    assert.deepEqual(await seen(driver, '.primary'), ['download'], 'the site’s bytes are not lost');
  });
  await t.test('the only copy of a file is deleted after a question, not by a double click, and the page says what to do then', async () => {
    for (const [reply, words] of [[CANCELLED, 'Delete the file…'], [ASK, "Don't install…"]]) {
      await shown(world, reply, {}, PFX);
      assert.equal(await driver.text('#dismiss'), words);
      await world.inside('page', pressTwice, { args: ['#dismiss', '#deletion-sure'] });
      assert.match(await driver.text('#deletion-words'), /^Delete the file from site\.localhost\? .* can't undo/);
      assert.equal(await driver.page(() => document.activeElement.id), 'deletion-keep');
      await driver.click('#deletion-keep');
      assert.deepEqual(await seen(driver, '#deletion'), []);
      assert.equal(host.said('discard').length, 0);
    }
    await driver.click('#dismiss');
    await driver.click('#deletion-sure');
    await until('the word', async () => await driver.text('#title') === 'The file was deleted');
    assert.match(await driver.text('#error-todo'), /download it from the site again.*request a new certificate/);
    assert.equal(host.said('discard').length, 1);
    await shownQuietly(driver, /^The file was deleted/);
  });
  await t.test('one that is stored and does not work: why, no second try, and its removal, after which no start brings it back', async () => {
    const broken = { ...ERROR, code: 91, name: 'NOT_PROVEN', answer: INSTALLED.answer, identity: IDENTITY };
    await shown(world, { ...broken, proof: { ...INSTALLED.proof, signs: 'bad' } });
    assert.match(await driver.text('#error-what'), /^The key does not belong to the certificate/);
    assert.match(await driver.text('#error-todo'), /Remove it.*request a new one/);
    assert.deepEqual([await seen(driver, '#buttons > *'), await seen(driver, '.primary')], [['remove', 'download'], ['remove']]);
    await driver.click('#remove');
    await world.goTo(`/pages/certificates.html?remove=${IDENTITY.fingerprint}`);
    assert.deepEqual(host.said('discard'), [{ type: 'discard', answer: INSTALLED.answer }]);
    const [record] = await world.records();
    assert.deepEqual([record.name, record.answer], ['NOT_PROVEN', undefined], 'what is told of it stays true');
  });
  await t.test('…of a file whose key is another one: nothing was stored, and nothing has to be removed', async () => {
    await shown(world, { ...ERROR, code: 91, name: 'NOT_PROVEN', answer: INSTALLED.answer }, {}, PFX);
    assert.match(await driver.text('#error-what'), /does not belong to it/);
    assert.deepEqual(await seen(driver, '#retry, #remove'), []);
    assert.deepEqual(await seen(driver, '.primary'), ['save']);
  });
  await t.test('…an error does', async () => {
    await shown(world, { ...ERROR, code: 65, name: 'BAD_DATA' });
    assert.equal(await mark(driver), '"!"');
  });
  await t.test('when the pressed button goes, the heading has the focus', async () => {
    await shown(world, ASK);
    await driver.click('#install');
    await until('the end', async () => (await driver.data('#result')).state === 'installed');
    assert.equal(await driver.page(() => document.activeElement.id), 'title');
    assert.equal(host.said('install').length, 1);
  });
}

const mark = (driver) => driver.page(() => getComputedStyle(document.getElementById('title'), '::before').content);

async function shownQuietly(driver, words) {
  assert.match(await driver.text('#title'), words);
  assert.equal(await mark(driver), 'none');
  assert.deepEqual(await seen(driver, '[role="alert"], .bad, #error-detail'), []);
}

async function details(t, world) {
  const { driver } = world;
  const press = (key) => driver.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keys',
    actions: [{ type: 'keyDown', value: key }, { type: 'keyUp', value: key }] }] });
  const isOpen = () => driver.page(() => document.getElementById('details').open);
  await t.test('by the keyboard: open, copy as text, and close by Escape', async () => {
    await shown(world, INSTALLED);
    await driver.page(() => document.querySelector('#details summary').focus());
    await press('\uE007');
    await until('the fold to open', isOpen);
    await press('\uE004');
    assert.equal(await driver.page(() => document.activeElement.id), 'copy');
    await press('\uE007');
    await until('a word of it', async () => await driver.text('#copied') === 'Copied');
    assert.equal(await driver.page(() => document.getElementById('copied').role), 'status');
    const lines = (await clipboard(driver)).split('\n');
    for (const line of [`Subject: ${IDENTITY.subject}`, 'Serial number (decimal): 431', 'Chain of issuers: Example CA G2, Example Root CA',
      `SHA-256 fingerprint: ${IDENTITY.fingerprint}`, '✓ The certificate is valid today.', '– Whether it is revoked is checked when you press “Check now” under “My certificates”.']) {
      assert.ok(lines.includes(line), `${line} in ${lines.join(' / ')}`);
    }
    await press('\uE00C');
    await until('the fold to close', async () => !await isOpen());
    assert.equal(await driver.page(() => document.activeElement.localName), 'summary');
  });
}

const clipboard = (driver) => driver.chrome(async () => {
  const { clipboard: board } = Services;
  const text = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  text.init(null);
  text.addDataFlavor('text/plain');
  board.getData(text, board.kGlobalClipboard);
  const data = {};
  text.getTransferData('text/plain', data);
  return data.value.QueryInterface(Ci.nsISupportsString).data;
});

inFirefox('the result page', { seconds: 240 }, first, tried, separately, choices, details);
