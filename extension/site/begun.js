// SPDX-License-Identifier: MPL-2.0
// Jobs that this extension has begun: only then is a host asked without a press.
import { DurableShelf } from '../host/storage.js';

export const begun = new DurableShelf('begun');

export const began = (job) => begun.put(job, Date.now());

export const ended = (job) => begun.remove(job);
