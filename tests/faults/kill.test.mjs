// SPDX-License-Identifier: MPL-2.0
// A program is killed before each call that changes its files.
import { asUser, part } from './part.mjs';

part('killed before each call', () => asUser('matrix.mjs', 'kill'));
