// SPDX-License-Identifier: MPL-2.0
// Each call of the system answers an error, once.
import { asUser, part } from './part.mjs';

part('an error from each call', () => asUser('matrix.mjs', 'error'));
