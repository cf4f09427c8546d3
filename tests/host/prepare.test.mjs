// SPDX-License-Identifier: MPL-2.0
// A key made before the press: it becomes the key of the request, or leaves no trace.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import {
    CA_SITE, PORTAL, Port, issueRequest as issueOf, jobState, listKeys, makeProfile, makeWorld, setAnswers, stateFiles,
} from './lib.mjs';

const SUPPLIES = '/sys/class/power_supply';
const world = makeWorld('prepare');
let ca;

before(() => { ca = new Authority(path.join(world.folder, 'ca')); });
after(() => world.remove());

const prepareRequest = (fields = {}) => ({ type: 'prepare', site: PORTAL, key: 'rsa-2048', ...fields });
const issueRequest = (fields = {}) => issueOf({ key: 'rsa-2048', ...fields });

/** A browser on a computer with these supplies: { name: { type, … } }. */
function browserWith(name, supplies) {
    const folder = path.join(world.folder, name);
    fs.mkdirSync(folder);
    for (const [supply, words] of Object.entries(supplies)) {
        fs.mkdirSync(path.join(folder, supply));
        for (const [word, value] of Object.entries(words))
            fs.writeFileSync(path.join(folder, supply, word), `${value}\n`);
    }
    const browser = `${folder}.sh`;
    const bind = fs.existsSync(SUPPLIES) ? `mount --bind '${folder}' ${SUPPLIES}` : ':';
    fs.writeFileSync(browser, `#!/bin/sh
exec unshare -rm sh -c "${bind}"' && exec bash "$@"' sh "$@"
`, { mode: 0o700 });
    return browser;
}

const MAINS = browserWith('mains', { AC: { type: 'Mains', online: 1 } });

async function openAt(profile, browser = MAINS) {
    const port = new Port(world, profile, { browser });
    await port.hello();
    return port;
}

/** All below the profile and the state folder, byte by byte. */
function traces(profile) {
    const files = [profile, world.state].filter((top) => fs.existsSync(top)).flatMap((top) =>
        fs.readdirSync(top, { recursive: true, withFileTypes: true })
            .map((entry) => path.join(entry.path ?? entry.parentPath, entry.name)));
    return files.sort().map((file) =>
        [file, fs.statSync(file).isFile() ? fs.readFileSync(file).toString('base64') : 'folder']);
}

async function hasOpenDatabase(port) {
    const folder = `/proc/${await port.pid}/fd`;
    return fs.readdirSync(folder).some((fd) => /\.db$/.test(fs.readlinkSync(path.join(folder, fd))));
}

test('until an issue takes it there is no trace of it, whatever becomes of it', async () => {
    const profile = makeProfile(world, 'traces');
    const port = await openAt(profile);
    const before = traces(profile);
    for (const key of ['rsa-2048', 'rsa-3072']) {
        assert.deepEqual(await port.ask(prepareRequest({ key }), 'prepared'), { type: 'prepared', ready: true });
        assert.deepEqual(traces(profile), before);
    }
    await port.close();
    assert.deepEqual(traces(profile), before);
    assert.deepEqual(listKeys(world, profile), []);
});

test('killed with one in memory, it leaves no trace either', async () => {
    const profile = makeProfile(world, 'killed');
    const port = await openAt(profile);
    const before = traces(profile);
    await port.ask(prepareRequest(), 'prepared');
    await port.kill('SIGKILL');
    await port.closed;
    assert.deepEqual(traces(profile), before);
});

test('told to end while a prepared key waits, the host ends at once, without an error', async () => {
    const port = await openAt(makeProfile(world, 'ended'));
    await port.ask(prepareRequest(), 'prepared');
    await port.kill('SIGTERM');
    assert.equal(await port.closed, 0, port.stderr);
});

for (const key of ['rsa-2048', 'rsa-4096']) {
    test(`an issue of ${key} takes it: OpenSSL verifies the request, certutil lists the one key`, async () => {
        const profile = makeProfile(world, `take-${key}`);
        const port = await openAt(profile);
        await port.ask(prepareRequest({ key }), 'prepared');
        assert.ok(!await hasOpenDatabase(port));
        const { job, spkac } = await port.ask(issueRequest({ key, challenge: 'k2' }), 'request');
        assert.equal(ca.verify(spkac).challenge, 'k2');
        assert.equal(listKeys(world, profile).length, 1);
        assert.deepEqual([jobState(world, job).state, jobState(world, job).key], ['key', key]);
        await port.ask({ type: 'sent', job }, 'ok');
        const again = await port.ask(issueRequest({ key }), 'request');
        assert.ok(!ca.verify(again.spkac).key.equals(ca.verify(spkac).key), 'the same key twice');
        await port.close();
        assert.equal(listKeys(world, profile).length, 2);
    });
}

test('an EC key is made by its issue: one that was carried would not always sign', async () => {
    const port = await openAt(makeProfile(world, 'ec'));
    for (const key of ['p-256', 'p-384']) {
        assert.equal((await port.ask(prepareRequest({ key }), 'prepared')).ready, false);
        ca.verify((await port.ask(issueRequest({ key }), 'request')).spkac);
    }
    await port.close();
});

/** Milliseconds that the host has computed so far. */
async function computed(port) {
    const words = fs.readFileSync(`/proc/${await port.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return Number(words[11]) * 10; // utime, in ticks of 10 ms
}

test('the issue makes no key of its own then: to make one computes for seconds', async () => {
    const port = await openAt(makeProfile(world, 'cheap'));
    await port.ask(prepareRequest({ key: 'rsa-4096' }), 'prepared');
    const before = await computed(port);
    await port.ask(issueRequest({ key: 'rsa-4096' }), 'request');
    const spent = await computed(port) - before;
    await port.close();
    assert.ok(spent < 150, `${spent} ms`);
});

test('an issue of another kind or site has a key of its own, and the prepared one is gone', async () => {
    const profile = makeProfile(world, 'others');
    const port = await openAt(profile);
    for (const fields of [{ key: 'rsa-3072' }, { site: CA_SITE }]) {
        await port.ask(prepareRequest(), 'prepared');
        ca.verify((await port.ask(issueRequest(fields), 'request')).spkac);
    }
    await port.close();
    assert.equal(listKeys(world, profile).length, 2);
});

test('two hosts of a person have one; a third goes without, until one of them ends', async () => {
    const profile = makeProfile(world, 'seats');
    const ports = [await openAt(profile), await openAt(profile), await openAt(profile)];
    const ready = async (port) => (await port.ask(prepareRequest(), 'prepared')).ready;
    assert.deepEqual([await ready(ports[0]), await ready(ports[1]), await ready(ports[2])], [true, true, false]);
    ca.verify((await ports[2].ask(issueRequest(), 'request')).spkac);
    await ports[0].close();
    assert.equal(await ready(ports[2]), true);
    await Promise.all(ports.slice(1).map((port) => port.close()));
});

test('not on battery', { skip: !fs.existsSync(SUPPLIES) }, async () => {
    const battery = browserWith('battery', { BAT0: { type: 'Battery', status: 'Discharging' } });
    const port = await openAt(makeProfile(world, 'unplugged'), battery);
    assert.equal((await port.ask(prepareRequest(), 'prepared')).ready, false);
    ca.verify((await port.ask(issueRequest(), 'request')).spkac);
    await port.close();
});

test('a primary password is asked for at the issue, and not before', async () => {
    const file = path.join(world.folder, 'password');
    fs.writeFileSync(file, 'hemmelig\n');
    const profile = makeProfile(world, 'locked', ['-f', file]);
    setAnswers(world, 'hemmelig');
    const port = await openAt(profile);
    assert.deepEqual(await port.ask(prepareRequest(), 'prepared'), { type: 'prepared', ready: true });
    port.send(issueRequest());
    const { reply, asked } = await port.replyAfterAsking();
    assert.deepEqual(asked, ['profile']);
    ca.verify(reply.spkac);
    await port.close();
});

test('another kind of key is refused, and the port goes on', async () => {
    const port = await openAt(makeProfile(world, 'kinds'));
    port.send(prepareRequest({ key: 'rsa-1024' }));
    await port.expectError('KEY_KIND');
    await port.ask(prepareRequest(), 'prepared');
    await port.close();
});

test('out of turn it ends the port', async () => {
    const port = await openAt(makeProfile(world, 'turn'));
    port.send({ type: 'file', name: 'a' });
    port.send(prepareRequest());
    await port.expectError('PROTOCOL');
    await port.refused('PROTOCOL');
    assert.deepEqual(stateFiles(world).answers, []);
});
