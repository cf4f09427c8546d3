// SPDX-License-Identifier: MPL-2.0
// The table of all fields (tests/fields.mjs), said to the host: it takes what is good, and refuses
// what is not. So do the extension's own checks, see tests/extension/fields.test.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { FIELDS, NEVER, REQUESTS, withField } from '../fields.mjs';
import { Port, makeProfile, makeWorld, open } from './lib.mjs';

const world = makeWorld('fields');
let profile;

before(() => {
    profile = makeProfile(world);
});
after(() => world.remove());

const short = (value) => (JSON.stringify(value) ?? 'none').slice(0, 60);
const INSIDE = ['bytes', 'end'];
const ENDS = ['PROTOCOL', 'TOO_LARGE'];

/** A port at which a message of this type is expected next. */
async function portFor(type) {
    if (type === 'hello')
        return new Port(world, profile);
    const port = await open(world, profile);
    if (INSIDE.includes(type))
        port.send({ type: 'answer', ...REQUESTS.answer });
    return port;
}

/** Any reply will do, but for an error that ends the port. An answer is sent to its end. */
async function isTaken(port, message) {
    port.send(message);
    if (['answer', 'bytes', 'file'].includes(message.type))
        port.send({ type: 'end' });
    const { reply } = await port.replyAfterAsking();
    assert.ok(reply && !ENDS.includes(reply.name), `${short(message)}: ${JSON.stringify(reply)}`);
    if (reply.type === 'received')
        await port.expect('error');
}

async function isRefused(message, name) {
    const port = await portFor(message.type);
    port.send(message);
    await port.expectError(name);
    await (ENDS.includes(name) ? port.refused(name) : port.close());
}

const sayGood = async (type, field, values) => {
    if (type === 'hello' || type === 'bytes') {
        for (const value of values) {
            const port = await portFor(type);
            await isTaken(port, withField(type, field, value));
            await port.close();
        }
        return;
    }
    const port = await open(world, profile);
    for (const value of values)
        await isTaken(port, withField(type, field, value));
    await port.close();
};

/** Several at the same time: each in a host of its own. */
async function sayBad(cases) {
    const left = [...cases];
    const worker = async () => {
        for (let next = left.shift(); next; next = left.shift())
            await isRefused(...next);
    };
    await Promise.all(Array.from({ length: 3 }, worker));
}

for (const [field, { in: types, good, bad, large, code = 'PROTOCOL' }] of Object.entries(FIELDS)) {
    const never = NEVER.filter((value) => !good.includes(value));
    describe(field, () => {
        test('the host takes what is good', async () => {
            for (const [at, type] of types.entries())
                await sayGood(type, field, at === 0 ? good : good.slice(0, 1));
        });
        // In the first place all of it, in the others enough to see that the same check is there.
        test('the host refuses what is not', async () => {
            await sayBad(types.flatMap((type, at) => [
                ...(at === 0 ? bad : bad.slice(0, 2)).map((value) => [withField(type, field, value), code]),
                ...large.slice(0, at === 0 ? large.length : 1).map((value) => [withField(type, field, value), 'TOO_LARGE']),
                ...(at === 0 ? never : never.slice(0, 1)).map((value) => [withField(type, field, value), 'PROTOCOL']),
            ]));
        });
    });
}

test('no request takes a field more', async () => {
    await sayBad(Object.keys(REQUESTS).map((type) => [withField(type, 'more', ''), 'PROTOCOL']));
});

test('the table has all requests and all of their fields, and so have PROTOCOL.md and the host', () => {
    const words = readFileSync(new URL('../../native-messaging/PROTOCOL.md', import.meta.url), 'utf8');
    for (const [type, fields] of Object.entries(REQUESTS)) {
        assert.ok(words.includes(`{"type":"${type}"`), `PROTOCOL.md: ${type}`);
        for (const field of Object.keys(fields))
            assert.ok(FIELDS[field].in.includes(type), `${type}.${field}`);
    }
    const source = readFileSync(new URL('../../native-messaging/session.c', import.meta.url), 'utf8');
    assert.deepEqual([...source.matchAll(/\{"(\w+)", nh_on_/g)].map(([, type]) => type).toSorted(),
        Object.keys(REQUESTS).toSorted());
});
