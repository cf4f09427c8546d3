// SPDX-License-Identifier: MPL-2.0
// How much of each thing a message may hold (PROTOCOL.md), in bytes or in number.
export const LIMITS = Object.freeze({
  message: 1048576,
  piece: 196608,
  base64: 262144, // of a piece
  settings: 393216,
  settingsBase64: 524288,
  response: 4194304,
  challenge: 4096,
  site: 512,
  spkac: 16384,
  string: 1024,
  words: 8192, // of the host: a path or a subject may be long
  list: 64,
  jobs: 32,
  copies: 8,
});
