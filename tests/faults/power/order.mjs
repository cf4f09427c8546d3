// SPDX-License-Identifier: MPL-2.0
// What the log of a scene shows by itself, before any power is cut: nothing is said and
// no next state is begun while a step on the profile is pending, and each state of the
// job becomes durable, in its order.
import path from 'node:path';

// The states of the scene's job that are durable after each step, without repeats.
class States {
    constructor(file) {
        this.file = file;
        this.list = [];
    }

    look(disk) {
        const bytes = this.file && disk.durable(this.file);
        const [, state] = bytes?.toString('latin1').match(/"state":\s*"(\w+)"/) ?? [];
        if (state && state !== this.list.at(-1))
            this.list.push(state);
    }
}

const isNextState = ({ op, to }) => op === 'rename' && path.basename(path.dirname(to)) === 'jobs';

// Sentences about what is wrong. The scene's disk is used up.
export function orderFaults(disk, scene, records, steps) {
    const { profile } = scene.world;
    const states = new States(scene.record);
    const faults = [];
    states.look(disk);
    for (const [i, record] of records.entries()) {
        const pending = disk.pending(profile);
        if (pending.length > 0 && (record.op === 'say' || isNextState(record))) {
            const what = record.op === 'say' ? `"${record.text}" is said`
                : 'the next state is begun';
            faults.push(`${what} while this may still be lost: ${pending[0].what}`);
        }
        steps[i](disk);
        if (record.op === 'sync')
            states.look(disk);
    }
    if (scene.record && states.list.join() !== scene.states.join())
        faults.push(`durable states: ${states.list.join(' ')}, not ${scene.states.join(' ')}`);
    return faults;
}
