/* SPDX-License-Identifier: MPL-2.0 */
/* Access control lists (acl(5)), which give rights to users that the mode does not name. */
#ifndef NH_MACHINE_ACL_H
#define NH_MACHINE_ACL_H

#include <stdbool.h>

/* Does a list give rights to users or groups by name here? The bits that the mode has for the group
   are then the most that any of them has, whoever is in that group. Links are not followed. True
   as well where it can't be known. */
bool nh_acl_is_there(const char *path);

#endif
