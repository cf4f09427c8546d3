// SPDX-License-Identifier: MPL-2.0
// A bit of a database has changed.
import { asUser, part } from './part.mjs';

part('flipped bits', () => asUser('flips.mjs'));
