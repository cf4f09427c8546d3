// SPDX-License-Identifier: MPL-2.0
// Removed certificates on the page "My certificates" in a real Firefox, with a host that is played.
import assert from 'node:assert/strict';
import { endOfDate, iso } from '../../clock.mjs';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox, openCertificates } from '../browser.mjs';
import { ERROR, IDENTITIES, IDENTITY, INSTALLED, OWNED, REMOVAL, REMOVALS } from '../replies.mjs';

const OTHER = { ...IDENTITY, fingerprint: Array(32).fill('CD').join(':'), name: '山田 花子' };

/** Opens the page over what a host has. */
async function page(world, identities, { also = {} } = {}) {
  world.host.answers({ identities: { replies: [{ ...IDENTITIES, identities }] }, ...also });
  await openCertificates(world);
}

async function restores(t, world) {
  const { driver, host } = world;
  const listed = (...removals) => ({ removals: { replies: [{ ...REMOVALS, removals }] } });
  const texts = (selector) => driver.texts(selector);
  const items = () => texts('#removals li');
  const isOpen = () => driver.page(() => document.getElementById('removals').open);
  const told = () => texts('#removals .outcome');
  const yesterday = { ...REMOVAL, removed: iso(endOfDate(-1)), identity: OTHER };
  await t.test('what was removed: by its day and its backup, open where that was today; nothing is said of none', async () => {
    await page(world, [OWNED]);
    assert.deepEqual(await texts('#removals'), []);
    await page(world, [], { also: listed(yesterday) });
    assert.deepEqual([await texts('#removals summary'), await isOpen()], [['Removed certificates'], false]);
    await page(world, [], { also: listed(REMOVAL, yesterday) });
    assert.equal(await isOpen(), true);
    const [today, before] = await items();
    assert.match(today, /^Taro Yamada issued by Example CA G2[^]*Removed today[^]*Backup: \S+backup\.p12[^]*Restore$/);
    assert.match(before, /^山田 花子[^]*Removed on \w+ \d+, \d{4}/);
  });
  await t.test('restored by one press: only the fingerprint goes out, and the page lists it again', async () => {
    await world.fresh();
    await page(world, [], { also: listed(REMOVAL) });
    host.answers({ restore: { first: [{ type: 'asking', for: 'file' }], hold: true, replies: [{ ...INSTALLED, job: '', site: '' }] } });
    await driver.press('#removals .restore');
    await until('the request', () => host.said('restore').length);
    await until('the word about the window', async () => /password of the backup in the window/.test((await told())[0]));
    host.go();
    await until('its return', async () => (await texts('#restored')).length);
    assert.equal((await texts('article')).length, 1);
    assert.deepEqual(host.said('restore'), [{ type: 'restore', fingerprint: IDENTITY.fingerprint }]);
    assert.deepEqual(await texts('#restored'), ['The certificate of Taro Yamada and its private key are in this Firefox again.']);
    assert.equal(await driver.page(() => document.activeElement.id), 'restored');
    await until('the removals to be without it', async () => (await items()).length === 0);
  });
  await t.test('cancelled, wrong, gone: said so, and it can be tried again', async () => {
    await world.fresh();
    await page(world, [], { also: listed(REMOVAL) });
    const errors = { CANCELLED: [101, /You cancelled/], PASSWORD: [100, /does not open the file[^]*when you saved it/], NO_INPUT: [66, /no longer at \S+backup\.p12/] };
    for (const [name, [code, words]] of Object.entries(errors)) {
      host.answers({ restore: { replies: [{ ...ERROR, code, name }] } });
      await driver.press('#removals .restore');
      await until(name, () => driver.page(() => document.activeElement.className === 'restore'));
      await until(`the words for ${name}`, async () => words.test((await told())[0] ?? ''));
    }
  });
  await t.test('backups that are gone: where they were, and one way to import them', async () => {
    await page(world, [], { also: listed({ ...REMOVAL, there: false }, { ...yesterday, there: false }) });
    for (const words of await items()) assert.match(words, /no longer at \S+backup\.p12[^]*choose “Import a file…” at the top of this page/);
    assert.deepEqual([await texts('#removals .restore'), await texts('a[href="import.html"]')], [[], ['Import a file…']]);
  });
  await t.test('right after the removal, where it was pressed; without a backup there is none', async () => {
    await world.fresh();
    await page(world, [OWNED]);
    await driver.press('[data-opens="remove"]');
    assert.deepEqual(await texts('.panel .restore'), []);
    await driver.press('.panel .with');
    await until('the button', async () => (await texts('.panel .restore')).length);
    await driver.press('.panel .restore');
    await until('its return', async () => (await texts('#restored')).length);
    assert.deepEqual(host.said('restore').map(({ fingerprint }) => fingerprint), [IDENTITY.fingerprint]);
    await page(world, [OWNED]);
    await driver.press('[data-opens="remove"]');
    await driver.press('.panel .without');
    await driver.press('.panel .yes');
    await until('the end', async () => /were removed/.test((await texts('.outcome'))[0]));
    assert.deepEqual(await texts('.panel .restore'), []);
  });
  await t.test('one thing is said at a time, and what another page led to does not open again', async () => {
    await world.fresh();
    host.answers(listed({ ...REMOVAL, identity: OTHER }));
    await openCertificates(world, `?use=${IDENTITY.fingerprint}`);
    assert.equal((await texts('.panel form')).length, 1);
    host.answers({ ...listed({ ...REMOVAL, identity: OTHER }), identities: { hold: true } });
    await driver.press('#removals .restore');
    await until('the list to be asked for', () => host.said('identities').length > 1);
    const said = async () => [...await texts('#lead'), ...await told(), ...await texts('#restored')].join(' | ');
    assert.match(await said(), /^These certificates[^|]* \| Restoring the certificate…$/);
    host.answers({});
    host.go();
    await until('its return', async () => (await texts('#restored')).length);
    assert.match(await said(), /^These certificates[^|]* \| The certificate of 山田 花子/);
    assert.deepEqual(await texts('.panel form'), []);
  });
  await t.test('an older host knows of none, and the page stands', async () => {
    await page(world, [OWNED], { also: { removals: { replies: [{ ...ERROR, code: 76, name: 'PROTOCOL' }] } } });
    assert.deepEqual([await texts('#removals'), await texts('article .name')], [[], [IDENTITY.name]]);
  });
}

inFirefox('what was removed, in a real Firefox', { seconds: 120 }, restores);
