// SPDX-License-Identifier: MPL-2.0
// Small changes to checks that matter, each of which the nearest tests have to notice: a comparison, a
// limit, an owner, a mode, a host, a time, a signature. A change that makes no difference says why.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { TOP } from './tree.mjs';

/**
 * @param {string} file the source
 * @param {string[]} tests files below tests/, the nearest one first
 * @param {string[][]} changes the exact text, which is in the source once; what replaces it; and, if
 *   that changes nothing, why
 */
export const of = (file, tests, changes) =>
  changes.map(([text, other, why]) => ({ file, tests, text, other, why }));

const folder = path.join(TOP, 'tests/mutants/table');

/** { file, line, tests, text, other, why } of all. */
export async function table() {
  const rooms = await Promise.all(readdirSync(folder).sort().map((name) => import(path.join(folder, name))));
  const sources = new Map();
  return rooms.flatMap((room) => room.default.flat()).map((mutant) => {
    if (!sources.has(mutant.file)) sources.set(mutant.file, readFileSync(path.join(TOP, mutant.file), 'utf8'));
    const source = sources.get(mutant.file);
    return { ...mutant, count: source.split(mutant.text).length - 1, line: source.slice(0, source.indexOf(mutant.text)).split('\n').length };
  });
}

const short = (text) => text.replace(/\s+/g, ' ').trim();

/** "nss-helper/base/site.c:193  length == other → true" */
export const nameOf = ({ file, line, text, other }) =>
  `${file}:${line}  ${short(text).slice(0, 70)} → ${short(other).slice(0, 70) || 'nothing'}`;
