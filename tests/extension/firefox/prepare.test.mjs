// SPDX-License-Identifier: MPL-2.0
// A key made before the press, in a real Firefox: only an action of the person begins it, and it is
// dropped with the page.
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/marionette.mjs';
import { inFirefox } from '../browser.mjs';

const FORM = `<p id="beside">x</p><form action="/issue" method="post"><input id="name" name="n">
  <keygen name="spkac" challenge="c1"><button id="get">Issue</button></form>`;
const answer = (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p id="done">done');

const keys = ({ host }) => host.said('prepare').map(({ key }) => key);
const noHost = ({ host }) => until('the last host to end', () => host.open === 0);

async function form(world, html = FORM) {
  await world.fresh();
  world.site.pages.set('/issue', answer);
  await world.open(html);
  await world.driver.waitFor('select.nss-helper-keygen');
}

/** Moves the mouse there, without a press. */
async function moveTo({ driver }, selector) {
  const { value: origin } = await driver.send('WebDriver:FindElement', { using: 'css selector', value: selector });
  await driver.send('WebDriver:PerformActions', { actions: [{
    type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' },
    actions: [1, 0].map((x) => ({ type: 'pointerMove', x, y: 0, origin })),
  }] });
}

async function touched(t, world) {
  const { site, host } = world;
  await t.test('a mouse that moves over the form begins it; the same host serves the press and the response', async () => {
    await form(world);
    site.pages.set('/issue', (response) => response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end('MII'));
    await moveTo(world, '#beside');
    await world.calm();
    assert.deepEqual(keys(world), []);
    await moveTo(world, '#name');
    await until('a key to be prepared', () => keys(world).length === 1);
    assert.deepEqual(host.said('prepare'), [{ type: 'prepare', site: site.url('').replace(/\/$/, ''), key: 'rsa-2048' }]);
    await world.press();
    assert.equal((await world.result()).state, 'installed');
    assert.equal(site.sentTo('/issue').length, 1);
    assert.equal(host.said('issue').length, 1);
    assert.equal(keys(world).length, 1);
    assert.equal(host.portsOf('prepare', 'issue', 'sent', 'answer', 'end').length, 1);
    await noHost(world);
  });
  await t.test('the keyboard chooses another strength: that one is made, and the first host ends', async () => {
    await form(world);
    await moveTo(world, '#name');
    await until('a key to be prepared', () => keys(world).length === 1);
    await world.driver.send('WebDriver:ElementSendKeys', {
      id: Object.values((await world.driver.send('WebDriver:FindElement', { using: 'css selector', value: 'select.nss-helper-keygen' })).value)[0],
      text: '\uE015',
    });
    await until('another', () => keys(world).length === 2);
    assert.deepEqual(keys(world), ['rsa-2048', 'rsa-3072']);
    await until('one host', () => host.open === 1);
  });
  await t.test('the page goes, and the key with it', async () => {
    await form(world);
    await moveTo(world, '#name');
    await until('a key to be prepared', () => keys(world).length === 1);
    await world.driver.open('about:blank');
    await noHost(world);
  });
  await t.test('the tab is closed, and the key goes', async () => {
    await world.fresh();
    await world.driver.newTab();
    await world.open(FORM);
    await moveTo(world, '#name');
    await until('a key to be prepared', () => keys(world).length === 1);
    await world.driver.send('WebDriver:CloseWindow');
    await noHost(world);
    await world.driver.switchTo((await world.driver.tabs())[0]);
  });
}

const SYNTHETIC = `<script>
  addEventListener('load', () => {
    const form = document.querySelector('form');
    const name = document.querySelector('#name');
    const button = document.querySelector('#get');
    for (const node of [form, name, button, document.querySelector('select')]) {
      for (const type of ['pointermove', 'pointerdown', 'pointerover']) {
        node.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
      }
      for (const type of ['keydown', 'keyup']) node.dispatchEvent(new KeyboardEvent(type, { bubbles: true, key: 'a' }));
      node.dispatchEvent(new Event('change', { bubbles: true }));
    }
    name.focus(); button.focus(); name.select(); document.querySelector('select').selectedIndex = 1;
    form.scrollIntoView();
    document.title = 'tried';
  });
</script>`;

async function synthetic(t, world) {
  await t.test('a script’s own events, focus and choices begin nothing', async () => {
    await form(world, FORM.replace('id="name"', 'id="name" autofocus') + SYNTHETIC);
    await until('the script', () => world.driver.page(() => document.title === 'tried'));
    await world.calm();
    assert.deepEqual(keys(world), []);
  });
  await t.test('a page that changes its choice all the time has four keys made at most', async () => {
    await world.fresh();
    const [first] = await world.driver.tabs();
    await world.driver.newTab(); // of which nothing was counted yet
    await world.open(`${FORM}<script>
      const all = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-384', 'p-256'];
      let at = 0;
      addEventListener('pointermove', () => { document.querySelector('select').value = all[at += 1, at % 5]; }, true);
    </script>`);
    for (let i = 0; i < 10; i += 1) await moveTo(world, i % 2 ? '#name' : '#get');
    await world.calm();
    assert.ok([1, 2, 3, 4].includes(keys(world).length), keys(world).join());
    await world.driver.send('WebDriver:CloseWindow');
    await world.driver.switchTo(first);
    await noHost(world);
  });
}

inFirefox('keys from before the press', { seconds: 300 }, touched, synthetic);
