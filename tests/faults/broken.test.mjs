// SPDX-License-Identifier: MPL-2.0
// From one call on nothing works any more.
import { asUser, part } from './part.mjs';

part('errors from one call on', () => asUser('matrix.mjs', 'broken'));
