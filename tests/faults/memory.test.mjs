// SPDX-License-Identifier: MPL-2.0
// There is no memory, once.
import { asUser, part } from './part.mjs';

part('no memory', () => asUser('matrix.mjs', 'memory'));
