// SPDX-License-Identifier: MPL-2.0
// Days to an end, by the dates where the person is, as the host counts them; and in
// words.
export const DAY = 24 * 60 * 60 * 1000;

/** The local date of a time in milliseconds, as a number of days. */
export function dateOf(time) {
  const at = new Date(time);
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY;
}

/** When such a date begins, in milliseconds. */
export function beginOf(date) {
  const day = new Date(date * DAY);
  return new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()).getTime();
}

/** Whole days until the date of `notAfter`. */
export const daysLeft = (notAfter) => dateOf(Date.parse(notAfter)) - dateOf(Date.now());

/** "23 days left", and the like. */
export function inWords(days) {
  const { getMessage } = browser.i18n;
  if (days === 0) {
    return getMessage('days_end_today');
  }
  const unit = { style: 'unit', unit: 'day', unitDisplay: 'long' };
  return getMessage('days_left', [new Intl.NumberFormat(getMessage('language'), unit).format(days)]);
}
