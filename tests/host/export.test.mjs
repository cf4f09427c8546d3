// SPDX-License-Identifier: MPL-2.0
// What the person takes out of the profile: backups and files for other programs, in the
// folder that the host chooses and under a password that is in no message.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TARGETS } from '../../extension/pages/elsewhere.js';
import { Authority } from './ca.mjs';
import {
    CODES, HOST, listKeys, makeProfile, makeWorld, open, run, setAnswers,
} from './lib.mjs';

const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const PIN = '1a2B3c%4D';
const PRIMARY = 'correct horse';
let world, ca, p12, downloads;

before(() => {
    world = makeWorld('export', { quick: true });
    ca = new Authority(path.join(world.folder, 'ca'));
    // A minute old: what comes later is newer, in dates of whole seconds.
    p12 = ca.pkcs12('Taro Yamada', PIN, new Date(Date.now() - 60000));
    downloads = path.join(world.env.HOME, 'Downloads');
    fs.mkdirSync(downloads);
});
after(() => world.remove());

// How an export ends, and what the windows before it asked for.
async function exportFor(target, profile, fingerprint, { password = 'own', settings = '', language } = {}) {
    const port = await open(world, profile, language);
    port.send({
        type: 'export', fingerprint, for: target, password,
        settings: Buffer.from(settings).toString('base64'),
    });
    const { reply, asked } = await port.replyAfterAsking();
    await port.close();
    return { ...reply, asked };
}

const backup = (profile, fingerprint) => exportFor('backup', profile, fingerprint);

// Where the journal has its copies.
function noteOf(profile, fingerprint) {
    const folder = fs.readdirSync(world.state)
        .find((name) => name.startsWith(`${path.basename(profile)}-`));
    return path.join(world.state, folder, 'copies',
        `${fingerprint.replaceAll(':', '').toLowerCase()}.json`);
}

async function withIdentity(name, bytes = p12) {
    const profile = makeProfile(world, name);
    setAnswers(world, PIN);
    const port = await open(world, profile);
    port.sendAnswer(bytes, { ask: 'yes' });
    for (const type of ['received', 'asking'])
        await port.expect(type);
    const { identity } = await port.expect('installed');
    await port.close();
    return [profile, identity.fingerprint];
}

test('a backup: openssl opens it with the new password, and nobody else may read it', async () => {
    const [profile, fingerprint] = await withIdentity('backup');
    const pinentry = setAnswers(world, 'my own 秘密', 'my own 秘密');
    const { type, path: file, ...rest } = await backup(profile, fingerprint);
    assert.equal(type, 'exported', JSON.stringify(rest) + world.ports.at(-1).stderr);
    assert.equal(file, path.join(downloads, 'Taro-Yamada-backup.p12'));
    assert.equal(pinentry.questions(), 2);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    const text = run('openssl', ['pkcs12', '-in', file, '-passin', 'pass:my own 秘密', '-nodes']);
    assert.match(text, /BEGIN PRIVATE KEY/);
    assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 2, 'with its issuer');
    const info = spawnSync('openssl', ['pkcs12', '-in', file, '-passin', 'pass:my own 秘密', '-info', '-noout'],
        { encoding: 'utf8' }).stderr;
    assert.match(info, /MAC: sha256/);
    assert.match(info, /AES-256-CBC/);
    assert.notEqual(spawnSync('openssl', ['pkcs12', '-in', file, '-passin', 'pass:', '-noout']).status, 0);
    setAnswers(world, 'long x 1', 'long x 1');
    const second = path.join(downloads, 'Taro-Yamada-backup-2.p12');
    assert.equal((await backup(profile, fingerprint)).path, second);
    const { copies } = JSON.parse(fs.readFileSync(noteOf(profile, fingerprint)));
    assert.deepEqual(copies.map(({ kind, place, hash }) => [kind, place, hash]),
        [file, second].map((place) => ['backup', place,
            createHash('sha256').update(fs.readFileSync(place)).digest('hex')]));
});

test('while the window is open the browser writes to its databases', async () => {
    const [profile, fingerprint] = await withIdentity('written');
    const pinentry = setAnswers(world, '!hold', 'long x 1', 'long x 1');
    const done = backup(profile, fingerprint);
    while (pinentry.questions() === 0)
        await new Promise((resolve) => { setTimeout(resolve, 20); });
    const write = (...args) => spawnSync('certutil', [...args, '-d', `sql:${profile}`],
        { encoding: 'utf8', env: world.env, timeout: 20000 });
    const noise = path.join(world.folder, 'noise');
    fs.writeFileSync(noise, Buffer.alloc(64, 7));
    for (const args of [['-A', '-n', 'another', '-t', ',,', '-i', ca.root],
        ['-R', '-k', 'ec', '-q', 'nistp256', '-s', 'CN=x', '-z', noise, '-o', path.join(world.folder, 'x.csr')]])
        assert.equal(write(...args).status, 0, args[0]);
    pinentry.go();
    assert.equal((await done).type, 'exported');
    assert.equal(listKeys(world, profile).length, 2);
});

test('a backup that can\'t be noted down is a backup all the same', async () => {
    const [profile, fingerprint] = await withIdentity('unnoted');
    const note = noteOf(profile, fingerprint);
    fs.mkdirSync(note, { recursive: true, mode: 0o700 });
    setAnswers(world, 'long x 1', 'long x 1');
    const { type, path: file } = await backup(profile, fingerprint);
    assert.equal(type, 'exported');
    assert.equal(fs.existsSync(file), true);
    assert.deepEqual(fs.readdirSync(note), []);
});

test('what was backed up may be removed, as long as the backup is there', async () => {
    const [profile, fingerprint] = await withIdentity('removed');
    setAnswers(world, 'long x 1', 'long x 1');
    const { path: file } = await backup(profile, fingerprint);
    const remove = () => spawnSync(COMMAND, ['remove', fingerprint, '--yes', '--profile', profile],
        { encoding: 'utf8', env: world.env }).status;
    fs.renameSync(file, `${file}.away`);
    assert.equal(remove(), CODES.ASK);
    fs.renameSync(`${file}.away`, file);
    assert.equal(remove(), 0);
    assert.deepEqual(listKeys(world, profile), []);
    setAnswers(world, 'long x 1');
    const port = await open(world, profile);
    port.sendFile(fs.readFileSync(file), 'backup.p12');
    for (const type of ['received', 'asking', 'installed'])
        await port.expect(type);
    await port.close();
});

test('a backup whose passwords differ is asked for anew; an empty or a short one is refused', async () => {
    const [profile, fingerprint] = await withIdentity('differ');
    const pinentry = setAnswers(world, 'number one', 'number two', 'seven77', 'seven77', 'eight888', 'eight888');
    const { type, path: file } = await backup(profile, fingerprint);
    assert.equal(type, 'exported');
    assert.ok(pinentry.told().some((line) => line.startsWith('SETERROR The passwords do not match')));
    assert.ok(pinentry.told().some((line) => line.startsWith('SETERROR The password is too short')));
    assert.equal(opens(file, 'eight888').status, 0);
    setAnswers(world, '', '', '', '', 'seven77', 'seven77');
    const before = fs.readdirSync(downloads);
    assert.equal((await backup(profile, fingerprint)).name, 'CANCELLED');
    assert.deepEqual(fs.readdirSync(downloads), before);
});

test('a backup goes into no folder that others may write in', async () => {
    const [profile, fingerprint] = await withIdentity('shared');
    fs.chmodSync(downloads, 0o777);
    const before = fs.readdirSync(downloads);
    setAnswers(world, 'long x 1', 'long x 1');
    assert.equal((await backup(profile, fingerprint)).name, 'PERMISSION');
    assert.deepEqual(fs.readdirSync(downloads), before);
    fs.chmodSync(downloads, 0o700);
    assert.equal((await backup(profile, 'AB:'.repeat(31) + 'CD')).name, 'NO_IDENTITY');
});

const opens = (file, password) =>
    spawnSync('openssl', ['pkcs12', '-in', file, '-passin', `pass:${password}`, '-noout', '-info'],
        { encoding: 'utf8' });

// What each kind of program reads, and a word of the steps to take there.
const OLD = ['windows-old', 'macos', 'ios', 'android', 'gpgsm'];
const STEPS = {
    windows: /Double-click/, 'windows-old': /Double-click/, macos: /keychain/,
    ios: /Profile Downloaded/, android: /Install a certificate/, thunderbird: /Thunderbird/,
    java: /keytool.*-java\.p12/, pem: /curl --cert .*-pem\.pem/, linux: /\.p12/, gpgsm: /gpgsm --import .*-gpgsm(-\d+)?\.p12/, backup: /not both/,
};

/** What a step quotes must be a choice of the page, in the same language. */
function quotesChoices(steps, language) {
    const messages = JSON.parse(fs.readFileSync(new URL(`../../extension/_locales/${language}/messages.json`, import.meta.url)));
    const choices = Object.entries(messages).filter(([key]) => key.startsWith('target_')).map(([, { message }]) => message);
    const quoted = [...steps.join().matchAll(language === 'ja' ? /「([^」]*)」用のファイル/g : /(?:a file|one) for “([^”]*)”/g)];
    assert.notEqual(quoted.length, 0, steps.join());
    for (const [, name] of quoted)
        assert.ok(choices.includes(name), name);
}

test('a step that points to another target names it as the page does', async () => {
    const [profile, fingerprint] = await withIdentity('named');
    for (const language of ['en', 'ja']) {
        for (const target of ['linux', 'android']) {
            setAnswers(world, 'long x 1', 'long x 1');
            const { steps } = await exportFor(target, profile, fingerprint, { language });
            quotesChoices(steps, language);
        }
    }
});

// A command to copy is in one place of a step, between backticks.
test('commands are marked for the page', async () => {
    const [profile, fingerprint] = await withIdentity('marked');
    setAnswers(world, 'long x 1', 'long x 1');
    const { steps, path: file } = await exportFor('gpgsm', profile, fingerprint);
    assert.equal(steps[0].match(/`(.*)`/)[1].replaceAll("'", ''), `gpgsm --import ${file}`);
});

test('for each program of the extension\'s list what it reads, with the steps to take there', async () => {
    const [profile, fingerprint] = await withIdentity('programs');
    for (const target of Object.values(TARGETS).flat().filter((name) => !TARGETS.wifi.includes(name))) {
        setAnswers(world, 'long x 1', 'long x 1');
        const { type, path: file, steps, asked } = await exportFor(target, profile, fingerprint);
        assert.deepEqual([type, asked], ['exported', ['new']], target);
        assert.ok(steps.some((line) => STEPS[target].test(line)), steps.join());
        if (target === 'pem') continue;
        assert.match(path.basename(file), new RegExp(`^Taro-Yamada-${target}(-\\d+)?\\.p12$`));
        const { status, stderr } = opens(file, 'long x 1');
        assert.equal(status, 0, stderr);
        assert.match(stderr, OLD.includes(target) ? /MAC: sha1/ : /MAC: sha256/);
    }
});

// Settings as an institution hands them out, which name this server.
const settings = (server, root = ca.root) => `<EAPIdentityProviderList><EAPIdentityProvider ID="example.ac.jp"
    namespace="urn:RFC4282:realm"><AuthenticationMethods><AuthenticationMethod><EAPMethod><Type>25</Type></EAPMethod>
    <ServerSideCredential><CA>${fs.readFileSync(root, 'utf8').replace(/-----.*-----/g, '')}</CA>${server}
    </ServerSideCredential></AuthenticationMethod></AuthenticationMethods><CredentialApplicability><IEEE80211>
    <SSID>campus</SSID></IEEE80211></CredentialApplicability></EAPIdentityProvider></EAPIdentityProviderList>`;
const SERVER = '<ServerID>radius.example.ac.jp</ServerID>';

test('a Wi-Fi profile, of the network and the server that the institution\'s file names', async () => {
    const [profile, fingerprint] = await withIdentity('wifi');
    for (const target of TARGETS.wifi) {
        setAnswers(world, 'long x 1', 'long x 1');
        const { type, path: place, network, steps } =
            await exportFor(target, profile, fingerprint, { settings: settings(SERVER) });
        assert.equal(type, 'exported', target);
        assert.match(network, /^campus, radius\.example\.ac\.jp, .*Root/);
        assert.ok(steps.length > 0);
        const made = fs.statSync(place);
        assert.equal(made.mode & 0o777, made.isDirectory() ? 0o700 : 0o600);
        const texts = made.isDirectory() ? fs.readdirSync(place).map((name) => path.join(place, name)) : [place];
        assert.ok(texts.some((name) => fs.readFileSync(name, 'latin1').includes('radius.example.ac.jp')), target);
    }
});

test('settings that can\'t be relied on are refused, before anybody is asked', async () => {
    const [profile, fingerprint] = await withIdentity('no-network');
    const pinentry = setAnswers(world, 'long x 1', 'long x 1');
    const before = fs.readdirSync(downloads);
    for (const text of ['', 'no XML', '<plist/>', settings(''), settings('<ServerID>*.jp</ServerID>'),
        settings(SERVER).replace(/<CA>[^]*<\/CA>/, '')])
        assert.equal((await exportFor('eduroam-apple', profile, fingerprint, { settings: text })).name, 'NO_NETWORK', text);
    const pattern = settings('<ServerID>*.example.ac.jp</ServerID>');
    assert.equal((await exportFor('eduroam-windows', profile, fingerprint, { settings: pattern })).name, 'NO_NETWORK');
    assert.equal(pinentry.questions(), 0);
    assert.deepEqual(fs.readdirSync(downloads), before);
});

test('a password that is made: shown in a window, and in no message', async () => {
    const [profile, fingerprint] = await withIdentity('made');
    const pinentry = setAnswers(world, '!ok');
    const { path: file, asked, ...rest } = await exportFor('windows', profile, fingerprint, { password: 'made' });
    assert.deepEqual(asked, ['made'], JSON.stringify(rest));
    const [password] = pinentry.told().join('\n').match(/[a-z2-9]{4}(-[a-z2-9]{4}){4}/);
    assert.equal(opens(file, password).status, 0);
    assert.ok(!JSON.stringify(rest).includes(password));
});

test('a password that other programs would read differently is asked for anew, three times', async () => {
    const [profile, fingerprint] = await withIdentity('ascii');
    const pinentry = setAnswers(world, '秘密の長い言葉だ', '秘密の長い言葉だ', 'plain text', 'plain text');
    const { path: file } = await exportFor('windows', profile, fingerprint);
    assert.ok(pinentry.told().some((line) => line.startsWith('SETERROR Use only English letters')));
    assert.equal(opens(file, 'plain text').status, 0);
    setAnswers(world, ...Array(6).fill('秘密の長い言葉だ'));
    const before = fs.readdirSync(downloads);
    assert.equal((await exportFor('java', profile, fingerprint)).name, 'CANCELLED');
    assert.deepEqual(fs.readdirSync(downloads), before);
    setAnswers(world, '秘密の長い言葉だ', '秘密の長い言葉だ');
    assert.equal((await exportFor('linux', profile, fingerprint)).type, 'exported');
});

test('words that are no targets are refused', async () => {
    const [profile, fingerprint] = await withIdentity('words');
    const pinentry = setAnswers(world, 'long x 1', 'long x 1');
    for (const word of ['', 'amiga', '../../x', 'eduroam'])
        assert.equal((await exportFor(word, profile, fingerprint)).name, 'USAGE', word);
    assert.equal(pinentry.questions(), 0);
});

test('what the profile has, and where it was carried to', async () => {
    const [profile, fingerprint] = await withIdentity('list');
    const list = async () => {
        const port = await open(world, profile);
        const { identities, more } = await port.ask({ type: 'identities' }, 'identities');
        await port.close();
        assert.equal(more, false);
        return identities.map(({ identity, copies }) => [identity.fingerprint, copies.map(({ kind, place }) => [kind, place])]);
    };
    assert.deepEqual(await list(), [[fingerprint, []]]);
    const places = [];
    for (let i = 0; i < 10; i++) {
        setAnswers(world, 'long x 1', 'long x 1');
        places.push((await exportFor('pem', profile, fingerprint)).path);
    }
    assert.deepEqual(await list(), [[fingerprint, places.slice(2).map((place) => ['pem', place])]], 'the newest eight');
});

test('a locked profile: its password is asked for once, and then for the new one', async () => {
    const secret = path.join(world.folder, 'secret');
    fs.writeFileSync(secret, `${PRIMARY}\n`);
    const profile = makeProfile(world, 'locked', ['-f', secret]);
    fs.writeFileSync(path.join(world.folder, 'taro.p12'), p12);
    run('pk12util', ['-i', path.join(world.folder, 'taro.p12'), '-d', `sql:${profile}`, '-k', secret, '-W', PIN]);
    setAnswers(world, PRIMARY);
    const port = await open(world, profile);
    port.send({ type: 'identities' });
    await port.expect('asking');
    const { identities } = await port.expect('identities');
    await port.close();
    setAnswers(world, PRIMARY, 'long x 1', 'long x 1');
    const { type, asked } = await exportFor('linux', profile, identities[0].identity.fingerprint);
    assert.deepEqual([type, asked], ['exported', ['profile', 'new']]);
});

async function remove(profile, fingerprint, backup) {
    const port = await open(world, profile);
    port.send({ type: 'remove', fingerprint, backup });
    const { reply } = await port.replyAfterAsking();
    await port.close();
    return reply;
}

test('removed with a backup: first the file, then certificate and key', async () => {
    const [profile, fingerprint] = await withIdentity('goes');
    setAnswers(world, '!cancel');
    assert.equal((await remove(profile, fingerprint, 'yes')).name, 'CANCELLED');
    assert.equal(listKeys(world, profile).length, 1, 'without a backup nothing is removed');
    setAnswers(world, 'long x 1', 'long x 1');
    const { type, path: file, key } = await remove(profile, fingerprint, 'yes');
    assert.deepEqual([type, key], ['removed', true]);
    assert.equal(opens(file, 'long x 1').status, 0);
    assert.deepEqual(listKeys(world, profile), []);
    assert.equal((await remove(profile, fingerprint, 'yes')).name, 'NO_IDENTITY');
});

test('removed with a backup that is there already: no window, and it stays; without one, or with another file, nothing goes', async () => {
    const [profile, fingerprint] = await withIdentity('kept');
    assert.equal((await remove(profile, fingerprint, 'kept')).name, 'NO_INPUT', 'there is none');
    setAnswers(world, 'long x 1', 'long x 1');
    await exportFor('windows', profile, fingerprint);
    assert.equal((await remove(profile, fingerprint, 'kept')).name, 'NO_INPUT', 'a file for another computer is none');
    const files = [];
    for (let i = 0; i < 2; i++) {
        setAnswers(world, 'long x 1', 'long x 1');
        files.push((await exportFor('backup', profile, fingerprint)).path);
    }
    const [older, newer] = files;
    const before = fs.readFileSync(newer);
    for (const change of [before.subarray(0, -1), Buffer.concat([before, Buffer.from('x')])]) {
        fs.writeFileSync(newer, change);
        fs.renameSync(older, `${older}.away`);
        assert.equal((await remove(profile, fingerprint, 'kept')).name, 'NO_INPUT', 'changed, and gone');
        fs.renameSync(`${older}.away`, older);
    }
    assert.equal(listKeys(world, profile).length, 1);
    const pinentry = setAnswers(world);
    const { type, path: file, key } = await remove(profile, fingerprint, 'kept');
    assert.deepEqual([type, file, key, pinentry.questions()], ['removed', older, true, 0]);
    assert.deepEqual(listKeys(world, profile), []);
    assert.equal(opens(older, 'long x 1').status, 0);
});

test('removed without a backup, as the person says', async () => {
    const [profile, fingerprint] = await withIdentity('goes-bare');
    const pinentry = setAnswers(world, 'long x 1', 'long x 1');
    const before = fs.readdirSync(downloads);
    const { type, path: file } = await remove(profile, fingerprint, 'no');
    assert.deepEqual([type, file, pinentry.questions()], ['removed', '', 0]);
    assert.deepEqual(listKeys(world, profile), []);
    assert.deepEqual(fs.readdirSync(downloads), before);
});

// The same person again, with a new key, as after a renewal.
test('a newer certificate of the same person tells which one it replaces', async () => {
    const [profile, first] = await withIdentity('renewed');
    setAnswers(world, PIN);
    const port = await open(world, profile);
    port.sendAnswer(ca.pkcs12('Taro Yamada', PIN), { ask: 'yes' });
    for (const type of ['received', 'asking'])
        await port.expect(type);
    const { identity, older } = await port.expect('installed');
    assert.deepEqual(older.map(({ fingerprint }) => fingerprint), [first]);
    const { identities } = await port.ask({ type: 'identities' }, 'identities');
    const newer = Object.fromEntries(identities.map((one) => [one.identity.fingerprint, one.newer]));
    assert.deepEqual(newer, { [first]: identity.fingerprint, [identity.fingerprint]: '' });
    setAnswers(world, PIN);
    port.sendAnswer(ca.pkcs12('Hanako Suzuki', PIN), { ask: 'yes' });
    for (const type of ['received', 'asking'])
        await port.expect(type);
    assert.deepEqual((await port.expect('installed')).older, [], 'another person');
    await port.close();
});

test('the address of the portal is stored for all certificates of the same site', async () => {
    const [profile, fingerprint] = await withIdentity('portal');
    const port = await open(world, profile);
    const known = async () => (await port.ask({ type: 'identities' }, 'identities')).identities[0].portal;
    assert.equal(await known(), '');
    const address = 'https://portal.example.ac.jp/log-in?from=1';
    await port.ask({ type: 'portal', fingerprint, address }, 'ok');
    assert.equal(await known(), address);
    await port.close();
});

test('what is no address of a portal ends the port', async () => {
    const profile = makeProfile(world, 'address');
    for (const address of ['', 'portal', 'http://portal.example', 'https://', 'https://a b', 'https://a/\u00e9', 'javascript:x']) {
        const port = await open(world, profile);
        port.send({ type: 'portal', fingerprint: 'AB:'.repeat(31) + 'CD', address });
        assert.equal((await port.expect('error')).name, 'PROTOCOL', address);
        await port.refused('PROTOCOL');
    }
});
