// SPDX-License-Identifier: MPL-2.0
// From a log of steps to all the disks that a power cut may leave: after every step,
// with all pending ones lost, each alone lost or torn, none lost, and random ones.
import { createHash } from 'node:crypto';
import { DROP, KEEP } from './disk.mjs';

// A small generator of known quality (mulberry32): the same seed, the same disks.
export function makeRandom(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

export function shuffle(list, random) {
    for (let i = list.length - 1; i > 0; i -= 1) {
        const other = Math.floor(random() * (i + 1));
        [list[i], list[other]] = [list[other], list[i]];
    }
    return list;
}

const one = (step, fate) => (it) => (it === step ? fate : KEEP);

// Torn in two: the first half reached the disk, or the last.
function* tears(step) {
    const count = step.parts?.length ?? 1;
    if (count === 1)
        return;
    const parts = Array.from({ length: count }, (_, i) => i < count / 2);
    yield parts;
    yield parts.map((there) => !there);
}

function* planned(pending, bare) {
    yield ['all lost', () => DROP];
    if (bare || pending.length === 0)
        return;
    yield ['none lost', () => KEEP];
    for (const step of pending) {
        if (pending.length > 1)
            yield [`lost: ${step.what}`, one(step, DROP)];
        for (const parts of tears(step))
            yield [`torn: ${step.what}`, one(step, parts)];
    }
}

function lucky(step, random, chance) {
    const count = step.parts?.length ?? 1;
    if (count > 1 && random() < 0.2)
        return Array.from({ length: count }, () => random() < 0.5);
    return random() < chance;
}

function* subsets(pending, count, random) {
    for (let i = 0; pending.length > 1 && i < count; i += 1) {
        const chance = [0.1, 0.5, 0.9][Math.floor(random() * 3)];
        const fates = new Map(pending.map((step) => [step, lucky(step, random, chance)]));
        yield ['random', (step) => fates.get(step)];
    }
}

function name(files, told) {
    const lines = files.map((file) => `${file.path}\0${file.hash ?? ''}\n`).sort();
    return createHash('sha1').update(JSON.stringify(told)).update(lines.join('')).digest('hex');
}

// How many random disks after each step: the more is pending, the more there is to try.
function shares({ disk, steps }, count) {
    const weights = [null, ...steps].map((step) => {
        step?.(disk);
        return Math.max(0, disk.pending().length - 1);
    });
    const sum = weights.reduce((all, weight) => all + weight, 0);
    let before = 0;
    return weights.map((weight) => {
        const first = Math.floor(count * before / sum);
        before += weight;
        return sum === 0 ? 0 : Math.floor(count * before / sum) - first;
    });
}

/*
 * start() -> {disk, steps}: a disk as it was at first, and functions that each do one
 * step on it and return what the program has told by then. The list holds each
 * different disk once: {after, what, told, files}, `after` being how many steps were
 * done. `random`: how many random disks are drawn; `bare`: only those that lost all.
 */
export function imagesOf(start, { seed = 1, random: subsetCount = 10000, bare = false } = {}) {
    const { disk, steps } = start();
    const count = shares(start(), subsetCount);
    const random = makeRandom(seed);
    const seen = new Set();
    const list = [];
    let told = {};
    for (let after = 0; after <= steps.length; after += 1) {
        told = after > 0 ? steps[after - 1](disk) ?? told : told;
        const pending = disk.pending();
        for (const plan of [planned(pending, bare), subsets(pending, count[after], random)]) {
            for (const [what, fate] of plan) {
                const files = disk.image(fate);
                const key = name(files, told);
                if (!seen.has(key))
                    list.push({ after, what, told, files });
                seen.add(key);
            }
        }
    }
    return list;
}
