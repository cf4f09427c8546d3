// SPDX-License-Identifier: MPL-2.0
// axe checks what is shown, also in the closed shadow roots of the content scripts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong: a line for each element. @param {string[]} [rules] only these */
export async function findings({ world, where }, rules) {
  const isThere = await world.inside(where, () => Boolean(window.axe));
  return world.inside(where, async (only) => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'], preload: false, ...only && { runOnly: { type: 'rule', values: only } },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id}: ${target.join(' ')}: ${failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ')}`));
  }, { args: [rules ?? null], before: isThere ? '' : AXE });
}
