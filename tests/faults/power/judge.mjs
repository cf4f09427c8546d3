// SPDX-License-Identifier: MPL-2.0
// What is in a profile after all: asked of SQLite and of judge.c, never of what is tested.
import fs from 'node:fs';
import path from 'node:path';
import { HOST } from '../../host/lib.mjs';
import { executeFromAfar } from '../starter.mjs';

// It is in the folder of the mutants, also for the programs that are none.
const JUDGE = ['faults', '.'].map((name) => path.join(path.dirname(HOST), name, 'judge'));

// Its rows: "ok" twice, and how many private keys and certificates there are (PKCS #11:
// CKA_CLASS is 3, and 1).
const QUERY = `PRAGMA integrity_check; PRAGMA keys.integrity_check;
SELECT count(*) FROM keys.nssPrivate WHERE hex(a0) = '00000003';
SELECT count(*) FROM nssPublic WHERE hex(a0) = '00000001';`;

// SQLite may roll a journal back, as Firefox would:
// {damage: [sentences], lost: [], keys, certificates}
export async function inspect(profile, env) {
    const attach = `ATTACH '${path.join(profile, 'key4.db')}' AS keys;`;
    const { code, stdout, stderr } = await executeFromAfar('sqlite3',
        ['-batch', '-list', path.join(profile, 'cert9.db'), attach + QUERY], env);
    const fit = stdout.match(/^ok\nok\n(\d+)\n(\d+)\n$/);
    return { damage: fit && code === 0 ? [] : [`SQLite says: ${stdout}${stderr}`], lost: [],
        keys: Number(fit?.[1]), certificates: Number(fit?.[2]) };
}

// The same for a profile that has this certificate, and perhaps a known number in all.
export async function judge(profile, { certificate, certificates }, env) {
    // For the judge, which changes nothing, a journal that was left counts as damage.
    if (fs.readdirSync(profile).some((name) => name.endsWith('-journal')))
        await inspect(profile, env);
    const program = JUDGE[process.env.B?.endsWith('faults') ? 1 : 0];
    const { stdout, stderr } = await executeFromAfar(program, [profile, certificate], env);
    const [word, keys, count] = stdout.trim().split(' ');
    if (word === 'corrupt' || !word)
        return { damage: [`the judge says: ${stdout}${stderr}`], lost: [], keys: 0 };
    const lost = word === 'good' ? [] : [`the judge says: ${word}`];
    if (certificates && Number(count) !== certificates)
        lost.push(`${count} certificates are in the profile, not ${certificates}`);
    return { damage: [], lost, keys: Number(keys) };
}
