/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/acl.h"

#include <errno.h>
#include <stddef.h>
#include <sys/xattr.h>

/* The file system keeps a list that says no more than the mode as the mode alone. */
bool nh_acl_is_there(const char *path)
{
    return lgetxattr(path, "system.posix_acl_access", NULL, 0) >= 0 ||
           (errno != ENODATA && errno != ENOTSUP);
}
