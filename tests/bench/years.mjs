// SPDX-License-Identifier: MPL-2.0
// A journal with the records of years, and a CA that has revoked a million certificates.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { X509Certificate, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { greeted } from './requests.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const OLD = path.resolve(here, '../cli/oldjournal/journal/jobs');
const PAST = 10000;
const KEPT = 1000;

/* A record of a finished issuance, as version 0.1.0 writes it. */
const pastJob = () => fs.readdirSync(OLD).map((name) => fs.readFileSync(path.join(OLD, name), 'utf8'))
  .find((text) => JSON.parse(text).state === 'verified');

/** A profile with one identity and a journal. */
function begun(stage, name) {
  const profile = stage.put(name, stage.identities(1));
  stage.ours('jobs', '-p', profile);
  return profile;
}

/** Where they are after some starts: folded away. */
function withPastJobs(stage) {
  const profile = begun(stage, 'old');
  const folder = path.join(stage.journal(profile), 'ended');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const record = pastJob();
  for (let i = 0; i < PAST; i += 1) {
    const name = `20200101T000000-${i.toString(16).padStart(12, '0')}.json`;
    fs.writeFileSync(path.join(folder, name), record, { mode: 0o600 });
  }
  return profile;
}

function beside(name, run, target) {
  return {
    name: `${name}, with 10,000 past requests`,
    targets: { 'with none': target },
    subjects: (stage) => {
      const [old, fresh] = [withPastJobs(stage), begun(stage, 'fresh')];
      return { ours: run(stage, old), 'with none': run(stage, fresh) };
    },
  };
}

const list = (stage, profile) => ({ run: () => stage.ours('list', '-p', profile) });

function start(stage, profile) {
  let port;
  return {
    run: async () => {
      port = await greeted(stage, profile);
      await port.ask({ type: 'replay' }, 'replayed');
    },
    after: () => port.close(),
  };
}

/** A server for the files of a folder: its address. */
async function serve(stage) {
  const folder = stage.file('lists');
  fs.mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [path.resolve(here, '../cli/serve.mjs'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  stage.ends(() => child.kill());
  const [port] = await once(child.stdout, 'data');
  return { folder, address: `http://127.0.0.1:${String(port).trim()}` };
}

/** An identity whose certificate names a list with this many entries: {profile, file, url}. */
async function named(stage, name, entries) {
  const { folder, address } = await serve(stage);
  const url = `${address}/${name}`;
  const [key, csr, file] = ['key', 'csr', 'pem'].map((ending) => stage.file(`${name}.${ending}`));
  const issuing = [stage.ca.issuingFile, stage.ca.keyFile];
  stage.run('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', csr]);
  stage.run('openssl', ['x509', '-req', '-in', csr, '-CA', issuing[0], '-CAkey', issuing[1], '-set_serial', `0x10${randomBytes(8).toString('hex')}`,
    '-days', '30', '-extfile', stage.keep('extensions', `crlDistributionPoints=URI:${url}\n`), '-out', file]);
  stage.run(process.execPath, [path.resolve(here, '../cli/crl.mjs'), ...issuing, path.join(folder, name), `entries=${entries}`, 'last=11']);
  const profile = stage.put(name, stage.empty());
  stage.ours('import', key, file, stage.ca.issuingFile, '--accept-open-key', '-q', '-p', profile);
  return { profile, file, url, id: new X509Certificate(fs.readFileSync(file)).fingerprint256 };
}

const verify = (stage, { profile, id }, ...more) => ({ run: () => stage.ours('verify', id, ...more, '-p', profile) });

const million = {
  name: 'verify, a list of 1,000,000 revoked certificates',
  slow: true,
  targets: { 'curl, openssl verify': { ratio: 1 } },
  subjects: async (stage) => {
    const one = await named(stage, 'million', 1000000);
    const chain = stage.keep('chain.pem', fs.readFileSync(stage.ca.rootFile, 'utf8') + stage.ca.issuing);
    const list = stage.file('million.crl');
    return {
      ours: verify(stage, one, '--fresh'),
      'curl, openssl verify': { run: () => stage.run('bash', ['-ec', `curl -sf -o "$1" "$2"
        openssl crl -inform DER -in "$1" -out "$1.pem"
        openssl verify -crl_check -CAfile "$3" -CRLfile "$1.pem" "$4"`, '-', list, one.url, chain, one.file]) },
    };
  },
};

/** The same response under so many names. */
function keepMany(stage, profile) {
  const folder = path.join(stage.journal(profile), 'status');
  const [name] = fs.readdirSync(folder);
  for (let i = 0; i < KEPT; i += 1) {
    fs.copyFileSync(path.join(folder, name), path.join(folder, name.replace(/^[0-9a-f]+/, (hash) =>
      randomBytes(hash.length / 2).toString('hex'))));
  }
}

const kept = {
  name: 'list, with 1,000 kept responses about revocation',
  targets: { 'with one': { ratio: 1.2 } },
  subjects: async (stage) => {
    const [many, one] = [await named(stage, 'many', 10), await named(stage, 'one', 10)];
    for (const each of [many, one]) verify(stage, each, '--fresh').run();
    keepMany(stage, many.profile);
    return { ours: list(stage, many.profile), 'with one': list(stage, one.profile) };
  },
};

export const years = [beside('list', list, { ratio: 1.2 }), beside('host, start and replay', start, { ratio: 1.2 }), kept, million];
