// SPDX-License-Identifier: MPL-2.0
// From an error to the part of the help page that fits it.

const PARTS = {
  host: ['HOST_MISSING', 'HOST_BROKEN', 'HOST_TIMEOUT', 'HOST_REPLY', 'HOST_VERSION', 'PROTOCOL', 'CONFIG', 'NO_BROWSER'],
  p12: ['PASSWORD', 'KEY_PASSWORD', 'OPEN_KEY', 'NO_PINENTRY'],
  form: ['SITE_OFF', 'OTHER_SITE', 'SITE_LIST', 'KEY_KIND'],
  lost: ['LOST', 'INCOMPLETE', 'INTERRUPTED', 'NO_JOB', 'NO_KEY', 'UNASKED'],
  windows: ['NO_PROFILE', 'MANY_PROFILES'],
  life: ['REVOKED', 'DATES'],
  file: ['SAVED'],
};

/** The part for an error of this name; for all others, what to tell the help desk. */
const partOf = (name) =>
  Object.keys(PARTS).find((part) => PARTS[part].includes(name)) ?? 'desk';

export function linkToHelp(link, name) {
  link.href = `help.html#${partOf(name)}`;
}
