// SPDX-License-Identifier: MPL-2.0
// The disk is full.
import { onSmallDisk, part } from './part.mjs';

part('a full disk', () => onSmallDisk('full.mjs'));
