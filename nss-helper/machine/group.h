/* SPDX-License-Identifier: MPL-2.0 */
/* Groups of users. */
#ifndef NH_MACHINE_GROUP_H
#define NH_MACHINE_GROUP_H

#include <stdbool.h>
#include <sys/types.h>

/* Is it the group that many systems make for each user, of this user, and has nobody else? */
bool nh_group_is_own(gid_t gid);

#endif
