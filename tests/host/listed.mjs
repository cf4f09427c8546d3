// SPDX-License-Identifier: MPL-2.0
// The administrator's list of sites: what the host refuses because of it, however it comes, and that
// nothing is lost by that. Run by listed.test.sh.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { putList, removeList } from '../list.mjs';
import { Authority } from './ca.mjs';
import {
    CA_SITE, PORTAL, deliver, issue, issueRequest, listKeys, makeProfile, makeWorld, open, setAnswers,
    stateFiles,
} from './lib.mjs';

const PIN = 'k7Qw-access';
const LOGIN = `${PORTAL}/login?lang=ja`;
const OTHER = 'https://evil.example';
const LOCKED = `locked = yes\n[${PORTAL}]\nlogin = ${LOGIN}\n[${CA_SITE}]\n`;
const BROKEN = `locked = no\n[${PORTAL}]\n[${CA_SITE}]\n[${OTHER}]\noops\n`;
let world, ca, profile, count = 0;

before(() => {
    world = makeWorld('listed', { quick: true });
    ca = new Authority(path.join(world.folder, 'ca'));
});
beforeEach(() => {
    removeList();
    count += 1;
    profile = makeProfile(world, `p${count}`);
});
after(() => world.remove());

/* One request, and the name of the error that it is answered with. */
async function refused(name, ...requests) {
    const port = await open(world, profile);
    for (const request of requests) {
        port.send(request);
        await port.expectError(name);
    }
    await port.close();
}

/* The last reply to an answer, whether it is stored or not. */
const handOver = async (bytes, how) => {
    const port = await open(world, profile);
    port.sendAnswer(bytes, how);
    const first = await port.reply();
    const reply = first.type === 'received' ? await port.reply() : first;
    await port.close();
    return reply;
};

for (const [list, name] of [[LOCKED, 'OTHER_SITE'], [BROKEN, 'SITE_LIST']]) {
    test(`${name}: no key is made for a site that is not allowed, nor for a form that leads there`, async () => {
        putList(list);
        const before = stateFiles(world).jobs;
        const other = name === 'SITE_LIST' ? PORTAL : OTHER;
        await refused(name, issueRequest({ site: other, target: other }),
            issueRequest({ target: other }), issueRequest({ site: other }),
            { type: 'prepare', site: other, key: 'p-256' });
        assert.deepEqual(listKeys(world, profile), []);
        assert.deepEqual(stateFiles(world).jobs, before);
    });
    test(`${name}: a form that was made before the list is not sent`, async () => {
        const port = await open(world, profile);
        const { job } = await port.ask(issueRequest({ site: OTHER }), 'request');
        putList(list);
        port.send({ type: 'sent', job });
        await port.expectError(name);
        await port.ask({ type: 'forget', job }, 'ok');
        await port.close();
    });
    test(`${name}: an answer that a job waits for is kept, and installed when the list allows it`, async () => {
        const { spkac } = await issue(world, profile, { site: OTHER, target: OTHER });
        putList(list);
        const told = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)), { site: OTHER, ask: 'yes' });
        assert.equal(told.name, name, JSON.stringify(told));
        putList(`[${OTHER}]\n`);
        const port = await open(world, profile);
        port.send({ type: 'install', answer: told.answer });
        assert.equal((await port.reply()).type, 'installed');
        await port.close();
        assert.deepEqual(stateFiles(world).answers, []);
    });
    test(`${name}: what nobody waits for is kept only while the list is broken`, async () => {
        putList(list);
        const reply = await handOver(ca.pkcs12('Taro Yamada', PIN), { site: OTHER, ask: 'no' });
        assert.equal(reply.name, name, JSON.stringify(reply));
        assert.equal(stateFiles(world).answers.length, name === 'SITE_LIST' ? 1 : 0);
    });
    test(`${name}: a .p12 is not stored either, whatever was pressed, and no window opens for it`, async () => {
        const pinentry = setAnswers(world, PIN);
        putList(list);
        const reply = await handOver(ca.pkcs12('Taro Yamada', PIN), { site: OTHER, ask: 'yes' });
        assert.equal(reply.name, name, JSON.stringify(reply));
        assert.equal(pinentry.questions(), 0);
        assert.deepEqual(listKeys(world, profile), []);
    });
    test(`${name}: what came before the list stays until the list allows it`, async () => {
        setAnswers(world, 'no', 'no', 'no');
        const { answer } = await deliver(world, profile, ca.pkcs12('Taro Yamada', PIN), { site: OTHER, ask: 'no' });
        putList(list);
        await refused(name, { type: 'look', answer, ask: 'yes' }, { type: 'install', answer });
        const port = await open(world, profile);
        await port.ask({ type: 'replay' }, 'replayed');
        const { answers } = await port.ask({ type: 'jobs' }, 'jobs');
        assert.deepEqual(answers.map((one) => one.answer), [answer]);
        putList(`[${OTHER}]\n`);
        setAnswers(world, PIN);
        port.send({ type: 'look', answer, ask: 'yes' });
        const { reply } = await port.replyAfterAsking();
        assert.equal(reply.type, 'installed', JSON.stringify(reply));
        await port.close();
    });
    test(`${name}: the list makes no difference to what the person has or gives up`, async () => {
        setAnswers(world, PIN);
        await issue(world, profile, { site: OTHER, target: OTHER });
        putList(list);
        const port = await open(world, profile);
        assert.equal((await port.ask({ type: 'clear', site: OTHER }, 'cleared')).jobs, 1);
        port.sendFile(ca.pkcs12('Taro Yamada', PIN), 'taro.p12');
        await port.expect('received');
        const { reply } = await port.replyAfterAsking();
        assert.equal(reply.type, 'installed', JSON.stringify(reply));
        const { identities } = await port.ask({ type: 'identities' }, 'identities');
        assert.equal(identities.length, 1);
        await port.close();
    });
}

test('the sites of a locked list go on as ever, also on another port', async () => {
    putList(`locked = yes\n[${PORTAL}]\n[https://ca.example]\n`);
    const { spkac } = await issue(world, profile, { site: `${PORTAL}:444` });
    const reply = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    assert.equal(reply.type, 'installed', JSON.stringify(reply));
});

test('near misses of a site in the list are other sites', async () => {
    putList(LOCKED);
    for (const site of [`${PORTAL}.evil.example`, 'https://evilportal.example', 'https://www.portal.example', 'https://portal.example.'])
        await refused('OTHER_SITE', issueRequest({ site }));
});

test('a list that is not locked refuses nobody', async () => {
    putList(`[${PORTAL}]\n`);
    await issue(world, profile, { site: OTHER, target: OTHER });
});

test('the list is reported as it is, and a broken one with its line', async () => {
    const ask = async () => {
        const port = await open(world, profile);
        port.send({ type: 'sites' });
        const reply = await port.reply();
        await port.close();
        return reply;
    };
    assert.deepEqual(await ask(), { type: 'sites', locked: false, sites: [] });
    putList(`locked = yes\n[${PORTAL}]\nname = 大学の "証明書"\nwifi = /etc/nss-helper/x\n[${CA_SITE}]\n`);
    assert.deepEqual(await ask(), { type: 'sites', locked: true, sites: [
        { site: PORTAL, name: '大学の "証明書"', test: '', wifi: true },
        { site: CA_SITE, name: '', test: '', wifi: false }] });
    putList(BROKEN);
    const { name, message } = await ask();
    assert.equal(name, 'SITE_LIST');
    assert.match(message, /^\/etc\/nss-helper\/sites, line 5: "oops"\. There is no "=" behind it\./);
});

async function portalOf(address) {
    const { spkac } = await issue(world, profile);
    await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    const port = await open(world, profile);
    const [{ identity: { fingerprint }, portal: before }] = (await port.ask({ type: 'identities' }, 'identities')).identities;
    await port.ask({ type: 'portal', fingerprint, address }, 'ok');
    const [{ portal }] = (await port.ask({ type: 'identities' }, 'identities')).identities;
    await port.close();
    return { before, portal, fingerprint };
}

test('the list names the address to log in at, but one that the person has entered takes precedence', async () => {
    putList(LOCKED.replace('yes', 'no'));
    const { before, portal } = await portalOf(`${OTHER}/`);
    assert.equal(before, LOGIN);
    assert.equal(portal, `${OTHER}/`);
});

test('…but not where the list is locked, and another site is refused', async () => {
    putList(LOCKED);
    const { before, portal, fingerprint } = await portalOf(`${PORTAL}/mine`);
    assert.equal(before, LOGIN);
    assert.equal(portal, LOGIN);
    await refused('OTHER_SITE', { type: 'portal', fingerprint, address: `${OTHER}/login` });
    putList(LOCKED.replace(LOGIN, `${OTHER}/login`));
    const port = await open(world, profile);
    await port.ask({ type: 'portal', fingerprint, address: `${OTHER}/login` }, 'ok');
    await port.close();
    await refused('OTHER_SITE', { type: 'portal', fingerprint, address: `${OTHER}/login2` });
});

const WIFI = () => `<EAPIdentityProviderList><EAPIdentityProvider ID="example.ac.jp"
  ><AuthenticationMethods><AuthenticationMethod><EAPMethod><Type>13</Type></EAPMethod
  ><ServerSideCredential><CA format="X.509" encoding="base64">${fs.readFileSync(ca.root, 'utf8')
    .replace(/-----.*-----|\n/g, '')}</CA><ServerID>radius.example.ac.jp</ServerID></ServerSideCredential
  ></AuthenticationMethod></AuthenticationMethods></EAPIdentityProvider></EAPIdentityProviderList>`;

async function wifi(fingerprint) {
    setAnswers(world, 'a new password 1', 'a new password 1');
    const port = await open(world, profile);
    port.send({ type: 'export', fingerprint, for: 'eduroam-apple', password: 'own', settings: '' });
    const { reply } = await port.replyAfterAsking();
    await port.close();
    return reply;
}

test("Wi-Fi without a file of the person's: the list names one, which only root may change", async () => {
    const { spkac } = await issue(world, profile);
    const { identity: { fingerprint } } = await deliver(world, profile, ca.pkcs7(ca.certify(spkac)));
    assert.equal((await wifi(fingerprint)).name, 'NO_NETWORK');
    const list = `[${PORTAL}]\nwifi = /etc/nss-helper/wifi\n`;
    putList(list, { wifi: WIFI() });
    const { network, type } = await wifi(fingerprint);
    assert.equal(type, 'exported');
    assert.match(network, /radius\.example\.ac\.jp/);
    putList(`[${PORTAL}]\n[${OTHER}]\nwifi = /etc/nss-helper/wifi\n`, { wifi: WIFI() });
    assert.equal((await wifi(fingerprint)).type, 'exported', 'the only one of the list');
    putList(`[${PORTAL}]\n[${OTHER}]\nwifi = /etc/nss-helper/a\n[${CA_SITE}]\nwifi = /etc/nss-helper/b\n`, { a: WIFI(), b: WIFI() });
    assert.equal((await wifi(fingerprint)).name, 'NO_NETWORK', 'two that are of other sites');
    putList(list);
    assert.equal((await wifi(fingerprint)).name, 'SITE_LIST', 'it is not there');
    putList(list, { wifi: 'nonsense' });
    const nonsense = await wifi(fingerprint);
    assert.equal(nonsense.name, 'NO_NETWORK', JSON.stringify(nonsense));
    assert.match(nonsense.message, /^\/etc\/nss-helper\/wifi: /, 'the file is named');
    putList(list, { wifi: WIFI() });
    fs.chmodSync('/etc/nss-helper/wifi', 0o666);
    assert.equal((await wifi(fingerprint)).name, 'SITE_LIST', 'others may change it');
});
