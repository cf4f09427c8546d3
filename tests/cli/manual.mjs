// SPDX-License-Identifier: MPL-2.0
// tests/cli/manual.mjs MANUAL HELP VERB…: the options in which the manual differs from the help, which
// is printed from the tables of the commands. The names of the files with help begin with HELP.
import { readFileSync } from 'node:fs';

const [manualFile, helpFile, ...verbs] = process.argv.slice(2);
const manual = readFileSync(manualFile, 'utf8');
const between = (text, from, to) => text.slice(text.indexOf(from) + from.length).split(to)[0];

/** "k key KIND" for each option of a help, by the heading that it stands under. */
function readHelp(verb) {
  const found = new Map();
  let heading;
  for (const line of readFileSync(`${helpFile}${verb}`, 'utf8').split('\nExamples:')[0].split('\n')) {
    const [, title] = line.match(/^(\S.*):$/) ?? [];
    heading = title ?? heading;
    const [, letter, name, argument] = line.match(/^ {2}(?:-(\w), | {4})--([\w-]+)(?: (\S+))?/) ?? [];
    if (name) found.set(heading, [...found.get(heading) ?? [], { letter, name, argument }]);
  }
  return found;
}

const label = ({ letter = '-', name, argument = '' }) => `${letter} ${name} ${argument}`.trim();

/** The same of the list of options in a part of the manual. */
const listed = (part) => [...part.matchAll(/^\.It Fl (?:(\w) , Fl )?-([\w-]+)(?: Ar (\w+))?$/gm)]
  .map(([, letter, name, argument]) => ({ letter, name, argument: argument?.toUpperCase() }));

/** The part of the manual about a verb. */
const sectionOf = (verb) => between(manual, '\n.Sh COMMANDS', '\n.Sh ').split('\n.Ss ')
  .find((part) => part.startsWith(`${verb}\n`));

/** What the usage there has, before the first words: letters and names, with their values. */
const summed = (verb) => [...sectionOf(verb).split('\n.Pp\n')[0].matchAll(/Fl -?([\w-]+)(?: Ar (\w+))?/g)]
  .map(([, word, argument = '']) => ({ word, argument: argument.toUpperCase() }));

function compare(what, some, others) {
  for (const one of some) if (!others.includes(one)) process.stdout.write(`${what} lacks: ${one}\n`);
}

const common = listed(between(manual, '\n.Sh COMMON OPTIONS\n', '\n.Sh ')).map(label);
compare('the help', common, verbs.flatMap((verb) => readHelp(verb).get('Common options')).map(label));

for (const verb of verbs) {
  const help = readHelp(verb);
  const own = help.get('Options') ?? [];
  const all = help.get('Common options');
  const shared = [...help].filter(([heading]) => !/options$/i.test(heading)).flatMap(([, list]) => list);
  const section = [...new Set(listed(sectionOf(verb)).map(label))];
  compare(`the manual's ${verb}`, own.map(label), section);
  compare(`the help of ${verb}`, section, own.map(label));
  compare('the manual', all.map(label), common);
  compare("the manual's enroll", shared.map(label), listed(sectionOf('enroll')).map(label));

  const known = [...own, ...shared];
  const named = summed(verb).filter(({ word }) => !all.some(({ letter, name }) => [letter, name].includes(word)))
    .map(({ word, argument }) => `${known.find(({ letter }) => letter === word)?.name ?? word} ${argument}`);
  const wanted = known.map(({ name, argument = '' }) => `${name} ${argument}`);
  compare(`the usage of ${verb}`, wanted, named);
  compare(`the help of ${verb}`, named, wanted);
  const words = [...known, ...all].flatMap(({ letter, name }) => [letter, name]).filter(Boolean);
  if (new Set(words).size !== words.length) process.stdout.write(`${verb} has an option twice\n`);
}
