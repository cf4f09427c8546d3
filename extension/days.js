// SPDX-License-Identifier: MPL-2.0
// Days to an end and since, by the dates in UTC, as the host counts them; and in words.
export const DAY = 24 * 60 * 60 * 1000;

/** The UTC date of a time in milliseconds, as a number of days. */
export const dateOf = (time) => Math.floor(time / DAY);

/** Whole days until the date of `notAfter`. */
export const daysLeft = (notAfter) => dateOf(Date.parse(notAfter)) - dateOf(Date.now());

/** "23 days left", and the like. */
export function inWords(days, ended = days < 0) {
  const { getMessage } = browser.i18n;
  if (days === 0) {
    return getMessage(ended ? 'days_ended_today' : 'days_end_today');
  }
  const unit = { style: 'unit', unit: 'day', unitDisplay: 'long' };
  const count = new Intl.NumberFormat(getMessage('language'), unit).format(Math.abs(days));
  return getMessage(ended ? 'days_ago' : 'days_left', [count]);
}
