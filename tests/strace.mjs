// SPDX-License-Identifier: MPL-2.0
// The system calls of a program, as strace has written them.
import fs from 'node:fs';

/** What the calls in a log of strace were: their number, and those that have all these words. */
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
// NSS opens it to stay; before it does, it is looked at.
export const opened = (trace) => trace.count('openat', '/cert9.db"');
