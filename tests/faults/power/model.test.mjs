// SPDX-License-Identifier: MPL-2.0
// The model of a disk that the power-loss runs use, with logs of a few steps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Disk, DROP, KEEP } from './disk.mjs';
import { imagesOf } from './images.mjs';
import { parse, stepsOf } from './log.mjs';
import { orderFaults } from './order.mjs';

const text = (file) => file.bytes().toString('latin1');

// {path: content} of what is left; folders are '/'.
function left(disk, fate) {
    return Object.fromEntries(disk.image(fate).filter((file) => file.path !== '/')
        .map((file) => [file.path, file.hash ? text(file) : '/']));
}

const lost = (disk) => left(disk, () => DROP);
const kept = (disk) => left(disk, () => KEEP);
const without = (disk, word) =>
    left(disk, (step) => (step.what.startsWith(word) ? DROP : KEEP));

function withFile(bytes) {
    const disk = new Disk();
    const file = disk.create('/a');
    disk.write(file, 0, Buffer.from(bytes));
    return { disk, file };
}

test('nothing is durable by itself', () => {
    const { disk } = withFile('new');
    assert.deepEqual(lost(disk), {});
    assert.deepEqual(kept(disk), { '/a': 'new' });
});

test('fsync of a file keeps its data, not its name', () => {
    const { disk, file } = withFile('new');
    file.sync();
    assert.deepEqual(lost(disk), {});
    assert.equal(disk.pending().length, 1);
    disk.root.sync();
    assert.deepEqual(lost(disk), { '/a': 'new' });
    assert.equal(disk.pending().length, 0);
});

test('fsync of a folder keeps its names, not the data', () => {
    const { disk } = withFile('new');
    disk.root.sync();
    assert.deepEqual(lost(disk), { '/a': '' });
});

test('a folder that is not durable takes durable files along', () => {
    const disk = new Disk();
    disk.mkdir('/d');
    const file = disk.create('/d/a');
    disk.write(file, 0, Buffer.from('x'));
    file.sync();
    disk.folder('/d').sync();
    assert.deepEqual(lost(disk), {});
    disk.root.sync();
    assert.deepEqual(lost(disk), { '/d': '/', '/d/a': 'x' });
});

test('a rename is there or not: the old file or the new one', () => {
    const { disk, file } = withFile('old');
    file.sync();
    disk.root.sync();
    const next = disk.create('/b');
    disk.write(next, 0, Buffer.from('new'));
    next.sync();
    disk.rename('/b', '/a');
    assert.deepEqual(lost(disk), { '/a': 'old' });
    assert.deepEqual(kept(disk), { '/a': 'new' });
    assert.deepEqual(without(disk, 'rename'), { '/a': 'old', '/b': 'new' });
    assert.deepEqual(without(disk, 'create'), { '/a': 'new' });
    disk.root.sync();
    assert.deepEqual(lost(disk), { '/a': 'new' });
});

test('a rename before the fsync can leave an empty file', () => {
    const { disk, file } = withFile('old');
    file.sync();
    disk.root.sync();
    disk.write(disk.create('/b'), 0, Buffer.from('new'));
    disk.rename('/b', '/a');
    assert.deepEqual(without(disk, 'write'), { '/a': '' });
});

test('what was unlinked can come back', () => {
    const { disk, file } = withFile('x');
    file.sync();
    disk.root.sync();
    disk.unlink('/a');
    assert.deepEqual(lost(disk), { '/a': 'x' });
    assert.deepEqual(kept(disk), {});
    disk.root.sync();
    assert.deepEqual(lost(disk), {});
});

test('a lost write leaves the old bytes, or a hole of zeros', () => {
    const { disk, file } = withFile('old');
    file.sync();
    disk.root.sync();
    disk.write(file, 1, Buffer.from('X'), '1');
    disk.write(file, 5, Buffer.from('Y'), '2');
    assert.deepEqual(kept(disk), { '/a': 'oXd\0\0Y' });
    assert.deepEqual(without(disk, 'write 1'), { '/a': 'old\0\0Y' });
    assert.deepEqual(without(disk, 'write 2'), { '/a': 'oXd' });
    assert.deepEqual(lost(disk), { '/a': 'old' });
});

test('sizes are pending like data', () => {
    const { disk, file } = withFile('abcdef');
    file.sync();
    disk.root.sync();
    disk.truncate(file, 2);
    assert.deepEqual(lost(disk), { '/a': 'abcdef' });
    assert.deepEqual(kept(disk), { '/a': 'ab' });
    file.sync();
    disk.reserve(file, 4);
    assert.deepEqual(lost(disk), { '/a': 'ab' });
    assert.deepEqual(kept(disk), { '/a': 'ab\0\0' });
});

test('a write is torn where the sectors of the file end', () => {
    const { disk } = withFile('');
    disk.root.sync();
    const file = disk.find('/a');
    file.sync();
    disk.write(file, 500, Buffer.alloc(600, 'x')); // 12 + 512 + 76 bytes
    const there = (fate) => text(disk.image(() => fate)[1]);
    assert.equal(there([true, false, false]), '\0'.repeat(500) + 'x'.repeat(12));
    assert.equal(there([false, true, false]), '\0'.repeat(512) + 'x'.repeat(512));
    assert.equal(there([false, false, true]), '\0'.repeat(1024) + 'x'.repeat(76));
    assert.equal(there([false, false, false]), '');
});

test('each different disk comes once, also when more was told', () => {
    const list = imagesOf(() => ({ disk: new Disk(), steps: [
        (disk) => { disk.write(disk.create('/a'), 0, Buffer.alloc(600, 'x')); },
        (disk) => { disk.find('/a').sync(); },
        (disk) => { disk.root.sync(); },
        () => ({ done: true }),
    ] }), { random: 100 });
    const seen = list.map(({ after, what, told, files }) =>
        [after, what.split(' ')[0], told.done ?? false, files.length - 1, files[1]?.bytes().length]);
    assert.deepEqual(seen, [
        [0, 'all', false, 0, undefined],
        [1, 'none', false, 1, 600],
        [1, 'lost:', false, 1, 0],
        [1, 'torn:', false, 1, 512],
        [1, 'torn:', false, 1, 600],
        [4, 'all', true, 1, 600],
    ]);
    assert.equal(text(list[4].files[1]), '\0'.repeat(512) + 'x'.repeat(88));
});

test('the bytes of a disk stay those of its moment', () => {
    const list = imagesOf(() => ({ disk: new Disk(), steps: [
        (disk) => { disk.write(disk.create('/a'), 0, Buffer.from('one')); },
        (disk) => { disk.write(disk.find('/a'), 0, Buffer.from('two')); disk.find('/a').sync(); },
    ] }), { random: 0 });
    const first = list.find(({ after, what }) => after === 1 && what === 'none lost');
    assert.equal(text(first.files[1]), 'one');
});

test('a seed gives the same disks again', () => {
    const make = (seed) => {
        const steps = Array.from({ length: 12 }, (_, i) => (disk) => {
            disk.write(disk.create(`/${i}`), 0, Buffer.alloc(2000, i));
        });
        return imagesOf(() => ({ disk: new Disk(), steps }), { seed, random: 200 })
            .map(({ files }) => files.map((file) => file.path + file.hash).join());
    };
    assert.deepEqual(make(7), make(7));
    assert.notDeepEqual(make(7), make(8));
});

const LOG = `mkdir\t/p
mkdir\t/jobs
open\t/jobs/.t\tcreate
write\t/jobs/.t\t0\t${Buffer.from('{"state":"key"}').toString('hex')}
sync\t/jobs/.t
rename\t/jobs/.t\t/jobs/1.json
sync\t/jobs
open\t/p/db\tcreate
reserve\t/p/db\t4
write\t/p/db\t1\t6162
sync\t/p/db
sync\t/p
sync\t/
say\t${Buffer.from('{"type":"request","job":""}').toString('hex')}
`;

// The log without the lines with these fields, on a disk of its own.
function logged(missing = []) {
    const isMissing = (line) => missing.some((start) => `${line}\t`.startsWith(`${start}\t`));
    const records = parse(LOG.split('\n').filter((line) => !isMissing(line)).join('\n'));
    const scene = { world: { profile: '/p' }, record: '/jobs/1.json', states: ['key'] };
    return { disk: new Disk(), records, scene, steps: stepsOf(records) };
}

test('a log is done again on the disk', () => {
    const { disk, steps } = logged();
    const told = steps.map((step) => step(disk)).at(-1);
    assert.deepEqual(told, { request: true });
    assert.deepEqual(lost(disk), { '/p': '/', '/p/db': '\0ab\0', '/jobs': '/',
        '/jobs/1.json': '{"state":"key"}' });
});

test('the order of a log: all is durable before a word is said', () => {
    const faults = (...missing) => {
        const { disk, scene, records, steps } = logged(['mkdir', ...missing]);
        disk.load(new Map(), '/p');
        disk.load(new Map(), '/jobs');
        return orderFaults(disk, scene, records, steps).map((text) => text.split(':')[0]);
    };
    const early = '"request" is said while this may still be lost';
    assert.deepEqual(faults(), []);
    assert.deepEqual(faults('sync\t/p'), [early]);
    assert.deepEqual(faults('sync\t/p/db'), [early]);
    assert.deepEqual(faults('sync\t/jobs'), ['durable states']);
    assert.deepEqual(faults('sync\t/jobs/.t'), ['durable states']);
    assert.deepEqual(faults('rename'), ['durable states']);
});
