// SPDX-License-Identifier: MPL-2.0
// The windows that the host opens for what is pressed on the page "My certificates": told while they
// are open, and closed from the page.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox, openCertificates } from '../browser.mjs';
import { ending, focused, page } from '../certificates.mjs';
import { ERROR, EXPORTED, IDENTITY, REMOVAL, REMOVALS } from '../replies.mjs';

const CANCELLED = { replies: [{ ...ERROR, code: 101, name: 'CANCELLED' }] };
const asks = (what) => ({ replies: [{ type: 'asking', for: what }] });
const OUTSIDE = 'outside Firefox';

/* What is pressed, what its window asks for, and what the page says before, meanwhile and after a cancel. */
const PRESSES = [
  { type: 'export', opens: 'elsewhere', press: '.save', what: 'new', before: 'form', meanwhile: /Choose a password/, after: /no file was saved/ },
  { type: 'export', opens: 'elsewhere', press: '.save', what: 'made', before: 'form', meanwhile: /shows the password.*saved after that/, after: /no file was saved/ },
  { type: 'copy', opens: 'elsewhere', press: '.copy', what: 'profile', before: '.here', meanwhile: /primary password of the profile that is named/, after: /nothing was copied/ },
  { type: 'export', opens: 'backup', press: '.save', what: 'new', before: '.panel', meanwhile: /Choose a password/, after: /no backup was saved/ },
  { type: 'remove', opens: 'remove', press: '.with', what: 'new', before: '.panel', meanwhile: /Choose a password/, after: /nothing was removed/ },
  { type: 'restore', press: '#removals .restore', what: 'file', before: '#removals', meanwhile: /password of the backup/, after: /nothing was restored/ },
];

async function windows(t, world) {
  const { driver, host } = world;
  const listed = { removals: { replies: [{ ...REMOVALS, removals: [{ ...REMOVAL, identity: { ...IDENTITY, fingerprint: Array(32).fill('EF').join(':') } }] }] } };
  const told = () => driver.texts('.outcome');
  for (const { type, opens, press, what, before, meanwhile, after } of PRESSES) {
    await t.test(`${type}, ${what}: said before; while the window is open, a button closes it`, async () => {
      await world.fresh();
      await page(world, [ending(200, 'good')], { also: listed });
      if (opens) await driver.press(`[data-opens="${opens}"]`);
      assert.ok((await driver.texts(before)).join().includes(OUTSIDE), 'before the press');
      assert.deepEqual(await driver.texts('.cancel'), []);
      host.answers({ [type]: asks(what), cancel: CANCELLED });
      await driver.press(press);
      await until('the word about the window', async () => meanwhile.test((await told()).join()));
      assert.ok((await told()).join().includes(OUTSIDE));
      assert.deepEqual(await driver.texts('.cancel'), ['Cancel']);
      await driver.press('.cancel');
      await until('the end', async () => after.test((await told()).join()));
      assert.deepEqual([host.said('cancel').length, await driver.texts('.cancel')], [1, []]);
      await until('the focus to be back', async () => await focused(driver) === press.split('.').at(-1));
    });
  }
  await t.test('several windows in a row: the page tells of the last one; then what came of it, without the button', async () => {
    await world.fresh();
    await page(world, [ending(200, 'good')]);
    await driver.press('[data-opens="elsewhere"]');
    host.answers({ export: { first: [{ type: 'asking', for: 'profile' }, { type: 'asking', for: 'made' }], hold: true, replies: [EXPORTED] } });
    await driver.press('.save');
    await until('the second window', async () => /shows the password/.test((await told()).join()));
    assert.equal(await focused(driver), 'cancel');
    host.go();
    await until('the end', async () => /Saved as/.test((await told()).join()));
    assert.deepEqual(await driver.texts('.cancel'), []);
    await until('the focus to be back', async () => await focused(driver) === 'save');
  });
  await t.test('the list itself, where the profile is locked: asked for, cancelled, and another try', async () => {
    await world.fresh();
    host.answers({ identities: { ...asks('profile'), once: true }, cancel: CANCELLED });
    const opened = openCertificates(world);
    await until('the word about the window', async () => /primary password of this Firefox profile/.test((await driver.texts('#asking')).join()));
    await driver.press('#asking .cancel');
    await opened;
    assert.deepEqual([(await driver.data('#certificates')).state, await driver.texts('#asking')], ['error', []]);
    await driver.press('#again');
    await until('the list', async () => (await driver.texts('article')).length);
  });
}

inFirefox('windows outside Firefox, for My certificates', { seconds: 180 }, windows);
