// SPDX-License-Identifier: MPL-2.0
// The time to install and prove a response of the CA, compared with programs that only store a
// certificate.
import { issueRequest } from '../host/lib.mjs';
import { greeted } from './requests.mjs';

/**
 * A profile with the key of an unfinished request, the response, and the host that made the key.
 */
async function asked(stage, name, databases) {
  const profile = stage.put(name, databases);
  const port = await greeted(stage, profile);
  const { spkac, job } = await port.ask(issueRequest(), 'request');
  await port.ask({ type: 'sent', job }, 'ok');
  const bytes = stage.ca.answer('Taro Yamada', spkac);
  return { profile, port, bytes, file: stage.keep(`${name}.pem`, bytes) };
}

/** The same after the host has ended. */
async function askedBefore(stage, name, databases) {
  const { port, ...rest } = await asked(stage, name, databases);
  await port.close();
  return rest;
}

const byHost = (stage, databases) => ({
  ready: () => asked(stage, 'host', databases),
  run: async ({ port, bytes }) => {
    port.sendAnswer(bytes);
    await port.expect('received');
    await port.expect('installed');
  },
  after: ({ port }) => port.close(),
});

export const byCommand = (stage, databases, name = 'command') => ({
  ready: () => askedBefore(stage, name, databases),
  run: ({ profile, file }) => stage.ours('import', file, '-q', '-p', profile),
});

const certutil = (stage, databases) => ({
  ready: () => askedBefore(stage, 'certutil', databases),
  run: ({ profile, file }) => stage.run('certutil', ['-A', '-d', `sql:${profile}`, '-n', 'Taro', '-t', ',,', '-i', file]),
});

const oneStored = { 'certutil -A': { ratio: 2 } };

export const answers = [{
  name: 'response with an intermediate, until proven, by the host',
  targets: oneStored,
  subjects: (stage) => ({ ours: byHost(stage, stage.empty()), 'certutil -A': certutil(stage, stage.empty()) }),
}, {
  name: 'response with an intermediate, until proven',
  targets: oneStored,
  subjects: (stage) => ({ ours: byCommand(stage, stage.empty()), 'certutil -A': certutil(stage, stage.empty()) }),
}, {
  name: 'response, beside 10,000 certificates',
  targets: { 'beside 10': { ratio: 1.2 } },
  subjects: (stage) => ({ ours: byCommand(stage, stage.crowd(10000)), 'beside 10': byCommand(stage, stage.crowd(10), 'few') }),
}];

/** The same for growing databases. */
export const answersAt = (stage, count) =>
  ({ ours: byCommand(stage, stage.crowd(count)), 'certutil -A': certutil(stage, stage.crowd(count)) });
