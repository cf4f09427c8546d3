// SPDX-License-Identifier: MPL-2.0
/** How many times as long as on a quiet machine may be waited; tests/run has measured it. */
export const patience = Math.max(1, Number(process.env.PATIENCE) || 1);
