// SPDX-License-Identifier: MPL-2.0
// A key and its request: by the command, and by the host that has prepared the key. Beside them what
// NSS alone takes for the key, and what others use.
import fs from 'node:fs';
import path from 'node:path';
import { HOST, Port, issueRequest } from '../host/lib.mjs';

const BARE = path.join(path.dirname(HOST), 'bench', 'bare');
const SUBJECT = 'CN=Taro Yamada,O=Example,C=JP';
const KINDS = {
  'rsa-2048': { words: 'RSA-2048', certutil: ['-k', 'rsa', '-g', '2048'], openssl: ['rsa:2048'] },
  'p-256': { words: 'P-256', certutil: ['-k', 'ec', '-q', 'nistp256'], openssl: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] },
};

/** A host at work on a profile, that has been greeted. */
export async function greeted(stage, profile, options) {
  const port = new Port(stage.world, profile, options);
  await port.hello();
  return port;
}

function anew(stage, name) {
  const file = stage.file(name);
  fs.rmSync(file, { force: true });
  return file;
}

/** The others, each in a profile of its own with such databases. */
function others(stage, kind, databases) {
  const { certutil, openssl } = KINDS[kind];
  const noise = stage.keep('noise', Buffer.alloc(64, 1));
  const put = (name) => () => stage.put(name, databases);
  return {
    'certutil -R': { ready: put('certutil'), run: (profile) => stage.run('certutil',
      ['-R', '-d', `sql:${profile}`, ...certutil, '-s', SUBJECT, '-z', noise, '-a', '-o', anew(stage, 'certutil.csr')]) },
    'NSS alone': { ready: put('bare'), run: (profile) => stage.run(BARE, [profile, kind]) },
    'openssl req': { run: () => stage.run('openssl', ['req', '-newkey', ...openssl, '-nodes',
      '-subj', '/CN=Taro Yamada', '-keyout', anew(stage, 'openssl.key'), '-out', anew(stage, 'openssl.csr')]) },
  };
}

const command = (stage, kind, databases) => ({
  ready: () => stage.put('command', databases),
  run: (profile) => stage.ours('request', '-k', kind, '-s', SUBJECT, '-q', '-p', profile, '-o', anew(stage, 'ours.csr')),
});

/** The host, from the message to its answer. */
const host = (stage, kind, { prepared }) => ({
  ready: async () => {
    const port = await greeted(stage, stage.put('host', stage.empty()));
    if (prepared) await port.ask({ type: 'prepare', site: 'https://portal.example', key: kind }, 'prepared');
    return port;
  },
  run: (port) => port.ask(issueRequest({ key: kind }), 'request'),
  after: (port) => port.close(),
});

const byCommand = (kind) => ({
  name: `request, ${KINDS[kind].words}`,
  targets: { 'certutil -R': { ratio: 1.1 }, 'NSS alone': { ratio: 1.1 } },
  subjects: (stage) => ({ ours: command(stage, kind, stage.empty()), ...others(stage, kind, stage.empty()) }),
});

const byHost = (kind, prepared) => ({
  name: `request, ${KINDS[kind].words}, ${prepared ? 'prepared, ' : ''}by the host`,
  ...(prepared && { targets: { 'certutil -R': { ratio: 1 / 8, most: 10 } } }),
  subjects: (stage) => ({
    ours: host(stage, kind, { prepared }),
    'certutil -R': others(stage, kind, stage.empty())['certutil -R'],
  }),
});

export const requests = [byHost('rsa-2048', true), byHost('p-256', false), byCommand('rsa-2048'), byCommand('p-256')];

/** As the database grows. */
export const requestsAt = (stage, count) => ({
  ours: command(stage, 'p-256', stage.crowd(count)),
  'certutil -R': others(stage, 'p-256', stage.crowd(count))['certutil -R'],
});
