// SPDX-License-Identifier: MPL-2.0
// The host alone: its start, its memory while it waits, its size, and many hosts at once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { HOST, Port, issueRequest, listKeys } from '../host/lib.mjs';
import { greeted } from './requests.mjs';
import { COMMAND } from './stage.mjs';

const MIB = 1024;

/* A host that echoes its input, to measure the pipes, bash and Node alone. */
function echo(stage) {
  const host = stage.keep('echo', '#!/bin/sh\nexec cat\n');
  fs.chmodSync(host, 0o700);
  return { ...stage.world, host };
}

const start = {
  name: 'host, from its start to the answer to hello',
  targets: { 'a host that is cat': { most: 15 } },
  subjects: (stage) => {
    const profile = stage.put('host', stage.identities(1));
    const subject = (world) => {
      let port;
      return {
        run: async () => {
          port = new Port(world, profile);
          await port.hello();
        },
        after: () => port.close(),
      };
    };
    return { ours: subject(stage.world), 'a host that is cat': subject(echo(stage)) };
  },
};

const memory = {
  name: 'host, memory while it waits', unit: 'MiB',
  targets: { '': { most: 12 } },
  measure: async (stage) => {
    const port = await greeted(stage, stage.put('host', stage.identities(1)));
    const status = fs.readFileSync(`/proc/${await port.pid}/status`, 'latin1');
    await port.close();
    return Number(status.match(/^VmRSS:\s+(\d+) kB/m)[1]) / MIB;
  },
};

const size = {
  name: 'host, size of the file, stripped', unit: 'KiB',
  targets: { '': { most: 250 } },
  measure: (stage) => {
    stage.run('strip', ['-o', stage.file('stripped'), HOST]);
    return fs.statSync(stage.file('stripped')).size / 1024;
  },
};

/** Requests of this many hosts at once, each for a site of its own. Resolves to how many were answered. */
export async function atOnce(stage, profile, count) {
  const one = async (number) => {
    const port = await greeted(stage, profile);
    port.send(issueRequest({ site: `https://portal-${number}.example` }));
    const reply = await port.reply();
    await port.close();
    return reply?.type === 'request';
  };
  return (await Promise.all(Array.from({ length: count }, (_, i) => one(i).catch(() => false)))).filter(Boolean).length;
}

/** Runs this many programs at once; returns how many succeed. `$i` in the command is the number of each. */
const programsAtOnce = (stage, command, count) => Number(stage.say('bash', '-c',
  `for ((i = 0; i < ${count}; i++)); do ${command} >/dev/null 2>&1 & jobs+=($!); done
   for job in "\${jobs[@]}"; do wait "$job" && done=$((done + 1)); done; echo $((done))`));

function manyOnce(stage, count) {
  const noise = stage.keep('noise', Buffer.alloc(64, 1));
  const put = (name) => () => {
    const profile = stage.put(name, stage.empty());
    fs.mkdirSync(path.join(profile, 'requests'), { mode: 0o700 });
    return profile;
  };
  return {
    host: { ready: put('host'), run: (profile) => atOnce(stage, profile, count) },
    command: { ready: put('command'), run: (profile) => programsAtOnce(stage,
      `'${COMMAND}' request -k p-256 -s CN=Taro -q -p '${profile}' -o '${profile}/requests/'$i`, count) },
    certutil: { ready: put('certutil'), run: (profile) => programsAtOnce(stage,
      `certutil -R -d 'sql:${profile}' -k ec -q nistp256 -s CN=Taro -z '${noise}' -a -o '${profile}/requests/'$i`, count) },
  };
}

/* Checks that there are as many keys as answers. */
const counted = (stage, { ready, run }) => ({ ready, run: async (profile) => {
  const done = await run(profile);
  return Math.min(done, listKeys(stage.world, profile).length);
} });

const many = {
  name: '64 hosts at once on one profile: requests answered', unit: 'of 64', runs: 5,
  targets: { 'certutil -R': { least: 64 } },
  subjects: (stage) => {
    const { host, certutil } = manyOnce(stage, 64);
    return { ours: counted(stage, host), 'certutil -R': counted(stage, certutil) };
  },
};

export const host = [start, memory, size, many];

const timed = ({ ready, run }, least = 0) => ({ ready, run: (profile) => { assert.ok(run(profile) >= least, 'all succeed'); } });

/** This many requests at once, by the command and by certutil, until the last has ended, with or without success. */
export function manyAt(stage, count) {
  const { command, certutil } = manyOnce(stage, count);
  return { ours: timed(command, count), 'certutil -R': timed(certutil) };
}
