// SPDX-License-Identifier: MPL-2.0
// One fault at each call of each scene, then what a person does on a machine that works.
// Nothing is lost, nothing is damaged, and no failure is reported as a success.
//
//   node matrix.mjs kill|error|broken|memory [SCENE…]
//
// FAULTS=more: more points; FAULTS=all: every one
import { Bench, conclude, nss, say, sizeOfSample } from './bench.mjs';
import { kindNames, pointsOf } from './points.mjs';
import { sceneNames, scenes } from './scenes.mjs';
import { verdict } from './verdict.mjs';

const SHOWN = 12;

// How many points of a scene are tried: in a sample, in a larger one, and in full.
const MOST = {
    kill: { few: 4, more: 9, all: Infinity },
    error: { few: 4, more: 9, all: Infinity },
    broken: { few: 2, more: 3, all: 60 },
    memory: { few: 2, more: 5, all: 2000 },
};

const mostOf = (kind, scene, of, size) =>
    (kind === 'kill' && scene.turns && of === 'system' && size !== 'all' ? 'turns' : MOST[kind][size]);

// A reported success is one, and an error has a name and a sentence.
async function* honest(bench, scene, outcome, isAllowed) {
    const error = outcome.told?.error;
    if (outcome.signal || outcome.code === null || outcome.code > 128) {
        if (!isAllowed)
            yield `it died: ${outcome.signal ?? outcome.code} ${outcome.stderr}`;
        return;
    }
    if (outcome.done && scene.facts) {
        const { word } = await bench.judge(scene.facts.certificate);
        if (word !== 'good')
            yield `success was told, and the judge says: ${word}`;
    }
    // A host whose browser does not listen any more can't report anything.
    if (outcome.code !== 0 && !outcome.stderr && !outcome.told)
        yield `it ends with ${outcome.code}, and no word`;
    if (error && !(error.name && error.message))
        yield `an error without a name: ${JSON.stringify(error)}`;
}

// Where memory was refused inside NSS it may die; our own code may not.
const isOurs = (calls) =>
    calls.some(({ name, path }) => name === 'memory' && /nss-helper[^/]*$/.test(path));

async function attack(bench, scene, kind, { fault }) {
    bench.restore();
    const outcome = await scene.attack(bench.shim(fault, { opens: kind === 'error' }));
    const isAllowed = kind === 'kill' || (kind === 'memory' && !isOurs(bench.calls()));
    const lost = [];
    for await (const wrong of honest(bench, scene, outcome, isAllowed))
        lost.push(wrong);
    lost.push(...await scene.person(outcome));
    const found = await verdict(bench, scene.facts, scene.certificates);
    return { lost: [...lost, ...found.lost], corrupt: found.corrupt };
}

// Without a fault: what is counted, and what is there in the end.
async function rehearse(bench, scene, kind) {
    bench.restore();
    const outcome = await scene.attack(bench.shim(null, { opens: kind === 'error' }));
    const calls = bench.calls();
    const wrong = outcome.done ? await scene.person(outcome) : ['it fails without a fault'];
    const found = await verdict(bench, scene.facts);
    const faults = [...wrong, ...found.lost, ...found.corrupt];
    if (faults.length > 0)
        throw new Error(`without a fault: ${faults.join('; ')} ${outcome.stderr}`);
    scene.certificates = found.certificates;
    return calls;
}

// The sentences about what went wrong; `totals` is added to.
async function tryPoints(kind, bench, scene, totals, most) {
    const calls = await rehearse(bench, scene, kind);
    const lines = [];
    for (const point of pointsOf(kind, calls, most)) {
        const { lost, corrupt } = await attack(bench, scene, kind, point);
        totals.points += 1;
        totals.lost += lost.length > 0;
        totals.corrupt += corrupt.length > 0;
        if (lost.length + corrupt.length > 0)
            lines.push(`${point.fault} ${point.what}: ${[...corrupt, ...lost].join('; ')}`);
    }
    return lines;
}

async function tryScene(kind, name, of, size) {
    const bench = new Bench(`${kind}-${name}`, { of });
    const totals = { points: 0, lost: 0, corrupt: 0 };
    const begun = Date.now();
    let lines = [];
    try {
        const scene = await scenes[name](bench);
        lines = await tryPoints(kind, bench, scene, totals, mostOf(kind, scene, of, size));
    } catch (error) {
        totals.lost += 1;
        lines.push(error.stack);
    } finally {
        bench.remove();
    }
    say(`  ${kind.padEnd(8)} ${name.padEnd(8)} ${of.padEnd(8)} ${totals.points} points  ` +
        `${((Date.now() - begun) / 1000).toFixed(1)} s`);
    lines.slice(0, SHOWN).forEach((line) => say(`    ${line}`));
    if (lines.length > SHOWN)
        say(`    and ${lines.length - SHOWN} more`);
    return totals;
}

// Only the command looks for the browser's NSS in the profile; in these scenes it acts.
const isWanted = (name, of) => of === 'system' || !['press', 'answer'].includes(name);

async function matrix(kind, names, size) {
    const queue = nss.flatMap((of) => names.filter((name) => isWanted(name, of))
        .map((name) => [name, of]));
    const sum = { points: 0, lost: 0, corrupt: 0 };
    const work = async () => {
        while (queue.length > 0) {
            const totals = await tryScene(kind, ...queue.shift(), size);
            for (const key of Object.keys(sum))
                sum[key] += totals[key];
        }
    };
    await Promise.all([work(), work()]);
    return sum;
}

const [kind, ...names] = process.argv.slice(2);
if (!kindNames.includes(kind))
    throw new Error(`matrix.mjs ${kindNames.join('|')} [SCENE…]`);
conclude(kind, await matrix(kind, names.length > 0 ? names : sceneNames(), sizeOfSample));
