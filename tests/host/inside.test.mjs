// SPDX-License-Identifier: MPL-2.0
// What somebody could do who has taken the host over: a library inside it (../inside.c) tries, on a port of
// each kind, what the host never does, and what it has to go on doing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { all, makeStage } from '../inside.mjs';
import { makeWorld, open, until } from './lib.mjs';

const NOBODY = `${'AB:'.repeat(31)}CD`;
const world = makeWorld('inside');
let stage;

before(async () => {
    stage = await makeStage(world);
});
after(() => {
    stage.close();
    world.remove();
});

// What came of each line, after this was the first request.
async function inside(request, lines) {
    const plain = world.env;
    world.env = stage.trying(lines);
    const port = await open(world, stage.profile);
    world.env = plain;
    port.send(request);
    if (request.type === 'preview')
        port.send({ type: 'end' });
    await port.replyAfterAsking();
    await port.kill('SIGUSR1');
    await until('tried', stage.isTried);
    port.child.stdin.end();
    await port.closed;
    return stage.tried()[0];
}

const are = async (what, request, ...lines) =>
    assert.deepEqual(await inside(request, lines.flat()), all(what, lines.flat()));

// Whatever the port was opened for.
const never = (request) => are('refused', request, stage.writes, stage.toOther, stage.calls);

test('a port that takes in what a CA sends: no other file, no program, nobody to speak to', async () => {
    const request = { type: 'preview' };
    await are('refused', request, stage.reads, stage.toDownloads, stage.programs, stage.internet, stage.bus);
    await never(request);
});

test('it goes on with what it is for: the profile, its records, the system, a thread', async () => {
    await are('done', { type: 'jobs' }, stage.own);
});

test('what is for the download folder goes there, and reads what was saved before', async () => {
    const request = { type: 'removals' };
    await are('done', request, stage.toDownloads, `unlink ${stage.inHome('Downloads/new')}`, `read ${stage.inHome('.vimrc')}`);
    await are('refused', request, stage.programs, stage.internet, stage.bus);
    await never(request);
});

test('a copy goes into other profiles, and no further', async () => {
    const request = { type: 'places' };
    await are('done', request, stage.toOther, `read ${stage.inHome('.mozilla/firefox/profiles.ini')}`);
    await are('refused', request, stage.reads.slice(0, 3), stage.writes, stage.programs, stage.calls, stage.internet);
});

test('servers of a CA are asked on a port for that, which reads and starts nothing else', async () => {
    const request = { type: 'verify', fingerprint: NOBODY };
    await are('done', request, stage.internet);
    await are('refused', request, stage.reads, stage.programs);
    await never(request);
});

test('the doctor looks at all and starts programs, and writes no more than others', async () => {
    await are('done', { type: 'report' }, `read ${stage.inHome('.vimrc')}`, 'spawn /bin/sh');
    await never({ type: 'report' });
});

test('a later request that needs more than the first is refused, and the port goes on', async () => {
    const port = await open(world, stage.profile);
    await port.ask({ type: 'jobs' }, 'jobs');
    port.send({ type: 'report' });
    await port.expectError('PERMISSION');
    await port.ask({ type: 'jobs' }, 'jobs');
    await port.close();
});
