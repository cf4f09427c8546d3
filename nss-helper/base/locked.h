/* SPDX-License-Identifier: MPL-2.0 */
/* Secret bytes that wait in memory: neither swapped to a disk nor dumped nor given to a child. */
#ifndef NH_BASE_LOCKED_H
#define NH_BASE_LOCKED_H

#include <stddef.h>

struct nh_locked {
    unsigned char *data;
    size_t length;
};

/* A copy of these bytes, a page at most. NULL without such memory. */
struct nh_locked *nh_locked_copy(const void *data, size_t length);

/* Zeroed. NULL is allowed. */
void nh_locked_free(struct nh_locked **locked);

#endif
