// SPDX-License-Identifier: MPL-2.0
// Dates of tests are relative to now, and hold in any zone.
export const DAY = 24 * 60 * 60 * 1000;

/** In UTC, to the second, as in records. */
export const iso = (time) => new Date(time).toISOString().replace(/\.\d+/, '');

/** The time this many times 24 hours from now. */
export const inDays = (days) => new Date(Date.now() + days * DAY);

/** The last second of the local date this many days from today. */
export function endOfDate(days) {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 23, 59, 59);
}

/** Tests that depend on the date and take less than a minute wait for this first. */
export async function clearOfMidnight() {
  for (const midnight of [endOfDate(0).getTime() + 1000, Math.ceil(Date.now() / DAY) * DAY]) {
    const left = midnight - Date.now();
    if (left >= 0 && left < 60000) await new Promise((resolve) => { setTimeout(resolve, left + 100); });
  }
}
