// SPDX-License-Identifier: MPL-2.0
// Network settings as geteduroam and similar services provide them (.eap-config, Apple's
// .mobileconfig, also signed): do they seem to contain a person's key? This only chooses what to
// hold: the host finds out what they are.

/* How much may come before the first element: a declaration, a document type, a comment. */
const BEFORE = 2048;
const XML = /^(?:\xef\xbb\xbf)?\s*</;
const ROOT = /<(?:[\w-]+:)?(?:EAPIdentityProviderList|plist)[\s>]/;
const KEY = /<(?:[\w-]+:)?ClientCertificate[\s>]|com\.apple\.security\.pkcs12/;

/** @param {string} text of a file, byte for byte */
export const settingsBegin = (text) => XML.test(text) && ROOT.test(text.slice(0, BEFORE));

/** Whether settings may still begin: so far there is a declaration but no element. */
export const settingsMayBegin = (text) => text.length < BEFORE
  && /^(?:\xef\xbb\xbf)?\s*<(?:$|\?|!DOCTYPE plist|!--|EAP|plist|[\w-]+:EAP)/.test(text) && !/<[a-z]/.test(text);

export const settingsHaveKey = (text) => KEY.test(text);

/** The same for a signed file, which contains the signed text as it is. */
export const signedHaveKey = (text) => text.includes('com.apple.security.pkcs12');
