// SPDX-License-Identifier: MPL-2.0
// make.mjs: writes files that no program makes into this folder: one with the same pair twice, one with
// safes in safes, one whose key has another password, one with two keys of which one has another
// password, and network settings with a PKCS#12 file in them.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  called, certBag, certificate, encryptedSafe, keyPair, localKeyId, nestedSafes, openSafe, pfx, shrouded,
} from '../cli/der.mjs';

const how = { password: 'Sakura-2026' };
const pair = keyPair();
const der = certificate({ spki: pair.spki, subject: called('Hanako Yamada') });
const both = (id) => [shrouded(pair.pkcs8, how, localKeyId(id)), certBag(der, localKeyId(id))];

writeFileSync('twice.p12', pfx([encryptedSafe([...both('1'), ...both('2')], how)], how));
writeFileSync('deep.p12', pfx([openSafe(nestedSafes(20), ...both('1'))], how));
writeFileSync('twopw.p12', pfx([openSafe(shrouded(pair.pkcs8, { password: 'Other-2026' }), certBag(der))], how));
const other = keyPair();
const others = certificate({ spki: other.spki, subject: called('Taro Yamada') });
writeFileSync('twokeys.p12', pfx([openSafe(shrouded(pair.pkcs8, { password: 'Other-2026' }), certBag(der),
  shrouded(other.pkcs8, how), certBag(others))], how));

const p12 = readFileSync('a-noca.p12').toString('base64');
const eap = (passphrase) => `<EAPIdentityProviderList><EAPIdentityProvider><AuthenticationMethods><AuthenticationMethod>
<EAPMethod><Type>13</Type></EAPMethod><ClientSideCredential><ClientCertificate>${p12}</ClientCertificate>${passphrase}
</ClientSideCredential></AuthenticationMethod></AuthenticationMethods></EAPIdentityProvider></EAPIdentityProviderList>`;
const apple = (...payloads) => `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
<key>PayloadContent</key><array>${payloads.join('')}</array></dict></plist>`;
const person = (password) => `<dict><key>PayloadType</key><string>com.apple.security.pkcs12</string>${password}
<key>PayloadContent</key><data>${p12}</data></dict>`;
const network = '<dict><key>PayloadType</key><string>com.apple.wifi.managed</string></dict>';

writeFileSync('clear.eap-config', eap(`<Passphrase>${how.password}</Passphrase>`));
writeFileSync('wrong.eap-config', eap('<Passphrase>another</Passphrase>'));
writeFileSync('asked.eap-config', eap(''));
writeFileSync('clear.mobileconfig', apple(person(`<key>Password</key><string>${how.password}</string>`), network));
writeFileSync('asked.mobileconfig', apple(network, person('')));
writeFileSync('only.mobileconfig', apple(network));
