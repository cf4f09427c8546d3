// SPDX-License-Identifier: MPL-2.0
// The system calls of a program, from a log of strace.
import fs from 'node:fs';

/** The calls in a log of strace: their number, and how many have all these words. */
export function read(log) {
    const lines = fs.readFileSync(log, 'utf8').split('\n')
        .map((line) => line.replace(/^\d+ +/, '')).filter((line) => /^\w+\(/.test(line));
    return {
        calls: lines.length,
        count: (name, ...words) => lines.filter((line) =>
            name.split('|').includes(line.split('(')[0]) && words.every((word) => line.includes(word))).length,
    };
}

export const durable = (trace) => trace.count('fsync|fdatasync');
// How often NSS opens the database. The closing quote excludes its journal.
export const opened = (trace) => trace.count('openat', '/cert9.db"');
// Three calls for each folder beside the path to the home are left out: there may be any number of these.
export const callsOf = (trace) => trace.calls - 3 * trace.count('landlock_add_rule');
