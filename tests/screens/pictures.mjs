// SPDX-License-Identifier: MPL-2.0
// The page with all pictures: a row for each state, a column for each language and look.
import { LANGUAGES, LOOKS } from './stage.mjs';

const STYLE = `
body { font: 14px system-ui, sans-serif; margin: 1em; background: #ddd; color: #111; }
table { border-collapse: collapse; }
th, td { padding: 0.4em; vertical-align: top; text-align: start; border-bottom: 1px solid #aaa; }
thead th { position: sticky; top: 0; background: #ddd; }
img { display: block; width: 15em; max-height: 24em; object-fit: contain; object-position: top; background: #bbb; }`;

const COLUMNS = Object.keys(LANGUAGES).flatMap((language) => LOOKS.map((look) => [language, look]));

const cell = (file, name) => `<td><a href="${file}"><img loading="lazy" src="${file}" alt="${name}"></a></td>`;

/** @param {object} names nameOf(state), fileOf(state, language, look) and looksOf(state) */
export function indexOf(states, { nameOf, fileOf, looksOf }) {
  const rows = states.map((state) => {
    const cells = COLUMNS.map(([language, look]) => (looksOf(state).includes(look)
      ? cell(fileOf(state, language, look), `${nameOf(state)}, ${language}, ${look}`) : '<td></td>'));
    return `<tr><th scope="row">${state.page}<br>${state.state}</th>${cells.join('')}</tr>`;
  });
  const heads = COLUMNS.map(([language, look]) => `<th scope="col">${language}, ${look}</th>`);
  return `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Pages of NSS Helper</title><style>${STYLE}</style>
<h1>Pages of NSS Helper</h1>
<table><thead><tr><th scope="col">State</th>${heads.join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
</html>
`;
}
