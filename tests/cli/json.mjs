// SPDX-License-Identifier: MPL-2.0
// json.mjs FOLDER: answers for json (lib.sh) while a file of tests runs. Through the pipe
// FOLDER/ask come an expression and a document, a NUL after each; the value goes into
// FOLDER/answer.
import { openSync, readSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
// Opened for writing, too, so that the pipe does not end with its first writer.
const ask = openSync(`${folder}/ask`, 'r+');
const chunk = Buffer.alloc(65536);

function valueOf(expression, text) {
  try {
    const value = new Function('d', `return ${expression}`)(JSON.parse(text));
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch (error) {
    return String(error);
  }
}

for (let asked = Buffer.alloc(0); ;) {
  asked = Buffer.concat([asked, chunk.subarray(0, readSync(ask, chunk))]);
  const [expression, text, rest] = asked.toString().split('\0');
  if (rest === undefined) continue;
  writeFileSync(`${folder}/answer`, `${valueOf(expression, text)}\0`);
  asked = Buffer.alloc(0);
}
