// SPDX-License-Identifier: MPL-2.0
// A person's home, another process and servers, with which inside.c tries what a program that was taken
// over could do. A line that it tries is "WORD ARGUMENT".
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { makeProfile, preload, run } from './host/lib.mjs';

function put(file, text = 'x\n') {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, text, { mode: 0o600 });
    return file;
}

async function listen(...where) {
    const server = net.createServer((socket) => socket.end()).listen(...where);
    await once(server, 'listening');
    return server;
}

const cameOf = (said) => Object.fromEntries([...said.matchAll(/^(.*): (\w+)$/gm)].map(([, line, error]) =>
    [line, error === '0' ? 'done' : /^E(PERM|ACCES)$/.test(error) ? 'refused' : error]));

export async function makeStage(world) {
    const inHome = (name) => path.join(world.env.HOME, name);
    const inWorld = (name) => path.join(world.folder, name);
    const asked = inWorld('asked');
    run('cc', ['-D_GNU_SOURCE', '-fPIC', '-shared', '-o', inWorld('inside.so'), new URL('inside.c', import.meta.url).pathname]);
    put(inHome('.mozilla/firefox/profiles.ini'), '[Profile0]\nName=own\nPath=own\n\n[Profile1]\nName=other\nPath=other\n');
    const [profile, other] = ['own', 'other'].map((name) => makeProfile(world, `home/.mozilla/firefox/${name}`));
    const settings = put(path.join(world.env.XDG_CONFIG_HOME, 'nss-helper/nss-helper.conf'));
    for (const name of ['.ssh/id_rsa', '.vimrc', '.config/autostart/x.desktop'])
        put(inHome(name));
    put(inWorld('elsewhere'));
    fs.mkdirSync(inHome('Downloads'), { mode: 0o700 });
    const victim = spawn('sleep', ['600']);
    const servers = [await listen(0, '127.0.0.1'), await listen(inWorld('bus'))];
    const record = path.join(world.state, 'new');
    return {
        inHome, inWorld, put, profile, other,
        reads: [`read ${inHome('.ssh/id_rsa')}`, `read ${inHome('.vimrc')}`, `list ${world.env.HOME}`,
            `read ${path.join(other, 'key4.db')}`],
        writes: [`write ${inHome('.vimrc')}`, `write ${inHome('.config/autostart/y.desktop')}`, `write ${inHome('new')}`,
            `append ${inHome('.vimrc')}`, `truncate ${inHome('.vimrc')}`, `unlink ${inHome('.vimrc')}`,
            `rename ${inHome('.vimrc')}`, `append ${inWorld('elsewhere')}`, `write ${inWorld('new')}`,
            'write /tmp/nss-helper-inside', 'write /etc/nss-helper-inside', `append ${settings}`],
        toOther: [`append ${path.join(other, 'key4.db')}`],
        toDownloads: [`write ${inHome('Downloads/new')}`],
        programs: ['execute /bin/sh', 'spawn /bin/sh', 'fork'],
        calls: [`ptrace ${victim.pid}`, `memory ${victim.pid}`, `signal ${victim.pid}`, `mount ${world.env.HOME}`, 'unshare',
            'perf', 'keys', 'ring', 'core', 'rights', 'socket 17', 'socket 40'],
        internet: [`connect ${servers[0].address().port}`, 'socket 2', 'socket 10', 'socket 16'],
        bus: [`local ${inWorld('bus')}`],
        own: [`append ${path.join(profile, 'key4.db')}`, `write ${path.join(profile, 'new')}`, `unlink ${path.join(profile, 'new')}`,
            `write ${record}`, `rename ${record}`, `unlink ${record}.new`, 'read /etc/passwd', 'list /usr/lib',
            'read /proc/self/status', `read ${settings}`, `read ${inWorld('elsewhere')}`, 'append /dev/null', 'thread', 'socket 1'],

        /** The environment in which these lines are tried. */
        trying(lines) {
            put(asked, lines.join('\n'));
            put(`${asked}.said`, '');
            return { ...world.env, LD_PRELOAD: preload(inWorld('inside.so')), INSIDE: asked };
        },
        isTried: () => /^done$/m.test(fs.readFileSync(`${asked}.said`, 'utf8')),

        /** What came of each, for each process that has tried them: {line: "done", "refused" or the name of another error}. */
        tried: () => fs.readFileSync(`${asked}.said`, 'utf8').split(/^done\n/m).slice(0, -1).map(cameOf),
        close() {
            victim.kill();
            for (const server of servers)
                server.close();
        },
    };
}

export const all = (what, lines) => Object.fromEntries(lines.map((line) => [line, what]));
