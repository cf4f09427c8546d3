/* SPDX-License-Identifier: MPL-2.0 */
/* Secret bytes in memory that is not swapped to a disk, not dumped and not inherited by a child. */
#ifndef NH_BASE_LOCKED_H
#define NH_BASE_LOCKED_H

#include <stddef.h>

struct nh_locked {
    unsigned char *data;
    size_t length;
};

/* Copy the bytes, at most 4096. The caller frees the copy; NULL when such memory is not
   available. */
struct nh_locked *nh_locked_copy(const void *data, size_t length);

/* Zero and free it. NULL is allowed. */
void nh_locked_free(struct nh_locked **locked);

#endif
