/* SPDX-License-Identifier: MPL-2.0 */
/* Folders that others can't meddle with. */
#ifndef NH_MACHINE_SAFEPATH_H
#define NH_MACHINE_SAFEPATH_H

#include "base/status.h"
#include <stdbool.h>

/* May nobody else write in this folder (absolute, without links) or in any above it? A
   sticky one above excepted: there, others can't swap what is not theirs. Else NH_PERMISSION.
   *reachable: others can come into that folder. */
enum nh_status nh_safepath_writers(const char *folder, bool *reachable, struct nh_error *err);

/* Nor reach into it, and its disk keeps rights and stays here? `shared`: the person wants a
   place that others can reach or read. */
enum nh_status nh_safepath_check(const char *folder, bool shared, struct nh_error *err);

/* Can other users read this file: do it, and each folder above it, let them? False where it can't
   be looked at. */
bool nh_safepath_is_readable(const char *file);

#endif
