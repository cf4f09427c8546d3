// SPDX-License-Identifier: MPL-2.0
// A site answers for a key that another site has asked for, with a certificate that is marked as that
// of a CA: the person is asked, and learns of the mark before they agree.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import path from 'node:path';
import { Authority } from '../host/ca.mjs';
import { permit } from './lib/firefox.mjs';
import { until } from './lib/marionette.mjs';
import { scenario } from './lib/world.mjs';

const FORM = `<!DOCTYPE html><form action="/go" method="post">
  <keygen name="spkac" challenge="abc"><button id="get">Get</button></form>`;

async function startSite(certify) {
  const sent = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      if (request.url === '/go') sent.push(body.get('spkac').replace(/\s/g, ''));
      const isAnswer = request.url === '/answer';
      response.writeHead(200, { 'Content-Type': isAnswer ? 'application/x-x509-user-cert' : 'text/html' });
      response.end(isAnswer ? certify(sent[0]) : FORM);
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    sent, url: (host, where) => `http://${host}:${server.address().port}${where}`,
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

const note = (driver) => driver.page(() => {
  const place = document.getElementById('odd');
  return place.hidden ? '' : place.innerText;
});

scenario('a certificate marked as that of a CA, from a site that has no job', { language: 'en' }, async ({ t, firefox, driver }) => {
  const ca = new Authority(path.join(firefox.home, 'ca'));
  const site = await startSite((spkac) =>
    ca.pkcs7(ca.certify(spkac, { extensions: 'basicConstraints=critical,CA:TRUE\nextendedKeyUsage=clientAuth\n' })));
  try {
    await permit(driver, 'add', 'site.localhost', 'evil.localhost');
    await driver.open(site.url('site.localhost', '/'));
    await driver.waitFor('select.nss-helper-keygen');
    await driver.press('#get');
    await until('the form', () => site.sent.length === 1);
    const before = firefox.certutilList();
    await driver.visit(site.url('evil.localhost', '/answer'));
    await until('the question', async () => (await driver.data('#result')).state === 'ask');
    await t.test('the page that asks tells it, before anything is stored', async () => {
      assert.match(await note(driver), /CA:TRUE/);
      assert.match(await driver.text('#lead'), /evil\.localhost/);
      assert.equal(firefox.certutilList(), before);
    });
    await t.test('…and after the yes as well', async () => {
      await driver.click('#install');
      await until('the certificate', async () => (await driver.data('#result')).state === 'installed');
      await until('the note', async () => /CA:TRUE/.test(await note(driver)));
    });
  } finally {
    site.close();
  }
});
