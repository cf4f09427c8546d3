// SPDX-License-Identifier: MPL-2.0
// One disk after a power cut: written to a folder, the program started again there as a
// person would, and everything looked for that was promised before the cut.
import fs from 'node:fs';
import path from 'node:path';
import { COMMAND } from '../bench.mjs';
import { executeFromAfar } from '../starter.mjs';
import { inspect, judge } from './judge.mjs';
import { STATES } from './scenes.mjs';

// The end of the name of a profile's state folder: FNV-1a, 64 bits, of its path.
export function hashOf(profile) {
    const hash = [...Buffer.from(profile)].reduce((hash, byte) =>
        ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn, 0xcbf29ce484222325n);
    return hash.toString(16).padStart(16, '0');
}

const STATE = path.join('state', 'nss-helper');

// A folder for one disk after another.
export class Place {
    constructor(folder, env) {
        this.folder = path.join(fs.realpathSync(path.dirname(folder)), path.basename(folder));
        this.profile = path.join(this.folder, 'profile');
        this.journal = path.join(this.folder, STATE, `profile-${hashOf(this.profile)}`);
        this.env = { ...env, XDG_STATE_HOME: path.join(this.folder, 'state') };
    }

    // `from`: the folder that the scene was played in; `earlier`: a job that is not the scene's own.
    write(files, from, earlier) {
        this.earlier = earlier;
        const old = path.join(from, STATE, `profile-${hashOf(path.join(from, 'profile'))}`);
        const here = (where) => (`${where}/`.startsWith(`${old}/`)
            ? this.journal + where.slice(old.length) : this.folder + where.slice(from.length));
        fs.rmSync(this.folder, { recursive: true, force: true });
        fs.mkdirSync(this.folder, { mode: 0o700 });
        for (const file of files.filter(({ path: at }) => at.startsWith(`${from}/`))) {
            if (file.hash)
                fs.writeFileSync(here(file.path), file.bytes(), { mode: 0o600 });
            else
                fs.mkdirSync(here(file.path), { mode: 0o700 });
        }
    }

    list(kind) {
        const folder = path.join(this.journal, kind);
        return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    }

    // Without that of an earlier identity.
    jobs() {
        const isOurs = (name) => /^[^.].*\.json$/.test(name) && name !== `${this.earlier}.json`;
        const folders = new Map(['ended', 'jobs'].flatMap((kind) =>
            this.list(kind).filter(isOurs).map((name) => [name, kind])));
        return [...folders].map(([name, kind]) => {
            const text = fs.readFileSync(path.join(this.journal, kind, name), 'utf8');
            try {
                return { id: name.replace('.json', ''), ...JSON.parse(text) };
            } catch {
                return { id: name.replace('.json', ''), state: 'damaged' };
            }
        });
    }

    run(...args) {
        return executeFromAfar(COMMAND, [...args, '--profile', this.profile], this.env);
    }
}

const idOf = ({ record }) => record && path.basename(record, '.json');

// What the journal calls the files of a certificate.
const nameOf = ({ fingerprint }) => fingerprint.replaceAll(':', '').toLowerCase();

const isAtLeast = (state, least) => STATES.indexOf(state) >= STATES.indexOf(least);

const jobIn = (place, least) => place.jobs().find(({ state }) => isAtLeast(state, least));

// Before anything runs, what was reported must be in the journal already.
function* told(place, scene, wanted) {
    const job = place.jobs().find(({ id }) => id === idOf(scene));
    if (wanted.state && !isAtLeast(job?.state, wanted.state))
        yield `the job should be "${wanted.state}" and is "${job?.state ?? 'gone'}"`;
    if (wanted.state && isAtLeast(wanted.state, 'key') && job && !job.keyHash)
        yield 'the job has forgotten its key';
    if (wanted.ended && job?.state !== wanted.ended)
        yield `the job should be "${wanted.ended}" and is "${job?.state ?? 'gone'}"`;
    const file = scene.file
        && path.join(place.folder, path.relative(scene.world.folder, scene.file));
    if (wanted.file && !(fs.existsSync(file) && fs.readFileSync(file).equals(scene.text)))
        yield 'the file that was written is lost';
    if (wanted.noted && !place.list('copies').includes(`${nameOf(scene)}.json`))
        yield 'nobody knows of the file that was written';
}

async function* replayed(place, scene, wanted) {
    const resumed = await place.run('jobs', 'resume', '--json');
    if (wanted.waits && place.list('answers').includes(wanted.waits)) {
        const agreed = await place.run('jobs', 'resume', wanted.waits);
        if (agreed.code !== 0)
            yield `the person says yes, and it does not go in: ${agreed.stderr}`;
    } else if (resumed.code !== 0)
        yield `"jobs resume" ends with ${resumed.code}: ${resumed.stderr}`;
    // A person sees what has come, and does not ask for another.
    if (!wanted.again || (scene.asks && jobIn(place, 'verified')))
        return;
    const imported = await place.run(...wanted.by ?? scene.import);
    if (imported.code !== 0)
        yield `the certificate comes again and does not go in: ${imported.stderr}`;
}

function* ended(place, scene) {
    const job = place.jobs().find(({ id }) => id === idOf(scene));
    if (scene.record && job?.state !== 'verified')
        yield `in the end the job should be "verified" and is "${job?.state ?? 'gone'}"`;
    if (!place.list('certificates').includes(`${nameOf(scene)}.pem`))
        yield 'the certificate was not kept for good';
    // A job that broke off a moment ago may be at work still, and keeps its room.
    const answers = place.list('answers').filter((name) => !place.jobs()
        .some(({ id, state }) => scene.asks && state === 'intent' && name === `${id}.space`));
    if (answers.length > 0)
        yield `the spool is not empty: ${answers.join(' ')}`;
}

// The journal goes on knowing where the certificate came from.
async function* originOf(place, { site }) {
    if (!site)
        return;
    const { stdout } = await place.run('list', '--json');
    if (JSON.parse(stdout).identities[0]?.site !== site)
        yield 'nobody knows where the certificate came from';
}

// A removal takes the certificate before the key, and neither comes back; repeating it takes the rest.
async function* removed(place, scene, wanted) {
    const before = await inspect(place.profile, place.env);
    const isThere = before.certificates === scene.certificates;
    if (isThere && before.keys === 0)
        yield 'the certificate is there without its key';
    if (wanted.gone && (isThere || before.keys > 0))
        yield 'what was removed is there again';
    const again = await place.run(...scene.remove);
    if (again.code !== 0 && (isThere || before.keys > 0))
        yield `removed again, it fails: ${again.stderr}`;
    const after = await inspect(place.profile, place.env);
    if (after.keys > 0 || after.certificates !== scene.certificates - 1)
        yield 'removed again, it is not gone';
}

// A key exists if that was reported, and none exists that no job knows.
function* keyOf({ keys }, place, scene, wanted) {
    if (wanted.key && keys === 0)
        yield 'the key is lost';
    if (wanted.gone && keys > 0)
        yield 'the key is there again';
    if (scene.record && keys > 0 && !place.jobs().some(({ keyHash }) => keyHash))
        yield 'there is a key that no job knows';
}

// What a CA has issued on this disk; the scene's own where it has issued nothing.
function issuedOn(place, scene) {
    const job = jobIn(place, 'verified');
    const folder = path.join(place.journal, 'certificates');
    return job ? { ...scene, record: `${job.id}.json`, fingerprint: job.fingerprint,
        certificate: path.join(folder, `${nameOf(job)}.pem`) } : scene;
}

// A key that the CA may have been asked for gets the certificate, and no other.
function* outlived(place, asked, { keys }) {
    if (asked && jobIn(place, 'verified')?.id !== asked.id)
        yield 'the CA was asked with a key that has no certificate in the end';
    if (keys !== 1)
        yield `${keys} keys for one certificate`;
}

// What the earlier identity has lost; its key is not counted any more.
async function outlasted(place, { earlier, world }, found) {
    if (!earlier)
        return [];
    found.keys -= 1;
    const { damage, lost } = await judge(place.profile, earlier, world.env);
    return [...damage, ...lost].map((fault) => `of the earlier one ${fault}`);
}

// {lost: [what a person lost], corrupt: [what is damaged]}
export async function recover(place, scene, image) {
    const wanted = scene.promise(image.told);
    place.write(image.files, scene.world.folder, idOf(scene.earlier ?? {}));
    const lost = [...told(place, scene, wanted)];
    const asked = jobIn(place, 'sent');
    for await (const fault of replayed(place, scene, wanted))
        lost.push(fault);
    if (scene.remove) {
        for await (const fault of removed(place, scene, wanted))
            lost.push(fault);
    }
    const certain = wanted.kept || wanted.again;
    const issued = scene.asks ? issuedOn(place, scene) : scene;
    if (certain)
        lost.push(...ended(place, issued));
    for await (const fault of originOf(place, scene))
        lost.push(fault);
    const found = certain || place.jobs().some(({ state }) => isAtLeast(state, 'installed'))
        ? await judge(place.profile, issued, place.env) : await inspect(place.profile, place.env);
    lost.push(...await outlasted(place, scene, found));
    lost.push(...found.lost, ...keyOf(found, place, scene, wanted));
    if (scene.asks)
        lost.push(...outlived(place, asked, found));
    return { lost, corrupt: found.damage };
}
