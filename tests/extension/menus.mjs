// SPDX-License-Identifier: MPL-2.0
// The words of the installed Firefox, or of Thunderbird, from its language files.
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

function folderOf(command) {
  const found = (process.env.PATH ?? '').split(':').map((folder) => path.resolve(folder, command)).find(existsSync);
  return path.dirname(realpathSync(found));
}

/** The files of a zip whose names end like this, by name. Firefox's own archives begin with their directory. */
function* unzip(file, ending) {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [ofName, ofExtra, ofComment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const name = zip.toString('utf8', at + 46, at + 46 + ofName);
    if (name.endsWith(ending)) {
      const header = zip.readUInt32LE(at + 42);
      const begin = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const bytes = zip.subarray(begin, begin + packed);
      yield [name, (method ? inflateRawSync(bytes) : bytes).toString()];
    }
    at += 46 + ofName + ofExtra + ofComment;
  }
}

/** The one-line messages of a Fluent file, [name, words]; attributes as "name.attribute". */
function* messages(text) {
  let name = '';
  for (const line of text.split('\n')) {
    const [, message, words] = line.match(/^(-?[a-zA-Z][\w-]*) *= *(.*)$/) ?? [];
    const [, attribute, more] = line.match(/^ +\.([\w-]+) *= *(.*)$/) ?? [];
    if (message) name = message;
    if (words) yield [name, words];
    if (more) yield [`${name}.${attribute}`, more];
  }
}

/** The same for the older kinds of files, whose messages have one line. */
function* olderMessages(text) {
  for (const [, name, words] of text.matchAll(/^<!ENTITY (\S+)\s+"(.*)">$/gm)) yield [name, words];
  for (const [, name, words] of text.matchAll(/^([\w.-]+) *= *(.*)$/gm)) yield [name, words];
}

/** Firefox's messages by "file.ftl name". Brand names in them become "Firefox". */
export function wordsOfFirefox(language, folder = folderOf(process.env.FIREFOX ?? 'firefox-esr')) {
  const extensions = path.join(folder, 'browser/extensions');
  const files = language === 'en' ? ['omni.ja', 'browser/omni.ja'].map((name) => path.join(folder, name)).filter(existsSync)
    : readdirSync(extensions).filter((name) => name.startsWith(`langpack-${language}@`))
      .map((name) => path.join(extensions, name));
  const all = new Map();
  for (const file of files) {
    for (const [ending, read] of [['.ftl', messages], ['.dtd', olderMessages], ['.properties', olderMessages]]) {
      for (const [where, text] of unzip(file, ending)) {
        for (const [name, words] of read(text)) {
          all.set(`${path.basename(where)} ${name}`, words.replace(/\{ -brand-\S+ \}/g, 'Firefox'));
        }
      }
    }
  }
  return all;
}
