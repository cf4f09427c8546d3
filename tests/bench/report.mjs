// SPDX-License-Identifier: MPL-2.0
// The results: rows for programs, a table for people.

const UNIT = 'ms';
const round = (value) => value === undefined ? undefined : Number(value.toPrecision(value >= 100 ? 4 : 3));

/* 1/8 is written as "8x faster" or the like. */
const times = (ratio) => (ratio < 1 ? `${round(1 / ratio)}x faster` : `${round(ratio)}x`);

function targetWords({ ratio, most, least }, unit) {
  return [
    ratio && (ratio < 1 ? `${round(1 / ratio)}x faster` : `at most ${ratio}x`),
    most !== undefined && `at most ${most} ${unit}`,
    least !== undefined && `${least} ${unit}`,
  ].filter(Boolean).join(', ');
}

const isMet = ({ ratio: wanted, most = Infinity, least = -Infinity }, ours, ratio) =>
  ours <= most && ours >= least && (wanted === undefined || ratio <= wanted);

/** The rows of a work: one for each that it is compared with. */
export function rowsOf(work, taken, about) {
  const { ours, ...others } = taken;
  const peers = Object.keys(others).length > 0 ? Object.entries(others) : [['', undefined]];
  return peers.map(([peer, theirs]) => {
    const ratio = theirs && ours.median / theirs.median;
    const target = work.targets?.[peer];
    const unit = work.unit ?? UNIT;
    return {
      name: work.name, unit, ours: round(ours.median), theirs: round(theirs?.median) ?? null, ratio: round(ratio) ?? null,
      target: target ? targetWords(target, unit) : null, met: target ? isMet(target, ours.median, ratio) : null,
      peer, spread: { ours: ours.spread?.map(round) ?? null, theirs: theirs?.spread?.map(round) ?? null },
      cpu: { ours: round(ours.cpu) ?? null, theirs: round(theirs?.cpu) ?? null },
      ...(work.series && { series: work.series, at: work.at }), ...about,
    };
  });
}

const number = (value) => (value === null ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 }));
const spread = (two) => (two ? `${number(two[0])}–${number(two[1])}` : '');

const COLUMNS = [
  ['work', ({ name }) => name],
  ['ours', ({ ours, unit }) => `${number(ours)} ${unit}`],
  ['spread', ({ spread: { ours } }) => spread(ours)],
  ['theirs', ({ theirs }) => number(theirs)],
  ['spread', ({ spread: { theirs } }) => spread(theirs)],
  ['of', ({ peer }) => peer],
  ['ratio', ({ ratio }) => (ratio === null ? '' : times(ratio))],
  ['target', ({ target }) => target ?? ''],
  ['met', ({ met }) => ({ true: 'yes', false: 'no' })[met] ?? ''],
  ['load', ({ load }) => String(load)],
];

/** The rows as a table of Markdown, which also a terminal can show. */
export function table(rows) {
  const lines = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const shown = lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`);
  return [shown[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...shown.slice(1)].join('\n');
}
