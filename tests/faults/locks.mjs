// SPDX-License-Identifier: MPL-2.0
// Locks on the databases: none while a key is made, none for long while a certificate is
// installed; and the lock of another program is waited for, up to a known limit.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, conclude, say } from './bench.mjs';
import { scenes } from './scenes.mjs';

// A running Firefox must not be held up for longer.
const LONGEST = 1000;

async function watched(bench, act) {
    const watcher = await bench.locks('watch');
    const begun = Date.now();
    const outcome = await act();
    const took = Date.now() - begun;
    return { ...outcome, took, held: Number(await watcher.end()) };
}

const hashes = (bench) => ['cert9.db', 'key4.db'].map((name) =>
    createHash('sha1').update(fs.readFileSync(path.join(bench.profile, name))).digest('hex')).join();

const isBusy = ({ told, code, stderr }) =>
    (told ? told.error?.name === 'BUSY' && told.error.message : code === 75 && stderr);

// Each answers what went wrong, or null.
const watches = {
    async 'no lock while a large key is made'(bench) {
        // Now and then a key is found at once.
        for (let i = 0; i < 8; i += 1) {
            const { told, took, held } =
                await watched(bench, () => bench.press({}, { key: 'rsa-4096' }));
            if (!told.ok || held > LONGEST)
                return `${JSON.stringify(told)}, held for ${held} ms`;
            if (took > 1000)
                return held < took / 2 ? null : `held for ${held} of ${took} ms`;
        }
        return null;
    },

    async 'no long lock while a certificate goes in'(bench, scene) {
        const { done, held } = await watched(bench, () => scene.attack({}));
        return done && held < LONGEST ? null : `${done}, held for ${held} ms`;
    },
};

const waits = {
    async 'a lock for three seconds is waited for'(bench, scene, mode) {
        const holder = await bench.locks(mode);
        const acting = scene.attack({});
        await sleep(3000);
        await holder.end();
        const outcome = await acting;
        return outcome.done ? null : JSON.stringify(outcome);
    },

    async 'a lock for longer is told, and nothing is changed'(bench, scene, mode) {
        const before = hashes(bench);
        const holder = await bench.locks(mode);
        const outcome = await scene.attack({});
        await holder.end();
        if (outcome.done || !isBusy(outcome))
            return `no BUSY: ${JSON.stringify(outcome)}`;
        if (hashes(bench) !== before)
            return 'a database has changed';
        const [wrong] = await scene.person(outcome);
        return wrong ?? null;
    },
};

const totals = { points: 0, lost: 0, corrupt: 0 };

// One scene on a bench of its own, checked by each in turn.
async function tryScene(name, checks, mode) {
    const bench = new Bench(`locks-${name}`);
    try {
        const scene = await scenes[name](bench);
        for (const [what, check] of Object.entries(checks)) {
            bench.restore();
            const wrong = await check(bench, scene, mode);
            totals.points += 1;
            totals.lost += Boolean(wrong);
            if (wrong)
                say(`    ${name}: ${what} (${mode}): ${wrong}`);
        }
    } finally {
        bench.remove();
    }
}

for (const name of ['answer', 'p7b', 'press'])
    await tryScene(name, watches, 'watched');
// These mostly wait, so all run at the same time.
await Promise.all(['answer', 'p7b', 'press'].flatMap((name) =>
    ['reserved', 'exclusive'].map((mode) => tryScene(name, waits, mode))));
conclude('locks', totals);
