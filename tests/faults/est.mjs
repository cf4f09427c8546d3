// SPDX-License-Identifier: MPL-2.0
// A CA that speaks EST (tests/portal/est.h) and stays up while its client is attacked.
import fs from 'node:fs';
import path from 'node:path';
import { Portal } from '../e2e/lib/portal.mjs';
import { HOST } from '../host/lib.mjs';

// The mutants have none of their own: it is in the folder above them.
const PORTAL = ['.', '..'].map((name) => path.join(path.dirname(HOST), name, 'portal'))
    .find((file) => fs.existsSync(file));

// It ends with its world. {enroll: the words of the command, answer(words), issued()}
export async function startEst(world) {
    const data = path.join(world.folder, 'portal');
    const portal = await Portal.start(PORTAL, { home: world.env.HOME, data, options: ['--ca', 'p-256'] });
    const remove = world.remove.bind(world);
    world.remove = () => {
        portal.program.kill('SIGKILL');
        remove();
    };
    return {
        enroll: ['enroll', '--est', portal.service, '--cacert', portal.root, '--key', 'p-256',
            '--subject', 'CN=Taro Yamada,C=JP'],
        answer: (words) => fs.writeFileSync(path.join(data, 'est'), `${words}\n`),
        // The fingerprints of all that were ever issued.
        issued: () => portal.events('est').map(({ sha256 }) => sha256).filter(Boolean),
    };
}
