// SPDX-License-Identifier: MPL-2.0
// One bit of a database is flipped. Whatever is done then ends in an error, or in a
// success that the judge confirms. FAULTS=more, FAULTS=all: more bits.
import fs from 'node:fs';
import path from 'node:path';
import { Bench, conclude, say, sizeOfSample } from './bench.mjs';
import { makeRandom } from './power/images.mjs';
import { scenes } from './scenes.mjs';

const COUNT = { few: 18, more: 40, all: 1000 }[sizeOfSample];

function flip(file, random) {
    const bytes = fs.readFileSync(file);
    const bit = Math.floor(random() * bytes.length * 8);
    bytes[bit >> 3] ^= 1 << (bit & 7);
    fs.writeFileSync(file, bytes);
    return `${path.basename(file)} bit ${bit}`;
}

// What is done with the damaged database, before and after the certificate has come.
async function act(bench, scene, kind) {
    switch (kind) {
    case 'import': return scene.attack({});
    case 'resume': return scene.again({});
    default: return bench.run(['verify', scene.facts.fingerprint.slice(0, 16)]);
    }
}

async function tryBit(bench, scene, kind, random) {
    bench.restore();
    if (kind !== 'import')
        await scene.attack({});
    const name = ['cert9.db', 'key4.db'][Math.floor(random() * 2)];
    const where = flip(path.join(bench.profile, name), random);
    const { code, signal, stderr } = await act(bench, scene, kind);
    const word = code === 0
        ? (await bench.judge(scene.facts.certificate, 'regardless')).word : 'good';
    if (signal || code > 128)
        return `${kind}, ${where}: died of ${signal ?? code}`;
    if (code !== 0 && !stderr)
        return `${kind}, ${where}: ends with ${code} and no word`;
    return word === 'good' ? null : `${kind}, ${where}: success, and the judge says ${word}`;
}

// An import that was not proven yet: the job's record goes back by a state.
function proveAgain(bench) {
    const [{ id, file, ...fields }] = bench.jobs();
    if (id)
        fs.writeFileSync(file, JSON.stringify({ ...fields, state: 'installed' }));
}

async function flips() {
    const random = makeRandom(1);
    const bench = new Bench('flips');
    const wrong = [];
    try {
        const scene = await scenes.p7b(bench);
        scene.again = async () => {
            proveAgain(bench);
            const outcome = await bench.run(['jobs', 'resume']);
            const [{ state }] = bench.jobs();
            return { ...outcome, code: outcome.code || (state === 'verified' ? 0 : 1),
                stderr: outcome.stderr || state };
        };
        for (let i = 0; i < COUNT; i += 1) {
            const fault = await tryBit(bench, scene, ['verify', 'import', 'resume'][i % 3], random);
            if (fault)
                wrong.push(fault);
        }
    } finally {
        bench.remove();
    }
    return wrong;
}

const wrong = await flips();
wrong.forEach((line) => say(`    ${line}`));
conclude('flips', { points: COUNT, lost: wrong.length, corrupt: 0 });
