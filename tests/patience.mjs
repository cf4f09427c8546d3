// SPDX-License-Identifier: MPL-2.0
import os from 'node:os';

const measured = Number(process.env.PATIENCE) || 1;

/** As tests/run has measured it for this file; and as others come to work here meanwhile. */
const now = () => Math.max(1, measured, Math.round(os.loadavg()[0] / os.availableParallelism() / 2));

/** How many times as long as on a quiet machine may be waited. */
export let patience = now();

setInterval(() => { patience = now(); }, 5000).unref();
