/* SPDX-License-Identifier: MPL-2.0 */
/* Whether other users can interfere with files in a folder. */
#ifndef NH_MACHINE_SAFEPATH_H
#define NH_MACHINE_SAFEPATH_H

#include "base/status.h"
#include <stdbool.h>

/* Check that no other user may write in this folder (absolute, without symbolic links) or any above
   it. A sticky folder above it is fine, because others can't replace files in it that they don't
   own. *reachable: others can enter the folder. NH_PERMISSION. */
enum nh_status nh_safepath_writers(const char *folder, bool *reachable, struct nh_error *err);

/* The same, and also check that others can't enter it, and that its disk keeps permissions and is
   neither removable nor on a network. `shared`: the person allows these. NH_PERMISSION. */
enum nh_status nh_safepath_check(const char *folder, bool shared, struct nh_error *err);

/* Whether the permissions of this file and of all folders above it let other users read it. False
   when they can't be checked. */
bool nh_safepath_is_readable(const char *file);

#endif
