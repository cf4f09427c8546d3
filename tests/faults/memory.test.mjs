// SPDX-License-Identifier: MPL-2.0
// One allocation fails.
import { asUser, part } from './part.mjs';

part('no memory', () => asUser('matrix.mjs', 'memory'));
