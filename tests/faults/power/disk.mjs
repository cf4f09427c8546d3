// SPDX-License-Identifier: MPL-2.0
// A disk as a power cut leaves it. What a program has done lies in two layers: what is
// durable, and what is pending until the next fsync of the file (its data and size) or
// of the folder (its entries). At a power cut each pending step may have reached the
// disk or not, alone and in any order; a write may have reached it in part, sector by
// sector; a rename is there as a whole or not at all.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const SECTOR = 512;
const NOTHING = Buffer.alloc(0);

export const KEEP = true;
export const DROP = false;

let inodes = 0;

// The steps of one file or folder since its last fsync.
class Node {
    constructor() {
        this.number = inodes += 1;
        this.version = 0;
        this.pending = [];
    }

    add(step) {
        this.pending.push(Object.assign(step, { node: this }));
    }
}

class File extends Node {
    constructor(bytes = NOTHING) {
        super();
        this.bytes = bytes;
        this.size = bytes.length; // as the program sees it now
    }

    sync() {
        if (this.pending.length > 0)
            this.version += 1;
        this.bytes = this.content(() => KEEP);
        this.pending = [];
    }

    content(fate) {
        return contentOf(this.bytes, this.pending, this.pending.map(fate));
    }
}

class Folder extends Node {
    constructor(entries = new Map()) {
        super();
        this.entries = entries; // name -> node, durable
        this.now = new Map(entries);
    }

    sync() {
        this.entries = new Map(this.now);
        this.pending = [];
    }

    // [name, node or null for "gone"] pairs that come and go together.
    change(what, ...pairs) {
        for (const [name, node] of pairs)
            put(this.now, name, node);
        this.add({ what, pairs });
    }

    after(fate) {
        if (this.pending.length === 0)
            return this.entries;
        const entries = new Map(this.entries);
        for (const step of this.pending) {
            if (fate(step) !== DROP)
                step.pairs.forEach(([name, node]) => put(entries, name, node));
        }
        return entries;
    }

    // Every node that any fate of the pending steps leaves in it.
    possible() {
        const names = [...this.entries, ...this.pending.flatMap((step) => step.pairs)];
        return new Set(names.map(([, node]) => node).filter((node) => node));
    }
}

function put(entries, name, node) {
    if (node)
        entries.set(name, node);
    else
        entries.delete(name);
}

// The bytes of a file while steps are done on them: copied once, and only if one changes them.
class Draft {
    #isOwn = false;

    constructor(bytes) {
        this.bytes = bytes;
    }

    get length() {
        return this.bytes.length;
    }

    resize(size) {
        this.#isOwn ||= size > this.length;
        this.bytes = size > this.length ? Buffer.concat([this.bytes], size)
            : this.bytes.subarray(0, size);
    }

    write(data, at) {
        if (at + data.length > this.length)
            this.resize(at + data.length);
        else if (!this.#isOwn)
            this.bytes = Buffer.from(this.bytes);
        this.#isOwn = true;
        data.copy(this.bytes, at);
    }
}

// The bytes after those steps that have a fate. More steps may have been added since.
function contentOf(bytes, steps, fates) {
    const draft = new Draft(bytes);
    fates.forEach((fate, i) => {
        if (fate !== DROP)
            steps[i].apply(draft, fate);
    });
    return draft.bytes;
}

// The parts of a write, cut where the file's sectors end.
export function sectors({ offset, data }) {
    const parts = [];
    for (let at = 0; at < data.length;) {
        const end = Math.min(data.length, at + SECTOR - (offset + at) % SECTOR);
        parts.push([at, end]);
        at = end;
    }
    return parts;
}

// `fate`: KEEP, or an array that says of each sector whether it is there.
function write({ offset, data, parts }, draft, fate) {
    const there = fate === KEEP ? [[0, data.length]] : parts.filter((part, i) => fate[i]);
    for (const [from, to] of there)
        draft.write(data.subarray(from, to), offset + from);
}

// What lies at a place now: bytes, or a Map of names.
export function snapshot(where) {
    return fs.lstatSync(where).isDirectory()
        ? new Map(fs.readdirSync(where).map((name) => [name, snapshot(path.join(where, name))]))
        : fs.readFileSync(where);
}

const grown = (tree) => (tree instanceof Map
    ? new Folder(new Map([...tree].map(([name, part]) => [name, grown(part)])))
    : new File(tree));

export class Disk {
    #entries = new Map();

    constructor() {
        this.root = new Folder();
    }

    // A snapshot has always been here, at `where`.
    load(tree, where) {
        const folder = this.folder(path.dirname(where), true);
        const node = grown(tree);
        folder.entries.set(path.basename(where), node);
        folder.now.set(path.basename(where), node);
    }

    // The folder as the program sees it; `make`: it has always been there.
    folder(where, make = false) {
        let folder = this.root;
        for (const name of where.split('/').filter((part) => part)) {
            if (!folder.now.has(name) && make) {
                const fresh = new Folder();
                folder.entries.set(name, fresh);
                folder.now.set(name, fresh);
            }
            folder = folder.now.get(name);
            if (!(folder instanceof Folder))
                throw new Error(`there is no folder ${where}`);
        }
        return folder;
    }

    find(where) {
        return where === '/' ? this.root
            : this.folder(path.dirname(where)).now.get(path.basename(where));
    }

    create(where) {
        const file = new File();
        this.folder(path.dirname(where)).change(`create ${where}`, [path.basename(where), file]);
        return file;
    }

    mkdir(where) {
        this.folder(path.dirname(where))
            .change(`mkdir ${where}`, [path.basename(where), new Folder()]);
    }

    // link, rename and unlink are the same to a folder: names come and go.
    link(from, to) {
        this.folder(path.dirname(to)).change(`link ${to}`, [path.basename(to), this.find(from)]);
    }

    rename(from, to) {
        if (path.dirname(from) !== path.dirname(to))
            throw new Error(`a rename into another folder has no model here: ${from}`);
        this.folder(path.dirname(from)).change(`rename ${from} ${to}`,
            [path.basename(from), null], [path.basename(to), this.find(from)]);
    }

    unlink(where) {
        this.folder(path.dirname(where)).change(`unlink ${where}`, [path.basename(where), null]);
    }

    write(file, offset, data, what = '') {
        file.size = Math.max(file.size, offset + data.length);
        const step = { what: `write ${what} ${offset}+${data.length}`, offset, data };
        step.parts = sectors(step);
        step.apply = (draft, fate) => write(step, draft, fate);
        file.add(step);
    }

    truncate(file, size, what = '') {
        file.size = size;
        file.add({ what: `truncate ${what} ${size}`, apply: (draft) => draft.resize(size) });
    }

    // posix_fallocate: zeros behind the end, and never a smaller file.
    reserve(file, size, what = '') {
        file.size = Math.max(file.size, size);
        const apply = (draft) => draft.resize(Math.max(size, draft.length));
        file.add({ what: `reserve ${what} ${size}`, apply });
    }

    // What a power cut now can't take: the bytes of a file, or null.
    durable(where) {
        let node = this.root;
        for (const name of where.split('/').filter((part) => part))
            node = node?.entries?.get(name);
        return node instanceof File ? node.bytes : null;
    }

    // All steps that a power cut now may lose, or those below a folder.
    pending(where = '/') {
        const seen = new Set();
        const steps = [];
        const visit = (node) => {
            if (seen.has(node))
                return;
            seen.add(node);
            steps.push(...node.pending);
            if (node instanceof Folder)
                node.possible().forEach(visit);
        };
        visit(this.find(where));
        return steps;
    }

    // What is on the disk after the power cut: [{path, hash, bytes()}] of files, and
    // {path} of folders.
    image(fate) {
        const found = [];
        const visit = (node, where) => {
            if (node instanceof File) {
                found.push(this.#entry(node, where, fate));
                return;
            }
            found.push({ path: where });
            for (const [name, child] of node.after(fate))
                visit(child, where === '/' ? `/${name}` : `${where}/${name}`);
        };
        visit(this.root, '/');
        return found;
    }

    // The same steps on the same base give the same bytes: most images share most files.
    #entry(file, where, fate) {
        const fates = file.pending.map(fate);
        const key = `${file.number}.${file.version}.${fates.map(letters).join()} ${where}`;
        if (!this.#entries.has(key))
            this.#entries.set(key, frozen(file, where, fates));
        return this.#entries.get(key);
    }
}

const letters = (fate) => (Array.isArray(fate) ? fate.map(Number).join('') : String(Number(fate)));

// A file as of now, also when it has gone on since.
function frozen({ bytes, pending }, where, fates) {
    const content = () => contentOf(bytes, pending, fates);
    return { path: where, hash: createHash('sha1').update(content()).digest('base64'), bytes: content };
}
