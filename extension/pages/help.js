// SPDX-License-Identifier: MPL-2.0
import { localize } from './text.js';

localize();
