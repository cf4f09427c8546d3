// SPDX-License-Identifier: MPL-2.0
// The power is cut after each step of each scene: no certificate is lost that was
// received, and no database is damaged. Of the disks a sample is tried, with FAULTS=more a
// larger one, with FAULTS=all each.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sizeOfSample } from './bench.mjs';
import { makeRandom, shuffle } from './power/images.mjs';
import { Play } from './power/play.mjs';
import { Place, recover } from './power/recover.mjs';

const WORKERS = 2;
const SHOWN = 10;

export const say = (line) => process.stdout.write(`${line}\n`);

// How many random disks there are of each scene, and how many of all are the larger sample.
const PLAN = {
    issue: { random: 10000, sample: 400 },
    p7b: { random: 3000, sample: 120 },
    p12: { random: 3000, sample: 120 },
    resume: { random: 1000, sample: 80 },
    enroll: { random: 1000, sample: 80 },
    renew: { random: 1000, sample: 80 },
    later: { random: 1000, sample: 80 },
    fold: { random: 0, sample: 40 },
    agreed: { random: 0, sample: 40 },
    request: { random: 0, sample: 40 },
    backup: { random: 0, sample: 40 },
    wifi: { random: 0, sample: 40 },
    remove: { random: 0, sample: 40 },
    forget: { random: 0, sample: 40 },
    failed: { random: 0, sample: 20 },
};

// The share of the sample that is tried in a run of all tests, beside what is always tried.
const FEW = 0.25;

// Disks that lost all pending steps come first: they are the hardest, and few.
function sample(list, count, seed) {
    const bare = list.filter(({ what }) => what === 'all lost');
    const others = list.filter(({ what }) => what !== 'all lost');
    const most = sizeOfSample === 'few' ? bare.length + Math.ceil(FEW * count)
        : Math.max(count, bare.length);
    return [...bare, ...shuffle(others, makeRandom(seed))].slice(0, most);
}

/*
 * Each disk of a scene in turn, by some workers. `each` gets the disk and what is wrong
 * with it, {lost, corrupt}; when it returns true, that is enough.
 */
export async function tryAll(scene, list, each) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nss-helper-places-'));
    let next = 0;
    const work = async (_, i) => {
        const place = new Place(path.join(folder, String(i)), scene.world.env);
        while (next < list.length) {
            const image = list[next];
            next += 1;
            if (each(image, await recover(place, scene, image)))
                next = list.length;
        }
    };
    try {
        await Promise.all(Array.from({ length: WORKERS }, work));
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

export function describe(play, image, faults) {
    const before = play.records[image.after - 1];
    const short = (text) =>
        text.replaceAll(play.scene.world.folder, '').replace(/\s+/g, ' ').trim();
    const step = before ? [before.op, before.text ?? short(before.path)].join(' ') : 'the start';
    return `after ${step} (step ${image.after}), ${short(image.what)}: ` +
        [...faults.corrupt, ...faults.lost].map(short).join('; ');
}

async function tryScene(name, { all, seed }, totals) {
    const play = await Play.of(name);
    const begun = Date.now();
    try {
        const list = play.images({ seed, random: all ? PLAN[name].random : PLAN[name].random / 10 });
        const chosen = all ? list : sample(list, PLAN[name].sample, seed);
        const wrong = play.orderFaults();
        totals.lost += wrong.length;
        await tryAll(play.scene, chosen, (image, faults) => {
            totals.lost += faults.lost.length > 0;
            totals.corrupt += faults.corrupt.length > 0;
            if (faults.lost.length + faults.corrupt.length > 0)
                wrong.push(describe(play, image, faults));
        });
        totals.points += chosen.length;
        say(`  power     ${name.padEnd(8)} ${play.records.length} steps, ` +
            `${chosen.length} of ${list.length} disks  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
        wrong.slice(0, SHOWN).forEach((text) => say(`    ${text}`));
    } finally {
        play.remove();
    }
}

export async function power({ all = sizeOfSample === 'all', seed = 1,
    names = Object.keys(PLAN) } = {}) {
    const totals = { points: 0, lost: 0, corrupt: 0 };
    for (const name of names)
        await tryScene(name, { all, seed }, totals);
    return totals;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    const names = process.argv.slice(2);
    const totals = await power(names.length > 0 ? { names } : {});
    say(`power: ${totals.points} points, ${totals.lost} lost, ${totals.corrupt} corrupt`);
    process.exitCode = totals.lost + totals.corrupt > 0 ? 1 : 0;
}
