// SPDX-License-Identifier: MPL-2.0
// The tests can fail: with any one sync, rename or record of the journal left out, a test
// goes red. The calls are found in the sources, so that a new one is a new mutant.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = path.resolve(top, process.env.B ?? 'build');

// The scenes and the replay use the programs that can leave a step out.
process.env.B = path.join(build, 'faults');
const { Play } = await import('./power/play.mjs');
const { scenes } = await import('./power/scenes.mjs');
const { describe, say, tryAll } = await import('./power.mjs');

const WORKERS = 2;
const FEW = 24;

// No step of an issuance: `nss-helper setup` writes a manifest that it can write again, and a
// CRL that was kept can be fetched again.
const APART = /^nss-helper\/(cli\/setup|revocation\/cachefile)\.c:/;

// "nss-helper/journal/spool.c:96 fsync", of the copies that the Makefile has marked.
function calls(folder = '') {
    const found = [];
    for (const entry of fs.readdirSync(path.join(build, 'faults/obj', folder),
        { withFileTypes: true })) {
        const name = path.join(folder, entry.name);
        if (entry.isDirectory())
            found.push(...calls(name));
        else if (name.endsWith('.c'))
            found.push(...callsIn(name));
    }
    return found;
}

function callsIn(name) {
    const lines = fs.readFileSync(path.join(build, 'faults/obj', name), 'utf8').split('\n');
    // The first line is the copy's own: the second is line 1 of the source.
    return lines.flatMap((line, i) => [...line.matchAll(/MUTANT\((\w+)\)/g)]
        .map(([, call]) => `${name}:${i} ${call}`));
}

function states() {
    const source = fs.readFileSync(path.join(top, 'nss-helper/journal/states.c'), 'utf8');
    const found = [...source.matchAll(/\[NH_JOB_\w+\]\s*=\s*\{\.word = "(\w+)"/g)];
    if (found.length === 0)
        throw new Error('journal/states.c names no states in a way that is known here');
    return found.map(([, state]) => `state ${state}`);
}

// One piece of work after another, by some workers.
async function share(list, work) {
    const queue = list.slice();
    await Promise.all(Array.from({ length: WORKERS }, async () => {
        while (queue.length > 0)
            await work(queue.shift());
    }));
}

// {mutant: the scenes that pass it}
async function trace() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-mutants-'));
    const passed = new Map();
    await share(Object.keys(scenes), async (name) => {
        const file = path.join(folder, name);
        const play = await Play.of(name, { NH_MUTANT_TRACE: file });
        play.remove();
        for (const mutant of new Set(fs.readFileSync(file, 'utf8').trim().split('\n')))
            passed.set(mutant, [...passed.get(mutant) ?? [], name]);
    });
    fs.rmSync(folder, { recursive: true });
    return passed;
}

// Disks on which the program has reported much come first: most can be missing there.
function byHope(list) {
    const hope = ({ told }) => Object.keys(told).length;
    return list.sort((one, other) => hope(other) - hope(one));
}

// What goes wrong on one of some disks, or null.
async function loss(play, list) {
    let found = null;
    await tryAll(play.scene, list, (image, faults) => {
        if (faults.lost.length + faults.corrupt.length > 0)
            found ??= describe(play, image, faults);
        return found;
    });
    return found;
}

/*
 * The first thing that goes wrong in this scene, or null. A loss says more than an order
 * that was not kept; but where the order is wrong, not every disk is tried for one.
 */
async function fault(mutant, name) {
    let play;
    try {
        play = await Play.of(name, { NH_MUTANT: mutant });
    } catch (error) {
        return `fails: ${error.message.split('\n')[0]}`;
    }
    try {
        const [order] = play.orderFaults();
        const bare = byHope(play.images({ random: 0, bare: true }));
        const found = await loss(play, order ? bare.slice(0, FEW) : bare) ?? order;
        return found ?? await loss(play, byHope(play.images({ random: 0 })));
    } finally {
        play.remove();
    }
}

async function judge(mutant, names) {
    if (names.length === 0)
        return [false, 'no scene passes it'];
    for (const name of names) {
        const found = await fault(mutant, name);
        if (found)
            return [true, `${name}: ${found}`];
    }
    return [false, `all is well in ${names.join(', ')}`];
}

export async function mutants({ only = [] } = {}) {
    const all = [...calls().filter((name) => !APART.test(name)), ...states(), 'enrolment'];
    const chosen = all.filter((name) => only.length === 0 || only.some((it) => name.includes(it)));
    const passed = await trace();
    let caught = 0;
    await share(chosen, async (mutant) => {
        const begun = Date.now();
        const [isCaught, why] = await judge(mutant, passed.get(mutant) ?? []);
        caught += isCaught;
        say(`  ${isCaught ? 'caught' : 'MISSED'}  ${mutant.padEnd(44)} ` +
            `${((Date.now() - begun) / 1000).toFixed(1)} s  ${why.slice(0, 160)}`);
    });
    return { caught, count: chosen.length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { caught, count } = await mutants({ only: process.argv.slice(2) });
    say(`mutants: ${caught} of ${count} caught`);
    process.exitCode = caught === count ? 0 : 1;
}
