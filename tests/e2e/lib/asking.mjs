// SPDX-License-Identifier: MPL-2.0
// A TLS server that asks every client for a certificate, and says whose it was.
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { run } from './makers.mjs';

const HOSTS = Array.from({ length: 100 }, (_, i) => `s${i}.localhost`);

function certify(ca, folder) {
  const [key, certificate, config] = ['server.key', 'server.pem', 'server.cnf'].map((name) => path.join(folder, name));
  writeFileSync(config, `[req]\ndistinguished_name=d\n[d]\n[server]\nbasicConstraints=critical,CA:FALSE\n`
    + `extendedKeyUsage=serverAuth\nsubjectAltName=${HOSTS.map((host) => `DNS:${host}`).join()}\n`);
  run('openssl', ['req', '-x509', '-config', config, '-extensions', 'server', '-newkey', 'ec',
    '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-keyout', key, '-out', certificate,
    '-subj', '/CN=server', '-CA', ca.root, '-CAkey', path.join(ca.folder, 'root.key')]);
  return { key: readFileSync(key), cert: readFileSync(certificate) };
}

export const NOBODY = 'nobody';

/** The server; its map `who` tells for each of its hosts whose certificate was shown there. */
export async function startServer(ca, folder) {
  const authorities = [ca.root, path.join(ca.folder, 'issuing.pem')].map((file) => readFileSync(file));
  const who = new Map();
  const server = https.createServer({
    ...certify(ca, folder), ca: authorities, requestCert: true, rejectUnauthorized: false,
  }, ({ socket, headers }, response) => {
    // Node also calls a resumed connection authorized, even one without a certificate.
    const name = (socket.authorized && socket.getPeerCertificate().subject?.CN) || NOBODY;
    who.set(headers.host.replace(/:.*/, ''), name);
    response.setHeader('content-type', 'text/html');
    response.end(`<title>${name}</title><p id="who">${name}</p>`);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  // Browsers remember the decision for a host, so each visit is to another host.
  const fresh = HOSTS.values();
  return {
    who, port,
    host: () => fresh.next().value,
    url: (host) => `https://${host}:${port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
