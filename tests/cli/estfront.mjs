// SPDX-License-Identifier: MPL-2.0
/*
 * tests/cli/estfront.mjs KEY CERTIFICATE PORTAL ROOT [VERSION]: an EST server in front of the
 * portal's, with any version of TLS or only this one ("TLSv1.3"), on a port of its own, which it
 * writes to "front", or to "front-TLSv1.3". The first word of a path says how it answers, so
 * that https://localhost:PORT/WORD/.well-known/est is a server of its own; what follows an "=" is
 * the word's value. What it was asked is in "fronted", one JSON document in each line; the last
 * request for a certificate is in "asked.csr".
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';

const [key, cert, portal, root, version] = process.argv.slice(2);
const ca = readFileSync(root);

/** The portal's own answer. The portal sees no client certificate here, so a renewal looks like a first request. */
function pass(req, res, path, body) {
  const { host, hostname, port } = new URL(portal);
  const to = https.request({ host: '127.0.0.1', port, servername: hostname, ca, method: req.method,
    path: path.replace('simplereenroll', 'simpleenroll'), headers: { ...req.headers, host } },
    (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
  to.on('error', (error) => res.destroy(error));
  to.end(body);
}

function say(res, code, headers = {}, body = '') {
  res.writeHead(code, headers);
  res.end(body);
}

const HERE = () => `localhost:${server.address().port}`;
const enrols = (path) => /\/simple(re)?enroll$/.test(path);

const seen = new Set();

/* Each: (res, value, path, req, body), and whether it has answered. */
const WORDS = {
  pass: () => false,
  /* Redirections: of the request of a certificate, once, to where it is served. */
  relative: (res, value, path) => enrols(path)
    && (say(res, Number(value), { Location: `../../../pass${path}` }), true),
  absolute: (res, value, path) => enrols(path)
    && (say(res, Number(value), { Location: `https://${HERE()}/pass${path}` }), true),
  'with-login': (res, value, path) => enrols(path)
    && (say(res, 307, { Location: `https://hanako:himitsu@${HERE()}/pass${path}#x` }), true),
  all: (res, value, path) => (say(res, 307, { Location: `/pass${path}` }), true),
  elsewhere: (res, value, path) => enrols(path)
    && (say(res, 307, { Location: `https://hanako:himitsu@elsewhere.example/x?token=geheim` }), true),
  port: (res, value, path) => enrols(path)
    && (say(res, 307, { Location: `https://hanako:himitsu@localhost:1/x` }), true),
  plain: (res, value, path) => enrols(path)
    && (say(res, 307, { Location: `http://hanako:himitsu@${HERE()}/pass${path}` }), true),
  file: (res, value, path) => enrols(path) && (say(res, 307, { Location: 'file:///etc/passwd' }), true),
  loop: (res, value, path) => enrols(path) && (say(res, 307, { Location: `/loop${path}` }), true),
  ring: (res, value, path) => enrols(path)
    && (say(res, 307, { Location: `/ring=${Number(value) + 1}${path}` }), true),
  /* Refusals. */
  login: (res, value, path) => enrols(path)
    && (say(res, 401, value ? { 'WWW-Authenticate': decodeURIComponent(value).split('|') } : {}), true),
  words: (res, value, path) => enrols(path)
    && (say(res, 403, { 'Content-Type': 'text/plain' }, Buffer.from(value, 'hex')), true),
  busy: (res, value, path) => enrols(path)
    && (say(res, 503, { 'Retry-After': value }, 'The CA is being looked after.'), true),
  /* It never answers this operation. */
  stalls: (res, value, path) => path.endsWith(value),
  /* What it wants in a request. */
  csrattrs: (res, value, path) => path.endsWith('/csrattrs')
    && (say(res, 200, {}, Buffer.from(value, 'hex').toString('base64')), true),
  /* It wants a request that is tied to its connection, and is out of order at first. */
  'tied-busy': (res, value, path) => {
    if (path.endsWith('/csrattrs')) say(res, 200, {}, 'MAsGCSqGSIb3DQEJBw==');
    else if (enrols(path) && !seen.has(path)) say(res, 503, { 'Retry-After': '60' });
    else return false;
    seen.add(path);
    return true;
  },
  /* The same, and it renegotiates to ask for a certificate, as Apache does for a folder. */
  'tied-anew': (res, value, path) => path.endsWith('/csrattrs') && (say(res, 200, {}, 'MAsGCSqGSIb3DQEJBw=='), true),
  /* As libest's server: it wants both a certificate and this name and password, also for csrattrs. */
  both: (res, value, path, req) => {
    if (path.endsWith('/cacerts')) return false;
    if (!req.socket.getPeerCertificate().fingerprint256) {
      say(res, 401, { 'WWW-Authenticate': 'Basic realm="est"' });
      return true;
    }
    const login = `Basic ${Buffer.from('taro:taro-pass').toString('base64')}`;
    if (req.headers.authorization === login) {
      return path.endsWith('/csrattrs')
        && (say(res, 200, {}, Buffer.from(value, 'hex').toString('base64')), true);
    }
    say(res, 401, { 'WWW-Authenticate': 'Basic realm="est"' });
    return true;
  },
};

function answer(req, res, body) {
  const [, word, value, path] = req.url.match(/^\/([^/=]*)=?([^/]*)(\/.*)$/) ?? [];
  const peer = req.socket.getPeerCertificate();
  appendFileSync('fronted', `${JSON.stringify({
    method: req.method, url: req.url, length: body.length, login: req.headers.authorization ?? '',
    certificate: peer.fingerprint256 ?? '', version: req.socket.getProtocol(),
    unique: req.socket.getPeerFinished().toString('base64') })}\n`);
  if (enrols(path)) writeFileSync('asked.csr', Buffer.from(body.toString(), 'base64'));
  if (!WORDS[word]) say(res, 404);
  else if (!WORDS[word](res, value, path, req, body)) pass(req, res, path, body);
}

const server = https.createServer({
  key: readFileSync(key), cert: readFileSync(cert), requestCert: true, rejectUnauthorized: false,
  minVersion: version ?? 'TLSv1.2', maxVersion: version ?? 'TLSv1.3',
});
function take(req, res) {
  const parts = [];
  req.on('data', (part) => parts.push(part));
  req.on('end', () => answer(req, res, Buffer.concat(parts)));
}
function shake(req, then) {
  if (!/^\/tied-anew\/.*enroll$/.test(req.url)) then();
  else req.socket.renegotiate({ requestCert: true, rejectUnauthorized: false }, then);
}
server.on('request', (req, res) => shake(req, () => take(req, res)));
server.on('checkContinue', (req, res) => shake(req, () => {
  res.writeContinue();
  take(req, res);
}));
server.listen(0, '127.0.0.1', () => writeFileSync(`front${version ? `-${version}` : ''}`, String(server.address().port)));
