// SPDX-License-Identifier: MPL-2.0
import os from 'node:os';

const measured = Number(process.env.PATIENCE) || 1;

/** What tests/run has measured for this file, or more if the load of the machine has grown since. */
const now = () => Math.max(1, measured, Math.round(os.loadavg()[0] / os.availableParallelism() / 2));

/** How many times as long tests may wait as on a quiet machine. */
export let patience = now();

setInterval(() => { patience = now(); }, 5000).unref();
