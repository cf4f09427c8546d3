// SPDX-License-Identifier: MPL-2.0
// Which faults there are to try, from the calls of a run without one.
import { constants } from 'node:os';

const {
    ENOSPC, EIO, EDQUOT, EACCES, EINTR, EMFILE,
    ECONNREFUSED, ECONNRESET, ENETUNREACH, EPIPE, ETIMEDOUT,
} = constants.errno;
const names = Object.fromEntries(Object.entries(constants.errno).map(([name, n]) => [n, name]));

// What each kind of call may answer.
const WRITES = [ENOSPC, EIO, EDQUOT, EINTR, 'short'];
const ENTRIES = [ENOSPC, EIO, EDQUOT, EACCES];
const errors = {
    write: WRITES,
    pwrite: WRITES,
    say: [EIO, EINTR, 'short'],
    hear: [EIO, EINTR, 'short'],
    fsync: [EIO, ENOSPC, EDQUOT, EINTR],
    fdatasync: [EIO, ENOSPC, EDQUOT, EINTR],
    ftruncate: [EIO, EINTR],
    fallocate: [ENOSPC, EDQUOT, EIO, EINTR],
    rename: ENTRIES,
    link: ENTRIES,
    unlink: [EIO, EACCES],
    mkdir: ENTRIES,
    create: [...ENTRIES, EMFILE, EINTR],
    open: [EACCES, EMFILE, EIO, EINTR],
    connect: [ECONNREFUSED, ENETUNREACH, ETIMEDOUT],
    send: [EPIPE, ECONNRESET, 'short'],
    recv: [ECONNRESET, ETIMEDOUT, 'short'],
};

// Errors that don't go away by themselves.
const lasting = (name) => (['connect', 'send', 'recv'].includes(name) ? [ECONNRESET]
    : [ENOSPC, EIO]);

// Each is {fault, what}; `fault` is the shim's word for it.
const kinds = {
    kill: (calls) => calls.filter(({ name }) => name !== 'end')
        .map(({ number, name, path }) => ({ fault: `kill:${number}`,
            what: `killed before ${name} ${path}` })),

    error: (calls) => calls.flatMap(({ number, name, path }) => (errors[name] ?? [])
        .map((error) => ({ fault: `${error}:${number}`,
            what: `${names[error] ?? error} from ${name} ${path}` }))),

    // From some call on nothing works any more.
    broken: (calls) => calls.filter(({ name }) => name !== 'end').flatMap(({ number, name, path }) =>
        lasting(name).map((error) => ({ fault: `${error}:${number}+`,
            what: `${names[error]} from ${name} ${path} on` }))),

    memory: (calls) => Array.from({ length: Number(calls.at(-1).number) }, (_, i) =>
        ({ fault: `memory:${i + 1}`, what: `no memory for allocation ${i + 1}` })),
};

export const kindNames = Object.keys(kinds);

// Spread over the whole run, and the same each time.
function spread(list, count) {
    if (list.length <= count)
        return list;
    const step = list.length / count;
    return Array.from({ length: count }, (_, i) => list[Math.floor((i + 0.5) * step)]);
}

const isSame = (one, other) => one?.name === other?.name && one?.path === other?.path;

// Of many writes to a file, one after another, the first and the last; each folder once.
const turns = (calls) => calls.filter((call, i) =>
    !(isSame(calls[i - 1], call) && isSame(call, calls[i + 1])) &&
    !(call.name === 'mkdir' && calls.slice(0, i).some((other) => isSame(other, call))));

// `most`: so many, or "turns".
export const pointsOf = (kind, calls, most) => (most === 'turns' ? kinds[kind](turns(calls))
    : spread(kinds[kind](calls), most));
