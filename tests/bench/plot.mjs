// SPDX-License-Identifier: MPL-2.0
// A chart of the growth: a panel for each series, with logarithmic axes.
const PANEL = { width: 330, height: 220, left: 52, right: 12, top: 30, bottom: 36 };
const SERIES = {
  list: ['list', 'certificates in the database'],
  request: ['request, P-256', 'certificates in the database'],
  install: ['a response, until proven', 'certificates in the database'],
  processes: ['requests at once', 'programs on one profile'],
};
const COLORS = { ours: '#0a7d5a', theirs: '#c2571a' };
const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const log = Math.log10;

/** The powers of ten in the range of the values, and the next ones around it. */
function decades(values) {
  const [from, to] = [Math.floor(log(Math.min(...values))), Math.ceil(log(Math.max(...values)))];
  return Array.from({ length: Math.max(to, from + 1) - from + 1 }, (_, i) => 10 ** (from + i));
}

const label = (value) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`);

function axes({ title, below, places, marks, x, y }) {
  const { left, right, top, bottom, width, height } = PANEL;
  return [
    `<text x="${left}" y="16" class="title">${escape(title)}</text>`,
    ...marks.map((value) => `<path class="grid" d="M${left} ${y(value)}H${width - right}"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${label(value)}</text>`),
    ...places.map((at) => `<text x="${x(at)}" y="${height - bottom + 16}" text-anchor="middle">${at.toLocaleString('en')}</text>`),
    `<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">${escape(below)}</text>`,
    `<path class="axis" d="M${left} ${top}V${height - bottom}H${width - right}"/>`,
  ];
}

/* The name of a line: above the higher of the two, below the lower. */
function nameOf(rows, who, x, y) {
  const last = rows.at(-1);
  const isAbove = last[who] === Math.max(last.ours, last.theirs);
  return `<text x="${x(last.at) - 4}" y="${y(last[who]) + (isAbove ? -9 : 18)}" text-anchor="end" style="font-weight: bold; fill: ${COLORS[who]}">${
    escape(who === 'ours' ? 'nss-helper' : last.peer)}</text>`;
}

function line(rows, who, x, y) {
  const points = rows.map((row) => `${x(row.at)} ${y(row[who])}`);
  const band = [...rows.map((row) => [row, 1]), ...[...rows].reverse().map((row) => [row, 0])]
    .map(([row, side]) => `${x(row.at)} ${y(row.spread[who][side])}`);
  return [
    `<path d="M${band.join('L')}Z" fill="${COLORS[who]}" opacity="0.2"/>`,
    `<path d="M${points.join('L')}" fill="none" stroke="${COLORS[who]}" stroke-width="2"/>`,
    ...rows.map((row) => `<circle cx="${x(row.at)}" cy="${y(row[who])}" r="3" fill="${COLORS[who]}"/>`),
    nameOf(rows, who, x, y),
  ];
}

function panel(rows, number) {
  const [title, below] = SERIES[rows[0].series];
  const { left, right, top, bottom, width, height } = PANEL;
  const marks = decades(rows.flatMap(({ ours, theirs, spread }) => [ours, theirs, ...spread.ours, ...spread.theirs]));
  const places = rows.map(({ at }) => at);
  const between = (value, [from, to], [start, end]) =>
    (start + (end - start) * (log(value) - log(from)) / (log(to) - log(from))).toFixed(1);
  const x = (value) => Number(between(value, [places[0], places.at(-1)], [left + 16, width - right - 16]));
  const y = (value) => Number(between(value, [marks[0], marks.at(-1)], [height - bottom, top]));
  return `<g transform="translate(${(number % 2) * width} ${Math.floor(number / 2) * height})">${
    [...axes({ title, below, places, marks, x, y }), ...line(rows, 'theirs', x, y), ...line(rows, 'ours', x, y)].join('\n')}</g>`;
}

/** An SVG of the rows that belong to a series. */
export function plot(rows) {
  const all = Object.keys(SERIES).map((name) => rows.filter(({ series }) => series === name).sort((a, b) => a.at - b.at)).filter(({ length }) => length > 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PANEL.width * 2} ${PANEL.height * Math.ceil(all.length / 2)}" role="img"
 aria-label="How the times grow: nss-helper and what people would use in its place">
<style>text { font: 11px sans-serif; fill: #444 } .title { font-size: 13px; font-weight: bold } .grid { stroke: #ddd } .axis { stroke: #666; fill: none }</style>
<rect width="100%" height="100%" fill="#fff"/>
${all.map(panel).join('\n')}
</svg>
`;
}
