// SPDX-License-Identifier: MPL-2.0
// Serves the files of a folder over HTTP on this machine, and prints its port.
// /away/NAME redirects to another host, /ftp/NAME to another protocol. /zeros/N is that many bytes,
// without a Content-Length; /claims/N announces that length and sends nothing; /cut/NAME breaks off
// half way, and /stalls/NAME waits there for ever.
// /get/NAME/… refuses POST, and writes what follows the name, decoded from base64, into NAME.asked.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const [folder] = process.argv.slice(2);

/** Half of a file, and how many bytes all of it would have. */
function half(response, name) {
  const all = readFileSync(path.join(folder, name));
  response.setHeader('Content-Length', all.length);
  response.write(all.subarray(0, all.length / 2));
}
function zeros(response, left) {
  const block = Buffer.alloc(Math.min(left, 1 << 20));
  if (left === 0) response.end();
  else response.write(block, () => zeros(response, left - block.length));
}
const crooked = {
  zeros: (response, name) => zeros(response, Number(name)),
  claims: (response, name) => {
    response.setHeader('Content-Length', name);
    response.flushHeaders();
  },
  cut: (response, name) => {
    half(response, name);
    setImmediate(() => response.destroy());
  },
  stalls: half,
  ftp: (response, name) => response.writeHead(302, { Location: `ftp://127.0.0.1/${name}` }).end(),
};

const server = createServer((request, response) => {
  const [, get, encoded = ''] = /^\/get\/([^/]+)\/?(.*)$/.exec(request.url) ?? [];
  const name = get ?? path.basename(request.url);
  if (get && request.method !== 'GET') {
    response.writeHead(405);
    response.end();
    return;
  }
  if (get) {
    writeFileSync(path.join(folder, `${name}.asked`), Buffer.from(decodeURIComponent(encoded), 'base64'));
  }
  if (request.url.startsWith('/away/')) {
    response.writeHead(302, { Location: `http://localhost:${server.address().port}/${name}` });
    response.end();
    return;
  }
  const how = crooked[path.basename(path.dirname(request.url))];
  if (how) {
    how(response, name);
    return;
  }
  try {
    response.end(readFileSync(path.join(folder, name)));
  } catch {
    response.writeHead(404);
    response.end();
  }
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
