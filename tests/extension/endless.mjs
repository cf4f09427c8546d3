// SPDX-License-Identifier: MPL-2.0
// A page that sends for as long as somebody listens.

/** `page` for a site: these headers, then this chunk again and again; `sent` bytes, `open` until the connection ends. */
export function endless(headers, chunk = Buffer.alloc(65536, 48)) {
  const line = { sent: 0, open: false };
  line.page = (response) => {
    const more = () => {
      while (line.open) {
        line.sent += chunk.length;
        if (!response.write(chunk)) { response.once('drain', more); return; }
      }
    };
    line.open = true;
    response.on('close', () => { line.open = false; });
    response.writeHead(200, headers);
    more();
  };
  return line;
}
