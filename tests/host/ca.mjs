// SPDX-License-Identifier: MPL-2.0
// A CA made of OpenSSL: it shares no code with what it judges.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { run } from './lib.mjs';

const CONFIG = (folder) => `
[ca]
default_ca = issuing
[issuing]
database = ${folder}/index.txt
new_certs_dir = ${folder}
certificate = ${folder}/issuing.pem
private_key = ${folder}/issuing.key
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 760
policy = any
x509_extensions = user
[any]
countryName = optional
organizationName = optional
commonName = supplied
[user]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectAltName = email:taro.yamada@example.ac.jp
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[req]
distinguished_name = none
[none]
`;

const ascii = (date) => date.toISOString().replace(/[-:T]|\.\d+/g, '');

export class Authority {
    constructor(folder) {
        this.folder = folder;
        this.root = path.join(folder, 'root.pem');
        this.config = path.join(folder, 'ca.cnf');
        this.count = 0;
        fs.mkdirSync(folder);
        fs.writeFileSync(this.config, CONFIG(folder));
        fs.writeFileSync(path.join(folder, 'index.txt'), '');
        this.#makeAuthority('root', '/C=JP/O=Example University/CN=Example Root CA');
        this.#makeAuthority('issuing', '/C=JP/O=Example University/CN=Example CA G2', 'root');
    }

    #makeAuthority(name, subject, issuer) {
        const at = (file) => path.join(this.folder, file);
        const signed = issuer ? ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`)] : [];
        run('openssl', ['req', '-x509', '-config', this.config, '-extensions', 'authority',
            '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650',
            '-subj', subject, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), ...signed]);
    }

    #file(text, ending) {
        this.count += 1;
        const name = path.join(this.folder, `${this.count}.${ending}`);
        fs.writeFileSync(name, text);
        return name;
    }

    // {challenge, key} of a request whose signature OpenSSL has verified.
    verify(spkac) {
        assert.match(spkac, /^[A-Za-z0-9+/]+={0,2}$/);
        const file = this.#file(`SPKAC=${spkac}\n`, 'spkac');
        const done = spawnSync('openssl', ['spkac', '-in', file, '-noout', '-verify'],
            { encoding: 'utf8' });
        assert.equal(done.status, 0, done.stderr);
        assert.match(done.stderr, /Signature OK/);
        const text = run('openssl', ['spkac', '-in', file]);
        const key = createPublicKey(run('openssl', ['spkac', '-in', file, '-noout', '-pubkey']));
        return { text, challenge: text.match(/Challenge String: (.*)/)?.[1] ?? '', key };
    }

    // The certificate of a request, in DER; `openssl ca` verifies the signature again.
    certify(spkac, { name = 'Taro Yamada', from = new Date(Date.now() - 60000), until, extensions } = {}) {
        const subject = `C=JP\nO=Example University\nCN=${name}\n`;
        const file = this.#file(`SPKAC=${spkac}\n${subject}`, 'spkac');
        const out = `${file}.der`;
        const end = until ? ['-enddate', ascii(until)] : [];
        const more = extensions ? ['-extfile', this.#file(extensions, 'ext')] : [];
        run('openssl', ['ca', '-config', this.config, '-batch', '-notext', '-spkac', file,
            '-startdate', ascii(from), ...end, ...more, '-out', out]);
        return fs.readFileSync(out);
    }

    // Revokes a certificate, for a reason of RFC 5280 5.3.1.
    revoke(der, reason) {
        const file = this.#file(der, 'revoked');
        run('openssl', ['ca', '-config', this.config, '-revoke', file, '-inform', 'DER', '-crl_reason', reason]);
    }

    // Its list of revoked certificates, in DER.
    list(from, until) {
        const pem = this.#file('', 'crl');
        run('openssl', ['ca', '-config', this.config, '-gencrl', '-out', pem,
            '-crl_lastupdate', ascii(from), '-crl_nextupdate', ascii(until)]);
        run('openssl', ['crl', '-in', pem, '-outform', 'DER', '-out', `${pem}.der`]);
        return fs.readFileSync(`${pem}.der`);
    }

    // A certificate for somebody else's key.
    certifyOther() {
        const key = path.join(this.folder, 'other.key');
        run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
            '-out', key]);
        const request = run('openssl', ['spkac', '-key', key, '-digest', 'sha256']);
        return this.certify(request.match(/SPKAC=(.*)/)[1], { name: 'Somebody Else' });
    }

    // Files of a key and its certificate that a portal has made: {key, certificate}.
    identity(name, from = new Date()) {
        const key = this.#file('', 'key');
        const csr = this.#file('', 'csr');
        run('openssl', ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
            '-keyout', key, '-out', csr, '-subj', `/C=JP/O=Example University/CN=${name}`]);
        return { key, certificate: this.sign(csr, '', from) };
    }

    // The file of a certificate for a PKCS#10 request, with the usual or these extensions.
    sign(csr, extensions = '', from = new Date()) {
        const certificate = this.#file('', 'pem');
        run('openssl', ['ca', '-config', this.config, '-batch', '-notext', '-in', csr, '-out', certificate,
            '-startdate', ascii(from), ...(extensions ? ['-extfile', this.#file(extensions, 'ext')] : [])]);
        return certificate;
    }

    // One of them with its issuer under a password.
    pkcs12(name, password, from) {
        const { key, certificate } = this.identity(name, from);
        const out = this.#file('', 'p12');
        run('openssl', ['pkcs12', '-export', '-inkey', key, '-in', certificate,
            '-certfile', path.join(this.folder, 'issuing.pem'), '-passout', `pass:${password}`, '-out', out]);
        return fs.readFileSync(out);
    }

    // Several of them in one file, which only GnuTLS makes.
    pkcs12OfAll(names, password) {
        const all = names.map((name) => this.identity(name));
        const join = (kind, ending) =>
            this.#file(all.map((one) => fs.readFileSync(one[kind], 'utf8')).join(''), ending);
        const out = this.#file('', 'p12');
        run('certtool', ['--to-p12', '--outder', '--load-privkey', join('key', 'keys'),
            '--load-certificate', join('certificate', 'certs'), '--p12-name', 'all',
            '--password', password, '--outfile', out]);
        return fs.readFileSync(out);
    }

    pem(der) {
        const lines = der.toString('base64').match(/.{1,64}/g).join('\n');
        return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
    }

    get issuingPem() {
        return fs.readFileSync(path.join(this.folder, 'issuing.pem'), 'utf8');
    }

    // As CAs wrap it: certs-only, the user's certificate first, with the whole chain.
    pkcs7(der, form = 'DER') {
        const all = this.pem(der) + this.issuingPem + fs.readFileSync(this.root, 'utf8');
        const file = this.#file(all, 'pem');
        run('openssl', ['crl2pkcs7', '-nocrl', '-certfile', file, '-outform', form,
            '-out', `${file}.p7b`]);
        return fs.readFileSync(`${file}.p7b`);
    }

    chain(der, form) {
        switch (form) {
        case 'der': return der;
        case 'pem': return Buffer.from(`For Taro\r\n${this.pem(der)}\nissuer:\n${this.issuingPem}`);
        case 'p7b': return this.pkcs7(der);
        case 'p7b-pem': return this.pkcs7(der, 'PEM');
        default: throw new Error(form);
        }
    }
}
