// SPDX-License-Identifier: MPL-2.0
// The power is cut.
import { asIs, part } from './part.mjs';

part('power cuts', () => asIs('power.mjs'));
