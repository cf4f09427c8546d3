// SPDX-License-Identifier: MPL-2.0
// The settings of a network, as geteduroam and its like hand them out (.eap-config, Apple's
// .mobileconfig, also signed): do they look as if they had a person's key in them? This only
// chooses what to hold: what they are, the host finds out.

/* So much may stand before the first element: a declaration, a type of document, a remark. */
const BEFORE = 2048;
const XML = /^(?:\xef\xbb\xbf)?\s*</;
const ROOT = /<(?:[\w-]+:)?(?:EAPIdentityProviderList|plist)[\s>]/;
const KEY = /<(?:[\w-]+:)?ClientCertificate[\s>]|com\.apple\.security\.pkcs12/;

/** The text of a file, byte for byte. */
export const settingsBegin = (text) => XML.test(text) && ROOT.test(text.slice(0, BEFORE));

/** Could they still begin: there is a declaration, and no element so far? */
export const settingsMayBegin = (text) => text.length < BEFORE
  && /^(?:\xef\xbb\xbf)?\s*<(?:$|\?|!DOCTYPE plist|!--|EAP|plist|[\w-]+:EAP)/.test(text) && !/<[a-z]/.test(text);

export const settingsHaveKey = (text) => KEY.test(text);

/** A signed one: what was signed stands in it as it is. */
export const signedHaveKey = (text) => text.includes('com.apple.security.pkcs12');
