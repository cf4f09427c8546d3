/* SPDX-License-Identifier: MPL-2.0 */
/* Access control lists (acl(5)), which give permissions beyond the file mode. */
#ifndef NH_MACHINE_ACL_H
#define NH_MACHINE_ACL_H

#include <stdbool.h>

/* Whether the path has a list that names users or groups. The group bits of the mode are then the
   most that any of them has, also users outside of the group. Symbolic links are not followed. True
   if it can't be found out. */
bool nh_acl_is_there(const char *path);

#endif
