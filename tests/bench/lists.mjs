// SPDX-License-Identifier: MPL-2.0
// Listing a profile: ours proves each certificate, certutil only names it.
function listers(stage, profile) {
  return {
    ours: { run: () => stage.ours('list', '-p', profile) },
    'certutil -L': { run: () => stage.run('certutil', ['-L', '-d', `sql:${profile}`]) },
  };
}

const listing = (name, databases, target, more = {}) => ({
  name, targets: { 'certutil -L': target }, ...more,
  subjects: (stage) => listers(stage, stage.put('list', databases(stage))),
});

export const lists = [
  listing('list, 1 identity', (stage) => stage.identities(1), { ratio: 1 }),
  listing('list, 1 identity beside 10,000 certificates', (stage) => stage.crowd(10000), { ratio: 1 / 100, most: 25 },
    { slow: true }),
  listing('list, 1,000 identities', (stage) => stage.identities(1000), { most: 300 }, { slow: true }),
];

/** The same for growing databases. */
export const listsAt = (stage, count) => listers(stage, stage.put(`list-${count}`, stage.crowd(count)));
