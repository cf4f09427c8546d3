// SPDX-License-Identifier: MPL-2.0
// Growing sizes: of a database, and of the number of programs that use the same profile. All sizes
// of a line take turns in one run, so that other work on the machine does not change its shape.
import { answersAt } from './answers.mjs';
import { manyAt } from './host.mjs';
import { listsAt } from './lists.mjs';
import { inTurn } from './measure.mjs';
import { requestsAt } from './requests.mjs';

const CERTIFICATES = [10, 100, 1000, 10000];
const PROGRAMS = [1, 8, 32, 64];

/** @param {(stage: object, size: number) => Object<string, object>} at ours, and the one to compare */
function line(series, words, sizes, at, more) {
  const find = async (stage, runs) => {
    const pairs = sizes.map((size) => [size, Object.entries(at(stage, size))]);
    const taken = await inTurn(Object.fromEntries(pairs.flatMap(([size, pair]) =>
      pair.map(([who, subject]) => [`${size} ${who}`, subject]))), runs);
    return pairs.map(([size, [[ours], [peer]]]) => ({ name: words(size.toLocaleString('en')), series, at: size, peer,
      taken: taken[`${size} ${ours}`], theirs: taken[`${size} ${peer}`] }));
  };
  return { name: `growth: ${series}`, find, ...more };
}

export const growth = [
  line('list', (size) => `list, beside ${size} certificates`, CERTIFICATES, listsAt, { slow: true }),
  line('request', (size) => `request, P-256, beside ${size} certificates`, CERTIFICATES, requestsAt),
  line('install', (size) => `response, beside ${size} certificates`, CERTIFICATES, answersAt),
  line('processes', (size) => `requests at once: ${size}`, PROGRAMS, manyAt, { runs: 5 }),
];
