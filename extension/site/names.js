// SPDX-License-Identifier: MPL-2.0
// Names that others have chosen: they must not change the order of the words around them.

/* Invisible characters that change the direction of a text. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/* Letters of scripts written from right to left. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const MOST = 64; // characters of a host within a sentence

export const straight = (name) => name.replace(TURNING, '');

/** For a page: text.js isolates what is between these two characters. */
export const apart = (name) => `\u2068${straight(name)}\u2069`;

/** For plain text, such as a notification of the desktop. */
export const inNotice = (name) => (FROM_RIGHT.test(straight(name)) ? apart(name) : straight(name));

/** A long host is cut at its front, because its end tells whose it is. */
export const endOf = (host) => (host.length > MOST ? `…${host.slice(1 - MOST)}` : host);
