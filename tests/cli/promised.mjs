// SPDX-License-Identifier: MPL-2.0
// tests/cli/promised.mjs MANUAL VERB DOCUMENT…: how the fields that the manual has for a command under
// JSON OUTPUT differ from those of its documents.
// tests/cli/promised.mjs MANUAL --known FOLDER: fields that are missing in the manual, of documents in
// files VERB.NUMBER.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const [manualFile, verb, ...files] = process.argv.slice(2);
const parts = new Map(readFileSync(manualFile, 'utf8').split('\n.Sh JSON OUTPUT\n')[1].split('\n.Sh ')[0]
  .split('\n.Ss ').slice(1).map((part) => [part.split('\n')[0], part]));
const [every, certificate, installed] = parts.keys();

/** Where the fields of an entry with a * are described, and what comes before them. */
const GROUPS = [
  [/(^|\.)(identity|identities)\.\*$/, certificate, '$1$2.'],
  [/(^|\.)import\.\*$/, installed, '$1'],
  [/(^|\.)enroll\.\*$/, 'enroll', '$1'],
];
function expand(field) {
  if (field.endsWith('error.*')) return fieldsIn(every).map((one) => field.replace('error.*', one));
  const group = GROUPS.find(([pattern]) => pattern.test(field));
  if (!group) return [field];
  return fieldsIn(group[1]).filter((one) => !one.startsWith('profile.')).map((one) => field.replace(group[0], group[2]) + one);
}

/** The fields that the manual has in a part, those of other parts too. */
function fieldsIn(name) {
  const text = parts.get(name) ?? '';
  const same = name === 'renew' ? fieldsIn('enroll') : [];
  return [...same, ...[...text.matchAll(/^\.It Ql (\S+)$/gm)].flatMap(([, field]) => expand(field))];
}

/** The paths of all fields that are no objects, without the numbers of lists. */
function fieldsOf(value, before = []) {
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === 'object') ? value.flatMap((item) => fieldsOf(item, before)) : [before.join('.')];
  }
  if (typeof value !== 'object' || value === null) return [before.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, [...before, key]));
}

/** Whether there are only objects at a path, or nothing: a list may be empty. */
const isGroup = (value, [name, ...inner]) => (name === undefined
  ? [value].flat().every((one) => typeof one === 'object')
  : [value].flat().every((one) => isGroup(one?.[name] ?? null, inner)));

/** The fields of a document that are not among the promised; what is null or empty may be a group of them. */
function strange(document, promised) {
  return [...new Set(fieldsOf(document))].filter((field) => !promised.includes(field)
    && !(promised.some((one) => one.startsWith(`${field}.`)) && isGroup(document, field.split('.'))));
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const told = new Set();
if (verb === '--known') {
  for (const name of readdirSync(files[0])) {
    const [one] = name.split('.');
    const promised = [...fieldsIn(one), ...fieldsIn(every)];
    for (const field of strange(read(path.join(files[0], name)), promised)) told.add(`the manual lacks: ${one} ${field}`);
  }
} else {
  const promised = [...new Set(fieldsIn(verb))];
  const documents = files.map(read);
  const there = documents.flatMap((document) => fieldsOf(document));
  for (const field of promised) if (!there.includes(field)) told.add(`${verb} lacks: ${field}`);
  for (const document of documents) for (const field of strange(document, promised)) told.add(`the manual lacks: ${verb} ${field}`);
}
for (const line of told) process.stdout.write(`${line}\n`);
