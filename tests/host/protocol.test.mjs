// SPDX-License-Identifier: MPL-2.0
// What PROTOCOL.md forbids: the right code, the port ended, nothing done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
    CA_SITE, MIME, PORTAL, Port, contents, frame, issueRequest, makeProfile, makeWorld, open,
    prefix, stateFiles,
} from './lib.mjs';

const world = makeWorld('protocol');
const HELLO = { type: 'hello', version: 1, language: 'en' };
const ID = '20260101T000000-0123456789ab';
const ANSWER = { type: 'answer', site: CA_SITE, mime: MIME, ask: 'no' };
let profile;

before(() => { profile = makeProfile(world); });
after(() => world.remove());

const text = (count) => 'a'.repeat(count);
const without = (message, field) =>
    Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));
const latin = (message) => frame(Buffer.from(message, 'latin1'));
const json = JSON.stringify;

// name: [what is sent after hello (bytes, or messages), the code]
const CASES = {
    'no JSON': [['hello'], 'PROTOCOL'],
    'an empty message': [[''], 'PROTOCOL'],
    'JSON that is cut off': [['{"type":"end"'], 'PROTOCOL'],
    'an array': [['[{"type":"end"}]'], 'PROTOCOL'],
    'a bare text': [['"end"'], 'PROTOCOL'],
    'two objects in one message': [['{"type":"end"}{"type":"end"}'], 'PROTOCOL'],
    'something behind the object': [[`${json(issueRequest())}x`], 'PROTOCOL'],
    'a NUL behind the object': [[`${json(issueRequest())}\0`], 'PROTOCOL'],
    'a comma too much': [['{"type":"end",}'], 'PROTOCOL'],
    'a NUL as it is': [[json(issueRequest()).replace('abc', 'a\0c')], 'PROTOCOL'],
    'a NUL written as \\u0000': [[json(issueRequest()).replace('abc', 'a\\u0000c')], 'PROTOCOL'],
    'a NUL in the site': [[json(issueRequest()).replace('portal', 'portal\\u0000')], 'PROTOCOL'],
    'a broken \\u': [[json(issueRequest()).replace('abc', 'a\\u00')], 'PROTOCOL'],
    'half a surrogate': [[json(issueRequest()).replace('abc', '\\ud83d')], 'PROTOCOL'],
    'Latin-1': [[latin(json(issueRequest({ key: '\xE4' })))], 'PROTOCOL'],
    'overlong UTF-8': [[latin(json(issueRequest({ key: '\xC0\xAE' })))], 'PROTOCOL'],
    'a byte order mark': [[`\uFEFF${json(issueRequest())}`], 'PROTOCOL'],
    'UTF-16': [[frame(Buffer.from(json(issueRequest()), 'utf16le'))], 'PROTOCOL'],
    'deep nesting': [['['.repeat(100000)], 'PROTOCOL'],
    'an object in a field': [[{ ...ANSWER, mime: {} }], 'PROTOCOL'],
    'an unknown type': [[{ type: 'stop' }], 'PROTOCOL'],
    'an empty type': [[{ type: '' }], 'PROTOCOL'],
    'a type in capitals': [[{ ...issueRequest(), type: 'ISSUE' }], 'PROTOCOL'],
    'no type': [[{}], 'PROTOCOL'],
    'a type that is a number': [[{ type: 1 }], 'PROTOCOL'],
    'hello for a second time': [[HELLO], 'PROTOCOL'],
    'bytes without an answer': [[{ type: 'bytes', data: '' }], 'PROTOCOL'],
    'end without an answer': [[{ type: 'end' }], 'PROTOCOL'],
    'an end with more to say': [[ANSWER, { type: 'end', more: 1 }], 'PROTOCOL'],
    'issue inside an answer': [[ANSWER, issueRequest()], 'PROTOCOL'],
    'an answer inside an answer': [[ANSWER, ANSWER], 'PROTOCOL'],
    'install inside an answer': [[ANSWER, { type: 'install', answer: ID }], 'PROTOCOL'],
    'an unknown field': [[{ ...issueRequest(), profile: '/etc' }], 'PROTOCOL'],
    'a field twice': [[json(issueRequest()).replace('{', '{"key":"p-384",')], 'PROTOCOL'],
    'a type twice': [[json(issueRequest()).replace('{', '{"type":"issue",')], 'PROTOCOL'],
    'no site': [[without(issueRequest(), 'site')], 'PROTOCOL'],
    'no target': [[without(issueRequest(), 'target')], 'PROTOCOL'],
    'no key': [[without(issueRequest(), 'key')], 'PROTOCOL'],
    'no challenge': [[without(issueRequest(), 'challenge')], 'PROTOCOL'],
    'a challenge of null': [[{ ...issueRequest(), challenge: null }], 'PROTOCOL'],
    'a challenge that is a number': [[{ ...issueRequest(), challenge: 5 }], 'PROTOCOL'],
    'a challenge that is not ASCII': [[{ ...issueRequest(), challenge: '鍵' }], 'PROTOCOL'],
    'a challenge of 4097': [[{ ...issueRequest(), challenge: text(4097) }], 'TOO_LARGE'],
    'a key word of 1025': [[{ ...issueRequest(), key: text(1025) }], 'TOO_LARGE'],
    'a site with a path': [[{ ...issueRequest(), site: `${PORTAL}/` }], 'PROTOCOL'],
    'a site in capitals': [[{ ...issueRequest(), site: 'https://Portal.example' }], 'PROTOCOL'],
    'a site with a line break': [[{ ...ANSWER, site: `${CA_SITE}\n` }], 'PROTOCOL'],
    'a site over http': [[{ ...issueRequest(), site: 'http://portal.example' }], 'PROTOCOL'],
    'a target that is a file': [[{ ...issueRequest(), target: 'file:///etc/passwd' }], 'PROTOCOL'],
    'a site of 513': [[{ ...issueRequest(), site: `https://${text(505)}` }], 'TOO_LARGE'],
    'a MIME type of 1025': [[{ ...ANSWER, mime: text(1025) }], 'TOO_LARGE'],
    'a job that leads elsewhere': [[{ type: 'sent', job: '../../../../etc/passwd' }], 'PROTOCOL'],
    'an answer that leads elsewhere': [[{ type: 'install', answer: '../jobs/x' }], 'PROTOCOL'],
    'base64 of another alphabet': [[ANSWER, { type: 'bytes', data: 'AA-_' }], 'PROTOCOL'],
    'base64 without padding': [[ANSWER, { type: 'bytes', data: 'AAA' }], 'PROTOCOL'],
    'base64 in lines': [[ANSWER, { type: 'bytes', data: 'AAAA\nAAAA' }], 'PROTOCOL'],
    'bytes of 262148 characters': [[ANSWER, { type: 'bytes', data: text(262148) }], 'TOO_LARGE'],
    'a message of 1048577': [[prefix(1048577)], 'TOO_LARGE'],
    'a message of 4294967295': [[prefix(4294967295)], 'TOO_LARGE'],
    'a length in the wrong byte order': [[Buffer.from(prefix(20)).reverse()], 'TOO_LARGE'],
};

const bytesOf = (part) => Buffer.isBuffer(part) ? part : frame(part);

for (const [what, [parts, name]] of Object.entries(CASES)) {
    test(`${what}: ${name}`, async () => {
        const port = await open(world, profile);
        port.raw(Buffer.concat(parts.map(bytesOf)));
        // What follows would get another answer if the host read it.
        port.send(parts.some((part) => part.type === 'answer') ? { type: 'end' } : issueRequest());
        await port.expectError(name);
        await port.refused(name);
    });
}

const FIRST = {
    'issue before hello': issueRequest(),
    'an answer before hello': ANSWER,
    'hello of another version': { ...HELLO, version: 2 },
    'a version that is a text': { ...HELLO, version: '1' },
    'a version with a fraction': json(HELLO).replace('1', '1.5'),
    'a version with an exponent': json(HELLO).replace('1', '1e0'),
    'no version': without(HELLO, 'version'),
    'no language': without(HELLO, 'language'),
    'a password': { ...HELLO, password: 'x' },
};
for (const [what, message] of Object.entries(FIRST)) {
    test(`${what}: PROTOCOL`, async () => {
        const port = new Port(world, profile);
        port.send(message);
        port.send(issueRequest());
        await port.expectError('PROTOCOL');
        await port.refused('PROTOCOL');
    });
}

test('a language of 1025: TOO_LARGE', async () => {
    const port = new Port(world, profile);
    port.send({ ...HELLO, language: text(1025) });
    await port.expectError('TOO_LARGE');
    await port.refused('TOO_LARGE');
});

test('the largest message is taken', async () => {
    const port = new Port(world, profile);
    const message = json(HELLO);
    port.send(message + ' '.repeat(1048576 - message.length));
    await port.expect('hello');
    await port.close();
});

test('an answer of 4194304 bytes is taken, one more is TOO_LARGE', async () => {
    for (const more of [0, 1]) {
        const port = await open(world, profile);
        port.sendAnswer(Buffer.alloc(4194304 + more, 'a '), { end: !more });
        if (more) {
            await port.expectError('TOO_LARGE');
            await port.refused('TOO_LARGE');
        } else {
            await port.expect('received');
            await port.expectError('NO_CERTIFICATE');
            await port.close();
        }
    }
});

test('white space and the order of fields mean nothing', async () => {
    const port = new Port(world, profile);
    port.send(' { "language" : "en" ,\r\n\t"type":"h\\u0065llo", "version": 1 } \n');
    await port.expect('hello');
    await port.close();
});

test('after all of this nothing was made', () => {
    assert.deepEqual(contents(world, profile), { certificates: {}, keys: [] });
    assert.deepEqual(Object.values(stateFiles(world)).flat(), []);
});
