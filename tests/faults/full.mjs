// SPDX-License-Identifier: MPL-2.0
// A disk that is really full, or nearly: node full.mjs FOLDER, a small file system that
// nobody else writes to. FAULTS=all: full to each page.
import fs from 'node:fs';
import path from 'node:path';
import { Bench, conclude, say } from './bench.mjs';
import { sceneNames, scenes } from './scenes.mjs';
import { verdict } from './verdict.mjs';

const PAGE = 4096;
const LEFT = process.env.FAULTS === 'all' ? Array.from({ length: 64 }, (_, i) => i) : [0, 6, 20];

// All but some pages, in a file that does not belong to the profile.
function fill(folder, left) {
    const file = path.join(folder, 'filler');
    const fd = fs.openSync(file, 'w');
    const keep = Buffer.alloc(PAGE, 1);
    let pages = 0;
    try {
        while (fs.writeSync(fd, keep) === PAGE)
            pages += 1;
    } catch (error) {
        if (error.code !== 'ENOSPC')
            throw error;
    }
    fs.ftruncateSync(fd, Math.max(0, pages - left) * PAGE);
    fs.closeSync(fd);
    return file;
}

// What is said on a disk without one free page.
const said = {
    async press(bench, { told }) {
        const { keys } = await bench.judge();
        return told.error?.name === 'NO_SPACE' && keys === 0 ? []
            : [`no NO_SPACE, or a key: ${JSON.stringify(told)}, ${keys} keys`];
    },
    answer: (bench, { told }) => (told.received ? []
        : [`its room does not take the answer: ${JSON.stringify(told)}`]),
    // Folding can wait, so that it is no error.
    fold: (bench, { code, stderr }) => (code === 0 && bench.jobs().length === 1 ? []
        : [`a journal that stays as it is: ${code} ${stderr}`]),
    async p7b(bench, { code, stderr }) {
        const { word } = await bench.judge();
        return code !== 0 && stderr && word === 'good' ? [] : [`${code} ${stderr}; ${word}`];
    },
};

async function tryLeft(bench, scene, name, left) {
    bench.restore();
    const filler = fill(path.dirname(bench.disk), left);
    const outcome = await scene.attack({});
    const lost = left === 0 ? [...await (said[name] ?? said.p7b)(bench, outcome)] : [];
    fs.unlinkSync(filler);
    if (outcome.signal || outcome.code > 128)
        lost.push(`it died: ${outcome.signal ?? outcome.code}`);
    lost.push(...await scene.person(outcome));
    const found = await verdict(bench, scene.facts);
    return { lost: [...lost, ...found.lost], corrupt: found.corrupt };
}

const [folder] = process.argv.slice(2);
const totals = { points: 0, lost: 0, corrupt: 0 };
for (const name of sceneNames()) {
    const bench = new Bench(`full-${name}`, { on: folder });
    try {
        const scene = await scenes[name](bench);
        for (const left of LEFT) {
            const { lost, corrupt } = await tryLeft(bench, scene, name, left);
            totals.points += 1;
            totals.lost += lost.length > 0;
            totals.corrupt += corrupt.length > 0;
            [...lost, ...corrupt].forEach((line) =>
                say(`    ${name}, ${left} pages left: ${line}`));
        }
    } finally {
        fs.rmSync(bench.disk, { recursive: true, force: true });
        bench.remove();
    }
}
conclude('full', totals);
