// SPDX-License-Identifier: MPL-2.0
// What must be true in the end, whatever the fault was: each certificate is there once and
// proven, and what is unfinished is shown.
import path from 'node:path';

async function* strangers(bench, keys, { identities }) {
    // A job that was not sent counts as unfinished only after a while.
    bench.age();
    const resumed = await bench.run(['jobs', 'resume', '--json']);
    if (resumed.code !== 0)
        yield `"jobs resume" ends with ${resumed.code}: ${resumed.stderr || resumed.stdout}`;
    const { code, stdout, stderr } = await bench.run(['jobs', '--json']);
    if (code !== 0) {
        yield `"jobs" ends with ${code}: ${stderr}`;
        return;
    }
    const shown = JSON.parse(stdout);
    const ids = new Set([...shown.jobs, ...shown.keys].map(({ keyId, id }) => keyId || id));
    if (identities && (keys !== identities || ids.size > 0))
        yield `${keys} keys for ${identities} identities, and ${ids.size} unfinished`;
    if (!identities && ids.size < keys - 1)
        yield `${keys} keys, and only ${ids.size} of them are shown as unfinished`;
    if (shown.answers.length > 0)
        yield `an answer waits still: ${JSON.stringify(shown.answers)}`;
}

function* leftovers(bench) {
    const open = bench.jobs().filter(({ state }) => ['key', 'sent'].includes(state));
    const rooms = new Set(open.map(({ id }) => `${id}.space`));
    for (const name of bench.list('answers').filter((name) => !rooms.has(name)))
        yield `left over: answers/${name}`;
    for (const kind of ['jobs', 'certificates', 'enrolments']) {
        for (const name of bench.list(kind).filter((name) => /^\.(?!lock$)/.test(name)))
            yield `left over: ${kind}/${name}`;
    }
}

function* record(bench, { job, fingerprint }) {
    const { state } = bench.jobs().find(({ id }) => id === job) ?? { state: 'gone' };
    if (job && state !== 'verified')
        yield `its job is "${state}" in the end`;
    if (!bench.list('certificates').includes(path.basename(`${fingerprint}.pem`)))
        yield 'the certificate was not kept for good';
}

// {lost: [sentences], corrupt: [sentences]}. `certificates`: how many there are to be.
export async function verdict(bench, facts, certificates) {
    const found = await bench.judge(...facts ? [facts.certificate] : []);
    if (found.word === 'corrupt')
        return { lost: [], corrupt: [found.why] };
    const lost = found.word === 'good' ? [] : [`the judge says: ${found.word}`];
    if (certificates && found.certificates !== certificates)
        lost.push(`${found.certificates} certificates, not ${certificates}`);
    for await (const fault of strangers(bench, found.keys, facts ?? {}))
        lost.push(fault);
    lost.push(...leftovers(bench), ...facts ? record(bench, facts) : ['nothing has come of it']);
    return { lost, corrupt: [], certificates: found.certificates };
}
