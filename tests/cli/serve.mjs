// SPDX-License-Identifier: MPL-2.0
// Serves the files of a folder over HTTP on this machine, and prints its port.
// /away/NAME sends on to another host.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const [folder] = process.argv.slice(2);
const server = createServer((request, response) => {
  const name = path.basename(request.url);
  if (request.url.startsWith('/away/')) {
    response.writeHead(302, { Location: `http://localhost:${server.address().port}/${name}` });
    response.end();
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
