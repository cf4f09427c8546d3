// SPDX-License-Identifier: MPL-2.0
// What headers and bytes tell of a response, and what Firefox gets to see of it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { load } from './lib.mjs';

const headers = await load('answer/headers.js');
const { fromBase64, toBase64 } = await load('host/bytes.js');
const { isClear, kindOf } = await load('answer/kind.js');
const { fileName } = await load('pages/file-name.js');

const TYPE = { name: 'Content-Type', value: 'application/x-x509-user-cert' };

const KEY_FILES = [
  [['application/x-pkcs12']],
  [['application/pkcs12; charset=binary']],
  [['application/PKCS-12']],
  [['application/x-pkcs12-certificates']],
  [['application/octet-stream', 'attachment; filename="taro.p12"']],
  [['application/octet-stream', "attachment; filename=taro.pfx; filename*=UTF-8''x.pfx"]],
  [['application/x-download', "attachment; filename*=UTF-8''%E9%9B%BB%E5%AD%90.P12"]],
  [['', 'filename="taro.p12"']],
];
const NO_KEY_FILES = [
  [['application/octet-stream', 'attachment; filename="taro.zip"']],
  [['application/octet-stream', 'attachment; filename="taro.p12.html"']],
  [['text/html', 'attachment; filename="taro.p12"']],
  [['application/octet-stream']],
];
const withType = ([type, disposition]) => [
  { name: 'content-type', value: type },
  ...(disposition ? [{ name: 'Content-Disposition', value: disposition }] : []),
];

test('files that bring a key: by their type, or by their name where the type says nothing', () => {
  for (const [words] of KEY_FILES) assert.ok(headers.keyFileType(withType(words)), words.join(' '));
  for (const [words] of NO_KEY_FILES) assert.equal(headers.keyFileType(withType(words)), null, words.join(' '));
});

test('the types, with parameters and in any case', () => {
  for (const value of ['application/x-x509-user-cert', ' Application/X-X509-User-Cert ; charset=utf-8',
    'application/x-x509-email-cert']) {
    assert.ok(headers.certificateType([{ name: 'CONTENT-TYPE', value }]), value);
  }
});

test('the headers: shown as text, never downloaded, nothing of the other body, cookies kept', () => {
  const before = ['Content-Disposition', 'content-length', 'Content-Security-Policy', 'Refresh', 'Link',
    'X-Content-Type-Options', 'Set-Cookie', 'Cache-Control'].map((name) => ({ name, value: 'x' }));
  const after = headers.neutralHeaders([TYPE, ...before]);
  assert.deepEqual(after.map(({ name, value }) => `${name}: ${value}`), [
    'Set-Cookie: x', 'Cache-Control: x', 'Content-Type: text/plain; charset=utf-8',
    "Content-Security-Policy: default-src 'none'; sandbox",
  ]);
});

test('what Firefox saves all the same keeps the name that the server gave it', () => {
  for (const [before, after] of [
    ['attachment; filename="taro.p12"', 'inline; filename="taro.p12"'],
    ["attachment;filename=a;filename*=UTF-8''b", "inline;filename=a;filename*=UTF-8''b"],
    ['filename="taro.p12"', 'inline;filename="taro.p12"'],
    ['attachment', undefined],
  ]) {
    const value = headers.valueOf(headers.neutralHeaders(
      [TYPE, { name: 'content-disposition', value: before }]), 'content-disposition');
    assert.equal(value, after);
  }
});

test('base64 there and back, of any length', () => {
  for (const length of [0, 1, 2, 3, 0x6000 - 1, 0x6000, 0x6000 + 1, 300001]) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  }
});

test('the file gets a name that other programs understand', () => {
  assert.equal(fileName(text('-----BEGIN CERTIFICATE-----')), 'certificate.pem');
  assert.equal(fileName(text('Subject: x\n-----BEGIN PKCS7-----')), 'certificate.p7b');
  assert.equal(fileName(Uint8Array.from([0x30, 0x82, 4, 0, 0x30, 0x82, 3, 0])), 'certificate.der');
  assert.equal(fileName(Uint8Array.from(
    [0x30, 0x82, 4, 0, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02])), 'certificate.p7b');
  assert.equal(fileName(text('MIIC')), 'certificate.bin');
});

const text = (words) => new TextEncoder().encode(words);
const der = (...begin) => Uint8Array.from([...begin, ...randomBytes(200)]);
const CERTIFICATE = [0x30, 0x82, 4, 0, 0x30, 0x82, 3, 0];
const pem = (label) => `-----BEGIN ${label}-----\n${toBase64(der(...CERTIFICATE))}\n-----END ${label}-----\n`;

const eap = (client) => `<?xml version="1.0"?>\n<EAPIdentityProviderList><EAPIdentityProvider>${'<!-- x -->'.repeat(3000)
}${client}</EAPIdentityProvider></EAPIdentityProviderList>`;
const apple = (type) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>PayloadType</key><string>${type}</string></dict></plist>`;

test('settings of a network could be ours: by their type, or by their name where the type says nothing', () => {
  const here = 'https://portal.example/get.zip';
  for (const [words, url = here] of [
    [['application/eap-config']], [['application/x-eap-config; charset=utf-8']], [['Application/X-Apple-Aspen-Config']],
    [['application/octet-stream', 'attachment; filename="eduroam.eap-config"']],
    [['application/octet-stream'], 'https://portal.example/a.mobileconfig'],
  ]) assert.ok(headers.couldBeOurs(withType(words), url) && headers.areSettings(withType(words), url), words.join(' '));
  for (const [words, url = here] of [
    [['application/eap-configs']], [['text/html'], 'https://portal.example/a.mobileconfig'], [['application/xml']],
    [['application/octet-stream', 'attachment; filename="a.mobileconfig.zip"']],
  ]) assert.ok(!headers.couldBeOurs(withType(words), url) && !headers.areSettings(withType(words), url), words.join(' '));
});

test('bytes that look like a certificate, or like a file with a key', () => {
  for (const [bytes, kind] of [
    [der(...CERTIFICATE), 'certificate'],
    [Uint8Array.from([10, 13, 10, ...der(...CERTIFICATE)]), 'certificate'],
    [der(0x30, 0x80, 0x06, 9, 0x2a), 'certificate'], // PKCS#7 in BER
    [der(0x30, 0x82, 4, 0, 0x06, 9, 0x60), 'certificate'], // a sequence of Netscape's
    [der(0x30, 0xc2, 0x82, 4), 'certificate'], // written as UTF-8
    [text(toBase64(der(...CERTIFICATE))), 'certificate'],
    ...['CERTIFICATE', 'X509 CERTIFICATE', 'PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'].map((label) =>
      [text(`Subject: CN=Taro\n${pem(label)}`), 'certificate']),
    [der(0x30, 0x82, 4, 0, 2, 1, 3, 0x30), 'key'],
    [Uint8Array.from([10, ...der(0x30, 0x82, 4, 0, 2, 1, 3, 0x30)]), 'key'],
    [text(toBase64(der(0x30, 0x82, 4, 0, 2, 1, 3, 0x30))), 'key'],
    [text(`${pem('CERTIFICATE')}${pem('ENCRYPTED PRIVATE KEY')}`), 'key'],
    [text(pem('RSA PRIVATE KEY')), 'key'],
    [text(eap('<ClientCertificate format="PKCS12">MII</ClientCertificate>')), 'key'],
    [text(eap('')), null],
    [text(apple('com.apple.security.pkcs12')), 'key'],
    [text(apple('com.apple.security.root')), null],
    [text('<?xml version="1.0"?><html><pre>&lt;plist> com.apple.security.pkcs12</pre>'), null],
    [der(0x30, 0x82, 4, 0, 0x06, 9, 0x2a, ...text(apple('com.apple.security.pkcs12'))), 'key'], // signed
    [der(0x30, 0x82, 4, 0, 0x06, 9, 0x2a, ...text(apple('com.apple.security.root'))), 'certificate'],
    [text(''), null],
    [text('\n\n\n'), null],
    [text('Come back tomorrow.'), null],
    [text(`<html><pre>${pem('CERTIFICATE')}</pre>`), null],
    [text(`\ufeff\n<!DOCTYPE html>${pem('CERTIFICATE')}`), null],
    [text(pem('PUBLIC KEY')), null],
    [text('MIIC is how it begins, and this is none'), null],
    [der(0x31, 0x82, 4, 0, 2, 1, 3, 0x30), null], [der(0x30, 0x82, 4, 0, 2, 1, 4, 0x30), null],
    [der(0x30, 0x82, 4, 0, 2, 1, 0, 2), null], // a key that is open, or a signature
    [der(0x30, 0x0a, 0x30, 1), null], // the character 0
    [der(0x50, 0x4b, 3, 4), null],
  ]) assert.equal(kindOf(bytes), kind, Buffer.from(bytes).toString('latin1').slice(0, 60));
});

test('a page is let go at its first bytes, a text only when its armour would have come', () => {
  const long = 'x'.repeat(20000);
  for (const [bytes, clear] of [
    [text('<'), false], [text('<!'), true], [text('  <html>'), true],
    [text('<?xml version="1.0"?>'), false], [text('<?xml version="1.0"?><html>'), true],
    [text(eap('').slice(0, 900)), false], [text(eap('<ClientCertificate>')), true],
    [text(apple('x').slice(0, 150)), false], [text(apple('com.apple.security.pkcs12')), true],
    [text(`<?xml${' '.repeat(3000)}`), true], [text('Subject: CN=Taro'), false],
    [text(long), true], [text(`Subject: CN=Taro\n${pem('CERTIFICATE')}`), true],
    [der(0x50, 0x4b, 3, 4), true], [Uint8Array.from([0x50, 0x4b, 3]), false], [text('\n\n'), false],
  ]) assert.equal(isClear(bytes), clear, Buffer.from(bytes).toString('latin1').slice(0, 60));
});

const as = (type, disposition) => withType([type, disposition]);

test('what Firefox does with a response, by its headers', () => {
  for (const [all, way] of [
    [as('text/html; charset=utf-8'), 'shown'], [as('text/plain'), 'shown'], [as('application/json'), 'shown'],
    [as('text/html', 'attachment'), 'saved'], [as('application/pkix-cert'), 'saved'],
    [as('application/octet-stream'), 'saved'], [[], 'unknown'], [as(''), 'unknown'],
    [as('image/png'), null], [as('application/pdf'), null], [as('text/css'), null],
  ]) assert.equal(headers.wayOf(all), way, JSON.stringify(all));
});

test('which headers leave it open that it is ours, and under which name it would be saved', () => {
  const url = (name) => `https://ca.example/a/${name}?n=5`;
  for (const [all, at, could, name] of [
    [as('application/pkix-cert'), 'taro.zip', true, 'taro.zip'],
    [as('application/x-x509-ca-cert'), '', true, 'download'],
    [as('application/octet-stream'), 'download.cgi', true, 'download.cgi'],
    [as('application/octet-stream'), 'taro', true, 'taro'],
    [as('application/octet-stream'), 'a.zip', false, 'a.zip'],
    [as('application/octet-stream', 'attachment; filename="a.zip"'), 'download.cgi', false, 'a.zip'],
    [as('application/octet-stream', 'attachment; filename=taro.P7B'), 'download.cgi', true, 'taro.P7B'],
    [as('application/octet-stream', "attachment; filename=x.zip; filename*=UTF-8''%E8%AA%AC%20.cer"), '', true, '説 .cer'],
    [as('application/octet-stream', 'attachment; filename="../../a\\"b.cer"'), '', true, 'a"b.cer'],
    [as('application/zip'), 'taro.cer', false, 'taro.cer'],
    [as('application/vnd.ms-excel'), 'taro', false, 'taro'],
    [as('application/octet-stream'), '%E8%AA', true, '%E8%AA'],
  ]) {
    assert.equal(headers.couldBeOurs(all, url(at)), could, JSON.stringify(all));
    assert.equal(headers.nameOf(all, url(at)), name);
  }
});
