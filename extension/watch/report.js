// SPDX-License-Identifier: MPL-2.0
// A report for the help desk, in the person's language: versions, sites, what the host's doctor finds,
// unfinished requests. It has no names, addresses or paths of people.
import { failureOf } from '../host/failure.js';
import { jobs } from '../host/job.js';
import { exchange } from '../host/native.js';
import { report } from '../host/report.js';
import { originOf } from '../site/origins.js';
import { sentences } from '../site/sentences.js';
import { granted } from '../site/sites.js';

const line = (name, ...parts) => browser.i18n.getMessage(name, parts);

const hostsOf = (patterns) => patterns.map((pattern) => pattern.split('/')[2]).join(', ');

async function browserLines() {
  const { runtime, extension } = browser;
  const [{ name, version }, { os, arch }, inPrivate, patterns] = await Promise.all([
    runtime.getBrowserInfo(), runtime.getPlatformInfo(), extension.isAllowedIncognitoAccess(), granted()]);
  return [
    `NSS Helper ${runtime.getManifest().version}, ${name} ${version}, ${os} ${arch}`,
    line('report_time', new Date().toISOString()),
    line(inPrivate ? 'report_private_on' : 'report_private_off'),
    patterns.length > 0 ? line('report_sites', hostsOf(patterns)) : line('report_sites_none'),
  ];
}

/** Only the host of a site: the rest of the address may tell who the person is. */
const placeOf = (site) => (site === '' ? line('unfinished_command') : new URL(originOf(site)).hostname);

const jobLines = ({ jobs: open, answers, more }) => [
  line(more ? 'report_unfinished_more' : 'report_unfinished', String(open.length), String(answers.length)),
  ...open.map(({ state, site, changed }) => line('report_request', line(`report_state_${state}`), placeOf(site), changed)),
  ...answers.map(({ site, received }) => line('report_request', line('report_arrived'), placeOf(site), received)),
];

/* The host cuts a sentence before what may tell who the person is. */
const whole = (what) => what.replace(/…$/, line('report_not_shown'));

const findingLines = ({ findings }) => findings.map(({ check, state, name, what }) => {
  const words = `${line(`report_${state}`)}: ${whole(what) || check}`;
  return state === 'good' && !what.endsWith('…') ? words : line('report_named', words, name === 'OK' ? check : `${check}, ${name}`);
});

/** What happened and what to do, with the name that the help desk looks for. */
function failed(error) {
  const { name, message } = failureOf(error);
  const what = line(`error_${name}`, message) || line('error_UNKNOWN', name, message);
  const todo = line(`error_${name}_todo`) || line('error_UNKNOWN_todo');
  return [line('report_named', sentences(what, todo).replaceAll('`', ''), name)];
}

/** Each on a port of its own: an older host closes it at a request that it does not know. */
async function hostLines() {
  const found = await exchange((channel) => channel.ask(report())).then(findingLines, failed);
  const open = await exchange(async (channel, { program, nss }) => [
    `nss-helper ${program}, NSS ${nss}`, ...jobLines(await channel.ask(jobs()))])
    .catch(failed);
  return [...new Set([...open, ...found])]; // where there is no host, both say the same
}

export const onReport = async () => ({ text: [...await browserLines(), ...await hostLines(), ''].join('\n') });
