// SPDX-License-Identifier: MPL-2.0
// From the page "My certificates" straight into other programs, in a real Firefox with a host that
// is played.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox, openCertificates } from '../browser.mjs';
import { COPIED, COPY, ERROR, EXPORTED, IDENTITIES, IDENTITY, OWNED, PLACES } from '../replies.mjs';

const [MAIL, CHROMIUM] = PLACES.places;

/** Opens "Use elsewhere" of a certificate, where the host answers so. */
async function page(world, also = {}) {
  const { host } = world;
  await world.fresh();
  host.answers(also);
  await openCertificates(world, `?use=${IDENTITY.fingerprint}`);
}

async function copies(t, world) {
  const { driver, host } = world;
  const listed = () => driver.texts('.places li');
  const told = async () => (await driver.texts('.here .outcome'))[0] ?? '';
  const press = () => driver.press('.places li:first-child .copy');
  await t.test('the programs that are there, each with its profile and a button that says where to', async () => {
    await page(world);
    await until('the list', async () => (await listed()).length);
    assert.deepEqual(await listed(), ['Thunderbird default-esr\nCopy', 'Chromium\nCopy']);
    assert.deepEqual(await driver.page(() => [...document.querySelectorAll('.copy')].map(({ ariaLabel }) => ariaLabel)),
      ['Copy to Thunderbird default-esr', 'Copy to Chromium']);
  });
  await t.test('copied by one press, and what to do there is shown; the copy is listed', async () => {
    const before = host.said('identities').length;
    await press();
    await until('the end', async () => /Copied to Thunderbird default-esr/.test(await told()));
    for (const step of COPIED.steps) assert.ok((await told()).includes(step));
    assert.deepEqual(host.said('copy'), [{ type: 'copy', fingerprint: IDENTITY.fingerprint, to: MAIL.path }]);
    await until('the copies', () => host.said('identities').length > before);
    assert.equal(await driver.page(() => document.activeElement.className), 'copy');
  });
  await t.test('a command in a step: a block of its own, and a button that copies all of it', async () => {
    const command = "sudo install -m 600 '/home/taro/a`b/wifi.nmconnection' /etc";
    host.answers({ copy: { replies: [{ ...COPIED, steps: [`Run: \`${command}\`.`, 'Choose it.'] }] } });
    await press();
    await until('the command', async () => (await driver.texts('.here .command'))[0] === command);
    await driver.page(() => {
      navigator.clipboard.writeText = async (text) => { document.body.dataset.copied = text; };
      const button = document.querySelector('.here .outcome .row button');
      button.focus();
      button.click();
    });
    await until('the word', async () => (await driver.texts('.here .outcome .copied'))[0] === 'Copied');
    assert.equal(await driver.page(() => document.activeElement.textContent), 'Copy command');
    assert.equal(await driver.page(() => document.querySelectorAll('.here .outcome li').length), 2);
    host.answers({});
  });
  await t.test('there already; in use, locked, gone, cancelled: said with its name, and it can be tried again', async () => {
    host.answers({ copy: { replies: [{ ...COPIED, known: true, steps: [] }] } });
    await press();
    await until('the word', async () => /Thunderbird default-esr already has this certificate/.test(await told()));
    const errors = { BUSY: [75, /Close Thunderbird default-esr and try again/], PRIMARY_PASSWORD: [83, /primary password of Thunderbird/],
      NO_PROFILE: [80, /no longer there/], CANCELLED: [101, /You cancelled, so nothing was copied/], NO_IDENTITY: [87, /./] };
    for (const [name, [code, words]] of Object.entries(errors)) {
      host.answers({ copy: { replies: [{ type: 'asking', for: 'profile' }, { ...ERROR, code, name }] } });
      const before = host.said('copy').length;
      await press();
      await until(name, () => host.said('copy').length > before && driver.page(() => document.activeElement.className === 'copy'));
      await until(`the words of ${name}`, async () => words.test(await told()));
    }
  });
  await t.test('a program without a name of its own; names that would turn the words around them stand apart', async () => {
    await page(world, { places: { replies: [{ ...PLACES, places: [{ ...MAIL, product: '', name: '\u202eoraT' }, CHROMIUM] }] } });
    await until('the list', async () => (await listed()).length);
    assert.match((await listed())[0], /^Thunderbird/);
    assert.equal(await driver.page(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText)), false);
  });
  await t.test('none: what to do; an older host: only the file', async () => {
    await page(world, { places: { replies: [{ ...PLACES, places: [] }] } });
    await until('the word', async () => /No other program[^]*Start Thunderbird once\. In Chromium or Chrome, open any page/.test((await driver.texts('.here'))[0]));
    assert.doesNotMatch((await driver.texts('.here'))[0], /are copied/);
    await page(world, { places: { replies: [{ ...PLACES, places: [MAIL] }] } });
    assert.match((await driver.texts('.absent')).join(), /Chrome, open any page/);
    await page(world);
    assert.deepEqual(await driver.texts('.absent'), [], 'all are there');
    await page(world, { places: { replies: [{ ...ERROR, code: 76, name: 'PROTOCOL' }] } });
    assert.deepEqual([await driver.texts('.here'), (await driver.texts('.target')).length], [[], 1]);
  });
}

async function shows(t, world) {
  const { driver, host } = world;
  const press = async () => {
    await driver.waitFor('.save:enabled');
    await driver.press('.save');
  };
  const save = async () => {
    await press();
    await until('the file', async () => (await driver.texts('.saved .folder button')).length);
  };
  await t.test('after a file was saved: a button shows it, and only the fingerprint goes out', async () => {
    await page(world);
    assert.deepEqual(await driver.texts('.folder button'), []);
    await save();
    assert.deepEqual(await driver.texts('.folder'), ['Show in folder']);
    await driver.press('.saved .folder button');
    await until('the request', () => host.said('show').length);
    assert.deepEqual(host.said('show'), [{ type: 'show', fingerprint: IDENTITY.fingerprint }]);
  });
  await t.test('gone, no file manager, an older host: said in its place', async () => {
    const errors = { NO_INPUT: [66, /no longer there/], UNAVAILABLE: [69, /Open the folder yourself/], PROTOCOL: [76, /Open the folder yourself/] };
    for (const [name, [code, words]] of Object.entries(errors)) {
      await save();
      host.answers({ show: { replies: [{ ...ERROR, code, name }] } });
      await driver.press('.saved .folder button');
      await until(name, async () => words.test((await driver.texts('.saved .folder'))[0]));
      host.answers({});
    }
  });
  await t.test('a backup, by a button of its own: one request, where it is, and the list of copies', async () => {
    await page(world);
    await driver.press('[data-opens="backup"]');
    assert.deepEqual([await driver.texts('.panel h3, .panel select'), host.said('export').length], [[], 0]);
    const before = host.said('identities').length;
    await driver.press('.panel .save');
    await until('the file', async () => (await driver.texts('.panel .outcome .folder')).length);
    assert.match((await driver.texts('.panel .outcome'))[0], /Saved as \S+p12, encrypted with your password/);
    assert.deepEqual(host.said('export').at(-1), { type: 'export', fingerprint: IDENTITY.fingerprint, for: 'backup', password: 'own', settings: '' });
    await until('the copies', () => host.said('identities').length > before);
  });
  await t.test('a backup that was saved just now: a removal relies on it', async () => {
    await page(world);
    await driver.press('[data-opens="backup"]');
    host.answers({ identities: { replies: [{ ...IDENTITIES, identities: [{ ...OWNED, copies: [{ ...COPY, kind: 'backup', place: EXPORTED.path }] }] }] } });
    await driver.press('.panel .save');
    await until('the copies', async () => /A backup file/.test((await driver.texts('.copies'))[0]));
    await driver.press('[data-opens="remove"]');
    assert.deepEqual(await driver.texts('.panel .primary'), ['Remove (a backup is in Downloads)']);
  });
  await t.test('nothing was saved: no button; a backup before a removal has one', async () => {
    await page(world, { export: { replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] } });
    await press();
    await until('the word', async () => /You cancelled/.test((await driver.texts('.saved'))[0]));
    assert.deepEqual(await driver.texts('.folder button'), []);
    host.answers({});
    await openCertificates(world, `?remove=${IDENTITY.fingerprint}`);
    await driver.press('.panel .with');
    await until('the button', async () => (await driver.texts('.panel .folder')).join() === 'Show in folder');
  });
}

inFirefox('into other programs of this computer, in a real Firefox', { seconds: 120 }, copies, shows);
