// SPDX-License-Identifier: MPL-2.0
// Each window says which password the person has to enter: that of a site's file, of a file that they
// chose, of their own backup, of a new file, or of a profile of this program or another. In English
// and in Japanese.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './ca.mjs';
import { HOST, makeProfile, makeWorld, open, run, setAnswers } from './lib.mjs';

const COMMAND = path.join(path.dirname(HOST), 'nss-helper');
const PIN = '1a2B3c%4D';
const OWN = 'my own words';
let world, p12, anyones;

before(() => {
    world = makeWorld('questions', { quick: true });
    const ca = new Authority(path.join(world.folder, 'ca'));
    p12 = ca.pkcs12('Taro Yamada', PIN, new Date(Date.now() - 60000));
    anyones = Buffer.concat(Object.values(ca.identity('Taro Yamada')).map((file) => fs.readFileSync(file)));
    fs.mkdirSync(path.join(world.env.HOME, 'Downloads'));
    fs.writeFileSync(path.join(world.folder, 'primary'), 'correct horse\n');
});
after(() => world.remove());

/** The reply to what `send` sends, and the texts of the windows before it. */
async function windows(profile, language, answers, send) {
    const pinentry = setAnswers(world, ...answers);
    const port = await open(world, profile, language);
    await send(port);
    const { reply } = await port.replyAfterAsking();
    await port.close();
    return { reply, texts: texts(pinentry) };
}

const texts = (pinentry) => pinentry.told().filter((line) => line.startsWith('SETDESC '))
    .map((line) => decodeURIComponent(line.slice('SETDESC '.length)));

/** A file that was chosen, where it has a name; else a site's. */
const hand = (profile, language, answers, name, bytes = p12) => windows(profile, language, answers, (port) => {
    if (name)
        port.sendFile(bytes, name);
    else
        port.sendAnswer(bytes, { ask: 'yes' });
    return port.expect('received');
});

for (const [language, words] of [['en', {
    site: /^ca\.example:8443 has issued a certificate file.*access PIN/s,
    file: /“taro\.p12”.*you got with the file, or that you chose when you saved it.*access PIN/s,
    open: /certificate file from ca\.example:8443: its key has no password/,
    backup: /Enter the password of your backup “Taro-Yamada-backup\.p12”/,
    pin: /PIN/,
    keep: /password for the backup of the certificate of “Taro Yamada”/,
    give: /password for the file with the key of “Taro Yamada”/,
    made: /password of the backup of the certificate of “Taro Yamada”/,
    other: /profile “locked-en” of Thunderbird is protected by a primary password.*Enter/s,
}], ['ja', {
    site: /ca\.example:8443 から証明書ファイルを受け取りました.*アクセス PIN/s,
    file: /「taro\.p12」.*受け取ったパスワードか、保存したときに自分で決めたパスワード.*アクセス PIN/s,
    open: /ca\.example:8443 から届いた証明書ファイルは誰でも/,
    backup: /あなたのバックアップ「Taro-Yamada-backup\.p12」のパスワード/,
    pin: /PIN/,
    keep: /「Taro Yamada」の証明書のバックアップに付けるパスワード/,
    give: /「Taro Yamada」の鍵を入れるファイルのパスワード/,
    made: /「Taro Yamada」の証明書のバックアップのパスワード/,
    other: /Thunderbird のプロファイル「locked-ja」.*マスターパスワードを入力/s,
}]]) {
    test(`${language}: a file of a site, and one that was chosen`, async () => {
        const profile = makeProfile(world, `files-${language}`);
        const site = await hand(profile, language, ['!cancel'], null);
        assert.equal(site.reply.name, 'CANCELLED');
        assert.match(site.texts[0], words.site);
        const file = await hand(profile, language, [PIN], 'taro.p12');
        assert.equal(file.reply.type, 'installed', JSON.stringify(file.reply));
        assert.match(file.texts[0], words.file);
        const anyone = await hand(profile, language, ['!cancel'], null, anyones);
        assert.match(anyone.texts[0], words.open);
    });

    test(`${language}: what a site has sent, by the command`, async () => {
        const profile = makeProfile(world, `command-${language}`);
        const { reply } = await hand(profile, language, ['!cancel'], null);
        const pinentry = setAnswers(world, PIN);
        const done = spawnSync(COMMAND, ['jobs', 'resume', reply.answer, '-p', profile],
            { encoding: 'utf8', env: { ...world.env, LC_ALL: language === 'ja' ? 'ja_JP.UTF-8' : 'C.UTF-8' } });
        assert.equal(done.status, 0, done.stderr);
        assert.match(texts(pinentry)[0], words.site);
    });

    test(`${language}: a new file, a backup, and the backup once more`, async () => {
        const profile = makeProfile(world, `own-${language}`);
        const { reply: { identity: { fingerprint } } } = await hand(profile, language, [PIN], 'taro.p12');
        const save = (target, password) => windows(profile, language, [OWN, OWN, '!yes'], (port) =>
            port.send({ type: 'export', fingerprint, for: target, password, settings: '' }));
        assert.match((await save('thunderbird', 'own')).texts[0], words.give);
        const made = await save('backup', 'made');
        assert.match(made.texts[0], words.made);
        fs.rmSync(made.reply.path);
        const { reply, texts: asked } = await windows(profile, language, [OWN, OWN], (port) =>
            port.send({ type: 'remove', fingerprint, backup: 'yes' }));
        assert.equal(reply.type, 'removed', JSON.stringify(reply));
        assert.match(asked[0], words.keep);
        const back = await windows(profile, language, [OWN], (port) => port.send({ type: 'restore', fingerprint }));
        assert.equal(back.reply.type, 'installed', JSON.stringify(back.reply));
        assert.match(back.texts[0], words.backup);
        assert.doesNotMatch(back.texts[0], words.pin);
        fs.rmSync(reply.path);
    });

    test(`${language}: the primary password of another program's profile`, async () => {
        const profile = makeProfile(world, `from-${language}`);
        const { reply: { identity: { fingerprint } } } = await hand(profile, language, [PIN], 'taro.p12');
        const to = makeProfile(world, `locked-${language}`, ['-f', path.join(world.folder, 'primary')]);
        const folder = path.join(world.env.HOME, '.thunderbird');
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'profiles.ini'),
            `[Profile0]\nName=${path.basename(to)}\nIsRelative=0\nPath=${to}\n`);
        const { reply, texts: asked } = await windows(profile, language, ['correct horse'], (port) =>
            port.send({ type: 'copy', fingerprint, to }));
        assert.equal(reply.type, 'copied', JSON.stringify(reply));
        assert.match(asked[0], words.other);
        assert.match(run(COMMAND, ['list', '-p', to, '--primary-password-file', path.join(world.folder, 'primary')],
            { env: world.env }), /Taro Yamada/);
    });
}
