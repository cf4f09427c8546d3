// SPDX-License-Identifier: MPL-2.0
// Somebody else holds a database, or waits for it.
import { asUser, part } from './part.mjs';

part('locks', () => asUser('locks.mjs'));
