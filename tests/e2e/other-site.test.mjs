// SPDX-License-Identifier: MPL-2.0
// A site that was not turned on gets nothing, even if another one is on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { until } from './lib/marionette.mjs';
import * as panels from './lib/panels.mjs';
import { certificatesOf } from './lib/witnesses.mjs';
import { scenario } from './lib/world.mjs';

const PAGE = `<!DOCTYPE html><html><head><title>other</title></head><body>
<form action="/answer" method="post"><keygen name="spkac" challenge="abc">
<input name="user" value="taro"><button id="get">Get</button></form></body></html>`;

/** A foreign site: it stores what it is sent, and answers with a certificate. */
async function otherSite(certificate) {
  const requests = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      requests.push({ url: request.url, body: Buffer.concat(chunks).toString() });
      if (request.url !== '/answer') {
        response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
      } else {
        response.writeHead(200, { 'Content-Type': 'application/x-x509-user-cert' }).end(certificate());
      }
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { requests, url: `http://other.localhost:${server.address().port}/`, close: () => server.close() };
}

scenario('a site that was not turned on', { language: 'en' }, async (world) => {
  const { t, firefox, portal, driver, journey } = world;
  await journey.upToTheKey('taro');
  await journey.turnOn();
  const other = await otherSite(() => readFileSync(portal.root));
  const before = { listed: await certificatesOf(driver), stored: firefox.certutilList() };
  try {
    await driver.newTab();
    await driver.open(other.url);
    await driver.waitFor('#get');
    await panels.openPanel(driver);
    await panels.closePanel(driver);
    await t.test('its page is as it was sent', async () => {
      assert.ok(await driver.page((html) => {
        const sent = new DOMParser().parseFromString(html, 'text/html');
        return sent.documentElement.outerHTML === document.documentElement.outerHTML;
      }, PAGE));
    });
    await driver.press('#get', 1);
    await until('the form to arrive', () => other.requests.some(({ url }) => url === '/answer'));
    await t.test('its form goes out as an ordinary form', () => {
      assert.deepEqual(other.requests.filter(({ url }) => url === '/answer').map(({ body }) => body), ['user=taro']);
    });
    await t.test('its answer is not taken', async () => {
      await until('Firefox to take the answer as a file', () => driver.chrome(async () => {
        const { Downloads } = ChromeUtils.importESModule('resource://gre/modules/Downloads.sys.mjs');
        const list = await (await Downloads.getList(Downloads.ALL)).getAll();
        return list.some((d) => d.source.url.endsWith('/answer'));
      }));
      assert.doesNotMatch(await driver.url(), /^moz-extension:/);
      assert.deepEqual(await certificatesOf(driver), before.listed);
      assert.equal(firefox.certutilList(), before.stored);
    });
    await t.test('the CA saw no request', () => {
      assert.equal(portal.events('request').length, 0);
    });
  } finally {
    other.close();
  }
});
