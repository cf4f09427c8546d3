// SPDX-License-Identifier: MPL-2.0
// All that is measured, by the words that BENCH names it with.
import { answers } from './answers.mjs';
import { files } from './files.mjs';
import { firefox } from './firefox.mjs';
import { growth } from './growth.mjs';
import { host } from './host.mjs';
import { lists } from './lists.mjs';
import { requests } from './requests.mjs';
import { soak } from './soak.mjs';
import { years } from './years.mjs';

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {string} [unit] milliseconds if not given
 * @property {Object<string, {ratio?: number, most?: number, least?: number}>} [targets] by who it is
 *   compared with: how many times theirs ours may be at most; and limits of its own
 * @property {(stage: object) => Object<string, object>} [subjects] "ours" and the others, see measure.mjs
 * @property {(stage: object) => number|Promise<number>} [measure] for what is compared with nobody
 * @property {(stage: object, runs: number) => Promise<object[]>} [find] for what gives several rows at once:
 *   their name, unit and target, what was taken, and whether that was once only
 * @property {boolean} [slow] a run takes many seconds: fewer of them
 * @property {number} [runs] another number of them than of others
 */

/** @type {Object<string, Work[]>} */
export const WORKS = { request: requests, response: answers, list: lists, files, host, years, growth, firefox, soak };
