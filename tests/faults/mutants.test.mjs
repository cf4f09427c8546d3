// SPDX-License-Identifier: MPL-2.0
// The tests can fail: a durable step is left out.
import { asIs, part } from './part.mjs';

part('each durable step left out is noticed', () => asIs('mutants.mjs'));
