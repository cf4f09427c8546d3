// SPDX-License-Identifier: MPL-2.0
// Which certificates the list shows, in which order and in which groups. Pure: nothing of it is
// remembered.
const RECENT = 30; // days since the end of a certificate that nothing has replaced

export const isReplaced = ({ state, newer }) => newer !== '' && ['good', 'soon'].includes(state);

/** All of them, each with whether it replaces one that is still valid. */
export function marked(all) {
  const newer = all.filter(isReplaced).map((owned) => owned.newer);
  return all.map((owned) => ({ ...owned, replaces: newer.includes(owned.identity.fingerprint) }));
}

/** Whether the person has something to do about it. */
export const wantsAttention = ({ state, newer, daysLeft }) => ['revoked', 'broken'].includes(state)
  || (newer === '' && (state === 'soon' || (state === 'expired' && daysLeft >= -RECENT)));

/* One that was replaced comes second, because it can be removed with a press. */
const rankOf = (owned) => [wantsAttention(owned), owned.newer !== '', true].indexOf(true);

const endOf = ({ identity: { notAfter } }) => Date.parse(notAfter);

/* What ends next comes first; then what has ended, the last one first. */
const byEnd = (one, other) => {
  const ended = [one, other].map(({ state }) => Number(state === 'expired'));
  const later = endOf(one) - endOf(other);
  return ended[0] - ended[1] || (ended[0] ? -later : later);
};

/** The ways to sort, the usual one first. */
export const ORDERS = Object.freeze(['attention', 'end', 'person', 'issuer']);

function comparing(order, language) {
  const { compare } = new Intl.Collator(language);
  const by = (name) => (one, other) => compare(one.identity[name], other.identity[name]) || byEnd(one, other);
  return {
    attention: (one, other) => rankOf(one) - rankOf(other),
    end: byEnd,
    person: by('name'),
    issuer: by('issuerName'),
  }[order];
}

/** @param {object[]} all in the host's order, which decides between equal ones */
export const sorted = (all, order, language) => all.toSorted(comparing(order, language));

/* Full-width letters are found by plain ones. */
const folded = (text) => text.normalize('NFKC').toLowerCase();

function textsOf({ identity, site }) {
  const { name, emails, issuerName, subject, issuer, nickname, serialHex, serialDecimal, fingerprint } = identity;
  return [name, ...emails, issuerName, subject, issuer, nickname, site, serialHex, serialDecimal, fingerprint,
    serialHex.replaceAll(':', ''), fingerprint.replaceAll(':', '')];
}

/** Whether each word is somewhere in it. */
export function matches(owned, words) {
  const text = folded(textsOf(owned).join('\n'));
  return folded(words).split(/\s+/).every((word) => text.includes(word));
}

/* A person is known by a name or by an address. */
const marksOf = ({ identity: { name, emails } }) => [name, ...emails].map((mark) => folded(mark).trim());

/**
 * Grouped by person, in the order of the list.
 * @returns {object[]} the names of a person, and what is theirs
 */
export function grouped(all) {
  let groups = [];
  for (const owned of all) {
    const marks = marksOf(owned);
    const same = groups.filter((group) => marks.some((mark) => group.marks.has(mark)));
    const group = same[0] ?? { marks: new Set(), members: [] };
    for (const other of same.slice(1)) {
      other.marks.forEach((mark) => group.marks.add(mark));
      group.members.push(...other.members);
    }
    marks.forEach((mark) => group.marks.add(mark));
    group.members.push(owned);
    groups = [...groups.filter((one) => one !== group && !same.includes(one)), group];
  }
  const at = (owned) => all.indexOf(owned);
  return groups.map(({ members }) => members.toSorted((one, other) => at(one) - at(other)))
    .toSorted(([one], [other]) => at(one) - at(other))
    .map((members) => ({ names: [...new Set(members.map(({ identity }) => identity.name))], members }));
}
