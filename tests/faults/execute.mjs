// SPDX-License-Identifier: MPL-2.0
// One program, from its start to its end.
import { execFile } from 'node:child_process';
import { patience } from '../patience.mjs';

// Longer than any limit of the programs, also on a busy machine.
const PATIENCE = 90000 * patience;

// {code, signal, stdout, stderr}
export function execute(program, args, env) {
    return new Promise((resolve) => {
        const options = { encoding: 'utf8', env, timeout: PATIENCE, killSignal: 'SIGKILL' };
        execFile(program, args, options, (error, stdout, stderr) => resolve({
            code: error ? error.code ?? null : 0, signal: error?.signal ?? null, stdout, stderr,
        }));
    });
}
