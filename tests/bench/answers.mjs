// SPDX-License-Identifier: MPL-2.0
// A response of the CA: until it is installed and proven, against what stores one certificate.
import { issueRequest } from '../host/lib.mjs';
import { greeted } from './requests.mjs';

/** A profile with a key that waits, its response, and the host that has made it. */
async function asked(stage, name, databases) {
  const profile = stage.put(name, databases);
  const port = await greeted(stage, profile);
  const { spkac, job } = await port.ask(issueRequest(), 'request');
  await port.ask({ type: 'sent', job }, 'ok');
  const bytes = stage.ca.answer('Taro Yamada', spkac);
  return { profile, port, bytes, file: stage.keep(`${name}.pem`, bytes) };
}

/** The same, and the host has gone. */
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

/** As the database grows. */
export const answersAt = (stage, count) =>
  ({ ours: byCommand(stage, stage.crowd(count)), 'certutil -A': certutil(stage, stage.crowd(count)) });
