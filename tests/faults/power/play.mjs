// SPDX-License-Identifier: MPL-2.0
// One scene, played while its log is written: what was on the disk before, and the steps.
import fs from 'node:fs';
import { Disk, snapshot } from './disk.mjs';
import { imagesOf } from './images.mjs';
import { makeLog, stepsOf } from './log.mjs';
import { orderFaults } from './order.mjs';
import { scenes } from './scenes.mjs';

export class Play {
    // `env`: more of the environment of the programs that are logged.
    static async of(name, env = {}) {
        const play = new Play();
        const log = makeLog();
        try {
            play.scene = await scenes[name]({
                plain: {},
                logged: { ...log.env, ...env },
                tell: log.tell,
            });
            play.#remember();
            Object.assign(play.scene, await play.scene.act());
            play.records = log.read(play.scene.world.folder);
            if (!play.records.some(({ op }) => op === 'say'))
                throw new Error(`the log of ${name} does not hold what was told`);
            return play;
        } catch (error) {
            play.remove();
            throw error;
        } finally {
            log.remove();
        }
    }

    #remember() {
        const { profile, env } = this.scene.world;
        this.before = [profile, env.XDG_STATE_HOME].filter((folder) => fs.existsSync(folder))
            .map((folder) => [snapshot(folder), folder]);
    }

    // The disk as it was before anybody acted.
    disk() {
        const disk = new Disk();
        this.before.forEach(([tree, where]) => disk.load(tree, where));
        return disk;
    }

    orderFaults() {
        return orderFaults(this.disk(), this.scene, this.records, stepsOf(this.records));
    }

    images(options) {
        return imagesOf(() => ({ disk: this.disk(), steps: stepsOf(this.records) }), options);
    }

    remove() {
        this.scene?.world.remove();
    }
}
