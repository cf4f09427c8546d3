// SPDX-License-Identifier: MPL-2.0
// From what a program did (shim.c), in order, to steps on a model of its disk.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HOST, preload } from '../../host/lib.mjs';

// It is built beside the mutants, and used for the other programs, too.
const SHIM = ['faults', '.'].map((name) => path.join(path.dirname(HOST), name, 'power/shim.so'))
    .find((file) => fs.existsSync(file));

// What a record does to the disk.
const actions = {
    open(disk, { path, how }) {
        const file = disk.find(path);
        if (!file && how.includes('create'))
            disk.create(path);
        else if (file && how.includes('truncate'))
            disk.truncate(file, 0, path);
    },
    write(disk, { path, offset, data }) {
        disk.write(disk.find(path), offset, data, path);
    },
    truncate(disk, { path, size }) {
        disk.truncate(disk.find(path), size, path);
    },
    reserve(disk, { path, size }) {
        disk.reserve(disk.find(path), size, path);
    },
    sync(disk, { path }) {
        disk.find(path).sync();
    },
    mkdir(disk, { path }) {
        disk.mkdir(path);
    },
    rename(disk, { path, to }) {
        disk.rename(path, to);
    },
    link(disk, { path, to }) {
        disk.link(path, to);
    },
    unlink(disk, { path }) {
        disk.unlink(path);
    },
};

// `said`: the words that the program has told by now, {request: true, ok: true}.
export function stepsOf(records) {
    let told = {};
    return records.map((record) => (disk) => {
        if (record.op === 'say')
            told = { ...told, [record.text]: true };
        else
            actions[record.op](disk, record);
        return told;
    });
}

// The fields of each kind of line.
const fields = {
    open: (where, how) => ({ path: where, how }),
    write: (where, offset, hex) =>
        ({ path: where, offset: Number(offset), data: Buffer.from(hex, 'hex') }),
    truncate: (where, size) => ({ path: where, size: Number(size) }),
    reserve: (where, size) => ({ path: where, size: Number(size) }),
    rename: (where, to) => ({ path: where, to }),
    link: (where, to) => ({ path: where, to }),
    sync: (where) => ({ path: where }),
    unlink: (where) => ({ path: where }),
    mkdir: (where) => ({ path: where }),
    // Only the type of a reply counts; its length came before it.
    say: (hex) => ({ text: String(Buffer.from(hex, 'hex')).match(/^\{"type":"(\w+)"/)?.[1] }),
};

export function parse(text) {
    return text.split('\n').filter((line) => line).map((line) => {
        const [op, ...rest] = line.split('\t');
        return { op, ...fields[op](...rest) };
    });
}

// A log to be written by all programs that get its `env`.
export function makeLog() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-log-'));
    const file = path.join(folder, 'log');
    fs.writeFileSync(file, '');
    return {
        env: { LD_PRELOAD: preload(SHIM), NH_POWER_LOG: file },
        // Logs a word that stands for the end of a program.
        tell(word) {
            const hex = Buffer.from(`{"type":"${word}"}`).toString('hex');
            fs.appendFileSync(file, `say\t${hex}\n`);
        },
        // What happened below `top`, and what was said.
        read(top) {
            return parse(fs.readFileSync(file, 'latin1')).filter(({ op, path: where, text }) =>
                (op === 'say' ? text : `${where}/`.startsWith(`${top}/`)));
        },
        remove() {
            fs.rmSync(folder, { recursive: true });
        },
    };
}
