// SPDX-License-Identifier: MPL-2.0
// Several sentences as one text.

/** One after the other: Japanese has no blank between sentences. */
export const sentences = (...texts) =>
  texts.filter(Boolean).join(browser.i18n.getMessage('language') === 'ja' ? '' : ' ');
