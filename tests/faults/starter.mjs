// SPDX-License-Identifier: MPL-2.0
// Starts programs on behalf of a large process. At each start the system copies the page tables
// of the process that starts it, and for a large one this takes longer than the program itself.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { execute } from './execute.mjs';

const me = fileURLToPath(import.meta.url);

class Starter {
    #asked = new Map();
    #last = 0;

    constructor() {
        this.child = fork(me);
        this.child.on('message', ({ id, outcome }) => {
            this.#asked.get(id).resolve(outcome);
            this.#asked.delete(id);
            this.#hold();
        });
        this.child.on('exit', (code, signal) => this.#asked.forEach(({ reject }) =>
            reject(new Error(`what starts the programs has ended: ${code ?? signal}`))));
        this.child.unref();
    }

    // Keeps this process alive only while it waits for an outcome.
    #hold() {
        if (this.#asked.size > 0)
            this.child.channel?.ref();
        else
            this.child.channel?.unref();
    }

    ask(...words) {
        const id = this.#last += 1;
        return new Promise((resolve, reject) => {
            this.#asked.set(id, { resolve, reject });
            this.#hold();
            this.child.send({ id, words });
        });
    }
}

let starter;

// As `execute`.
export function executeFromAfar(program, args, env) {
    starter ??= new Starter();
    return starter.ask(program, args, env);
}

if (process.argv[1] === me) {
    process.on('message', async ({ id, words }) => {
        process.send({ id, outcome: await execute(...words) });
    });
}
